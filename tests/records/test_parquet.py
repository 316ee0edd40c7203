"""Records as Arrow and Parquet: typed, in row groups, read back equal."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError
from onrecord.records import arrow as record_arrow
from onrecord.records import (
    read_parquet,
    record_schema,
    to_dict,
    to_json,
    write_claims_csv,
    write_claims_parquet,
    write_parquet,
)
from onrecord.records.arrow import from_row, row_of_line, to_row, to_table
from onrecord.types import Record
from strategies import SCHEMES, records


def read_table(path):
    import pyarrow.parquet as pq

    return pq.read_table(path)


def test_records_read_back_from_parquet(tmp_path, record):
    assert write_parquet([record, Record(id="b", text="x")], tmp_path / "r.parquet") == 2
    assert list(read_parquet(tmp_path / "r.parquet")) == [record, Record(id="b", text="x")]


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_records=st.lists(records(SCHEMES), max_size=3))
def test_any_records_read_back_equal_from_parquet(tmp_path, given_records):
    write_parquet(given_records, tmp_path / "r.parquet")
    assert list(read_parquet(tmp_path / "r.parquet")) == given_records
    assert [row_of_line(to_json(one)) for one in given_records] == [to_row(one) for one in given_records]


@pytest.mark.parametrize(("size", "chars", "groups"), [(2, 10**9, 3), (1000, 10**9, 1), (1000, 1, 5), (1000, 134, 3)])
def test_row_groups_are_closed_by_count_and_by_length(tmp_path, record, monkeypatch, *, size, chars, groups):
    import pyarrow.parquet as pq

    monkeypatch.setattr(record_arrow, "ROW_GROUP", size)
    monkeypatch.setattr(record_arrow, "GROUP_CHARS", chars)
    write_parquet([dataclasses.replace(record, id=f"a{i}") for i in range(5)], tmp_path / "r.parquet")
    assert pq.ParquetFile(tmp_path / "r.parquet").num_row_groups == groups
    assert [r.id for r in read_parquet(tmp_path / "r.parquet")] == ["a0", "a1", "a2", "a3", "a4"]


def test_an_empty_parquet_file_has_the_schema(tmp_path):
    assert write_parquet([], tmp_path / "r.parquet") == 0
    assert read_table(tmp_path / "r.parquet").schema.equals(record_schema())
    assert list(read_parquet(tmp_path / "r.parquet")) == []


@pytest.mark.parametrize(
    ("path", "kind", "nullable"),
    [
        ("id", "string", False),
        ("title", "string", True),
        ("meta", "string", False),
        ("body_start", "int64", False),
        ("truncated_at", "int64", True),
        ("sentences.stances", "list<element: string not null>", False),
        ("entities.start", "int64", False),
        ("entities.antecedent", "string", True),
        ("quotes.cue.text", "string", False),
        ("quotes.speaker_name", "string", True),
        ("claims.actor.name", "string", True),
        ("claims.date_source", "string", True),
        ("claims.confidence", "double", True),
        ("claims.counted", "bool", False),
        ("claims.unsure", "bool", False),
        ("model.digest", "string", False),
    ],
)
def test_arrow_types_of_a_record(path, kind, nullable):
    field = None
    for step in path.split("."):
        inner = record_schema() if field is None else field.type
        field = (inner.value_type if hasattr(inner, "value_type") else inner).field(step)
    assert (str(field.type), field.nullable) == (kind, nullable)


def test_arrow_keeps_the_keys_of_the_contract_in_order(record):
    assert record_schema().names == list(to_dict(record))


def test_a_file_that_is_no_parquet_is_an_input_error(tmp_path):
    (tmp_path / "r.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match=r"r\.parquet: cannot be read as Parquet .*, is it whole\?$"):
        list(read_parquet(tmp_path / "r.parquet"))


def test_a_missing_parquet_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read .*check the path"):
        list(read_parquet(tmp_path / "none.parquet"))


def test_a_parquet_file_of_something_else_is_refused_with_its_row(tmp_path, record):
    write_claims_parquet([record], tmp_path / "claims.parquet")
    with pytest.raises(RecordError, match=r"claims\.parquet: row 1: meta: not a string of JSON, was the file written by onrecord"):
        list(read_parquet(tmp_path / "claims.parquet"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"meta": "{"}, "meta: not valid JSON at character 1"),
        ({"meta": "[]"}, "meta: this is a list, give an object"),
        ({"meta": '{"k": NaN}'}, "meta: not valid JSON: NaN is no number"),
        ({"meta": '{"k": ' + "[" * 100_000 + "]" * 100_000 + "}"}, "meta: nested too deep, make it flatter"),
        ({"meta": '{"k": ' + "9" * 5_000 + "}"}, "meta: not valid JSON: Exceeds the limit"),
        ({"text": "other"}, "record 'a1': sentences[0] is 0:"),
        ({"schema_version": "2"}, "record 'a1': schema_version is '2'"),
        ({"extra": 1}, "record 'a1': extra: unknown field"),
    ],
)
def test_a_row_that_is_no_record_is_refused(record, changes, says):
    with pytest.raises(RecordError) as caught:
        from_row(to_row(record) | changes)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize("write", [write_parquet, write_claims_csv, write_claims_parquet])
def test_a_run_that_breaks_off_leaves_no_file(tmp_path, record, write):
    def broken():
        yield record
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        write(broken(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_to_table_is_what_parquet_holds(tmp_path, record):
    write_parquet([record], tmp_path / "r.parquet")
    assert to_table([record]).equals(read_table(tmp_path / "r.parquet"))
