"""CofeNet: a JSON object a line with `tokens` and `labels`, the labels B-/I- with source, cue and content.

Source: https://github.com/cofe-ai/CofeNet (Wang et al. 2022, https://aclanthology.org/2022.coling-1.215), README and
`res/*/{train,valid,test}.txt`. Each line is a record. The labels do not say whose the words are: cue and speaker are
given where a line has one of them, for all contents of the line; where it has several, they are kept under `meta`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.markup import Document, Mark
from onrecord.corpora.reading import files_below, lines_of, linked, name_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.tokens import TokenText
from onrecord.errors import InputError
from onrecord.records.codec import parse_object

SETTINGS = ()

_LISTS = frozenset({"tag.txt", "voc.txt"})
"""Files beside the data that are none."""


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the lines of a file, or of the `.txt` files below a folder but its lists of tags and words.

    Raises:
        InputError: A file cannot be read.
    """
    del setup
    for file in files_below(path, ".txt"):
        if file != path and file.name in _LISTS:
            continue
        for number, line in lines_of(file):
            if line.strip():
                yield Pending(f"{file}:{number}", partial(_document, f"{name_of(file, path)}-{number}", line))


def _document(name: str, line: str) -> Document:
    row = parse_object(line)
    tokens, labels = _strings(row, "tokens"), _strings(row, "labels")
    if len(tokens) != len(labels) or not tokens:
        raise InputError(f"{len(tokens)} tokens and {len(labels)} labels, give one label a token")
    found = TokenText()
    found.add(tokens, labels)
    marks = [Mark(id=f"t{i}", label=kind, pieces=((s, e),)) for i, (s, e, kind) in enumerate(found.spans, 1)]
    sure = [same[0] for kind in ("cue", "source") if len(same := [m for m in marks if m.label == kind]) == 1]
    return Document(
        head={"id": name, "meta": {key: value for key, value in row.items() if key not in ("tokens", "labels")}},
        text=found.text,
        sentences=tuple(found.sentences),
        marks=tuple(marks),
        links=tuple(link for mark in marks if mark.label == "content" for link in linked(mark.id, sure)),
        labelled=("quotes",),
    )


def _strings(row: dict[str, Any], key: str) -> list[str]:
    given = row.get(key)
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise InputError(f"{key}: not a list of strings, is this a CofeNet file?")
    return given
