"""`read`: ids, order, formats, and the failures of everything that goes wrong."""

from __future__ import annotations

import gzip
import io
import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles import read
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"id": "a", "text": "One."}, {"id": 2, "text": "Two.\r\n", "date": "2024-01-02", "page": "7"}]


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def results(path: object, **options: object) -> list[Article | Failure]:
    return list(read([path], **options))  # type: ignore[list-item, arg-type]


def the_failure(path: Path) -> Failure:
    (found,) = results(path)
    assert isinstance(found, Failure)
    assert found.stage == "read"
    assert found.path == str(path)
    assert str(path) in found.message
    assert "\n" not in found.message
    return found


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_folder_is_walked_in_order_and_ids_are_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/y.html", ".hidden.txt", "a/.git/x.txt", "page_files/ad.html"):
        write(tmp_path / name, "<p>Some words of text.</p>" if name.endswith("html") else "Words.")
    write(tmp_path / "page.htm", "<p>A page.</p>")
    assert [item.id for item in results(tmp_path)] == ["b", "page", "a/y", "a/z"]
    assert [item.id for item in results(tmp_path, recursive=False)] == ["b", "page"]


def test_single_file_has_its_stem(tmp_path: Path) -> None:
    (article,) = results(write(tmp_path / "deep" / "my.article.txt", "Words."))
    assert article == Article(id="my.article", text="Words.")


def test_one_path_need_not_be_in_a_list(tmp_path: Path) -> None:
    assert [item.id for item in read(str(write(tmp_path / "x.txt", "Words.")))] == ["x"]


