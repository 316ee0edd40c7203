"""The commands that group what was annotated: `events`, `stories`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, Scheme, app
from onrecord.cli.guard import errors


class Copies(StrEnum):
    """What counts as a copy of an article."""

    NEAR = "near"
    EXACT = "exact"
    KEEP = "keep"


class FoundCopies(StrEnum):
    """What counts as a copy where stories are made anew."""

    NEAR = "near"
    EXACT = "exact"


_THRESHOLD = "Least Jaccard similarity of near copies' runs of five words, 0.5 to 1."
Similarity = Annotated[float | None, typer.Option("--similarity", metavar="J", help=f"{_THRESHOLD} 0.5 by default.")]


@app.command("events", epilog=EPILOG_SHORT)
def events_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records.")
    ],
    *,
    window: Annotated[int, typer.Option(min=0, metavar="DAYS", help="Days between neighbouring reports of one event.")] = 30,
    copies: Annotated[
        Copies, typer.Option(help="What counts as one story: near or exact copies, or what the records say (`keep`).")
    ] = Copies.NEAR,
    similarity: Similarity = None,
    scheme: Annotated[Scheme, typer.Option(help="Stances of the table that is printed: `five` shows refusals too.")] = Scheme.FOUR,
    show: Annotated[int, typer.Option(min=0, help="Events to show, those with the most stories first.")] = 15,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace events that lie in the folder.")] = False,
    debug: Debug = False,
) -> None:
    """Group claims into events: one actor's stance on one target, however many articles report it.

    Writes events.jsonl and events.csv beside the annotations. Every claim is in exactly one event.
    """
    with errors(debug=debug):
        from onrecord.cli import conflicts, groups
        from onrecord.stories import Copying

        if copies is not Copies.NEAR:
            conflicts.refuse({"--similarity": similarity, "--copies": copies}, [("--similarity", "--copies")])
        kind: Literal["near", "exact"] = "exact" if copies is Copies.EXACT else "near"
        how = None if copies is Copies.KEEP else Copying(copies=kind, **groups.given(threshold=similarity))
        paths = groups.event_files(annotations, overwrite=overwrite)
        found = groups.write_events(annotations, paths, window=window, how=how)
        groups.report_events(found, paths, refusals=scheme is Scheme.FIVE, show=show)


@app.command("stories", epilog=EPILOG_SHORT)
def stories_command(
    annotations: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote.")],
    *,
    copies: Annotated[FoundCopies, typer.Option(help="What counts as one story: near or exact copies.")] = FoundCopies.NEAR,
    similarity: Similarity = None,
    debug: Debug = False,
) -> None:
    """Group articles that are copies of one another, and fill in the `story` of each.

    annotations.jsonl, claims.csv and claims.parquet of the folder are written anew, with nothing else changed.
    """
    with errors(debug=debug):
        from onrecord.cli import conflicts, groups
        from onrecord.cli.results import count
        from onrecord.stories import Copying

        if copies is not FoundCopies.NEAR:
            conflicts.refuse({"--similarity": similarity, "--copies": copies}, [("--similarity", "--copies")])
        stories = groups.fill_stories(annotations, Copying(copies=copies.value, **groups.given(threshold=similarity)))
        told = len(set(stories.values()))
        typer.echo(f"{count(len(stories), 'article')} tell {told:,} {'story' if told == 1 else 'stories'}")
