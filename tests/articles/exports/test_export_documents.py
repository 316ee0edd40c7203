"""PDF pages and e-mails; files that are damaged, foreign, hostile, or need a library that is missing."""

from __future__ import annotations

import io
import sys
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from export_samples import NORVIK, docx, nexis_lines, pdf, rtf
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles import read
from onrecord.articles.exports import office, split
from onrecord.articles.exports import pdf as pdf_module
from onrecord.errors import InputError, MissingExtraError
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [
    [
        "The Harbour Gazette    6 July 2020",
        "Norvik halts service",
        "By Ana Quill",
        "6 July 2020",
        "Norvik said on Monday that it would halt its parcel service in all of Freedonia until regu-",
        "lation of long-term storage is clear. A well-known lawyer called the law a step too far for",
        "the port.",
        "The ministry answered within hours that the law would stay as it is and that a long-term",
        "1",
    ],
    [
        "The Harbour Gazette    6 July 2020",
        "plan was under way. Its long-",
        "term effects are open, and the Anglo-",
        "American trade talks go on.",
        "2",
    ],
    ["The Harbour Gazette    6 July 2020", "Norvik will decide in May.", "3"],
]


def read_one(path: Path, data: bytes) -> Article | Failure:
    path.write_bytes(data)
    (found,) = read([path])
    return found


def the_article(path: Path, data: bytes) -> Article:
    found = read_one(path, data)
    assert isinstance(found, Article), found
    return found


def the_failure(path: Path, data: bytes) -> Failure:
    found = read_one(path, data)
    assert isinstance(found, Failure)
    assert found.stage == "read"
    assert "report it" not in found.message
    assert str(path) in found.message
    return found


@pytest.mark.parametrize("name", ["paper.pdf", "paper.bin"])
def test_pdf_pages_become_paragraphs(tmp_path: Path, name: str) -> None:
    found = the_article(tmp_path / name, pdf(PAGES))
    assert found.text.split("\n\n") == [
        (
            "Norvik said on Monday that it would halt its parcel service in all of Freedonia until regulation of long-term storage is clear. "
            "A well-known lawyer called the law a step too far for the port."
        ),
        (
            "The ministry answered within hours that the law would stay as it is and that a long-term plan was under way. "
            "Its long-term effects are open, and the Anglo-American trade talks go on."
        ),
        "Norvik will decide in May.",
    ]
    assert (found.id, found.title, found.date, found.meta["byline"]) == ("paper", "Norvik halts service", "2020-07-06", "Ana Quill")


def test_title_of_the_pdf_itself_comes_first(tmp_path: Path) -> None:
    assert the_article(tmp_path / "a.pdf", pdf(PAGES, title="Norvik stops")).title == "Norvik stops"
    assert the_article(tmp_path / "b.pdf", pdf(PAGES, title="Microsoft Word - draft3.doc")).title == "Norvik halts service"


def test_one_page_keeps_its_first_line(tmp_path: Path) -> None:
    found = the_article(
        tmp_path / "x.pdf", pdf([["Norvik said it will leave the port of Lind by the end of the year.", "Its rival stays."]])
    )
    assert found.text == "Norvik said it will leave the port of Lind by the end of the year. Its rival stays."
    assert found.title is None


def test_scan_says_so(tmp_path: Path) -> None:
    message = the_failure(tmp_path / "scan.pdf", pdf([[], []])).message
    assert "scan" in message
    assert "OCR" in message


def test_pages_without_text_are_noted(tmp_path: Path) -> None:
    assert the_article(tmp_path / "x.pdf", pdf([*PAGES, []])).meta["pages_without_text"] == [4]


def test_pdf_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    assert "3 pages" in the_failure(tmp_path / "x.pdf", pdf(PAGES)).message
    monkeypatch.undo()
    monkeypatch.setattr(pdf_module, "MAX_SECONDS", -1.0)
    assert "takes more than" in the_failure(tmp_path / "y.pdf", pdf(PAGES)).message


