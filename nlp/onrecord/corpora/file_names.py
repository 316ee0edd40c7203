"""Names of files for the ids of records."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from onrecord.errors import InputError

_LONGEST = 150
"""Longest name of a file that is kept as it is; file systems stop at 255 bytes."""


class FileNames:
    """Gives each record the name of a file: its id, characters that file names may not have written as `%2F`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, name: str) -> str:
        """Return the file name, without suffix, for a record's id.

        Raises:
            InputError: An earlier record has the same id, or one that differs in case only.
        """
        found = _file_name(name)
        # Some file systems take two names that differ only in case for one.
        if found.casefold() in self._taken:
            raise InputError(f"record {name!r}: an earlier one has this id, or one that differs in case only, change it")
        self._taken.add(found.casefold())
        return found


def _file_name(name: str) -> str:
    found = quote(name, safe=" ").replace(".", "%2E") if name.startswith(".") else quote(name, safe=" ")
    if len(found) <= _LONGEST:
        return found
    return f"{found[:_LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
