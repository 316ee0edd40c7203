"""What the fuzz targets share: options, seeds, and how a target is run under atheris.

    python tests/fuzz/fuzz_readers.py --seconds 600

Coverage-guided by atheris (`pip install atheris`, Apache-2.0; it has wheels for Linux). Inputs that were of use are kept in
`out/fuzz/NAME` and are where the next run begins; an input that crashes is written beside them as `crash-…`, and given again as
an argument it is run alone.
"""

# ruff: noqa: T201 - a script that reports
from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "nlp"), str(ROOT / "tests"), str(ROOT / "tests" / "articles" / "exports")]


def run(name: str, target: Callable[[bytes], None], seeds: Iterable[bytes], instrument: Callable[[], object]) -> None:
    """Fuzz until the time is over or an input raises.

    Args:
        name: Names the folder of inputs.
        target: Gets bytes, and raises where something is wrong.
        seeds: Inputs to begin with.
        instrument: Imports what is to be watched; it is called under atheris, so nothing of it may be imported before.
    """
    parser = argparse.ArgumentParser(description=f"Fuzz {name}.")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--longest", type=int, default=4096, help="bytes of the longest input")
    parser.add_argument("inputs", nargs="*", type=Path, help="inputs to run alone")
    given = parser.parse_args()
    if given.inputs:
        instrument()
        for path in given.inputs:
            print(path)
            target(path.read_bytes())
        return
    try:
        import atheris
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["onrecord"]):
        instrument()
    folder = ROOT / "out" / "fuzz" / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number:03}").write_bytes(seed)
    options = [
        f"-max_total_time={given.seconds}",
        f"-max_len={given.longest}",
        f"-artifact_prefix={folder.parent}/{name}-",
        "-timeout=60",
    ]
    atheris.Setup([sys.argv[0], str(folder), *options, "-rss_limit_mb=2000", "-print_final_stats=1"], target)
    atheris.Fuzz()
