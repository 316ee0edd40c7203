"""Offsets of tools that count UTF-16 code units, as code points, and which of the two a file counts.

Java and JavaScript index strings by UTF-16 code units, in which an emoji is two; a record counts code points, in which
it is one. Where a file repeats the words of its spans, the words decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.errors import InputError

Place = tuple[int, int]
Convert = Callable[[int], int]

_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_BLANK = re.compile(r"\\[nr]|\s+")
"""What tools write in their own way between words: Label Studio puts a backslash and an n for a line end, brat a blank."""


@dataclass(frozen=True, slots=True)
class Units:
    """A text's offsets in UTF-16 code units."""

    text: str
    _pairs: list[int] = field(init=False, repr=False)
    """Code unit at which each character beyond the basic plane begins."""

    def __post_init__(self) -> None:
        pairs = [match.start() + i for i, match in enumerate(_ASTRAL.finditer(self.text))]
        object.__setattr__(self, "_pairs", pairs)

    def point(self, unit: int) -> int:
        """Return the offset in code points of an offset in code units.

        Raises:
            InputError: It lies outside the text, or in the middle of a character.
        """
        before = bisect_left(self._pairs, unit)
        if before and self._pairs[before - 1] == unit - 1:
            raise InputError(f"offset {unit} splits a character in two, does the file count UTF-16 code units?")
        if not 0 <= unit - before <= len(self.text):
            raise InputError(f"offset {unit} is outside the text of {len(self.text)} characters, is it another text's?")
        return unit - before


def same_words(given: str, found: str) -> bool:
    """Whether two texts are the same but for white space, in whose place tools write other things."""
    return given == found or _BLANK.sub("", given) == _BLANK.sub("", found)


def counting(text: str, spans: Iterable[tuple[Sequence[Place], str]]) -> Convert | None:
    """Return how to turn a file's offsets into code points, None where neither way of counting gives its words.

    Args:
        text: The document.
        spans: The pieces of each span, in the file's offsets, and its words as the file gives them. Where no words are
            given at all, code points are taken.
    """
    given = list(spans)
    units = Units(text)
    for convert in (_as_it_is, units.point):
        if all(_fits(text, pieces, words, convert) for pieces, words in given):
            return convert
    return None


def _as_it_is(offset: int) -> int:
    return offset


def _fits(text: str, pieces: Sequence[Place], words: str, convert: Convert) -> bool:
    try:
        found = " ".join(text[convert(start) : convert(end)] for start, end in pieces)
    except InputError:
        return False
    return same_words(words, found)
