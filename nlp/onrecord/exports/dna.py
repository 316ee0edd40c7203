"""A database of the Discourse Network Analyzer (DNA) 3, filled.

Source: https://github.com/leifeld/dna, `dna/src/main/java/sql/Sql.java`. Offsets are UTF-16 code units; short texts are
entities, at most 190 characters long; dates are seconds since 1970.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import Any

from onrecord.exports.words import data, rows

MOST = 190
"""Longest short text, title and source."""
PASSWORD = "onrecord"  # noqa: S105 - DNA asks for one, and everybody is to know it
"""Of the coder Admin, whom DNA asks for when it opens the database."""
TYPES = {True: 1, False: 2}
"""Statement types by whether they have the variable `agreement`."""
_LABELS = {1: "DNA Statement", 2: "Claim without agreement"}
_COLORS = {1: (239, 208, 51), 2: (211, 211, 211)}
_ATTRIBUTES = ("Type", "Alias", "Notes")
_TABLES = {"boolean": "DATABOOLEAN", "long text": "DATALONGTEXT"}
_ROUNDS = 100_000


class Database:
    """An open database with DNA's tables, one coder and our two statement types."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._variables: dict[tuple[int, str], tuple[int, str]] = {}
        self._entities: dict[tuple[int, str], int] = {}
        connection.executescript(data("dna.sql"))
        connection.executemany("INSERT INTO SETTINGS VALUES (?, ?)", [("version", "3.0.11"), ("date", "2023-10-15")])
        columns = "(ID, Name, Red, Green, Blue, Password)"
        connection.execute(f"INSERT INTO CODERS {columns} VALUES (1, 'Admin', 255, 255, 0, ?)", [_hashed(PASSWORD)])  # noqa: S608
        for number, label in _LABELS.items():
            connection.execute("INSERT INTO STATEMENTTYPES VALUES (?, ?, ?, ?, ?)", [number, label, *_COLORS[number]])
            self._add_variables(number)

    def add_document(self, title: str, text: str, *, source: str, notes: str, seconds: int) -> int:
        """Add a document and return its id."""
        columns = "(Title, Text, Coder, Source, Notes, Date)"
        values = [title, text, source, notes, seconds]
        return self._insert(f"INSERT INTO DOCUMENTS {columns} VALUES (?, ?, 1, ?, ?, ?)", values)  # noqa: S608

    def add_statement(self, document: int, start: int, stop: int, values: Mapping[str, Any]) -> None:
        """Add a statement.

        Args:
            document: Id of its document.
            start: UTF-16 code units into the document's text.
            stop: The same.
            values: Of each variable; one without `agreement` is of the type that has none.
        """
        kind = TYPES["agreement" in values]
        columns = "(StatementTypeId, DocumentId, Start, Stop, Coder)"
        statement = self._insert(f"INSERT INTO STATEMENTS {columns} VALUES (?, ?, ?, ?, 1)", [kind, document, start, stop])  # noqa: S608
        for name, value in values.items():
            variable, datatype = self._variables[kind, name]
            table, column = _TABLES.get(datatype, "DATASHORTTEXT"), "Entity" if datatype == "short text" else "Value"
            kept = self._entity(variable, value) if datatype == "short text" else value
            sql = f"INSERT INTO {table} (StatementId, VariableId, {column}) VALUES (?, ?, ?)"  # noqa: S608 - names are ours
            self._connection.execute(sql, [statement, variable, kept])

    def _add_variables(self, kind: int) -> None:
        for row in rows("dna_variables"):
            if row["agreeing_only"] and kind != TYPES[True]:
                continue
            sql = "INSERT INTO VARIABLES (Variable, DataType, StatementTypeId) VALUES (?, ?, ?)"
            variable = self._insert(sql, [row["variable"], row["kind"], kind])
            self._variables[kind, row["variable"]] = (variable, row["kind"])
            if row["kind"] == "short text":
                self._entity(variable, "")  # DNA expects the empty value to be there
                sql = "INSERT INTO ATTRIBUTEVARIABLES (VariableId, AttributeVariable) VALUES (?, ?)"
                self._connection.executemany(sql, [(variable, name) for name in _ATTRIBUTES])

    def _entity(self, variable: int, value: str) -> int:
        key = (variable, value)
        if key not in self._entities:
            self._entities[key] = self._insert("INSERT INTO ENTITIES (VariableId, Value) VALUES (?, ?)", [variable, value])
        return self._entities[key]

    def _insert(self, sql: str, values: list[Any]) -> int:
        found = self._connection.execute(sql, values).lastrowid
        assert found is not None
        return found


@cache
def _hashed(password: str) -> str:
    """A password as Jasypt's `StrongPasswordEncryptor` keeps it: SHA-256, 16 bytes of salt in front, 100,000 rounds, Base64."""
    salt = secrets.token_bytes(16)
    digest = salt + password.encode()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")
