"""What a language model is to answer: the JSON schema that it is held to, and its answer, read with no trust in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

from onrecord.errors import RecordError
from onrecord.records.codec import parse_object
from onrecord.types import (
    ENTITY_LABELS,
    STAGES,
    STANCES,
    ActorLabel,
    Attribution,
    DateSource,
    EntityLabel,
    Polarity,
    QuoteKind,
    Stage,
    TargetKind,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MOST_ITEMS = 500
"""Entities, quotes and claims of one answer that are read, each."""
_THOUGHT = "</think>"
_MOST_THOUGHTS = 5
"""Ends of thoughts after which the object is looked for: each may cost a reading of the whole answer."""
_ACTOR_LABELS = ("COMPANY", "GOVERNMENT", "OTHER")
_WORDS = {"type": "string"}
_MAYBE_WORDS = {"type": ["string", "null"]}
_NUMBER = {"type": "integer"}
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_PLACE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityItem:
    """A name mention as the model gives it."""

    sentence: int
    text: str
    label: EntityLabel
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteItem:
    """A quote as the model gives it."""

    sentence: int
    pieces: tuple[str, ...]
    kind: QuoteKind
    cue: str | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimItem:
    """A claim as the model gives it. What a claim can do without is None where the model gives nothing that will do."""

    sentence: int
    cue: str | None = None
    actor: str
    actor_names: tuple[str, ...] = ()
    actor_label: ActorLabel = "OTHER"
    stance: str
    polarity: Polarity
    stage: Stage
    target: str | None = None
    target_name: str | None = None
    target_label: ActorLabel = "OTHER"
    target_kind: TargetKind = "other"
    jurisdiction: str | None = None
    statement_date: str | None = None
    effective_date: str | None = None
    date_source: DateSource | None = None
    attribution: Attribution = "reporter"
    confidence: float | None = None


_ITEMS: dict[str, type[Any]] = {"entities": EntityItem, "quotes": QuoteItem, "claims": ClaimItem}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What could be read of an answer."""

    entities: tuple[EntityItem, ...] = ()
    quotes: tuple[QuoteItem, ...] = ()
    claims: tuple[ClaimItem, ...] = ()
    faults: Mapping[str, int]
    """How many items could not be read, by kind and reason."""


def read_answer(content: str) -> Answer:
    """Return what an answer holds. A single bad item is left out and counted; it does not cost the others.

    Words before and after the object are passed over: servers without a JSON mode put fences or thoughts there.

    Raises:
        RecordError: It is no JSON object, or has none of the three lists.
    """
    found = _with_lists(content)
    faults: Counter[str] = Counter()
    read = {kind: tuple(_items(found.get(kind), kind, faults)) for kind in _ITEMS}
    return Answer(**read, faults=dict(faults))


def _with_lists(content: str) -> dict[str, Any]:
    """The object after the last thought; where that is none, a thought's end may stand in a string of the object."""
    faults = []
    for part in _parts(content):
        try:
            found = parse_object(part)
        except RecordError as error:
            faults.append(error)
            continue
        if any(isinstance(found.get(kind), list) for kind in _ITEMS):
            return found
        faults.append(RecordError("has none of the lists entities, quotes and claims"))
    raise faults[0]


def _parts(content: str) -> Iterator[str]:
    """Yield what may be the object, to the last brace: after the last thought, and if that ends behind it, after each, or all."""
    end, last = content.rfind("}") + 1, content.rfind(_THOUGHT)
    ends = [m.end() for m in islice(re.finditer(_THOUGHT, content), _MOST_THOUGHTS)]
    begins = (last + len(_THOUGHT), *ends, 0) if last >= 0 else (0,)
    for begin in dict.fromkeys(begins if end > last else begins[:1]):
        yield content[max(begin, content.find("{", begin)) : end]


def _items(given: object, kind: str, faults: Counter[str]) -> list[Any]:
    from pydantic import ValidationError

    rows = given if isinstance(given, list) else []
    if len(rows) > MOST_ITEMS:
        faults[f"{kind}: more than {MOST_ITEMS}"] += len(rows) - MOST_ITEMS
    out = []
    for row in rows[:MOST_ITEMS]:
        try:
            out.append(_reader(kind).validate_python(_cleaned(row, faults) if kind == "claims" else row))
        except ValidationError:
            faults[f"{kind}: malformed"] += 1
    return out


def _cleaned(row: object, faults: Counter[str]) -> object:
    """A claim without what is unusable in it and not needed; a stance that there is not makes it unusable as a whole."""
    if not isinstance(row, dict) or row.get("stance") not in STANCES:
        return None
    bad = [key for key, usable in _USABLE.items() if row.get(key) is not None and not usable(row[key])]
    faults.update(f"claims: no {key}" for key in bad)
    return {key: value for key, value in row.items() if key not in bad and value is not None}


def _one_of(kind: Any) -> Callable[[object], bool]:
    return lambda value: value in get_args(kind)


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    if len(value) < len("YYYY-MM-DD"):
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_place(value: object) -> bool:
    return isinstance(value, str) and _PLACE.fullmatch(value) is not None


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _are_words(value: object) -> bool:
    return isinstance(value, str)


_USABLE: dict[str, Callable[[object], bool]] = {
    "actor_label": _one_of(ActorLabel), "target_label": _one_of(ActorLabel), "target_kind": _one_of(TargetKind),
    "date_source": _one_of(DateSource), "attribution": _one_of(Attribution), "jurisdiction": _is_place,
    "statement_date": _is_date, "effective_date": _is_date, "confidence": _is_share,
    "cue": _are_words, "target": _are_words, "target_name": _are_words,
}  # fmt: skip
"""Fields that a claim can do without, and what they must be."""


@cache
def _reader(kind: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(_ITEMS[kind])


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, in the subset that strict modes know: every key required, none besides."""
    shapes = {"entities": _entity_shape(), "quotes": _quote_shape(), "claims": _claim_shape()}
    return _object({kind: {"type": "array", "items": _object(shape)} for kind, shape in shapes.items()})


def _entity_shape() -> dict[str, Any]:
    return {"sentence": _NUMBER, "text": _WORDS, "label": _choice(ENTITY_LABELS), "name": _WORDS}


def _quote_shape() -> dict[str, Any]:
    who = dict.fromkeys(("cue", "speaker", "speaker_name", "organization"), _MAYBE_WORDS)
    return {"sentence": _NUMBER, "pieces": {"type": "array", "items": _WORDS}, "kind": _choice(get_args(QuoteKind)), **who}


def _claim_shape() -> dict[str, Any]:
    return {
        "sentence": _NUMBER, "cue": _WORDS,
        "actor": _WORDS, "actor_names": {"type": "array", "items": _WORDS}, "actor_label": _choice(_ACTOR_LABELS),
        "stance": _choice(STANCES), "polarity": _choice(get_args(Polarity)), "stage": _choice(STAGES),
        "target": _MAYBE_WORDS, "target_name": _MAYBE_WORDS,
        "target_label": _choice(get_args(ActorLabel), null=True), "target_kind": _choice(get_args(TargetKind), null=True),
        "jurisdiction": _MAYBE_WORDS, "statement_date": _MAYBE_WORDS, "effective_date": _MAYBE_WORDS,
        "date_source": _choice(get_args(DateSource), null=True), "attribution": _choice(get_args(Attribution)),
        "confidence": {"type": "number"},
    }  # fmt: skip


def _choice(values: Sequence[str], *, null: bool = False) -> dict[str, Any]:
    return {"type": ["string", "null"], "enum": [*values, None]} if null else {"type": "string", "enum": list(values)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}
