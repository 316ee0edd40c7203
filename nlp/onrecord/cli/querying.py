"""The command that answers questions in SQL: `query`."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from onrecord.query import Answer


class Form(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command("query", epilog=EPILOG_SHORT)
def query_command(
    annotations: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; `-` reads it from standard input.")],
    *,
    form: Annotated[Form, typer.Option("--format", help="`table` for people, `csv`, or `json`: an object a line.")] = Form.TABLE,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File for CSV or JSON, in place of the screen.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="Most rows of a table on the screen.")] = 100,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    debug: Debug = False,
) -> None:
    """Answer a question in SQL about a run, with DuckDB.

    Tables: claims, articles, quotes, entities, failures, and records, nested. `DESCRIBE claims` lists columns. A query reads the
    run and nothing else, and changes nothing. Cells of CSV that a spreadsheet would take for formulas begin with a quotation mark.
    """
    with errors(debug=debug):
        from onrecord.errors import InputError
        from onrecord.query import ask

        if out and form is Form.TABLE:
            raise InputError("--out writes CSV or JSON: add --format csv or --format json")
        if out and out.exists() and not overwrite:
            raise InputError(f"{out}: is there already, pass --overwrite to replace it")
        with ask(annotations, sys.stdin.read() if sql == "-" else sql) as answer:
            if form is Form.TABLE:
                _show(answer, rows)
                return
            with _writing(out) as file:
                _write_csv(answer, file) if form is Form.CSV else _write_json(answer, file)


def _show(answer: Answer, most: int) -> None:
    from onrecord.cli.results import console, count, rows_table
    from onrecord.query import flat

    first = [tuple(flat(value) for value in row) for row in islice(answer.rows, most)]
    console().print(rows_table(answer.columns, first))
    if next(answer.rows, None) is not None:
        typer.echo(f"… these are the first {count(most, 'row')}: --rows shows more, --format csv --out FILE writes all")


def _write_csv(answer: Answer, file: TextIO) -> None:
    from onrecord.exports.escapes import csv_cell
    from onrecord.query import flat

    writer = csv.writer(file)
    writer.writerow(map(csv_cell, answer.columns))
    for row in answer.rows:
        cells = [flat(value) for value in row]
        writer.writerow([str(c).lower() if isinstance(c, bool) else csv_cell(c) if isinstance(c, str) else c for c in cells])


def _write_json(answer: Answer, file: TextIO) -> None:
    from onrecord.errors import InputError
    from onrecord.query import plain
    from onrecord.terminal import escaped

    if twice := [name for name in answer.columns if answer.columns.count(name) > 1]:
        raise InputError(f"two columns are called {twice[0]!r}: name them apart with AS")
    for row in answer.rows:
        line = json.dumps(dict(zip(answer.columns, map(plain, row), strict=True)), ensure_ascii=False)
        file.write(f"{escaped(line) if file.isatty() else line}\n")


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole or not at all."""
    from onrecord.records.files import replacing

    if out is None:
        yield sys.stdout
        return
    with replacing(out) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        yield file
