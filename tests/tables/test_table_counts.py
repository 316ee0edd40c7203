"""Counts of claims: every key and unit, zeros, files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from onrecord.batch import Options, annotate
from onrecord.errors import InputError
from onrecord.records import write_jsonl, write_parquet
from onrecord.records.tables import claims_schema
from onrecord.tables import KEYS, UNITS, Question, count, write
from onrecord.tables.counting import count_tables
from onrecord.tables.periods import period_of, periods
from onrecord.types import Article

ROW = {
    "article_id": "a1", "claim_id": "c1", "actor_label": "COMPANY", "actor_text": "Norvik", "actor_start": 0, "actor_end": 6,
    "stance": "pause", "polarity": "affirmed", "stage": "in_effect", "attribution": "reporter", "evidence": "It paused.",
    "evidence_start": 0, "evidence_end": 10, "counted": True, "actor": "Norvik", "date": "2031-02-03", "source": "The Lantern",
}  # fmt: skip


def piece(*rows):
    """A piece of the flat table with what the rows change."""
    return pa.Table.from_pylist([{**ROW, **row} for row in rows], schema=claims_schema())


def counted(by, *rows, **options):
    """The rows of a table of counts, as tuples."""
    found = count_tables([piece(*rows)], Question(by=tuple(by.split(",")), **options))
    return list(zip(*found.table.to_pydict().values(), strict=True))


def test_rows_are_sorted_and_nothing_known_comes_last():
    rows = [{"actor": "Selmar"}, {"actor": None}, {"actor": "Norvik"}, {"actor": "Selmar", "date": None}, {"actor": "Norvik"}]
    assert counted("actor,month", *rows) == [
        ("Norvik", "2031-02", 2), ("Selmar", "2031-02", 1), ("Selmar", None, 1), (None, "2031-02", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("actor", "Norvik"), ("target", None), ("stance", "pause"), ("polarity", "affirmed"), ("stage", "in_effect"), ("country", None),
        ("source", "The Lantern"), ("speaker", None), ("document", "a1"), ("story", None), ("day", "2031-02-03"), ("week", "2031-W06"),
        ("month", "2031-02"), ("year", "2031"),
    ],
)  # fmt: skip
def test_every_key(key, value):
    assert key in KEYS
    assert counted(key, {}) == [(value, 1)]


@pytest.mark.parametrize(
    ("unit", "n"),
    [("claim", 5), ("article", 3), ("story", 2), ("source", 2), ("day", 3), ("week", 2), ("month", 2), ("year", 1)],
)
def test_every_unit(unit, n):
    rows = [
        {"story": "a1"}, {"story": "a1", "claim_id": "c2"}, {"article_id": "a2", "story": "a1", "source": "Harbour Post"},
        {"article_id": "a3", "date": "2031-02-04"}, {"article_id": "a3", "date": "2031-03-04"},
    ]  # fmt: skip
    found = count_tables([piece(*rows[:2]), piece(*rows[2:])], Question(by=("actor",), unit=unit))
    assert found.table.to_pydict() == {"actor": ["Norvik"], UNITS[unit]: [n]}


def test_an_article_without_a_story_is_one_of_its_own():
    assert counted("actor", {"story": "a9"}, {"article_id": "a2"}, {"article_id": "a3"}, unit="story") == [("Norvik", 3)]


def test_stories_that_nobody_has_told_apart_are_not_counted():
    with pytest.raises(InputError, match="run `onrecord stories`"):
        counted("actor", {}, unit="story")
    assert counted("actor", unit="story") == []


def test_what_does_not_go_in_is_told():
    rows = [{"stance": "refuse"}, {"counted": False, "stage": "threatened"}, {"date": None}, {}]
    found = count_tables([piece(*rows)], Question(by=("actor",), unit="month"))
    assert (found.claims, found.refusals_left_out, found.undated) == (1, 1, 1)
    assert counted("stance", *rows, refusals=True, counted=False) == [("pause", 3), ("refuse", 1)]


def test_dates_that_are_less_precise_than_the_period_are_unknown():
    rows = [{"statement_date": "2030"}, {"statement_date": "2030-12"}, {"statement_date": "2030-12-30"}]
    assert counted("week", *rows, date="stated") == [("2031-W01", 1), (None, 2)]
    assert counted("month", *rows, date="stated") == [("2030-12", 2), (None, 1)]
    assert counted("year", *rows, date="stated") == [("2030", 3)]


def test_zeros_fill_calendar_and_stances_and_make_up_no_actor():
    rows = [
        {"date": "2030-11-30"}, {"date": "2031-02-01", "stance": "comply", "actor": "Selmar"}, {"date": "2031-03-01", "counted": False},
    ]  # fmt: skip
    assert counted("actor,month", *rows, zeros=True) == [
        ("Norvik", "2030-11", 1), ("Norvik", "2030-12", 0), ("Norvik", "2031-01", 0), ("Norvik", "2031-02", 0), ("Norvik", "2031-03", 0),
        ("Selmar", "2030-11", 0), ("Selmar", "2030-12", 0), ("Selmar", "2031-01", 0), ("Selmar", "2031-02", 1), ("Selmar", "2031-03", 0),
    ]  # fmt: skip
    assert counted("stance,actor", *rows, zeros=True) == [
        ("comply", "Norvik", 0), ("comply", "Selmar", 1), ("pause", "Norvik", 1), ("pause", "Selmar", 0),
    ]  # fmt: skip


def test_zeros_keep_what_is_undated():
    assert counted("month", {}, {"date": None}, zeros=True) == [("2031-02", 1), (None, 1)]
    assert counted("actor", {}, zeros=True) == [("Norvik", 1)]
    assert counted("month", zeros=True) == []


def test_a_table_of_zeros_that_is_a_slip_is_refused():
    rows = [{"article_id": f"a{i}", "date": day} for i in range(2000) for day in ("2020-01-01", "2031-12-31")]
    with pytest.raises(InputError, match="at most 5,000,000"):
        counted("document,day", *rows, zeros=True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": ()}, "nothing to count by"),
        ({"by": ("actr",)}, "by 'actr': choose from actor"),
        ({"by": ("actor", "actor")}, "each key once"),
        ({"by": ("actor",), "unit": "word"}, "count 'word'"),
        ({"by": ("actor",), "date": "today"}, "no date 'today'"),
    ],
)
def test_questions_that_cannot_be_answered(options, said):
    with pytest.raises(InputError, match=said):
        Question(**options)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "article_id": st.sampled_from(["a1", "a2", "a3"]),
            "actor": st.sampled_from(["Norvik", "Selmar", "é🦀", None]),
            "date": st.sampled_from(["2031-02-03", "2031-03-01", None]),
            "counted": st.booleans(),
        }
    ),
    max_size=20,
)


@settings(deadline=None, max_examples=50)
@given(rows=ROWS, cut=st.integers(0, 20))
def test_pieces_change_nothing_and_sums_are_right(rows, cut):
    for unit in ("claim", "article"):
        question = Question(by=("actor", "month"), unit=unit)
        whole = count_tables([piece(*rows)], question).table
        assert count_tables([piece(*rows[:cut]), piece(*rows[cut:])], question).table.equals(whole)
        keys = [(row["actor"], row["date"] and row["date"][:7], row["article_id"]) for row in rows if row["counted"]]
        expected = Counter(key[:2] for key in (keys if unit == "claim" else set(keys)))
        assert {tuple(row.values())[:2]: tuple(row.values())[2] for row in whole.to_pylist()} == expected


def test_partial_counts_are_brought_together(monkeypatch):
    monkeypatch.setattr("onrecord.tables.counting.PARTIAL_ROWS", 2)
    pieces = [piece({"article_id": f"a{i % 5}"}, {"actor": "Selmar"}) for i in range(10)]
    assert count_tables(pieces, Question(by=("actor",))).table["claims"].to_pylist() == [10, 10]
    assert count_tables(pieces, Question(by=("actor",), unit="article")).table["articles"].to_pylist() == [5, 1]


@settings(deadline=None, max_examples=50)
@given(
    first=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 800),
    kind=st.sampled_from(["day", "week", "month", "year"]),
)
def test_periods_leave_none_out(first, days, kind):
    every = [period_of((first + timedelta(days=n)).isoformat(), kind) for n in range(days + 1)]
    assert list(periods(every[0], every[-1], kind)) == list(dict.fromkeys(every))


@pytest.mark.parametrize("kind", ["day", "week", "month", "year"])
def test_periods_end_where_the_calendar_does(kind):
    last = period_of("9999-12-31", kind)
    assert list(periods(last, last, kind)) == [last]


@pytest.fixture
def made(tmp_path, fake_pipeline):
    """A run in both layouts, and its records in two files."""
    texts = [
        "Norvik paused its shop.",
        "Belmora will leave over the Data Act.",
        "It rained.",
        "Norvik paused again. Norvik did not leave.",
    ]
    articles = [Article(id=f"a{i}", text=text, date=f"2031-0{i + 1}-03", source="The Lantern") for i, text in enumerate(texts)]
    for layout in ("files", "shards"):
        annotate(articles, fake_pipeline, tmp_path / layout, options=Options(layout=layout, shard_size=2))
    records = list(fake_pipeline.stream(articles))
    write_jsonl(records, tmp_path / "r.jsonl")
    write_parquet(records, tmp_path / "r.parquet")
    return tmp_path


def test_layouts_and_files_of_records_count_alike(made):
    question = Question(by=("actor", "stance", "month"))
    tables = [count(made / name, question).table for name in ("files", "shards", "r.jsonl", "r.parquet")]
    assert tables[0].to_pylist() == [
        {"actor": "Belmora", "stance": "withdraw", "month": "2031-02", "claims": 1},
        {"actor": "Norvik", "stance": "pause", "month": "2031-01", "claims": 1},
        {"actor": "Norvik", "stance": "pause", "month": "2031-04", "claims": 1},
    ]
    assert all(table.equals(tables[0]) for table in tables)


def test_a_damaged_or_missing_table_is_told(made):
    (made / "files" / "claims.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match=r"claims\.parquet: cannot be read"):
        count(made / "files", Question(by=("actor",)))
    next((made / "shards" / "claims").iterdir()).unlink()
    with pytest.raises(InputError, match="the flat table of claims is not there"):
        count(made / "shards", Question(by=("actor",)))


BAD = ["=1+1", "@x", "plain", "a\x01b", "x" * 40_000, None]


@pytest.fixture
def bad():
    return count_tables([piece(*({"actor": name} for name in BAD))], Question(by=("actor",)))


def test_csv_holds_no_formula(bad, tmp_path):
    write(bad, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["actor", "claims"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@x", "a\x01b", "plain", "x" * 40_000, ""]


def test_a_workbook_holds_texts_and_numbers(bad, tmp_path):
    write(bad, tmp_path / "t.xlsx")
    rows = list(load_workbook(tmp_path / "t.xlsx").active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["actor", "claims"]
    assert [row[0].data_type for row in rows[1:6]] == ["s"] * 5
    assert (rows[1][0].value, rows[1][1].value, len(rows[5][0].value), rows[6][0].value) == ("=1+1", 1, 32_767, None)


def test_parquet_is_typed_also_when_it_is_empty(tmp_path):
    write(count_tables([], Question(by=("actor", "month"), unit="article")), tmp_path / "t.parquet")
    schema = pq.read_schema(tmp_path / "t.parquet")
    assert [(field.name, str(field.type)) for field in schema] == [("actor", "string"), ("month", "string"), ("articles", "int64")]


def test_another_suffix_and_a_full_sheet_are_refused(bad, tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"ends in \.csv"):
        write(bad, tmp_path / "t.ods")
    monkeypatch.setattr("onrecord.tables.files.MAX_ROWS", 3)
    with pytest.raises(InputError, match="a sheet holds 2 rows"):
        write(bad, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_or_writes(run, made):
    shown = run("table", made / "shards", "--by", "actor,stance")
    assert shown.exit_code == 0
    assert [line.split() for line in shown.stdout.splitlines() if "Norvik" in line] == [["Norvik", "pause", "2"]]
    out = made / "t.csv"
    assert run("table", made / "files", "--by", "actor", "--all", "-o", out).stdout == f"2 rows from 4 claims in {out}\n"
    assert out.read_bytes() == b"actor,claims\r\nBelmora,1\r\nNorvik,3\r\n"
    again = run("table", made / "files", "--by", "actor", "-o", out)
    assert (again.exit_code, "--overwrite" in again.stderr) == (4, True)


def test_the_command_says_what_is_left_out(run, tmp_path, fake_pipeline):
    write_jsonl(
        fake_pipeline.stream([Article(id="a", text="Norvik refused. Norvik paused. Belmora paused.")]), tmp_path / "r.jsonl"
    )
    done = run("table", tmp_path / "r.jsonl", "--by", "actor", "--count", "month")
    assert done.stderr.splitlines() == [
        "Left out: 1 claim of refusal, --scheme five counts them", "Left out: 2 claims whose month is not known",
    ]  # fmt: skip
    assert done.stdout == "No claims to count\n"
