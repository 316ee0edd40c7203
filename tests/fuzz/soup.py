"""Bytes as texts in which quotes, names, dates and abbreviations are likely.

A byte below 128 is a word or a mark of the list; others are themselves, as UTF-8 if they can be read so. A fuzzer that changes
one byte so changes one word, which it finds sooner than the letters of `according`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = (
    " ", "\n", "\n\n", ". ", ", ", ": ", "; ", "? ", "! ", "… ", "“", "”", '"', "‘", "’", "'", "«", "»", "„", "(", ")", "[", "]", " – ", "—", "-",
    " said ", " says ", " told ", " added ", " according to ", " that ", " it ", " he ", " she ", " they ", " we ", " I ", " who ", " which ",
    " the ", " a ", " its ", " their ", " of ", " in ", " and ", " or ", " but ", " not ", " no ", " never ", " if ", " unless ", " would ", " will ",
    " may ", " has ", " was ", " leave ", " left ", " pause ", " paused ", " comply ", " complied ", " refuse ", " pull out ", " review ", " statement ",
    " spokeswoman ", " chief executive ", " minister ", " company ", " government ", " regulator ", " court ", " law ", " bill ", " act ",
    "Norvik", "Norvik Inc.", "Belmora", "Ada Quill", "Mr. Quill", "Dr ", "Bo Lind", "Google", "Apple", "Facebook", "France", "French", "EU", "U.S.",
    "Brussels", "Data Act", "GDPR", "Monday", "May", "3 May 2031", "2031-02-03", "last week", "next year", "1/2/34", "Q3", "a.m.", "No. 5", "e.g. ",
    "$5 million", "10%", "ADA QUILL: ", "Q: ", "A: ", "- ", "1. ", "* ", "\t", "\r\n", "\u00a0", "\u200d", "\u0301", "\u202e", "\u2028", "\U0001f980",
    "İ", "ß", "ﬁ", "漢", "א", "ع", "é", "@norvik ", "https://norvik.example/a ", "x", "X",
)  # fmt: skip
_HALF = re.compile("[\ud800-\udfff]")


def text_of(data: bytes) -> str:
    """Return the text that bytes stand for: any Unicode, but no half of a surrogate pair."""
    return _HALF.sub("", "".join(_pieces(data)))


def _pieces(data: bytes) -> Iterator[str]:
    run = bytearray()
    for byte in data:
        if byte >= 128:
            run.append(byte)
            continue
        if run:
            yield run.decode("utf-8", "replace")
            run.clear()
        yield WORDS[byte % len(WORDS)]
    yield run.decode("utf-8", "replace")


def seeds() -> list[bytes]:
    """Return the bytes of some sentences."""
    told = (
        ("“", " we ", " will ", " leave ", ", ", "”", " said ", "Ada Quill", ", ", " chief executive ", " of ", "Norvik", ". "),
        (
            "Norvik",
            " said ",
            " that ",
            " it ",
            " would ",
            " not ",
            " comply ",
            ". ",
            "“",
            " it ",
            " may ",
            "”",
            " he ",
            " added ",
            ". ",
        ),
        ("ADA QUILL: ", " we ", " left ", "France", ". ", "\n", "Q: ", " they ", "? ", "\n", "A: ", " no ", ". "),
        (" according to ", "Mr. Quill", ", ", " the ", " company ", " paused ", " in ", "U.S.", " on ", "3 May 2031", ". "),
    )
    return [bytes(WORDS.index(word) for word in sentence if word in WORDS) for sentence in told]
