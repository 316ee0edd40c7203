"""What `annotate` does with its options, and what it prints."""

from __future__ import annotations

import hashlib
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import typer
from tqdm import tqdm

from onrecord import articles
from onrecord.batch import annotate, outlook
from onrecord.cli.asking import show_requests
from onrecord.cli.guard import INTERRUPTED
from onrecord.cli.inputs import load_pipeline
from onrecord.records.files import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from onrecord.batch import Options, Summary
    from onrecord.batch.outcomes import Annotator
    from onrecord.types import Article, Failure


def settings_of(*, lexicon: Path | None, device: str) -> dict[str, Any]:
    """Return what decides a record beside what the pipeline says of itself.

    Raises:
        InputError: There is no such lexicon.
    """
    if lexicon is None:
        return {"device": device, "lexicon": None}
    with opened(lexicon) as file:
        return {"device": device, "lexicon": hashlib.sha256(file.read()).hexdigest()}


def loader(model: str, *, workers: int, threads: int | None, **options: Any) -> Callable[[], Annotator]:
    """Return a function that loads the pipeline, in a worker with one thread unless told otherwise: more workers are faster."""
    return partial(load_pipeline, model, threads=threads or (1 if workers else None), **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Articles, who annotates them, and where the records go."""

    inputs: list[str]
    """Files, folders or "-"."""
    load: Callable[[], Annotator]
    """Called where it annotates: in this process or in each worker."""
    out: Path
    """Folder."""
    options: Options
    """How the run goes."""
    max_chars: int
    """Characters of an article that are read."""

    def run(self, *, quiet: bool) -> Summary:
        """Annotate with a bar on stderr, and say at the end what earlier runs had done.

        Raises:
            typer.Exit: Interrupted: with the exit code for that, after a line that says how to go on.
            OnrecordError, OSError: As `onrecord.batch.annotate`.
        """
        try:
            with bar(quiet=quiet) as advance:
                summary = annotate(self._articles(), self.load, self.out, options=self.options, progress=advance)
        except KeyboardInterrupt:
            typer.echo("Error: interrupted, no results were written: run the same command again to go on from here", err=True)
            raise typer.Exit(INTERRUPTED) from None
        if not quiet:
            _say_what_was_kept(summary)
        return summary

    def foretell(self) -> None:
        """Print what `run` would do.

        Raises:
            InputError: As `onrecord.batch.outlook`.
        """
        found = outlook(self._articles(), self.load(), self.out, options=self.options)
        for name in ("articles", "unreadable", "done", "failed", "to_do"):
            typer.echo(f"{name.replace('_', ' '):<12}{getattr(found, name):>12,}")

    def show_prompt(self) -> None:
        """Print what would be sent to a language model.

        Raises:
            InputError: The model is none that is asked over a network.
        """
        show_requests(self.load(), self._articles())

    def _articles(self) -> Iterator[Article | Failure]:
        return articles.read(self.inputs, max_chars=self.max_chars, unique=False)


def _say_what_was_kept(summary: Summary) -> None:
    """Print what earlier runs had done, if anything."""
    if summary.kept:
        typer.echo(f"{summary.kept:,} articles were done before and not done again")
    if summary.dropped:
        typer.echo(f"{summary.dropped:,} records dropped: their articles are not in the input any more")


@contextmanager
def bar(*, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Give a function that moves a bar on stderr on by so many articles; the bar is off when stderr is no terminal."""
    with tqdm(desc="annotating", unit=" articles", disable=True if quiet else None, file=sys.stderr, leave=False) as bar:

        def advance(count: int) -> None:
            bar.update(count)

        yield advance
