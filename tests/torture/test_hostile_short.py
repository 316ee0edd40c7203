"""The short version of `make hostile`, and the arithmetic of `make soak`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hostile import NO_LANGUAGE, torment
from soak import Minute, report, trend

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="names, links and pipes that Windows does not have")
def test_hostile_files_neither_break_a_run_nor_are_lost(tmp_path: Path) -> None:
    outcome = torment(tmp_path, whole=False, options=["--model", "baseline", "--workers", "0", *NO_LANGUAGE], patience=600)
    assert outcome.problems == []
    assert outcome.files > 60
    assert outcome.records > 20
    assert outcome.stages["read"] > 20


def test_a_slope_is_told_with_its_error() -> None:
    steady = trend([0.0, 1.0, 2.0, 3.0], [5.0, 7.0, 9.0, 11.0])
    assert (steady.start, steady.slope, steady.error) == pytest.approx((5, 2, 0))
    assert trend([0.0, 1.0, 2.0], [1.0, 2.0, 1.0]).error == pytest.approx(1 / 3**0.5)


@pytest.mark.parametrize(("growth", "loss", "code"), [(0, 0, 0), (1, 1, 0), (50, 0, 1), (0, 20, 1)])
def test_drift_beyond_its_limit_fails(growth: float, loss: float, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = [Minute(i / 60, 300 + growth * i / 60, 1000 * (1 - loss / 100 * i / 60), 9_000, 0) for i in range(60)]
    assert report(found, memory_limit=20, speed_limit=5) == code
    assert f"{growth:+.1f} ± 0.0 MB/hour" in capsys.readouterr().out
