"""Annotate a collection of hostile files and see that nothing breaks and nothing is lost: `make hostile`.

    python tests/torture/hostile.py                       # all of it: some 400 files, 100 MB lines, bombs of 3 GB
    python tests/torture/hostile.py --short --model baseline

The files are built by `hostile_files.py`. Asserted: the exit code is 0 or 3 (some failed), every file has a record or a failure
row, articles in = records + failures, memory stays under 2 GB, what was written is valid Unicode and JSON and lies in its folder.
"""

# ruff: noqa: T201 - a script that reports
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from hostile_files import build  # noqa: E402

NO_LANGUAGE = ("--disable", "language")
"""Hostile texts are in no language: looked at, they would be failures before any other code saw them."""
MAX_MEMORY = 2_000
"""Most memory of all processes of a run together, MB."""


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    files: int
    code: int = -1
    seconds: float = 0.0
    memory: float = 0.0
    """Highest sum of resident memory of its processes, MB; 0 where /proc does not tell."""
    records: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    """Failures by stage."""
    problems: list[str] = field(default_factory=list)
    """What is wrong; nothing, one hopes."""


def family(pid: int) -> list[int]:
    """Return a process and all that it has started."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split())
    return found


def resident(pid: int) -> float:
    """Return the memory of a process in MB; 0 when it has ended."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    return 0.0


def annotate(news: Path, out: Path, outcome: Outcome, *, options: list[str], patience: float) -> None:
    """Run `onrecord annotate` and watch its memory."""
    command = [sys.executable, "-m", "onrecord.cli", "annotate", str(news), "-o", str(out), "--quiet", *options]
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1] / "nlp")}
    began = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, cwd=news.parent, env=environment)
        while run.poll() is None:
            outcome.memory = max(outcome.memory, sum(map(resident, family(run.pid))))
            if time.monotonic() - began > patience:
                outcome.problems.append(f"not done in {patience:.0f} s")
                run.kill()
            time.sleep(0.05)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    outcome.code, outcome.seconds = run.returncode, time.monotonic() - began
    if outcome.code not in (0, 3):
        outcome.problems.append(f"exit code {outcome.code}: {said[-2000:]}")


def rows_of(path: Path) -> list[dict]:
    """Return the rows of a file of results.

    Raises:
        ValueError: It is not valid Unicode or JSON.
    """
    rows = [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]
    json.dumps(rows, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return rows


def check(out: Path, tokens: list[str], outcome: Outcome) -> None:
    """Compare what was written with what was there."""
    try:
        records, failures = rows_of(out / "annotations.jsonl"), rows_of(out / "failures.jsonl")
        about = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        outcome.problems.append(f"results cannot be read: {error}")
        return
    outcome.records, outcome.stages = len(records), Counter(failure["stage"] for failure in failures)
    if about["articles"] != len(records) + len(failures):
        outcome.problems.append(f"{about['articles']} in, {len(records)} records + {len(failures)} failures")
    names = [record["id"] for record in records] + [f"{failure['id']} {failure['path']}" for failure in failures]
    everything = "\n".join(names)
    outcome.problems += [
        f"lost: {token!r}" for token in tokens if " ".join(token.split()) not in everything and token not in everything
    ]
    for record in records:
        spans = [*record["entities"], *record["quotes"], *(claim["evidence"] for claim in record["claims"])]
        if any(record["text"][span["start"] : span["end"]] != span["text"] for span in spans):
            outcome.problems.append(f"offsets of {record['id'][:80]!r} do not hold")


def torment(work: Path, *, whole: bool, options: list[str], patience: float) -> Outcome:
    """Build the collection in an empty folder, annotate it, and tell what came of it."""
    news, out = work / "news", work / "out"
    news.mkdir()
    tokens = build(news, whole=whole)
    outcome = Outcome(len(tokens))
    annotate(news, out, outcome, options=options, patience=patience)
    if outcome.memory > MAX_MEMORY:
        outcome.problems.append(f"{outcome.memory:.0f} MB of memory, more than {MAX_MEMORY}")
    if strays := {path.name for path in work.iterdir()} - {"news", "out"}:
        outcome.problems.append(f"written outside the folder: {sorted(strays)}")
    if outcome.code in (0, 3):
        check(out, tokens, outcome)
    return outcome


def main() -> int:
    """Do it all; 0 when nothing broke."""
    parser = argparse.ArgumentParser(description="Annotate a collection of hostile files.")
    parser.add_argument("--short", action="store_true", help="some 100 small files")
    parser.add_argument("--model", default="onrecord-en")
    parser.add_argument("--timeout", default="600", help="seconds for an article")
    parser.add_argument("--patience", type=float, default=7200, help="seconds for the run")
    parser.add_argument("--keep", type=Path, help="folder to work in, which stays")
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp())
    work.mkdir(exist_ok=True)
    options = ["--model", given.model, "--workers", "1", "--timeout", given.timeout, "--layout", "files", *NO_LANGUAGE]
    outcome = torment(work, whole=not given.short, options=options, patience=given.patience)
    print(f"{outcome.files} files, exit code {outcome.code}, {outcome.seconds:.0f} s, {outcome.memory:.0f} MB")
    print(f"{outcome.records} records, failures: {dict(outcome.stages)}")
    print("\n".join(outcome.problems) or "nothing lost, nothing broken")
    if not given.keep:
        shutil.rmtree(work)
    return int(bool(outcome.problems))


if __name__ == "__main__":
    sys.exit(main())
