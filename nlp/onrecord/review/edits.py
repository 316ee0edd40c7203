"""What the page sends, made into parts of a record. Offsets are code points, and each span says its text as well.

The text that comes with a span is compared with the article's, so that a page which counted wrongly is refused instead of
believed.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, RecordError
from onrecord.records.checks import explain
from onrecord.review.state import Json, Part, State
from onrecord.types import ActorLabel, Attribution, DateSource, EntityLabel, Polarity, QuoteKind, Record, Span, Stage, TargetKind

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_STRICT = {"extra": "forbid"}
_PATH = re.compile(r"^(claims|entities|quotes)\[[0-9]+\]\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An actor or target: where it stands, what it is called, what it is."""

    __pydantic_config__ = _STRICT

    start: int
    end: int
    text: str
    name: str | None
    label: ActorLabel
    kind: TargetKind | None = None
    """Of a target; None of an actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEdit:
    """A claim as the annotator wants it. Its evidence is the sentence that holds the actor's words."""

    __pydantic_config__ = _STRICT

    actor: Words
    stance: str
    polarity: Polarity
    stage: Stage
    target: Words | None
    jurisdiction: str | None
    statement_date: str | None
    effective_date: str | None
    date_source: DateSource | None
    attribution: Attribution
    unsure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityEdit:
    """A name mention as the annotator wants it."""

    __pydantic_config__ = _STRICT

    start: int
    end: int
    text: str
    label: EntityLabel
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteEdit:
    """A quote as the annotator wants it."""

    __pydantic_config__ = _STRICT

    spans: tuple[Span, ...]
    """Its pieces, in any order."""
    kind: QuoteKind
    speaker: Span | None
    cue: Span | None
    speaker_name: str | None
    organization: str | None


def made(record: Record, state: State, part: Part, name: str, edit: object) -> Json:
    """Return a part of the record, in its shape, from what the page sends.

    Args:
        record: The article.
        state: What is decided about it.
        part: What is edited.
        name: The part's id, a new one for a new part.
        edit: JSON of a `ClaimEdit`, `EntityEdit` or `QuoteEdit`.

    Raises:
        InputError: It is none, its words do not stand where it says, or a claim's words do not stand in one sentence.
    """
    given = read(_KINDS[part], edit)
    if isinstance(given, ClaimEdit):
        return _claim(record, state, name, given)
    if isinstance(given, EntityEdit):
        return _entity(record, state, name, given)
    return _quote(record, state, name, given)


def read(kind: Any, obj: object) -> Any:
    """Return the dataclass that JSON objects describe; numbers given as strings, unknown keys and the like are errors.

    Raises:
        InputError: They describe none; the message names the field.
    """
    import json

    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_json(json.dumps(obj), strict=True)
    except ValidationError as error:
        raise InputError(explain(error)) from None
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"holds what JSON cannot: {error}") from None


_KINDS: dict[Part, Any] = {"claim": ClaimEdit, "entity": EntityEdit, "quote": QuoteEdit}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _claim(record: Record, state: State, name: str, edit: ClaimEdit) -> Json:
    before = state.claims[name].claim if name in state.claims else {}
    actor, target = edit.actor, edit.target
    index = _sentence(record, actor, "actor")
    if target and _sentence(record, target, "target") != index:
        raise InputError("actor and target stand in different sentences: one claim is read off one sentence")
    place = record.sentences[index]
    fields = {key: value for key, value in asdict(edit).items() if key not in ("actor", "target", "unsure")}
    found = {
        **before, "id": name, **fields,
        "actor": {**_named(record, state, actor, before.get("actor")), "entity": _mention(state, actor, before.get("actor"))},
        "target": {**_named(record, state, target, before.get("target")), "kind": target.kind or "other"} if target else None,
        "sentence": index,
        "evidence": asdict(Span.of(record.text, place.start, place.end)),
        "quotes": before.get("quotes", []) if before.get("sentence") == index else [],
    }  # fmt: skip
    found.pop("unsure", None)
    return {**found, "unsure": True} if edit.unsure else found


