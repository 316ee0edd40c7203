"""Kill a run again and again and see whether anything is lost: `make torture`.

    python tests/torture/torture.py --articles 1000 --kills 40
    python tests/torture/torture.py --kills 40 --full /mnt/small --clock

Kills, at random moments, the run's own process, one of its workers, or all of them at once, by SIGKILL; with `--clock`,
one run has its clock set back by libfaketime, if that is installed; with `--full`, two runs write to a folder of a small
file system (some 8 MB, `mount -t tmpfs -o size=8m tmpfs /mnt/small`) that fills up. After each end the same command is
run again, and once more for articles that failed because two kills hit them. In the end the results must be those of an
undisturbed run, byte for byte, and articles in = records + failures.
"""

# ruff: noqa: T201 - a script that reports
from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORDS = ("paused", "left", "complied", "waited", "closed")
MODELS = {"baseline": "functools.partial(onrecord.load, 'baseline')", "plain": "functools.partial(batch_fakes.Plain, pause=0.005)"}
RUN = """
import functools, sys
sys.path[:0] = {path!r}
import onrecord, batch_fakes
from onrecord import articles
from onrecord.batch import Options, annotate
if __name__ == "__main__":
    options = Options(workers={workers}, shard_size={shard}, layout="shards", batch_size=4, retry_failed=sys.argv[2:] == ["again"])
    annotate(articles.read({news!r}), {load}, sys.argv[1], options=options)
"""


def write_news(path: Path, count: int) -> None:
    """Write invented articles, each different."""
    rng = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        for i in range(count):
            verbs = rng.choices(WORDS, k=6)
            text = " ".join(f"Norvik{j} said on Monday it {verb} its service {i} in Freedonia." for j, verb in enumerate(verbs))
            file.write(json.dumps({"id": f"n{i}", "text": text, "date": "2031-02-03"}) + "\n")


def start(script: Path, out: Path, environment: dict[str, str], *how: str) -> subprocess.Popen[bytes]:
    """Start the run, in a group of its own."""
    return subprocess.Popen([sys.executable, script, out, *how], env=environment, stderr=subprocess.DEVNULL, start_new_session=True)


def children(pid: int) -> list[int]:
    """Processes that a process has started: its workers."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    commands = {int(child): Path(f"/proc/{child}/cmdline") for child in found}
    return [child for child, path in commands.items() if path.exists() and b"spawn_main" in path.read_bytes()]


def progress(out: Path) -> int:
    """Parts that are done: kills are spread over these, lest they all come while Python starts."""
    return sum(1 for path in (out / ".onrecord").glob("unfinished/0*"))


def kill(run: subprocess.Popen[bytes], how: str, rng: random.Random) -> None:
    """Kill what `how` says."""
    workers = children(run.pid)
    victims = [rng.choice(workers)] if how == "worker" and workers else [run.pid, *(workers if how == "all" else [])]
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def digest(out: Path) -> str:
    """A fingerprint of all results."""
    total = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and ".onrecord" not in path.parts:
            total.update(path.relative_to(out).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def set_back(clock: str) -> dict[str, str]:
    """The environment of a run whose clock is two days back; `clock` is the path of the library, or empty."""
    library = clock or next(Path("/usr/lib").rglob("libfaketime.so.1"), None)
    if library is None:
        print("libfaketime is not installed: no clock is set back")
        return os.environ.copy()
    return os.environ | {"LD_PRELOAD": str(library), "FAKETIME": "-2d"}


def torment(script: Path, out: Path, kills: int, rng: random.Random, *, clock: str | None) -> dict[str, int]:
    """Run and kill until the run gets through; return how many of each kind."""
    counts = {"main": 0, "worker": 0, "all": 0, "starts": 0}
    left = kills
    while True:
        back = clock is not None and counts["starts"] == 1
        run = start(script, out, set_back(clock or "") if back else os.environ.copy())
        counts["starts"] += 1
        while left and run.poll() is None:
            before, until = progress(out), time.monotonic() + rng.uniform(0.2, 4)
            while run.poll() is None and time.monotonic() < until and progress(out) < before + 2:
                time.sleep(rng.uniform(0, 0.05))
            how = rng.choice(("main", "worker", "all"))
            if run.poll() is None:
                kill(run, how, rng)
                counts[how] += 1
                left -= 1
            if how != "worker":
                break
        if run.wait() == 0 and not left:
            return counts
        if run.returncode == 0:
            print(f"finished with {left} kills to go: more articles, please")
            return counts


def fill_up(script: Path, small: Path) -> None:
    """Run into a file system that is too small, twice; both must end with an error and nothing half made."""
    for _ in range(2):
        code = start(script, small / "out", os.environ.copy()).wait()
        names = sorted(path.name for path in (small / "out").iterdir())
        print(f"full disk: exit code {code}, under final names: {[name for name in names if name != '.onrecord']}")
        if code == 0:
            print("the file system was large enough: make it smaller")


def main() -> int:
    """Do it all; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description="Kill a run again and again and see whether anything is lost.")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shard", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", choices=sorted(MODELS), default="baseline")
    parser.add_argument("--full", type=Path, help="folder of a small file system to fill up")
    parser.add_argument(
        "--clock", nargs="?", const="", help="set the clock back in one of the runs; libfaketime.so.1, found if not given"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_news(work / "news.jsonl", given.articles)
        script = work / "run.py"
        path = [str(HERE.parent / "batch"), str(HERE.parents[1] / "nlp")]
        text = RUN.format(
            path=path, workers=given.workers, shard=given.shard, news=str(work / "news.jsonl"), load=MODELS[given.model]
        )
        script.write_text(text, encoding="utf-8")
        began = time.monotonic()
        if start(script, work / "calm", os.environ.copy()).wait():
            print("the undisturbed run failed")
            return 1
        print(f"undisturbed: {time.monotonic() - began:.0f} s")
        out = work / "out"
        if given.full:
            fill_up(script, given.full)
            shutil.move(given.full / "out", out)
        counts = torment(script, out, given.kills, random.Random(given.seed), clock=given.clock)
        about = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        if about["failures"]:
            # Its worker was killed each time that it was tried: by all that the run can know, it is what ends workers.
            print(f"{about['failures']} articles were being read at two kills and failed; they are tried again")
            start(script, out, os.environ.copy(), "again").wait()
            about = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        print(f"{counts}; {about['articles']} in = {about['records']} records + {about['failures']} failures")
        same = digest(out) == digest(work / "calm")
        print("results are those of the undisturbed run" if same else "RESULTS DIFFER")
        return 0 if same and about["articles"] == given.articles == about["records"] + about["failures"] else 1


if __name__ == "__main__":
    sys.exit(main())
