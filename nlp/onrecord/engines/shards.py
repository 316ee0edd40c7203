"""One shard: annotate its articles in a process that may be killed, write what comes of them, and remember that it is done."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onrecord.batch.crew import Crew, Task
from onrecord.batch.outcomes import Outcome
from onrecord.batch.store import PART, TABLES, Store
from onrecord.engines.places import Folder
from onrecord.engines.units import items_in
from onrecord.records.failures import failure_row
from onrecord.records.runs import RAY, SHARDED, STATE
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.batch.outcomes import Annotator
    from onrecord.types import Article

DONE = f"{STATE}/{RAY}"
"""Where it is noted which shards are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all shards of a run have in common."""

    load: Callable[[], Annotator]
    """Gives the annotator, in a process of its own."""
    out: str
    """Path or URL of the results."""
    settings: str
    """What decides a record beside the article, as hexadecimal digits."""
    timeout: float | None
    """Seconds that an article may take, None for any time."""
    retry: bool
    """Whether shards with failures are done again."""


class Annotate:
    """An actor: it holds a process with the model as long as it lives, and does shard after shard."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._out = Folder(work.out)
        self._open = ExitStack()
        self._crew: Crew | None = None

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Do shards.

        Args:
            batch: Columns `name` and `items`, from `units.shards_of`.

        Returns:
            A column `done`: for each what `done` returns, as JSON.
        """
        names, shards = (list(map(str, batch[column])) for column in ("name", "items"))
        return {"done": [json.dumps(self.done(name, shard)) for name, shard in zip(names, shards, strict=True)]}

    def done(self, name: str, shard: str) -> dict[str, Any]:
        """Do a shard unless it is done already, and return its name, key, counts, table, files and failures."""
        key = blake2b(shard.encode(), key=bytes.fromhex(self._work.settings), digest_size=16).hexdigest()
        earlier = json.loads(self._out.read(f"{DONE}/{name}.json") or b"null")
        if earlier and earlier["key"] == key and self._is_settled(earlier) and self._is_there(name):
            return earlier  # type: ignore[no-any-return]
        found = self._outcomes(items_in(shard))
        about = self._write(name, found)
        about |= {"name": name, "key": key, "failures": [failure_row(outcome.failure) for outcome in found if outcome.failure]}
        self._out.write(f"{DONE}/{name}.json", json.dumps(about).encode())  # last: a sign that the others are there
        return about

    def _is_settled(self, earlier: dict[str, Any]) -> bool:
        return not (self._work.retry and earlier["counts"]["retriable"])

    def _is_there(self, name: str) -> bool:
        return all(self._out.exists(f"{table}/{name}{suffix}") for table, suffix in SHARDED.items())

    def _outcomes(self, items: list[Article | Failure]) -> list[Outcome]:
        found: list[Outcome | None] = [Outcome(id=i.id, failure=i) if isinstance(i, Failure) else None for i in items]
        tasks = [Task(item, 0, place) for place, item in enumerate(items) if not isinstance(item, Failure)]
        if tasks:
            for task, outcome in self._workers().answers(iter(tasks)):
                found[task.place] = outcome
        return [outcome for outcome in found if outcome is not None]

    def _workers(self) -> Crew:
        """A process with the model, begun when it is needed: of a run that goes on, an actor may have nothing to do."""
        if self._crew is None:
            self._crew = self._open.enter_context(Crew(self._work.load, workers=1, batch_size=8, timeout=self._work.timeout))
        return self._crew

    def _write(self, name: str, found: list[Outcome]) -> dict[str, Any]:
        with TemporaryDirectory(prefix="onrecord-") as folder:
            Store(Path(folder)).write("part", [outcome.id for outcome in found], found)
            made = Path(folder) / "part"
            for table, file in TABLES.items():
                self._out.write(f"{table}/{name}{SHARDED[table]}", (made / file).read_bytes())
            about = json.loads((made / PART).read_bytes())
        files = {f"{table}/{name}{SHARDED[table]}": about["files"][file] for table, file in TABLES.items()}
        return {"counts": about["counts"], "table": about["table"], "files": files}
