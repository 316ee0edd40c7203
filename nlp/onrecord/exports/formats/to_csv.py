"""One flat table as CSV (UTF-8, RFC 4180), with cells that no spreadsheet takes for a formula.

`=`, `+`, `-`, `@`, a tab or a line end at the beginning of a cell get a quotation mark in front, which
`onrecord.exports.csv_text` takes off again. The plain `claims.csv` of `onrecord annotate` has cells as they are.

Settings: `table`, claims (default), entities, quotes or sentences.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from onrecord.exports.escapes import csv_cell
from onrecord.exports.rows import TABLES, batches, lose_empty, lose_rest, rows, schema
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from onrecord.exports.job import Job
    from onrecord.records.frames import Table
    from onrecord.types import Record

SETTINGS = ("table",)


def write(records: Iterable[Record], job: Job) -> int:
    """Write a table; return the number of records.

    Raises:
        InputError: No such table, or no such folder.
    """
    table = cast("Table", job.choice("table", *TABLES))
    count = 0
    with replacing(job.path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        columns = schema(table)
        writer.writerow(columns.names)
        for batch in batches(records):
            for row in rows(batch, table):
                writer.writerow([_cell(value) for value in row.values()])
                lose_empty(job, row, columns)
            for record in batch:
                lose_rest(job, record, table)
            count += len(batch)
    job.files.append(job.path)
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return csv_cell(value) if isinstance(value, str) else value
