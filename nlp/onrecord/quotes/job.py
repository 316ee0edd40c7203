"""The quotes of a whole collection: articles in, a folder of tables out, and a count that adds up.

    quotes.jsonl     one quote a line, in input order
    quotes.csv       the same, flat
    quotes.parquet   the same, typed
    speakers.csv     one row a speaker
    genders.csv      quotes by gender, where the user gives the genders
    failures.jsonl   one row an article that could not be read, or whose quotes could not be written

Held in memory are the speakers, not the quotes. The files get their names together, at the end: a run that breaks off
leaves none of them, and those of an earlier run as they were.
"""

from __future__ import annotations

from collections import Counter, deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.errors import InputError, OnrecordError
from onrecord.quotes.found import quotes_of
from onrecord.quotes.genders import gender_rows
from onrecord.quotes.speakers import SpeakerTally
from onrecord.quotes.tables import quotes_writer, write_genders, write_speakers
from onrecord.records import failure_to_json
from onrecord.records.files import replacing
from onrecord.types import Failure, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from onrecord.quotes.speakers import Speaker
    from onrecord.types import Article

QUOTES, TABLE, PARQUET, SPEAKERS, FAILURES = "quotes.jsonl", "quotes.csv", "quotes.parquet", "speakers.csv", "failures.jsonl"
GENDERS = "genders.csv"
FILES = (QUOTES, TABLE, PARQUET, SPEAKERS, GENDERS, FAILURES)
"""What a run writes. quotes.jsonl gets its name last, a sign that the others are there."""
NOT_NEEDED = ("claims", "references", "dates")
"""Components that find no quote and no speaker, to be disabled where quotes are all that is wanted."""
_SHOWN = 5


