"""The way in, and the commands that show an article and the versions."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import (
    annotating,
    corpus,
    estimating,
    evaluating,
    exporting,
    grouping,
    querying,
    quoting,
    reporting,
    reviewing,
    tabling,
    training,
)
from onrecord.cli.base import (
    EPILOG,
    Debug,
    Device,
    Disable,
    Lexicon,
    MaxChars,
    Model,
    Threads,
    Threshold,
    app,
)
from onrecord.cli.guard import errors

__all__ = [
    "annotating",
    "app",
    "corpus",
    "estimating",
    "evaluating",
    "exporting",
    "grouping",
    "main",
    "querying",
    "quoting",
    "reporting",
    "reviewing",
    "tabling",
    "training",
]


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
