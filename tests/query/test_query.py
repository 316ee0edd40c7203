"""Questions in SQL: what they read, what they cannot, and how the answer is written."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

pytest.importorskip("duckdb", reason="needs the extra `query`: DuckDB")

from onrecord.batch import Options, annotate
from onrecord.errors import InputError
from onrecord.query import ask, flat, plain
from onrecord.records.frames import to_frame
from onrecord.records.runs import read_run
from onrecord.types import Article


@pytest.fixture(params=["files", "shards"])
def made(request, tmp_path, fake_pipeline, articles):
    """The folder of a run, its name no pleasure to a writer of SQL."""
    folder = tmp_path / "it's a; run"
    given = [
        *articles,
        Article(id="a4", text="BROKEN", path="a4.txt"),
        Article(id="a5", text="=1+1 Norvik paused.", meta={"k": [1, "é"]}),
    ]
    annotate(given, fake_pipeline, folder, options=Options(layout=request.param, shard_size=2))
    return folder


def contents(folder):
    """The bytes of all files by path."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder, sql):
    with ask(folder, sql) as answer:
        return list(answer.rows)


def test_claims_are_the_flat_table(made):
    with ask(made, "FROM claims") as answer:
        found = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert found == to_frame(read_run(made), format="arrow").to_pylist()
    assert len(found) > 3


def test_quotes_and_entities_are_those_of_the_records(made):
    records = list(read_run(made))
    assert rows(made, 'SELECT article_id, quote_id, "start", "end", text, speaker_name FROM quotes') == [
        (r.id, q.id, q.start, q.end, q.text, q.speaker_name) for r in records for q in r.quotes
    ]
    assert rows(made, 'SELECT article_id, entity_id, "start", "end", text, label, name, ref, via FROM entities') == [
        (r.id, e.id, e.start, e.end, e.text, e.label, e.name, e.ref, e.via) for r in records for e in r.entities
    ]


def test_articles_have_their_text_meta_and_counts(made):
    found = rows(made, "SELECT article_id, date, text, meta, sentences, claims, model FROM articles ORDER BY article_id")
    assert [row[0] for row in found] == ["a1", "a2", "a3", "a5"]
    for row, record in zip(found, read_run(made), strict=True):
        assert (row[1], row[2], json.loads(row[3])) == (record.date, record.text, record.meta)
        assert row[4:] == (len(record.sentences), len(record.claims), "fake-en")


def test_failures_are_rows(made):
    assert rows(made, "SELECT id, path, stage FROM failures") == [("a4", "a4.txt", "annotate")]
    (made / "failures.jsonl").unlink()
    assert rows(made, "SELECT * FROM failures") == []


def test_an_answer_in_order_with_counts(made):
    sql = "SELECT actor, stance, count(*) AS n FROM claims WHERE counted GROUP BY ALL ORDER BY n DESC, actor, stance"
    with ask(made, sql) as answer:
        assert answer.columns == ("actor", "stance", "n")
        assert next(answer.rows)[2] >= 1


