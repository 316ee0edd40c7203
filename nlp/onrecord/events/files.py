"""Events as JSONL, which keeps everything as it is, and as CSV, for people."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from onrecord.events.event import EVENT_COLUMNS, to_row
from onrecord.records.checks import check_text
from onrecord.records.files import replacing, write_lines

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from onrecord.events.event import Event

_BETWEEN = "; "


def write_events_jsonl(events: Iterable[Event], path: str | os.PathLike[str]) -> int:
    """Write events one a line and return how many; packed when the name ends in `.gz`.

    Raises:
        InputError: There is no such folder.
        RecordError: An event holds what UTF-8 cannot.
    """
    return write_lines(map(_line, events), path)


def write_events_csv(events: Iterable[Event], path: str | os.PathLike[str]) -> int:
    """Write events as CSV (UTF-8, a header line) and return how many.

    Lists are joined by `; `, a claim is `article#claim`, None an empty cell, a boolean `true` or `false`. Cells are written
    as they are, see `onrecord.records.tables` about spreadsheets that take `=…` for a formula.

    Raises:
        InputError: There is no such folder.
        RecordError: An event holds what UTF-8 cannot.
    """
    count = 0
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(EVENT_COLUMNS)
        for event in events:
            _line(event)  # refuses what UTF-8 cannot hold with the event's id
            writer.writerow(_cell(getattr(event, name)) for name in EVENT_COLUMNS)
            count += 1
    return count


def _line(event: Event) -> str:
    row = to_row(event)
    line = json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    check_text(line, row, event.id)
    return line


def _cell(value: Any) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return _BETWEEN.join("#".join(part) if isinstance(part, tuple) else part for part in value)
    return value
