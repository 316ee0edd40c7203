"""From parts to results: all of them at once, beside the earlier ones, which stay until the new ones are complete."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.batch.disk import fingerprint, link, remove, sync_file, sync_folder, sync_tree, write_json
from onrecord.batch.home import Piece, shard
from onrecord.batch.outcomes import Outcome, outcome_of
from onrecord.batch.store import KEYS, PART, RETRIED, TABLES, Counts, part_number
from onrecord.errors import InputError
from onrecord.records import failure_to_json, from_json
from onrecord.records.runs import ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES, MANIFEST
from onrecord.records.tables import claims_writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from onrecord.batch.home import Home

FORMAT = 1
"""Version of the manifest."""
ONE_FILE = 10_000
"""Most articles of a run whose results are single files, unless the layout is asked for."""


def publish(home: Home, pieces: Sequence[Piece], settings: dict[str, Any], *, layout: str, shard_size: int) -> None:
    """Make results of parts and give them their names.

    Args:
        home: The folder of the run.
        pieces: The parts, in order.
        settings: What `Settings.as_dict` says, for the manifest.
        layout: `files` or `shards`.
        shard_size: Most articles of a part, for the manifest.

    Raises:
        OSError: The disk is full: earlier results are as they were, and the parts stay.
    """
    if _is_published(home, pieces, layout):
        remove(home.unfinished.folder)
        return
    making = home.state / "making"
    remove(making)
    (making / "parts").mkdir(parents=True)
    if layout == "shards" and home.layout == "files":
        pieces = [unpublished(home, piece) if piece.published else piece for piece in pieces]
    total = total_of(home, pieces)
    files = {"files": _make_files, "shards": _make_shards}[layout](home, pieces, making)
    _keep_keys(home, pieces, making / "parts")
    about = {
        "format": FORMAT, "layout": layout, **asdict(total), "shard_size": shard_size, "settings": settings, "files": files,
    }  # fmt: skip
    write_json(about, making / MANIFEST)
    sync_tree(making)
    making.rename(home.ready)
    sync_folder(home.state)
    home.name_results()


def total_of(home: Home, pieces: Sequence[Piece]) -> Counts:
    """Return the counts of all parts together."""
    found = [asdict(home.store(piece).counts(piece.name)) for piece in pieces]
    return Counts(**{name: sum(one[name] for one in found) for name in asdict(Counts())})


def lines_of(home: Home, piece: Piece) -> Iterator[bytes]:
    """Yield the records of a part as lines of JSON.

    Raises:
        InputError: The file is shorter than it was.
    """
    path, first = home.records(piece)
    wanted = home.store(piece).counts(piece.name).records
    with path.open("rb") as lines:
        for line in islice(lines, first, first + wanted):
            wanted -= 1
            yield line
    if wanted:
        raise InputError(f"{path}: {wanted:,} records are missing in it: remove it and run the same command again")


def unpublished(home: Home, piece: Piece) -> Piece:
    """Write a part of earlier results among those of the run that goes on, and return it."""
    lines = lines_of(home, piece)
    entries = list(home.published.entries(piece.name))
    found = [Outcome(id=e.id, failure=e.failure) if e.failure else outcome_of(from_json(next(lines))) for e in entries]
    home.unfinished.write(piece.name, [entry.key for entry in entries], found)
    return Piece(piece.name, published=False)


def _is_published(home: Home, pieces: Sequence[Piece], layout: str) -> bool:
    """Whether the results that have their names are these already."""
    same = [piece.name for piece in pieces if piece.published] == home.published.names()
    return home.layout == layout and same and all(piece.published for piece in pieces)


def _make_files(home: Home, pieces: Sequence[Piece], folder: Path) -> dict[str, Any]:
    with (
        (folder / ANNOTATIONS).open("wb") as annotations,
        claims_writer(csv_path=folder / CLAIMS_CSV, parquet_path=folder / CLAIMS_PARQUET) as claims,
    ):
        for piece in pieces:
            for line in lines_of(home, piece):
                annotations.write(line)
                claims.add(from_json(line))
    _make_failures(home, pieces, folder / FAILURES)
    names = (ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES)
    for name in names:
        sync_file(folder / name)
    return {name: fingerprint(folder / name) for name in names}


def _make_shards(home: Home, pieces: Sequence[Piece], folder: Path) -> dict[str, Any]:
    files: dict[str, Any] = {}
    for table in TABLES:
        (folder / table).mkdir()
    for piece in pieces:
        number = part_number(piece.name)
        found = home.store(piece).fingerprints(piece.name)
        for table, name in TABLES.items():
            new = shard(folder, table, number)
            link(_shard_of(home, piece, table), new)
            files[new.relative_to(folder).as_posix()] = found[name]
    _make_failures(home, pieces, folder / FAILURES)
    sync_file(folder / FAILURES)
    return files | {FAILURES: fingerprint(folder / FAILURES)}


def _shard_of(home: Home, piece: Piece, table: str) -> Path:
    if piece.published:
        return shard(home.folder, table, part_number(piece.name))
    return home.unfinished.folder / piece.name / TABLES[table]


def _make_failures(home: Home, pieces: Sequence[Piece], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            if not home.store(piece).counts(piece.name).failures:
                continue
            for entry in home.store(piece).entries(piece.name):
                if entry.failure:
                    file.write(f"{failure_to_json(entry.failure)}\n")


def _keep_keys(home: Home, pieces: Sequence[Piece], folder: Path) -> None:
    """Keep what tells which articles are done; that some were tried again is history."""
    for piece in pieces:
        kept = folder / piece.name.removesuffix(RETRIED)
        kept.mkdir()
        for name in (KEYS, PART):
            link(home.store(piece).folder / piece.name / name, kept / name)
