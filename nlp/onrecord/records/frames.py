"""Records as data frames and data sets: flat tables for pandas and Arrow, the nested record for Hugging Face `datasets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from onrecord.errors import InputError
from onrecord.records.arrow import to_table
from onrecord.records.tables import claim_rows, claims_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    import datasets
    import pandas as pd
    import pyarrow as pa

    from onrecord.types import Record

Format = Literal["pandas", "arrow"]
Table = Literal["claims", "entities", "quotes", "sentences"]
Scheme = Literal["four", "five"]

_COLUMNS = {
    "entities": ("article_id entity_id start! end! text label name", "ref via antecedent"),
    "quotes": ("article_id quote_id start! end! text kind", "cue speaker speaker_name organization"),
    "sentences": ("article_id sentence! start! end! text stances", ""),
}
"""Columns that always have a value, then those that may be null; `!` marks integers, the others are strings."""


@overload
def to_frame(
    records: Iterable[Record],
    *,
    format: Literal["pandas"] = "pandas",
    table: Table = "claims",
    scheme: Scheme = "five",
    counted: bool = False,
) -> pd.DataFrame: ...


@overload
def to_frame(
    records: Iterable[Record],
    *,
    format: Literal["arrow"],
    table: Table = "claims",
    scheme: Scheme = "five",
    counted: bool = False,
) -> pa.Table: ...


def to_frame(
    records: Iterable[Record],
    *,
    format: Format = "pandas",  # noqa: A002 - the word that pandas, polars and datasets use
    table: Table = "claims",
    scheme: Scheme = "five",
    counted: bool = False,
) -> pd.DataFrame | pa.Table:
    """Return one flat table of records, its columns typed also when it is empty. By default nothing is left out.

    Args:
        records: Records, read once.
        format: `pandas` for a `pandas.DataFrame`, `arrow` for a `pyarrow.Table`.
        table: What a row is: one of the `claims` (see `claim_rows`), `entities` (mentions), `quotes` or `sentences`.
            Every table begins with `article_id` and the id, or index, of the row in its record.
        scheme: `four` leaves claims of the stance `refuse` out. For the table of claims only.
        counted: Whether to keep only the claims that are counted, see `Claim.counted`. For the table of claims only.

    Raises:
        InputError: No such format, table or scheme, or one that does not go with the other.
    """
    import pyarrow as pa

    rows = {"claims": claim_rows, "entities": _entity_rows, "quotes": _quote_rows, "sentences": _sentence_rows}
    if table not in rows:
        raise InputError(f"no table {table!r}: choose from {', '.join(rows)}")
    if format not in ("pandas", "arrow"):
        raise InputError(f"no format {format!r}: choose pandas or arrow")
    if scheme not in ("four", "five"):
        raise InputError(f"no scheme {scheme!r}: choose four or five")
    if table != "claims" and (counted or scheme == "four"):
        raise InputError(f"scheme and counted choose claims: leave them out for the table {table!r}")
    schema = claims_schema() if table == "claims" else _schema(*_COLUMNS[table])
    chosen = (row for record in records for row in rows[table](record) if table != "claims" or _wanted(row, scheme, counted))
    found = pa.Table.from_pylist(list(chosen), schema=schema)
    return found if format == "arrow" else found.to_pandas()


def to_dataset(records: Iterable[Record]) -> datasets.Dataset:
    """Return records as a Hugging Face data set in memory, one row a record, nested as in Parquet (`meta` a string of JSON).

    Nothing is sent anywhere; `push_to_hub` is the caller's to call.

    Raises:
        RecordError: A record holds what a file cannot.
    """
    from datasets import Dataset
    from datasets.table import InMemoryTable

    return Dataset(InMemoryTable(to_table(records)))


def _wanted(row: dict[str, Any], scheme: Scheme, counted: bool) -> bool:  # noqa: FBT001 - passed on
    return (row["counted"] or not counted) and (row["stance"] != "refuse" or scheme == "five")


def _schema(always: str, maybe: str) -> pa.Schema:
    import pyarrow as pa

    def field(name: str, *, nullable: bool) -> pa.Field:
        return pa.field(name.removesuffix("!"), pa.int64() if name.endswith("!") else pa.string(), nullable=nullable)

    return pa.schema([field(n, nullable=False) for n in always.split()] + [field(n, nullable=True) for n in maybe.split()])


def _entity_rows(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "article_id": record.id, "entity_id": e.id, "start": e.start, "end": e.end, "text": e.text, "label": e.label,
            "name": e.name, "ref": e.ref, "via": e.via, "antecedent": e.antecedent,
        }
        for e in record.entities
    ]  # fmt: skip


def _quote_rows(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "article_id": record.id, "quote_id": q.id, "start": q.start, "end": q.end, "text": q.text, "kind": q.kind,
            "cue": q.cue and q.cue.text, "speaker": q.speaker and q.speaker.text, "speaker_name": q.speaker_name,
            "organization": q.organization,
        }
        for q in record.quotes
    ]  # fmt: skip


def _sentence_rows(record: Record) -> list[dict[str, Any]]:
    """One row a sentence; several stances are joined by `;`."""
    return [
        {
            "article_id": record.id, "sentence": i, "start": s.start, "end": s.end, "text": record.text[s.start : s.end],
            "stances": ";".join(s.stances),
        }
        for i, s in enumerate(record.sentences)
    ]  # fmt: skip
