"""A workbook with a sheet for claims, entities, quotes, sentences and articles.

Every text is a cell of text, also one that looks like a formula, an error or a date. Characters that XML cannot hold are
written as Excel writes them, `_x0001_`; `onrecord.exports.xlsx_text` gives them back. A sheet that is full goes on as
`claims 2`. Needs openpyxl.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.errors import MissingExtraError
from onrecord.exports.offsets import cut_to_units
from onrecord.exports.rows import TABLES, batches, lose_empty, rows, schema
from onrecord.exports.workbook import MAX_CELL, MAX_ROWS, text_cell
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ()

ARTICLES = ("article_id", "title", "date", "source", "url", "lang", "story", "body_start", "truncated_at", "model", "meta")
"""Columns of the sheet of articles."""


def write(records: Iterable[Record], job: Job) -> int:
    """Write a workbook; return the number of records.

    Raises:
        InputError: There is no such folder.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("the format xlsx", "exports") from None
    with replacing(job.path) as temporary:
        book = Workbook(write_only=True)
        count = _fill(book, records, job)
        book.save(temporary)
    job.files.append(job.path)
    return count


def _fill(book: Workbook, records: Iterable[Record], job: Job) -> int:
    columns = {table: schema(table) for table in TABLES}
    sheets = {table: _Sheet(book, table, columns[table].names, job) for table in TABLES}
    articles = _Sheet(book, "articles", ARTICLES, job)
    count = 0
    for batch in batches(records):
        for table, sheet in sheets.items():
            found = rows(batch, table)
            sheet.add(row.values() for row in found)
            for row in found:
                lose_empty(job, row, columns[table])
        articles.add(map(_article, batch))
        for record in batch:
            _lose(job, record)
        count += len(batch)
    return count


class _Sheet:
    """A table of the workbook, over as many sheets as it needs."""

    def __init__(self, book: Workbook, name: str, header: Iterable[str], job: Job) -> None:
        self._book = book
        self._name = name
        self._header = tuple(header)
        self._job = job
        self._sheets = 0
        self._begin()

    def add(self, values: Iterable[Iterable[Any]]) -> None:
        """Add rows."""
        for row in values:
            if self._rows == MAX_ROWS:
                self._begin()
            self._sheet.append([self._cell(value) for value in row])
            self._rows += 1

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet(
            f"{self._name} {self._sheets}" if self._sheets > 1 else self._name
        )
        self._sheet.freeze_panes = "A2"
        self._sheet.append(self._header)
        self._rows = 1

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        kept = cut_to_units(value, MAX_CELL)
        self._job.lose("cells cut at 32,767 characters", kept != value)
        return text_cell(self._sheet, kept)


def _article(record: Record) -> list[Any]:
    model = record.model and f"{record.model.name} {record.model.version} {record.model.digest}"
    meta = json.dumps(record.meta, ensure_ascii=False) if record.meta else None
    head = (record.id, record.title, record.date, record.source, record.url, record.lang, record.story)
    return [*head, record.body_start, record.truncated_at, model, meta]


def _lose(job: Job, record: Record) -> None:
    job.lose("empty texts, which a cell can't tell from nothing", _article(record).count(""))
    job.lose("texts of articles, but for their sentences")
    job.lose("places of cues and speakers", sum(bool(quote.cue) + bool(quote.speaker) for quote in record.quotes))
    job.lose("pieces of broken-up quotes", sum(len(quote.spans) for quote in record.quotes if len(quote.spans) > 1))
    job.lose("places of targets", sum(claim.target is not None for claim in record.claims))
    job.lose("lexicon ids of targets", sum(bool(claim.target and claim.target.ref) for claim in record.claims))
    job.lose("second quotes of a claim", sum(max(len(claim.quotes) - 1, 0) for claim in record.claims))
    job.lose("marks of unsure claims", sum(claim.unsure for claim in record.claims))
