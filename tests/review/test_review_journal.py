"""What is in a journal stays there, and what was cut off while it was written is as if it had never been."""

from __future__ import annotations

import errno
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.review.journal import Journal


def journal(path):
    return Journal(path, annotator="anna", records="annotations.jsonl")


def steps(path):
    with journal(path) as found:
        return [entry["step"] for entry in found.entries]


@pytest.fixture
def path(tmp_path):
    where = tmp_path / "review-anna.jsonl"
    with journal(where) as found:
        for name in "abc":
            found.append({"step": {"do": name, "was": "’🦀"}})
    return where


def test_steps_come_back_in_order_and_go_on(path):
    assert [step["do"] for step in steps(path)] == ["a", "b", "c"]
    with journal(path) as found:
        found.append({"step": {"do": "d"}})
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"journal": 1, "annotator": "anna", "records": "annotations.jsonl"}
    assert [line["n"] for line in lines[1:]] == [1, 2, 3, 4]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_file_cut_anywhere_loses_the_torn_step_only(tmp_path_factory, data):
    where = tmp_path_factory.mktemp("cut") / "review-anna.jsonl"
    with journal(where) as found:
        for name in ("one", "two’", "three🦀"):
            found.append({"step": {"do": name}})
    whole = where.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    where.write_bytes(whole[:at])
    kept = max(0, whole[:at].count(b"\n") - 1)
    assert [step["do"] for step in steps(where)] == ["one", "two’", "three🦀"][:kept]
    with journal(where) as found:
        found.append({"step": {"do": "next"}})
    assert [step["do"] for step in steps(where)] == [*["one", "two’", "three🦀"][:kept], "next"]


@pytest.mark.parametrize("tail", [b'{"n":4,"at":"2031', b"\0" * 40, b"\0" * 40 + b"\n", b'{"n":4\n', b"\xff\xfe\n"])
def test_a_torn_end_is_cut_off_and_told(path, tail):
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    with journal(path) as found:
        assert len(found.entries) == 3
        assert found.lost == len(tail)
    assert path.read_bytes() == whole


def test_damage_before_the_end_is_an_error_that_names_the_line(path):
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], lines[1][:20], *lines[2:]]))
    with pytest.raises(InputError, match=r"review-anna\.jsonl:2: the line is damaged"):
        journal(path)
    path.write_bytes(b"\n".join([lines[0], *lines[2:]]))
    with pytest.raises(InputError, match="is step 2 where 1 should be"):
        journal(path)


def test_another_file_is_not_taken_for_a_journal(tmp_path):
    where = tmp_path / "review-anna.jsonl"
    where.write_text('{"id": "a"}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no journal of a review in format 1"):
        journal(where)
    assert where.read_text(encoding="utf-8") == '{"id": "a"}\n{"id": "b"}\n'


def test_it_is_open_once_only(path):
    with journal(path), pytest.raises(InputError, match="open in another review"):
        journal(path)
    journal(path).close()


def test_a_write_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    whole, write = path.read_bytes(), os.write
    with journal(path) as found:
        monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:10]))
        with pytest.raises(OSError, match="disk full"):
            found.append({"step": {"do": "d"}})
        assert path.read_bytes() == whole
        monkeypatch.setattr(os, "write", write)
        found.append({"step": {"do": "e"}})
    assert [step["do"] for step in steps(path)] == ["a", "b", "c", "e"]


def test_after_a_write_that_cannot_be_mended_nothing_is_taken(path, monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "input/output error")

    with journal(path) as found, monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        patch.setattr(os, "ftruncate", broken)
        with pytest.raises(OSError, match="input/output"):
            found.append({"step": {"do": "d"}})
        patch.undo()
        with pytest.raises(OSError, match="could not be mended"):
            found.append({"step": {"do": "e"}})
