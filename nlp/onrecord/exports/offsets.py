"""Offsets of a text in UTF-16 code units, as Java, JavaScript and Excel count, from code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")


def units_of(text: str) -> Callable[[int], int]:
    """Return the function from an offset in code points of a text to one in UTF-16 code units."""
    pairs = [match.start() for match in _ASTRAL.finditer(text)]
    return lambda point: point + bisect_left(pairs, point)


def cut_to_units(text: str, most: int) -> str:
    """Return as much of a text as fits into so many UTF-16 code units; no character is cut in two."""
    if len(text) <= most // 2:
        return text
    kept = text.encode("utf-16-le")[: 2 * most]
    return kept.decode("utf-16-le", "ignore")
