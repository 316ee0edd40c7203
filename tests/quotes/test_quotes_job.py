"""`onrecord.quotes.extract`: a folder of tables that add up, all of them or none."""

from __future__ import annotations

import csv
import json

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quote_records import quote, said

from onrecord.errors import InputError, OnrecordError
from onrecord.quotes import FILES, QUOTE_COLUMNS, SPEAKER_COLUMNS, check_out, extract, quotes_of, tables
from onrecord.quotes.tables import quotes_schema, to_row
from onrecord.records import read_failures
from onrecord.types import Article, Failure, Record

UNREADABLE = Failure(id="gone", path="gone.html", stage="read", error="InputError", message="gone.html: no such file")
WITHOUT_GENDERS = sorted(set(FILES) - {"genders.csv"})


class Fixed:
    """A pipeline that hands out what it was given, one for each article."""

    def __init__(self, *items):
        self.items = items

    def stream(self, articles):
        for item, _ in zip(self.items, articles, strict=True):
            yield item


def run(out, *items, **options):
    given_articles = [item if isinstance(item, Failure) else Article(id=item.id, text=item.text, path="in.txt") for item in items]
    return extract(given_articles, Fixed(*items), out, **options)


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def broken_up():
    text = "T\n\n“We stay,” Ada Quill\nof Norvik said, “for now.”"
    found = quote(
        text, "“We stay,”", "“for now.”", cue="said", speaker="Ada Quill", speaker_name="Ada Quill", organization="Norvik"
    )
    return Record(id="a2", title="T", text=text, body_start=3, date="2031-02-03", quotes=(found,))


def test_writes_its_files_and_nothing_else(tmp_path):
    run(tmp_path / "new" / "out", said("Ada Quill"), UNREADABLE)
    assert listing(tmp_path / "new" / "out") == WITHOUT_GENDERS


def test_a_line_holds_the_quote_whole(tmp_path):
    run(tmp_path, broken_up())
    (line,) = lines(tmp_path / "quotes.jsonl")
    text = broken_up().text
    assert text[line["start"] : line["end"]] == line["text"]
    for part in (*line["pieces"], line["cue"], line["speaker"]):
        assert text[part["start"] : part["end"]] == part["text"]
    assert (line["article_id"], line["quote_id"], line["date"], line["body_start"]) == ("a2", "q1", "2031-02-03", 3)
    assert (line["kind"], line["speaker_name"], line["organization"], line["anonymous"]) == ("direct", "Ada Quill", "Norvik", False)
    assert line["words"] == 4


def test_the_tables_hold_the_same_flat(tmp_path):
    run(tmp_path, said("Ada Quill"), broken_up())
    cells = rows(tmp_path / "quotes.csv")
    assert list(cells[0]) == list(QUOTE_COLUMNS)
    assert (cells[1]["pieces"], cells[1]["piece_offsets"]) == ("“We stay,” […] “for now.”", "3-13; 40-50")
    assert cells[1]["text"] == broken_up().quotes[0].text
    assert (cells[0]["anonymous"], cells[0]["organization"], cells[0]["speaker"]) == ("false", "", "somebody")
    table = pq.read_table(tmp_path / "quotes.parquet")
    assert table.schema.equals(quotes_schema())
    assert table.to_pylist() == [to_row(each) for record in (said("Ada Quill"), broken_up()) for each in quotes_of(record)]


def test_the_speaker_table(tmp_path):
    run(tmp_path, said("Ada Quill", "Norvik"), broken_up(), said())
    cells = rows(tmp_path / "speakers.csv")
    assert list(cells[0]) == list(SPEAKER_COLUMNS)
    assert [(c["speaker"], c["kind"], c["quotes"], c["words"]) for c in cells] == [
        ("Ada Quill", "person", "2", "7"), ("", "unresolved", "1", "3"),
    ]  # fmt: skip
    assert cells[0]["organizations"] == "Norvik"


def test_genders_make_a_table_and_leave_with_them(tmp_path):
    run(tmp_path, said("Ada Quill"), said(), genders={"ada quill": "female"})
    assert [(c["gender"], c["quotes"], c["share_of_quotes"]) for c in rows(tmp_path / "genders.csv")] == [
        ("female", "1", "1.0"), ("(no name)", "1", ""),
    ]  # fmt: skip
    run(tmp_path, said("Ada Quill"), overwrite=True)
    assert listing(tmp_path) == WITHOUT_GENDERS


