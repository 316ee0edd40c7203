"""SemEval-2016 task 6: tweets with a stance towards a target, a row each, columns parted by tabs.

Source: https://alt.qcri.org/semeval2016/task6 and the readme of the data (Mohammad et al. 2016,
https://aclanthology.org/S16-1003): ID, Target, Tweet, Stance (FAVOR, AGAINST, NONE) and, in the files with all
annotations, Opinion towards and Sentiment; a header line. Stance towards a target is not what a record calls stance, so
everything stays under `meta` and there are no claims, unless the caller says with `stances` what a label is to mean.
Then the tweet is the evidence and, since nobody in it is named as the one who takes the stance, also the actor, with no
name; the target is that of the record where the tweet has the words, else it stands under `meta` alone.

Settings: `encoding`, `utf-8` or `cp1252`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.reading import files_below, lines_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError

SETTINGS = ("encoding",)

_NEEDED = ("id", "target", "tweet", "stance")


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the tweets of a file, or of the `.txt` files below a folder.

    Raises:
        InputError: A file cannot be read, or its first line does not name the columns.
    """
    encoding = setup.choice("encoding", "utf-8", "cp1252")
    for file in files_below(path, ".txt"):
        names: list[str] = []
        for number, line in lines_of(file, encoding=encoding):
            if not names:
                names = _header(file, line)
            elif line.strip():
                yield Pending(f"{file}:{number}", partial(_document, names, line, setup))


def _header(file: Path, line: str) -> list[str]:
    names = [name.strip().casefold() for name in line.split("\t")]
    if missing := [name for name in _NEEDED if name not in names]:
        raise InputError(f"{file}:1: column {missing[0]} missing, the first line must name ID, Target, Tweet, Stance")
    return names


def _document(names: list[str], line: str, setup: Setup) -> Document:
    fields = line.split("\t")
    if len(fields) != len(names):
        raise InputError(f"{len(fields)} fields where the first line has {len(names)}, check the tabs")
    row = dict(zip(names, fields, strict=True))
    tweet = row.pop("tweet")
    if not tweet.strip():
        raise InputError("a tweet without words, remove the row")
    meta = {name.replace(" ", "_"): value for name, value in row.items() if name != "id"}
    marks, links = _claim(tweet, row) if row["stance"].casefold() in setup.stances else ((), ())
    return Document(
        head={"id": row["id"], "meta": meta},
        text=tweet,
        sentences=((0, len(tweet)),),
        marks=marks,
        links=links,
        labelled=("claims",) if setup.mapped else (),
    )


def _claim(tweet: str, row: dict[str, str]) -> tuple[tuple[Mark, ...], tuple[Link, ...]]:
    whole = ((0, len(tweet)),)
    marks = [Mark(id="claim", label=row["stance"], pieces=whole), Mark(id="actor", label="actor", pieces=whole)]
    if found := re.search(rf"(?<!\w){re.escape(row['target'])}(?!\w)", tweet, re.IGNORECASE):
        marks.append(Mark(id="target", label="target", pieces=(found.span(),), attributes={"name": row["target"]}))
    return tuple(marks), tuple(Link(label=mark.id, source="claim", target=mark.id) for mark in marks[1:])
