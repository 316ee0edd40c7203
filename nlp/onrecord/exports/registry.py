"""Which formats can be written, and the one function that does it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.exports.job import Job
from onrecord.records.codec import to_json

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from onrecord.types import Record

log = logging.getLogger(__name__)

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "brat": "brat standoff: a folder of .txt, .ann and .json, with annotation.conf and visual.conf",
        "csv": "one flat table as CSV: claims, entities, quotes or sentences",
        "dataset": "Hugging Face data set: a folder of Parquet with a card",
        "dna": "Discourse Network Analyzer 3: a database (SQLite), the mapping rule beside it",
        "docbin": "spaCy DocBin: entities, quotes and claims as span groups",
        "graphml": "two-mode network of actors and laws, for NetworkX, Gephi and visone",
        "jsonl": "records, one a line",
        "label_studio": "Label Studio tasks with predictions or annotations, the labelling interface beside them",
        "parquet": "records as nested Parquet, or one flat table",
        "web_annotation": "W3C Web Annotation: a folder of JSON-LD, each beside its text",
        "webanno_tsv": "WebAnno TSV 3.3: a folder for INCEpTION, with the layers as layers.json",
        "xlsx": "workbook with a sheet for claims, entities, quotes, sentences and articles",
    }
)
"""The formats by name, each in a line. Each is a module `to_<name>` of `onrecord.exports.formats`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What an export did."""

    records: int
    """Records that were written."""
    files: tuple[Path, ...]
    """What was written, the main file or folder first."""
    lost: Mapping[str, int] = field(default_factory=dict)
    """What the format has no place for, and how often it was there."""


def export(records: Iterable[Record], name: str, path: str | os.PathLike[str], **settings: str) -> Export:
    """Write records in a format, and return what was written and what the format could not hold.

    A file appears whole or not at all, and takes the place of one that is there; a folder has to be new or empty.

    Args:
        records: Records, read once, one at a time.
        name: One of `FORMATS`.
        path: The file or folder to write.
        settings: The format's own; docs/exports.md lists them.

    Raises:
        InputError: No such format or setting, or a file that cannot be written there.
        MissingExtraError: The format needs a library that is not installed.
        RecordError: A record holds what no file can.
    """
    module = _module(name)
    if unknown := settings.keys() - set(module.SETTINGS):
        known = f"choose from {', '.join(module.SETTINGS)}" if module.SETTINGS else "it has none"
        raise InputError(f"{name} has no setting {min(unknown)!r}: {known}")
    job = Job(path=files_of(name, path)[0], settings=settings)
    count = module.write(_checked(records), job)
    log.info("%s: %d records as %s, not held: %s", path, count, name, dict(job.lost))
    return Export(records=count, files=tuple(job.files), lost=dict(job.lost))


def files_of(name: str, path: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Return what an export to a path writes: the file or folder, and the file that some formats put beside it.

    Raises:
        InputError: No such format, or the two would be one file.
    """
    beside = getattr(_module(name), "BESIDE", None)
    found = (Path(path), Path(path).with_suffix(beside)) if beside else (Path(path),)
    if len(set(found)) < len(found):
        raise InputError(f"{Path(path)}: {name} writes another file of this name, give it another suffix")
    return found


def _module(name: str) -> ModuleType:
    if name not in FORMATS:
        raise InputError(f"no format {name!r}: choose from {', '.join(FORMATS)}")
    return import_module(f"onrecord.exports.formats.to_{name}")


def _checked(records: Iterable[Record]) -> Iterator[Record]:
    """The records, each one that a file can hold: the same refusals, by the same words, in every format."""
    for record in records:
        to_json(record)
        yield record
