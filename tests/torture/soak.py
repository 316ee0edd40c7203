"""Annotate for an hour in one process and see whether memory or speed drift: `make soak MINUTES=60`.

    python tests/torture/soak.py --minutes 60 --log soak.csv

The articles of the gold corpus go through one `onrecord.load().stream` again and again, each time with a closing paragraph
that has a name never seen before, lest a cache that keeps every name look flat. Each minute is a line: resident memory, words
per second of processor time. The slopes are least squares over the minutes after the warm-up, with their standard errors; the
run fails where one is beyond its limit by more than two standard errors.
"""

# ruff: noqa: T201 - a script that reports
from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "nlp"))
MB = 1 << 20
ENOUGH = 5
"""Fewest minutes from which a slope is told."""


class Minute(NamedTuple):
    """What one minute was like."""

    hours: float
    """Since the start."""
    memory: float
    """Resident, MB."""
    speed: float
    """Words per second of processor time."""
    words: int
    """Words annotated in it."""
    objects: int
    """Python objects that the garbage collector tracks."""


class Trend(NamedTuple):
    """A slope by least squares."""

    start: float
    slope: float
    """Per hour."""
    error: float
    """Standard error of the slope."""


def resident() -> float:
    """Memory of this process in MB; on systems without /proc the highest so far."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MB if sys.platform == "darwin" else 1024)
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def endless() -> Iterator[dict[str, str]]:
    """The gold articles, over and over, each time a little different."""
    texts = [
        json.loads(line) for path in sorted((ROOT / "corpora" / "gold").glob("t*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    for number in count():
        given = texts[number % len(texts)]
        closing = f"Norvik{number} said on Monday it would leave Freedonia over its Data Act {number}, “for good,” as Ada Quill{number} put it."
        yield {"id": f"{given['id']}-{number}", "text": f"{given['text']}\n\n{closing}"}


def minutes(limit: float, each: float) -> Iterator[Minute]:
    """Annotate for `limit` minutes, telling how it goes every `each` seconds.

    Raises:
        RuntimeError: An article failed: all of them are sound.
    """
    import onrecord

    nlp = onrecord.load(threads=1)
    words, began = 0, time.monotonic()
    wall, spent = began, time.process_time()
    for record in nlp.stream(endless()):
        if isinstance(record, onrecord.Failure):
            raise RuntimeError(f"{record.id}: {record.message}")  # noqa: TRY004 - no slip of the caller
        words += len(record.text.split())
        now = time.monotonic()
        if now - wall < each:
            continue
        gc.collect()
        yield Minute((now - began) / 3600, resident(), words / (time.process_time() - spent), words, len(gc.get_objects()))
        if now - began >= limit * 60:
            return
        words, wall, spent = 0, time.monotonic(), time.process_time()


def trend(x: list[float], y: list[float]) -> Trend:
    """Fit a line."""
    n, mean_x, mean_y = len(x), sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
    start = mean_y - slope * mean_x
    rest = sum((b - start - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    return Trend(start, slope, (rest / max(n - 2, 1) / spread) ** 0.5)


def report(found: list[Minute], memory_limit: float, speed_limit: float) -> int:
    """Print the slopes; 1 where one is beyond its limit."""
    hours = [minute.hours for minute in found]
    memory, speed = trend(hours, [m.memory for m in found]), trend(hours, [m.speed for m in found])
    share = 100 / (sum(m.speed for m in found) / len(found))
    print(
        f"{sum(m.words for m in found)} words in {len(found)} minutes after the warm-up, {found[0].hours:.2f} to {found[-1].hours:.2f} hours"
    )
    print(f"memory {found[0].memory:.0f} to {found[-1].memory:.0f} MB: {memory.slope:+.1f} ± {memory.error:.1f} MB/hour")
    slope = f"{speed.slope * share:+.1f} ± {speed.error * share:.1f} %/hour"
    print(f"speed {100 / share:.0f} words per CPU second: {slope}")
    bad = [f"memory grows by more than {memory_limit} MB/hour"] if memory.slope - 2 * memory.error > memory_limit else []
    if (speed.slope + 2 * speed.error) * share < -speed_limit:
        bad.append(f"speed falls by more than {speed_limit} %/hour")
    print("; ".join(bad) or "flat")
    return int(bool(bad))


def main() -> int:
    """Do it all; 0 when memory and speed are flat."""
    parser = argparse.ArgumentParser(description="Annotate for an hour in one process and see whether memory or speed drift.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--each", type=float, default=60, help="seconds between two lines")
    parser.add_argument("--warm-up", type=float, default=0.1, help="share of the time that counts as warm-up")
    parser.add_argument("--memory", type=float, default=20, help="most growth, MB an hour")
    parser.add_argument("--speed", type=float, default=5, help="most loss of speed, %% an hour")
    parser.add_argument("--log", type=Path, help="CSV file for the minutes")
    given = parser.parse_args()
    found: list[Minute] = []
    for minute in minutes(given.minutes, given.each):
        found.append(minute)
        line = f"{minute.hours:.4f},{minute.memory:.1f},{minute.speed:.0f},{minute.words},{minute.objects}"
        print(line, flush=True)
        if given.log:
            with given.log.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
    settled = [minute for minute in found if minute.hours * 60 >= given.warm_up * given.minutes]
    if len(settled) < ENOUGH:
        print(f"{len(settled)} minutes after the warm-up: too few to tell a slope")
        return 1
    return report(settled, given.memory, given.speed)


if __name__ == "__main__":
    sys.exit(main())
