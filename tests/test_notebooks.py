"""Notebooks run from top to bottom, as their readers would run them."""

import runpy

import pytest

from tests_support import ROOT

NOTEBOOKS = ROOT / "notebooks"


def test_the_quickstart_runs(capsys):
    names = runpy.run_path(str(NOTEBOOKS / "01_quickstart.py"))
    assert capsys.readouterr().out
    assert names["record"].claims
    assert [f.id for f in names["failures"]] == ["b"]
    assert len(names["frame"]) >= len(names["record"].claims)


@pytest.mark.slow
def test_a_few_sentences_train_stances_of_ones_own(capsys, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setenv("ONRECORD_NOTEBOOK_SENTENCES", "12")
    monkeypatch.setenv("ONRECORD_GRADES", str(ROOT / "corpora" / "grades"))
    names = runpy.run_path(str(NOTEBOOKS / "train_your_own.py"))
    assert "Epoch 1 of 1" in capsys.readouterr().out
    assert names["record"].scheme == ("withdraw", "suspend", "scale_back", "buy_time", "dig_in")
    assert names["result"].options.stances == names["nlp"].stances


def test_every_notebook_is_run_here():
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.py")) == ["01_quickstart", "train_your_own"]
