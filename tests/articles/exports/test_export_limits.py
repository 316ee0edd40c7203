"""Exports that would fill the memory are refused before they do: a failure row that says so."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from export_samples import NORVIK, docx, nexis_lines, pdf, rtf

from onrecord.articles import read
from onrecord.articles.exports import office
from onrecord.types import Failure

if TYPE_CHECKING:
    from pathlib import Path


def problem(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Failure)
    return found.message


@pytest.mark.parametrize("piece", [b"<w:p/>", b'<w:p w:a="" w:b="" w:c=""/>'])
def test_word_document_of_very_many_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: bytes) -> None:
    monkeypatch.setattr(office, "MAX_TAGS", 5_000)
    good = docx(nexis_lines([NORVIK]))
    source, target = zipfile.ZipFile(io.BytesIO(good)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(b"<w:body>", b"<w:body>" + piece * 5_000) if name == "word/document.xml" else data)
    assert "tags and attributes, too large" in problem(tmp_path / "x.docx", target.getvalue())


def test_rtf_of_very_many_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_TAGS", 100)
    assert "groups" in problem(tmp_path / "x.rtf", rtf(nexis_lines([NORVIK]))[:-1] + b"{" * 200)


@pytest.mark.parametrize(
    ("name", "data"), [("x.eml", b"From: a@example.org\n\n" + b"a\n" * 200), ("x.ris", b"TY  - NEWS\nER  - \n" * 50)]
)
def test_export_of_very_many_lines_or_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    monkeypatch.setattr("onrecord.articles.exports.mail.MAX_LINES", 100)
    monkeypatch.setattr("onrecord.articles.exports.ris.MAX_ENTRIES", 10)
    assert "more than 10" in problem(tmp_path / name, data)


def test_export_of_very_many_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.exports.route.MAX_ARTICLES", 2)
    assert "an export of 3 articles, more than 2" in problem(tmp_path / "x.docx", docx(nexis_lines([NORVIK] * 3)))


def test_pdf_page_of_very_many_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.exports.pdf.MAX_COMMANDS", 5_000)
    assert "drawing commands" in problem(tmp_path / "x.pdf", pdf([["Norvik left Freedonia."] * 300]))


def test_pdf_is_given_up_within_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(10_000))
    monkeypatch.setattr("onrecord.articles.exports.pdf.time.monotonic", lambda: float(next(times)))
    assert "more than 60 s" in problem(tmp_path / "x.pdf", pdf([["Norvik left Freedonia."] * 300]))