class Reader(Protocol):
    """What finds quotes: an `onrecord.Pipeline`, or another system that keeps the order and drops nothing."""

    def stream(self, articles: Iterable[Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Return one record or failure for each article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did. `articles_in == records + failures`, always."""

    articles_in: int
    records: int
    """Articles that were read, with or without quotes."""
    failures: int
    without: int
    """Articles read that have no quote."""
    kinds: Mapping[str, int]
    """Quotes by kind: direct, indirect, mixed."""
    words: int
    """Words read, white space between them."""
    words_quoted: int
    """Words within the pieces of the quotes."""
    truncated: int
    """Articles of which only the beginning was read."""
    seconds: float
    """From the first article to the last, writing included."""
    speakers: tuple[Speaker, ...]
    """In the order of speakers.csv."""
    first_failures: tuple[Failure, ...] = ()
    """The first few failures, all of which stand in failures.jsonl."""

    @property
    def quotes(self) -> int:
        """Quotes of all kinds."""
        return sum(self.kinds.values())

    @property
    def words_per_second(self) -> float:
        """Words read in a second, 0.0 when no time passed."""
        return self.words / self.seconds if self.seconds else 0.0


def extract(
    articles: Iterable[Article | Failure],
    pipeline: Reader,
    out: str | Path,
    *,
    genders: Mapping[str, str] | None = None,
    progress: Callable[[Record | Failure], None] | None = None,
    overwrite: bool = False,
) -> Summary:
    """Write the quotes of a collection into the folder `out`, which is made if need be.

    Args:
        articles: What `onrecord.articles.read` yields; a failure goes through to failures.jsonl.
        pipeline: From `onrecord.load(disable=NOT_NEEDED)`.
        out: Folder of the results.
        genders: From `read_genders`, to have genders.csv.
        progress: Called with each record or failure once its quotes are written.
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
    with _sinks(folder, genders) as sinks:
        for item in pipeline.stream(tally.counting(articles)):
            done = _write(item, sinks, tally)
            if progress:
                progress(done)
        tally.check()
        sinks.finish(tally.speakers.speakers())
    if genders is None:
        (folder / GENDERS).unlink(missing_ok=True)  # of an earlier run, about other quotes
    return tally.summary(perf_counter() - began)


def check_out(out: str | Path, *, overwrite: bool = False) -> Path:
    """Return the folder for results as a path; nothing is made or changed.

    Raises:
        InputError: It holds results and `overwrite` is not set, or it is a file.
    """
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, give a folder for the results")
    if not overwrite and (found := sorted(name for name in FILES if (folder / name).exists())):
        names = ", ".join(found)
        raise InputError(f"{folder}: already holds results ({names}), choose another folder or pass --overwrite (overwrite=True)")
    return folder


def _write(item: Record | Failure, sinks: _Sinks, tally: _Tally) -> Record | Failure:
    """Write and count what came of an article; return it, or a failure where its quotes could not be written."""
    path = tally.next_path()
    if isinstance(item, Record):
        try:
            found = quotes_of(item)
            sinks.quotes.add(found)
        except (ValueError, TypeError, ArithmeticError) as error:  # RecordError, or Arrow's
            message = " ".join(str(error).split())
            item = Failure(id=item.id, path=path, stage="write", error=type(error).__name__, message=message)
        else:
            tally.add(item)
            tally.kinds.update(each.quote.kind for each in found)
            tally.words_quoted += sum(each.words for each in found)
            tally.speakers.add(found)
    if isinstance(item, Failure):
        sinks.failure(item)
        tally.fail(item)
    return item


@dataclass(slots=True)
class _Tally:
    """Counts while a run goes on."""

    articles_in: int = 0
    records: int = 0
    failures: int = 0
    without: int = 0
    kinds: Counter[str] = field(default_factory=lambda: Counter(direct=0, indirect=0, mixed=0))
    words: int = 0
    words_quoted: int = 0
    truncated: int = 0
    speakers: SpeakerTally = field(default_factory=SpeakerTally)
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

    def add(self, record: Record) -> None:
        self.records += 1
        self.without += not record.quotes
        self.words += len(record.text[: record.truncated_at].split())
        self.truncated += record.truncated_at is not None

    def fail(self, failure: Failure) -> None:
        self.failures += 1
        if len(self.first_failures) < _SHOWN:
            self.first_failures.append(failure)

    def check(self) -> None:
        if self.articles_in != self.records + self.failures:
            counts = f"{self.articles_in} articles in, {self.records} records and {self.failures} failures out"
            raise OnrecordError(f"the pipeline lost or invented articles ({counts}): nothing was kept, please report this")

    def summary(self, seconds: float) -> Summary:
        return Summary(
            articles_in=self.articles_in, records=self.records, failures=self.failures, without=self.without,
            kinds=dict(self.kinds), words=self.words, words_quoted=self.words_quoted, truncated=self.truncated, seconds=seconds,
            speakers=tuple(self.speakers.speakers()), first_failures=tuple(self.first_failures),
        )  # fmt: skip


class _Sinks:
    """The files of a run, open for writing."""

    def __init__(self, paths: Mapping[str, Path], genders: Mapping[str, str] | None, opened: ExitStack) -> None:
        self.quotes = opened.enter_context(quotes_writer(jsonl=paths[QUOTES], table=paths[TABLE], parquet=paths[PARQUET]))
        self._failures = opened.enter_context(paths[FAILURES].open("w", encoding="utf-8", newline="\n"))
        self._paths = paths
        self._genders = genders

    def failure(self, failure: Failure) -> None:
        """Write a failure."""
        self._failures.write(f"{failure_to_json(failure)}\n")

    def finish(self, speakers: list[Speaker]) -> None:
        """Write the tables that are known only now."""
        write_speakers(speakers, self._paths[SPEAKERS])
        if self._genders is not None:
            write_genders(gender_rows(speakers, self._genders), self._paths[GENDERS])


@contextmanager
def _sinks(folder: Path, genders: Mapping[str, str] | None) -> Iterator[_Sinks]:
    """The files of a run, which get their names when all went well; otherwise nothing is left of them."""
    names = [name for name in FILES if name != GENDERS or genders is not None]
    with ExitStack() as opened:
        # Left in the opposite order: the files are closed, then named, quotes.jsonl last.
        paths = {name: opened.enter_context(replacing(folder / name)) for name in names}
        yield _Sinks(paths, genders, opened)
