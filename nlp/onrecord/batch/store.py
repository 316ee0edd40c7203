"""Parts of a run that are done: each is a folder that appears whole or not at all.

    00012-3f…c9/            twelve thousand-odd articles in, by number and by the keys of its articles
        keys.jsonl          one line an article, in input order: its key, its id and, where it failed, why
        part.json           counts, and size and SHA-256 of the files
        annotations.jsonl   its records
        records.parquet     the same, nested and typed
        claims.parquet      the flat table

A part is never changed: one with other articles has another name.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from onrecord.batch.disk import fingerprint, read_json, remove, sync_file, sync_folder
from onrecord.records.arrow import ROW_GROUP, record_schema
from onrecord.records.failures import failure_row
from onrecord.records.tables import ROW_GROUP as CLAIM_GROUP
from onrecord.records.tables import claims_schema
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from onrecord.batch.outcomes import Outcome

KEYS, PART, LINES = "keys.jsonl", "part.json", "annotations.jsonl"
TABLES = {"annotations": LINES, "records": "records.parquet", "claims": "claims.parquet"}
"""Files of a part, by the table they belong to."""
SCRAP = "scrap"
"""Begins the name of what was done of a part that was not finished."""
RETRIED = "-r"
"""Ends the name of a part whose failures were tried again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a part."""

    key: str
    id: str
    failure: Failure | None = None
    """Why there is no record."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a part holds."""

    articles: int = 0
    records: int = 0
    failures: int = 0
    retriable: int = 0
    """Failures that are not of reading, which is tried anew each time anyway."""
    claims: int = 0
    words: int = 0
    truncated: int = 0


def part_name(number: int, keys: Sequence[str], *, retried: bool = False) -> str:
    """Return the name of the part with these articles.

    Args:
        number: Its place in the run, from 0.
        keys: Of its articles, in order.
        retried: Whether those that had failed were tried again.
    """
    return f"{number:05}-{_tag(keys)}{RETRIED if retried else ''}"


def part_number(name: str) -> int:
    """Return the place in the run that a part's name tells."""
    return int(name.partition("-")[0])


class Store:
    """A folder of parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of all parts, those of a run in order, then scraps."""
        if not self.folder.is_dir():
            return []
        names = (path.name for path in self.folder.iterdir() if (path / PART).is_file() and not path.name.startswith("."))
        return sorted(names, key=_place)

    def counts(self, name: str) -> Counts:
        """Return the counts of a part; all 0 when there is no such part."""
        found = read_json(self.folder / name / PART)
        return Counts(**found["counts"]) if found else Counts()

    def table(self, name: str) -> Counter[tuple[str | None, str]]:
        """Return the counted claims of a part by actor and stance."""
        return Counter({(actor, stance): n for actor, stance, n in read_json(self.folder / name / PART)["table"]})

    def fingerprints(self, name: str) -> dict[str, Any]:
        """Return size and SHA-256 of a part's files, by name."""
        return read_json(self.folder / name / PART)["files"]  # type: ignore[no-any-return]

    def entries(self, name: str) -> Iterator[Entry]:
        """Yield the articles of a part, in order."""
        with (self.folder / name / KEYS).open(encoding="utf-8") as lines:
            for line in lines:
                given = json.loads(line)
                failure = given.get("failure")
                yield Entry(given["key"], given["id"], Failure(**failure) if failure else None)

    def write(self, name: str, keys: Sequence[str], found: Sequence[Outcome]) -> None:
        """Write a part; it lasts when this returns. One of the same name that is there already is kept.

        Args:
            name: From `part_name`.
            keys: Of the articles, in order.
            found: What came of each.

        Raises:
            OSError: The disk is full or may not be written to: nothing of the part is left.
        """
        if (self.folder / name / PART).is_file():
            return
        with self._new(name) as folder:
            records = [outcome for outcome in found if not outcome.failure]
            _write_keys(folder / KEYS, keys, found)
            _write_lines(folder / LINES, records)
            _write_table(folder / TABLES["records"], [o.row for o in records], record_schema(), ROW_GROUP)
            _write_table(folder / TABLES["claims"], [o.claims for o in records if o.claims], claims_schema(), CLAIM_GROUP)
            _write_part(folder, _counted(found), sum((outcome.table for outcome in records), Counter()))

    def scrap(self, keys: Sequence[str], found: Sequence[Outcome]) -> None:
        """Write what is done of parts that are not finished."""
        self.write(f"{SCRAP}-{_tag(keys)}", keys, found)

    def clear(self) -> None:
        """Remove what a run that was killed left half written."""
        if self.folder.is_dir():
            for path in self.folder.glob(".*"):
                remove(path)

    @contextmanager
    def _new(self, name: str) -> Iterator[Path]:
        """A folder to write a part to, which gets its name once all that is in it is on the disk."""
        folder = self.folder / f".{name}.{secrets.token_hex(6)}"
        folder.mkdir()
        try:
            yield folder
            for path in folder.iterdir():
                sync_file(path)
            sync_folder(folder)
            folder.rename(self.folder / name)
            sync_folder(self.folder)
        finally:
            remove(folder)


def _place(name: str) -> tuple[bool, int, str]:
    """Sorts parts by number, and scraps after them."""
    number, _, tag = name.partition("-")
    return number == SCRAP, 0 if number == SCRAP else int(number), tag


def _tag(keys: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(keys).encode(), digest_size=10).hexdigest()


def _counted(found: Sequence[Outcome]) -> Counts:
    failures = [outcome.failure for outcome in found if outcome.failure]
    return Counts(
        articles=len(found),
        records=len(found) - len(failures),
        failures=len(failures),
        retriable=sum(failure.stage != "read" for failure in failures),
        claims=sum(outcome.n_claims for outcome in found),
        words=sum(outcome.words for outcome in found),
        truncated=sum(outcome.truncated for outcome in found),
    )


def _write_keys(path: Path, keys: Sequence[str], found: Sequence[Outcome]) -> None:
    with path.open("w", encoding="ascii", newline="\n") as file:
        for key, outcome in zip(keys, found, strict=True):
            failure = {"failure": failure_row(outcome.failure)} if outcome.failure else {}
            file.write(json.dumps({"key": key, "id": outcome.id, **failure}) + "\n")


def _write_lines(path: Path, records: Sequence[Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for outcome in records:
            file.write(f"{outcome.line}\n")


def _write_table(path: Path, rows: Sequence[pa.RecordBatch | None], schema: pa.Schema, group: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # One chunk a column: how the rows came together is not to show in the bytes.
    table = pa.Table.from_batches(rows, schema=schema).combine_chunks()
    pq.write_table(table, path, compression="zstd", row_group_size=group)


def _write_part(folder: Path, counts: Counts, table: Counter[tuple[str | None, str]]) -> None:
    about = {
        "counts": asdict(counts),
        "table": [[actor, stance, n] for (actor, stance), n in table.items()],
        "files": {name: fingerprint(folder / name) for name in TABLES.values()},
    }
    (folder / PART).write_text(json.dumps(about) + "\n", encoding="ascii")
