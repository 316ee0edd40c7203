"""One-to-one matchings that no order of the lists can change.

Which pairs may be matched is a question for the scorer; here the largest and best set of pairs is found. Levels of
weight are compared one after the other, so that what is counted afterwards is the same for every best matching.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Levels = Sequence[int]
"""What a pair is worth, most important level first; each level 0 or 1."""


def best_matching(rows: int, columns: int, worth: Callable[[int, int], Levels | None]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs (row, column) with the greatest total worth, in the order of the rows.

    Args:
        rows: How many items there are on the left.
        columns: How many on the right.
        worth: What the pair of row i and column j is worth, None when it may not be matched. All pairs have the same
            number of levels. A pair is better than any number of gains on lower levels, and having a pair is better
            than having none.
    """
    values = {(i, j): levels for i in range(rows) for j in range(columns) if (levels := worth(i, j)) is not None}
    if _unrivalled(values):
        return sorted(values)
    return _assigned(rows, columns, values)


def _unrivalled(values: dict[tuple[int, int], Levels]) -> bool:
    return len({i for i, _ in values}) == len({j for _, j in values}) == len(values)


def _assigned(rows: int, columns: int, values: dict[tuple[int, int], Levels]) -> list[tuple[int, int]]:
    """The pairs of the assignment with the greatest sum, of weights in a number system with room for every level."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    base = min(rows, columns) + 1
    weights = np.zeros((rows, columns))
    for (i, j), levels in values.items():
        weight = 1
        for level in levels:
            weight = weight * base + level
        weights[i, j] = weight
    found = zip(*(side.tolist() for side in linear_sum_assignment(weights, maximize=True)), strict=True)
    return [pair for pair in found if pair in values]
