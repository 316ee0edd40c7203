"""Where a review lies, what it is of, and in which order it is gone through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from onrecord.types import Record

ANNOTATIONS = "annotations.jsonl"
"""The file of a folder that `onrecord annotate` wrote."""
REVIEWABLE = ("claims", "target", "attribution", "jurisdiction", "dates", "entities", "quotes")
"""What can be reviewed, by the names of `meta.labelled_fields`. Claims always are; the rest is the annotator's choice."""

Order = Literal["confidence", "random", "file"]

_NAME = re.compile(r"\w[\w.-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a review is done."""

    fields: tuple[str, ...] = REVIEWABLE[:5]
    """Which of `REVIEWABLE` the annotator answers for: what is not named here is not labelled in the gold."""
    order: Order = "confidence"
    """Of the articles: the one with the least confident claim first; in a random order, the same for everybody; as in the file."""

    def __post_init__(self) -> None:
        if strange := [name for name in self.fields if name not in REVIEWABLE]:
            raise InputError(f"the field {strange[0]!r} cannot be reviewed, choose from {', '.join(REVIEWABLE)}")
        if "claims" not in self.fields:
            raise InputError("claims are always reviewed: name them among the fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The files of one annotator's review."""

    annotations: Path
    """What is reviewed."""
    journal: Path
    """Every decision, in order."""
    gold: Path
    """The finished articles."""


def places(out: str | os.PathLike[str], annotator: str) -> Places:
    """Return where the review of an annotator lies: beside the annotations, under the annotator's name.

    Args:
        out: A folder of `onrecord annotate`, or a file of records (JSONL, any shape of gold, or Parquet).
        annotator: A name of letters, digits, `.`, `_` and `-`.

    Raises:
        InputError: There are no annotations, or the name would not do as part of a file's name.
    """
    if not _NAME.fullmatch(annotator):
        raise InputError(
            f"the annotator's name {annotator!r} becomes part of a file's name: use up to 40 letters, digits, . _ and -"
        )
    given = Path(out)
    annotations = given / ANNOTATIONS if given.is_dir() else given
    if not annotations.is_file():
        raise InputError(f"{annotations}: no such file, give a folder that `onrecord annotate` wrote or a file of records")
    gold = annotations.with_name(f"gold-{annotator}.jsonl")
    if gold == annotations:
        raise InputError(f"{gold}: would be read and written at once, review it under another annotator's name")
    return Places(annotations=annotations, journal=annotations.with_name(f"review-{annotator}.jsonl"), gold=gold)


def read_records(path: Path) -> list[Record]:
    """Return the records of a file of JSONL, of any shape of gold, or Parquet.

    Raises:
        InputError: The file cannot be read, has no record, or two with one id.
        RecordError: A line is no record.
    """
    from onrecord.records import read_gold, read_parquet

    records = list(read_parquet(path) if path.suffix.lower() == ".parquet" else read_gold(path))
    if not records:
        raise InputError(f"{path}: has no record, there is nothing to review")
    known: set[str] = set()
    for record in records:
        if record.id in known:
            raise InputError(f"{path}: two records have the id {record.id!r}, give each its own")
        known.add(record.id)
    return records


def least_confidence(record: Record) -> float | None:
    """Return the confidence of the record's least confident claim; None without claims, or where none has a confidence."""
    return min((c.confidence for c in record.claims if c.confidence is not None), default=None)


def in_order(records: Sequence[Record], order: Order) -> list[int]:
    """Return the indexes of records in the order in which they are reviewed: the same for every annotator."""
    if order == "file":
        return list(range(len(records)))
    if order == "random":
        return sorted(range(len(records)), key=lambda i: sha256(records[i].id.encode("utf-8")).digest())
    least = [least_confidence(record) for record in records]
    # Articles in which nothing was found come last: there may be something, but it takes reading all of them.
    return sorted(range(len(records)), key=lambda i: (not records[i].claims, 1.0 if (c := least[i]) is None else c, i))
