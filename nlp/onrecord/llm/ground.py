"""Words that a model gave are looked up in the article. What is not there letter by letter, or nearly, does not exist."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Offsets = tuple[int, int]
Status = Literal["exact", "normalised", "ambiguous", "failed"]
"""How words were found: as given; but for quote marks, dashes and white space; in several places, of which the nearest was
taken; not at all."""
STATUSES: tuple[Status, ...] = ("exact", "normalised", "ambiguous", "failed")

_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
"""Characters that models write for one another, and characters that they leave out."""
_EDGES = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """Where words stand."""

    span: Offsets | None
    """Offsets into the text, None when the words are not there."""
    status: Status


class Ground:
    """A stretch of a text in which words are looked up."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end

    def find(self, words: str, near: Offsets, *, taken: Iterable[Offsets] = ()) -> Grounding:
        """Return where words stand: within `near` if they do, else as close to it as they do.

        Args:
            words: What to look for; white space at its ends does not count.
            near: The sentence in which it should be.
            taken: Places that are something else already.
        """
        wanted = words.strip(_EDGES)
        if not wanted:
            return Grounding(span=None, status="failed")
        used = set(taken)
        for status, places in (("exact", self._exact(wanted)), ("normalised", self._normalised(wanted))):
            free = [place for place in places if place not in used]
            if free:
                return _choose(free, near, "exact" if status == "exact" else "normalised")
        return Grounding(span=None, status="failed")

    def _exact(self, wanted: str) -> list[Offsets]:
        found = re.compile(re.escape(wanted)).finditer(self._text, self._start, self._end)
        return [m.span() for m in found if _whole(self._text, *m.span())]

    def _normalised(self, wanted: str) -> list[Offsets]:
        folded, places = self._folded
        pattern = _fold(wanted, 0)[0].strip()
        if not pattern:
            return []
        spans = (_back(places, m.start(), m.end()) for m in re.compile(re.escape(pattern)).finditer(folded))
        return [span for span in spans if span and _whole(self._text, *span)]

    @cached_property
    def _folded(self) -> tuple[str, list[Offsets]]:
        return _fold(self._text[self._start : self._end], self._start)


def _choose(places: Sequence[Offsets], near: Offsets, status: Status) -> Grounding:
    inside = [place for place in places if near[0] <= place[0] and place[1] <= near[1]]
    if len(inside) == 1:
        return Grounding(span=inside[0], status=status)
    best = inside[0] if inside else min(places, key=lambda place: max(near[0] - place[1], place[0] - near[1]))
    return Grounding(span=best, status=status if len(places) == 1 else "ambiguous")


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends where words do: "it" is not found in "with"."""
    begins = not (text[start].isalnum() and start > 0 and text[start - 1].isalnum())
    return begins and not (text[end - 1].isalnum() and text[end : end + 1].isalnum())


def _fold(text: str, offset: int) -> tuple[str, list[Offsets]]:
    """Return a text as it is compared, and the place in `text` of each of its characters, `offset` added."""
    out: list[str] = []
    places: list[Offsets] = []
    for at, char in enumerate(text, offset):
        for one in _folded_char(char):
            if one == " " and out and out[-1] == " ":
                places[-1] = (places[-1][0], at + 1)
            else:
                out.append(one)
                places.append((at, at + 1))
    return "".join(out), places


def _folded_char(char: str) -> Iterator[str]:
    if char in _SAME:
        yield from _SAME[char]
        return
    for one in unicodedata.normalize("NFKD", char):
        yield from " " if one.isspace() else _SAME.get(one, one)


def _back(places: Sequence[Offsets], start: int, end: int) -> Offsets | None:
    """Return the stretch of the text behind a stretch of its folded form, None where it would split a character."""
    first, last = places[start], places[end - 1]
    splits = (start > 0 and places[start - 1] == first) or (end < len(places) and places[end] == last)
    return None if splits else (first[0], last[1])


def sentence_at(sentences: Sequence[Offsets], at: int) -> int:
    """Return the index of the sentence that holds an offset, or of the last one that begins before it."""
    return max(0, bisect_left(sentences, at + 1, key=lambda s: s[0]) - 1)
