"""A decision that is neither a nor b: corrected parts in the shape of a gold sentence, as parts of a record's JSON.

What that shape has no place for is carried over from the annotators where they have the same mark: refs, cues, the quotes
of a claim. Where they differ in it (attribution, jurisdiction, dates, the target's kind) the decision has to say it, by a
key of that name beside the claim's others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.evaluate.agreement.links import mention
from onrecord.records.gold_parts import SentenceParts
from onrecord.records.gold_rows import Row
from onrecord.records.places import overlap

if TYPE_CHECKING:
    from onrecord.evaluate.agreement.disagreements import Disagreement, Parts

Json = dict[str, Any]

SENTENCE_KEYS = frozenset({"claims", "entities"})
QUOTE_KEYS = frozenset({"quotes"})
_SETTLED = ("attribution", "jurisdiction", "statement_date", "effective_date")
"""Fields of a claim that the shape lacks and annotators may differ in."""
_ACTOR_TYPE = "actor_type"


def corrected(row: Disagreement, decision: Mapping[str, Any]) -> Parts:
    """Return the parts that a decision gives a row's text.

    Args:
        row: Where the annotators differ, its parts unlinked (see `links.unlinked`).
        decision: `claims` and `entities`, or for a row of quotes `quotes`. Of a sentence either may be left out where the
            annotators do not differ in it.

    Returns:
        Parts as in a record's JSON, unlinked.

    Raises:
        RecordError: A key is missing, unknown or wrong, or a text is not in the row's.
    """
    given = Row({**decision, "sentence": row.text}, f"sentences[{row.sentence}].decision.", row.id)
    allowed = SENTENCE_KEYS if row.kind == "sentence" else QUOTE_KEYS
    if unknown := sorted(set(decision) - allowed):
        raise given.wrong(unknown[0], f"unknown here, a row of kind {row.kind} is decided by {' and '.join(sorted(allowed))}")
    return _quotes(row, given) if row.kind == "quote" else _sentence(row, given)


def _sentence(row: Disagreement, given: Row) -> Parts:
    for key, word in (("claims", "claim"), ("entities", "entity")):
        if key not in given.row and _differs(row, word):
            raise given.wrong(key, "missing, and the annotators differ in it: give the right ones")
    names = [[e["text"], e["label"]] for e in row.a["entities"] if e["via"] != "coref"]
    parts = SentenceParts(
        Row({"entities": names, **given.row}, given.path, given.owner), offset=row.start, index=row.sentence, counts=_NO_PARTS
    )
    found = parts.entities()
    entities = [_carried_entity(row, entity) for entity in found] if "entities" in given.row else None
    if "claims" not in given.row:
        claims = row.a["claims"]
    else:
        rows = [r for r in given.rows("claims") for _ in range(_members(r))]
        claims = [_carried_claim(row, r, claim, found) for r, claim in zip(rows, parts.claims(), strict=True)]
    kept = row.a["entities"] if entities is None else [*entities, *(e for e in row.a["entities"] if e["via"] == "coref")]
    return {"claims": claims, "entities": kept}


_NO_PARTS = {"entities": 0, "quotes": 0, "claims": 0}


def _differs(row: Disagreement, word: str) -> bool:
    """Whether the row is about names, or else about claims."""
    about_names = [what.startswith("entity") for what in row.what]
    return any(about_names) if word == "entity" else not all(about_names)


def _members(row: Row) -> int:
    """How many claims a row is: one for each of its actors."""
    return max(1, len({name.strip() for name in (row.maybe_text("actor_name") or "").split(";")} - {""}))


def _carried_entity(row: Disagreement, entity: Json) -> Json:
    """The entity, with name, ref and the like of an annotator who has the same mention."""
    known = (e for e in (*row.a["entities"], *row.b["entities"]) if e["via"] != "coref")
    return next((e for e in known if mention(e) == mention(entity)), entity)


def _carried_claim(row: Disagreement, given: Row, claim: Json, entities: Sequence[Json]) -> Json:
    """The claim, with what the shape lacks taken from the decision or from the annotators' claims like it."""
    known = [best for side in (row.a, row.b) if (best := _like(claim, side["claims"]))]
    out = {**claim, "actor": _actor(given, claim["actor"], known, entities), "target": _target(given, claim["target"], known)}
    for key in _SETTLED:
        value, said = _settled(given, key, [other[key] for other in known])
        if said:
            out[key] = value
    dates = [out.get("statement_date"), out.get("effective_date")]
    same = [other for other in known if [other["statement_date"], other["effective_date"]] == dates]
    out["date_source"] = given.maybe_text("date_source") or next((other["date_source"] for other in same), None)
    return {**out, "quotes": known[0]["quotes"] if known else []}


