"""Records as Label Studio tasks and as brat standoff: what is written is read back equal."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.corpora.dismantle import dismantle
from onrecord.corpora.file_names import FileNames
from onrecord.corpora.markup import CHOICES, Document, Mark
from onrecord.corpora.standoff import NOTE
from onrecord.errors import InputError
from onrecord.records.codec import to_json
from onrecord.records.files import replacing, write_lines
from onrecord.types import STANCES

if TYPE_CHECKING:
    import os

    from onrecord.corpora.offsets import Place
    from onrecord.types import Record

_EVENTS = frozenset({*STANCES, "Quote"})
_LINE = re.compile(r"[^\r\n]+")


def label_studio_task(record: Record) -> dict[str, Any]:
    """Return a record as a task of Label Studio with one annotation: regions, their attributes, relations.

    Offsets are code points, as Label Studio counts them since 2021. The other fields of the record stand in the task's data.

    Raises:
        RecordError: The record holds what JSON or UTF-8 cannot.
    """
    to_json(record)  # the same refusals, by the same words, as in JSONL
    document = dismantle(record, in_pieces=False)
    results = [result for mark in document.marks for result in _region(record.text, mark)]
    results += [
        {"type": "relation", "from_id": link.source, "to_id": link.target, "direction": "right", "labels": [link.label]}
        for link in document.links
    ]
    return {"data": {"text": record.text, **document.head}, "annotations": [{"result": results}]}


def write_label_studio(records: Iterable[Record], path: str | os.PathLike[str]) -> int:
    """Write records as a JSON file of tasks that Label Studio imports, and return how many; it appears whole or not at all.

    `label_studio_config` has the labelling interface that goes with it.

    Raises:
        InputError: There is no such folder.
        RecordError: A record holds what JSON or UTF-8 cannot.
    """
    count = 0
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for record in records:
            out.write(",\n" if count else "\n")
            out.write(json.dumps(label_studio_task(record), ensure_ascii=False))
            count += 1
        out.write("\n]\n")
    return count


def label_studio_config() -> str:
    """Return the labelling interface (XML) for a project of Label Studio that claims, quotes and names are marked in."""
    return _data("label_studio.xml")


def write_brat(records: Iterable[Record], folder: str | os.PathLike[str]) -> int:
    """Write records as brat standoff into a folder, and return how many.

    Each is three files: `NAME.txt`, `NAME.ann` and, for what brat has no place for, `NAME.json`. `annotation.conf` has
    the types. NAME is the record's id, characters that file names may not have written as `%2F`.

    Raises:
        InputError: The folder does not exist, or two records have the same id.
        RecordError: A record holds what JSON or UTF-8 cannot.
    """
    target = Path(folder)
    if not target.is_dir():
        raise InputError(f"{target}: there is no such folder, make it first")
    write_lines(_data("brat/annotation.conf").splitlines(), target / "annotation.conf")
    names, count = FileNames(), 0
    for count, record in enumerate(records, 1):  # noqa: B007 - returned
        to_json(record)  # the same refusals, by the same words, as in JSONL
        _write_brat_record(record, target / names.add(record.id))
    return count


def _region(text: str, mark: Mark) -> Iterator[dict[str, Any]]:
    """A region with its label, then one result for each attribute."""
    start, end = mark.place
    place = {"start": start, "end": end}
    given = {"id": mark.id, "to_name": "text"}
    yield {
        **given,
        "from_name": "labels",
        "type": "labels",
        "value": {**place, "text": text[start:end], "labels": [mark.label]},
    }
    for name, value in mark.attributes.items():
        kind = "choices" if name in CHOICES or name == "unsure" else "textarea"
        key = "choices" if kind == "choices" else "text"
        yield {**given, "from_name": name, "type": kind, "value": {**place, key: [value]}}


def _write_brat_record(record: Record, stem: Path) -> None:
    document = dismantle(record, in_pieces=True)
    head = json.dumps(document.head, ensure_ascii=False, indent=1)
    for suffix, text in ((".txt", record.text), (".json", head + "\n"), (".ann", "".join(_lines(document)))):
        with replacing(stem.with_name(stem.name + suffix)) as temporary:
            temporary.write_bytes(text.encode("utf-8"))


def _lines(document: Document) -> Iterator[str]:
    """The lines of an annotation file: spans, events with their arguments, other relations, attributes, notes."""
    names: dict[str, str] = {}
    arguments: dict[str, list[str]] = defaultdict(list)
    for number, mark in enumerate(document.marks, 1):
        names[mark.id] = f"E{number}" if mark.label in _EVENTS else f"T{number}"
        yield f"T{number}\t{mark.label} {_pieces(document.text, mark)}\t{_words(document.text, mark)}\n"
    for link in document.links:
        arguments[link.source].append(f"{link.label}:{names[link.target]}")
    for number, mark in enumerate(document.marks, 1):
        if mark.label in _EVENTS:
            yield f"E{number}\t{' '.join([f'{mark.label}:T{number}', *arguments[mark.id]])}\n"
    for number, link in enumerate((link for link in document.links if names[link.source][0] != "E"), 1):
        yield f"R{number}\t{link.label} Arg1:{names[link.source]} Arg2:{names[link.target]}\n"
    yield from _attribute_lines(document, names)


def _attribute_lines(document: Document, names: dict[str, str]) -> Iterator[str]:
    number = 0
    for mark in document.marks:
        rest = {}
        for name, value in mark.attributes.items():
            if name in CHOICES or name == "unsure":
                number += 1
                yield f"A{number}\t{name} {names[mark.id]}{'' if name == 'unsure' else f' {value}'}\n"
            else:
                rest[name] = value
        if rest:
            number += 1
            yield f"#{number}\t{NOTE} {names[mark.id]}\t{json.dumps(rest)}\n"


def _pieces(text: str, mark: Mark) -> str:
    return ";".join(f"{start} {end}" for piece in mark.pieces for start, end in _by_lines(text, piece))


def _by_lines(text: str, piece: Place) -> list[Place]:
    """A piece parted at line ends, which brat's spans may not hold; one that begins or ends with a line end stays whole."""
    start, end = piece
    words = text[start:end]
    if words != words.strip("\r\n"):
        return [piece]
    return [(start + line.start(), start + line.end()) for line in _LINE.finditer(words)]


def _words(text: str, mark: Mark) -> str:
    words = " ".join(text[start:end] for start, end in mark.pieces)
    return words.replace("\n", " ").replace("\r", " ")


def _data(name: str) -> str:
    return files("onrecord.corpora").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
