"""Discourse Network Analyzer (DNA): statements, as a database (SQLite) or as the event list that it exports (CSV).

Source: https://github.com/leifeld/dna, `sql/Sql.java` (databases of DNA 2 and 3) and `eventCSV` in `export/Exporter.java`.
A database gives a record for each document that has statements; its title is put in front of the text, as everywhere in
onrecord. An event list has no documents, so each statement is a record. What a concept means is for the caller to say:
`stances={"Leave the market": "withdraw", "not Obey the order": "refuse"}`; without it there are no claims. Everything
that was coded is kept under `meta`.

Settings: `actor` (organization), `person` (person), `concept` (concept) and `qualifier` (agreement), the names of the
variables; `offsets`, `utf16` (as DNA's editor counts) or `codepoints`; `documents`, `coded` or `all`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onrecord.corpora import dna_database
from onrecord.corpora.markup import Document
from onrecord.corpora.reading import lines_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.statements import VARIABLES, Statement, statement_marks
from onrecord.errors import InputError
from onrecord.records.files import opened

SETTINGS = (*VARIABLES, "offsets", "documents")

_MAGIC = b"SQLite format 3\x00"
_OTHER = re.compile(r"[^a-z0-9]+")
_NEEDED = ("statement id", "text")
_ABOUT = ("statement id", "time", "document id", "document title", "author", "source", "section", "type", "text")
"""Columns of an event list that are no variables."""


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the coded documents of a database, or the statements of an event list.

    Raises:
        InputError: The file cannot be read, or is neither.
    """
    if path.is_dir():
        raise InputError(f"{path}: a folder, give the database or the event list itself")
    with opened(path) as raw:
        head = raw.read(len(_MAGIC))
    yield from dna_database.read(path, setup) if head == _MAGIC else _events(path, setup)


def _events(path: Path, setup: Setup) -> Iterator[Pending]:
    names: list[str] = []
    reader = csv.reader((f"{line}\n" for _, line in lines_of(path)), delimiter=";")
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(f"{path}:{number}: broken CSV ({error}), repair the quotes or export it again") from None
        if row is None:
            return
        if not names:
            names = _header(path, row)
        elif row:
            yield Pending(f"{path}:{number}", partial(_event, path.stem, names, row, setup))


def _header(path: Path, row: list[str]) -> list[str]:
    plain = [_OTHER.sub(" ", name.casefold()).strip() for name in row]
    if missing := [name for name in _NEEDED if name not in plain]:
        raise InputError(
            f"{path}:1: no column {missing[0]!r}, this is neither a database of DNA (SQLite; load an SQL dump into one first)"
            " nor its event list (CSV with semicolons)"
        )
    return [name if name in _ABOUT else given for name, given in zip(plain, row, strict=True)]


def _event(stem: str, names: list[str], row: list[str], setup: Setup) -> Document:
    if len(row) != len(names):
        raise InputError(f"{len(row)} fields where the first line has {len(names)}, check quotes and semicolons")
    given = dict(zip(names, row, strict=True))
    text = given["text"]
    if not text.strip():
        raise InputError("a statement without words, was it exported without its text?")
    about = {name.replace(" ", "_"): value for name, value in given.items() if name in _ABOUT and name != "text" and value}
    variables = {name: value for name, value in given.items() if name not in _ABOUT}
    statement = Statement(given["statement id"], (0, len(text)), variables)
    marks, links = statement_marks(text, [statement], setup)
    day = given.get("time", "")[:10]
    return Document(
        head={
            "id": f"{stem}-{given['statement id']}",
            "date": day if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else None,
            "source": given.get("source") or None,
            "meta": about,
        },
        text=text,
        marks=tuple(marks),
        links=tuple(links),
        labelled=("claims",) if setup.mapped else (),
    )
