"""A run that is killed at random moments, process and workers, ends as one that was left alone."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

TORTURE = Path(__file__).parents[1] / "torture" / "torture.py"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="workers are found in /proc")
def test_six_kills_lose_nothing():
    options = {"articles": 120, "kills": 6, "shard": 6, "seed": random.randrange(1000), "model": "plain"}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    done = subprocess.run([sys.executable, TORTURE, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    kills = [int(n) for n in re.findall(r"'(?:main|worker|all)': (\d+)", done.stdout)]
    assert sum(kills) >= 3, done.stdout  # a fast machine may be through before the sixth
    assert "120 in = 120 records + 0 failures" in done.stdout
    assert "results are those of the undisturbed run" in done.stdout
