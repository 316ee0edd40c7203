"""Notebooks run from top to bottom, as their readers would run them."""

import runpy

import pytest

from tests_support import ROOT


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.py")), ids=lambda p: p.stem)
def test_it_runs(path, capsys):
    names = runpy.run_path(str(path))
    assert capsys.readouterr().out
    assert names["record"].claims
    assert [f.id for f in names["failures"]] == ["b"]
    assert len(names["frame"]) >= len(names["record"].claims)
