"""What was done before, by key: on disk, so that memory does not grow with the collection."""

from __future__ import annotations

import errno
import json
import sqlite3
from array import array
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.batch.settings import id_digest
from onrecord.records.failures import failure_row
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.batch.store import Entry

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE done (key BLOB PRIMARY KEY, file INTEGER, line INTEGER, failure TEXT) WITHOUT ROWID;
CREATE TABLE seen (id BLOB PRIMARY KEY, path TEXT) WITHOUT ROWID;
"""


class Index:
    """Where the record of a key lies, and which ids have been seen. Made anew for each run: a copy of what parts say."""

    def __init__(self, path: Path | None) -> None:
        """Make an index in a new file, or in one of the system's own that goes when it is closed."""
        self._path = path
        if path:
            path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path or "", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")  # never committed: nothing of it is to outlast the run
        self._files: list[Path] = []
        self._offsets = lru_cache(maxsize=8)(line_offsets)

    def close(self) -> None:
        """Let go of the index and its file."""
        self._database.close()
        if self._path:
            self._path.unlink(missing_ok=True)

    def add(self, entries: Iterable[Entry], lines: Path, first: int = 0, *, failures: bool = True) -> None:
        """Take in what was done.

        Args:
            entries: Articles in order.
            lines: The file with their records, one a line.
            first: Lines of it before the first of these records.
            failures: Whether those that failed count as done.
        """
        number = len(self._files)
        self._files.append(lines)
        line = first
        with _full_disk():
            for entry in entries:
                if not entry.failure or failures:
                    failure = json.dumps(failure_row(entry.failure)) if entry.failure else None
                    row = (bytes.fromhex(entry.key), number, line, failure)
                    self._database.execute("INSERT OR IGNORE INTO done VALUES (?, ?, ?, ?)", row)
                line += entry.failure is None

    def done(self, key: str) -> bool | None:
        """Return whether the article of a key has a record (True) or failed (False), None when it is yet to do."""
        query = "SELECT failure IS NULL FROM done WHERE key = ?"
        found = self._database.execute(query, (bytes.fromhex(key),)).fetchone()
        return None if found is None else bool(found[0])

    def find(self, key: str) -> bytes | Failure | None:
        """Return what came of the article of a key: its record as a line of JSON, or its failure; None when it is yet to do."""
        query = "SELECT file, line, failure FROM done WHERE key = ?"
        found = self._database.execute(query, (bytes.fromhex(key),)).fetchone()
        if found is None:
            return None
        number, line, failure = found
        if failure:
            return Failure(**json.loads(failure))
        path = self._files[number]
        offsets = self._offsets(path)
        if line + 1 >= len(offsets):  # somebody has shortened the file
            return None
        with path.open("rb") as file:
            file.seek(offsets[line])
            text: bytes = file.read(offsets[line + 1] - offsets[line])
        return text

    def first_time(self, name: object, path: str | None) -> bool:
        """Return whether an id is new, and remember it with the file that it was in."""
        with _full_disk():
            return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (id_digest(name), path)).rowcount == 1

    def seen(self, name: object) -> bool:
        """Return whether an id has been seen."""
        return self._database.execute("SELECT 1 FROM seen WHERE id = ?", (id_digest(name),)).fetchone() is not None


@contextmanager
def _full_disk() -> Iterator[None]:
    """Say of a full disk what the system would say."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "I/O" in str(error):
            raise OSError(errno.ENOSPC, f"no space left for the index of the run ({error})") from error
        raise


def line_offsets(path: Path) -> array[int]:
    """Return where each line of a file begins, and where the last one ends, in bytes; only [0] when there is no file."""
    found = array("q", [0])
    if path.is_file():
        with path.open("rb") as lines:
            for line in lines:
                found.append(found[-1] + len(line))
    return found
