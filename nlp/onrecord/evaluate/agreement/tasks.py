"""Disagreements as tasks that Label Studio imports: the text once, each annotator's marks as a prediction.

Source: https://labelstud.io/guide/predictions (tasks with `data` and `predictions`, a result with `from_name`, `to_name`,
`type`, `value`), https://labelstud.io/guide/export (relations), and the editor's tests of texts with emoji
(HumanSignal/label-studio, `web/libs/editor/tests/integration/e2e/ner/emoji.cy.ts`): offsets in a `Text` count code points,
as a record does, not the UTF-16 code units of JavaScript. Labels, attributes and relations are those of docs/corpora.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.evaluate.agreement.disagreements import Disagreement, Parts

Json = dict[str, Any]

_TEXTS = ("name", "speaker_name", "organization", "jurisdiction", "statement_date", "effective_date")
"""Attributes that are written freely; the others are chosen."""
_OF_CLAIM = ("polarity", "stage", "attribution", "jurisdiction", "statement_date", "effective_date")


def labelling_config() -> str:
    """Return the labelling interface (XML) of a Label Studio project that `write_adjudication` writes tasks for."""
    return (files("onrecord.evaluate.agreement") / "data" / "labelling.xml").read_text(encoding="utf-8")


def task(row: Disagreement) -> Json:
    """Return a disagreement as a task; marks that lie outside its text are left out."""
    data = {
        "text": row.text,
        "previous": row.previous or "",
        "next": row.next or "",
        "title": row.title or "",
        "what": "; ".join(row.what),
        "record": row.id,
        "kind": row.kind,
        "sentence": row.sentence,
        "start": row.start,
        "end": row.end,
    }
    predictions = [{"model_version": side, "result": _Results(row, side).of(parts)} for side, parts in (("a", row.a), ("b", row.b))]
    return {"data": data, "predictions": predictions}


class _Results:
    """The results of one annotator, added one by one."""

    def __init__(self, row: Disagreement, side: str) -> None:
        self._row = row
        self._side = side
        self._regions = 0
        self._results: list[Json] = []

    def of(self, parts: Parts) -> list[Json]:
        """Return regions, their attributes and the relations between them."""
        names = {e["id"]: (e, self._region(e, e["label"], {"name": e["name"]})) for e in parts.get("entities", ())}
        quotes = {q["id"]: self._quote(q) for q in parts.get("quotes", ())}
        for claim in parts.get("claims", ()):
            self._claim(claim, names, quotes)
        return self._results

    def _claim(self, claim: Json, names: Mapping[str, tuple[Json, str | None]], quotes: Mapping[str, str | None]) -> None:
        actor, target = claim["actor"], claim["target"]
        said = {name: claim[name] for name in _OF_CLAIM}
        more = {"target_kind": target and target["kind"], "unsure": "true" if claim.get("unsure") else None}
        region = self._region(claim["evidence"], claim["stance"], said | more)
        entity, named = names.get(actor["entity"], (None, None))
        alike = entity is not None and entity["name"] == actor["name"]
        self._link("actor", region, named if alike else self._region(actor, "Actor", _who(actor)))
        if target:
            self._link("target", region, self._region(target, "Target", _who(target)))
        for quote in claim["quotes"]:
            self._link("quote", region, quotes.get(quote))

    def _quote(self, quote: Json) -> str | None:
        said = {name: quote[name] for name in ("kind", "speaker_name", "organization")}
        region = self._region(quote, "Quote", said)
        for role in ("cue", "speaker"):
            if quote[role]:
                self._link(role, region, self._region(quote[role], role.capitalize(), {}))
        for piece in quote["spans"] if len(quote["spans"]) > 1 else ():
            self._link("part", region, self._region(piece, "Part", {}))
        return region

    def _region(self, span: Json, label: str, attributes: Mapping[str, str | None]) -> str | None:
        """Add a labelled span and what is said of it; return its id, None where it lies outside the text."""
        if not self._row.start <= span["start"] < span["end"] <= self._row.end:
            return None
        self._regions += 1
        place = {"start": span["start"] - self._row.start, "end": span["end"] - self._row.start, "text": span["text"]}
        given = {"id": f"{self._side}{self._regions}", "to_name": "text"}
        self._results.append({**given, "from_name": "labels", "type": "labels", "value": {**place, "labels": [label]}})
        for name, value in attributes.items():
            if value is not None:
                kind, key = ("textarea", "text") if name in _TEXTS else ("choices", "choices")
                self._results.append({**given, "from_name": name, "type": kind, "value": {**place, key: [value]}})
        return given["id"]

    def _link(self, label: str, source: str | None, target: str | None) -> None:
        if source is not None and target is not None:
            relation = {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}
            self._results.append(relation)


def _who(part: Json) -> dict[str, str | None]:
    return {"name": part["name"], "label": part["label"]}
