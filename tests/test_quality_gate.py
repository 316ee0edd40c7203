"""The logic of the quality gate; what it measures is the gate's own business in CI."""

from __future__ import annotations

import copy

import pytest

from quality_gate import SLACK, complaints, fingerprint, updated

FLOORS = {"fingerprints": {"gold": "g", "stance-dev": "s"}, "floors": {"gold/stance": 0.6, "stance-dev/stance": 0.7}, "lowered": []}
PRINTS = {"gold": "g", "stance-dev": "s"}


def test_a_fall_fails_and_a_wobble_does_not():
    fine = {"gold/stance": 0.6 - SLACK["gold"] / 2, "stance-dev/stance": 0.9}
    assert list(complaints(FLOORS, fine, PRINTS)) == []
    fallen = fine | {"gold/stance": 0.6 - 2 * SLACK["gold"]}
    assert list(complaints(FLOORS, fallen, PRINTS)) == ["gold/stance: 0.500 is below its floor of 0.600"]


def test_a_figure_that_vanishes_or_has_no_floor_fails():
    assert "is not measured any more" in next(complaints(FLOORS, {"stance-dev/stance": 0.7}, PRINTS))
    new = {"gold/stance": 0.6, "stance-dev/stance": 0.7, "gold/stage": 0.9}
    assert list(complaints(FLOORS, new, PRINTS)) == ["gold/stage: has no floor yet: run with --update"]


def test_sets_that_are_not_there_are_not_asked_for():
    assert list(complaints(FLOORS, {"gold/stance": 0.6}, {"gold": "g"})) == []


def test_another_corpus_is_noticed(capsys):
    other = list(complaints(FLOORS, {"gold/stance": 0.6, "stance-dev/stance": 0.1}, {"gold": "G", "stance-dev": "S"}))
    assert len(other) == 1
    assert other[0].startswith("gold: the corpus is not the one")
    assert "stance-dev is not the text" in capsys.readouterr().err


def test_floors_rise_by_themselves_and_fall_only_with_a_reason():
    before = copy.deepcopy(FLOORS)
    measured = {"gold/stance": 0.65, "stance-dev/stance": 0.5}
    risen = updated(FLOORS, measured, PRINTS, lower=[], reason=None)
    assert risen["floors"] == {"gold/stance": 0.65, "stance-dev/stance": 0.7}
    fallen = updated(FLOORS, measured, PRINTS, lower=["stance-dev/stance"], reason="another scorer")
    assert fallen["floors"]["stance-dev/stance"] == 0.5
    (note,) = fallen["lowered"]
    assert (note["from"], note["to"], note["reason"]) == (0.7, 0.5, "another scorer")
    assert before == FLOORS


def test_a_fingerprint_tells_files_apart(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    b.write_text("1")
    assert fingerprint([a]) != fingerprint([b])
    first = fingerprint([a, b])
    b.write_text("2")
    assert fingerprint([a, b]) != first
    with pytest.raises(FileNotFoundError):
        fingerprint([tmp_path / "c"])