@pytest.mark.parametrize(
    "sql",
    ["DESCRIBE claims", "SHOW TABLES", "SUMMARIZE claims", "VALUES (1)", "PIVOT claims ON stance IN ('pause') USING count(*)"],
)
def test_short_forms_are_answered(made, sql):
    assert rows(made, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{}/x.csv'", "CREATE TABLE t AS SELECT 1", "SET memory_limit = '1GB'", "ATTACH '{}/x.db'", "SELECT 1; SELECT 2",
        "INSTALL httpfs", "EXPLAIN ANALYZE COPY (SELECT 1) TO '{}/x.csv'", "PRAGMA version", "", "-- nothing", "PIVOT claims ON stance",
        "WITH a AS (COPY (SELECT 1) TO '{}/x.csv') SELECT * FROM a", "WITH a AS (INSERT INTO claims VALUES (1)) SELECT * FROM a",
        "WITH a AS (COPY (SELECT 1) TO 'run://claims/0.parquet' (USE_TMP_FILE false)) SELECT * FROM a",
        "WITH a AS (COPY (SELECT 1) TO 'run://records/0.jsonl' (USE_TMP_FILE false)) SELECT * FROM a",
        "WITH a AS (COPY (SELECT 1) TO 'run://failures/0.jsonl') SELECT * FROM a",
        "SELECT * FROM read_text('{}/annotations.jsonl')", "SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')", "SELECT * FROM read_csv('https://127.0.0.1:1/x.csv')", "SELECT * FROM read_text('run://../x')",
        "SELECT * FROM outside", "SELECT * FROM query('COPY (SELECT 1) TO ''x.csv''')", "SELECT nothing FROM claims", "SELECT (",
        "SELECT actor::INT FROM claims", "SELECT error('half way') FROM claims",
    ],
)  # fmt: skip
def test_nothing_else_is_read_and_nothing_is_written(made, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outside = to_frame([])  # a data frame that DuckDB could find by its name
    before, there = contents(made), sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as caught:
        rows(made, sql.replace("{}", str(made).replace("'", "''")))
    assert "\n" not in str(caught.value)
    assert contents(made) == before
    assert sorted(tmp_path.rglob("*")) == there
    del outside


def test_errors_say_what_to_do(made):
    with pytest.raises(InputError, match=r'"actr" not found.*actor.*tables are articles, claims'):
        rows(made, "SELECT actr FROM claims")
    with pytest.raises(InputError, match="reads the tables of the run and writes nothing"):
        rows(made, "SELECT * FROM read_text('/etc/hostname')")


def test_a_folder_without_results_and_damaged_files(made, tmp_path):
    with pytest.raises(InputError, match="has no annotations"):
        rows(tmp_path, "FROM claims")
    for path in made.rglob("*.parquet"):
        if ".onrecord" not in path.parts:
            path.write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match="are they whole"):
        rows(made, "FROM claims")


def test_long_lines_are_read(made, monkeypatch):
    monkeypatch.setattr("onrecord.query.tables.BUFFER", 64)
    assert len(rows(made, "FROM articles")) == 4


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.5"), 1.5), (float("nan"), None), (b"\x01", "01"), ({"a": [float("inf")]}, {"a": [None]}), (True, True), (2**70, 2**70),
        ((1,), [1]),
    ],
)  # fmt: skip
def test_plain_values(value, expected):
    assert plain(value) == expected
    assert flat({"a": "é"}) == '{"a": "é"}'


def test_the_command_prints_a_table(run, made):
    done = run("query", made, "SELECT actor, count(*) AS n FROM claims GROUP BY 1 ORDER BY 1", "--rows", 1)
    assert done.exit_code == 0
    assert ["Belmora", "2"] in [line.split() for line in done.stdout.splitlines()]
    assert "these are the first 1 row" in done.stdout


def test_the_command_writes_csv_and_json(run, made, tmp_path):
    sql = "SELECT evidence, counted, [1, 2] AS l, NULL AS nothing FROM claims WHERE article_id = 'a5'"
    done = run("query", made, "-", "--format", "csv", input=sql)
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["evidence", "counted", "l", "nothing"],
        ["'=1+1 Norvik paused.", "true", "[1, 2]", ""],
    ]
    out = tmp_path / "a.jsonl"
    assert run("query", made, sql, "--format", "json", "-o", out).exit_code == 0
    assert json.loads(out.read_text("utf-8")) == {"evidence": "=1+1 Norvik paused.", "counted": True, "l": [1, 2], "nothing": None}
    assert run("query", made, sql, "--format", "json", "-o", out).exit_code == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FROM nothing"], "cannot be answered"),
        (["SELECT 1", "-o", "x.csv"], "add --format csv"),
        (["SELECT 1 AS a, 2 AS a", "--format", "json"], "two columns are called 'a'"),
    ],
)
def test_the_command_refuses_in_one_line(run, made, arguments, said):
    done = run("query", made, *arguments)
    assert (done.exit_code, done.stdout) == (4, "")
    (line,) = done.stderr.splitlines()
    assert said in line