def mail(*, plain: str | None = None, html: str | None = None, day: str = "Mon, 6 Jul 2020 23:30:00 -0500") -> bytes:
    message = EmailMessage()
    message["From"] = "The Harbour Briefing <brief@gazette.example>"
    message["To"] = "reader@example.org"
    message["Subject"] = "Norvik halts – für now"
    message["Date"] = "Mon, 6 Jul 2020 23:30:00 -0500"
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        (message.add_alternative if plain is not None else message.set_content)(html, subtype="html")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="x.pdf")
    # The library would mend a date that is set, or drop it.
    return message.as_bytes().replace(b"Mon, 06 Jul 2020 23:30:00 -0500", day.encode(), 1)


PAGE = (
    "<html><body><h1>Norvik halts</h1>"
    + "".join(f"<p>{line}</p>" for line in NORVIK.body)
    + "<p><a href='#'>Unsubscribe</a></p></body></html>"
)


@pytest.mark.parametrize("name", ["letter.eml", "letter.data"])
def test_mail(tmp_path: Path, name: str) -> None:
    found = the_article(tmp_path / name, mail(plain="View this mail in a browser.", html=PAGE))
    assert (found.title, found.date, found.source) == ("Norvik halts – für now", "2020-07-06", "The Harbour Briefing")
    assert found.meta["sender"] == "brief@gazette.example"
    assert found.text == "\n\n".join(NORVIK.body)


def test_mail_with_plain_text_only(tmp_path: Path) -> None:
    assert the_article(tmp_path / "x.eml", mail(plain="\n\n".join(NORVIK.body))).text == "\n\n".join(NORVIK.body)


def test_plain_part_is_taken_where_the_html_part_holds_little(tmp_path: Path) -> None:
    found = the_article(
        tmp_path / "x.eml",
        mail(plain="\n".join(NORVIK.body * 3), html="<p>Norvik halts its service, read it in your browser today.</p>"),
    )
    assert found.text.startswith(NORVIK.body[0])


def test_mail_without_text_or_with_a_bad_date(tmp_path: Path) -> None:
    assert "no text" in the_failure(tmp_path / "x.eml", mail()).message
    for day, why in (
        ("07/06/2020", "day and month"),
        ("Tue, 6 Jul 2020 10:00:00 +0200", "weekday"),
        ("Mon, 6 Jul 20 10:00:00 GMT", "known"),
    ):
        found = the_article(tmp_path / "y.eml", mail(plain="Words of a letter.", day=day))
        assert found.date is None
        assert why in found.meta["date_note"]
    assert "no e-mail" in the_failure(tmp_path / "z.eml", b"Just words.\n").message


def test_mail_that_is_slow_to_parse_ends(tmp_path: Path) -> None:
    long = b"From: " + b"a@b.example," * 50_000 + b"\nSubject: " + b"=?utf-8?q?=C3=A9?= " * 20_000 + b"\n\nWords of a letter.\n"
    assert the_article(tmp_path / "x.eml", long).text.startswith("Words of a letter.")
    nested = b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 20_000
    assert "nested" in the_failure(tmp_path / "y.eml", b"From: a@b.example\n" + nested).message
    parameters = b"From: a@b.example\nContent-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nWords.\n"
    assert "header" in the_failure(tmp_path / "z.eml", parameters).message


def bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * size)
    return target.getvalue()


