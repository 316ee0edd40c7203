"""SQL that makes tables of a run's files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.query.files import PROTOCOL
from onrecord.records.runs import FAILURES, claim_files, record_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

BUFFER = 1 << 24
"""Bytes of a line of JSON that DuckDB makes room for, unless the file has longer ones."""
_TEXT = "'VARCHAR'"
_FAILURE = ("id", "path", "stage", "error", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a query can read."""

    files: dict[str, Path]
    """Files by the names that `sql` has for them."""
    sql: tuple[str, ...]
    """Statements that make the tables."""


def tables_of(folder: Path) -> Tables:
    """Return the tables of a run.

    Raises:
        InputError: The folder holds no results, or those of a run that is not finished.
    """
    claims, records = _named("claims", claim_files(folder)), _named("records", record_files(folder))
    failures = _named("failures", [path for path in [folder / FAILURES] if path.is_file()])
    sql = (
        f"CREATE VIEW claims AS FROM read_parquet({_list(claims)})",
        f"CREATE VIEW records AS FROM {_records(records)}",
        f"CREATE VIEW failures AS {_failures(failures)}",
        resources.files("onrecord.query").joinpath("views.sql").read_text("utf-8"),
    )
    return Tables(files=claims | records | failures, sql=sql)


def _records(files: dict[str, Path]) -> str:
    from onrecord.records import record_schema

    if all(path.suffix == ".parquet" for path in files.values()):
        return f"read_parquet({_list(files)})"
    columns = ", ".join(f"{quoted(field.name)}: {quoted(_type(field.type))}" for field in record_schema())
    return _json(files, columns)


def _failures(files: dict[str, Path]) -> str:
    if not files:
        return f"SELECT {', '.join(f'NULL::VARCHAR AS {name}' for name in _FAILURE)} WHERE false"
    return f"FROM {_json(files, ', '.join(f'{quoted(name)}: {_TEXT}' for name in _FAILURE))}"


def _json(files: dict[str, Path], columns: str) -> str:
    size = max(map(_longest_line, files.values()))
    return f"read_json({_list(files)}, format = 'newline_delimited', maximum_object_size = {size}, columns = {{{columns}}})"


def _longest_line(path: Path) -> int:
    """Bytes of the longest line, `BUFFER` at least. DuckDB makes room for several of them in each thread."""
    if path.stat().st_size <= BUFFER:
        return BUFFER
    with path.open("rb") as lines:
        return max(BUFFER, 1 + max(map(len, lines)))


def _type(kind: pa.DataType) -> str:
    """The type of DuckDB that holds values of one of Arrow's; `meta`, text in Parquet, is text here too."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        return f"{_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return f"STRUCT({', '.join(f'{_name(field.name)} {_type(field.type)}' for field in kind)})"
    return {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}[kind]


def _named(table: str, files: Iterable[Path]) -> dict[str, Path]:
    return {f"{table}/{number}{path.suffix}": path for number, path in enumerate(files)}


def _list(files: Iterable[str]) -> str:
    return f"[{', '.join(quoted(f'{PROTOCOL}://{name}') for name in files)}]"


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
