"""Several processes that annotate, and what happens when one of them is killed or never comes back.

A worker takes a batch of articles and answers them one by one. When it ends, or takes too long over an article, another
one takes its place, and the articles that it had not answered are given out again, each alone. The one that ends a worker
also then is a failure; the others are annotated.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from onrecord import errors
from onrecord.batch.outcomes import Outcome, failed
from onrecord.batch.worker import BROKEN, READY, serve
from onrecord.errors import InputError, ModelError, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from onrecord.batch.outcomes import Annotator
    from onrecord.types import Article

BATCH_CHARS = 200_000
"""Characters after which a batch is full."""
DEATHS = 2
"""Workers that end over an article alone before it is given up: one may have been killed for what others did."""
STARTS = 5
"""Workers that end one after another while they load before the run is given up."""


@dataclass(slots=True)
class Task:
    """An article to annotate, and where its outcome goes."""

    article: Article
    part: int
    place: int
    suspect: bool = False
    """Whether it may have ended a worker, so that it is given out alone."""
    deaths: int = 0
    """Workers that ended over it alone."""


@dataclass(slots=True, eq=False)
class Worker:
    """A process and what it has to do."""

    process: Any
    connection: Connection
    ready: bool = False
    pending: deque[Task] = field(default_factory=deque)
    """Given to it and not answered, in order."""
    since: float = 0.0
    """When it began with the first of them, in seconds of a clock that nobody sets."""


class Crew:
    """Workers. Use it in a `with` block, which ends them."""

    def __init__(self, load: Callable[[], Annotator], *, workers: int, batch_size: int, timeout: float | None) -> None:
        """Start the workers.

        Args:
            load: Gives the annotator in the worker; it must be picklable, such as a partial of `onrecord.load`.
            workers: How many.
            batch_size: Most articles given to a worker at once.
            timeout: Seconds that an article may take, None for any time.
        """
        self._context = mp.get_context("spawn")
        self._load = load
        self._batch_size = batch_size
        self._timeout = timeout
        self._suspects: deque[Task] = deque()
        self._failed_starts = 0
        self._more = True
        self._about: Any = None
        self._workers = [self._start() for _ in range(workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)

    def about(self) -> Any:
        """Return what the annotator says of itself; waits until a worker has loaded it.

        Raises:
            OnrecordError: It cannot be loaded.
        """
        while self._about is None:
            self._listen(None)
        return self._about

    def answers(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Yield what comes of each task, in the order in which they are done. Tasks are taken as workers come free.

        Raises:
            OnrecordError: Workers cannot be kept alive, or the annotator lost an article.
        """
        self._more = True
        while True:
            for worker in self._workers:
                self._hand_out(worker, tasks)
            if not (self._more or self._suspects or any(worker.pending for worker in self._workers)):
                return
            yield from self._listen(self._patience())
            yield from self._overdue()

    def _hand_out(self, worker: Worker, tasks: Iterator[Task]) -> None:
        """Keep a worker supplied: one batch to do, and one to go on with."""
        if not worker.ready or len(worker.pending) > self._batch_size or any(task.suspect for task in worker.pending):
            return
        if self._suspects and worker.pending:
            return
        batch = [self._suspects.popleft()] if self._suspects else list(self._batch(tasks))
        if not batch:
            return
        if not worker.pending:
            worker.since = monotonic()
        worker.pending.extend(batch)
        with suppress(OSError):  # when it has ended, which is heard when it is listened to
            worker.connection.send([task.article for task in batch])

    def _batch(self, tasks: Iterator[Task]) -> Iterator[Task]:
        chars = 0
        for _ in range(self._batch_size):
            task = next(tasks, None)
            if task is None:
                self._more = False
                return
            yield task
            chars += len(task.article.text)
            if chars >= BATCH_CHARS:
                return

    def _listen(self, seconds: float | None) -> list[tuple[Task, Outcome]]:
        """Hear what workers have to say, for at most so many seconds; return what was answered."""
        found: list[tuple[Task, Outcome]] = []
        by_connection = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_connection), seconds):
            found += self._hear(by_connection[connection])  # type: ignore[index]
        return found

    def _hear(self, worker: Worker) -> list[tuple[Task, Outcome]]:
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            return self._lost(worker)
        if kind == BROKEN:
            raise _error(*value)
        if kind == READY:
            worker.ready, self._about, self._failed_starts = True, value, 0
            return []
        worker.since = monotonic()
        return [(worker.pending.popleft(), value)]

    def _lost(self, worker: Worker) -> list[tuple[Task, Outcome]]:
        """A worker has ended: another one takes its place."""
        worker.process.join(5)
        how = _ended(worker.process.exitcode)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise OnrecordError(f"{STARTS} workers ended while they loaded the model ({how}), is there enough memory?")
        message = f"the process that annotated it ended ({how}), {DEATHS} times with this article alone: shorten it or leave it out"
        return self._replace(worker, lambda task: failed(task.article, "worker", message, kind="WorkerEnded"), DEATHS)

    def _overdue(self) -> list[tuple[Task, Outcome]]:
        """End workers that take too long over an article."""
        found: list[tuple[Task, Outcome]] = []
        if self._timeout is None:
            return found
        message = f"took longer than {self._timeout:g} seconds: raise --timeout, or shorten the article"
        for worker in list(self._workers):
            if worker.pending and monotonic() - worker.since > self._timeout and not worker.connection.poll():
                self._end(worker)
                found += self._replace(worker, lambda task: failed(task.article, "timeout", message, kind="TimeoutError"), 1)
        return found

    def _replace(self, worker: Worker, give_up: Callable[[Task], Outcome], deaths: int) -> list[tuple[Task, Outcome]]:
        """Put another worker in place of one that has ended; return what is given up of the tasks that it had."""
        self._end(worker)
        self._workers[self._workers.index(worker)] = self._start()
        if len(worker.pending) == 1 and worker.pending[0].suspect:
            task = worker.pending[0]
            task.deaths += 1
            if task.deaths >= deaths:
                return [(task, give_up(task))]
        for task in worker.pending:
            task.suspect = True
        self._suspects.extend(worker.pending)
        return []

    def _patience(self) -> float | None:
        """Seconds until the first worker is overdue."""
        busy = [worker.since for worker in self._workers if worker.pending]
        if self._timeout is None or not busy:
            return None
        return max(0.01, min(busy) + self._timeout - monotonic() + 0.01)

    def _start(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._load), daemon=True)
        with _no_interrupt():
            process.start()
        theirs.close()  # so that the end of the process is the end of the connection
        return Worker(process, ours)

    @staticmethod
    def _end(worker: Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


def _error(name: str, message: str) -> OnrecordError:
    """An error of a worker, as one of ours."""
    known = {kind.__name__: kind for kind in (InputError, ModelError)}
    return known.get(name, OnrecordError)(message if hasattr(errors, name) else f"{name}: {message}")


def _ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even before they can say so themselves; ours hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
