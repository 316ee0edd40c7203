"""From cells to strata: small cells are merged with their likes until each stratum can be given its share of the sample."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.estimate.plan import Cell

SMALLEST = 5
"""Strata with fewer units are merged with others where there are any."""
_REST = "rest"


def merge(sizes: Mapping[Cell, int], limit: int) -> dict[Cell, Cell]:
    """Return the stratum of each cell: at most `limit` of them, no cell left out.

    Cells that differ only in their last trait are merged first, the small ones among them, then those that differ in the last
    but one, and so on: what `by` names first is kept longest. The bound for small is doubled until the strata are few enough.

    Args:
        sizes: Units of each cell.
        limit: Most strata, at least 1.
    """
    smallest = SMALLEST
    while True:
        groups = _merged(sizes, smallest)
        if len(groups) <= max(limit, 1):
            return {cell: key for key, cells in groups.items() for cell in cells}
        smallest *= 2


def _merged(sizes: Mapping[Cell, int], smallest: int) -> dict[Cell, list[Cell]]:
    groups = {cell: [cell] for cell in sorted(sizes)}
    for depth in range(max(map(len, groups), default=0), 0, -1):
        families: dict[Cell, list[Cell]] = defaultdict(list)
        for key in groups:
            if len(key) >= depth:
                families[key[: depth - 1]].append(key)
        for parent, keys in families.items():
            _pool(groups, sizes, (parent, keys, depth), smallest)
    return groups


def _pool(groups: dict[Cell, list[Cell]], sizes: Mapping[Cell, int], family: tuple[Cell, list[Cell], int], smallest: int) -> None:
    """Put the small strata of a family together; if that is still small, with the smallest of the others."""
    parent, keys, depth = family
    count = {key: sum(sizes[cell] for cell in groups[key]) for key in keys}
    small = [key for key in keys if len(key) == depth and count[key] < smallest]
    others = sorted((key for key in keys if key not in small), key=lambda key: (count[key], key))
    if not small or (depth == 1 and len(keys) == 1):
        return
    if sum(count[key] for key in small) < smallest and others:
        small.append(others.pop(0))
    cells = [cell for key in small for cell in groups.pop(key)]
    groups[(*parent, _REST) if others else parent] = cells
