"""PARC 3, the Penn Attribution Relations Corpus: an XML file an article, an element a word; a record for each file.

Source: Pareti 2016 (https://aclanthology.org/L16-1619) and the readers of https://github.com/enewe101/parc-reader: SENTENCE
elements hold WORD elements with the attribute `text`; a word's `attribution` has the id of its relation and an
`attributionRole` whose `roleValue` is source, cue or content. Each relation with a content becomes a quote, its kind told
from the quote marks. Words are joined by blanks. XML is read without entities and without the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.offsets import Place
from onrecord.corpora.reading import files_below, name_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.words import rows
from onrecord.errors import InputError
from onrecord.records.files import MAX_LINE, opened

SETTINGS = ()

_ROLES = ("content", "cue", "source")


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the articles of a file, or of the `.xml` files below a folder.

    Raises:
        InputError: There is none.
    """
    del setup
    for file in files_below(path, ".xml"):
        yield Pending(str(file), partial(_document, file, name_of(file, path)))


def _document(file: Path, name: str) -> Document:
    brackets = {row["token"]: row["text"] for row in rows("brackets")}
    words: list[str] = []
    sentences: list[tuple[int, int]] = []
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for sentence in _named(_parsed(file), "sentence"):
        first = len(words)
        for word in _named(sentence, "word"):
            for relation, role in _attributions(file, word):
                found[relation][role].append(len(words))
            token = word.get("text", "")
            words.append(brackets.get(token, token.replace("\\", "")))
        if len(words) > first:
            sentences.append((first, len(words) - 1))
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    marks, links = _relations(found, starts)
    return Document(
        head={"id": name},
        text=" ".join(words),
        sentences=tuple((starts[first], starts[last + 1] - 1) for first, last in sentences),
        marks=tuple(marks),
        links=tuple(links),
        labelled=("quotes",),
    )


def _parsed(file: Path) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    with opened(file) as raw:
        data = raw.read(MAX_LINE + 1)
    if len(data) > MAX_LINE:
        raise InputError(f"{file}: longer than {MAX_LINE:,} bytes, split it")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{file}:{error.lineno or 1}: not well-formed XML ({error.msg}), repair it") from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise InputError(f"{file}:1: declares entities, which are not read, write the characters themselves")
    return root


def _named(element: Any, name: str) -> Iterator[Any]:
    return (found for found in element.iter() if isinstance(found.tag, str) and found.tag.lower() == name)


def _attributions(file: Path, word: Any) -> Iterator[tuple[str, str]]:
    for attribution in _named(word, "attribution"):
        for role in _named(attribution, "attributionrole"):
            value = role.get("roleValue")
            if value not in _ROLES or not attribution.get("id"):
                raise InputError(f"{file}:{role.sourceline}: a role is one of {', '.join(_ROLES)}, in an attribution with an id")
            yield attribution.get("id"), value


def _relations(found: dict[str, dict[str, list[int]]], starts: list[int]) -> tuple[list[Mark], list[Link]]:
    marks: list[Mark] = []
    links: list[Link] = []
    for number, roles in enumerate(found.values(), 1):
        for role in _ROLES:
            if roles[role]:
                marks.append(Mark(id=f"{role}{number}", label=role, pieces=tuple(_runs(roles[role], starts))))
            if role != "content" and roles[role] and roles["content"]:
                links.append(Link(label=role, source=f"content{number}", target=f"{role}{number}"))
    return marks, links


def _runs(words: list[int], starts: list[int]) -> Iterator[Place]:
    """Start and end of each run of words that follow each other."""
    first = last = words[0]
    for word in words[1:]:
        if word > last + 1:
            yield starts[first], starts[last + 1] - 1
            first = word
        last = word
    yield starts[first], starts[last + 1] - 1
