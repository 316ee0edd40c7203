"""Records and coded units as arrays: one pass over the records, nothing held of their texts."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import InputError
from onrecord.estimate.cells import raw_cell
from onrecord.estimate.drawing import stratum_of
from onrecord.estimate.frame import Frame, make_frame
from onrecord.estimate.question import Pattern, key, pattern
from onrecord.estimate.units import Fingerprint, pieces, reread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from onrecord.estimate.coded import Coded
    from onrecord.estimate.frame import Floats, Ints
    from onrecord.estimate.question import Question
    from onrecord.estimate.units import Piece, Records
    from onrecord.types import Claim, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """What estimates need to know of a collection. Rows are units, like ones of an article together; coded ones are alone."""

    frame: Frame
    """Strata, articles, and which rows were coded."""
    patterns: tuple[Pattern, ...]
    """The different answers that units give to the question."""
    predicted: Ints
    """Pattern of each row. Shape (N,)."""
    true: Ints
    """Pattern of each coded row. Shape (n,)."""
    ids: tuple[str, ...]
    """Of each article."""
    dates: tuple[str | None, ...]
    """Of each article."""
    sources: tuple[str | None, ...]
    """Of each article."""
    shown: dict[str, str]
    """Name by which an actor's key is shown."""
    foreign: tuple[str, ...]
    """Actors that the coder found and the records nowhere have."""

    def asked(self, says: Callable[[Pattern], bool]) -> tuple[Floats, Floats]:
        """Return 1 or 0 for the pattern of each row, predicted, and of each coded row, true. Shapes (N,) and (n,)."""
        table = np.array([float(says(each)) for each in self.patterns])
        return table[self.predicted], table[self.true]


@dataclass(slots=True)
class _Rows:
    """Rows on their way to arrays."""

    stratum: array[int] = field(default_factory=lambda: array("q"))
    predicted: array[int] = field(default_factory=lambda: array("q"))
    article: array[int] = field(default_factory=lambda: array("q"))
    times: array[float] = field(default_factory=lambda: array("d"))
    coded: array[int] = field(default_factory=lambda: array("b"))
    true: array[int] = field(default_factory=lambda: array("q"))
    patterns: dict[Pattern, int] = field(default_factory=dict)
    names: dict[str, Counter[str]] = field(default_factory=dict)
    heads: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    """Id, date and source of each article."""

    def add(self, stratum: int, predicted: int, *, times: int, true: int | None = None) -> None:
        """Add a row of the article that was begun last."""
        self.stratum.append(stratum)
        self.predicted.append(predicted)
        self.article.append(len(self.heads) - 1)
        self.times.append(times)
        self.coded.append(true is not None)
        if true is not None:
            self.true.append(true)

    def code(self, claims: Sequence[Claim], question: Question) -> int:
        """Return the number of the pattern of claims."""
        found = pattern(claims, question)
        for claim in claims:
            if claim.actor.name:
                self.names.setdefault(key(claim.actor.name), Counter())[claim.actor.name] += 1
        return self.patterns.setdefault(found, len(self.patterns))


def collect(records: Records, coded: Coded, question: Question) -> Population:
    """Return the arrays of a collection and its coded units.

    Raises:
        InputError: The records are not those the sample was drawn from, or a stratum has no coded unit.
    """
    taken = coded.taken()
    if empty := [s for s in coded.design.strata if not taken[s.id]]:
        raise InputError(
            f"no unit of stratum {empty[0].id} was coded ({empty[0].population} units, {empty[0].label}): code at least"
            f" {coded.design.plan.floor} of each stratum, the first rows of the file"
        )
    rows, known = _Rows(), set[str]()
    mark, place = Fingerprint(), stratum_of(coded.design)
    number = {s.id: i for i, s in enumerate(coded.design.strata)}
    for record in reread(records)():
        mark.add(record)
        rows.heads.append((record.id, record.date, record.source))
        known.update(key(e.name) for e in record.entities)
        try:
            placed = [(number[place(raw_cell(record, p, coded.design.plan))], p) for p in pieces(record, coded.design.plan.unit)]
        except KeyError:
            raise _other(record.id) from None
        _add(rows, record, placed, coded, question)
    if mark.hexadecimal() != coded.design.fingerprint:
        raise _other(None)
    chance = np.array([taken[s.id] / s.population for s in coded.design.strata])
    return _population(rows, chance, known)


def _add(rows: _Rows, record: Record, placed: list[tuple[int, Piece]], coded: Coded, question: Question) -> None:
    """Add the units of an article, like ones as one row."""
    alike: Counter[tuple[int, int]] = Counter()
    for stratum, piece in placed:
        predicted = rows.code(piece.claims, question)
        if (claims := coded.claims.get(piece.id)) is None:
            alike[stratum, predicted] += 1
            continue
        _check_text(record, piece, coded.texts[piece.id])
        rows.add(stratum, predicted, times=1, true=rows.code(claims, question))
    for (stratum, predicted), times in alike.items():
        rows.add(stratum, predicted, times=times)


def _population(rows: _Rows, chance: Floats, known: set[str]) -> Population:
    stratum = np.array(rows.stratum, dtype=np.int64)
    was: NDArray[np.bool_] = np.array(rows.coded, dtype=bool)
    predicted, true = np.array(rows.predicted, dtype=np.int64), np.array(rows.true, dtype=np.int64)
    patterns = tuple(rows.patterns)
    ids, dates, sources = zip(*rows.heads, strict=True)
    spoken, found = ({actor for code in set(codes.tolist()) for actor, _ in patterns[code]} for codes in (predicted, true))
    shown = {name: min(count.items(), key=lambda item: (-item[1], item[0]))[0] for name, count in rows.names.items()}
    return Population(
        frame=make_frame(stratum, was, chance[stratum], cluster=np.array(rows.article), times=np.array(rows.times)),
        patterns=patterns, predicted=predicted, true=true, ids=ids, dates=dates, sources=sources, shown=shown,
        foreign=tuple(sorted(shown[name] for name in found - spoken - known if name)),
    )  # fmt: skip


def _check_text(record: Record, piece: Piece, seen: str) -> None:
    spans = [record.text[s.start : s.end] for s in record.sentences]
    if seen != (record.text[piece.start : piece.end] if piece.index is not None else "\n".join(spans)):
        raise InputError(f"row {piece.id!r} is not what the record says there: take the text as drawn, change only the claims")


def _other(name: str | None) -> InputError:
    where = "" if name is None else f" (first seen at article {name!r})"
    return InputError(
        f"the records are not those that the sample was drawn from{where}: give the same annotations, or draw and code a new sample"
    )
