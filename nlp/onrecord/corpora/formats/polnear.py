"""PolNeAR, the Political News Attribution Relations Corpus: articles as text, attributions in brat standoff.

Source: https://github.com/networkdynamics/PolNeAR (Newell, Margolin and Ruths 2018, https://aclanthology.org/L18-1524),
README and `data/`: `<part>/text/NAME.txt`, `<part>/attributions/NAME_ANNOTATOR.ann`, `metadata.tsv`. An event of a type
that begins with Attribution has Content, Cue and Source; it becomes a quote, its kind told from the quote marks. Spans of
other types (Discuss, Discard) are kept under `meta`. Give the repository, its `data`, a part, or one `.ann` file. An
article labelled by several annotators is a record for each, its id with the annotator's.

Settings: `annotator`, to take the files of one annotator only.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.formats.brat import read_standoff, text_beside
from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.reading import files_below, lines_of, placed
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.standoff import Standoff

SETTINGS = ("annotator",)

_EVENT = "Attribution"
_NUMBER = re.compile(r"\d+$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = {"title": "title", "date": "publication_date", "source": "publisher"}
"""Fields of a record, and the columns of metadata.tsv that they are taken from."""


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the annotated articles.

    Raises:
        InputError: There is none, or metadata.tsv cannot be read.
    """
    wanted = setup.text("annotator", "")
    files = [file for file in files_below(path, ".ann") if not wanted or _names(file)[1] == wanted]
    often = Counter((file.parent, _names(file)[0]) for file in files)
    about = _metadata(path)
    for file in files:
        name, annotator = _names(file)
        several = often[file.parent, name] > 1
        row = about.get(name, {})
        yield Pending(str(file), partial(_document, file, f"{name}_{annotator}" if several else name, row))


def _names(file: Path) -> tuple[str, str]:
    """The article's name and the annotator's."""
    name, _, annotator = file.stem.rpartition("_")
    return (name, annotator) if name else (annotator, "")


def _metadata(path: Path) -> dict[str, dict[str, str]]:
    """The rows of metadata.tsv by article, wherever above or below the path it lies; none where there is no such file."""
    places = [path, path / "data", *list(path.absolute().parents)[:3]]
    for file in (place / "metadata.tsv" for place in places):
        if file.is_file():
            lines = (line for _, line in lines_of(file))
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            return {row["filename"]: row for row in rows if row.get("filename")}
    return {}


def _document(file: Path, name: str, about: Mapping[str, str]) -> Document:
    article, annotator = _names(file)
    text = text_beside(file, file.parent.parent / "text" / f"{article}.txt")
    standoff = read_standoff(file)
    spans = {mark.id: mark for mark in Standoff(spans=standoff.spans, attributes=standoff.attributes).marks(text)}
    marks, links = _attributions(standoff, spans)
    head: dict[str, Any] = {field: about[column] for field, column in _FIELDS.items() if about.get(column)}
    if not _DATE.fullmatch(head.get("date", "")):
        head.pop("date", None)
    more = {key: value for key, value in about.items() if key and key not in _FIELDS.values() and value}
    return Document(
        head={"id": name, **head, "lang": "en", "meta": {**more, "annotator": annotator}},
        text=text,
        marks=tuple(marks),
        links=tuple(links),
        kept={"notes": standoff.kept} if standoff.kept else {},
        labelled=("quotes",),
    )


def _attributions(standoff: Standoff, spans: Mapping[str, Mark]) -> tuple[list[Mark], list[Link]]:
    """The attributions as quotes with links to cue and source; all spans but their contents and triggers as they are."""
    marks: list[Mark] = []
    links: list[Link] = []
    done: set[str] = set()
    for name, (label, trigger) in standoff.events.items():
        roles = [(_NUMBER.sub("", role).casefold(), target) for _, role, source, target in standoff.links if source == name]
        contents = [target for role, target in roles if role == "content" and target in spans]
        if not label.startswith(_EVENT) or not contents:
            continue
        pieces = placed(piece for content in contents for piece in spans[content].pieces)
        marks.append(Mark(id=name, label="quote", pieces=pieces, attributes={} if label == _EVENT else {"type": label}))
        links += [Link(label=role, source=name, target=target) for role, target in roles if role in ("cue", "source")]
        done |= {trigger, *contents}
    links = [link for link in links if link.target in spans and link.target not in done]
    return marks + [mark for mark in spans.values() if mark.id not in done], links
