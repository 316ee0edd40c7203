"""The flat table: one row a claim, for people and spreadsheets.

Cells are written as they are. A text that begins with `=`, `+`, `-` or `@` is not given a quotation mark in front, as
some exporters do against formulas in spreadsheets: it would change the data, and offsets would no longer fit. Before a
CSV file of articles by strangers is opened in a spreadsheet, import its columns as text, or take the Parquet file.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.records.arrow import write_rows
from onrecord.records.checks import check_text
from onrecord.records.files import replacing

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from onrecord.types import Claim, Quote, Record

CLAIM_COLUMNS: tuple[str, ...] = (
    "article_id", "claim_id", "date", "source", "title", "story", "actor", "actor_label", "actor_ref", "actor_text",
    "actor_start", "actor_end", "stance", "polarity", "stage", "target", "target_label", "target_kind", "target_text",
    "jurisdiction", "statement_date", "effective_date", "date_source", "attribution", "speaker", "organization", "quote",
    "quote_kind", "evidence", "evidence_start", "evidence_end", "confidence", "counted",
)  # fmt: skip
"""Columns of the flat table, in order."""

ROW_GROUP = 10_000
"""Claims of a row group of the Parquet file."""

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
    count = 0
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(CLAIM_COLUMNS)
        for row in _checked_rows(records):
            writer.writerow(map(csv_cell, row.values()))
            count += 1
    return count


def write_claims_parquet(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write the flat table as Parquet, typed also when it is empty, and return the number of claims.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what UTF-8 cannot.
    """
    return write_rows(_groups(_checked_rows(records)), path, claims_schema())


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


def _checked_rows(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        for row in claim_rows(record):
            check_text("\n".join(value for value in row.values() if isinstance(value, str)), row, record.id)
            yield row


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        group.append(row)
        if len(group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


def csv_cell(value: object) -> object:
    """Return a value as a CSV cell: booleans as JSON writes them, everything else unchanged."""
    return str(value).lower() if isinstance(value, bool) else value
