"""Columns of numbers that stand for values: each value is stored once, however many claims have it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any


class Codes:
    """Values in the order in which they were first seen, and the number of each."""

    def __init__(self, values: tuple[Hashable, ...] = ()) -> None:
        self._numbers: dict[Hashable, int] = {value: i for i, value in enumerate(values)}

    def __call__(self, value: Hashable) -> int:
        """Return the number of a value; a new value gets the next one."""
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[Any]:
        """All values, each at its number."""
        return list(self._numbers)


class Names:
    """Things that many claims name, known by a key and shown under the name that is given most often."""

    def __init__(self) -> None:
        self._codes = Codes()
        self._seen: list[dict[tuple[str | None, ...], int]] = []

    def __call__(self, key: tuple[str, ...], *said: str | None) -> int:
        """Return the number of the thing with this key, and remember what is said of it here: name, label, more."""
        number = self._codes(key)
        if number == len(self._seen):
            self._seen.append({})
        self._seen[number][said] = self._seen[number].get(said, 0) + 1
        return number

    @property
    def rows(self) -> list[list[str | None]]:
        """Of each thing its key in one word, then what is most often said of it, the first of equals."""
        found = zip(self._codes.values, self._seen, strict=True)
        return [[_word(key), *max(said, key=lambda one: said[one])] for key, said in found]


def _word(key: tuple[str, ...]) -> str:
    """A key as it stands in addresses of the page: an id of the lexicon as it is, anything else with its kind."""
    return key[1] if key[0] == "ref" else ":".join(key)
