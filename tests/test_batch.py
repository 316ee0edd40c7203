"""`onrecord.batch`: files that add up, all of them or none. What becomes of runs that break off is in tests/batch."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.batch import FILES, annotate, check_out
from onrecord.errors import InputError, OnrecordError
from onrecord.records import CLAIM_COLUMNS, claim_rows, claims_schema, read_failures, read_jsonl, tables, write_claims_csv
from onrecord.types import Article, Failure

UNREADABLE = Failure(id="gone", path="gone.html", stage="read", error="InputError", message="gone.html: no such file")


def listing(folder):
    """What is to be seen in a folder."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_writes_its_files_and_nothing_else(tmp_path, fake_pipeline, articles):
    out = tmp_path / "new" / "out"
    annotate(articles, fake_pipeline, out)
    assert listing(out) == sorted(FILES)


def test_records_come_out_in_input_order_and_equal(tmp_path, fake_pipeline, articles):
    annotate(articles, fake_pipeline, tmp_path / "out")
    assert list(read_jsonl(tmp_path / "out" / "annotations.jsonl")) == [fake_pipeline(article) for article in articles]


def test_summary_counts(tmp_path, fake_pipeline, articles):
    summary = annotate([articles[0], UNREADABLE, *articles[1:]], fake_pipeline, tmp_path / "out")
    assert (summary.articles_in, summary.records, summary.failures, summary.claims) == (4, 3, 1, 4)
    assert summary.words == sum(len(fake_pipeline(a).text.split()) for a in articles)
    assert summary.truncated == 0
    assert summary.first_failures == (UNREADABLE,)


def test_table_counts_only_counted_claims(tmp_path, fake_pipeline, articles):
    summary = annotate(articles, fake_pipeline, tmp_path / "out")
    # Belmora's other claim, "did not leave", is negated.
    assert {actor: dict(row) for actor, row in summary.table.items()} == {
        "Norvik": {"withdraw": 1}, "Belmora": {"withdraw": 1}, "Café Zwölf": {"pause": 1},
    }  # fmt: skip


def test_an_actor_that_cannot_be_told_is_none_in_the_table(tmp_path, fake_pipeline):
    summary = annotate([Article(id="x", text="An unnamed Norvik paused.")], fake_pipeline, tmp_path / "out")
    assert {actor: dict(row) for actor, row in summary.table.items()} == {None: {"pause": 1}}


def test_speed_is_words_over_seconds(tmp_path, fake_pipeline, articles):
    summary = annotate(articles, fake_pipeline, tmp_path / "out")
    assert summary.seconds > 0
    assert summary.words_per_second == pytest.approx(summary.words / summary.seconds)
    assert replace(summary, seconds=0.0).words_per_second == 0.0


def test_truncated_records_are_counted_and_only_their_read_words(tmp_path, fake_pipeline):
    fake_pipeline.max_chars = 15
    summary = annotate([Article(id="x", text="Norvik paused. It will comply.")], fake_pipeline, tmp_path / "out")
    assert (summary.truncated, summary.words) == (1, 2)


def test_read_and_annotation_failures_get_rows(tmp_path, fake_pipeline, articles):
    summary = annotate([UNREADABLE, Article(id="bad", text="BROKEN"), articles[1]], fake_pipeline, tmp_path / "out")
    rows = list(read_failures(tmp_path / "out" / "failures.jsonl"))
    assert [(row.id, row.stage) for row in rows] == [("gone", "read"), ("bad", "annotate")]
    assert (summary.records, summary.failures) == (1, 2)


@pytest.mark.parametrize(
    ("article", "word"),
    [
        (Article(id="x", text="Norvik paused \ud800 today."), "surrogate"),
        (Article(id="x\udcff", text="Norvik paused."), "surrogate"),
        (Article(id="x", text="Norvik paused.", meta={"rate": float("nan")}), "nan"),
        (Article(id="x", text="Norvik paused.", source=7), "7|int|bytes"),
    ],
    ids=["text", "id", "meta", "type"],
)
def test_a_record_that_cannot_be_written_is_a_failure_and_leaves_no_trace(tmp_path, fake_pipeline, article, word):
    good = Article(id="good", text="Belmora paused.")
    summary = annotate([article, good], fake_pipeline, tmp_path / "out")
    (row,) = read_failures(tmp_path / "out" / "failures.jsonl")
    assert row.stage == "write"
    assert row.id == article.id
    assert any(part in row.message for part in word.split("|"))
    assert "\n" not in row.message
    assert (summary.records, summary.failures, summary.claims) == (1, 1, 1)
    assert [record.id for record in read_jsonl(tmp_path / "out" / "annotations.jsonl")] == ["good"]
    assert pq.read_table(tmp_path / "out" / "claims.parquet")["article_id"].to_pylist() == ["good"]


def test_the_path_of_an_article_that_cannot_be_written_is_kept(tmp_path, fake_pipeline):
    given_articles = [
        Article(id=f"{i}", path=f"{i}.txt", text=text) for i, text in enumerate(["Fine.", "half \ud800", "half \udc00"])
    ]
    annotate([UNREADABLE, *given_articles], fake_pipeline, tmp_path / "out")
    rows = [(row.id, row.path) for row in read_failures(tmp_path / "out" / "failures.jsonl")]
    assert rows == [("gone", "gone.html"), ("1", "1.txt"), ("2", "2.txt")]


