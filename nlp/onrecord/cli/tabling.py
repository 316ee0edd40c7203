"""The command that counts: `table`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, Scheme, app
from onrecord.cli.guard import errors

if TYPE_CHECKING:
    from onrecord.tables import Counts, Question

SHOWN = 50
"""Rows that are printed where no file is asked for."""


class Unit(StrEnum):
    """What is counted."""

    CLAIM = "claim"
    ARTICLE = "article"
    STORY = "story"
    SOURCE = "source"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Dated(StrEnum):
    """Which date counts."""

    PUBLISHED = "published"
    STATED = "stated"
    EFFECTIVE = "effective"


By = Annotated[
    str,
    typer.Option(
        metavar="KEYS",
        help="Columns, by commas: actor, target, stance, polarity, stage, country, source, speaker, document, story, day, week,"
        " month, year.",
    ),
]


@app.command("table", epilog=EPILOG_SHORT)
def table_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records (JSONL, Parquet).")
    ],
    *,
    by: By,
    count: Annotated[
        Unit, typer.Option(help="What to count: claims, or how many articles, stories, sources, weeks … have at least one.")
    ] = Unit.CLAIM,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write: .csv, .parquet or .xlsx.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Count negated, threatened, considered and reversed claims too.")] = False,
    scheme: Annotated[Scheme, typer.Option(help="Stances that count: `five` counts refusals too.")] = Scheme.FOUR,
    date: Annotated[Dated, typer.Option(help="Date of days, weeks, months and years.")] = Dated.PUBLISHED,
    zeros: Annotated[
        bool, typer.Option("--zeros", help="Add rows of zero for periods and stances in which there is none.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    debug: Debug = False,
) -> None:
    """Count claims, or the articles and stories that have them, by actor, target, month and more.

    Counts the claims that are affirmed and in effect or announced, unless --all is given. Without --out, the table is printed.
    """
    with errors(debug=debug):
        from onrecord.errors import InputError
        from onrecord.tables import SUFFIXES, Question, write
        from onrecord.tables import count as count_claims

        if out and out.suffix.lower() not in SUFFIXES:
            raise InputError(f"{out}: cannot tell the format, give a name that ends in {', '.join(SUFFIXES)}")
        if out and out.exists() and not overwrite:
            raise InputError(f"{out}: is there already, pass --overwrite to replace it")
        question = Question(
            by=tuple(key.strip() for key in by.split(",") if key.strip()), unit=count.value, counted=not every,
            refusals=scheme is Scheme.FIVE, date=date.value, zeros=zeros,
        )  # fmt: skip
        found = count_claims(annotations, question)
        if out:
            write(found, out)
        _report(found, question, out)


def _report(found: Counts, question: Question, out: Path | None) -> None:
    """Print the table, or where it is; and on stderr what is not in it."""
    from onrecord.cli.results import console, count, rows_table

    size = found.table.num_rows
    if out:
        typer.echo(f"{count(size, 'row')} from {count(found.claims, 'claim')} in {out}")
    elif size:
        first = found.table.slice(0, SHOWN)
        console().print(rows_table(first.column_names, list(zip(*first.to_pydict().values(), strict=True))))
    else:
        typer.echo("No claims to count")
    if not out and size > SHOWN:
        typer.echo(f"… and {count(size - SHOWN, 'row')} more, --out FILE.csv writes all of them")
    if found.refusals_left_out:
        typer.echo(f"Left out: {count(found.refusals_left_out, 'claim')} of refusal, --scheme five counts them", err=True)
    if found.undated:
        typer.echo(f"Left out: {count(found.undated, 'claim')} whose {question.unit} is not known", err=True)
