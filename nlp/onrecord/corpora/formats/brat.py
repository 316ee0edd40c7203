"""Brat standoff: `NAME.ann` beside `NAME.txt`; a record for each pair.

Source: https://brat.nlplab.org/standoff.html. Offsets are code points, as brat's server counts them; where the words in
the file say so, UTF-16 code units, as its browser side counts them behind an emoji (nlplab/brat issue 1115). Spans and
events become entities, claims and quotes by the convention of docs/corpora.md. What `write_brat` put beside them in
`NAME.json` gives the record back as it was.

Settings: `ids`, `path` (the file's path below the folder) or `name` (its name alone).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.head import document_head
from onrecord.corpora.markup import Document
from onrecord.corpora.reading import files_below, lines_of, name_of, text_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.standoff import Standoff, parse
from onrecord.errors import InputError
from onrecord.records.codec import parse_object

SETTINGS = ("ids",)


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of an annotation file, or of those below a folder.

    Raises:
        InputError: There is none.
    """
    short = setup.choice("ids", "path", "name") == "name"
    for file in files_below(path, ".ann"):
        yield Pending(str(file), partial(_document, file, file.stem if short else name_of(file, path)))


def read_standoff(file: Path) -> Standoff:
    """Return what an annotation file says.

    Raises:
        InputError: It cannot be read, or a line has none of the forms.
    """
    return parse([(f"{file}:{number}", line) for number, line in lines_of(file)])


def text_beside(file: Path, text: Path) -> str:
    """Return the text that an annotation file belongs to.

    Raises:
        InputError: There is none.
    """
    if not text.is_file():
        raise InputError(f"{file}: there is no text {text}, put it there")
    return text_of(text)


def _document(file: Path, name: str) -> Document:
    text = text_beside(file, file.with_suffix(".txt"))
    standoff = read_standoff(file)
    beside = file.with_suffix(".json")
    given: dict[str, Any] = parse_object(text_of(beside)) if beside.is_file() else {}
    head, sentences, own = document_head(given, name)
    return Document(
        head=head,
        text=text,
        sentences=sentences,
        marks=tuple(standoff.marks(text)),
        links=tuple(standoff.arrows()),
        kept={"notes": standoff.kept} if standoff.kept else {},
        own=own,
    )
