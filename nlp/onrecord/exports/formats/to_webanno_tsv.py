"""WebAnno TSV 3.3 for INCEpTION: a folder with `NAME.tsv` for each record, `NAME.json` beside it, and `layers.json`.

Names, quotes and claims are spans of the layers Entity, Quote, Claim, Actor, Target, Speaker, Cue and Part, joined by their
link feature `links`; roles are those of docs/corpora.md. Import `layers.json` into the project first (Settings, Layers,
Import), then the documents as "WebAnno TSV v3.3". `onrecord corpus convert webanno_tsv` reads it back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.corpora.dismantle import dismantle
from onrecord.corpora.file_names import FileNames
from onrecord.exports.tsv import LINKS, PACKAGE, Annotation, Layer, write_document
from onrecord.exports.words import rows
from onrecord.types import ENTITY_LABELS

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.corpora.markup import Document, Mark
    from onrecord.corpora.offsets import Place
    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ()

_NAMED = {"entity": "e", "quote": "q", "claim": "c"}
"""Kinds of marks that have ids, and the letter of those that `dismantle` leaves out."""


def write(records: Iterable[Record], job: Job) -> int:
    """Write a folder; return the number of records.

    Raises:
        InputError: The folder has something in it, or two records have the same id.
    """
    names, count = FileNames(), 0
    with job.folder() as folder:
        (folder / "layers.json").write_text(json.dumps(_definitions(), indent=1), encoding="utf-8")
        for record in records:
            stem = names.add(record.id)
            count += 1
            if record.text:
                _write_record(record, folder, stem, job)
            else:
                job.lose("articles without text")
    return count


def _write_record(record: Record, folder: Path, stem: str, job: Job) -> None:
    document = dismantle(record, in_pieces=False)
    annotations = _annotations(document, record, job)
    sentences = _sentences(record, job)
    used = {annotation.layer for annotation in annotations}
    layers = [layer for layer in _layers() if layer.name in used]
    lines = write_document(record.text, sentences, annotations, layers)
    (folder / f"{stem}.tsv").write_bytes("".join(lines).encode("utf-8"))
    head = json.dumps(document.head, ensure_ascii=False, indent=1)
    (folder / f"{stem}.json").write_bytes(f"{head}\n".encode())
    job.lose("articles whose id, title, date, source and the like are in the .json beside, which INCEpTION doesn't read")


def _sentences(record: Record, job: Job) -> list[Place]:
    """The sentences, each as far as the next: TSV has no text between them. Words outside are sentences of their own."""
    found: list[Place] = []
    at = 0
    for start, end in [*((sentence.start, sentence.end) for sentence in record.sentences), (len(record.text), len(record.text))]:
        if at < start:
            if record.text[at:start].strip():
                job.lose("stretches outside sentences, made sentences of their own")
                found.append((at, start))
            elif found:
                found[-1] = (found[-1][0], start)
            else:
                start = 0  # noqa: PLW2901 - blanks before the first sentence belong to it
        if start < end or (not found and end):
            found.append((start, end))
        at = end
    return found


def _annotations(document: Document, record: Record, job: Job) -> list[Annotation]:
    numbers = {mark.id: number for number, mark in enumerate(document.marks, 1)}
    links: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for link in document.links:
        links[link.source].append((link.label, numbers[link.target]))
    return [
        Annotation(
            number=number,
            layer=_layer_of(mark, record),
            place=mark.place,
            features=_features(mark, record, job),
            links=links[mark.id],
        )
        for number, mark in enumerate(document.marks, 1)
    ]


def _layer_of(mark: Mark, record: Record) -> str:
    if mark.label in ENTITY_LABELS:
        return "Entity"
    return "Claim" if mark.label in record.scheme else mark.label


def _features(mark: Mark, record: Record, job: Job) -> dict[str, str]:
    """The features by their names; an id stands there always, since the reader numbers in the order of the text."""
    layer = _layer_of(mark, record)
    given = dict(mark.attributes)
    kind = mark.id.rstrip("0123456789")
    if kind in _NAMED:
        given.setdefault("id", f"{_NAMED[kind]}{mark.id.removeprefix(kind)}")
    found = {
        row["feature"]: given[row["attribute"]]
        for row in rows("webanno_layers")
        if row["layer"] == layer and row["attribute"] in given
    }
    found |= {"Entity": {"value": mark.label}, "Claim": {"stance": mark.label}}.get(layer, {})
    return {name: _plain(value, job) for name, value in found.items()}


def _plain(value: str, job: Job) -> str:
    """A value without what a cell cannot hold: a carriage return, or a backslash at its end."""
    kept = value.replace("\r", " ").rstrip("\\")
    job.lose("attributes with a carriage return, or a backslash at the end", kept != value)
    return kept


def _layers() -> Iterator[Layer]:
    names = dict.fromkeys(row["layer"] for row in rows("webanno_layers"))
    for name in names:
        features = [row["feature"] for row in rows("webanno_layers") if row["layer"] == name and row["feature"]]
        plain = tuple(feature for feature in features if feature != LINKS)
        yield Layer(name=name, features=plain, linked=LINKS in features)


def _definitions() -> list[dict[str, Any]]:
    """The layers as INCEpTION imports them; see `ExportedAnnotationLayer` in its sources."""
    return [
        {
            "name": f"{PACKAGE}.{layer.name}",
            "uiName": layer.name,
            "type": "span",
            "description": "onrecord, see docs/exports.md",
            "enabled": True,
            "built_in": False,
            "readonly": False,
            "allow_stacking": True,
            "cross_sentence": True,
            "anchoring_mode": "TOKENS",
            "overlap_mode": "ANY_OVERLAP",
            "validation_mode": "NEVER",
            "features": [_feature(name) for name in layer.features] + ([_link_feature(layer)] if layer.linked else []),
        }
        for layer in _layers()
    ]


def _feature(name: str) -> dict[str, Any]:
    plain = {"enabled": True, "visible": True, "required": False, "remember": False, "curatable": True}
    return {"name": name, "uiName": name, "type": "uima.cas.String", "link_mode": "NONE", "multi_value_mode": "NONE", **plain}


def _link_feature(layer: Layer) -> dict[str, Any]:
    return {
        **_feature(LINKS),
        "type": "uima.tcas.Annotation",
        "link_mode": "WITH_ROLE",
        "multi_value_mode": "ARRAY",
        "link_type_name": f"{PACKAGE}.{layer.name}LinksLink",
        "link_type_role_feature_name": "role",
        "link_type_target_feature_name": "target",
    }
