"""How many units of each stratum to code: Neyman's allocation between bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HALVINGS = 64


def allocate(sizes: Sequence[int], spreads: Sequence[float], n: int, *, floor: int = 2) -> list[int]:
    """Return how many units of each stratum to draw.

    In proportion to size times spread (Neyman 1934), but at least `floor` of a stratum, or all of a smaller one, and no more
    than it has. The floor wins over `n`: with too many strata the sum is above it.

    Args:
        sizes: Units of each stratum, at least 1.
        spreads: Standard deviation that is expected in each stratum, above 0.
        n: How many to draw in all.
        floor: Least of a stratum.
    """
    least = [min(floor, size) for size in sizes]
    if n >= sum(sizes):
        return list(sizes)
    if n <= sum(least):
        return least
    shares = [size * spread for size, spread in zip(sizes, spreads, strict=True)]

    def wanted(scale: float) -> list[float]:
        return [min(max(scale * s, low), size) for s, low, size in zip(shares, least, sizes, strict=True)]

    low, high = 0.0, max(size / s for size, s in zip(sizes, shares, strict=True))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(wanted(middle)) < n else (low, middle)
    return _whole(wanted(high), n)


def _whole(wanted: Sequence[float], n: int) -> list[int]:
    """Round to whole numbers with the sum `n`: down, then up where most was cut off, the first of equals first."""
    down = [int(w + 1e-9) for w in wanted]
    order = sorted(range(len(wanted)), key=lambda i: (down[i] - wanted[i], i))
    for i in order[: n - sum(down)]:
        down[i] += 1
    return down
