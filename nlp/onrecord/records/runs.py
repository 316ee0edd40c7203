"""Where the results of `onrecord annotate` lie in a run's folder, whatever its size.

Up to ten thousand articles, four files:

    annotations.jsonl   one record a line, in input order
    claims.csv          the flat table, one row a claim
    claims.parquet      the same, typed
    failures.jsonl      one row an article that could not be read, annotated or written

Beyond that, a folder of shards in place of each big one:

    annotations/part-00000.jsonl …    records
    records/part-00000.parquet …      the same, nested and typed
    claims/part-00000.parquet …       the flat table
    failures.jsonl

`manifest.json` stands beside both and says what was run, with which counts, and the SHA-256 of each file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.types import Record

ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES = "annotations.jsonl", "claims.csv", "claims.parquet", "failures.jsonl"
MANIFEST = "manifest.json"
"""Gets its name last, a sign that the others are there."""
SHARDED = {"annotations": ".jsonl", "records": ".parquet", "claims": ".parquet"}
"""Folders of shards, and the suffix of the files in them."""
STATE = ".onrecord"
"""Hidden folder of a run: what is done so far, and the lock."""
READY = "ready"
"""Folder in `STATE`: results that are complete and about to get their names."""
RAY = "ray"
"""Folder in `STATE`: what a run on a cluster has done."""


def annotation_files(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the files of records of a run, in order.

    Raises:
        InputError: The folder holds no results, or those of a run that is not finished.
    """
    home = Path(folder)
    if (home / STATE / READY).is_dir():
        raise InputError(f"{home}: the run broke off while its results got their names, run the same `onrecord annotate` again")
    if (home / ANNOTATIONS).is_file():
        return [home / ANNOTATIONS]
    # By number: beyond 100,000 shards there is a digit more.
    found = sorted((home / "annotations").glob("part-*.jsonl"), key=lambda path: (len(path.name), path.name))
    if found and (home / STATE / RAY).is_dir() and not (home / MANIFEST).is_file():
        raise InputError(f"{home}: its run is not finished, run the same `onrecord annotate --engine ray` again")
    if not found:
        state = "its run is not finished, run" if (home / STATE).is_dir() else "give a folder of"
        again = " again" if (home / STATE).is_dir() else ""
        raise InputError(f"{home}: has no {ANNOTATIONS} and no annotations/, {state} `onrecord annotate`{again}")
    return found


def read_run(folder: str | os.PathLike[str]) -> Iterator[Record]:
    """Yield the records of a run one by one, in input order, be they in one file or in shards.

    Raises:
        InputError: The folder holds no results, or a file cannot be read.
        RecordError: A line is no record; the message begins with file and line number.
    """
    from onrecord.records.jsonl import read_jsonl

    for path in annotation_files(folder):
        yield from read_jsonl(path)


def claim_files(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the Parquet files of the flat table of a run, in order.

    Raises:
        InputError: The folder holds no results, those of a run that is not finished, or no flat table.
    """
    home, first = Path(folder), annotation_files(folder)[0]
    if first.name == ANNOTATIONS:
        found = [home / CLAIMS_PARQUET]
    else:
        found = [_sibling(path, "claims") for path in annotation_files(folder)]
    if missing := [path for path in found if not path.is_file()]:
        raise InputError(f"{missing[0]}: the flat table of claims is not there, run the same `onrecord annotate` again")
    return found


def record_files(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the files of records of a run that are fastest to read: its Parquet shards where it has them, else JSONL.

    Raises:
        InputError: The folder holds no results, or those of a run that is not finished.
    """
    lines = annotation_files(folder)
    rows = [_sibling(path, "records") for path in lines]
    return rows if lines[0].name != ANNOTATIONS and all(path.is_file() for path in rows) else lines


def _sibling(path: Path, table: str) -> Path:
    """The shard of another table with the same articles."""
    return path.parent.parent / table / f"{path.stem}{SHARDED[table]}"
