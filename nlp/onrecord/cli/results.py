"""What a command prints."""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from tqdm import tqdm

from onrecord import __version__, errors
from onrecord.batch import FAILURES
from onrecord.records import to_json
from onrecord.terminal import escaped, render, safe, stance_table
from onrecord.types import STANCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from onrecord.batch import Summary
    from onrecord.estimate import Estimate
    from onrecord.pipeline import Pipeline
    from onrecord.types import Failure, Record, Stance

TOP_ACTORS = 15
"""Rows of the table at the end of a run."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Record | Failure], None]]:
    """Give a function that moves a bar on stderr on by an article; the bar is off when stderr is no terminal."""
    with tqdm(desc="annotating", unit=" articles", disable=True if quiet else None, file=sys.stderr, leave=False) as bar:

        def advance(_item: Record | Failure) -> None:
            bar.update()

        yield advance


def report(summary: Summary, out: Path | str, *, stances: tuple[Stance, ...] = STANCES, refusals: bool, quiet: bool) -> None:
    """Print what a run did: failures on stderr, the table of the model's stances and the counts on stdout."""
    for failure in summary.first_failures:
        typer.echo(f"Failed: {_reason(failure)}", err=True)
    if more := summary.failures - len(summary.first_failures):
        typer.echo(f"Failed: {more:,} more, see {out}/{FAILURES}", err=True)
    if quiet:
        return
    shown = tuple(s for s in stances if refusals or s != "refuse" or stances != STANCES)
    table = stance_table(summary.table, stances=shown, top=TOP_ACTORS)
    screen = console()
    if table.row_count:
        screen.print(table)
        screen.print()
    screen.print("\n".join(_counts(summary, out)), soft_wrap=True)


def _reason(failure: Failure) -> str:
    # A message of ours says it all; that of a bug means little without its class.
    kind = "" if hasattr(errors, failure.error) else f"{failure.error}: "
    return safe(" ".join(f"{failure.id}: {kind}{failure.message}".split()))


def _counts(summary: Summary, out: Path | str) -> Iterator[str]:
    yield f"{summary.articles_in:,} articles in = {summary.records:,} records + {summary.failures:,} failures"
    yield f"{summary.claims:,} claims, {summary.words:,} words in {summary.seconds:.1f} s ({summary.words_per_second:,.0f} words/s)"
    if summary.truncated:
        yield f"{summary.truncated:,} records truncated: raise --max-chars to read all of them"
    yield f"Results in {out}"


def console() -> Console:
    """Return where to print: plain when it is no terminal."""
    plain = bool(os.environ.get("NO_COLOR"))  # rich alone would keep bold and underline
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    return Console(color_system=None if plain else "auto", width=width, markup=False, emoji=False, highlight=False)


def show(record: Record, *, as_json: bool) -> None:
    """Print a record for people, or as a line of JSON."""
    if as_json:
        echo_json(to_json(record).rstrip("\n"))
        return
    screen = console()
    for part in render(record, marked=screen.color_system is not None):
        # Rich would wrap and pad what another program reads.
        screen.print(part, soft_wrap=not screen.is_terminal and not hasattr(part, "columns"))


def echo_json(line: str) -> None:
    """Print JSON: to a terminal, what it would act on is escaped; a program gets every character as it is."""
    typer.echo(escaped(line) if sys.stdout.isatty() else line)


def versions() -> dict[str, Any]:
    """Return the versions of onrecord, Python and the libraries that decide what a model says."""
    facts = {"onrecord": __version__, "python": platform.python_version()}
    for name in ("spacy", "onnxruntime", "tokenizers", "sentencex", "trafilatura"):
        try:
            facts[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            facts[name] = "not installed"
    return facts


def model_facts(pipeline: Pipeline) -> dict[str, Any]:
    """Return name, version, SHA-256, folder and size (in bytes) of a pipeline's model."""
    info, folder = pipeline.info, pipeline.folder
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder else 0
    return {
        "model": info.name, "model_version": info.version, "model_digest": info.digest,
        "model_folder": str(folder), "model_size": size,
    }  # fmt: skip


def print_facts(facts: dict[str, Any], *, as_json: bool = False) -> None:
    """Print facts, one a line, or all of them as one JSON object."""
    if as_json:
        echo_json(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for name, value in facts.items():
        typer.echo(f"{name:<15}{f'{value:,} bytes' if name == 'model_size' else safe(str(value))}")


def estimates_table(estimates: Iterable[Estimate]) -> Table:
    """Return estimates as a table: the corrected value with its interval, what predictions alone would say, and how many."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("group", overflow="fold")
    for name in ("estimate", "low", "high", "predictions alone", "coded", "of"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in estimates:
        numbers = [_number(value) for value in (one.value, one.low, one.high, one.naive)]
        table.add_row(Text(safe(one.group)), *numbers, f"{one.n_coded:,}", f"{one.n_population:,}")
    return table


def rows_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Return rows as a table: numbers to the right, nothing for None, and nothing that a terminal would act on."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for place, name in enumerate(columns):
        number = any(isinstance(row[place], int | float) and not isinstance(row[place], bool) for row in rows)
        table.add_column(Text(safe(name)), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(_cell(value))) for value in row))
    return table


def count(n: int, noun: str) -> str:
    """Return a number and its noun, such as `1 record` and `2,000 records`; the plural is the noun with an s."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _number(value: float | None) -> str:
    return "not estimated" if value is None else f"{value:,.4g}"
