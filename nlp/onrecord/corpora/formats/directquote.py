"""DirectQuote: paragraphs of tokens with IOB1 tags LeftSpeaker, RightSpeaker, Unknown and Speaker, or Out.

Source: https://github.com/THUNLP-MT/DirectQuote (Zhang and Liu 2022), README and `data/truecased.txt`: a token and its tag
a line, a blank line after each paragraph. A quotation's tag says on which side its speaker stands: the nearest one there
is taken. Each paragraph is a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.reading import files_below, lines_of, name_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.tokens import TokenText
from onrecord.errors import InputError

SETTINGS = ()

_QUOTES = frozenset({"LeftSpeaker", "RightSpeaker", "Unknown"})


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the paragraphs of a file, or of the `.txt` files below a folder.

    Raises:
        InputError: A file cannot be read.
    """
    del setup
    for file in files_below(path, ".txt"):
        for count, lines in enumerate(_paragraphs(file), 1):
            yield Pending(f"{file}:{lines[0][0]}", partial(_document, file, f"{name_of(file, path)}-{count}", lines))


def _paragraphs(file: Path) -> Iterator[list[tuple[int, str]]]:
    lines: list[tuple[int, str]] = []
    for number, line in lines_of(file):
        if line.strip():
            lines.append((number, line))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _document(file: Path, name: str, lines: list[tuple[int, str]]) -> Document:
    pairs = [line.rsplit(maxsplit=1) for _, line in lines]
    for (number, line), pair in zip(lines, pairs, strict=True):
        if len(pair) != 2:
            raise InputError(f"{file}:{number}: {line!r} is not a token with a tag, is this DirectQuote's truecased.txt?")
    found = TokenText()
    found.add([token for token, _ in pairs], [tag for _, tag in pairs])
    return Document(
        head={"id": name},
        text=found.text,
        marks=tuple(_mark(i, *span) for i, span in enumerate(found.spans, 1)),
        links=tuple(_links(found.spans)),
        labelled=("quotes",),
    )


def _mark(number: int, start: int, end: int, kind: str) -> Mark:
    if kind in _QUOTES:
        return Mark(id=f"t{number}", label="quote", pieces=((start, end),), attributes={"kind": "direct"})
    return Mark(id=f"t{number}", label=kind, pieces=((start, end),))


def _links(spans: list[tuple[int, int, str]]) -> Iterator[Link]:
    speakers = [i for i, (_, _, kind) in enumerate(spans) if kind == "Speaker"]
    for i, (_, _, kind) in enumerate(spans):
        before, after = [j for j in speakers if j < i], [j for j in speakers if j > i]
        side = before[-1:] if kind == "LeftSpeaker" else after[:1] if kind == "RightSpeaker" else []
        for j in side:
            yield Link(label="speaker", source=f"t{i + 1}", target=f"t{j + 1}")
