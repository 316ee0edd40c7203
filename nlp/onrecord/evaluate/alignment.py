"""A prediction read in the coordinates of the gold text.

Another system may have cleaned the article, joined its lines or added a title. Gold sentences are looked for in the
prediction's text as whole words, white space folded; of all the places where they stand, the longest chain that keeps
their order counts, so that a sentence that was dropped costs no other one its place. Spans are carried over by counting
the characters that are not white space. What lies in no gold sentence has no place in the gold text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from onrecord.evaluate.words import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.types import Record

MOST_PLACES = 50
"""Places tried for one sentence; of more, those around its own number among its repeats in the gold text."""

_SOLID = re.compile(r"\S")


class Alignment:
    """Where the sentences of a gold record stand in another text.

    Args:
        gold: The gold record.
        text: The text of the prediction.
    """

    def __init__(self, gold: Record, text: str) -> None:
        own: list[Place] = [(s.start, s.end) for s in gold.sentences]
        self._own = own
        self._texts = None if text == gold.text else (_Folded(gold.text), _Folded(text))
        self.places: list[Place | None] = _chain(own, _candidates(own, *self._texts)) if self._texts else [*own]
        """Place of each gold sentence in the other text, None for one that isn't there."""
        self._there = sorted((found, index) for index, found in enumerate(self.places) if found)

    @property
    def lost(self) -> int:
        """How many gold sentences are not in the other text."""
        return sum(place is None for place in self.places)

    def sentence_at(self, place: Place) -> int | None:
        """Return the gold sentence in which the middle of a place of the other text lies."""
        return self._at((place[0] + place[1]) / 2)

    def span(self, place: Place) -> Place | None:
        """Return a place of the other text in the gold text, None where it begins or ends outside every gold sentence."""
        if not self._texts:
            return place
        first, last = self._carried(place[0], after=True), self._carried(place[1] - 1, after=False)
        return None if first is None or last is None or first > last else (first, last + 1)

    def _at(self, offset: float) -> int | None:
        number = bisect_right(self._there, offset, key=lambda found: found[0][0]) - 1
        return self._there[number][1] if number >= 0 and offset < self._there[number][0][1] else None

    def _carried(self, offset: int, *, after: bool) -> int | None:
        """The gold offset of a character; of the next (or last) one that is not white space where it is white space."""
        index = self._at(offset)
        found = None if index is None else self.places[index]
        if index is None or found is None or not self._texts:
            return None
        gold, other = self._texts
        # A place found begins and ends with characters that are not white space, so the number is one of the sentence.
        number = bisect_left(other.at, offset) if after else bisect_right(other.at, offset) - 1
        return gold.at[gold.number(self._own[index][0]) + number - other.number(found[0])]


class _Folded:
    """A text without its white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [m.start() for m in _SOLID.finditer(text)]
        """Offsets of the characters that are not white space."""
        self.solid = "".join(text.split())
        self._known: dict[str, list[Place]] = {}

    def number(self, offset: int) -> int:
        """Return how many characters that are not white space lie before an offset."""
        return bisect_left(self.at, offset)

    def places(self, sentence: str) -> list[Place]:
        """Return every place of a sentence as whole words, white space only where the sentence has some."""
        if sentence not in self._known:
            self._known[sentence] = self._places(sentence.split())
        return self._known[sentence]

    def _places(self, words: list[str]) -> list[Place]:
        solid, breaks = "".join(words), _breaks(words)
        out, start = list[Place](), self.solid.find(solid) if solid else -1
        while start >= 0:
            place = self.at[start], self.at[start + len(solid) - 1] + 1
            if self._whole(place) and _breaks(self.text[slice(*place)].split()) <= breaks:
                out.append(place)
            start = self.solid.find(solid, start + 1)
        return out

    def _whole(self, place: Place) -> bool:
        """Whether no letter or digit goes on beyond either end."""
        start, end = place
        before, after = self.text[max(0, start - 1) : start + 1], self.text[end - 1 : end + 1]
        return not any(len(pair) == 2 and pair[0].isalnum() and pair[1].isalnum() for pair in (before, after))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A sentence at a place, and the best chain that leads there."""

    sentence: int
    place: Place
    weight: tuple[int, int]
    """Sentences of the chain and, to choose between as many, their characters in the gold text."""
    before: _Link | None


def _candidates(sentences: Iterable[Place], gold: _Folded, other: _Folded) -> list[list[Place]]:
    """The places of each gold sentence in the other text, in order."""
    out = list[list[Place]]()
    for start, end in sentences:
        words = gold.text[start:end]
        found = other.places(words)
        if len(found) > MOST_PLACES:
            number = bisect_left(gold.places(words), (start, end))
            first = max(0, min(number - MOST_PLACES // 2, len(found) - MOST_PLACES))
            found = found[first : first + MOST_PLACES]
        out.append(found)
    return out


def _chain(sentences: Sequence[Place], candidates: Sequence[Sequence[Place]]) -> list[Place | None]:
    """One place or none for each sentence: the longest chain without overlaps, the earliest places of equal ones."""
    # Ends rise along the front and so do weights: what ends later without weighing more is dropped.
    front = list[_Link]()
    for number, (own, places) in enumerate(zip(sentences, candidates, strict=True)):
        # All links before any is added: a sentence must not follow itself.
        for link in [_link(front, number, place, own[1] - own[0]) for place in places]:
            _add(front, link)
    out: list[Place | None] = [None] * len(sentences)
    last = front[-1] if front else None
    while last:
        out[last.sentence] = last.place
        last = last.before
    return out


def _link(front: Sequence[_Link], sentence: int, place: Place, size: int) -> _Link:
    number = bisect_right(front, place[0], key=_end)
    before = front[number - 1] if number else None
    count, so_far = before.weight if before else (0, 0)
    return _Link(sentence=sentence, place=place, weight=(count + 1, so_far + size), before=before)


def _add(front: list[_Link], link: _Link) -> None:
    start = bisect_right(front, link.place[1], key=_end)
    if start and front[start - 1].weight >= link.weight:
        return
    if start and front[start - 1].place[1] == link.place[1]:
        start -= 1
    stop = start
    while stop < len(front) and front[stop].weight <= link.weight:
        stop += 1
    front[start:stop] = [link]


def _end(link: _Link) -> int:
    return link.place[1]


def _breaks(words: Iterable[str]) -> set[int]:
    """After how many characters that are not white space a word ends."""
    return set(accumulate(map(len, words)))
