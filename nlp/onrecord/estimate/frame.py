"""A population as arrays: which stratum each unit is in, which units were coded, and what each coded one stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The strata as the variance sees them: one with a single coded unit is joined with a neighbour."""

    of: Ints
    """Cell of each coded unit. Shape (n,)."""
    taken: Ints
    """Coded units of each cell. Shape (C,)."""
    rate: Floats
    """Part of each cell's units that was coded, 0 for joined cells. Shape (C,)."""
    key: Ints
    """Article within the cell, for each coded unit. Shape (n,)."""
    cell_of_key: Ints
    """Cell of each key. Shape (K,)."""
    keys: Ints
    """Keys of each cell. Shape (C,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The units of a population and which of them were coded. Built by `make_frame`."""

    stratum: Ints
    """Stratum of each row, from 0. Shape (N,)."""
    cluster: Ints
    """Article of each row. Shape (N,)."""
    times: Floats
    """How many like units a row stands for; 1 where it was coded. Shape (N,)."""
    coded: Ints
    """Rows that were coded. Shape (n,)."""
    weight: Floats
    """One over the inclusion probability of each coded unit. Shape (n,)."""
    size: Floats
    """Units of each stratum. Shape (H,)."""
    taken: Ints
    """Coded units of each stratum. Shape (H,)."""
    cells: Cells
    """What the variance is computed over."""
    lone: int
    """Strata with a single coded unit that were joined with another for the variance."""

    @property
    def rate(self) -> Floats:
        """Part of each stratum that was coded. Shape (H,)."""
        return self.taken / self.size


def make_frame(
    stratum: ArrayLike, coded: ArrayLike, pi: ArrayLike, *, cluster: ArrayLike | None = None, times: ArrayLike | None = None
) -> Frame:
    """Return the frame of a population.

    Args:
        stratum: Stratum of each row, integers from 0. Shape (N,).
        coded: Whether each row was coded. Shape (N,).
        pi: Inclusion probability of each row, above 0, at most 1; read where a row was coded. Shape (N,).
        cluster: Article of each row, integers from 0; by default each row is its own. Shape (N,).
        times: How many like units a row stands for, 1 by default. Shape (N,).

    Raises:
        InputError: Nothing was coded, a stratum has no coded unit, or a probability is missing or impossible.
    """
    strata = np.asarray(stratum, dtype=np.int64)
    rows = np.flatnonzero(np.asarray(coded, dtype=bool))
    if not rows.size:
        raise InputError("nothing was coded: code some units of the sample first")
    chance = np.asarray(pi, dtype=np.float64)[rows]
    if not np.all((chance > 0) & (chance <= 1)):
        raise InputError("inclusion probabilities of coded units must be above 0 and at most 1: draw the sample with `draw`")
    count = np.ones(strata.size) if times is None else np.asarray(times, dtype=np.float64)
    size = np.bincount(strata, count).astype(np.float64)
    taken = np.bincount(strata[rows], minlength=size.size)
    if empty := np.flatnonzero((taken == 0) & (size > 0)).tolist():
        raise InputError(f"no unit of stratum {empty[0]} was coded: code at least one of each stratum")
    articles = np.arange(strata.size) if cluster is None else np.asarray(cluster, dtype=np.int64)
    cells, lone = _cells(strata[rows], articles[rows], size)
    return Frame(
        stratum=strata, cluster=articles, times=count, coded=rows, weight=1 / chance, size=np.maximum(size, 1), taken=taken,
        cells=cells, lone=lone,
    )  # fmt: skip


def _cells(stratum: Ints, cluster: Ints, size: Floats) -> tuple[Cells, int]:
    taken = np.bincount(stratum, minlength=size.size)
    every = np.arange(size.size)
    home, lone = _homes(taken, size)
    # Joined strata are taken to be drawn with replacement: a little too wide, never too narrow.
    mixed = (home != every) | np.isin(every, home[home != every])
    found, of = np.unique(home[stratum], return_inverse=True)
    rate = np.where(mixed, 0.0, taken / np.maximum(size, 1))[found]
    key, cell_of_key = _keys(of, cluster)
    return Cells(of=of, taken=np.bincount(of), rate=rate, key=key, cell_of_key=cell_of_key, keys=np.bincount(cell_of_key)), lone


def _homes(taken: Ints, size: Floats) -> tuple[Ints, int]:
    """For each stratum the one it is joined with: itself, unless a single unit of several was coded."""
    home = np.arange(size.size)
    alone = np.flatnonzero((taken == 1) & (size > 1))
    others = np.flatnonzero((taken > 1) & (taken < size))
    if not others.size:
        if alone.size == 1:
            raise InputError("only one unit was coded: code at least two, so that there is a spread to compute")
        home[alone] = alone[0] if alone.size else 0
        return home, int(alone.size)
    for each in alone:
        home[each] = others[np.argmin(np.abs(others - each))]
    return home, int(alone.size)


def _keys(of: Ints, cluster: Ints) -> tuple[Ints, Ints]:
    """Articles within cells; where all of a cell is one article, each unit is a key of its own."""
    width = int(cluster.max()) + 1
    pairs = of * width + cluster
    found = np.unique(pairs)
    single = (np.bincount(found // width) == 1)[of]
    separate = np.where(single, (int(of.max()) + 1) * width + np.arange(of.size), pairs)
    _, first, dense = np.unique(separate, return_index=True, return_inverse=True)
    return dense, of[first]
