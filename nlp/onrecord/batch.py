"""A whole collection: articles in, four files out, and a count that adds up.

    annotations.jsonl   one record a line, in input order
    claims.csv          the flat table, one row a claim
    claims.parquet      the same, typed
    failures.jsonl      one row an article that could not be read, annotated or written

Nothing is held longer than it takes to write it, so memory does not grow with the collection. The files appear under
their names together, at the end: a run that breaks off leaves none of them, and those of an earlier run as they were.
"""

from __future__ import annotations

from collections import Counter, deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.errors import InputError, OnrecordError
from onrecord.records import failure_to_json, to_json
from onrecord.records.files import replacing
from onrecord.records.tables import claims_writer
from onrecord.types import Failure, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from onrecord.types import Article, Stance

ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES = "annotations.jsonl", "claims.csv", "claims.parquet", "failures.jsonl"
FILES = (ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES)
"""What a run writes. annotations.jsonl gets its name last, a sign that the others are there."""


class Annotator(Protocol):
    """What annotates: an `onrecord.Pipeline`, or another system that keeps the order and drops nothing."""

    def stream(self, articles: Iterable[Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Return one record or failure for each article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did. `articles_in == records + failures`, always."""

    articles_in: int
    records: int
    failures: int
    claims: int
    """All claims, those that tables do not count included."""
    words: int
    """Words read, white space between them."""
    seconds: float
    """From the first article to the last, writing included."""
    truncated: int
    """Records of which only the beginning was read."""
    table: Mapping[str | None, Mapping[Stance, int]]
    """Counted claims of each actor by stance; the actor None stands for those who can't be told."""
    first_failures: tuple[Failure, ...] = ()
    """The first few failures, all of which stand in failures.jsonl."""

    @property
    def words_per_second(self) -> float:
        """Words read in a second, 0.0 when no time passed."""
        return self.words / self.seconds if self.seconds else 0.0


def annotate(
    articles: Iterable[Article | Failure],
    pipeline: Annotator,
    out: str | Path,
    *,
    progress: Callable[[Record | Failure], None] | None = None,
    overwrite: bool = False,
) -> Summary:
    """Annotate a collection into the folder `out`, which is made if need be.

    Args:
        articles: What `onrecord.articles.read` yields; a failure goes through to failures.jsonl.
        pipeline: From `onrecord.load`.
        out: Folder of the results.
        progress: Called with each record or failure once it is written.
        overwrite: Whether results that lie in the folder already may be replaced.

    Raises:
        InputError: The folder holds results, or is no folder.
        OSError: The disk is full or the folder may not be written to.
        OnrecordError: The pipeline lost or invented an article.
    """
    folder = check_out(out, overwrite=overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    tally = _Tally()
    began = perf_counter()
    with _sinks(folder) as sinks:
        for item in pipeline.stream(tally.counting(articles)):
            written = _write(item, sinks, tally.next_path())
            tally.add(written)
            if progress:
                progress(written)
        tally.check()
    return tally.summary(perf_counter() - began)


def check_out(out: str | Path, *, overwrite: bool = False) -> Path:
    """Return the folder for results as a path; nothing is made or changed.

    Raises:
        InputError: It holds results and `overwrite` is not set, or it is a file.
    """
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, give a folder for the results")
    if not overwrite and (found := [name for name in FILES if (folder / name).exists()]):
        names = ", ".join(sorted(found))
        raise InputError(f"{folder}: already holds results ({names}), choose another folder or pass --overwrite (overwrite=True)")
    return folder


def _write(item: Record | Failure, sinks: _Sinks, path: str | None) -> Record | Failure:
    """Write what came of the article of the file `path`; return what was written, a failure where the record could not be."""
    if isinstance(item, Record):
        try:
            sinks.record(item)
        except (ValueError, TypeError, ArithmeticError) as error:  # RecordError, or Arrow's
            message = " ".join(str(error).split())
            item = Failure(id=item.id, path=path, stage="write", error=type(error).__name__, message=message)
    if isinstance(item, Failure):
        sinks.failure(item)
    return item


@dataclass(slots=True)
class _Tally:
    """Counts while a run goes on."""

    articles_in: int = 0
    records: int = 0
    failures: int = 0
    claims: int = 0
    words: int = 0
    truncated: int = 0
    table: dict[str | None, Counter[Stance]] = field(default_factory=dict)
    first_failures: list[Failure] = field(default_factory=list)
    paths: deque[str | None] = field(default_factory=deque)
    """Of the articles that the pipeline has taken and not yet answered."""

    def counting(self, articles: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
        for article in articles:
            self.articles_in += 1
            self.paths.append(article.path)
            yield article

    def next_path(self) -> str | None:
        """Path of the article that the pipeline's next answer is about: it keeps the order."""
        return self.paths.popleft() if self.paths else None

    def add(self, item: Record | Failure) -> None:
        if isinstance(item, Failure):
            self.failures += 1
            if len(self.first_failures) < 5:
                self.first_failures.append(item)
            return
        self.records += 1
        self.claims += len(item.claims)
        self.words += len(item.text[: item.truncated_at].split())
        self.truncated += item.truncated_at is not None
        for claim in item.claims:
            if claim.counted:
                self.table.setdefault(claim.actor.name, Counter())[claim.stance] += 1

    def check(self) -> None:
        if self.articles_in != self.records + self.failures:
            counts = f"{self.articles_in} articles in, {self.records} records and {self.failures} failures out"
            raise OnrecordError(f"the pipeline lost or invented articles ({counts}): nothing was kept, please report this")

    def summary(self, seconds: float) -> Summary:
        counts = {name: getattr(self, name) for name in ("articles_in", "records", "failures", "claims", "words", "truncated")}
        return Summary(**counts, seconds=seconds, table=self.table, first_failures=tuple(self.first_failures))


class _Sinks:
    """The four files of a run, open for writing."""

    def __init__(self, paths: Mapping[str, Path], opened: ExitStack) -> None:
        self._annotations = opened.enter_context(paths[ANNOTATIONS].open("w", encoding="utf-8", newline="\n"))
        self._failures = opened.enter_context(paths[FAILURES].open("w", encoding="utf-8", newline="\n"))
        self._claims = opened.enter_context(claims_writer(csv_path=paths[CLAIMS_CSV], parquet_path=paths[CLAIMS_PARQUET]))

    def record(self, record: Record) -> None:
        """Write a record and its claims: all of it, or nothing when it cannot be written."""
        line = to_json(record)
        self._claims.add(record)
        self._annotations.write(f"{line}\n")

    def failure(self, failure: Failure) -> None:
        """Write a failure."""
        self._failures.write(f"{failure_to_json(failure)}\n")


@contextmanager
def _sinks(folder: Path) -> Iterator[_Sinks]:
    """The files of a run, which get their names when all went well; otherwise nothing is left of them."""
    with ExitStack() as opened:
        # Left in the opposite order: the files are closed, then named, annotations last.
        paths = {name: opened.enter_context(replacing(folder / name)) for name in FILES}
        yield _Sinks(paths, opened)
