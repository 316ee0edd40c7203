#!/usr/bin/env python3
"""Words a second, in one table: the pipeline beside others, whole runs of growing size, one worker beside two.

    make bench            or            python models/recipe/bench.py [ARTICLES.jsonl] [--articles 120] [--rounds 3]

    --quick                  few articles, one round: whether it all works, no figures to quote
    --only others            the pipeline, spaCy's small English pipeline with all its components, and the peers' stack
                             (spaCy + textacy's quotations + a float32 encoder in torch once a label), one thread each
    --no-peers               without that stack, which takes five times as long as ours
    --only sizes             `annotate` on 100, 1,000 and 10,000 articles: the cost should stay linear
    --only workers           `annotate` with one worker and with two

What is compared takes turns over the same texts in one run, so that ratios do not depend on what else the machine does.
Without a file, the samples in corpora/ and the gold corpus are read.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"  # before the libraries load

from bench_pipelines import jobs  # noqa: E402
from bench_runs import Run, sizes, spread, workers  # noqa: E402

from onrecord.articles import read  # noqa: E402
from onrecord.pipeline import with_title  # noqa: E402
from onrecord.records import read_gold  # noqa: E402
from onrecord.types import Article  # noqa: E402

CORPORA = Path(__file__).parents[2] / "corpora"
PARTS = ("others", "sizes", "workers")
Line = tuple[str, int, float, str]
"""What was run, on how many articles, words a second, and the ratio of two paces with what it is of."""


def timed(job: Callable[[], object]) -> float:
    """Return the seconds a job takes."""
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def measure(each: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each job in each round, in turns, after a round to warm up."""
    for job in each.values():
        job()
    found: dict[str, list[float]] = {title: [] for title in each}
    for _ in range(rounds):
        for title, job in each.items():
            found[title].append(timed(job))
    return found


def others(articles: Sequence[Article], rounds: int, *, peers: bool) -> Iterator[Line]:
    """Time the pipeline beside others."""
    total = sum(len(with_title(article)[0].split()) for article in articles)
    seconds = measure(jobs(articles, peers=peers), rounds)
    first = next(iter(seconds.values()))
    for title, each in seconds.items():
        ratio = "" if each is first else f"{times([b / a for a, b in zip(first, each, strict=True)])} onrecord to this"
        yield title, len(articles), total / statistics.median(each), ratio


def times(ratios: Sequence[float]) -> str:
    """Return the median of the rounds' ratios, with the least and the greatest."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def growing(articles: Sequence[Article], counts: Sequence[int]) -> Iterator[Line]:
    """Time runs of growing size, and print the spread when all are done."""
    runs: list[Run] = []
    for run in sizes(articles, counts):
        runs.append(run)
        ratio = "" if run is runs[0] else f"{run.pace / runs[0].pace:.2f} this to {runs[0].articles:,} articles"
        yield "annotate, one process", run.articles, run.pace, ratio
    print(f"spread over sizes: {spread(runs):.1f} %")


def staffed(articles: Sequence[Article], count: int, rounds: int) -> Iterator[Line]:
    """Time runs with one worker and with two."""
    pairs = list(workers(articles, count, rounds=rounds))
    one, two = (statistics.median(pair[i].pace for pair in pairs) for i in (0, 1))
    yield "annotate --workers 1", count, one, ""
    yield "annotate --workers 2", count, two, f"{times([b.pace / a.pace for a, b in pairs])} two to one"


def show(lines: Iterator[Line]) -> None:
    """Print lines of the table as they come."""
    for title, count, pace, ratio in lines:
        print(f"| {title:<50} | {count:>8,} | {pace:>7,.0f} | {ratio:<34} |", flush=True)


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=120, help="for the comparison with others")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers' stack out of the comparison")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--staffed", type=int, default=1_000, help="articles for one and two workers")
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.articles, options.rounds, options.sizes, options.staffed = 5, 1, [5, 10, 20], 10
    return options


def main() -> None:
    """Time what is asked for and print it."""
    options = arguments()
    articles = articles_of(options.path)
    print(f"| {'':<50} | articles | words/s | {'ratio':<34} |\n|{'-' * 52}|{'-' * 9}:|{'-' * 8}:|{'-' * 36}|")
    parts = {
        "others": lambda: others(articles[: options.articles], options.rounds, peers=not options.no_peers),
        "sizes": lambda: growing(articles, options.sizes),
        "workers": lambda: staffed(articles, options.staffed, options.rounds),
    }
    for part in options.only or PARTS:
        show(parts[part]())


def articles_of(path: Path | None) -> list[Article]:
    """Return the articles of a file, or our own."""
    if path:
        return [item for item in read([path]) if isinstance(item, Article)]
    gold = (record for split in ("train", "dev", "test") for record in read_gold(CORPORA / "gold" / f"{split}.jsonl"))
    samples = [item for item in read([CORPORA / "samples"]) if isinstance(item, Article)]
    return samples + [Article(id=record.id, text=record.text, date=record.date) for record in gold]


if __name__ == "__main__":
    main()
