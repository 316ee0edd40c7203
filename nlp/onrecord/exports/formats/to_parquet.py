"""Records as Parquet: nested, which `onrecord.records.read_parquet` gives back equal, or one flat table, typed.

Settings: `table`, records (default), claims, entities, quotes or sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from onrecord.exports.rows import TABLES, batches, lose_rest, rows, schema
from onrecord.records.arrow import write_parquet, write_rows

if TYPE_CHECKING:
    from onrecord.exports.job import Job
    from onrecord.records.frames import Table
    from onrecord.types import Record

SETTINGS = ("table",)


def write(records: Iterable[Record], job: Job) -> int:
    """Write records or a table; return the number of records.

    Raises:
        InputError: No such table, or no such folder.
    """
    table = job.choice("table", "records", *TABLES)
    if table == "records":
        count = write_parquet(records, job.path)
    else:
        counted = _Counted(records)
        write_rows(_groups(counted, job, cast("Table", table)), job.path, schema(cast("Table", table)))
        count = counted.count
    job.files.append(job.path)
    return count


class _Counted(Iterable["Record"]):
    """Records, and how many have been taken."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.count = 0
        self._records = records

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record


def _groups(records: Iterable[Record], job: Job, table: Table) -> Iterator[list[dict[str, Any]]]:
    for batch in batches(records):
        for record in batch:
            lose_rest(job, record, table)
        if found := rows(batch, table):
            yield found
