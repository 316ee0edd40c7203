"""Tables of articles in CSV: what one bad row may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.articles import read
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def results(path: Path, content: str | bytes) -> list[Article | Failure]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path))


def the_failure(path: Path, content: str) -> Failure:
    (found,) = results(path, content)
    assert isinstance(found, Failure)
    assert str(path) in found.message
    assert "\n" not in found.message
    return found


def test_csv_with_semicolons_in_windows_1252(tmp_path: Path) -> None:
    data = 'id;title;text\nx;Café;"Genug, sagte er; wir gehen."\n'
    (article,) = results(tmp_path / "a.csv", data.encode("cp1252"))
    assert article == Article(id="x", title="Café", text="Genug, sagte er; wir gehen.")


def test_csv_rows_that_do_not_fit_fail_alone(tmp_path: Path) -> None:
    long = "word " * 5000
    found = results(tmp_path / "in.csv", f"id,text\na,{long}\nb\nc,Two.,more\nd,a\0b\n\ne,Last.\n")
    assert [(item.id, isinstance(item, Article)) for item in found] == [
        ("a", True),
        ("in:3", False),
        ("in:4", False),
        ("in:5", False),
        ("e", True),
    ]
    assert "NUL" in the_failure(tmp_path / "nul.csv", "id,text\na,One\0.\n").message


def test_long_csv_field_is_read(tmp_path: Path) -> None:
    text = "word " * 100_000
    assert results(tmp_path / "in.csv", f"id,text\na,{text}\n") == [Article(id="a", text=text)]


def test_bytes_that_cannot_be_decoded_cost_one_row(tmp_path: Path) -> None:
    lines = [b"%d,Words." % n for n in range(1, 2001)]
    lines[1500] = b"1501,W\xff\xfe."
    found = results(tmp_path / "in.csv", b"id,text\n" + b"\n".join(lines))
    assert len(found) == 2000
    (bad,) = [item for item in found if isinstance(item, Failure)]
    assert (bad.id, found.index(bad)) == ("in:1502", 1500)
    assert "'text'" in bad.message


def test_open_quote_is_a_failure(tmp_path: Path) -> None:
    rows = "".join(f"{n},Words.\n" for n in range(1, 401)).replace("301,", '301,"')
    found = results(tmp_path / "in.csv", f"id,text\n{rows}")
    assert [item.id for item in found[:300]] == [str(n) for n in range(1, 301)]
    (bad,) = found[300:]
    assert isinstance(bad, Failure)
    assert "line 302: a quote opened here is never closed" in bad.message
    assert "line 1: a quote" in the_failure(tmp_path / "head.csv", 'id,"text\na,One.\n').message
    (article,) = results(tmp_path / "closed.csv", 'id,text\nx,"Last.\nWords."')
    assert isinstance(article, Article)


def test_overlong_csv_line_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.tables.MAX_ROW", 1000)
    found = results(tmp_path / "in.csv", "id,text\na,Words.\nb," + "x" * 5000 + "\n")
    assert [item.id for item in found] == ["a", "in"]
    assert "line 3: longer than 1,000" in found[1].message
    assert "line 1: longer" in the_failure(tmp_path / "head.csv", "id,text," + "x" * 5000).message


def test_csv_in_utf16_that_breaks_off(tmp_path: Path) -> None:
    data = "id,text\na,Words.\n".encode("utf-16") + b"\x00\xd8"
    found = results(tmp_path / "in.csv", data)
    assert found[0].id == "a"
    assert isinstance(found[-1], Failure)
    assert "report it" not in found[-1].message
