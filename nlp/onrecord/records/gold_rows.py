"""A gold row read key by key, each wrong one named with its path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import RecordError

_LONG = 5
"""Letters of a key from which one wrong letter still tells it from other words: `data` is not `date`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object of a gold file and where it stands."""

    row: Mapping[str, Any]
    path: str = ""
    """Path of the object in its line, with a dot at its end; empty for the line itself."""
    owner: str | None = None
    """Id of the line, for messages."""

    def text(self, key: str) -> str:
        """Return a string that must be there and not be blank."""
        value = self.maybe_text(key)
        if value is None or not value.strip():
            raise self.wrong(key, "empty or missing, give a text")
        return value

    def maybe_text(self, key: str) -> str | None:
        """Return a string, None where there is none."""
        value = self.row.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, f"{value!r} is not a string")
        return value

    def maybe_number(self, key: str) -> float | None:
        """Return a number, None where there is none."""
        value = self.row.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self.wrong(key, f"{value!r} is not a number")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self.row.get(key) is not None

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return an object, empty where there is none."""
        value = self.row.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.wrong(key, "not an object")
        return value

    def items(self, key: str, *, needed: bool = False) -> list[Any]:
        """Return a list, empty where there is none and it isn't needed."""
        value = self.row.get(key)
        if value is None and not needed:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "not a list" if key in self.row else "missing, give a list")
        return value

    def rows(self, key: str, *, needed: bool = False) -> list[Row]:
        """Return a list of objects."""
        found = []
        for i, value in enumerate(self.items(key, needed=needed)):
            if not isinstance(value, Mapping):
                raise self.wrong(f"{key}[{i}]", "not an object")
            found.append(Row(value, f"{self.path}{key}[{i}].", self._name()))
        return found

    def check_keys(self, known: Collection[str]) -> None:
        """Raise `RecordError` at a key that is none of the known ones, so that nothing is lost to a typing error."""
        for key in self.row:
            if key not in known:
                raise self.wrong(key, f"unknown key, the known ones are {', '.join(known)}")

    def check_near_misses(self, known: Collection[str]) -> None:
        """Raise `RecordError` at a key that was likely meant to be a known one: `claim`, `Entities`. Other keys may stand."""
        for key in self.row:
            meant = None if key in known else _meant(str(key), known)
            if meant is not None:
                raise self.wrong(key, f"unknown key, is {meant!r} meant? Rename it, or put it under meta if it is something else")

    def wrong(self, key: str, what: str) -> RecordError:
        """Return the error that says what is wrong with a key."""
        name = self._name()
        return RecordError(f"{'gold row' if name is None else f'record {name!r}'}: {self.path}{key}: {what}")

    def _name(self) -> str | None:
        if self.owner is not None:
            return self.owner
        name = self.row.get("id")
        return name if isinstance(name, str) else None


def _meant(key: str, known: Collection[str]) -> str | None:
    """The known key that differs in case, number, marks or one letter only."""
    word = _folded(key)
    for other in sorted(known):
        right = _folded(other)
        if word == right or (len(right) >= _LONG and _one_slip(word, right)):
            return other
    return None


def _folded(key: str) -> str:
    letters = "".join(c for c in key.lower() if c.isalnum())
    return f"{letters[:-3]}y" if letters.endswith("ies") else letters.removesuffix("s")


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, left out or replaced, or two neighbours changed places."""
    a, b = _without_prefix(a, b)
    a, b = _without_prefix(a[::-1], b[::-1])
    return max(len(a), len(b)) == 1 or (len(a) == len(b) == len("ab") and a == b[::-1])


def _without_prefix(a: str, b: str) -> tuple[str, str]:
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start:], b[start:]
