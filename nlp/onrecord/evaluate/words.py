"""Words of a text and how far two spans share them: white space, punctuation and quote marks never decide."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_WORD = re.compile(r"\w+")
_QUOTE_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")

Place = tuple[int, int]


class Words:
    """The words of one text, by place.

    Args:
        text: Any text.
        joined: Whether inner apostrophes and hyphens join what they stand between to one word, as the scorer of quotes
            has it.
    """

    def __init__(self, text: str, *, joined: bool = False) -> None:
        found = [m.span() for m in (_QUOTE_WORD if joined else _WORD).finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]

    def within(self, place: Place) -> range:
        """Return the numbers of the words that share a character with the place."""
        if place[0] >= place[1]:
            return range(0)
        return range(bisect_right(self.ends, place[0]), bisect_left(self.starts, place[1]))

    def iou(self, a: Place, b: Place) -> float:
        """Return the share of words common to both places, of the words in either; 0 where there are none."""
        x, y = self.within(a), self.within(b)
        common = max(0, min(x.stop, y.stop) - max(x.start, y.start))
        every = len(x) + len(y) - common
        return common / every if every else 0.0
