"""The command that extracts quotes alone: `quotes`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.base import EPILOG, Debug, Device, Lexicon, MaxChars, Model, Threads, app
from onrecord.cli.guard import errors, exit_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from onrecord.quotes import Speaker, Summary
    from onrecord.types import Failure

TOP_SPEAKERS = 15
"""Rows of the table at the end of a run."""


class Part(StrEnum):
    """What may be left out beside the parts that quotes don't need."""

    LANGUAGE = "language"


@app.command("quotes", epilog=EPILOG)
def quotes_command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Files, folders, or `-`, of all the kinds that `onrecord annotate` reads."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for the results.")],
    genders: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Genders by name (columns name, gender), for genders.csv. You supply them: no gender is guessed from a name.",
        ),
    ] = None,
    lexicon: Lexicon = None,
    model: Model = "onrecord-en",
    disable: Annotated[
        list[Part] | None, typer.Option(metavar="PART", help="`language` to read articles that do not look English, too.")
    ] = None,
    device: Device = "cpu",
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace results that lie in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Extract quotes and their speakers, without claims.

    The folder gets quotes.jsonl, quotes.csv, quotes.parquet, speakers.csv (who is quoted how often, with how many words) and
    failures.jsonl, all at once at the end; with --genders, genders.csv too.
    """
    with errors(debug=debug):
        from onrecord import articles, pipeline
        from onrecord.cli.results import progress
        from onrecord.quotes import check_out, extract, read_genders
        from onrecord.quotes.job import NOT_NEEDED

        _check_inputs(inputs, check_out(out, overwrite=overwrite))
        known = None if genders is None else read_genders(genders)
        off = [*NOT_NEEDED, *(part.value for part in disable or ())]
        reader = pipeline.load(model, lexicon=lexicon, disable=off, device=device, threads=threads, max_chars=max_chars)
        with progress(quiet=quiet) as advance:
            found = articles.read(inputs, max_chars=max_chars)
            summary = extract(found, reader, out, genders=known, progress=advance, overwrite=overwrite)
        _report(summary, out, quiet=quiet)
    raise typer.Exit(exit_code(summary.records, summary.failures))


def _check_inputs(inputs: list[str], out: Path) -> None:
    """Refuse to read the quotes of an earlier run as articles.

    Raises:
        InputError: `out` holds results and lies in a folder that is to be read.
    """
    from onrecord.errors import InputError
    from onrecord.quotes import FILES

    where = out.resolve()
    for given in inputs:
        inside = given != "-" and where.is_relative_to(Path(given).resolve())
        if inside and any((out / name).exists() for name in FILES):
            raise InputError(f"{out}: holds results and lies in the input {given}, where they would be read as articles: move it")


def _report(summary: Summary, out: Path, *, quiet: bool) -> None:
    """Print what a run did: failures on stderr, the speakers most quoted and the counts on stdout."""
    from onrecord.cli.results import console
    from onrecord.quotes.job import FAILURES

    for failure in summary.first_failures:
        typer.echo(f"Failed: {_reason(failure)}", err=True)
    if more := summary.failures - len(summary.first_failures):
        typer.echo(f"Failed: {more:,} more, see {out / FAILURES}", err=True)
    if quiet:
        return
    screen = console()
    if summary.speakers:
        screen.print(_table(summary.speakers[:TOP_SPEAKERS]))
        screen.print()
    screen.print("\n".join(_counts(summary, out)), soft_wrap=True)


def _reason(failure: Failure) -> str:
    from onrecord import errors as ours
    from onrecord.terminal import safe

    # A message of ours says it all; that of a bug means little without its class.
    kind = "" if hasattr(ours, failure.error) else f"{failure.error}: "
    return safe(" ".join(f"{failure.id}: {kind}{failure.message}".split()))


def _table(speakers: tuple[Speaker, ...]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from onrecord.terminal import safe

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("speaker", "for"):
        table.add_column(name, overflow="fold")
    for name in ("quotes", "articles", "words"):
        table.add_column(name, justify="right", no_wrap=True)
    for speaker in speakers:
        bodies = () if speaker.kind == "organization" else speaker.organizations
        words = (speaker.name or f"({speaker.kind})", "; ".join(bodies))
        table.add_row(*(Text(safe(word)) for word in words), *(f"{n:,}" for n in (speaker.quotes, speaker.articles, speaker.words)))
    return table


def _counts(summary: Summary, out: Path) -> Iterator[str]:
    from onrecord.cli.results import count

    kinds = ", ".join(f"{n:,} {kind}" for kind, n in summary.kinds.items())
    without = f", {summary.without:,} of them without a quote" if summary.without else ""
    yield f"{summary.articles_in:,} articles in = {summary.records:,} read + {summary.failures:,} failures{without}"
    yield f"{count(summary.quotes, 'quote')} ({kinds}) of {count(len(summary.speakers), 'speaker')}, {summary.words_quoted:,} words"
    yield f"{summary.words:,} words read in {summary.seconds:.1f} s ({summary.words_per_second:,.0f} words/s)"
    if summary.truncated:
        yield f"{count(summary.truncated, 'article')} truncated: raise --max-chars to read all of them"
    yield f"Results in {out}"
