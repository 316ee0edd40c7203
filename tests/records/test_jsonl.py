"""Records as JSONL files: whole or not at all, errors with file and line."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError, SchemaVersionError
from onrecord.records import (
    failure_from_json,
    failure_to_json,
    read_failures,
    read_jsonl,
    to_json,
    write_failures,
    write_jsonl,
)
from onrecord.records import files as record_files
from onrecord.types import Failure, Record
from strategies import SCHEMES, failures, records

NAMES = pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.JSONL.GZ"])


def some(count=3):
    return [Record(id=f"a{i}", text=f"Brix paused its ferry {i}. 🦀") for i in range(count)]


@NAMES
def test_records_read_back_in_order(tmp_path, name):
    path = tmp_path / name
    assert write_jsonl(iter(some()), path) == 3
    assert list(read_jsonl(path)) == some()
    assert list(read_jsonl(str(path))) == some()


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_records=st.lists(records(SCHEMES), max_size=3), name=st.sampled_from(["out.jsonl", "out.jsonl.gz"]))
def test_any_records_read_back_equal(tmp_path, given_records, name):
    assert write_jsonl(given_records, tmp_path / name) == len(given_records)
    assert list(read_jsonl(tmp_path / name)) == given_records


def test_gz_is_packed_and_the_same_records_give_the_same_bytes(tmp_path):
    for name in ("one.jsonl.gz", "two.jsonl.gz"):
        write_jsonl(some(), tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.jsonl.gz", "two.jsonl.gz"))
    assert one == two
    assert one[3:8] == bytes(5)  # no name, no time
    assert gzip.decompress(one).decode().splitlines()[0] == to_json(some()[0])


def test_no_records_make_an_empty_file(tmp_path):
    assert write_jsonl([], tmp_path / "out.jsonl") == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert list(read_jsonl(tmp_path / "out.jsonl")) == []


def test_reading_is_lazy(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text(to_json(some()[0]) + "\nbroken\n", encoding="utf-8")
    found = read_jsonl(path)
    assert next(found) == some()[0]
    with pytest.raises(RecordError):
        next(found)


@pytest.mark.parametrize("glue", [b"\n", b"\r\n", b"\n\n  \n"])
def test_byte_order_mark_line_ends_and_blank_lines_are_passed_over(tmp_path, glue):
    lines = [to_json(r).encode() for r in some()]
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + glue.join(lines))
    assert list(read_jsonl(tmp_path / "in.jsonl")) == some()


@NAMES
@pytest.mark.parametrize(
    ("bad", "error", "says"),
    [
        ("{", RecordError, "not valid JSON at character"),
        ('{"id": "z", "text": "x", "colour": 1}', RecordError, "record 'z': colour: unknown field"),
        ('{"id": "z", "text": "x", "schema_version": "2"}', SchemaVersionError, "record 'z': schema_version is '2'"),
    ],
)
def test_errors_name_file_and_line(tmp_path, name, bad, error, says):
    path = tmp_path / name
    content = f"{to_json(some()[0])}\n\n{bad}\n".encode()
    path.write_bytes(gzip.compress(content) if name.lower().endswith("gz") else content)
    with pytest.raises(error) as caught:
        list(read_jsonl(path))
    assert str(caught.value).startswith(f"{path}:3: {says}")
    assert type(caught.value) is error


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read .*, check the path"):
        list(read_jsonl(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(b"{}" * 5000)[:30]], ids=["not gzip", "cut off"])
def test_a_broken_archive_is_an_input_error(tmp_path, content):
    (tmp_path / "in.jsonl.gz").write_bytes(content)
    with pytest.raises(InputError, match=r"in\.jsonl\.gz: cannot be unpacked"):
        list(read_jsonl(tmp_path / "in.jsonl.gz"))


@NAMES
def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path, name, monkeypatch):
    monkeypatch.setattr(record_files, "MAX_LINE", 200)
    content = b"{}\n" + b" " * 300
    (tmp_path / name).write_bytes(gzip.compress(content) if name.lower().endswith("gz") else content)
    with pytest.raises(InputError, match="the line is longer than 200 bytes") as caught:
        list(record_files.read_lines(tmp_path / name, bytes))
    assert f"{name}:2:" in str(caught.value)


def test_no_more_of_a_line_is_read_than_is_allowed(monkeypatch):
    monkeypatch.setattr(record_files, "MAX_LINE", 200)
    assert len(record_files._next_line(io.BytesIO(b"x" * 1000), "in.jsonl")) == 201


def broken_after(count):
    yield from some(count)
    raise RuntimeError("the power went")


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path):
    path = tmp_path / "out.jsonl"
    write_jsonl(some(1), path)
    with pytest.raises(RuntimeError):
        write_jsonl(broken_after(2), path)
    assert list(read_jsonl(path)) == some(1)
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_run_that_breaks_off_leaves_nothing_where_nothing_was(tmp_path):
    with pytest.raises(RuntimeError):
        write_jsonl(broken_after(2), tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(RecordError, match="half a surrogate pair"):
        write_jsonl([*some(1), Record(id="b", text="\ud800")], tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_be_rewritten_from_itself(tmp_path):
    path = tmp_path / "out.jsonl"
    write_jsonl(some(), path)
    assert write_jsonl((r for r in read_jsonl(path) if r.id != "a1"), path) == 2
    assert [r.id for r in read_jsonl(path)] == ["a0", "a2"]


def test_the_bytes_are_on_disk_before_the_name_is(tmp_path, monkeypatch):
    done = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (done.append((tmp_path / "out.jsonl").exists()), fsync(number)))
    write_jsonl(some(), tmp_path / "out.jsonl")
    assert done[:1] == [False]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are a matter of POSIX")
def test_the_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").touch()
    write_jsonl(some(), tmp_path / "out.jsonl")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "out.jsonl")]
    assert modes[0] == modes[1]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"there is no folder .*none, make it first"):
        write_jsonl(some(), tmp_path / "none" / "out.jsonl")


def test_a_folder_cannot_be_written_over(tmp_path):
    with pytest.raises(InputError, match="is a folder, give the name of a file"):
        write_jsonl(some(), tmp_path)


FAILURE = Failure(id="a1", path="in/a1.html", stage="read", error="InputError", message="in/a1.html: no text, check the page")


def test_a_failure_row_has_the_keys_of_the_contract():
    assert list(json.loads(failure_to_json(FAILURE))) == ["id", "path", "stage", "error", "message"]


@settings(deadline=None, max_examples=50)
@given(failures)
def test_failures_read_back_equal(failure):
    line = failure_to_json(failure)
    assert "\n" not in line
    assert failure_from_json(line) == failure


def test_failures_of_files_whose_names_are_no_unicode_are_not_lost(tmp_path):
    name = b"caf\xe9.html".decode("utf-8", "surrogateescape")
    failure = Failure(id=name, path=None, stage="read", error="InputError", message=f"{name}: cannot be read")
    assert write_failures([FAILURE, failure], tmp_path / "failures.jsonl") == 2
    assert list(read_failures(tmp_path / "failures.jsonl")) == [FAILURE, failure]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stage": "guess"}, "stage: 'guess' is none of read, annotate, write"),
        ({"id": 3}, "id: not a string, give a string"),
        ({"path": 3}, "path: not a string"),
        ({"message": None}, "message: not a string"),
        ({"colour": "red"}, "colour: unknown field, a failure has id, path, stage, error, message"),
    ],
)
def test_a_wrong_failure_row_is_named(tmp_path, changes, says):
    path = tmp_path / "failures.jsonl"
    path.write_text(json.dumps(json.loads(failure_to_json(FAILURE)) | changes), encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        list(read_failures(path))
    assert str(caught.value).startswith(f"{path}:1: {says}")


def test_a_failure_row_without_a_key_is_named():
    with pytest.raises(RecordError, match="error: missing, give a string"):
        failure_from_json('{"id": "a", "stage": "read", "message": "m"}')
