"""What annotation tools store, in one shape: labelled spans with attributes, and labelled links between them.

Every reader of this package brings its file into this shape; `assemble` makes a record of it, by one convention for all
of them, and `dismantle` goes the other way. The convention is told in docs/corpora.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from onrecord.corpora.offsets import Place
from onrecord.types import ActorLabel, Attribution, DateSource, Polarity, QuoteKind, Stage, TargetKind, Via

CHOICES: dict[str, tuple[str, ...]] = {
    "polarity": get_args(Polarity),
    "stage": get_args(Stage),
    "attribution": get_args(Attribution),
    "date_source": get_args(DateSource),
    "target_kind": get_args(TargetKind),
    "kind": get_args(QuoteKind),
    "via": get_args(Via),
    "label": get_args(ActorLabel),
}
"""Attributes with a closed set of values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A labelled stretch of a document, in one piece or several."""

    id: str
    """Unique in its document."""
    label: str
    pieces: tuple[Place, ...]
    """Start and end of each piece, code points, at least one."""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """From the beginning of the first piece to the end of the last."""
        return min(start for start, _ in self.pieces), max(end for _, end in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A labelled arrow from one mark to another."""

    label: str
    source: str
    """Id of a mark."""
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with all that a file says about it."""

    head: Mapping[str, Any]
    """Fields of the record beside its text and annotations: `id`, `title`, `date`, `source`, `url`, `lang`, `meta`…"""
    text: str
    sentences: tuple[Place, ...] | None = None
    """Where the file gives them."""
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What belongs to the document as a whole and has no field in a record: notes, document labels."""
    labelled: tuple[str, ...] | None = None
    """Fields that the corpus labels (see `meta["labelled_fields"]`), None where only its labels tell."""
    own: bool = False
    """Whether onrecord wrote it: nothing is guessed, and `meta` stays what it was."""
