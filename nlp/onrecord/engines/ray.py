"""Annotate on a cluster, over Ray Data.

    units of the input ── read ──► shards ── actors with the model ──► files of each shard, and a note that it is done

Files are read and written by the machines themselves, by path (of a drive that all see) or by any URL that fsspec knows. The
records are those of `onrecord.batch.annotate`, in the order of the input, and lie as it lays out shards. A machine that is
lost costs the shards that it was at; a run that is broken off goes on with the shards that are not done when it is started again.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from onrecord.batch.options import Options
from onrecord.batch.publish import FORMAT
from onrecord.batch.settings import Settings, check_same
from onrecord.batch.store import Counts
from onrecord.batch.summary import FIRST, Summary
from onrecord.engines.places import Folder
from onrecord.engines.shards import DONE, Annotate, Work
from onrecord.engines.units import digests_of, repeated, shards_of, unit_from_json, unit_to_json, units_of
from onrecord.errors import InputError, MissingExtraError, OnrecordError
from onrecord.records import failure_to_json
from onrecord.records.runs import ANNOTATIONS, FAILURES, MANIFEST, SHARDED, STATE
from onrecord.types import STANCES, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from onrecord.batch.outcomes import Annotator
    from onrecord.engines.units import Unit

READING = 0.5
"""Cores of a task that reads. Not 1, as an actor has: Ray would make one of the two, and one actor do all shards of a file."""
RUN = f"{DONE}/run.json"
"""Says with which settings the shards that are done were done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How tasks read."""

    size: int
    """Most articles of a shard."""
    max_chars: int
    """As for `onrecord.articles.read`."""

    def digests(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return number and ids of a unit."""
        return {"number": row["number"], "digests": digests_of(unit_from_json(row["unit"]), max_chars=self.max_chars).hex()}

    def shards(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the shards of a unit, each with its name."""
        unit, repeats = unit_from_json(row["unit"]), json.loads(row["repeats"])
        shards = shards_of(unit, repeats, size=self.size, max_chars=self.max_chars)
        for number, items in enumerate(shards):
            yield {"name": f"part-{row['number']:05}-{number:05}", "items": items}


def annotate(
    inputs: Sequence[str],
    load: Callable[[], Annotator],
    out: str,
    *,
    options: Options | None = None,
    max_chars: int = 1_000_000,
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Annotate a collection on the cluster of Ray that this process is connected to; one of this machine alone where it is to none.

    Args:
        inputs: Paths and URLs of files and folders.
        load: Gives the annotator, in a process of each actor, and once in this one to tell its settings.
        out: Path or URL of the folder for the results.
        options: `workers` is the number of actors, 1 at least; `layout` and `drop` have no meaning here.
        max_chars: As for `onrecord.articles.read`.
        progress: Called with the number of articles of each shard that is done.

    Raises:
        InputError: There is nothing to read, or the folder holds other results.
        MissingExtraError: Ray is not installed.
        OnrecordError: Not every article came out.
    """
    _ray_data()
    how, began = options or Options(), perf_counter()
    annotator = load()
    settings = Settings.of(annotator, how.settings)
    folder = Folder(out)
    _begin(folder, settings, overwrite=how.overwrite)
    units = units_of(inputs, size=how.shard_size)
    if not units:
        raise InputError("nothing to read: give files, folders or URLs")
    reading = Reading(size=how.shard_size, max_chars=max_chars)
    work = Work(load=load, out=out, settings=settings.digest().hex(), timeout=how.timeout, retry=how.retry_failed)
    digests = _digests(units, reading)
    with _shards_as_blocks():
        done = _done(units, repeated(digests), reading, work, actors=max(1, how.workers), progress=progress)
    summary = _summary(done, seconds=perf_counter() - began, stances=getattr(annotator, "stances", STANCES))
    if summary.articles_in != (given := sum(map(len, digests)) // 16):
        raise OnrecordError(f"{given} articles in, {summary.articles_in} out: the results got no manifest, please report this")
    _finish(folder, done, settings, shard_size=how.shard_size)
    return summary


def _ray_data() -> Any:
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtraError("annotating on a cluster", "ray") from None
    if not ray.is_initialized():
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
        ray.init(log_to_driver=False)
    return ray.data


@contextmanager
def _shards_as_blocks() -> Iterator[None]:
    """Make a block of each shard, not of 128 MiB of them: a block is what an actor takes, and what is done again if it is lost."""
    context = _ray_data().DataContext.get_current()
    before, context.target_max_block_size = context.target_max_block_size, 1
    try:
        yield
    finally:
        context.target_max_block_size = before


def _begin(folder: Folder, settings: Settings, *, overwrite: bool) -> None:
    """Make the folder ready.

    Raises:
        InputError: It holds results of other settings, or of another engine.
    """
    if overwrite:
        for name in (STATE, ANNOTATIONS, "claims.csv", "claims.parquet", FAILURES, MANIFEST, *SHARDED):
            folder.remove(name)
    earlier = json.loads(folder.read(RUN) or b"null")
    if earlier:
        check_same(earlier, settings, where=folder.where)
    elif found := [name for name in (ANNOTATIONS, MANIFEST, *SHARDED) if folder.exists(name)]:
        names = ", ".join(found)
        raise InputError(
            f"{folder.where}: already holds results of another engine ({names}), choose another folder or pass --overwrite"
        )
    folder.write(RUN, json.dumps(settings.as_dict()).encode())
    folder.remove(MANIFEST)  # until all is done there are no results


def _digests(units: list[Unit], reading: Reading) -> list[bytes]:
    rows = [{"number": number, "unit": unit_to_json(unit)} for number, unit in enumerate(units)]
    found = {
        row["number"]: row["digests"] for row in _ray_data().from_items(rows).map(reading.digests, num_cpus=READING).iter_rows()
    }
    return [bytes.fromhex(found[number]) for number in range(len(units))]


def _done(
    units: list[Unit], repeats: dict[int, list[int]], reading: Reading, work: Work, *, actors: int, progress: Callable[[int], None]
) -> list[dict[str, Any]]:
    """Do all shards; return what is noted of each, in order."""
    rows = [
        {"number": number, "unit": unit_to_json(unit), "repeats": json.dumps(repeats.get(number, []))}
        for number, unit in enumerate(units)
    ]
    shards = _ray_data().from_items(rows).flat_map(reading.shards, num_cpus=READING)
    pool = _ray_data().ActorPoolStrategy(size=actors)
    noted = shards.map_batches(Annotate, batch_size=1, compute=pool, num_cpus=1, fn_constructor_args=(work,))
    done = []
    for row in noted.iter_rows():
        done.append(json.loads(row["done"]))
        progress(done[-1]["counts"]["articles"])
    return sorted(done, key=lambda one: (len(one["name"]), one["name"]))


def _summary(done: Iterable[dict[str, Any]], *, seconds: float, stances: tuple[str, ...]) -> Summary:
    total = _total(done)
    table: dict[str | None, Counter[str]] = {}
    for actor, stance, n in (row for one in done for row in one["table"]):
        table.setdefault(actor, Counter())[stance] += n
    failures = (Failure(**failure) for one in done for failure in one["failures"])
    return Summary(
        articles_in=total.articles, records=total.records, failures=total.failures, claims=total.claims, words=total.words,
        truncated=total.truncated, seconds=seconds, table=table, stances=stances,
        first_failures=tuple(failure for _, failure in zip(range(FIRST), failures, strict=False)),
    )  # fmt: skip


def _total(done: Iterable[dict[str, Any]]) -> Counts:
    found = [one["counts"] for one in done]
    return Counts(**{name: sum(one[name] for one in found) for name in asdict(Counts())})


def _finish(folder: Folder, done: Sequence[dict[str, Any]], settings: Settings, *, shard_size: int) -> None:
    """Remove the shards of an earlier input, write the failures, and the manifest last."""
    wanted = {one["name"] for one in done}
    for table, suffix in SHARDED.items():
        for name in folder.names(table):
            if name.removesuffix(suffix) not in wanted:
                folder.remove(f"{table}/{name}")
    lines = "".join(f"{failure_to_json(Failure(**failure))}\n" for one in done for failure in one["failures"])
    folder.write(FAILURES, lines.encode())
    files = {name: about for one in done for name, about in one["files"].items()}
    about = {
        "format": FORMAT, "layout": "shards", **asdict(_total(done)), "shard_size": shard_size, "settings": settings.as_dict(),
        "files": files,
    }  # fmt: skip
    folder.write(MANIFEST, (json.dumps(about, indent=2) + "\n").encode())
