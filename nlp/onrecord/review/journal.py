"""A journal of decisions that survives what kills the process: one JSON object a line, on disk before it is answered for.

The first line says what the file is: `{"journal": 1, "annotator": "anna", "records": "annotations.jsonl"}`. Each later one is
a step: `{"n": 7, "at": "2031-02-03T09:30:00+00:00", "article": "a1", "base": "…", "step": {…}}`. Nothing is ever changed or
removed but a last line that was cut off while it was written, which nobody was told had been saved.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from onrecord.errors import InputError, RecordError
from onrecord.records.codec import parse_object

VERSION = 1
"""Of the file's format."""


class Journal:
    """An open journal, locked for this process. Use as a context manager.

    Args:
        path: Of the file, which is made if need be; its folder must be there.
        annotator: Whose it is.
        records: Name of the file of records that is reviewed.

    Raises:
        InputError: The file cannot be used: it is open elsewhere, of a newer format, or damaged before its end.
        OSError: The disk is full or the folder may not be written to.
    """

    def __init__(self, path: Path, *, annotator: str, records: str) -> None:
        self.path = path
        self.lost = 0
        """Bytes of a torn last line that were cut off."""
        self._unsound = False
        fresh = not path.exists()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            self._lock()
            self.entries = self._read()
            """The steps that were in the file when it was opened."""
            self._n = len(self.entries)
            if not os.fstat(self._file).st_size:
                self._write({"journal": VERSION, "annotator": annotator, "records": records})
            if fresh:
                _sync_folder(path.parent)
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and give up the lock."""
        os.close(self._file)

    def append(self, entry: dict[str, Any]) -> None:
        """Write a step; it is on disk when this returns, and not in the file at all when it raises.

        Raises:
            OSError: The disk is full, or the file has gone.
        """
        self._write({"n": self._n + 1, "at": datetime.now(UTC).isoformat(timespec="seconds"), **entry})
        self._n += 1

    def _write(self, obj: dict[str, Any]) -> None:
        line = json.dumps(obj, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8") + b"\n"
        if self._unsound:
            raise OSError(f"{self.path}: could not be mended after a failed write, end the review and start it again")
        size = os.fstat(self._file).st_size
        try:
            _write_all(self._file, line)
            os.fsync(self._file)
        except OSError:
            self._unsound = True
            os.ftruncate(self._file, size)  # half a line must not stand in front of what comes next
            self._unsound = False
            raise

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # no such locks on Windows: two reviews under one name are then the annotator's to avoid
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(f"{self.path}: is open in another review, end that one or choose another annotator's name") from None

    def _read(self) -> list[dict[str, Any]]:
        with os.fdopen(os.dup(self._file), "rb") as raw:
            raw.seek(0)
            lines = raw.read().split(b"\n")
        rest = lines.pop()
        if lines and not rest and _parsed(lines[-1]) is None:
            rest = lines.pop() + b"\n"  # a crash of the machine can leave a line's end without what stands before it
        if rest:
            self.lost = len(rest)
            os.ftruncate(self._file, sum(len(line) + 1 for line in lines))
            os.fsync(self._file)
        return self._checked(lines)

    def _checked(self, lines: list[bytes]) -> list[dict[str, Any]]:
        found = [self._line(number, line) for number, line in enumerate(lines, 1)]
        if found and found[0].get("journal") != VERSION:
            raise InputError(f"{self.path}:1: is no journal of a review in format {VERSION}, move it or choose another name")
        for n, entry in enumerate(found[1:], 1):
            if entry.get("n") != n:
                raise InputError(
                    f"{self.path}:{n + 1}: is step {entry.get('n')!r} where {n} should be, restore the file from a copy"
                )
        return found[1:]

    def _line(self, number: int, line: bytes) -> dict[str, Any]:
        found = _parsed(line)
        if found is None:
            raise InputError(f"{self.path}:{number}: the line is damaged, restore the file from a copy")
        return found


def _write_all(file: int, line: bytes) -> None:
    if os.write(file, line) != len(line):
        raise OSError("only a part of a line could be written, is the disk full?")


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        return parse_object(line)
    except RecordError:
        return None


def _sync_folder(folder: Path) -> None:
    """Have the name of a new file on disk too; where a folder cannot be opened there is nothing to be done."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
