"""Disagreements as files: lines to decide on and read back, or tasks for Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.evaluate.agreement.tasks import task
from onrecord.records.checks import check_text
from onrecord.records.codec import parse_object
from onrecord.records.files import read_lines, write_lines

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from onrecord.evaluate.agreement.disagreements import Disagreement


def write_adjudication(rows: Iterable[Disagreement], path: str | os.PathLike[str]) -> int:
    """Write disagreements for somebody to decide on, and return how many. The file appears whole or not at all.

    Args:
        rows: Rows of `disagreements`.
        path: `.jsonl` (or `.jsonl.gz`): a row a line, its `decision` null, to be filled in with "a", "b" or the right parts
            and read by `read_adjudication`. `.json`: tasks for Label Studio, both annotators as predictions; the interface
            of the project is `labelling_config`.

    Raises:
        InputError: The name has another ending, or there is no such folder.
        RecordError: A row holds what UTF-8 cannot.
    """
    name = Path(path).name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        return write_lines((_line(row, {**asdict(row), "decision": None}) for row in rows), path)
    if name.endswith(".json"):
        return _write_tasks(list(rows), path)
    raise InputError(f"{path}: disagreements are written as .jsonl to decide on or .json for Label Studio, name the file so")


def read_adjudication(path: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a `.jsonl` file of disagreements, for `apply_adjudication`.

    Raises:
        InputError: The file cannot be read.
        RecordError: A line is no JSON object; the message begins with file and line.
    """
    return read_lines(path, parse_object)


def _write_tasks(rows: list[Disagreement], path: str | os.PathLike[str]) -> int:
    tasks = [_line(row, task(row)) for row in rows]
    lines = [line + ("," if number < len(tasks) else "") for number, line in enumerate(tasks, 1)]
    write_lines(["[", *lines, "]"], path)
    return len(tasks)


def _line(row: Disagreement, found: dict[str, Any]) -> str:
    line = json.dumps(found, ensure_ascii=False, allow_nan=False)
    check_text(line, found, row.id)
    return line
