"""What would fill the memory is refused before it does: a failure row that says so."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.articles import read
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path


def results(path: Path, data: bytes) -> list[Article | Failure]:
    path.write_bytes(data)
    return list(read(path))


def packed(name: str, data: bytes) -> bytes:
    if name.endswith(".zst"):
        return bytes(pa.compress(data, "zstd", asbytes=True))
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[name.rsplit(".", 1)[1]](data)


def problem(path: Path, data: bytes) -> str:
    (found,) = results(path, data)
    assert isinstance(found, Failure)
    return found.message


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.csv.gz", "x.html.gz", "x.txt.gz", "x.jsonl.zst", "x.csv.bz2", "x.html.xz"])
def test_bomb_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("onrecord.articles.packed._HARMLESS", 100_000)
    assert "unpacks to more than 200 times" in problem(tmp_path / name, packed(name, b"id,text" + b" " * 30_000_000))


def test_what_precedes_the_bomb_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.packed._HARMLESS", 100_000)
    rows = b"".join(json.dumps({"id": i, "text": "Norvik left."}).encode() + b"\n" for i in range(20))
    found = results(tmp_path / "x.jsonl.gz", gzip.compress(rows + b" " * 3_000_000))
    assert [item.id for item in found[:-1]] == [str(i) for i in range(20)]
    assert isinstance(found[-1], Failure)


def test_compressible_data_of_harmless_size_is_read(tmp_path: Path) -> None:
    (article,) = results(tmp_path / "x.txt.gz", gzip.compress(b"Norvik left. " * 200_000))
    assert isinstance(article, Article)


def test_parquet_in_gzip_says_how_to_give_it(tmp_path: Path) -> None:
    assert "give it as a file" in problem(tmp_path / "x.parquet.gz", gzip.compress(b"PAR1PAR1"))


@pytest.mark.parametrize("value", ["[[],[],[],[],[],[]]", '{"a":{},"b":{},"c":{}}', "[0,0,0,0,0,0,0,0,0,0]"])
def test_json_of_very_many_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ITEMS", 5)
    crowded, plain = f'{{"id":"a","text":"b","x":{value}}}', '{"id":"c","text":"d"}'
    first, second = results(tmp_path / "x.jsonl", f"{crowded}\n{plain}\n".encode())
    assert isinstance(first, Failure)
    assert "line 1: more than" in first.message
    assert second.id == "c"
    assert "a JSON file with more than" in problem(tmp_path / "x.json", crowded.encode())


def test_json_file_may_be_longer_than_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ROW", 40)
    monkeypatch.setattr("onrecord.articles.tables.MAX_JSON", 80)
    monkeypatch.setattr("onrecord.articles.reading.MAX_JSON", 80)
    (article,) = results(tmp_path / "x.json", b'{"id":"a","text":"Norvik left Freedonia and Belmora."}')
    assert isinstance(article, Article)
    assert "more than 80 bytes" in problem(tmp_path / "x.json", b'{"id":"a","text":"' + b"x" * 100 + b'"}')


def test_row_that_goes_on_over_many_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ROW", 1000)
    first, second = results(tmp_path / "x.csv", b"id,text\na,Words.\nb," + b'"x\n","y",' * 500)
    assert first.id == "a"
    assert isinstance(second, Failure)
    assert "a row of more than 1,000 characters" in second.message


def test_rows_are_counted_each_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ROW", 100)
    assert len(results(tmp_path / "x.csv", b"id,text\n" + b"".join(b"%d,Norvik left.\n" % i for i in range(50)))) == 50


def test_row_of_very_many_fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ITEMS", 50)
    assert "fields, reading stops here" in problem(tmp_path / "x.csv", b"id,text" + b"," * 100)


def test_parquet_value_that_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = io.BytesIO()
    columns = {"id": ["a", "b", "c"], "text": ["Norvik left. " * 20, "Words.", "Norvik left. " * 20]}
    pq.write_table(pa.table(columns), target, row_group_size=2)
    monkeypatch.setattr("onrecord.articles.tables._SWELLING", 1)
    first, second, third = results(tmp_path / "x.parquet", target.getvalue())
    assert (first.id, second.id, third.id) == ("a", "b", "c")
    monkeypatch.setattr("onrecord.articles.tables.MAX_ROW", 100)
    first, second, third = results(tmp_path / "x.parquet", target.getvalue())
    assert isinstance(first, Failure)
    assert "row 1: a value longer than 100" in first.message
    assert isinstance(second, Article)
    assert "row 3" in third.message  # type: ignore[union-attr]


def test_page_that_is_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.pages.MAX_PAGE_TAGS", 100)
    assert "tags, more than 100" in problem(tmp_path / "x.html", b"<p>Norvik left Freedonia on Monday." * 200)


def test_page_of_very_many_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.dom.MAX_TAGS", 100)
    assert "tags, more than 100" in problem(tmp_path / "y.html", b"<p>End of Document." * 200)
