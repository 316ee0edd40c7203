"""The flat table: one row a claim, for people and spreadsheets.

Cells are written as they are. A text that begins with `=`, `+`, `-` or `@` is not given a quotation mark in front, as
some exporters do against formulas in spreadsheets: it would change the data, and offsets would no longer fit. Before a
CSV file of articles by strangers is opened in a spreadsheet, import its columns as text, or take the Parquet file.
"""

from __future__ import annotations

import csv
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.records.checks import check_text
from onrecord.records.files import replacing

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    import pyarrow as pa
    import pyarrow.parquet as pq

    from onrecord.types import Claim, Quote, Record

CLAIM_COLUMNS: tuple[str, ...] = (
    "article_id", "claim_id", "date", "source", "title", "story", "actor", "actor_label", "actor_ref", "actor_text",
    "actor_start", "actor_end", "stance", "polarity", "stage", "target", "target_label", "target_kind", "target_text",
    "jurisdiction", "statement_date", "effective_date", "date_source", "attribution", "speaker", "organization", "quote",
    "quote_kind", "evidence", "evidence_start", "evidence_end", "confidence", "counted",
)  # fmt: skip
"""Columns of the flat table, in order."""

ROW_GROUP = 10_000
"""Claims in a row group of the Parquet file, and about the most that wait in memory."""

_INTEGERS = frozenset({"actor_start", "actor_end", "evidence_start", "evidence_end"})
_ALWAYS = frozenset({
    "article_id", "claim_id", "actor_label", "actor_text", "stance", "polarity", "stage", "attribution", "evidence", "counted",
    *_INTEGERS,
})  # fmt: skip


def claim_rows(record: Record) -> list[dict[str, Any]]:
    """Return one row of the flat table for each claim of the record, counted or not, keys in the order of `CLAIM_COLUMNS`.

    `actor` and `target` are canonical names, `actor_text` and `target_text` the words of the article. Speaker,
    organisation and quote are those of the first quote that carries the claim; a speaker without a name is given in the
    words of the article. What is not known is None. Offsets count code points of the record's text.
    """
    quotes = {quote.id: quote for quote in record.quotes}
    return [_row(record, claim, quotes[claim.quotes[0]] if claim.quotes else None) for claim in record.claims]


@cache
def claims_schema() -> pa.Schema:
    """Return the Arrow schema of the flat table."""
    import pyarrow as pa

    kinds = {**dict.fromkeys(_INTEGERS, pa.int64()), "confidence": pa.float64(), "counted": pa.bool_()}
    return pa.schema([pa.field(name, kinds.get(name, pa.string()), nullable=name not in _ALWAYS) for name in CLAIM_COLUMNS])


def write_claims_csv(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write the flat table as CSV (UTF-8, RFC 4180, a header line) and return the number of claims.

    None is an empty cell, a boolean `true` or `false`. Cells are written as they are, see the module.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what UTF-8 cannot.
    """
    with replacing(path) as temporary, claims_writer(csv_path=temporary) as writer:
        writer.add_all(records)
    return writer.count


def write_claims_parquet(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write the flat table as Parquet, typed also when it is empty, and return the number of claims.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what UTF-8 cannot.
    """
    with replacing(path) as temporary, claims_writer(parquet_path=temporary) as writer:
        writer.add_all(records)
    return writer.count


@contextmanager
def claims_writer(*, csv_path: Path | None = None, parquet_path: Path | None = None) -> Iterator[ClaimsWriter]:
    """Give what writes the flat table record by record, as CSV, as Parquet, or as both; the files are whole after the block."""
    with ExitStack() as opened:
        csv_file = opened.enter_context(csv_path.open("w", encoding="utf-8", newline="")) if csv_path else None
        parquet = None
        if parquet_path:
            import pyarrow.parquet as pq

            parquet = opened.enter_context(pq.ParquetWriter(parquet_path, claims_schema(), compression="zstd"))
        writer = ClaimsWriter(csv_file, parquet)
        yield writer
        writer.flush()


class ClaimsWriter:
    """Writes the claims of records to open files. Made by `claims_writer`."""

    def __init__(self, csv_file: TextIO | None, parquet: pq.ParquetWriter | None) -> None:
        self.count = 0
        """Claims so far."""
        self._csv = None if csv_file is None else csv.writer(csv_file)
        self._parquet = parquet
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0
        if self._csv:
            self._csv.writerow(CLAIM_COLUMNS)

    def add(self, record: Record) -> None:
        """Write the claims of a record: all of them, or nothing when one cannot be written.

        Raises:
            RecordError: The record holds what UTF-8 cannot.
        """
        rows = _checked_rows(record)
        if not rows:
            return
        if self._parquet:
            self._wait(rows)
        if self._csv:
            self._csv.writerows(map(_csv_cell, row.values()) for row in rows)
        self.count += len(rows)

    def add_all(self, records: Iterable[Record]) -> None:
        """Write the claims of records, one after another."""
        for record in records:
            self.add(record)

    def flush(self) -> None:
        """Write the claims that wait as a row group."""
        if self._parquet and self._waiting:
            import pyarrow as pa

            self._parquet.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._rows = [], 0

    def _wait(self, rows: list[dict[str, Any]]) -> None:
        import pyarrow as pa

        self._waiting.append(pa.RecordBatch.from_pylist(rows, schema=claims_schema()))
        self._rows += len(rows)
        if self._rows >= ROW_GROUP:
            self.flush()


def _row(record: Record, claim: Claim, quote: Quote | None) -> dict[str, Any]:
    actor, target = claim.actor, claim.target
    speaker = quote and (quote.speaker_name or (quote.speaker.text if quote.speaker else None))
    values = (
        record.id, claim.id, record.date, record.source, record.title, record.story,
        actor.name, actor.label, actor.ref, actor.text, actor.start, actor.end,
        claim.stance, claim.polarity, claim.stage,
        target and target.name, target and target.label, target and target.kind, target and target.text,
        claim.jurisdiction, claim.statement_date, claim.effective_date, claim.date_source, claim.attribution,
        speaker, quote and quote.organization, quote and quote.text, quote and quote.kind,
        claim.evidence.text, claim.evidence.start, claim.evidence.end, claim.confidence, claim.counted,
    )  # fmt: skip
    return dict(zip(CLAIM_COLUMNS, values, strict=True))


def _checked_rows(record: Record) -> list[dict[str, Any]]:
    rows = claim_rows(record)
    for row in rows:
        check_text("\n".join(value for value in row.values() if isinstance(value, str)), row, record.id)
    return rows


def _csv_cell(value: object) -> object:
    """A value as a CSV cell: booleans as JSON writes them, everything else unchanged."""
    return str(value).lower() if isinstance(value, bool) else value
