"""Texts in tokens whose ends are the ends of all spans, for formats that can only name whole tokens."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

Place = tuple[int, int]

# A word with the marks and joiners that belong to its letters, or one other character with its own.
_TOKEN = re.compile(r"\w+(?:[\u0300-\u036f\u200d\ufe0f]+\w*)*|\S[\u0300-\u036f\u200d\ufe0f]*")


def tokens_of(text: str, spans: Iterable[Place]) -> list[Place]:
    """Return the tokens of a text: words and signs, cut where a span begins or ends.

    White space is no token, except where a span begins or ends with it: there it is one, or else the span would be lost.

    Args:
        text: The document.
        spans: Start and end of each span, code points; empty ones are ignored.
    """
    places = [place for place in spans if place[0] < place[1]]
    blanks = sorted({edge for place in places for edge in blank_edges(text, *place)})
    found = sorted([match.span() for match in _TOKEN.finditer(text)] + _joined(blanks))
    cuts = sorted({at for place in (*places, *blanks) for at in place})
    return [piece for token in found for piece in _cut(token, cuts)]


def blank_edges(text: str, start: int, end: int) -> list[Place]:
    """Return the places of the white space at the beginning and at the end of a span."""
    words = text[start:end]
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    if not right:
        return [(start, end)]
    return [place for place in ((start, start + left), (start + right, end)) if place[0] < place[1]]


def _joined(places: list[Place]) -> list[Place]:
    """Places, those that overlap put together; in order."""
    found: list[Place] = []
    for start, end in places:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _cut(token: Place, cuts: list[int]) -> list[Place]:
    inside = cuts[bisect_right(cuts, token[0]) : bisect_left(cuts, token[1])]
    ends = [token[0], *inside, token[1]]
    return list(pairwise(ends))
