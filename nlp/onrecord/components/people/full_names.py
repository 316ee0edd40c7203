"""The fullest form of each person's name: "Sciuto" and "Riva" are Riva Sciuto."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.components.people.runs import name_run
from onrecord.lexicon.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.components.people.runs import Offsets

_COORDINATED = re.compile(r"(\b[^\W\d_][\w’'\-]+) and ")
_TWO = 2


def full_names(text: str, people: Sequence[Offsets]) -> dict[Offsets, str]:
    """Return the fullest form, up to there, of the name at each of the given places.

    A surname stands for who was last called so in full, a first name for the only one who bears it; in "Mabel and Ernest Tuck"
    both have the surname.
    """
    full: dict[Offsets, str] = {}
    known: dict[str, dict[str, None]] = {}
    for start, end in people:
        words = text[start:end].split()
        name = _longer(words, known) or (len(words) == 1 and _with_surname(text, start)) or " ".join(words)
        if " " in name:
            for part in _ends(name.split()):
                known.setdefault(part, {}).pop(name, None)
                known[part][name] = None
        full[start, end] = name
    return full


def _ends(words: Sequence[str]) -> Iterator[str]:
    """The first and the last word, under which a full name is looked up."""
    yield from {fold(words[0]).lower(), fold(words[-1]).lower()}


def _longer(words: Sequence[str], known: dict[str, dict[str, None]]) -> str | None:
    """The longer name that the words are short for; a first name must have one bearer."""
    if not words:
        return None
    by_surname = [name for name in known.get(fold(words[-1]).lower(), ()) if _shortens(words, name)]
    if len(words) == 1:
        bearers = [name for name in by_surname if name.split()[0] == words[0]]
        by_surname = [name for name in by_surname if name not in bearers] or (bearers if len(bearers) == 1 else [])
    return by_surname[-1] if by_surname else None


def _shortens(words: Sequence[str], full: str) -> bool:
    one, other = [fold(w).lower() for w in words], fold(full).lower().split()
    if len(one) >= len(other):
        return False
    return other[-len(one) :] == one or other[: len(one)] == one or (one[0], one[-1]) == (other[0], other[-1])


def _with_surname(text: str, start: int) -> str | None:
    """Read "Mabel Tuck" in "Mabel and Ernest Tuck"."""
    pair = _COORDINATED.match(text, start)
    other = text[pair.end() : name_run(text, pair.end()) or pair.end()].split() if pair else []
    return f"{pair[1]} {other[-1]}" if pair and len(other) == _TWO else None
