"""The command `export`: records in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors


def _list_formats(value: bool) -> None:
    if value:
        from onrecord import exports

        for name, about in exports.FORMATS.items():
            typer.echo(f"{name:<16}{about}")
        raise typer.Exit


@app.command("export", epilog=EPILOG_SHORT)
def export_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records (JSONL, Parquet).")
    ],
    *,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="The format; --formats lists them.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="PATH", help="File or folder to write.")],
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the format; docs/exports.md lists them.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    formats: Annotated[
        bool, typer.Option("--formats", callback=_list_formats, is_eager=True, help="List the formats and leave.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Export records for another tool: tables, Label Studio, brat, INCEpTION, Web Annotation, spaCy, datasets, DNA, GraphML.

    What the format has no place for is counted and said on stderr.
    """
    del formats  # its callback has done the work
    with errors(debug=debug):
        from onrecord import exports
        from onrecord.cli.results import count
        from onrecord.errors import InputError
        from onrecord.estimate.units import reread

        there = [path for path in exports.files_of(to, out) if path.is_file()]
        if there and not overwrite:
            raise InputError(f"{there[0]}: is there already, pass --overwrite to replace it")
        done = exports.export(reread(annotations)(), to, out, **_pairs(settings or []))
        typer.echo(f"{count(done.records, 'record')} as {to} in {', '.join(map(str, done.files))}")
        if done.lost:
            told = ", ".join(f"{what} ({times:,})" for what, times in sorted(done.lost.items()))
            typer.echo(f"Not held by {to}: {told}", err=True)
        if failed := _failures(annotations):
            typer.echo(f"{count(failed, 'article')} of the run failed and can't be exported: see failures.jsonl", err=True)


def _failures(annotations: Path) -> int:
    """How many articles of a run have no record."""
    from onrecord.records import read_failures

    path = annotations / "failures.jsonl"
    return sum(1 for _ in read_failures(path)) if path.is_file() else 0


def _pairs(given: list[str]) -> dict[str, str]:
    from onrecord.errors import InputError

    pairs = dict(text.partition("=")[::2] for text in given)
    if not all(key and value for key, value in pairs.items()):
        raise InputError(f"{', '.join(given)}: give --set KEY=VALUE")
    return pairs
