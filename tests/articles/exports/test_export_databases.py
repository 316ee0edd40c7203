"""Nexis Uni, Factiva and ProQuest: files of one or many articles through `articles.read`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from export_samples import NORVIK, SELMAR, STORIES, bare_factiva, docx, factiva_fields, nexis_lines, old_nexis_lines, rtf

from onrecord.articles import read
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path

IDS = ["export:1", "export:2"]


def html(lines: list[str]) -> bytes:
    return (
        "<html><head><title>Export</title></head><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    ).encode()


def html_table(stories: tuple = STORIES) -> bytes:
    tables = []
    for number, story in enumerate(stories, 1):
        rows = "".join(
            f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{''.join(f'<p class=articleParagraph>{line}</p>' for line in lines)}</td></tr>"
            for code, lines in factiva_fields(story, number)
        )
        tables.append(f"<div class='article enArticle'><table>{rows}</table></div>")
    return f"<html><body>{''.join(tables)}<p>Search Summary</p></body></html>".encode()


def results(path: Path, data: bytes) -> list[Article | Failure]:
    path.write_bytes(data)
    return list(read([path]))


def check(found: list[Article | Failure], *, byline: bool = True) -> None:
    assert [item.id for item in found] == IDS
    for item, story in zip(found, STORIES, strict=True):
        assert isinstance(item, Article), item
        assert item.text == "\n\n".join(story.body)
        assert (item.title, item.source) == (story.title, story.source)
        if byline:
            assert item.meta.get("byline", "") == story.byline
    assert [item.date for item in found if isinstance(item, Article)] == ["2020-07-06", "2021-08-13"]


WRITERS = {".docx": docx, ".rtf": rtf, ".html": html}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("cover", [True, False])
def test_nexis(tmp_path: Path, suffix: str, cover: bool) -> None:
    found = results(tmp_path / f"export{suffix}", WRITERS[suffix](nexis_lines(cover=cover)))
    check(found)
    assert isinstance(found[0], Article)
    assert found[0].meta == {"byline": "Ana Quill", "section": "NEWS; Pg. 3", "word_count": 1512, "load_date": "2021-08-14"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_nexis_with_one_article_has_the_name_of_its_file(tmp_path: Path, suffix: str) -> None:
    (found,) = results(tmp_path / f"one{suffix}", WRITERS[suffix](nexis_lines([NORVIK])))
    assert isinstance(found, Article)
    assert (found.id, found.title) == ("one", NORVIK.title)


@pytest.mark.parametrize("suffix", WRITERS)
def test_older_nexis(tmp_path: Path, suffix: str) -> None:
    found = results(tmp_path / f"export{suffix}", WRITERS[suffix](old_nexis_lines()))
    check(found)
    assert isinstance(found[0], Article)
    assert found[0].lang == "en"
    assert found[0].meta["language"] == "ENGLISH"


def test_nexis_article_that_is_cut_off_fails_alone(tmp_path: Path) -> None:
    lines = nexis_lines()
    lines.remove(SELMAR.body[0])
    first, second = results(tmp_path / "export.docx", docx(lines))
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert (second.id, second.stage) == ("export:2", "read")
    assert "article 2" in second.message
    assert SELMAR.title in second.message


def test_nexis_list_of_documents_alone_is_a_failure(tmp_path: Path) -> None:
    (found,) = results(tmp_path / "list.docx", docx([*nexis_lines([NORVIK])[:5]]))
    assert isinstance(found, Failure)


def test_nexis_date_that_cannot_be_told_has_a_note(tmp_path: Path) -> None:
    lines = ["July 2020" if line == NORVIK.day else line for line in nexis_lines()]
    found = results(tmp_path / "export.docx", docx(lines))[0]
    assert isinstance(found, Article)
    assert (found.title, found.source, found.date) == (NORVIK.title, NORVIK.source, None)
    assert found.meta["date_given"] == "July 2020"
    assert "not a full date" in found.meta["date_note"]


def test_nexis_body_may_say_words_of_the_frame(tmp_path: Path) -> None:
    body = (
        "Length: the talks took two days.",
        "Section: 12 of the Data Act stays.",
        "Copyright 2020 law is next, the ministry said.",
    )
    lines = [line for line in nexis_lines([NORVIK]) if line not in NORVIK.body]
    at = lines.index("Body") + 1
    (found,) = results(tmp_path / "x.rtf", rtf([*lines[:at], *body, *lines[at:]]))
    assert isinstance(found, Article)
    assert found.text == "\n\n".join(body)


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".html"])
def test_factiva_with_field_codes(tmp_path: Path, suffix: str) -> None:
    fields = [field for number, story in enumerate(STORIES, 1) for field in factiva_fields(story, number)]
    data = html_table() if suffix == ".html" else WRITERS[suffix](fields)
    found = results(tmp_path / f"export{suffix}", data)
    check(found)
    assert isinstance(found[0], Article)
    assert found[0].lang == "en"
    expected = {
        "byline": "Ana Quill",
        "language": "English",
        "section": "News",
        "word_count": 512,
        "document_id": "HGAZ000020200701eg760001a",
    }
    assert found[0].meta == expected


@pytest.mark.parametrize("suffix", [".rtf", ".html"])
def test_factiva_without_field_codes(tmp_path: Path, suffix: str) -> None:
    lines = [line for number, story in enumerate(STORIES, 1) for line in bare_factiva(story, number)]
    found = results(
        tmp_path / f"export{suffix}",
        WRITERS[suffix]([*lines, "Search Summary", "Page 3 of 3 © 2021 Factiva, Inc. All rights reserved."]),
    )
    check(found)
    assert isinstance(found[0], Article)
    assert found[0].meta["document_id"] == "HGAZ000020200701eg760001a"
    assert found[0].meta["word_count"] == 512


def test_factiva_without_text_fails_alone(tmp_path: Path) -> None:
    fields = [field for field in factiva_fields(NORVIK, 1) if field[0] not in ("LP", "TD")] + factiva_fields(SELMAR, 2)
    first, second = results(tmp_path / "export.rtf", rtf(fields))
    assert isinstance(first, Failure)
    assert "LP, TD" in first.message
    assert isinstance(second, Article)
    assert second.title == SELMAR.title


def test_factiva_cut_off_in_its_last_article(tmp_path: Path) -> None:
    lines = [*bare_factiva(NORVIK, 1), *bare_factiva(SELMAR, 2)[:-1]]
    first, second = results(tmp_path / "export.rtf", rtf(lines))
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert "cut off" in second.message


RULE = "_" * 60


def proquest(*, full: bool = True) -> str:
    parts = [
        "Report Information from ProQuest\n06 July 2020 10:15",
        "Table of contents\n\n1. Norvik halts parcel service in Freedonia... 1",
    ]
    for number, story in enumerate(STORIES, 1):
        text = "Full text: " + "\n\n".join(story.body) if full or number > 1 else "Abstract: Norvik halts its service."
        parts.append(
            f"Document {number} of 2\n\n{story.title}\n\nAuthor: {story.byline}\n\nPublication info: {story.source} ; Port Lind [Port Lind]. 6: 3.\n\n{text}\n\n"
            f"Subject: Parcels; Laws\n\nLocation: Freedonia\n\nTitle: {story.title}\n\nPublication title: {story.source}; Port Lind\n\nFirst page: 3\n\n"
            f"Publication year: 2020\n\nPublication date: {story.day}\n\nSection: Trade\n\nLanguage of publication: English\n\n"
            f"ProQuest document ID: 99{number}\n\nDocument URL: https://search.example.org/docview/99{number}?a=1;b=2\n\nLast updated: 2021-09-01"
        )
    parts.append("Contact ProQuest\nCopyright 2020 ProQuest LLC.")
    return f"\n\n{RULE}\n\n".join(parts)


def test_proquest_text(tmp_path: Path) -> None:
    found = results(tmp_path / "export.txt", proquest().replace("\n", "\r\n").encode())
    check(found)
    first = found[0]
    assert isinstance(first, Article)
    assert first.url == "https://search.example.org/docview/991?a=1;b=2"
    assert first.lang == "en"
    assert first.meta == {"byline": "Ana Quill", "section": "Trade", "language": "English", "document_id": "991"}


def test_proquest_abstract_alone_is_a_failure(tmp_path: Path) -> None:
    first, second = results(tmp_path / "export.txt", proquest(full=False).encode())
    assert isinstance(first, Failure)
    assert "full text" in first.message
    assert isinstance(second, Article)


def test_proquest_body_may_begin_a_paragraph_like_a_label(tmp_path: Path) -> None:
    extra = "Subject: the new law.\n\nIt was on every desk.\n\nNo one had read it to the end."
    data = proquest().replace(NORVIK.body[1], f"{NORVIK.body[1]}\n\n{extra}")
    first = results(tmp_path / "export.txt", data.encode())[0]
    assert isinstance(first, Article)
    assert first.text.endswith(extra)


def test_proquest_fields_may_wrap_and_paragraphs_stand_close(tmp_path: Path) -> None:
    data = proquest().replace("Subject: Parcels; Laws", "Subject: Parcels;\nLaws").replace("\n\n", "\n")
    check(results(tmp_path / "export.txt", data.encode()))


def test_text_with_rules_of_underscores_is_a_text(tmp_path: Path) -> None:
    data = f"One.\n{RULE}\nTitle: a form\n{RULE}\nTwo."
    assert results(tmp_path / "form.txt", data.encode()) == [Article(id="form", text=data)]


RIS = """TY  - NEWS
TI  - Norvik halts parcel service in Freedonia
AU  - Quill, Ana
AU  - Reed, Cal
JO  - The Harbour Gazette
DA  - 2020/07/06/
PY  - 2020
LA  - English
UR  - https://search.example.org/docview/991?a=1;b=2
SE  - Trade
N1  - Last updated 2020
N1  - Full text: Norvik said it would halt its service.
The law takes effect in May.
ER  -

