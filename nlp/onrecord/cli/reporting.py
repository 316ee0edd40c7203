"""The command that makes a page of what was annotated: `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors


@app.command("report", epilog=EPILOG_SHORT)
def report_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records.")
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="HTML", help="The page.")] = Path("report.html"),
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a page that is there.")] = False,
    debug: Debug = False,
) -> None:
    """Make one page of a collection, to open in a browser from disk.

    Actors and their stances, over time and by law, down to the sentences; filters, search, CSV. The page loads nothing.
    """
    with errors(debug=debug):
        from onrecord.cli.results import count
        from onrecord.errors import InputError
        from onrecord.estimate.units import reread
        from onrecord.records import read_failures
        from onrecord.records.runs import FAILURES
        from onrecord.report import write_report
        from onrecord.report.write import TITLE

        if out.exists() and not overwrite:
            raise InputError(f"{out}: is there already, pass --overwrite to replace it")
        failures = annotations / FAILURES
        found = write_report(
            reread(annotations)(),
            out,
            failures=read_failures(failures) if failures.is_file() else (),
            title=TITLE if title is None else title,
        )
        typer.echo(f"{count(found.articles, 'article')}, {count(found.claims, 'claim')} in {out} ({found.size / 1e6:.1f} MB)")