def test_archive_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_UNPACKED", 1_000_000)
    message = the_failure(tmp_path / "x.docx", bomb(2_000_000)).message
    assert "too large" in message
    assert "damaged" in the_failure(tmp_path / "y.docx", bomb(1000)).message


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.docx", b"PK\x03\x04 not a zip", "damaged"),
        ("x.docx", b"words", "no Word document"),
        ("x.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "password"),
        ("x.docx", b"", "empty"),
        ("x.rtf", b"words", "no RTF"),
        ("x.rtf", b"{\\rtf1 Just a letter.\\par}", "no layout that is known"),
        ("x.rtf", b"{\\rtf1 \\u99999999999 x}", "damaged RTF"),
        ("x.pdf", b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        ("x.pdf", b"words", "PDF"),
        ("x.ris", b"words", "no entry"),
        ("x.ris", b"\x01\x02\x03" * 50, "binary"),
        ("x.eml", b"\x89PNG\r\n", "no e-mail"),
    ],
)
def test_damaged_and_foreign_files_are_failures(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    assert says in the_failure(tmp_path / name, data).message


def test_foreign_word_document_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(["A letter.", "Yours."]))
    (tmp_path / "b.docx").write_bytes(docx(nexis_lines([NORVIK])))
    (tmp_path / "c.docx").write_bytes(docx(nexis_lines([NORVIK]))[:-300])
    first, second, third = read([tmp_path])
    assert isinstance(first, Failure)
    assert "no layout that is known" in first.message
    assert isinstance(second, Article)
    assert isinstance(third, Failure)


@pytest.mark.parametrize(
    ("library", "form", "data"),
    [
        ("docx", "docx", b"PK"),
        ("striprtf.striprtf", "rtf", b"{\\rtf1 x}"),
        ("pypdf", "pdf", b"%PDF-1.4"),
        ("rispy", "ris", b"TY  - NEWS\nER  - \n"),
    ],
)
def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, form: str, data: bytes) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match="formats"):
        split(form, data)
    found = the_failure(tmp_path / f"x.{form}", data)
    assert found.error == "MissingExtraError"
    assert "onrecord[formats]" in found.message


def test_characters_of_rtf_come_back(tmp_path: Path) -> None:
    body = "Norvik – “größer”, {all} of it \\ and 🚢, he said."
    lines = [body if line == NORVIK.body[0] else line for line in nexis_lines([NORVIK])]
    assert the_article(tmp_path / "x.rtf", rtf(lines)).text.startswith(body)


def test_links_of_rtf_are_their_text(tmp_path: Path) -> None:
    link = '{\\field{\\*\\fldinst{HYPERLINK "https://example.org/a"}}{\\fldrslt{\\ul Norvik}}}'
    data = rtf(nexis_lines([NORVIK])).replace(b"\\pard Norvik said", f"\\pard {link} said".encode())
    assert the_article(tmp_path / "x.rtf", data).text.startswith("Norvik said on Monday")


@pytest.mark.parametrize(
    "part", [b'{\\field{\\*\\fldinst{HYPERLINK "a', b"{\\fonttbl" + b"\\f1 " * 20, b"{\\fonttbl" + b"\\f1\\fcharset1" * 20]
)
def test_rtf_that_is_slow_to_search_ends(tmp_path: Path, part: bytes) -> None:
    the_failure(tmp_path / "x.rtf", b"{\\rtf1 " + part * 5000)


def test_fonts_of_rtf_tell_its_characters(tmp_path: Path) -> None:
    data = rtf(nexis_lines([NORVIK])).replace(
        b"{\\f0\\fswiss Arial;}", b"{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fcharset204 Arial Cyr;}"
    )
    data = data.replace(b"\\pard Norvik said", b"\\pard {\\f1 \\'cd} Norvik said")
    assert the_article(tmp_path / "x.rtf", data).text.startswith("\u041d Norvik said")


SAMPLES = {
    "docx": docx(nexis_lines()),
    "rtf": rtf(nexis_lines()),
    "pdf": pdf(PAGES),
    "eml": mail(plain="Words.", html=PAGE),
    "ris": b"TY  - NEWS\nTI  - A\nAB  - B\nER  - \n",
}


@settings(deadline=None, max_examples=60)
@given(form=st.sampled_from(sorted(SAMPLES)), at=st.floats(0, 1), junk=st.binary(max_size=8), cut=st.booleans())
def test_damage_anywhere_is_a_failure_or_a_draft(form: str, at: float, junk: bytes, cut: bool) -> None:
    data = SAMPLES[form]
    place = int(at * len(data))
    damaged = data[:place] + junk + (b"" if cut else data[place + len(junk) :])
    try:
        drafts = split(form, damaged)
    except InputError:
        return
    assert drafts
