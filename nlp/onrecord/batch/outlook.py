"""What a run would do, without doing it."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.batch.home import Home, check_out
from onrecord.batch.index import Index
from onrecord.batch.options import Options
from onrecord.batch.parts import parts_of
from onrecord.batch.run import run_in
from onrecord.batch.settings import Settings
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from onrecord.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a run would read and do. `articles == unreadable + done + failed + to_do`, always."""

    articles: int
    unreadable: int
    """Those that cannot be read, or whose id an earlier one has."""
    done: int
    """Those that have a record already."""
    failed: int
    """Those that failed before and would not be tried again."""
    to_do: int


def outlook(
    articles: Iterable[Article | Failure], annotator: object, out: str | Path, *, options: Options | None = None
) -> Outlook:
    """Return what `annotate` would do with the same arguments; the input is read, nothing is written or locked.

    Args:
        articles: What `onrecord.articles.read` yields.
        annotator: From `onrecord.load`.
        out: Folder of the results.
        options: How the run would go about it.

    Raises:
        InputError: The folder holds results that cannot be gone on with, or it is no folder.
    """
    how = options or Options()
    home = Home(check_out(out, overwrite=how.overwrite))
    run = run_in(home, Settings.of(annotator, how.settings), how)
    with closing(Index(None)) as index:
        run.remember(home, index)
        return _counted(articles, index, run.settings, how)


def _counted(articles: Iterable[Article | Failure], index: Index, settings: Settings, how: Options) -> Outlook:
    found: Counter[str] = Counter()
    for part in parts_of(articles, index, settings.digest(), size=how.shard_size):
        found["articles"] += len(part.keys)
        for key, item in zip(part.keys, part.items, strict=True):
            if isinstance(item, Failure):
                found["unreadable"] += 1
            else:
                done = index.done(key)
                found["to_do" if done is None else "done" if done else "failed"] += 1
    return Outlook(**{name: found[name] for name in ("articles", "unreadable", "done", "failed", "to_do")})
