"""Where the texts of gold annotations stand in their sentence, by the rules of the scorer.

Gold sentences name spans by their exact text. Entities are listed in order of appearance; actors and targets are not,
and may occur more than once: any occurrence is right, so one is chosen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Place = tuple[int, int]


def locate(sentence: str, texts: Iterable[str]) -> list[Place | None]:
    """Return the place of each text, given in order of appearance; None where it can't be found.

    A text takes its first place after the one before it, else its first place that no other has.
    """
    cursor, out = 0, list[Place | None]()
    for text in texts:
        start = sentence.find(text, cursor)
        place = (start, start + len(text)) if start >= 0 else _first_free(sentence, text, [p for p in out if p])
        if place:
            cursor = max(cursor, place[1])
        out.append(place)
    return out


def occurrences(text: str, sentence: str) -> list[Place]:
    """Return every place of a text in the sentence, as whole words where there is one."""
    word = re.escape(text)
    found = [m.span() for m in re.finditer(rf"(?<!\w){word}(?!\w)", sentence)]
    return found or [m.span() for m in re.finditer(word, sentence)]


def best_place(text: str, sentence: str, *, liked: Collection[Place] = (), avoid: Collection[Place] = ()) -> Place | None:
    """Return the occurrence of a text to take, None when there is none.

    One of the `liked` places comes first, then one that overlaps none of `avoid`, then the first.
    """
    found = occurrences(text, sentence)
    for place in found:
        if place in liked:
            return place
    return next((p for p in found if not any(overlap(p, a) for a in avoid)), found[0] if found else None)


def overlap(a: Place, b: Place) -> bool:
    """Whether two places share a character."""
    return a[0] < b[1] and b[0] < a[1]


def _first_free(sentence: str, text: str, taken: list[Place]) -> Place | None:
    places = (m.span() for m in re.finditer(re.escape(text), sentence))
    return next((p for p in places if not any(overlap(p, t) for t in taken)), None)
