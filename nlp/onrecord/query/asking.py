"""Put a question to DuckDB, which sees the tables of one run and nothing else."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, MissingExtraError
from onrecord.query.files import PROTOCOL, RunFiles
from onrecord.query.tables import Tables, quoted, tables_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import duckdb

TABLES = ("articles", "claims", "entities", "failures", "quotes", "records")
"""Tables of a query."""
_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a query."""

    columns: tuple[str, ...]
    """Names of the columns; two may be the same."""
    rows: Iterator[tuple[Any, ...]]
    """The rows, read as they are asked for. Raises InputError where the query fails on the way."""


@contextmanager
def ask(folder: str | os.PathLike[str], sql: str) -> Iterator[Answer]:
    """Answer a query in SQL about a run, as long as the block lasts.

    Args:
        folder: That `onrecord annotate` wrote.
        sql: One SELECT, or one of DuckDB's short forms of it: FROM, DESCRIBE, SHOW TABLES, SUMMARIZE.

    Raises:
        InputError: The folder holds no results of a finished run; the SQL is wrong, is more or something else than a SELECT, or
            reads what is no part of the run.
        MissingExtraError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("a query", "query") from None
    tables = tables_of(Path(folder))
    # The files were there a moment ago: an error of DuckDB here is a damaged file, or a bug.
    with TemporaryDirectory(prefix="onrecord-query-") as scratch, closing(duckdb.connect(":memory:")) as database:
        _open(database, tables, scratch)
        try:
            _check(database, sql)
            database.execute(sql)
        except duckdb.Error as error:
            raise _refused(error) from None
        columns = tuple(str(column[0]) for column in database.description or ())
        yield Answer(columns=columns, rows=_rows(database))


def _open(database: duckdb.DuckDBPyConnection, tables: Tables, scratch: str) -> None:
    """Make the tables, and shut everything else."""
    import duckdb

    database.register_filesystem(RunFiles(tables.files))
    try:
        for statement in tables.sql:
            database.execute(statement)
    except duckdb.Error as error:
        raise InputError(f"the files of the run cannot be read ({_short(error)}): are they whole?") from None
    allowed = ", ".join(quoted(f"{PROTOCOL}://{name}") for name in tables.files)
    for setting in (
        f"allowed_paths = [{allowed}]",
        f"temp_directory = {quoted(scratch)}",
        "python_enable_replacements = false",  # no variable of this process is a table
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        database.execute(f"SET {setting}")


def _check(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Refuse what is not one SELECT: a slip is better told before than by what it does."""
    import duckdb

    statements = database.extract_statements(sql)
    if not statements:
        raise InputError("the query is empty: give a SELECT")
    if len(statements) > 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InputError(
            "a query is one SELECT and changes nothing; PIVOT needs its values: PIVOT … ON stance IN ('pause', 'comply') …"
        )


def _rows(database: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := database.fetchmany(_ROWS):
            yield from rows
    except duckdb.Error as error:
        raise _refused(error) from None


def _refused(error: Exception) -> InputError:
    import duckdb

    text = _short(error)
    if isinstance(error, duckdb.PermissionException) or "a query writes nothing" in text:
        return InputError(f"a query reads the tables of the run and writes nothing ({text}): take from {', '.join(TABLES)}")
    return InputError(f"the query cannot be answered: {text}; tables are {', '.join(TABLES)}, `DESCRIBE claims` lists columns")


def _short(error: Exception) -> str:
    """What DuckDB says, without the query, which the user knows."""
    text = str(error).partition("\n\nLINE ")[0]
    if text.startswith("Traceback"):  # of the file system that a query reads from
        text = text.strip().splitlines()[-1]
    return " ".join(text.split()).rstrip(".!")
