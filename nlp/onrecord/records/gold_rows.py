"""A gold row read key by key, each wrong one named with its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import RecordError


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

    def wrong(self, key: str, what: str) -> RecordError:
        """Return the error that says what is wrong with a key."""
        name = self._name()
        return RecordError(f"{'gold row' if name is None else f'record {name!r}'}: {self.path}{key}: {what}")

    def _name(self) -> str | None:
        if self.owner is not None:
            return self.owner
        name = self.row.get("id")
        return name if isinstance(name, str) else None
