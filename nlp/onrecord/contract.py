"""What the parts of a record must be to fit together, checked when a record is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError

if TYPE_CHECKING:
    from onrecord.types import Actor, Claim, Entity, Quote, Record, Span, Stance, Target

SCHEME = "stance_scheme"
"""Key of `meta` with the names of the stances, where they are not our own five."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RESERVED = frozenset({"none", "any", "all"})
"""Words that stand beside the stances in figures and tables."""
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_JURISDICTION = re.compile(r"[A-Z]{2}")


def check_record(record: Record, order: tuple[Stance, ...]) -> None:
    """Raise `RecordError`, naming the field, unless the parts of a record fit together.

    Args:
        record: What has just been built.
        order: All stances, in the order in which a sentence lists them.
    """
    _check_offsets(record)
    _check_spans(record)
    _check_order(record)
    _check_ids(record)
    for i, claim in enumerate(record.claims):
        _check_values(record, i, claim)
    _check_stances(record, order)


def scheme_of(name: str, meta: Mapping[str, Any], own: tuple[Stance, ...]) -> tuple[Stance, ...]:
    """Return the stances that a record's `meta` names, `own` where it names none.

    Raises:
        RecordError: What it says is no scheme; `name` is the record's id.
    """
    given = meta.get(SCHEME)
    if given is None:
        return own
    if fault := scheme_fault(given):
        raise RecordError(f"record {name!r}: meta.{SCHEME} {fault}")
    return tuple(given)


def scheme_fault(given: object) -> str | None:
    """Return what keeps a value from being the list of a scheme's stances, None if nothing does."""
    if not isinstance(given, list | tuple) or not given:
        return f"is {given!r}, give a list of names"
    for one in given:
        if not isinstance(one, str) or not _NAME.fullmatch(one) or one in _RESERVED:
            return f"has {one!r}, give names of small letters, digits and _, such as scale_back; none, any and all are taken"
    return f"has a name twice: {', '.join(given)}" if len(set(given)) != len(given) else None


def _check_offsets(record: Record) -> None:
    for key in ("body_start", "truncated_at"):
        at = getattr(record, key)
        if at is not None and not 0 <= at <= len(record.text):
            raise RecordError(f"record {record.id!r}: {key} is {at}, outside the text of {len(record.text)} characters")


def _check_order(record: Record) -> None:
    for i, (before, s) in enumerate(pairwise(record.sentences), 1):
        if s.start < before.end:
            raise RecordError(f"record {record.id!r}: sentences[{i}] begins at {s.start}, before sentences[{i - 1}] ends")
    for i, quote in enumerate(record.quotes):
        starts = [piece.start for piece in quote.spans]
        if starts != sorted(starts):
            raise RecordError(f"record {record.id!r}: quotes[{i}].spans are not in the order of the text")
        for j, piece in enumerate(quote.spans):
            if not quote.start <= piece.start < piece.end <= quote.end:
                where = f"{piece.start}:{piece.end}, outside the quote's {quote.start}:{quote.end}"
                raise RecordError(f"record {record.id!r}: quotes[{i}].spans[{j}] is {where}")


def _check_values(record: Record, i: int, claim: Claim) -> None:
    where = f"record {record.id!r}: claims[{i}]"
    if claim.confidence is not None and not 0 <= claim.confidence <= 1:
        raise RecordError(f"{where}.confidence is {claim.confidence}, give a probability between 0 and 1")
    if claim.jurisdiction is not None and not _JURISDICTION.fullmatch(claim.jurisdiction):
        raise RecordError(f"{where}.jurisdiction is {claim.jurisdiction!r}, give ISO 3166-1 alpha-2, such as JP, or EU")
    for key in ("statement_date", "effective_date"):
        date = getattr(claim, key)
        if date is not None and not _DATE.fullmatch(date):
            raise RecordError(f"{where}.{key} is {date!r}, give YYYY, YYYY-MM or YYYY-MM-DD")


