"""Invented exports, built in the formats that databases and offices hand out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Story:
    title: str
    source: str
    day: str
    byline: str
    body: tuple[str, ...]


NORVIK = Story(
    title="Norvik halts parcel service in Freedonia",
    source="The Harbour Gazette",
    day="July 6, 2020 Monday",
    byline="Ana Quill",
    body=(
        "Norvik said on Monday that it would halt its parcel service while it studies the new Data Act.",
        "“We need time – a few weeks,” said Bo Lind, its head of policy.",
    ),
)
SELMAR = Story(
    title="Selmar signs the code",
    source="Freedonia Business Daily",
    day="13 August 2021",
    byline="",
    body=("Selmar has signed the code of conduct, the ministry said.",),
)
STORIES = (NORVIK, SELMAR)


def nexis_lines(stories: Sequence[Story] = STORIES, *, cover: bool = True) -> list[str]:
    lines = []
    if cover:
        lines += [
            "User Name: A. Reader",
            "Date and Time: Friday, 9 October 2020 10:11:00 CEST",
            "Job Number: 123456",
            f"Documents ({len(stories)})",
        ]
        for number, story in enumerate(stories, 1):
            lines += [
                f"{number}. {story.title}",
                "Client/Matter: -None-",
                "Search Terms: data act",
                "Search Type: Natural Language",
            ]
    for story in stories:
        lines += [
            story.title,
            story.source,
            story.day,
            f"Copyright 2020 {story.source} All Rights Reserved",
            "Section: NEWS; Pg. 3",
            "Length: 1,512 words",
        ]
        lines += [f"Byline: By {story.byline}"] if story.byline else []
        lines += ["Body", *story.body, "Graphic", "Photo of a parcel", "Load-Date: August 14, 2021", "End of Document"]
    return lines


def old_nexis_lines(stories: Sequence[Story] = STORIES) -> list[str]:
    lines = ["Print Request: Selected Documents"]
    for number, story in enumerate(stories, 1):
        lines += [f"{number} of {len(stories)} DOCUMENTS", story.source, story.day, story.title]
        lines += [f"BYLINE: {story.byline}"] if story.byline else []
        lines += [
            "SECTION: NEWS; Pg. 3",
            "LENGTH: 1512 words",
            *story.body,
            "LOAD-DATE: August 14, 2021",
            "LANGUAGE: ENGLISH",
            f"Copyright 2020 {story.source}",
        ]
    return lines


def factiva_fields(story: Story, number: int) -> list[tuple[str, list[str]]]:
    return [
        ("SE", ["News"]),
        ("HD", [story.title]),
        *([("BY", [f"By {story.byline}"])] if story.byline else []),
        ("WC", ["512 words"]),
        ("PD", [story.day]),
        ("SN", [story.source]),
        ("SC", ["HGAZ"]),
        ("LA", ["English"]),
        ("CY", [f"Copyright 2020 {story.source}"]),
        ("LP", list(story.body[:1])),
        *([("TD", list(story.body[1:]))] if story.body[1:] else []),
        ("CO", ["norvik : Norvik"]),
        ("AN", [f"Document HGAZ00002020070{number}eg760001a"]),
    ]


def bare_factiva(story: Story, number: int) -> list[str]:
    byline = [f"By {story.byline}"] if story.byline else []
    head = [story.title, *byline, "512 words", story.day, "10:15", story.source, "HGAZ", "English", "(c) 2020 Gazette Media."]
    return [*head, *story.body, f"Document HGAZ00002020070{number}eg760001a"]


def rtf(paragraphs: Sequence[str | tuple[str, list[str]]]) -> bytes:
    parts = []
    for item in paragraphs:
        if isinstance(item, str):
            parts.append(rf"\pard {_rtf(item)}\par")
        else:
            code, lines = item
            inner = r"\par ".join(map(_rtf, lines))
            parts.append(rf"\trowd\cellx1000\cellx9000\intbl {{\b {code}}}\cell {inner}\cell\row")
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\header Page head of the export\par}"
    return "\n".join([head, *parts, "}"]).encode("ascii")


def _rtf(text: str) -> str:
    out = []
    for unit in text.encode("utf-16-le").hex(" ", 2).split():
        code = int(unit[2:] + unit[:2], 16)
        char = chr(code)
        out.append(f"\\{char}" if char in "\\{}" else char if code < 128 else f"\\u{code - 65536 if code > 32767 else code}?")
    return "".join(out)


def docx(paragraphs: Sequence[str | tuple[str, list[str]]]) -> bytes:
    from docx import Document

    document = Document()
    document.sections[0].header.paragraphs[0].text = "Page head of the export"
    for item in paragraphs:
        if isinstance(item, str):
            document.add_paragraph(item)
        else:
            row = document.add_table(rows=1, cols=2).rows[0]
            row.cells[0].text, row.cells[1].text = item[0], "\n".join(item[1])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF of text lines, 14 points apart, written by hand; a page without lines has no text at all."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        shown = "".join(f"({_pdf(line)}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 11 Tf 60 760 Td {shown}ET" if lines else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Title ({_pdf(title)}) >>")
    data, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{value}\nendobj\n".encode("latin-1")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _pdf(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