def _sentence(record: Record, words: Words, what: str) -> int:
    for i, s in enumerate(record.sentences):
        if s.start <= words.start and words.end <= s.end:
            return i
    raise InputError(f"the words of the {what} do not stand in one sentence: select words of a single one")


def _named(record: Record, state: State, words: Words, before: Json | None) -> Json:
    """A span with name, label and the lexicon's id, which goes with the name."""
    name = (words.name or "").strip() or None
    if name and ";" in name:
        raise InputError("a claim has one actor: make a claim for each member of a group (duplicate this one)")
    return {**_span(record, words), "name": name, "label": words.label, "ref": _ref(state, name, before)}


def _ref(state: State, name: str | None, before: Json | None) -> str | None:
    """The lexicon's id of a name: as before where the name is, else what the article's other parts of that name have."""
    if before and before["name"] == name:
        return str(before["ref"]) if before["ref"] else None
    known = [*state.entities.values(), *(judged.claim["actor"] for judged in state.claims.values())]
    return next((str(one["ref"]) for one in known if name and one["name"] == name and one["ref"]), None)


def _mention(state: State, actor: Words, before: Json | None) -> str | None:
    """The id of the entity that the actor's words are."""
    if before and (before["start"], before["end"]) == (actor.start, actor.end):
        return str(before["entity"]) if before["entity"] else None
    return next((str(e["id"]) for e in state.entities.values() if (e["start"], e["end"]) == (actor.start, actor.end)), None)


def _entity(record: Record, state: State, name: str, edit: EntityEdit) -> Json:
    span = _span(record, edit)
    before = state.entities.get(name)
    if any(e["id"] != name and (e["start"], e["end"]) == (edit.start, edit.end) for e in state.entities.values()):
        raise InputError(f"{edit.text!r} is marked there already: change that mark")
    called = edit.name.strip() or edit.text
    same = before is not None and before["name"] == called
    way = {"via": before["via"], "antecedent": before["antecedent"]} if before and same else {"via": "name", "antecedent": None}
    return {"id": name, **span, "label": edit.label, "name": called, "ref": _ref(state, called, before), **way}


def _quote(record: Record, state: State, name: str, edit: QuoteEdit) -> Json:
    pieces = sorted(edit.spans, key=lambda s: s.start)
    if not pieces:
        raise InputError("a quote needs words: select them")
    if any(one.end > two.start for one, two in pairwise(pieces)):
        raise InputError("the pieces of a quote overlap: select words that are not in it yet")
    start, end = pieces[0].start, pieces[-1].end
    if any(q["id"] != name and (q["start"], q["end"]) == (start, end) for q in state.quotes.values()):
        raise InputError("these words are a quote already: change that one")
    return {
        "id": name, "start": start, "end": end, "text": record.text[start:end],
        "spans": [_span(record, piece) for piece in pieces], "kind": edit.kind,
        "cue": _span(record, edit.cue) if edit.cue else None, "speaker": _span(record, edit.speaker) if edit.speaker else None,
        "speaker_name": (edit.speaker_name or "").strip() or None, "organization": (edit.organization or "").strip() or None,
    }  # fmt: skip


def _span(record: Record, given: Words | Span | EntityEdit) -> Json:
    """The span as given, if its words stand there."""
    if not 0 <= given.start < given.end <= len(record.text):
        raise InputError(f"the span {given.start}:{given.end} is empty or outside the text of {len(record.text)} characters")
    there = record.text[given.start : given.end]
    if there != given.text:
        raise InputError(f"the text at {given.start}:{given.end} is {there!r}, not {given.text!r}: select the words again")
    return {"start": given.start, "end": given.end, "text": there}


def without_path(error: RecordError, record: Record) -> str:
    """Return what an error of the contract says, without record and part in front: the annotator sees which it is."""
    return _PATH.sub("", str(error).removeprefix(f"record {record.id!r}: "))
