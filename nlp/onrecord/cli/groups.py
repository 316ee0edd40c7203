"""What `events` and `stories` do with a folder, and what they print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.batch import ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, MANIFEST
from onrecord.batch.rewrite import rewrite
from onrecord.cli.results import console, count
from onrecord.errors import InputError
from onrecord.estimate.units import reread
from onrecord.events import find_events, write_events_csv, write_events_jsonl
from onrecord.records import write_claims_csv, write_claims_parquet, write_jsonl
from onrecord.stories import stories_of, with_stories
from onrecord.terminal import safe

if TYPE_CHECKING:
    from onrecord.events import Event
    from onrecord.stories import Copying

EVENTS_JSONL, EVENTS_CSV = "events.jsonl", "events.csv"


def given(**options: Any) -> dict[str, Any]:
    """Return the options that were given; the others keep their defaults."""
    return {name: value for name, value in options.items() if value is not None}


def event_files(annotations: Path, *, overwrite: bool) -> tuple[Path, Path]:
    """Return where the events of a folder, or of a file of records, are written.

    Raises:
        InputError: There are events already, and `overwrite` is not set.
    """
    folder = annotations if annotations.is_dir() else annotations.parent
    jsonl, table = folder / EVENTS_JSONL, folder / EVENTS_CSV
    if not overwrite and (there := [path.name for path in (jsonl, table) if path.exists()]):
        raise InputError(f"{folder}: already holds events ({', '.join(there)}), pass --overwrite to replace them")
    return jsonl, table


def write_events(annotations: Path, paths: tuple[Path, Path], *, window: int, how: Copying | None) -> list[Event]:
    """Find the events of a folder or file of records and write them as JSONL and CSV; return them.

    Args:
        annotations: The folder or file, which is read twice where stories are made.
        paths: Of the JSONL and the CSV file.
        window: Days between neighbouring reports of one event.
        how: What counts as a copy; None to take the stories that the records tell.

    Raises:
        InputError: The records cannot be read.
        RecordError: A line is no record.
    """
    read = reread(annotations)
    events = find_events(read(), window=window, stories=stories_of(read(), how) if how else None)
    write_events_csv(events, paths[1])
    write_events_jsonl(events, paths[0])  # last: a sign that the other one is there
    return events


def fill_stories(folder: Path, how: Copying) -> dict[str, str]:
    """Write the files of a folder anew with each article's story; return the stories. A table that isn't there is not made.

    Raises:
        InputError: It is no folder of `onrecord annotate`.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder, give one that `onrecord annotate` wrote")
    read = reread(folder)
    stories = stories_of(read(), how)
    if (folder / MANIFEST).is_file():
        rewrite(folder, partial(with_stories, stories=stories))
        return stories
    if (folder / CLAIMS_CSV).exists():
        write_claims_csv(with_stories(read(), stories), folder / CLAIMS_CSV)
    if (folder / CLAIMS_PARQUET).exists():
        write_claims_parquet(with_stories(read(), stories), folder / CLAIMS_PARQUET)
    write_jsonl(with_stories(read(), stories), folder / ANNOTATIONS)
    return stories


def report_events(events: list[Event], paths: tuple[Path, Path], *, refusals: bool, show: int) -> None:
    """Print the events with the most stories, and how many there are."""
    screen = console()
    shown = [event for event in events if refusals or not event.outside_four]
    first = sorted(shown, key=lambda event: -event.n_stories)[:show]
    if first:
        screen.print(_table(first))
        screen.print()
    outside = sum(event.outside_four for event in events)
    articles = len({name for event in events for name in event.articles})
    claims = sum(event.n_claims for event in events)
    typer.echo(f"{count(claims, 'claim')} in {count(len(events), 'event')} from {count(articles, 'article')}")
    if outside:
        typer.echo(
            f"{count(outside, 'event')} of refusal, outside the four stances{'' if refusals else ': --scheme five shows them'}"
        )
    typer.echo(f"Events in {paths[0]} and {paths[1].name}")


def _table(events: list[Event]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("reported", no_wrap=True)
    for name in ("actor", "stance", "target"):
        table.add_column(name, overflow="fold")
    for name in ("claims", "stories", "confidence"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("later", overflow="fold")
    for event in events:
        words = (event.first_report or "?", event.actor or f"“{event.actor_text}”", event.shown_as, event.target or "")
        sure = "" if event.confidence is None else f"{event.confidence:.2f}"
        table.add_row(*(Text(safe(word)) for word in words), f"{event.n_claims:,}", f"{event.n_stories:,}", sure, _later(event))
    return table


def _later(event: Event) -> str:
    found = (("denied", event.denied_by), ("reversed", event.reversed_by), ("replaced", event.replaced_by))
    return ", ".join(word for word, ids in found if ids)
