"""Change the records of a finished run, in whatever files they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.batch.disk import remove
from onrecord.batch.home import Home, Piece
from onrecord.batch.lock import locked
from onrecord.batch.outcomes import Outcome, outcome_of
from onrecord.batch.publish import lines_of, publish
from onrecord.errors import InputError, OnrecordError
from onrecord.records import from_json
from onrecord.records.runs import STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from onrecord.types import Record

    Change = Callable[[Iterable[Record]], Iterator[Record]]


def rewrite(folder: Path, change: Change) -> None:
    """Write the results of a run anew, with other records, tables and manifest included. Which articles are done stays known.

    Args:
        folder: Of a finished run.
        change: Takes records and gives as many, in the same order, with the same ids; called once a part.

    Raises:
        InputError: It holds no finished run, or another process writes to it.
        OnrecordError: Other records came back than were given, or one that cannot be written.
    """
    home = Home(folder)
    if not home.manifest or not home.state.is_dir():
        raise InputError(f"{folder}: has no manifest.json or no {STATE}, give a folder that `onrecord annotate` wrote")
    with locked(home.state / "lock"):
        about, layout = home.manifest, home.layout
        if home.ready.is_dir() or home.run or not about or not layout:
            raise InputError(f"{folder}: its run is not finished or files are missing, run `onrecord annotate` again first")
        home.unfinished.folder.mkdir()
        try:
            pieces = [_changed(home, Piece(name, published=True), change) for name in home.published.names()]
            publish(home, pieces, about["settings"], layout=layout, shard_size=about["shard_size"])
        finally:
            if not home.ready.is_dir():
                remove(home.unfinished.folder)


def _changed(home: Home, piece: Piece, change: Change) -> Piece:
    entries = list(home.published.entries(piece.name))
    records = change([from_json(line) for line in lines_of(home, piece)])
    found = [Outcome(id=entry.id, failure=entry.failure) if entry.failure else _next(records, entry.id) for entry in entries]
    if next(records, None) is not None:
        raise OnrecordError(f"{home.folder}: more records came back than were given, nothing was changed")
    home.unfinished.write(piece.name, [entry.key for entry in entries], found)
    return Piece(piece.name, published=False)


def _next(records: Iterator[Record], name: str) -> Outcome:
    record = next(records, None)
    if record is None or record.id != name:
        raise OnrecordError(f"record {name!r} did not come back, nothing was changed")
    outcome = outcome_of(record)
    if outcome.failure:
        raise OnrecordError(f"record {name!r}: {outcome.failure.message}, nothing was changed")
    return outcome
