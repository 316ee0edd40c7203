"""Whole runs of `onrecord annotate` that `make bench` times: files in, files out, of growing size and with one and two workers.

Every run reads the same articles again and again, so that sizes differ in nothing but size. Each copy has its paragraphs in
another order, lest something is remembered from one to the next, and an id of its own.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import onrecord
from onrecord.articles import read
from onrecord.batch import Options, annotate
from onrecord.types import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.batch.outcomes import Annotator

POOL = 100
"""Articles that are repeated: as many as the smallest run, so that all runs read the same mixture."""
LOAD = partial(onrecord.load, threads=1)


@dataclass(frozen=True, slots=True)
class Run:
    """A run and its pace."""

    articles: int
    workers: int
    """0: in the process itself."""
    pace: float
    """Words a second, from the first article to the last file."""


def copies(articles: Sequence[Article], count: int) -> Iterator[Article]:
    """Yield `count` articles: the given ones over and over, the paragraphs of each in an order drawn for that copy."""
    for number in range(count):
        article = articles[number % len(articles)]
        paragraphs = article.text.split("\n\n")
        random.Random(number).shuffle(paragraphs)
        yield Article(id=f"{number}", text="\n\n".join(paragraphs), title=article.title, date=article.date)


def run(articles: Sequence[Article], count: int, *, load: Callable[[], Annotator] | Annotator, workers: int = 0) -> Run:
    """Annotate copies from a JSONL file into a folder, both in a temporary place, and tell the pace.

    Args:
        articles: What is copied.
        count: How many copies.
        load: The pipeline, or for workers what loads it in each.
        workers: As for `onrecord annotate`.

    Raises:
        SystemExit: An article could not be annotated, so that the pace would be none.
    """
    with TemporaryDirectory() as name:
        file, out = Path(name, "news.jsonl"), Path(name, "out")
        with file.open("w", encoding="utf-8") as lines:
            for copy in copies(articles, count):
                row = {"id": copy.id, "text": copy.text, "title": copy.title, "date": copy.date}
                lines.write(json.dumps(row) + "\n")
        done = annotate(read(file, unique=False), load, out, options=Options(workers=workers))
    if done.failures:
        raise SystemExit(f"{done.failures} of {count} articles failed: {done.first_failures[0].message}")
    return Run(count, workers, done.words_per_second)


def sizes(articles: Sequence[Article], counts: Sequence[int]) -> Iterator[Run]:
    """Yield a run of each size, in one process, after one that warms up.

    Some articles make a process load what it needs once and keeps, such as the language detector (half a second): that is
    set-up, as the model is, and no cost of the smallest run. It must not be left to chance which run meets the first of them.
    """
    pool = list(copies(articles, min(POOL, *counts)))
    pipeline = LOAD()
    run(pool, len(pool), load=pipeline)
    for count in counts:
        yield run(pool, count, load=pipeline)


def workers(articles: Sequence[Article], count: int, *, rounds: int) -> Iterator[tuple[Run, Run]]:
    """Yield pairs of runs of one size, with one worker and with two."""
    for _ in range(rounds):
        one, two = (run(articles, count, load=LOAD, workers=number) for number in (1, 2))
        yield one, two


def spread(runs: Sequence[Run]) -> float:
    """Return by how many per cent the slowest run is slower than the fastest."""
    paces = [each.pace for each in runs]
    return 100 * (1 - min(paces) / max(paces))
