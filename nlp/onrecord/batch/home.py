"""The folder of a run: results under their names, and in a hidden folder what is done of a run that goes on.

.onrecord/lock           one run at a time
.onrecord/unfinished/    parts of the run that goes on, and run.json, which says what run that is
.onrecord/ready/         results that are complete and about to get their names
.onrecord/parts/         of the results: the keys of the articles, part by part
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.batch.disk import read_json, remove, sync_folder, write_json
from onrecord.batch.store import LINES, Store, part_number
from onrecord.errors import InputError
from onrecord.records.runs import ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES, MANIFEST, READY, SHARDED, STATE

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = (ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES, MANIFEST)
"""Results of a small run."""
LAYOUTS = {"files": FILES[:-1], "shards": (*SHARDED, FAILURES)}
"""What lies in the folder beside the manifest, by layout."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the results to be, and the store it lies in."""

    name: str
    published: bool
    """Whether it is a part of the results that have their names already."""


class Home:
    """The folder of a run. Nothing is made before `begin`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / STATE
        self.unfinished = Store(self.state / "unfinished")
        self.published = Store(self.state / "parts")
        self.ready = self.state / READY
        self._layout: str | None = None
        self._first: dict[str, int] = {}

    @property
    def manifest(self) -> dict[str, Any] | None:
        """What the results say of themselves, None when there are none."""
        return read_json(self.folder / MANIFEST)  # type: ignore[no-any-return]

    @property
    def run(self) -> dict[str, Any] | None:
        """What the run that goes on says of itself, None when there is none."""
        return read_json(self.unfinished.folder / "run.json")  # type: ignore[no-any-return]

    @property
    def layout(self) -> str | None:
        """How the results lie there, a key of `LAYOUTS`; None when they are not whole. Told once: nobody else writes here."""
        if self._layout is None and (about := self.manifest) and self._is_whole(about):
            self._layout = str(about["layout"])
        return self._layout

    def _is_whole(self, about: dict[str, Any]) -> bool:
        """Whether files, parts and manifest still fit one another."""
        counts = [self.published.counts(name) for name in self.published.names()]
        if sum(one.articles for one in counts) != about["articles"] or sum(one.records for one in counts) != about["records"]:
            return False
        if not all((self.folder / name).exists() for name in LAYOUTS[about["layout"]]):
            return False
        return bool(about["layout"] == "shards" or _lines(self.folder / ANNOTATIONS) == about["records"])

    def begin(self, run: dict[str, Any]) -> None:
        """Note what run goes on."""
        self.unfinished.folder.mkdir(parents=True, exist_ok=True)
        self.unfinished.clear()
        if self.run != run:
            write_json(run, self.unfinished.folder / "run.json")
        sync_folder(self.state)

    def published_parts(self) -> list[str]:
        """Return the names of the parts of the results, in order; none where the results are not whole."""
        return self.published.names() if self.layout else []

    def records(self, piece: Piece) -> tuple[Path, int]:
        """Return the file with the records of a part, and how many lines of others come before them."""
        if not piece.published:
            return self.unfinished.folder / piece.name / LINES, 0
        if self.layout == "shards":
            return shard(self.folder, "annotations", part_number(piece.name)), 0
        if not self._first:
            before = 0
            for name in self.published.names():
                self._first[name] = before
                before += self.published.counts(name).records
        return self.folder / ANNOTATIONS, self._first[piece.name]

    def store(self, piece: Piece) -> Store:
        """Return the store that a part lies in."""
        return self.published if piece.published else self.unfinished

    def pieces(self) -> Iterator[Piece]:
        """Yield all that is done: parts of the run that goes on, scraps of it, and parts of the results."""
        for name in self.unfinished.names():
            yield Piece(name, published=False)
        for name in self.published_parts():
            yield Piece(name, published=True)

    def is_whole(self, piece: Piece) -> bool:
        """Whether the records of a part are still there: people move files."""
        return self.records(piece)[0].is_file()

    def name_results(self) -> None:
        """Give results that are ready their names, in place of earlier ones. It can be broken off and done again."""
        about = read_json(self.ready / MANIFEST)
        if about:
            (self.folder / MANIFEST).unlink(missing_ok=True)
            names = LAYOUTS[about["layout"]]
            for name in {*LAYOUTS["files"], *LAYOUTS["shards"]} - set(names):
                remove(self.folder / name)
            # Of the files, annotations last: a sign that the others are there.
            for name in reversed(names):
                _move(self.ready / name, self.folder / name)
            _move(self.ready / "parts", self.published.folder)
            sync_folder(self.folder)
            sync_folder(self.state)
            (self.ready / MANIFEST).replace(self.folder / MANIFEST)
            sync_folder(self.folder)
        remove(self.unfinished.folder)
        remove(self.ready)
        sync_folder(self.state)
        self._layout, self._first = None, {}


def shard(folder: Path, table: str, number: int) -> Path:
    """Return the path of a shard of a table below a folder."""
    return folder / table / f"part-{number:05}{SHARDED[table]}"


def check_out(out: str | Path, *, overwrite: bool = False) -> Path:
    """Return the folder for results as a path; nothing is made or changed.

    Raises:
        InputError: It holds results that no run of this version can go on with and `overwrite` is not set, or it is a file.
    """
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, give a folder for the results")
    if overwrite or (folder / STATE).is_dir():
        return folder
    if found := [name for name in (*FILES, *SHARDED) if (folder / name).exists()]:
        names = ", ".join(sorted(found))
        raise InputError(f"{folder}: already holds results ({names}), choose another folder or pass --overwrite (overwrite=True)")
    return folder


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _move(old: Path, new: Path) -> None:
    """Put a file or folder in place of another; nothing happens when that was done before."""
    if old.is_dir():
        remove(new)
        old.rename(new)
    elif old.exists():
        old.replace(new)
