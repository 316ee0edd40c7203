"""Records as JSONL: one object a line, `.jsonl` or `.jsonl.gz`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.records.codec import from_json, to_json
from onrecord.records.files import read_lines, write_lines

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from onrecord.types import Record


def read_jsonl(path: str | os.PathLike[str]) -> Iterator[Record]:
    """Yield the records of a JSONL file one by one; blank lines are passed over. `.gz` is unpacked on the way.

    Raises:
        InputError: The file cannot be read.
        RecordError: A line is no record; the message begins with file and line number.
        SchemaVersionError: A record was written by a newer major version of the contract.
    """
    return read_lines(path, from_json)


def write_jsonl(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write records one a line and return how many; packed when the name ends in `.gz`.

    They are written to a temporary file beside it that takes the name when all are on disk: a run that breaks off
    leaves what was there before.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what JSON or UTF-8 cannot.
    """
    return write_lines(map(to_json, records), path)
