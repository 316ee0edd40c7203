"""The commands that annotate and show, and the way in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import corpus, estimating, evaluating, grouping, quoting, training
from onrecord.cli.base import (
    EPILOG,
    Debug,
    Device,
    Disable,
    Lexicon,
    MaxChars,
    Model,
    Scheme,
    Threads,
    Threshold,
    app,
)
from onrecord.cli.guard import errors, exit_code

__all__ = ["app", "corpus", "estimating", "evaluating", "grouping", "main", "quoting", "training"]


def main() -> None:
    """Run the command line on `sys.argv`; ends the process with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")  # an article's characters need not exist in the terminal's encoding
    app(prog_name="onrecord")


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Put on record what companies and governments say they will do about a law.

    News articles in, structured claims out: who takes which stance on what, in whose words, and when.
    """
    del version  # its callback has done the work


@app.command("annotate", epilog=EPILOG)
def annotate_command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Files (HTML, Markdown, text, JSONL, JSON, CSV, Parquet), folders, or `-`.")
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for the results.")],
    lexicon: Lexicon = None,
    threshold: Threshold = None,
    model: Model = "onrecord-en",
    disable: Disable = None,
    device: Device = "cpu",
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    scheme: Annotated[Scheme, typer.Option(help="Stances of the table that is printed: `five` shows refusals too.")] = Scheme.FOUR,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace results that lie in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Annotate articles into a folder.

    The folder gets annotations.jsonl, claims.csv, claims.parquet and failures.jsonl, all at once at the end.
    """
    with errors(debug=debug):
        from onrecord import articles
        from onrecord.batch import annotate, check_out
        from onrecord.cli.inputs import check_inputs, load_pipeline
        from onrecord.cli.results import progress, report

        check_inputs(inputs, check_out(out, overwrite=overwrite))
        pipeline = load_pipeline(
            model, lexicon=lexicon, threshold=threshold, disable=disable, device=device, threads=threads, max_chars=max_chars
        )
        with progress(quiet=quiet) as advance:
            found = articles.read(inputs, max_chars=max_chars)
            summary = annotate(found, pipeline, out, progress=advance, overwrite=overwrite)
        report(summary, out, stances=pipeline.stances, refusals=scheme is Scheme.FIVE, quiet=quiet)
    raise typer.Exit(exit_code(summary.records, summary.failures))


@app.command("show", epilog=EPILOG)
def show_command(
    article: Annotated[str, typer.Argument(metavar="FILE_OR_TEXT", help="A file with an article, the text itself, or `-`.")],
    *,
    lexicon: Lexicon = None,
    threshold: Threshold = None,
    model: Model = "onrecord-en",
    disable: Disable = None,
    device: Device = "cpu",
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as a line of JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Show one article and its claims in the terminal.

    Entities, quotes and the sentences of claims are marked in the text; a table of the claims follows.
    """
    with errors(debug=debug):
        from onrecord.cli.inputs import load_pipeline, one_article
        from onrecord.cli.results import show

        given = one_article(article, max_chars)
        pipeline = load_pipeline(
            model, lexicon=lexicon, threshold=threshold, disable=disable, device=device, threads=threads, max_chars=max_chars
        )
        show(pipeline(given), as_json=as_json)


@app.command("info", epilog=EPILOG)
def info_command(
    *,
    model: Model = "onrecord-en",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Print the versions of the software and the model.

    The model's digest says exactly which weights annotate: cite it beside the versions.
    """
    with errors(debug=debug):
        from onrecord.cli.inputs import load_pipeline
        from onrecord.cli.results import model_facts, print_facts, versions

        facts = versions()
        if not as_json:
            print_facts(facts)  # of use even when the model turns out to be missing
        about = model_facts(load_pipeline(model))
        print_facts(facts | about if as_json else about, as_json=as_json)