def _check_stances(record: Record, order: tuple[Stance, ...]) -> None:
    for i, claim in enumerate(record.claims):
        if claim.stance not in order:
            known = " or ".join(filter(None, (", ".join(map(repr, order[:-1])), repr(order[-1]))))
            raise RecordError(f"record {record.id!r}: claims[{i}].stance: input should be {known}, it is {claim.stance!r}")
    counted = {(claim.sentence, claim.stance) for claim in record.claims if claim.counted}
    for i, sentence in enumerate(record.sentences):
        expected = tuple(stance for stance in order if (i, stance) in counted)
        if tuple(sentence.stances) != expected:
            said, found = (", ".join(stances) or "none" for stances in (sentence.stances, expected))
            raise RecordError(f"record {record.id!r}: sentences[{i}].stances are {said}, those of its counted claims are {found}")


def _spans(record: Record) -> Iterator[tuple[str, Span | Entity | Quote | Actor | Target]]:
    """Every stored span of a record with the path of its field."""
    for i, entity in enumerate(record.entities):
        yield f"entities[{i}]", entity
    for i, quote in enumerate(record.quotes):
        yield f"quotes[{i}]", quote
        for j, piece in enumerate(quote.spans):
            yield f"quotes[{i}].spans[{j}]", piece
        for part in ("cue", "speaker"):
            if span := getattr(quote, part):
                yield f"quotes[{i}].{part}", span
    for i, claim in enumerate(record.claims):
        yield f"claims[{i}].actor", claim.actor
        yield f"claims[{i}].evidence", claim.evidence
        if claim.target:
            yield f"claims[{i}].target", claim.target


def _check_spans(record: Record) -> None:
    size = len(record.text)
    for i, s in enumerate(record.sentences):
        if not 0 <= s.start < s.end <= size:
            raise RecordError(f"record {record.id!r}: sentences[{i}] is {s.start}:{s.end}, the text has {size} characters")
    for path, span in _spans(record):
        if not 0 <= span.start < span.end <= size:
            where = f"{span.start}:{span.end}"
            raise RecordError(f"record {record.id!r}: {path} is {where}, empty or outside the text of {size} characters")
        if record.text[span.start : span.end] != span.text:
            found = record.text[span.start : span.end]
            where = f"{span.start}:{span.end}"
            raise RecordError(f"record {record.id!r}: {path} says {span.text!r} but the text at {where} is {found!r}")


def _check_ids(record: Record) -> None:
    entities, quotes = {e.id for e in record.entities}, {q.id for q in record.quotes}
    for kind, items in (("entities", record.entities), ("quotes", record.quotes), ("claims", record.claims)):
        if len({x.id for x in items}) != len(items):
            raise RecordError(f"record {record.id!r}: two {kind} share an id")
    for e in record.entities:
        if e.via == "coref" and e.antecedent is None:
            raise RecordError(f"record {record.id!r}: entity {e.id} refers back (via coref) but has no antecedent")
        if e.antecedent is not None and e.antecedent not in entities:
            raise RecordError(f"record {record.id!r}: entity {e.id} points at {e.antecedent!r}, which is no entity of the record")
    for c in record.claims:
        if not 0 <= c.sentence < len(record.sentences):
            raise RecordError(f"record {record.id!r}: claim {c.id} names sentence {c.sentence} of {len(record.sentences)}")
        s = record.sentences[c.sentence]
        if (c.evidence.start, c.evidence.end) != (s.start, s.end):
            raise RecordError(
                f"record {record.id!r}: claim {c.id} has evidence {c.evidence.start}:{c.evidence.end}, "
                f"its sentence is {s.start}:{s.end}"
            )
        if c.actor.entity is not None and c.actor.entity not in entities:
            raise RecordError(f"record {record.id!r}: claim {c.id} names entity {c.actor.entity!r}, which is not in the record")
        if missing := set(c.quotes) - quotes:
            raise RecordError(f"record {record.id!r}: claim {c.id} names quotes {sorted(missing)}, which are not in the record")
