"""The flat table of a run or of a file of records, piece by piece."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.records.runs import claim_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

ROWS = 65_536
"""Most rows of a piece that comes from Parquet."""
RECORDS = 1_000
"""Records of a piece that comes from a file of records."""


def claim_tables(path: Path, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Yield columns of the flat table, piece by piece.

    Args:
        path: A folder of `onrecord annotate`, or a file of records (JSONL or Parquet).
        columns: Their names.

    Raises:
        InputError: There are no results, or a file is damaged.
        RecordError: A line of a file of records is none.
    """
    if not path.is_dir():
        yield from _of_records(path, columns)
        return
    for file in claim_files(path):
        yield from _of_parquet(file, columns)


def _of_parquet(path: Path, columns: Sequence[str]) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=ROWS, columns=list(columns)):
                yield pa.Table.from_batches([batch]).select(list(columns))
    except (pa.ArrowException, KeyError, OSError) as error:
        raise InputError(f"{path}: cannot be read as a table of claims ({' '.join(str(error).split())}), is it whole?") from None


def _of_records(path: Path, columns: Sequence[str]) -> Iterator[pa.Table]:
    import pyarrow as pa

    from onrecord.records import read_jsonl, read_parquet
    from onrecord.records.tables import claim_rows, claims_schema

    schema = pa.schema([claims_schema().field(name) for name in columns])
    records = iter(read_parquet(path) if path.suffix.lower() == ".parquet" else read_jsonl(path))
    while some := list(islice(records, RECORDS)):
        rows = [{name: row[name] for name in columns} for record in some for row in claim_rows(record)]
        yield pa.Table.from_pylist(rows, schema=schema)