def test_tables_without_quotes_keep_their_columns(tmp_path):
    run(tmp_path)
    assert pq.read_table(tmp_path / "quotes.parquet").schema.equals(quotes_schema())
    assert (tmp_path / "quotes.csv").read_text("utf-8").split() == [",".join(QUOTE_COLUMNS)]
    assert (tmp_path / "speakers.csv").read_text("utf-8").split() == [",".join(SPEAKER_COLUMNS)]


def test_parquet_is_written_in_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROW_GROUP", 4)
    run(tmp_path, *(said("Ada Quill", article=str(i)) for i in range(10)))
    file = pq.ParquetFile(tmp_path / "quotes.parquet")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [4, 4, 2]


def test_the_summary_counts(tmp_path):
    empty = Record(id="e", text="It rained all day.", truncated_at=9)
    summary = run(tmp_path, said("Ada Quill"), UNREADABLE, said(kind="mixed", article="b"), empty)
    assert (summary.articles_in, summary.records, summary.failures, summary.without) == (4, 3, 1, 1)
    assert (summary.quotes, dict(summary.kinds)) == (2, {"direct": 1, "indirect": 0, "mixed": 1})
    assert (summary.words, summary.words_quoted, summary.truncated) == (12, 6, 1)
    assert summary.first_failures == (UNREADABLE,)
    assert [s.name for s in summary.speakers] == ["Ada Quill", None]


@pytest.mark.parametrize("bad", [said("half \ud800"), said("Ada Quill", article="x\udcff"), said(7)], ids=["name", "id", "type"])
def test_quotes_that_cannot_be_written_are_a_failure_and_leave_no_trace(tmp_path, bad):
    summary = run(tmp_path, bad, said("Bo Lark", article="good"))
    (failure,) = read_failures(tmp_path / "failures.jsonl")
    assert (failure.id, failure.stage, failure.path) == (bad.id, "write", "in.txt")
    assert (summary.records, summary.failures, summary.quotes) == (1, 1, 1)
    assert [line["article_id"] for line in lines(tmp_path / "quotes.jsonl")] == ["good"]
    assert [row["article_id"] for row in rows(tmp_path / "quotes.csv")] == ["good"]
    assert pq.read_table(tmp_path / "quotes.parquet")["article_id"].to_pylist() == ["good"]
    assert [row["speaker"] for row in rows(tmp_path / "speakers.csv")] == ["Bo Lark"]


def test_existing_results_are_refused_and_kept(tmp_path):
    (tmp_path / "speakers.csv").write_text("mine")
    with pytest.raises(InputError, match=r"already holds results \(speakers\.csv\)"):
        run(tmp_path, said())
    assert listing(tmp_path) == ["speakers.csv"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="give a folder"):
        check_out(tmp_path / "out")


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_a_run_that_breaks_off_leaves_earlier_results_as_they_were(tmp_path, error):
    run(tmp_path, said("Ada Quill"), genders={"ada quill": "female"})
    before = {name: (tmp_path / name).read_bytes() for name in FILES}

    def broken(_item):
        raise error

    with pytest.raises(error):
        run(tmp_path, said("Bo Lark"), progress=broken, overwrite=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("keep", [0, 2])
def test_a_pipeline_that_loses_or_invents_articles_is_found_out(tmp_path, keep):
    class Lossy:
        def stream(self, articles):
            for _ in articles:
                yield from [said()] * keep

    with pytest.raises(OnrecordError, match="lost or invented articles"):
        extract([Article(id="a", text="b")], Lossy(), tmp_path / "out")
    assert listing(tmp_path / "out") == []


def test_progress_sees_what_was_written(tmp_path):
    seen = []
    run(tmp_path, UNREADABLE, said("half \ud800", article="x"), said(article="y"), progress=seen.append)
    assert [(item.id, type(item).__name__) for item in seen] == [("gone", "Failure"), ("x", "Failure"), ("y", "Record")]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(["Ada Quill", "half \ud800", None, UNREADABLE]), max_size=8))
def test_articles_in_are_records_and_failures_and_quotes_add_up(tmp_path_factory, names):
    out = tmp_path_factory.mktemp("out")
    items = [name if isinstance(name, Failure) else said(name, article=str(i)) for i, name in enumerate(names)]
    summary = run(out, *items)
    assert summary.articles_in == len(names) == summary.records + summary.failures
    assert len(lines(out / "failures.jsonl")) == summary.failures
    assert len(lines(out / "quotes.jsonl")) == len(rows(out / "quotes.csv")) == summary.quotes
    assert sum(int(row["quotes"]) for row in rows(out / "speakers.csv")) == summary.quotes
    assert sum(int(row["words"]) for row in rows(out / "speakers.csv")) == summary.words_quoted
