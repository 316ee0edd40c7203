"""From the annotations of one gold sentence to entities, quotes and claims of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.records.places import Place, best_place, locate
from onrecord.types import STANCES, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.records.gold_rows import Row

_ACTOR_LABELS = {"company": "COMPANY", "government": "GOVERNMENT", "other": "OTHER"}
_TARGET_KINDS = {"LAW": "law", "PLACE": "market"}
_TEXTS = ("attribution", "jurisdiction", "statement_date", "effective_date", "date_source")
"""Fields of a claim that a row may give and most do not."""

CLAIM_KEYS = (
    "actor", "actor_name", "actor_type", "stance", "polarity", "stage", "target", "target_kind", "cue",
    *_TEXTS, "confidence", "unsure",
)  # fmt: skip
"""What a claim of a gold sentence may say."""

FIELD_KEYS = {
    "attribution": ("attribution",),
    "jurisdiction": ("jurisdiction",),
    "dates": ("statement_date", "effective_date"),
}
"""Fields that gold may label and that count as labelled where a claim has one of these keys."""

_NOT_THERE = "is not in the sentence, copy it exactly as it stands there"


class SentenceParts:
    """The parts of a record that one gold sentence gives, as JSON objects.

    Ask for `entities`, `quotes`, `claims` and `stances` in this order.

    Args:
        given: The sentence's row: `sentence`, `entities`, `claims`, `quotes`.
        offset: Where the sentence begins in the record's text.
        index: The sentence's index in the record.
        counts: How many entities, quotes and claims the record has already; ids go on from there.
        scheme: The stances, in order.
    """

    def __init__(
        self, given: Row, *, offset: int, index: int, counts: Mapping[str, int], scheme: Sequence[Stance] = STANCES
    ) -> None:
        self._given = given
        self._sentence = given.text("sentence")
        self._offset = offset
        self._index = index
        self._counts = counts
        self._scheme = scheme
        self._entities: dict[Place, dict[str, Any]] = {}
        self._claims: list[dict[str, Any]] = []
        self.claim_paths: list[str] = []
        """Where each claim stands in its line, for messages; a group's row stands here once for each member."""

    def entities(self) -> list[dict[str, Any]]:
        """The named entities; one listed more often than it stands in the sentence is taken once, as the scorer does."""
        pairs = [self._entity(i, pair) for i, pair in enumerate(self._given.items("entities"))]
        for i, ((text, label), place) in enumerate(zip(pairs, locate(self._sentence, [text for text, _ in pairs]), strict=True)):
            if place is None:
                if text not in self._sentence:
                    raise self._given.wrong(f"entities[{i}]", f"{text!r} {_NOT_THERE}")
                continue
            number = self._counts["entities"] + len(self._entities) + 1
            self._entities.setdefault(place, {"id": f"e{number}", **self._span(place), "label": label, "name": text})
        return list(self._entities.values())

    def quotes(self) -> list[dict[str, Any]]:
        """The quotes, each in one piece; two with the same words stand at different places where the sentence allows it."""
        out: list[dict[str, Any]] = []
        taken: list[Place] = []
        for row in self._given.rows("quotes"):
            place = self._place(row, "text", avoid=taken)
            taken.append(place)
            speaker = None if row.maybe_text("by") is None else self._span(self._place(row, "by", avoid=[place]))
            out.append({
                "id": f"q{self._counts['quotes'] + len(out) + 1}", **self._span(place), "spans": [self._span(place)],
                "kind": row.text("kind"), "speaker": speaker, "speaker_name": row.maybe_text("speaker_name"),
                "organization": row.maybe_text("organization"),
            })  # fmt: skip
        return out

    def claims(self) -> list[dict[str, Any]]:
        """The claims; a group whose members are known is one claim for each of them."""
        for row in self._given.rows("claims"):
            row.check_keys(CLAIM_KEYS)
            if row.maybe_text("cue") is not None:
                self._place(row, "cue")  # the words that express the stance: training reads them, records have no place for them
            names = _members(row.maybe_text("actor_name"))
            for name in names:
                self._claims.append(self._claim(row, name, alone=len(names) == 1))
                self.claim_paths.append(row.path.removesuffix("."))
        return self._claims

    def stances(self) -> list[str]:
        """The stances of the counted claims, in the order of the scheme."""
        found = {c["stance"] for c in self._claims if c["polarity"] == "affirmed" and c["stage"] in ("in_effect", "announced")}
        return [stance for stance in self._scheme if stance in found]

    def _entity(self, i: int, pair: object) -> tuple[str, str]:
        match pair:
            case [str(text), str(label)] if text.strip():
                return text, label
        raise self._given.wrong(f"entities[{i}]", "not a pair of text and label")

    def _claim(self, row: Row, name: str | None, *, alone: bool) -> dict[str, Any]:
        claim = {
            "id": f"c{self._counts['claims'] + len(self._claims) + 1}",
            "actor": self._actor(row, name, alone=alone),
            "stance": row.text("stance"),
            "polarity": row.text("polarity") if row.has("polarity") else "affirmed",
            "stage": row.text("stage") if row.has("stage") else "in_effect",
            "target": self._target(row),
            "sentence": self._index,
            "evidence": self._span((0, len(self._sentence))),
            **_more(row),
        }
        return {**claim, "unsure": True} if row.row.get("unsure") else claim

    def _actor(self, row: Row, name: str | None, *, alone: bool) -> dict[str, Any]:
        place = self._place(row, "actor", liked=self._entities)
        entity = self._entities.get(place)
        given = row.maybe_text("actor_type")
        if given is not None and given not in _ACTOR_LABELS:
            raise row.wrong("actor_type", f"{given!r} is none of {', '.join(_ACTOR_LABELS)}")
        label = _ACTOR_LABELS[given] if given else entity["label"] if entity else "OTHER"
        return {**self._span(place), "name": name, "label": label, "entity": entity["id"] if entity and alone else None}

    def _target(self, row: Row) -> dict[str, Any] | None:
        kind = row.maybe_text("target_kind")
        if row.maybe_text("target") is None:
            if kind is not None:
                raise row.wrong("target_kind", f"{kind!r}, but there is no target: give one, or leave this out")
            return None
        place = self._place(row, "target", liked=self._entities)
        entity = self._entities.get(place)
        label = entity["label"] if entity else "OTHER"
        name = entity["name"] if entity else None
        kind = _TARGET_KINDS.get(label, "other") if kind is None else kind
        return {**self._span(place), "name": name, "label": label, "ref": None, "kind": kind}

    def _place(self, row: Row, key: str, *, liked: Mapping[Place, Any] | None = None, avoid: list[Place] | None = None) -> Place:
        text = row.text(key)
        place = best_place(text, self._sentence, liked=liked or (), avoid=avoid or ())
        if place is None:
            raise row.wrong(key, f"{text!r} {_NOT_THERE}")
        return place

    def _span(self, place: Place) -> dict[str, Any]:
        start, end = place
        return {"start": self._offset + start, "end": self._offset + end, "text": self._sentence[start:end]}


def _more(row: Row) -> dict[str, Any]:
    """The fields that a claim may leave to their defaults, as far as it gives them."""
    found: dict[str, Any] = {key: row.maybe_text(key) for key in _TEXTS}
    found["confidence"] = row.maybe_number("confidence")
    return {key: value for key, value in found.items() if value is not None}


def _members(names: str | None) -> list[str | None]:
    """The names of a group, joined by `;` in gold; one None where the actor can't be told."""
    found = dict.fromkeys(name.strip() for name in (names or "").split(";"))
    return [name for name in found if name] or [None]
