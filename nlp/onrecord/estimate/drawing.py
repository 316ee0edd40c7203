"""Draw a validation sample: stratified by what was predicted, units without a predicted claim included.

Two passes over the records: the first counts the cells, the second draws. In each stratum the units with the smallest
hashed priority are taken, which is simple random sampling without replacement whatever the order of the records. Only the
cells and the drawn units are held, never the texts of a collection.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.estimate.allocate import allocate
from onrecord.estimate.cells import CLAIM, MISSED, UNKNOWN, common_cell, doubt, named, raw_cell
from onrecord.estimate.plan import Design, Plan, Stratum
from onrecord.estimate.rows import coding_row
from onrecord.estimate.strata import merge
from onrecord.estimate.units import Fingerprint, pieces, priority, reread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from onrecord.estimate.plan import Cell
    from onrecord.estimate.units import Records
    from onrecord.types import Record

_Drawn = tuple[int, str, int, dict[str, Any]]
"""Priority below 0, id, number of the article, row."""

_LEAST_DOUBT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The units to code and the design they were drawn by."""

    rows: tuple[dict[str, Any], ...]
    """One row a unit, in random order, `floor` of each stratum before the others: coding may stop anywhere after those."""
    design: Design


@dataclass(slots=True)
class _Tally:
    """The units of a cell."""

    count: int = 0
    sure: float = 0.0
    """Sum of the confidences."""
    judged: int = 0
    """Units with a confidence."""

    def add(self, other: _Tally) -> None:
        self.count += other.count
        self.sure += other.sure
        self.judged += other.judged


@dataclass(slots=True)
class _Census:
    """What the first pass finds."""

    cells: dict[Cell, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    mark: Fingerprint = field(default_factory=Fingerprint)


def draw(records: Records, plan: Plan | None = None) -> Sample:
    """Draw a sample to be coded by hand.

    Each unit of the population has a known chance above 0 to be drawn. With more strata than the sample can fill, the small
    ones are merged.

    Args:
        records: A folder of `onrecord annotate`, a file of records, or a list of them. They are read twice.
        plan: How to draw; the default plan if None.

    Raises:
        InputError: There is nothing to draw from, or the records cannot be read twice.
    """
    chosen = plan or Plan()
    begin = reread(records)
    census = _count(begin(), chosen)
    if not census.cells:
        raise InputError(f"there is no {chosen.unit} to draw from: the records are empty")
    design = _design(census, chosen)
    drawn = _take(begin, design)
    return _sample(drawn, design)


def stratum_of(design: Design) -> Callable[[Cell], str]:
    """Return the function from a raw cell to the id of its stratum. It raises `KeyError` for a cell that was not there."""
    actors, sources = frozenset(design.actors), frozenset(design.sources)
    home = {cell: stratum.id for stratum in design.strata for cell in stratum.cells}
    return lambda cell: home[common_cell(cell, actors, sources)]


def _count(records: Iterator[Record], plan: Plan) -> _Census:
    found = _Census()
    for record in records:
        found.mark.add(record)
        for piece in pieces(record, plan.unit):
            tally = found.cells[raw_cell(record, piece, plan)]
            tally.count += 1
            if (confidence := doubt(piece)) is not None:
                tally.sure += confidence
                tally.judged += 1
    return found


def _design(census: _Census, plan: Plan) -> Design:
    actors, sources = (_frequent(census.cells, trait, plan.top) for trait in ("actor", "source"))
    cells: dict[Cell, _Tally] = defaultdict(_Tally)
    for cell, tally in census.cells.items():
        cells[common_cell(cell, frozenset(actors), frozenset(sources))].add(tally)
    return Design(
        plan=plan, fingerprint=census.mark.hexadecimal(), articles=census.mark.articles, strata=_strata(cells, plan), actors=actors,
        sources=sources, units={},
    )  # fmt: skip


def _frequent(cells: Mapping[Cell, _Tally], trait: Any, top: int) -> tuple[str, ...]:
    count: Counter[str] = Counter()
    for cell, tally in cells.items():
        if (value := named(cell, trait)) is not None and value != UNKNOWN:
            count[value] += tally.count
    return tuple(sorted(name for name, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:top]))


