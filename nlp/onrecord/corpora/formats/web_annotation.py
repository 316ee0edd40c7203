"""W3C Web Annotation, as `onrecord export --to web_annotation` writes it: `NAME.jsonld` beside `NAME.txt`; a record for each.

Source: https://www.w3.org/TR/annotation-model/. Read are collections whose annotations have a tag as body and, as target, a
text with a `TextPositionSelector` in code points; its words, where a `TextQuoteSelector` gives them, must be those of the
text. Properties `onrecord:…` are attributes and links by the convention of docs/corpora.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from onrecord.corpora.head import document_head
from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.reading import files_below, name_of, text_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError
from onrecord.records.codec import parse_object

SETTINGS = ()

_OURS = "onrecord:"
_RECORD = "onrecord:record"


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of a file, or of the `.jsonld` files below a folder.

    Raises:
        InputError: There is none.
    """
    del setup
    for file in files_below(path, ".jsonld"):
        yield Pending(str(file), partial(_document, file, name_of(file, path)))


def _document(file: Path, name: str) -> Document:
    collection = parse_object(text_of(file))
    items = _items(collection)
    given = collection.get(_RECORD)
    head, sentences, own = document_head(given.get("@value", {}) if isinstance(given, dict) else {}, name)
    text = text_of(file.with_name(_source(items, file)))
    marks = [_mark(item, text) for item in items]
    links = [link for item in items for link in _links(item)]
    return Document(head=head, text=text, sentences=sentences, marks=tuple(marks), links=tuple(links), own=own)


def _items(collection: Mapping[str, Any]) -> list[dict[str, Any]]:
    first = collection.get("first")
    items = first.get("items") if isinstance(first, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in items):
        raise InputError("no collection of annotations with its first page inside, export it again")
    return items


def _source(items: list[dict[str, Any]], file: Path) -> str:
    """The name of the text's file; without annotations it goes by the name of the collection."""
    named = {target.get("source") for item in items if isinstance(target := item.get("target"), dict)}
    if not items:
        return f"{file.stem}.txt"
    source = unquote(str(named.pop())) if len(named) == 1 else ""
    if not source or "/" in source or "\\" in source or source.startswith("."):
        raise InputError("the annotations do not all have one text beside the file as source, part them by text")
    return source


def _mark(item: Mapping[str, Any], text: str) -> Mark:
    start, end = _place(item)
    words = _selector(item, "TextQuoteSelector").get("exact", text[start:end])
    if words != text[start:end]:
        raise InputError(f"annotation {item['id']} says {words!r} but the text there is {text[start:end]!r}, is it the right text?")
    body = item.get("body")
    if not isinstance(body, dict) or not isinstance(body.get("value"), str):
        raise InputError(f"annotation {item['id']}: no body with a value, only tags can be read")
    attributes = {key.removeprefix(_OURS): value for key, value in item.items() if key.startswith(_OURS) and isinstance(value, str)}
    return Mark(id=item["id"], label=body["value"], pieces=((start, end),), attributes=attributes)


def _place(item: Mapping[str, Any]) -> tuple[int, int]:
    position = _selector(item, "TextPositionSelector")
    start, end = position.get("start"), position.get("end")
    if type(start) is not int or type(end) is not int:
        raise InputError(f"annotation {item['id']}: no TextPositionSelector with whole numbers, only these can be read")
    return start, end


def _selector(item: Mapping[str, Any], kind: str) -> dict[str, Any]:
    target = item.get("target")
    selectors = target.get("selector") if isinstance(target, dict) else None
    given = selectors if isinstance(selectors, list) else [selectors]
    return next((one for one in given if isinstance(one, dict) and one.get("type") == kind), {})


def _links(item: Mapping[str, Any]) -> Iterator[Link]:
    for key, value in item.items():
        if key.startswith(_OURS) and isinstance(value, list):
            for end in value:
                yield Link(
                    label=key.removeprefix(_OURS), source=item["id"], target=str(end.get("id") if isinstance(end, dict) else end)
                )
