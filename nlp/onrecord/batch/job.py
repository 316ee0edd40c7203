"""A run: from the input over parts to results, and on from where an earlier try of it was."""

from __future__ import annotations

from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, cast

from onrecord.batch.crew import Crew, Task
from onrecord.batch.disk import remove
from onrecord.batch.home import Home, Piece, check_out
from onrecord.batch.index import Index
from onrecord.batch.lock import locked
from onrecord.batch.options import Options
from onrecord.batch.outcomes import Outcome, outcome_of, outcomes
from onrecord.batch.parts import Part, parts_of
from onrecord.batch.publish import ONE_FILE, publish
from onrecord.batch.run import Run, run_in
from onrecord.batch.settings import Settings
from onrecord.batch.store import RETRIED, part_name
from onrecord.batch.summary import Summary, Tally, summary_of
from onrecord.errors import InputError, OnrecordError
from onrecord.records import from_json
from onrecord.types import STANCES, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from onrecord.batch.outcomes import Annotator
    from onrecord.types import Article

    Progress = Callable[[int], None]


def annotate(
    articles: Iterable[Article | Failure],
    pipeline: Annotator | Callable[[], Annotator],
    out: str | Path,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
    overwrite: bool = False,
) -> Summary:
    """Annotate a collection into the folder `out`, which is made if need be.

    What an earlier run of the same settings did is taken over, article by article: a run that was killed goes on where it
    was, an article that has changed is done again, one that has not never is.

    Args:
        articles: What `onrecord.articles.read` yields; a failure goes through to failures.jsonl.
        pipeline: From `onrecord.load`; or a function without arguments that gives one, such as
            `functools.partial(onrecord.load, threads=1)`, which is what workers need.
        out: Folder of the results.
        options: How to go about it.
        progress: Called with the number of articles that are done since the last call.
        overwrite: The same as `Options(overwrite=True)`.

    Raises:
        InputError: The folder holds results that cannot be gone on with, another run writes to it, or it is no folder.
        OSError: The disk is full or the folder may not be written to. What is done stays.
        OnrecordError: The pipeline lost or invented an article, or workers cannot be kept alive.
    """
    given = options or Options()
    how = replace(given, overwrite=overwrite or given.overwrite)
    home = Home(check_out(out, overwrite=how.overwrite))
    home.state.mkdir(parents=True, exist_ok=True)
    with locked(home.state / "lock"), _annotators(pipeline, how) as (about, answers):
        settings = Settings.of(about, how.settings)
        run = _open(home, settings, how)
        with closing(Index(home.state / "index.sqlite")) as index:
            summary = _Job(home, run, how, index, progress or (lambda _: None)).run(articles, answers)
        return replace(summary, stances=getattr(about, "stances", STANCES))


def _open(home: Home, settings: Settings, how: Options) -> Run:
    """Make the folder ready for a run with these settings, a new one or the one that was broken off, and return it.

    Raises:
        InputError: It holds results of other settings.
    """
    if home.ready.is_dir():
        home.name_results()
    run = run_in(home, settings, how)
    if not run.goes_on:
        remove(home.unfinished.folder)
    home.begin(run.about)
    return run


@contextmanager
def _annotators(
    pipeline: Annotator | Callable[[], Annotator], how: Options
) -> Iterator[tuple[object, Callable[[Iterator[Task]], Iterator[tuple[Task, Outcome]]]]]:
    """Give what annotates, as something that tells its settings and a function that answers tasks."""
    loaded = hasattr(pipeline, "stream") and not isinstance(pipeline, type)
    if not how.workers:
        annotator = cast("Annotator", pipeline if loaded else pipeline())  # type: ignore[operator]
        yield annotator, lambda tasks: ((task, outcome) for task in tasks for outcome in outcomes([task.article], annotator))
        return
    if loaded:
        raise InputError("workers need a function that gives a pipeline, such as functools.partial(onrecord.load, threads=1)")
    load = cast("Callable[[], Annotator]", pipeline)
    with Crew(load, workers=how.workers, batch_size=how.batch_size, timeout=how.timeout) as crew:
        yield crew.about(), crew.answers