def test_the_csv_is_what_records_would_write(tmp_path, fake_pipeline, articles):
    annotate(articles, fake_pipeline, tmp_path / "out")
    write_claims_csv(map(fake_pipeline, articles), tmp_path / "expected.csv")
    assert (tmp_path / "out" / "claims.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


def test_the_parquet_table_holds_the_claim_rows(tmp_path, fake_pipeline, articles):
    annotate(articles, fake_pipeline, tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "claims.parquet")
    assert table.schema.equals(claims_schema())
    assert table.to_pylist() == [row for article in articles for row in claim_rows(fake_pipeline(article))]


def test_tables_without_claims_keep_their_columns(tmp_path, fake_pipeline):
    annotate([], fake_pipeline, tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "claims.parquet").schema.equals(claims_schema())
    with (tmp_path / "out" / "claims.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [list(CLAIM_COLUMNS)]


def test_parquet_is_written_in_row_groups(tmp_path, fake_pipeline, monkeypatch):
    monkeypatch.setattr(tables, "ROW_GROUP", 4)
    annotate((Article(id=str(i), text="Norvik paused.") for i in range(10)), fake_pipeline, tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out" / "claims.parquet")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [4, 4, 2]


def test_existing_results_are_refused_and_kept(tmp_path, fake_pipeline, articles):
    (tmp_path / "claims.csv").write_text("mine")
    with pytest.raises(InputError, match=r"already holds results \(claims\.csv\)"):
        annotate(articles, fake_pipeline, tmp_path)
    assert listing(tmp_path) == ["claims.csv", "fake-en"]
    assert (tmp_path / "claims.csv").read_text() == "mine"


def test_overwrite_replaces_results(tmp_path, fake_pipeline, articles):
    out = tmp_path / "out"
    annotate(articles, fake_pipeline, out)
    annotate(articles[:1], fake_pipeline, out, overwrite=True)
    assert [record.id for record in read_jsonl(out / "annotations.jsonl")] == ["a1"]
    assert listing(out) == sorted(FILES)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="give a folder"):
        check_out(tmp_path / "out")


def test_check_out_makes_nothing(tmp_path):
    assert check_out(tmp_path / "out") == tmp_path / "out"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, MemoryError])
def test_a_run_that_breaks_off_leaves_earlier_results_as_they_were(tmp_path, fake_pipeline, articles, error):
    out = tmp_path / "out"
    annotate(articles[:1], fake_pipeline, out)
    before = {name: (out / name).read_bytes() for name in FILES}

    def broken():
        yield articles[1]
        raise error

    with pytest.raises(error):
        annotate(broken(), fake_pipeline, out, overwrite=True)
    assert {name: (out / name).read_bytes() for name in listing(out)} == before


def test_a_run_that_breaks_off_leaves_no_half_file(tmp_path, fake_pipeline, articles):
    def progress(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate(articles, fake_pipeline, tmp_path / "out", progress=progress)
    assert listing(tmp_path / "out") == []


def test_nothing_stands_under_a_final_name_while_the_run_goes_on(tmp_path, fake_pipeline, articles):
    seen = []
    annotate(articles, fake_pipeline, tmp_path / "out", progress=lambda _: seen.append(listing(tmp_path / "out")))
    assert seen == [[]] * 3


def test_progress_counts_articles_that_were_to_be_annotated(tmp_path, fake_pipeline):
    seen = []
    broken = Article(id="x", text="half \ud800")
    annotate([UNREADABLE, broken, Article(id="y", text="Fine.")], fake_pipeline, tmp_path / "out", progress=seen.append)
    assert seen == [1, 1]


def test_an_error_of_the_pipeline_is_the_failure_of_the_article_it_was_at(tmp_path, fake_pipeline, articles):
    bug = Article(id="bug", path="bug.txt", text="A BUG here.")
    summary = annotate([articles[0], bug, articles[1]], fake_pipeline, tmp_path / "out")
    (row,) = read_failures(tmp_path / "out" / "failures.jsonl")
    assert (row.id, row.path, row.stage, row.error, row.message) == (
        "bug",
        "bug.txt",
        "annotate",
        "ZeroDivisionError",
        "division by zero",
    )
    assert summary.records == 2


def test_an_article_with_the_id_of_an_earlier_one_is_a_failure(tmp_path, fake_pipeline, articles):
    summary = annotate([*articles, articles[0]], fake_pipeline, tmp_path / "out")
    (row,) = read_failures(tmp_path / "out" / "failures.jsonl")
    assert (summary.records, row.id) == (3, "a1")
    assert "an earlier article has this id" in row.message


@pytest.mark.parametrize("keep", [0, 2])
def test_a_pipeline_that_loses_or_invents_articles_is_found_out(tmp_path, fake_pipeline, articles, keep):
    class Lossy:
        def stream(self, given):
            record = [fake_pipeline(article) for article in given].pop()
            yield from [record] * keep

    with pytest.raises(OnrecordError, match="lost articles" if not keep else "invented articles"):
        annotate(articles[:1], Lossy(), tmp_path / "out")
    assert listing(tmp_path / "out") == []


def test_only_the_first_failures_are_kept_in_memory(tmp_path, fake_pipeline):
    summary = annotate([replace(UNREADABLE, id=str(i)) for i in range(50)], fake_pipeline, tmp_path / "out")
    assert summary.failures == 50
    assert [failure.id for failure in summary.first_failures] == list("01234")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from(["Norvik paused.", "BROKEN", "half \ud800", "🦀 It rained.", None]), max_size=8))
def test_articles_in_are_records_and_failures_out(tmp_path_factory, fake_pipeline, texts):
    out = tmp_path_factory.mktemp("out")
    given_articles = [UNREADABLE if text is None else Article(id=str(i), text=text) for i, text in enumerate(texts)]
    summary = annotate(given_articles, fake_pipeline, out)
    lines = [line for name in ("annotations.jsonl", "failures.jsonl") for line in (out / name).read_text("utf-8").splitlines()]
    assert sorted(json.loads(line)["id"] for line in lines) == sorted(article.id for article in given_articles)
    assert summary.articles_in == len(texts) == summary.records + summary.failures
