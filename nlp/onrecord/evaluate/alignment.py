"""A prediction read in the coordinates of the gold text.

Another system may have cleaned the article, joined its lines or added a title. Gold sentences are looked for in the
prediction's text in order, white space folded, and spans are carried over by counting the characters that are not
white space. What lies in no gold sentence has no place in the gold text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from onrecord.evaluate.words import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.types import Record

_SOLID = re.compile(r"\S")


class Alignment:
    """Where the sentences of a gold record stand in another text.

    Args:
        gold: The gold record.
        text: The text of the prediction.
    """

    def __init__(self, gold: Record, text: str) -> None:
        self._gold = gold
        self._same = text == gold.text
        own: list[Place] = [(s.start, s.end) for s in gold.sentences]
        self.places: list[Place | None] = [*own] if self._same else _found(gold.text, own, text)
        """Place of each gold sentence in the other text, None for one that isn't there."""
        self._text = text

    @property
    def lost(self) -> int:
        """How many gold sentences are not in the other text."""
        return sum(place is None for place in self.places)

    def sentence_at(self, place: Place) -> int | None:
        """Return the gold sentence in which the middle of a place of the other text lies."""
        middle = (place[0] + place[1]) / 2
        return next((i for i, found in enumerate(self.places) if found and found[0] <= middle < found[1]), None)

    def span(self, place: Place) -> Place | None:
        """Return a place of the other text in the gold text, None where it begins or ends outside every gold sentence."""
        if self._same:
            return place
        first, last = self._carried(place[0], after=True), self._carried(place[1] - 1, after=False)
        return None if first is None or last is None or first > last else (first, last + 1)

    def _carried(self, offset: int, *, after: bool) -> int | None:
        """The gold offset of a character; of the next (or last) one that is not white space where it is white space."""
        for index, found in enumerate(self.places):
            if found and found[0] <= offset < found[1]:
                sentence = self._gold.sentences[index]
                there = _solid(self._text, found)
                number = bisect_left(there, offset) if after else bisect_right(there, offset) - 1
                here = _solid(self._gold.text, (sentence.start, sentence.end))
                return here[number] if 0 <= number < len(here) else None
        return None


def _found(gold_text: str, sentences: Sequence[Place], text: str) -> list[Place | None]:
    out, at = list[Place | None](), 0
    for start, end in sentences:
        pattern = r"\s*".join(re.escape(word) for word in gold_text[start:end].split())
        found = re.compile(pattern).search(text, at)
        out.append(found.span() if found else None)
        at = found.end() if found else at
    return out


def _solid(text: str, place: Place) -> list[int]:
    """Offsets of the characters of a place that are not white space."""
    return [m.start() for m in _SOLID.finditer(text, *place)]
