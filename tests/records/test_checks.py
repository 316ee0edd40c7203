"""What JSON and UTF-8 cannot hold is refused with its place, on the way out and in."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest

from onrecord.errors import RecordError
from onrecord.records import from_json, to_dict, to_json
from onrecord.types import Record


@pytest.mark.parametrize(
    ("changes", "path", "at"),
    [
        ({"text": "ab\ud83ec"}, "text", 2),
        ({"title": "\udc00"}, "title", 0),
        ({"meta": {"k": ["x\ud800"]}}, "meta.k[0]", 1),
        ({"meta": {"k\ud800": 1}}, "a key of meta", 1),
    ],
)
def test_half_a_surrogate_pair_is_refused_on_the_way_out_and_in(changes, path, at):
    record = Record(**{"id": "a1", "text": "x"} | changes)
    expected = f'record "a1": {path} has half a surrogate pair at character {at}, which UTF-8 cannot hold: write it again'
    with pytest.raises(RecordError) as out:
        to_json(record)
    with pytest.raises(RecordError) as back:
        from_json(json.dumps(to_dict(record)))
    assert str(out.value) == str(back.value) == expected


def test_an_escaped_surrogate_pair_is_one_character():
    assert from_json('{"id": "a", "text": "\\ud83e\\udd80"}').text == "🦀"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (date(2031, 2, 3), "meta.k is of type date"),
        (math.nan, "meta.k is nan"),
        (math.inf, "meta.k is inf"),
        ((1, 2), "meta.k is of type tuple"),
        ({1: "a"}, "a key of meta.k is of type int"),
        ([{"x": b""}], "meta.k[0].x is of type bytes"),
    ],
)
def test_meta_that_would_not_read_back_equal_is_refused(value, says):
    with pytest.raises(RecordError, match="give what JSON knows") as caught:
        to_json(Record(id="a", text="x", meta={"k": value}))
    assert str(caught.value).startswith(f"record 'a': {says}, ")


def test_meta_nested_without_end_is_refused():
    meta = {}
    meta["k"] = meta
    with pytest.raises(RecordError, match="nested more than 50 deep"):
        to_json(Record(id="a", text="x", meta=meta))


@pytest.mark.parametrize("depth", [49, 51])
def test_what_can_be_read_can_be_written(depth):
    line = f'{{"id": "a", "text": "x", "meta": {{"k": {"[" * depth}{"]" * depth}}}}}'
    if depth < 50:
        assert from_json(to_json(from_json(line))) == from_json(line)
    else:
        with pytest.raises(RecordError, match="nested more than 50 deep"):
            from_json(line)