def _like(claim: Json, others: Sequence[Json]) -> Json | None:
    """An annotator's claim of the same stance whose actor overlaps, the most alike one."""
    found = [c for c in others if c["stance"] == claim["stance"] and overlap(_place(c["actor"]), _place(claim["actor"]))]

    def likeness(other: Json) -> tuple[bool, ...]:
        there = other["target"] and claim["target"] and overlap(_place(other["target"]), _place(claim["target"]))
        return (
            other["actor"]["name"] == claim["actor"]["name"],
            other["polarity"] == claim["polarity"],
            bool(there),
            _place(other["actor"]) == _place(claim["actor"]),
        )

    return max(found, key=likeness, default=None)


def _actor(given: Row, actor: Json, known: Sequence[Json], entities: Sequence[Json]) -> Json:
    """The actor with ref and label of an annotator who names it alike, its entity unlinked."""
    out = {**actor, "entity": next((mention(e) for e in entities if e["id"] == actor["entity"]), None)}
    for other in known:
        if given.maybe_text(_ACTOR_TYPE) is None:
            out["label"] = other["actor"]["label"]
        if other["actor"]["name"] == actor["name"]:
            return {**out, "ref": other["actor"]["ref"]}
    return out


def _target(given: Row, target: Json | None, known: Sequence[Json]) -> Json | None:
    if target is None:
        return None
    same = [other["target"] for other in known if other["target"] and _place(other["target"]) == _place(target)]
    kind, said = _settled(given, "target_kind", [other["kind"] for other in same])
    base = same[0] if same else target
    return {**base, "kind": kind if said else base["kind"]}


def _settled(given: Row, key: str, values: Sequence[Any]) -> tuple[Any, bool]:
    """A field's value, and whether anybody says one: the decision, else the annotators where they are of one mind."""
    if key in given.row:
        return given.maybe_text(key), True
    if len(set(values)) > 1:
        raise given.wrong(key, f"missing, and the annotators differ in it ({' / '.join(str(v) for v in values)}): say it")
    return (values[0], True) if values else (None, False)


def _quotes(row: Disagreement, given: Row) -> Parts:
    parts = SentenceParts(given, offset=row.start, index=row.sentence, counts=_NO_PARTS)
    given.items("quotes", needed=True)
    return {"quotes": [_carried_quote(quote, [*row.a["quotes"], *row.b["quotes"]]) for quote in parts.quotes()]}


def _carried_quote(quote: Json, known: Sequence[Json]) -> Json:
    """The quote, with the pieces and cue of an annotator who has it at the same place, and the speaker's place if it is alike."""
    same = [other for other in known if _place(other) == _place(quote)]
    if not same:
        return quote
    speakers = [other["speaker"] for other in same if other["speaker"] and quote["speaker"]]
    alike = [speaker for speaker in speakers if speaker["text"] == quote["speaker"]["text"]]
    return {**quote, "spans": same[0]["spans"], "cue": same[0]["cue"], "speaker": alike[0] if alike else quote["speaker"]}


def _place(part: Mapping[str, Any]) -> tuple[int, int]:
    return part["start"], part["end"]
