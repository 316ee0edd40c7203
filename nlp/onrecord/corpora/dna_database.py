"""Databases of the Discourse Network Analyzer, opened for reading only."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from onrecord.corpora.markup import Document
from onrecord.corpora.offsets import Convert, Units
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.statements import Statement, statement_marks
from onrecord.errors import InputError

log = logging.getLogger(__name__)

_PLAIN = {"DATABOOLEAN": "Value", "DATAINTEGER": "Value", "DATALONGTEXT": "Value"}
_MILLISECONDS = 10**11
"""Dates above are in milliseconds (DNA 2), below in seconds (DNA 3): a hundred thousand million seconds are the year 5138."""
_VALUES = "SELECT v.Variable, d.{value} FROM {table} d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?"
_ENTITY = (
    "SELECT v.Variable, e.Value FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId"
    " JOIN ENTITIES e ON e.ID = d.Entity WHERE d.StatementId = ?"
)
_STATEMENTS = "SELECT ID, Start, Stop FROM STATEMENTS WHERE DocumentId = ? ORDER BY Start, Stop, ID"


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of a database that have statements; all of them, where the setting `documents` says so.

    Raises:
        InputError: It is no database of DNA 2 or 3, or is damaged.
    """
    everything = setup.choice("documents", "coded", "all") == "all"
    left_out = 0
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as database:
            queries = _queries(path, database)
            documents = database.execute("SELECT * FROM DOCUMENTS ORDER BY ID")
            columns = [column[0] for column in documents.description]
            for row in documents:
                document = dict(zip(columns, row, strict=True))
                statements = database.execute(_STATEMENTS, (document["ID"],)).fetchall()
                if not statements and not everything:
                    left_out += 1
                    continue
                coded = [(*statement, _variables(database, queries, statement[0])) for statement in statements]
                yield Pending(f"{path}: document {document['ID']}", partial(_document, path.stem, document, coded, setup))
    except sqlite3.Error as error:
        raise InputError(f"{path}: cannot be read as a database of DNA 2 or 3 ({error}), open and save it with DNA 3") from None
    if left_out:
        log.info("%s: %d documents without statements left out", path, left_out)


def _queries(path: Path, database: sqlite3.Connection) -> list[str]:
    """The queries for the variables of a statement, by the generation of the database."""
    columns = {row[1]: row[2].upper() for row in database.execute("PRAGMA table_info(DATASHORTTEXT)")}
    plain = [_VALUES.format(table=table, value=value) for table, value in _PLAIN.items()]
    if "VariableId" in columns and "Entity" in columns:
        return [_ENTITY, *plain]
    if "VariableId" in columns and columns.get("Value") == "TEXT":
        return [_VALUES.format(table="DATASHORTTEXT", value="Value"), *plain]
    raise InputError(f"{path}: no database of DNA 2 or 3 (its table DATASHORTTEXT has {', '.join(columns) or 'no columns'})")


def _variables(database: sqlite3.Connection, queries: list[str], statement: int) -> dict[str, str]:
    rows = (row for query in queries for row in database.execute(query, (statement,)))
    return {name: str(value) for name, value in rows if value is not None}


def _document(stem: str, row: Mapping[str, Any], coded: list[tuple[Any, ...]], setup: Setup) -> Document:
    body, title = (str(row.get(name) or "") for name in ("Text", "Title"))
    title = title.strip()
    in_front = title and body.lstrip().partition("\n")[0].strip() != title
    begin = len(title) + 2 if in_front else 0
    text = f"{title}\n\n{body}" if in_front else body
    point: Convert = Units(body).point if setup.choice("offsets", "utf16", "codepoints") == "utf16" else int
    statements = []
    for name, start, stop, variables in coded:
        if not isinstance(start, int) or not isinstance(stop, int):
            raise InputError(
                f"statement {name} stands at {start}:{stop}, two whole numbers are expected, open and save it with DNA"
            )
        statements.append(Statement(str(name), (begin + point(start), begin + point(stop)), variables))
    marks, links = statement_marks(text, statements, setup)
    return Document(
        head={
            "id": f"{stem}-{row['ID']}",
            "title": title or None,
            "date": _day(row.get("Date")),
            "source": str(row.get("Source") or "") or None,
            "body_start": begin,
            "meta": {key.lower(): str(row[key]) for key in ("Author", "Section", "Type", "Notes") if row.get(key)},
        },
        text=text,
        marks=tuple(marks),
        links=tuple(links),
        labelled=("claims",) if setup.mapped else (),
    )


def _day(date: Any) -> str | None:
    if not isinstance(date, int):
        return None
    try:
        return datetime.fromtimestamp(date / 1000 if abs(date) > _MILLISECONDS else date, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None
