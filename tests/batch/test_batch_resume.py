"""A run that is broken off goes on where it was; what has not changed is never done again."""

from __future__ import annotations

import errno
import hashlib
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from batch_fakes import Plain, contents, news, undisturbed

from onrecord.batch import Options, annotate, home, outlook, publish, store
from onrecord.batch.rewrite import rewrite
from onrecord.errors import InputError, OnrecordError
from onrecord.records import read_failures
from onrecord.records.runs import annotation_files, read_run
from onrecord.types import Article, Failure

UNREADABLE = Failure(id="gone", path="gone.html", stage="read", error="InputError", message="gone.html: no such file")


class Counting(Plain):
    """Remembers what it annotated; `stop` breaks the run off at an article."""

    def __init__(self, stop=None, error=KeyboardInterrupt, **options):
        super().__init__(**options)
        self.stop, self.error, self.read = stop, error, []

    def _note(self, article):
        if article.id == self.stop:
            raise self.error
        self.read.append(article.id)


def again(articles, out, **options):
    """Run once more; return the articles that were annotated."""
    annotator = Counting()
    annotate(articles, annotator, out, options=Options(**options))
    return annotator.read


@pytest.mark.parametrize("stop", ["a0", "a4", "a9", "a10", "a24"])
def test_an_interrupted_run_goes_on_and_does_nothing_twice(tmp_path, stop):
    first = Counting(stop)
    with pytest.raises(KeyboardInterrupt):
        annotate(news(25), first, tmp_path / "out", options=Options(shard_size=10))
    assert contents(tmp_path / "out") == {}
    rest = again(news(25), tmp_path / "out", shard_size=10)
    assert first.read + rest == [f"a{i}" for i in range(25)]
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", news(25), shard_size=10)