class _Job:
    """A run while it goes on."""

    def __init__(self, home: Home, run: Run, how: Options, index: Index, progress: Progress) -> None:
        self._home = home
        self._run = run
        self._how = how
        self._index = index
        self._progress = progress
        self._tally = Tally()
        self._pieces: dict[int, Piece] = {}
        self._open: dict[int, Part] = {}
        """Parts that are not done, by number."""
        self._loose = 0
        """Articles done of them that are not on the disk."""
        self._articles = 0

    def run(
        self, articles: Iterable[Article | Failure], answers: Callable[[Iterator[Task]], Iterator[tuple[Task, Outcome]]]
    ) -> Summary:
        began = perf_counter()
        self._run.remember(self._home, self._index)
        try:
            for task, outcome in answers(self._tasks(articles)):
                self._answer(task, outcome)
        except BaseException:
            with suppress(OSError):  # a full disk must not hide what went wrong first
                self._save()
            raise
        pieces = [self._pieces[number] for number in sorted(self._pieces)]
        self._check(pieces)
        layout = self._how.layout
        if layout == "auto":
            layout = "files" if self._articles <= ONE_FILE else "shards"
        summary = summary_of(self._home, pieces, self._tally, seconds=perf_counter() - began)
        publish(self._home, pieces, self._run.settings.as_dict(), layout=layout, shard_size=self._how.shard_size)
        return summary

    def _tasks(self, articles: Iterable[Article | Failure]) -> Iterator[Task]:
        """Yield the articles that are yet to do, after having noted those that are not."""
        for part in parts_of(articles, self._index, self._run.settings.digest(), size=self._how.shard_size):
            self._articles += len(part.keys)
            if piece := self._whole(part):
                self._pieces[part.number] = piece
                counts = self._home.store(piece).counts(piece.name)
                self._keep(counts.articles, counts.words)
                continue
            self._take_over(part)
            self._open[part.number] = part
            for place, article in list(part.to_do()):
                if self._loose >= self._how.shard_size:
                    self._save()
                yield Task(article, part.number, place)
            self._close(part)

    def _whole(self, part: Part) -> Piece | None:
        """A part that is done as it is, None when there is none."""
        retry = self._run.retry
        found = []
        if retry:
            found.append(Piece(part_name(part.number, part.keys, retried=True), published=False))
        found.append(Piece(part_name(part.number, part.keys), published=False))
        if not self._run.fresh and self._home.layout:
            found.append(Piece(part_name(part.number, part.keys), published=True))
        for piece in found:
            counts = self._home.store(piece).counts(piece.name)
            settled = not retry or piece.name.endswith(RETRIED) or not counts.retriable
            if counts.articles and settled and self._home.is_whole(piece):
                return piece
        return None

    def _take_over(self, part: Part) -> None:
        """Fill in what was done of a part's articles in another one."""
        for place, article in list(part.to_do()):
            earlier = self._index.find(part.keys[place])
            if earlier is None:
                continue
            if isinstance(earlier, Failure):
                outcome = Outcome(id=earlier.id, failure=replace(earlier, path=article.path))
            else:
                outcome = outcome_of(from_json(earlier))
            part.fill(place, outcome, safe=True)
            self._keep(1, outcome.words)

    def _keep(self, articles: int, words: int) -> None:
        self._tally.kept += articles
        self._tally.kept_words += words
        self._progress(articles)

    def _answer(self, task: Task, outcome: Outcome) -> None:
        part = self._open[task.part]
        part.fill(task.place, outcome)
        self._loose += 1
        self._progress(1)
        self._close(part)

    def _close(self, part: Part) -> None:
        """Write a part if it is done."""
        found = part.outcomes()
        if found is None or part.number not in self._open:
            return
        name = part_name(part.number, part.keys, retried=self._run.retry)
        self._home.unfinished.write(name, part.keys, found)
        self._pieces[part.number] = Piece(name, published=False)
        del self._open[part.number]
        self._loose = sum(len(other.loose()) for other in self._open.values())

    def _save(self) -> None:
        """Write what is done of parts that are not."""
        done = [(part, place, outcome) for part in self._open.values() for place, outcome in part.loose()]
        if done:
            self._home.unfinished.scrap([part.keys[place] for part, place, _ in done], [outcome for _, _, outcome in done])
        for part, place, _ in done:
            part.safe.add(place)
        self._loose = 0

    def _check(self, pieces: list[Piece]) -> None:
        """Refuse to give names to results that lack something.

        Raises:
            OnrecordError: Not every article has come out.
            InputError: Earlier results would lose records.
        """
        out = sum(self._home.store(piece).counts(piece.name).articles for piece in pieces)
        if self._open or out != self._articles:
            raise OnrecordError(f"{self._articles} articles in, {out} out: no results were written, please report this")
        if self._run.fresh or not self._home.layout:
            return
        kept = {piece.name for piece in pieces if piece.published}
        gone = [
            entry.id
            for name in self._home.published.names() if name not in kept
            for entry in self._home.published.entries(name) if not entry.failure and not self._index.seen(entry.id)
        ]  # fmt: skip
        if gone and not self._how.drop:
            raise InputError(
                f"{self._home.folder}: holds records of {len(gone):,} articles that are not in the input or cannot be read any more"
                f" ({gone[0]!r}, …): give them as well, choose another folder, or pass --drop (drop=True) to let go of them"
            )
        self._tally.dropped = len(gone)
