"""From two annotations and the decisions on where they differ to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, RecordError
from onrecord.evaluate.agreement.comparing import quote_differences
from onrecord.evaluate.agreement.corrections import corrected
from onrecord.evaluate.agreement.disagreements import claims_of, entities_at, pair_disagreements, quotes_within
from onrecord.evaluate.agreement.links import linked, unlinked
from onrecord.evaluate.agreement.pairing import join, make_pair
from onrecord.evaluate.agreement.stretches import Stretches
from onrecord.records import from_dict, to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.evaluate.agreement.disagreements import Disagreement, Parts
    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.types import Record

Key = tuple[str, str, int, int]
"""Record, kind, start and end: what a row is told by."""
Sides = tuple[dict[str, Any], dict[str, Any]]
Case = tuple["Pair", Sides, list["Disagreement"]]
"""Two records, their JSON unlinked, and where they differ."""


def apply_adjudication(a: Iterable[Record], b: Iterable[Record], rows: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    """Return the records that two annotators' work and the decisions on it come to, in the order of a's.

    What the annotators do not differ in is taken from a, and so is what is not compared. Ids are given anew, `model` is
    empty, confidences go, and `meta.adjudicated` is true. Records that only one annotator has are left out.

    Args:
        a: Records of one annotator, as they were when the rows were made.
        b: Records of the other.
        rows: Rows of `disagreements` with a `decision` each: "a", "b", or an object with the right parts of the row's text in
            the shape of a gold sentence (`claims` and `entities`; `quotes` in a row of kind quote).

    Raises:
        InputError: Rows are undecided, the message says how many; a row is of other records; or the records don't join.
        RecordError: A decision is none, or breaks the contract; the message names record and sentence.
    """
    decided = _by_key(rows)
    cases: list[Case] = []
    for one, two in join(a, b).both:
        pair = make_pair(one, two)
        sides = unlinked(to_dict(pair.a)), unlinked(to_dict(pair.b))
        cases.append((pair, sides, pair_disagreements(pair, sides)))
    _check(decided, [row for _, _, found in cases for row in found])
    return (_final(pair, sides, [(row, decided[_key(row)]) for row in found]) for pair, sides, found in cases)


def _by_key(rows: Iterable[Mapping[str, Any]]) -> dict[Key, object]:
    out: dict[Key, object] = {}
    for number, row in enumerate(rows, 1):
        try:
            key = str(row["id"]), str(row["kind"]), int(row["start"]), int(row["end"])
        except (KeyError, TypeError, ValueError):
            raise InputError(f"row {number} lacks id, kind, start or end, keep what write_adjudication wrote") from None
        if key in out:
            raise InputError(f"row {number}: a second decision on record {key[0]!r} at {key[2]}:{key[3]}, keep one of them")
        out[key] = row.get("decision")
    return out


def _key(row: Disagreement) -> Key:
    return row.id, row.kind, row.start, row.end


def _check(decided: Mapping[Key, object], wanted: Sequence[Disagreement]) -> None:
    """Raise unless there is one decision for every row and no other."""
    open_ones = [row for row in wanted if decided.get(_key(row)) is None]
    if open_ones:
        first = open_ones[0]
        raise InputError(
            f"{len(open_ones)} of {len(wanted)} rows are undecided, such as record {first.id!r} sentence {first.sentence}"
            f' ({", ".join(first.what)}): set its `decision` to "a", "b" or the right parts'
        )
    known = {_key(row) for row in wanted}
    if strange := next((key for key in decided if key not in known), None):
        name, _, start, end = strange
        raise InputError(f"record {name!r} at {start}:{end}: no difference of the annotators there, are these their rows?")


def _final(pair: Pair, sides: Sides, decisions: Sequence[tuple[Disagreement, object]]) -> Record:
    """The record that the decisions make of a pair."""
    chosen: dict[str, dict[int, Parts]] = defaultdict(dict)
    for row, decision in decisions:
        chosen[row.kind][row.sentence] = _decided(row, decision)
    stretches, mine = Stretches(pair.a), sides[0]
    entities, claims = list[dict[str, Any]](), list[dict[str, Any]]()
    for i in range(len(stretches.places)):
        parts = chosen["sentence"].get(i) or {"entities": entities_at(mine, stretches, i), "claims": claims_of(mine, i)}
        entities += parts["entities"]
        claims += parts["claims"]
    quotes = _quotes(pair, mine, chosen["quote"])
    meta = {**mine["meta"], "adjudicated": True}
    return from_dict(linked({**mine, "meta": meta, "model": None}, {"entities": entities, "quotes": quotes, "claims": claims}))


def _decided(row: Disagreement, decision: object) -> Parts:
    if decision in ("a", "b"):
        return row.a if decision == "a" else row.b
    if isinstance(decision, Mapping):
        return corrected(row, decision)
    where = f"record {row.id!r}: sentences[{row.sentence}].decision"
    raise RecordError(f'{where} is {decision!r}, give "a", "b" or an object with the right parts')


def _quotes(pair: Pair, mine: dict[str, Any], chosen: Mapping[int, Parts]) -> list[dict[str, Any]]:
    """Quotes run by run, as decided or as both have them; all of a's where not both label quotes."""
    runs = quote_differences(pair)
    if not runs:
        return list(mine["quotes"])
    stretches = Stretches(pair.a)
    return [
        quote for run in runs for quote in (chosen[run[0]]["quotes"] if run[0] in chosen else quotes_within(mine, stretches, run))
    ]