TY  - NEWS
T1  - Selmar signs the code
T2  - Freedonia Business Daily
Y1  - 08/07/2021
AB  - Selmar has signed the code.
ER  -

TY  - NEWS
TI  - Nothing more
ER  -

TY  - NEWS
TI  - Cut
AB  - Off"""


@pytest.mark.parametrize("name", ["export.ris", "export.data"])
def test_ris(tmp_path: Path, name: str) -> None:
    first, second, third, fourth = results(tmp_path / name, RIS.encode())
    assert isinstance(first, Article)
    assert first.text == "Norvik said it would halt its service.\n\nThe law takes effect in May."
    assert (first.date, first.source, first.lang) == ("2020-07-06", "The Harbour Gazette", "en")
    assert first.url == "https://search.example.org/docview/991?a=1;b=2"
    assert first.meta == {"byline": "Quill, Ana; Reed, Cal", "section": "Trade", "language": "English"}
    assert isinstance(second, Article)
    assert (second.title, second.source, second.date) == ("Selmar signs the code", "Freedonia Business Daily", None)
    assert second.meta["text_is"] == "abstract"
    assert second.meta["date_given"] == "08/07/2021"
    assert isinstance(third, Failure)
    assert "no abstract" in third.message
    assert isinstance(fourth, Failure)
    assert "cut off" in fourth.message