def test_two_files_with_one_id(tmp_path: Path) -> None:
    write(tmp_path / "x.md", "One.")
    write(tmp_path / "x.txt", "Two.")
    first, second = results(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert second.id == "x"
    assert "x.md" in second.message
    assert "x.txt" in second.message


@pytest.mark.parametrize(
    "name",
    ["rows.jsonl", "rows.ndjson", "rows.jsonl.gz", "rows.csv", "rows.csv.gz", "rows.tsv", "rows.json", "rows.parquet", "rows.data"],
)
def test_files_of_many_articles(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist([ROWS[0], ROWS[1] | {"id": "2"}][::-1]).select(["id", "text", "date", "page"]), path)
    elif "sv" in name:
        data = 'id,text,date,page\na,One.,,\n2,"Two.\r\n",2024-01-02,7\n'.replace(",", "\t" if "tsv" in name else ",").encode()
        write(path, gzip.compress(data) if name.endswith(".gz") else data)
    elif name.endswith(".json"):
        write(path, json.dumps(ROWS))
    else:
        data = lines(*ROWS).encode()
        write(path, gzip.compress(data) if name.endswith(".gz") else data)
    expected = [Article(id="a", text="One."), Article(id="2", text="Two.\r\n", date="2024-01-02", meta={"page": "7"})]
    assert sorted(results(path), key=lambda item: item.id, reverse=True) == expected


def test_bad_lines_fail_alone(tmp_path: Path) -> None:
    bad = [
        '{"id": "b", "text": ',
        "[1]",
        '{"id": "c"}',
        '{"text": "x"}',
        '{"id": "d", "text": ""}',
        '{"id": "a", "text": "again"}',
        "9" * 5000,
        "[" * 100_000,
    ]
    path = write(
        tmp_path / "in.jsonl", "\ufeff" + lines(ROWS[0]) + "\n" + "\n".join(bad) + "\n" + lines({"id": "z", "text": "Last."})
    )
    found = results(path)
    assert [item.id for item in found] == ["a", "in:3", "in:4", "c", "in:6", "d", "a", "in:9", "in:10", "z"]
    assert [isinstance(item, Article) for item in found] == [True] + [False] * 8 + [True]
    assert all(f"{path}, line {n}:" in item.message for n, item in enumerate(found, 2) if isinstance(item, Failure))


def test_line_that_is_not_utf8_fails_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", b'{"id": "x", "text": "caf\xe9"}\n' + lines(ROWS[0]).encode())
    first, second = results(path)
    assert isinstance(first, Failure)
    assert (first.id, second.id) == ("in:1", "a")


def test_jsonl_in_utf16(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", lines(*ROWS).encode("utf-16"))
    assert [item.id for item in results(path)] == ["a", "2"]


def test_damaged_gzip_gives_what_it_holds_and_a_failure(tmp_path: Path) -> None:
    data = gzip.compress(lines(*({"id": str(n), "text": os.urandom(200).hex()} for n in range(200))).encode())
    found = results(write(tmp_path / "in.jsonl.gz", data[: len(data) // 2]))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Failure)
    assert "damaged gzip data" in the_failure(write(tmp_path / "not.jsonl.gz", b"plain")).message


def test_json_file_of_one_article_may_leave_out_its_id(tmp_path: Path) -> None:
    assert results(write(tmp_path / "x.json", '{"text": "Words."}')) == [Article(id="x", text="Words.")]
    assert [item.id for item in results(write(tmp_path / "lines.json", lines(*ROWS)))] == ["a", "2"]
    assert the_failure(write(tmp_path / "y.json", '[{"text": "Words."}]')).id == "y:1"


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_missing_columns_are_one_failure(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "in.csv":
        write(path, "number,body\n1,One.\n2,Two.\n")
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({"number": [1, 2], "body": ["One.", "Two."]}), path)
    message = the_failure(path).message
    assert all(name in message for name in ("'id'", "'text'", "'number'", "'body'"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.html", b""),
        ("empty.txt", b""),
        ("empty.md", b""),
        ("empty.jsonl", b""),
        ("empty.json", b""),
        ("empty.csv", b""),
        ("header.csv", b"id,text\n"),
        ("empty.parquet", b""),
        ("bad.parquet", b"PAR1 not really PAR1"),
        ("none", b""),
        ("frame.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>"),
        ("image.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("paper.pdf", b"%PDF-1.4\n%\xe2\xe3"),
        ("zip.txt", b"PK\x03\x04\x00\x00"),
        ("nul.txt", b"Some text and\x00a NUL byte in it."),
        ("big.html", b"<p>" + b"x" * 10_000_001),
        ("deep.json", b"[" * 100_000),
        ("cut.html.gz", gzip.compress(b"<p>Words.</p>", mtime=0)[:-9]),
    ],
)
def test_what_cannot_be_read_is_one_failure(tmp_path: Path, name: str, content: bytes) -> None:
    assert the_failure(write(tmp_path / name, content)).error


def test_missing_and_unreadable_paths_are_failures(tmp_path: Path) -> None:
    assert "no such file" in the_failure(tmp_path / "gone.txt").message
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert the_failure(tmp_path / "link.txt").error == "FileNotFoundError"
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert isinstance(results(tmp_path / "self.txt")[0], Failure)


def test_empty_folder_is_a_failure(tmp_path: Path) -> None:
    assert "no files" in the_failure(tmp_path).message


def test_loops_of_links_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", "Words.")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a", target_is_directory=True)
    found = results(tmp_path)
    assert [item.id for item in found if isinstance(item, Article)] == ["a/x"]


def test_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = results(tmp_path)
    assert isinstance(found, Failure)


def test_reading_is_lazy(tmp_path: Path) -> None:
    items = read([write(tmp_path / "x.txt", "Words."), tmp_path / "gone.txt"])
    (tmp_path / "gone.txt").write_text("Here now.")
    assert [item.id for item in items] == ["x", "gone"]


def test_long_single_line_passes(tmp_path: Path) -> None:
    (article,) = results(write(tmp_path / "x.txt", "word " * 400_000))
    assert isinstance(article, Article)
    assert len(article.text) == 2_000_000


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (lines(*ROWS), ["a", "2"]),
        (json.dumps(ROWS), ["a", "2"]),
        (json.dumps(ROWS[0], indent=1), ["a"]),
        ("<html><body><p>Some words.</p></body></html>", ["stdin"]),
        ("# A title\n\nSome words.", ["stdin"]),
        ("Just some words.", ["stdin"]),
        ("[Reuters] Just some words.", ["stdin"]),
    ],
)
def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch, data: str, ids: list[str]) -> None:
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data.encode())))
    monkeypatch.setattr("sys.stdin", stream)
    found = results("-")
    assert [item.id for item in found] == ids
    assert all(isinstance(item, Article) for item in found)
    assert not any(item.text.startswith(("#", "<", "{")) for item in found if isinstance(item, Article))
    assert not stream.buffer.closed


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_jsonl_texts_come_back_untouched(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    rows = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    found = results(write(folder / "in.jsonl", data))
    assert [item.text for item in found if isinstance(item, Article)] == texts


def test_file_name_that_is_not_utf8_gives_a_record_that_can_be_written(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Words.")
    except OSError:
        pytest.skip("this file system only takes UTF-8 names")
    (article,) = results(tmp_path)
    assert article.id.encode() == "caf\ufffd".encode()


@settings(deadline=None, max_examples=80)
@given(
    data=st.binary(max_size=120) | st.text(alphabet='{}[]"id:tex,\n\r<p>/#-| a\x00\u00e9', max_size=120).map(str.encode),
    suffix=st.sampled_from([".txt", ".html", ".md", ".jsonl", ".json", ".csv", ".parquet", ".jsonl.gz", ".x", ""]),
)
def test_nothing_in_a_file_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = write(tmp_path_factory.getbasetemp() / f"any{suffix}", data)
    found = results(path)
    assert found
    assert all(item.text.strip() if isinstance(item, Article) else "report it" not in item.message for item in found)
    path.unlink()


def test_ids_are_not_kept_where_the_caller_checks_them(tmp_path):
    path = tmp_path / "twice.jsonl"
    path.write_text('{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n', "utf-8")
    assert [type(item).__name__ for item in read(path)] == ["Article", "Failure"]
    assert [(item.id, item.text) for item in read(path, unique=False)] == [("a", "One."), ("a", "Two.")]


def test_link_to_the_folder_itself_gives_nothing_twice(tmp_path: Path) -> None:
    write(tmp_path / "x.txt", "Words.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [item.id for item in results(tmp_path)] == ["x"]