def test_a_finished_run_is_not_done_again(tmp_path):
    before = undisturbed(tmp_path, news(25), shard_size=10)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.is_file()}
    summary = annotate(news(25), Counting("a0"), tmp_path, options=Options(shard_size=10))
    assert (summary.kept, summary.records) == (25, 25)
    assert contents(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


@pytest.mark.parametrize("layout", ["files", "shards"])
def test_an_edited_article_is_done_again_and_no_other(tmp_path, layout):
    undisturbed(tmp_path / "out", news(25), shard_size=10, layout=layout)
    edited = news(25, a13="Belmora paused.")
    assert again(edited, tmp_path / "out", shard_size=10, layout=layout) == ["a13"]
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", edited, shard_size=10, layout=layout)


@pytest.mark.parametrize(
    "changes", [{"title": "Other"}, {"date": "2031-02-03"}, {"source": "x"}, {"url": "x"}, {"lang": "en"}, {"meta": {"k": 1}}]
)
def test_all_that_goes_into_a_record_counts_as_an_edit(tmp_path, changes):
    undisturbed(tmp_path, news(3))
    assert again([replace(news(1)[0], **changes), *news(3)[1:]], tmp_path) == ["a0"]


def test_where_an_article_lies_does_not(tmp_path):
    undisturbed(tmp_path, news(3))
    assert again([replace(article, path="moved.txt") for article in news(3)], tmp_path) == []


@pytest.mark.parametrize("layout", ["files", "shards"])
@pytest.mark.parametrize("at", [0, 11, 25])
def test_a_new_article_is_done_wherever_it_comes_and_no_other(tmp_path, layout, at):
    undisturbed(tmp_path / "out", news(25), shard_size=10, layout=layout)
    grown = news(25)
    grown.insert(at, Article(id="new", text="Belmora paused."))
    assert again(grown, tmp_path / "out", shard_size=10, layout=layout) == ["new"]
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", grown, shard_size=10, layout=layout)


def test_an_edit_between_a_break_and_the_next_try_is_seen(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        annotate(news(25), Counting("a22"), tmp_path / "out", options=Options(shard_size=10))
    changed = [Article(id="new", text="It rained."), *news(25, a3="Belmora paused.")]
    assert again(changed, tmp_path / "out", shard_size=10) == ["new", "a3", "a22", "a23", "a24"]
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", changed, shard_size=10)


@pytest.mark.parametrize(("before", "after"), [("files", "shards"), ("shards", "files")])
def test_the_layout_may_change_and_nothing_is_done_again(tmp_path, before, after):
    undisturbed(tmp_path / "out", news(25), shard_size=10, layout=before)
    assert again(news(25), tmp_path / "out", shard_size=10, layout=after) == []
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", news(25), shard_size=10, layout=after)


def test_so_may_the_size_of_shards(tmp_path):
    undisturbed(tmp_path / "out", news(25), shard_size=10, layout="shards")
    assert again(news(25), tmp_path / "out", shard_size=7, layout="shards") == []
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", news(25), shard_size=7, layout="shards")


def test_records_are_not_lost_for_an_article_that_is_missing_now(tmp_path):
    before = undisturbed(tmp_path, news(5))
    with pytest.raises(InputError, match=r"records of 2 articles that are not in the input.*'a1'.*--drop"):
        annotate([news(5)[0], *news(5)[3:]], Plain(), tmp_path)
    assert contents(tmp_path) == before
    assert annotate([news(5)[0], *news(5)[3:]], Plain(), tmp_path, options=Options(drop=True)).dropped == 2
    assert [record.id for record in read_run(tmp_path)] == ["a0", "a3", "a4"]


def test_results_of_other_settings_are_never_mixed(tmp_path):
    before = undisturbed(tmp_path, news(5))
    with pytest.raises(InputError, match=r"already holds results \(model version 1, now 2; model digest 1+, now 2+\).*--overwrite"):
        annotate(news(5), Plain(version="2"), tmp_path)
    with pytest.raises(InputError, match=r"options lexicon None, now ab"):
        annotate(news(5), Plain(), tmp_path, options=Options(settings={"lexicon": "ab"}))
    assert contents(tmp_path) == before


def test_nor_are_those_of_an_unfinished_run(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        annotate(news(5), Counting("a3"), tmp_path)
    with pytest.raises(InputError, match="model version 1, now 2"):
        annotate(news(5), Plain(version="2"), tmp_path)
    annotate(news(5), Plain(version="2"), tmp_path, overwrite=True)
    assert {record.model.version for record in read_run(tmp_path)} == {"2"}


def test_overwriting_does_all_again_and_goes_on_when_it_is_broken_off(tmp_path):
    before = undisturbed(tmp_path, news(25), shard_size=10)
    first = Counting("a17")
    with pytest.raises(KeyboardInterrupt):
        annotate(news(25), first, tmp_path, options=Options(shard_size=10, overwrite=True))
    assert contents(tmp_path) == before
    rest = again(news(25), tmp_path, shard_size=10, overwrite=True)
    assert first.read + rest == [f"a{i}" for i in range(25)]
    assert contents(tmp_path) == before


def test_failures_are_kept_until_they_are_to_be_tried_again(tmp_path):
    articles = [UNREADABLE, *news(25, a3="REFUSED", a13="REFUSED")]
    undisturbed(tmp_path / "out", articles, shard_size=10)
    assert again(articles, tmp_path / "out", shard_size=10) == []
    assert again(articles, tmp_path / "out", shard_size=10, retry_failed=True) == ["a3", "a13"]
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", articles, shard_size=10)
    assert again(articles, tmp_path / "out", shard_size=10) == []


def test_trying_failures_again_goes_on_when_it_is_broken_off(tmp_path):
    articles = news(25, a3="REFUSED", a13="REFUSED")
    undisturbed(tmp_path, articles, shard_size=10)
    with pytest.raises(KeyboardInterrupt):
        annotate(articles, Counting("a13"), tmp_path, options=Options(shard_size=10, retry_failed=True))
    assert again(articles, tmp_path, shard_size=10, retry_failed=True) == ["a13"]


def test_what_works_at_the_second_try_becomes_a_record(tmp_path):
    class Now(Plain):
        def _record(self, article):
            if self.bad and article.id == "a2":
                raise OSError("busy")
            return super()._record(article)

    annotator = Now()
    annotator.bad = True
    assert annotate(news(5), annotator, tmp_path).failures == 1
    annotator.bad = False
    assert annotate(news(5), annotator, tmp_path, options=Options(retry_failed=True)).failures == 0
    assert [record.id for record in read_run(tmp_path)] == ["a0", "a1", "a2", "a3", "a4"]
    assert list(read_failures(tmp_path / "failures.jsonl")) == []


def test_a_kept_failure_says_where_the_article_lies_now(tmp_path):
    bad = Article(id="x", text="REFUSED", path="old.txt")
    annotate([bad], Plain(), tmp_path)
    annotate([*news(1), replace(bad, path="new.txt")], Plain(), tmp_path)
    (row,) = read_failures(tmp_path / "failures.jsonl")
    assert row.path == "new.txt"


def test_a_dry_run_tells_what_there_is_to_do_and_does_nothing(tmp_path):
    articles = [UNREADABLE, *news(25, a3="REFUSED")]
    found = outlook(articles, Plain(), tmp_path / "out")
    assert (found.articles, found.unreadable, found.done, found.failed, found.to_do) == (26, 1, 0, 0, 25)
    assert not (tmp_path / "out").exists()
    undisturbed(tmp_path / "out", articles)
    found = outlook([*articles, Article(id="new", text="x"), news(1)[0]], Plain(), tmp_path / "out")
    assert (found.articles, found.unreadable, found.done, found.failed, found.to_do) == (28, 2, 24, 1, 1)
    found = outlook(articles, Plain(), tmp_path / "out", options=Options(retry_failed=True))
    assert (found.done, found.failed, found.to_do) == (24, 0, 1)
    found = outlook(articles, Plain(), tmp_path / "out", options=Options(overwrite=True))
    assert (found.done, found.to_do) == (0, 25)


def full(monkeypatch, module, name, after):
    """Let a function of a module find the disk full from one call on; return how to make room."""
    real, calls = getattr(module, name), []

    def guarded(*arguments, **options):
        calls.append(1)
        if len(calls) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, guarded)
    return lambda: monkeypatch.setattr(module, name, real)


@pytest.mark.parametrize("layout", ["files", "shards"])
@pytest.mark.parametrize(
    ("module", "name", "after"),
    [
        (store, "_write_keys", 0), (store, "_write_lines", 1), (store, "_write_table", 3), (store, "fingerprint", 1),
        (store, "sync_file", 4), (publish, "_make_failures", 0), (publish, "link", 1), (publish, "sync_tree", 0),
        (publish, "write_json", 0), (home, "write_json", 0), (home, "sync_folder", 2),
        *((home, "_move", after) for after in range(4)),
    ],
)  # fmt: skip
def test_a_full_disk_loses_nothing_wherever_it_comes(tmp_path, monkeypatch, layout, module, name, after):
    expected = undisturbed(tmp_path / "other", news(25, a9="REFUSED"), shard_size=10, layout=layout)
    options = Options(shard_size=10, layout=layout)
    empty = full(monkeypatch, module, name, after)
    with pytest.raises(OSError, match="No space left"):
        annotate(news(25, a9="REFUSED"), Plain(), tmp_path / "out", options=options)
    empty()
    annotate(news(25, a9="REFUSED"), Plain(), tmp_path / "out", options=options)
    assert contents(tmp_path / "out") == expected
    assert sorted(path.name for path in (tmp_path / "out" / ".onrecord").iterdir()) == ["lock", "parts"]


@pytest.mark.parametrize("after", range(5))
def test_results_that_were_getting_their_names_get_them_at_the_next_try(tmp_path, monkeypatch, after):
    undisturbed(tmp_path / "out", news(5))
    expected = undisturbed(tmp_path / "other", news(25), layout="shards", shard_size=10)
    empty = full(monkeypatch, home, "_move", after)
    with pytest.raises(OSError, match="No space left"):
        annotate(news(25), Plain(), tmp_path / "out", options=Options(layout="shards", shard_size=10))
    empty()
    with pytest.raises(InputError, match="broke off while its results got their names"):
        annotation_files(tmp_path / "out")
    assert again(news(25), tmp_path / "out", layout="shards", shard_size=10) == []
    assert contents(tmp_path / "out") == expected


def test_the_tables_of_shards_are_one_data_set(tmp_path):
    undisturbed(tmp_path, [*news(25, a9="It rained.", a10="REFUSED"), UNREADABLE], shard_size=10, layout="shards")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert (manifest["articles"], manifest["records"], manifest["failures"], manifest["claims"]) == (26, 24, 2, 23)
    assert {name: len(data) for name, data in contents(tmp_path).items() if name != "manifest.json"} == {
        name: about["bytes"] for name, about in manifest["files"].items()
    }
    assert pq.read_table(tmp_path / "claims").num_rows == 23
    assert pq.read_table(tmp_path / "records")["id"].to_pylist() == [record.id for record in read_run(tmp_path)]
    assert len(annotation_files(tmp_path)) == 3


def test_a_shard_that_was_taken_away_is_done_again(tmp_path):
    expected = undisturbed(tmp_path, news(25), shard_size=10, layout="shards")
    (tmp_path / "annotations" / "part-00001.jsonl").unlink()
    assert again(news(25), tmp_path, shard_size=10, layout="shards") == [f"a{i}" for i in range(10, 20)]
    assert contents(tmp_path) == expected


def test_a_file_that_was_shortened_is_done_again(tmp_path):
    expected = undisturbed(tmp_path, news(5))
    lines = (tmp_path / "annotations.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "annotations.jsonl").write_bytes(b"".join(lines[:3]))
    again(news(5), tmp_path)
    assert contents(tmp_path) == expected


def test_an_unfinished_run_says_so_when_it_is_read(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        annotate(news(5), Counting("a3"), tmp_path)
    with pytest.raises(InputError, match="its run is not finished"):
        annotation_files(tmp_path)
    with pytest.raises(InputError, match="give a folder of"):
        annotation_files(tmp_path.parent / "nothing")


@pytest.mark.parametrize(
    "wrong", [{"workers": -1}, {"shard_size": 0}, {"batch_size": 0}, {"timeout": 0}, {"timeout": 3.0}, {"layout": "x"}]
)
def test_options_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        Options(**wrong)


@pytest.mark.parametrize("layout", ["files", "shards"])
def test_records_can_be_changed_and_are_not_done_again_for_it(tmp_path, layout):
    articles = news(25, a9="REFUSED")
    undisturbed(tmp_path, articles, shard_size=10, layout=layout)
    rewrite(tmp_path, lambda records: (replace(record, story=f"story of {record.id}") for record in records))
    assert [record.story for record in read_run(tmp_path)] == [f"story of a{i}" for i in range(25) if i != 9]
    claims = tmp_path / ("claims.parquet" if layout == "files" else "claims")
    assert pq.read_table(claims)["story"].to_pylist()[0] == "story of a0"
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    for name, data in contents(tmp_path).items():
        assert name == "manifest.json" or manifest["files"][name]["sha256"] == hashlib.sha256(data).hexdigest()
    assert again(articles, tmp_path, shard_size=10, layout=layout) == []
    assert next(read_run(tmp_path)).story == "story of a0"


def test_a_change_that_loses_records_changes_nothing(tmp_path):
    before = undisturbed(tmp_path, news(25), shard_size=10)
    for change in (lambda records: iter(records[1:]), lambda records: iter([*records, records[0]])):
        with pytest.raises(OnrecordError, match="nothing was changed"):
            rewrite(tmp_path, change)
    assert contents(tmp_path) == before
    assert again(news(25), tmp_path, shard_size=10) == []


def test_only_the_results_of_a_finished_run_can_be_changed(tmp_path):
    with pytest.raises(InputError, match="no manifest"):
        rewrite(tmp_path, iter)
    undisturbed(tmp_path, news(5))
    with pytest.raises(KeyboardInterrupt):
        annotate(news(9), Counting("a7"), tmp_path)
    with pytest.raises(InputError, match="not finished"):
        rewrite(tmp_path, iter)
    assert again(news(9), tmp_path) == ["a7", "a8"]
