"""Records as Arrow and Parquet: the nested record, a column a field, read back equal.

The Arrow types follow from the dataclasses, so the two cannot drift apart: `str` and literals are strings, `int` is
int64, `X | None` may be null, a tuple is a list, a dataclass a struct. Two fields differ from the dataclasses: `meta`
is a string of JSON, since its keys differ from record to record, and claims carry `counted`.
"""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from onrecord.errors import InputError, RecordError
from onrecord.records.checks import prefixed
from onrecord.records.codec import from_dict, parse_object, to_dict, to_json
from onrecord.records.files import opened, replacing
from onrecord.types import Claim, Record

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

ROW_GROUP = 1_000
"""Most records of a row group."""
GROUP_CHARS = 16_000_000
"""Characters of text after which a row group is closed early, so that long articles do not fill the memory."""
_BATCH = 64


@cache
def record_schema() -> pa.Schema:
    """Return the Arrow schema of a record."""
    import pyarrow as pa

    return pa.schema(_fields(Record))


def to_row(record: Record) -> dict[str, Any]:
    """Return the record as a row of `record_schema`.

    Raises:
        RecordError: The record holds what a file cannot.
    """
    to_json(record)  # the same refusals, by the same words, as in JSONL
    return _row(to_dict(record))


def row_of_line(line: str) -> dict[str, Any]:
    """Return the row of `record_schema` with the record on a line that `to_json` gave, which spares encoding it twice."""
    return _row(json.loads(line))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    row["meta"] = json.dumps(row["meta"], ensure_ascii=False)
    for claim in row["claims"]:
        claim.setdefault("confidence", None)
        claim.setdefault("unsure", False)
    return row


def from_row(row: Mapping[str, Any]) -> Record:
    """Return the record that a row of `record_schema` holds.

    Raises:
        RecordError: The row breaks the contract.
    """
    meta = row.get("meta")
    if not isinstance(meta, str):
        raise RecordError("meta: not a string of JSON, was the file written by onrecord?")
    try:
        found = parse_object(meta)
    except RecordError as error:
        raise prefixed(error, "meta") from None
    return from_dict({**row, "meta": found})


def to_table(records: Iterable[Record]) -> pa.Table:
    """Return records as one Arrow table of `record_schema`."""
    import pyarrow as pa

    return pa.Table.from_pylist([to_row(record) for record in records], schema=record_schema())


def write_parquet(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write records to a Parquet file, row group by row group, and return how many; it appears whole or not at all.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what a file cannot.
    """
    return write_rows(_groups(records), path, record_schema())


def read_parquet(path: str | os.PathLike[str]) -> Iterator[Record]:
    """Yield the records of a Parquet file one by one, equal to those that were written.

    Raises:
        InputError: The file cannot be read, or is no Parquet.
        RecordError: A row is no record; the message begins with file and row number, from 1.
    """
    for number, row in enumerate(_rows(path), 1):
        try:
            yield from_row(row)
        except RecordError as error:
            raise prefixed(error, f"{Path(path)}: row {number}") from None


def write_rows(groups: Iterable[list[dict[str, Any]]], path: str | os.PathLike[str], schema: pa.Schema) -> int:
    """Write lists of rows to a Parquet file, a row group each; return the number of rows.

    A file without rows still has its schema.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 0
    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for rows in groups:
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _groups(records: Iterable[Record]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    chars = 0
    for record in records:
        rows.append(to_row(record))
        chars += len(record.text)
        if len(rows) >= ROW_GROUP or chars >= GROUP_CHARS:
            yield rows
            rows, chars = [], 0
    if rows:
        yield rows


def _rows(path: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(path) as raw:
        try:
            for batch in pq.ParquetFile(raw).iter_batches(batch_size=_BATCH):
                yield from batch.to_pylist()
        except (pa.ArrowException, OSError) as error:
            reason = " ".join(str(error).split())
            raise InputError(f"{Path(path)}: cannot be read as Parquet ({reason}), is it whole?") from None


def _fields(kind: type) -> list[pa.Field]:
    import pyarrow as pa

    hints = get_type_hints(kind)
    found = [_field(field.name, hints[field.name]) for field in fields(cast("Any", kind))]
    if kind is Claim:
        found.append(pa.field("counted", pa.bool_(), nullable=False))
    return found


def _field(name: str, hint: Any) -> pa.Field:
    import pyarrow as pa

    # `Literal[…] | None` is a typing.Union up to Python 3.13, `str | None` a types.UnionType.
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    (known,) = (option for option in options if option is not type(None))
    return pa.field(name, _type(known), nullable=len(options) > 1)


def _type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    origin = get_origin(hint)
    if origin is tuple:
        return pa.list_(_field("element", get_args(hint)[0]))
    if is_dataclass(hint):
        return pa.struct(_fields(cast("type", hint)))
    if origin in (Literal, dict):  # literals are strings; meta, the one dict, is a string of JSON
        return pa.string()
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]
