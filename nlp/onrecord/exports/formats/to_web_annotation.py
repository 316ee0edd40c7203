"""W3C Web Annotation: a folder with `NAME.txt` and `NAME.jsonld` for each record.

Source: https://www.w3.org/TR/annotation-model/. A file is a collection of annotations: one for each name, quote and claim,
and for actors, targets, cues and speakers that are none of these. Each has its label as body, and the text as target with
a `TextQuoteSelector` (32 characters of context on either side) and a `TextPositionSelector` (code points, section 4.2.5).
Attributes and links are properties of the namespace `urn:onrecord:vocabulary:`, by the names of docs/corpora.md; the other
fields of the record are a JSON literal, `onrecord:record`. `onrecord corpus convert web_annotation` reads it back equal.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from onrecord.corpora.dismantle import dismantle
from onrecord.corpora.file_names import FileNames

if TYPE_CHECKING:
    from onrecord.corpora.markup import Document, Mark
    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ()

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@version": 1.1, "onrecord": "urn:onrecord:vocabulary:"}]
"""The standard's own context, and the prefix of what it has no word for."""
AROUND = 32
"""Characters of the text before and after that a `TextQuoteSelector` gives."""


def write(records: Iterable[Record], job: Job) -> int:
    """Write a folder; return the number of records.

    Raises:
        InputError: The folder has something in it, or two records have the same id.
    """
    names, count = FileNames(), 0
    with job.folder() as folder:
        for record in records:
            stem = names.add(record.id)
            (folder / f"{stem}.txt").write_bytes(record.text.encode("utf-8"))
            collection = json.dumps(collection_of(record, f"{stem}.txt"), ensure_ascii=False, indent=1)
            (folder / f"{stem}.jsonld").write_bytes(f"{collection}\n".encode())
            count += 1
    return count


def collection_of(record: Record, text: str) -> dict[str, Any]:
    """Return a record as an annotation collection with one page.

    Args:
        record: A record.
        text: Name of the file beside that holds its text, the source of every target.
    """
    document = dismantle(record, in_pieces=False)
    base = f"urn:onrecord:{hashlib.sha256(record.id.encode()).hexdigest()[:32]}"
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in document.links:
        links[link.source].append((link.label, f"{base}:{link.target}"))
    items = [_annotation(document, mark, base, quote(text)) | _linked(links[mark.id]) for mark in document.marks]
    found: dict[str, Any] = {"@context": CONTEXT, "id": base, "type": "AnnotationCollection", "total": len(items)}
    if record.model:
        found["generator"] = {"type": "Software", "name": f"{record.model.name} {record.model.version}"}
    page = {"id": f"{base}:page", "type": "AnnotationPage", "partOf": base, "startIndex": 0, "items": items}
    return {**found, "onrecord:record": {"@type": "@json", "@value": document.head}, "first": page}


def _annotation(document: Document, mark: Mark, base: str, source: str) -> dict[str, Any]:
    start, end = mark.place
    text = document.text
    around = {"prefix": text[max(start - AROUND, 0) : start], "suffix": text[end : end + AROUND]}
    return {
        "id": f"{base}:{mark.id}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": mark.label},
        "target": {
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": text[start:end], **around},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
        **{f"onrecord:{name}": value for name, value in mark.attributes.items()},
    }


def _linked(links: list[tuple[str, str]]) -> dict[str, Any]:
    """The links of an annotation by role, each to the ids of others."""
    found: dict[str, Any] = {}
    for role, target in links:
        found.setdefault(f"onrecord:{role}", []).append({"id": target})
    return found
