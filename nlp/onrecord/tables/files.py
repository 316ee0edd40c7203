"""A table of counts as a file: CSV, Parquet or a workbook, as its suffix says."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError, MissingExtraError
from onrecord.exports.escapes import csv_cell
from onrecord.exports.offsets import cut_to_units
from onrecord.exports.workbook import MAX_CELL, MAX_ROWS, text_cell
from onrecord.records.files import replacing

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import pyarrow as pa

    from onrecord.tables.counting import Counts

SUFFIXES = (".csv", ".parquet", ".xlsx")
"""Suffixes of the files that can be written."""
_ROWS = 10_000


def write(counts: Counts, path: str | os.PathLike[str]) -> None:
    """Write a table of counts, whole or not at all; a file that is there is replaced.

    In CSV a cell that a spreadsheet would take for a formula begins with a quotation mark, which
    `onrecord.exports.csv_text` takes off; in a workbook it is a text. What is not known is an empty cell.

    Raises:
        InputError: The suffix is none of `SUFFIXES`, there is no such folder, or a sheet cannot hold so many rows.
        MissingExtraError: openpyxl is not installed, for a workbook.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise InputError(f"{target}: cannot tell the format, give a name that ends in {', '.join(SUFFIXES)}")
    writer = {".csv": _write_csv, ".parquet": _write_parquet, ".xlsx": _write_xlsx}[target.suffix.lower()]
    with replacing(target) as temporary:
        writer(counts.table, temporary)


def _write_csv(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(table.column_names)
        out.writerows([csv_cell(value) if isinstance(value, str) else value for value in row] for row in _rows(table))


def _write_parquet(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _write_xlsx(table: pa.Table, path: Path) -> None:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("writing a workbook", "exports") from None
    if table.num_rows >= MAX_ROWS:
        raise InputError(f"a sheet holds {MAX_ROWS - 1:,} rows and the table has {table.num_rows:,}: write .csv or .parquet")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("counts")
    sheet.freeze_panes = "A2"
    sheet.append(table.column_names)
    for row in _rows(table):
        sheet.append([text_cell(sheet, cut_to_units(value, MAX_CELL)) if isinstance(value, str) else value for value in row])
    book.save(path)


def _rows(table: pa.Table) -> Iterator[tuple[str | int | None, ...]]:
    for batch in table.to_batches(max_chunksize=_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
