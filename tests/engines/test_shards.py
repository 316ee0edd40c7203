"""Units, shards and places: all that a cluster does, without one."""

from __future__ import annotations

import gzip
import json
from functools import partial

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from batch.batch_fakes import Plain, news
from onrecord.articles import read
from onrecord.batch import Options, annotate
from onrecord.engines.places import Folder
from onrecord.engines.shards import Annotate, Work
from onrecord.engines.units import digests_of, items_in, items_of, repeated, shards_of, unit_from_json, unit_to_json, units_of
from onrecord.errors import InputError
from onrecord.records.runs import MANIFEST, annotation_files
from onrecord.types import Article, Failure

LOAD = partial(Plain, "1")


@pytest.fixture
def inputs(tmp_path):
    """Tables and other files, with an id given twice, a line that is none, and a file that is not there."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"id": f"a{i}", "text": f"Norvik{i} paused é🦀 {i}.", "n": i}) for i in range(7)]
    (folder / "a.jsonl").write_text("\n".join([*lines, "no json", lines[2]]) + "\n", "utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": "b", "text": "Selmar paused."}\n{"id": "a1", "text": "Again."}\n'))
    pq.write_table(pa.table({"id": ["c1", "c2"], "text": ["Quintar paused.", "It rained."]}), folder / "c.parquet")
    for i in range(3):
        (folder / f"d{i}.txt").write_text(f"Belmora paused its ferries on day {i}.\n\nIt rained all day.\n", "utf-8")
    return [str(folder), str(tmp_path / "gone.txt")]


def shards(inputs, size=3):
    """All shards of an input, as a cluster would have them."""
    units = units_of(inputs, size=size)
    repeats = repeated([digests_of(unit, max_chars=1_000_000) for unit in units])
    return [
        shard for n, unit in enumerate(units) for shard in shards_of(unit, repeats.get(n, []), size=size, max_chars=1_000_000)
    ]  # fmt: skip


def test_shards_hold_what_is_read_in_order(inputs):
    found = [item for shard in shards(inputs) for item in items_in(shard)]
    expected = list(read(inputs))
    assert [(type(item), item.id, item.path) for item in found] == [(type(item), item.id, item.path) for item in expected]
    assert [item for item in found if isinstance(item, Article)] == [item for item in expected if isinstance(item, Article)]
    assert sum(isinstance(item, Failure) for item in found) == 4


def test_units_are_tables_and_handfuls_of_other_files(inputs):
    assert [len(unit) for unit in units_of(inputs, size=3)] == [1, 1, 1, 3, 1]
    assert all(unit_from_json(unit_to_json(unit)) == unit for unit in units_of(inputs, size=3))


def test_shards_end_with_their_size_in_articles_or_characters(inputs, monkeypatch):
    assert [len(items_in(shard)) for shard in shards(inputs[:1])] == [3, 3, 3, 2, 2, 3]
    monkeypatch.setattr("onrecord.engines.units.PART_CHARS", 1)
    assert {len(items_in(shard)) for shard in shards(inputs[:1], size=99)} <= {1, 2}


def test_of_repeated_ids_the_first_stays():
    def digests(*ids):
        return b"".join(bytes([n]) * 16 for n in ids)

    assert repeated([digests(1, 2, 1), b"", digests(0, 3, 0), digests(3, 2, 4)]) == {0: [2], 3: [0, 1]}
    assert repeated([]) == {}
    assert repeated([b""]) == {}


def test_urls_are_listed_and_read(inputs):
    files = fsspec.filesystem("memory")
    files.pipe_file("/news/x/a.jsonl", b'{"id": "a", "text": "Norvik paused."}\n')
    files.pipe_file("/news/b.jsonl.gz", gzip.compress(b'{"id": "b", "text": "Selmar paused."}\nno json\n'))
    files.pipe_file("/news/.hidden/c.jsonl", b"{}")
    try:
        found = [item for unit in units_of(["memory://news"], size=5) for item in items_of(unit, max_chars=100)]
        assert [(item.id, item.path) for item in found] == [
            ("b", "memory:///news/b.jsonl.gz"), ("b:2", "memory:///news/b.jsonl.gz"), ("a", "memory:///news/x/a.jsonl"),
        ]  # fmt: skip
        assert [item.id for unit in units_of(["memory://news/x/a.jsonl"], size=5) for item in items_of(unit, max_chars=9)] == ["a"]
    finally:
        files.rm("/news", recursive=True)
    for url in ("memory://gone", "nosuch://x/y"):
        ((failure,),) = units_of([url], size=5)
        assert isinstance(failure, Failure)
        assert url in failure.message


@pytest.mark.parametrize("where", ["local", "memory://results"])
def test_a_folder_by_path_or_url(where, tmp_path):
    folder = Folder(str(tmp_path / "r") if where == "local" else where)
    try:
        assert (folder.read("a/b"), folder.names("a"), folder.exists("a/b")) == (None, [], False)
        folder.remove("a")
        folder.write("a/b", b"1")
        folder.write("a/b", b"2")
        assert (folder.read("a/b"), folder.names("a"), folder.exists("a/b")) == (b"2", ["b"], True)
        folder.remove("a")
        assert not folder.exists("a/b")
    finally:
        folder.remove("")


@pytest.fixture
def work(tmp_path):
    return Work(load=LOAD, out=str(tmp_path / "out"), settings="00" * 16, timeout=60, retry=False)


def do(work, given):
    """Have an actor do shards that is then gone."""
    actor = Annotate(work)
    try:
        batch = actor({"name": [f"part-00000-{n:05}" for n in range(len(given))], "items": given})
        return [json.loads(one) for one in batch["done"]], actor
    finally:
        actor._open.close()


def test_shards_have_the_bytes_of_the_local_engine(tmp_path, work):
    articles = news(6, a1="Norvik KILL paused.", a4="It says REFUSED.")
    shard = json.dumps([{"Article": {name: getattr(a, name) for name in ("id", "text")}} for a in articles])
    (done,), _ = do(work, [shard])
    annotate(articles, LOAD, tmp_path / "local", options=Options(workers=1, layout="shards"))
    for table, suffix in (("annotations", "jsonl"), ("records", "parquet"), ("claims", "parquet")):
        (theirs,) = (tmp_path / "local" / table).iterdir()
        assert (tmp_path / "out" / table / f"part-00000-00000.{suffix}").read_bytes() == theirs.read_bytes()
    assert [(f["id"], f["stage"]) for f in done["failures"]] == [("a1", "worker"), ("a4", "annotate")]
    assert (done["counts"]["articles"], done["counts"]["records"]) == (6, 4)


def test_a_shard_is_done_once_and_again_when_it_changed(work):
    first, second = (json.dumps([{"Article": {"id": n, "text": f"{n} paused."}}]) for n in ("A", "B"))
    before, _ = do(work, [first])
    same, actor = do(work, [first])
    assert same == before
    assert actor._crew is None  # nothing was loaded
    (changed,), _ = do(work, [second])
    assert changed["key"] != before[0]["key"]
    with pytest.raises(InputError, match="its run is not finished"):
        annotation_files(work.out)
    Folder(work.out).write(MANIFEST, b"{}")
    assert len(annotation_files(work.out)) == 1