def _strata(cells: Mapping[Cell, _Tally], plan: Plan) -> tuple[Stratum, ...]:
    parts = [{c: t for c, t in cells.items() if (c[0] == CLAIM) is claim} for claim in (True, False)]
    made: list[tuple[str, int, int, tuple[Cell, ...]]] = []
    for part, n in zip(parts, _shares(parts, plan), strict=True):
        if part:
            made += _allocated(part, n, plan.floor)
    # Numbered at random, so that a number does not give away what was predicted.
    made.sort(key=lambda each: (priority(plan.seed, each[0], "number"), each[0]))
    width = len(str(len(made)))
    return tuple(
        Stratum(id=f"s{i:0{width}}", label=label, population=size, sampled=taken, cells=members)
        for i, (label, size, taken, members) in enumerate(made, 1)
    )


def _shares(parts: list[dict[Cell, _Tally]], plan: Plan) -> tuple[int, int]:
    """How many of the sample go to units with and without a predicted claim; what one side cannot take goes to the other."""
    claims, none = (sum(tally.count for tally in part.values()) for part in parts)
    missed = min(max(round(plan.n * plan.none_share), plan.floor), none)
    found = min(max(plan.n - missed, plan.floor), claims)
    return found, min(max(plan.n - found, missed), none)


def _allocated(cells: Mapping[Cell, _Tally], n: int, floor: int) -> list[tuple[str, int, int, tuple[Cell, ...]]]:
    home = merge({cell: tally.count for cell, tally in cells.items()}, max(n // (2 * floor), 1))
    groups: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in sorted(home):
        groups[home[cell]].append(cell)
    sizes = [sum(cells[c].count for c in members) for members in groups.values()]
    spreads = [_spread(cells, members) for members in groups.values()]
    taken = allocate(sizes, spreads, n, floor=floor)
    if not all(taken):
        raise AssertionError("a stratum without a chance to be drawn")
    labels = [" | ".join(key) for key in groups]
    return list(zip(labels, sizes, taken, (tuple(m) for m in groups.values()), strict=True))


def _spread(cells: Mapping[Cell, _Tally], members: list[Cell]) -> float:
    """The standard deviation to expect of the errors in a stratum: that of a yes or no with its mean confidence."""
    whole = _Tally()
    for cell in members:
        whole.add(cells[cell])
    if members[0][0] == CLAIM:
        chance = whole.sure / whole.judged if whole.judged else 0.5
        chance = min(max(chance, _LEAST_DOUBT), 1 - _LEAST_DOUBT)
    else:
        chance = sum(MISSED[cell[1]] * cells[cell].count for cell in members) / whole.count
    return math.sqrt(chance * (1 - chance))


def _take(begin: Callable[[], Iterator[Record]], design: Design) -> dict[str, list[_Drawn]]:
    """The second pass: of each stratum the units with the smallest priorities, held in a heap with the largest on top."""
    place, plan = stratum_of(design), design.plan
    strata = {stratum.id: stratum for stratum in design.strata}
    heaps: dict[str, list[_Drawn]] = {name: [] for name in strata}
    mark = Fingerprint()
    for record in begin():
        mark.add(record)
        for piece in pieces(record, plan.unit):
            name = place(raw_cell(record, piece, plan))
            key = -priority(plan.seed, piece.id)
            heap, stratum = heaps[name], strata[name]
            if len(heap) < stratum.sampled:
                heappush(heap, (key, piece.id, mark.articles, coding_row(record, piece, stratum, blind=plan.blind)))
            elif (key, piece.id) > heap[0][:2]:
                heappushpop(heap, (key, piece.id, mark.articles, coding_row(record, piece, stratum, blind=plan.blind)))
    if mark.hexadecimal() != design.fingerprint:
        raise InputError("the records changed between the two passes: draw again once nothing writes to them")
    return heaps


def _sample(drawn: Mapping[str, list[_Drawn]], design: Design) -> Sample:
    first: list[dict[str, Any]] = []
    then: list[dict[str, Any]] = []
    units: dict[str, str] = {}
    for name, heap in drawn.items():
        rows = [row for *_, row in sorted(heap, key=lambda each: (-each[0], each[1]))]
        units.update({row["id"]: name for row in rows})
        first += rows[: design.plan.floor]
        then += rows[design.plan.floor :]
    if len(units) < sum(len(heap) for heap in drawn.values()):
        raise InputError("two articles have the same id: annotate the collection again, which keeps the first")
    for rows in (first, then):
        rows.sort(key=lambda row: (priority(design.plan.seed, row["id"], "order"), row["id"]))
    done = Design(
        plan=design.plan, fingerprint=design.fingerprint, articles=design.articles, strata=design.strata, actors=design.actors,
        sources=design.sources, units=dict(sorted(units.items())),
    )  # fmt: skip
    return Sample(rows=(*first, *then), design=done)
