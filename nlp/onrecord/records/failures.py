"""Articles that could not be read, annotated or written, one row each in `failures.jsonl`."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, get_args

from onrecord.errors import RecordError
from onrecord.records.codec import parse_object
from onrecord.records.files import read_lines, write_lines
from onrecord.types import Failure, FailureStage

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

_KEYS = tuple(field.name for field in fields(Failure))


def failure_row(failure: Failure) -> dict[str, str | None]:
    """Return the failure as a dict; `dataclasses.asdict` copies what it need not, and a broken table has millions of rows."""
    return {key: getattr(failure, key) for key in _KEYS}


def failure_to_json(failure: Failure) -> str:
    """Return the failure as one line of JSON, without a line end.

    It never raises: names of files need not be proper Unicode, and no failure may be lost for it. Half a surrogate
    pair is written as its JSON escape, which reads back equal.
    """
    return json.dumps(failure_row(failure), ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def failure_from_json(line: str | bytes) -> Failure:
    """Return the failure that one line of JSON holds.

    Raises:
        RecordError: It is no failure row; the message names the key.
    """
    row = parse_object(line)
    if unknown := row.keys() - set(_KEYS):
        raise RecordError(f"{min(unknown)}: unknown field, a failure has {', '.join(_KEYS)}")
    for key in _KEYS:
        if not isinstance(row.get(key), str) and (key != "path" or row.get(key) is not None):
            raise RecordError(f"{key}: {'not a string' if key in row else 'missing'}, give a string")
    if row["stage"] not in get_args(FailureStage):
        raise RecordError(f"stage: {row['stage']!r} is none of {', '.join(get_args(FailureStage))}")
    return Failure(**row)


def read_failures(path: str | os.PathLike[str]) -> Iterator[Failure]:
    """Yield the rows of a failures file.

    Raises:
        InputError: The file cannot be read.
        RecordError: A line is no failure row; the message begins with file and line number.
    """
    return read_lines(path, failure_from_json)


def write_failures(failures: Iterable[Failure], path: str | os.PathLike[str]) -> int:
    """Write failures one a line and return how many; the file appears whole or not at all.

    Raises:
        InputError: There is no such folder.
    """
    return write_lines(map(failure_to_json, failures), path)
