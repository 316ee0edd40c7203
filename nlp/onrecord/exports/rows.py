"""The flat tables of records row by row, without all of them in memory, and what a table leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

from onrecord.records.frames import Table, to_frame

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.exports.job import Job
    from onrecord.types import Record

TABLES: tuple[Table, ...] = get_args(Table)
"""Names of the flat tables; see `onrecord.records.to_frame`."""
_BATCH = 200
_HEAD = {"meta": "meta", "url": "URLs", "lang": "languages", "model": "models", "truncated_at": "truncation marks"}
_HEAD_OF_CLAIMS = {"title": "titles", "date": "dates", "source": "sources", "story": "stories"}
"""Fields that only the table of claims has."""


def schema(table: Table) -> pa.Schema:
    """Return the columns of a table."""
    found: pa.Schema = to_frame([], format="arrow", table=table).schema
    return found


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield the records in lists of a few hundred."""
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def rows(records: Iterable[Record], table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, keys in the order of its columns."""
    found: list[dict[str, Any]] = to_frame(records, format="arrow", table=table).to_pylist()
    return found


def lose_rest(job: Job, record: Record, table: Table) -> None:
    """Count what a table has no place for: the other parts of the record, and the record itself where it has no row."""
    for part in TABLES:
        if part != table:
            shown = {claim.quotes[0] for claim in record.claims if claim.quotes} if part == "quotes" and table == "claims" else ()
            job.lose(part, len(getattr(record, part)) - len(shown))
    if not getattr(record, table):
        job.lose(f"articles without {table}")
    if table != "sentences":
        job.lose("texts of articles")
    job.lose_fields(record, _HEAD if table == "claims" else _HEAD | _HEAD_OF_CLAIMS)
    if table == "quotes":
        job.lose("places of cues and speakers", sum(bool(quote.cue) + bool(quote.speaker) for quote in record.quotes))
        job.lose("pieces of broken-up quotes", sum(len(quote.spans) for quote in record.quotes if len(quote.spans) > 1))
    if table == "claims":
        job.lose("places of targets", sum(claim.target is not None for claim in record.claims))
        job.lose("lexicon ids of targets", sum(bool(claim.target and claim.target.ref) for claim in record.claims))
        job.lose("second quotes of a claim", sum(max(len(claim.quotes) - 1, 0) for claim in record.claims))
        job.lose("marks of unsure claims", sum(claim.unsure for claim in record.claims))


def lose_empty(job: Job, row: Mapping[str, Any], columns: pa.Schema) -> None:
    """Count the empty texts of a row that a cell can't tell from nothing, because there could be nothing."""
    job.lose("empty texts, which a cell can't tell from nothing", sum(row[field.name] == "" for field in columns if field.nullable))
