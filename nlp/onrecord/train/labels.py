"""Labelled files of a user as training rows: one a sentence, with the sentences beside it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.evaluate.documents import cluster_of
from onrecord.records import labelled_fields, labelled_sentences, read_gold
from onrecord.records.codec import parse_object
from onrecord.records.files import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.train.project import Project
    from onrecord.types import Record

FEW = 10
"""Training claims of a stance under which a warning is given."""
_DEFAULTS = {"polarity": "affirmed", "stage": "in_effect", "target": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One line of a gold file."""

    record: Record
    rows: tuple[dict[str, Any], ...]
    """Its labelled sentences: `prev`, `sentence`, `next`, `claims`, and `entities`, None where they are not labelled."""

    @property
    def document(self) -> str:
        """The document it is of: those of one document are never split."""
        return cluster_of(self.record, "doc_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What is trained on, what is chosen by, and what is measured once."""

    train: tuple[Labelled, ...]
    dev: tuple[Labelled, ...]
    test: tuple[Labelled, ...] = ()

    def counts(self) -> dict[str, Counter[str]]:
        """Return the number of claims by stance of each part."""
        parts = {"train": self.train, "dev": self.dev, "test": self.test}
        return {
            part: Counter(c["stance"] for one in lines for row in one.rows for c in row["claims"]) for part, lines in parts.items()
        }

    def warnings(self, stances: Sequence[str]) -> Iterator[str]:
        """Yield what is likely too little to learn or to judge from."""
        counts = self.counts()
        for stance in stances:
            if (n := counts["train"][stance]) < FEW:
                yield f"{stance}: {n} training claims; with fewer than {FEW} it will hardly be learned"
            if not counts["dev"][stance]:
                yield f"{stance}: no claim in dev, so nothing is known of how well it is found"


def read_labels(path: Path, stances: Sequence[str]) -> list[Labelled]:
    """Return the lines of a gold file with their rows.

    Raises:
        InputError: The file cannot be read, or is of a scheme with other stances.
        RecordError: A line is no gold, or claims a stance that the scheme lacks; the message names line and place.
    """
    records = list(read_gold(path, stances=stances))
    for record in records:
        if more := set(record.scheme) - set(stances):
            raise InputError(f"{path}: record {record.id!r} is of a scheme with {', '.join(sorted(more))}, which yours lacks")
    lines = read_lines(path, parse_object)
    return [Labelled(record=r, rows=tuple(_rows(r, line))) for r, line in zip(records, lines, strict=True)]


def read_split(project: Project) -> Split:
    """Return the labelled files of a project; without a dev file, a share of the documents is held out by the seed.

    Raises:
        InputError: A file cannot be used, there is nothing to train on, or all of it is one document.
    """
    names, data = project.scheme.names, project.data
    given = [one for name in data.train for one in read_labels(project.path(name), names)]
    test = read_labels(project.path(data.test), names) if data.test else []
    if not any(row["claims"] for one in given for row in one.rows):
        raise InputError(f"{', '.join(data.train)}: no claim is labelled, there is nothing to learn from")
    if data.dev:
        return _checked(Split(train=tuple(given), dev=tuple(read_labels(project.path(data.dev), names)), test=tuple(test)))
    documents = sorted({one.document for one in given})
    if len(documents) < 2:
        raise InputError("data.dev: all labels are of one document, give a dev file of other documents")
    random.Random(project.training.seed).shuffle(documents)  # noqa: S311 - a draw, not a secret
    held = set(documents[: max(1, round(len(documents) * data.dev_share))])
    parts = [tuple(one for one in given if (one.document in held) == inside) for inside in (False, True)]
    return _checked(Split(train=parts[0], dev=parts[1], test=tuple(test)))


def with_neighbours(rows: Sequence[dict[str, Any]], share: float, seed: int) -> list[dict[str, Any]]:
    """Return rows of which a share of those that stand alone has sentences of other rows beside it, the same for each seed.

    A model that has only seen sentences alone mixes them up in an article, which is read in windows of several.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw, not a secret
    texts = [row["sentence"] for row in rows]
    lone = [not (row.get("prev") or row.get("next")) and rng.random() < share for row in rows]
    return [
        {**row, "prev": rng.choice(texts), "next": rng.choice(texts)} if alone else row
        for row, alone in zip(rows, lone, strict=True)
    ]


def _checked(split: Split) -> Split:
    if not split.train or not split.dev:
        raise InputError(f"{len(split.train)} lines to train on and {len(split.dev)} for dev: both need some")
    known = {one.document for one in split.train}
    if both := [one.record.id for one in (*split.dev, *split.test) if one.document in known]:
        raise InputError(f"record {both[0]!r} is of a document that is trained on too: keep documents apart, see meta.doc_id")
    ids = Counter(one.record.id for one in split.dev)
    if twice := [name for name, n in ids.items() if n > 1]:
        raise InputError(f"two dev records have the id {twice[0]!r}, give each its own")
    return split


def _rows(record: Record, line: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    known = "entities" in labelled_fields(record)
    if "text" in line:
        yield from record_rows(record)
        return
    sentences = [line] if "sentence" in line else line["sentences"]
    for i, given in enumerate(sentences):
        around = {"prev": line.get("prev"), "next": line.get("next")}
        if "sentences" in line:
            around = {
                "prev": sentences[i - 1]["sentence"] if i else "",
                "next": (sentences[i + 1 : i + 2] or [{}])[0].get("sentence"),
            }
        entities = [list(pair) for pair in given.get("entities") or ()] if known else None
        claims = [_DEFAULTS | {k: v for k, v in c.items() if v is not None} for c in given.get("claims") or ()]
        yield {"sentence": given["sentence"], **around, "entities": entities, "claims": claims}


def record_rows(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the labelled sentences of a gold record as training rows: a group whose members are known is one claim."""
    known = "entities" in labelled_fields(record)
    texts = ["", *(record.text[s.start : s.end] for s in record.sentences), ""]
    for i in labelled_sentences(record):
        place = record.sentences[i]
        names = [e for e in record.entities if place.start <= e.start < place.end and e.via != "coref"]
        claims = {(c.actor.start, c.stance, c.target and c.target.start): c for c in record.claims if c.sentence == i}
        yield {
            "prev": texts[i],
            "sentence": texts[i + 1],
            "next": texts[i + 2],
            "entities": [[e.text, e.label] for e in sorted(names, key=lambda e: e.start)] if known else None,
            "claims": [
                {
                    "actor": c.actor.text,
                    "stance": c.stance,
                    "polarity": c.polarity,
                    "stage": c.stage,
                    "target": c.target.text if c.target else None,
                    "unsure": c.unsure,
                }
                for c in claims.values()
            ],
        }
