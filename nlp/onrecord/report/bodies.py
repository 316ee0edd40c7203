"""The texts of the articles with what was found in them, in parts: the page unpacks a part when an article of it is opened."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.report.columns import Codes
from onrecord.report.pack import packed
from onrecord.types import ENTITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.types import Entity, Quote, Record, Sentence, Span

PART = 150_000
"""Characters of a part, about: few enough to unpack in a blink, enough to pack well."""


class Bodies:
    """Takes in records one by one; a part that is full is packed at once."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        """The packed parts, base64."""
        self.firsts: list[int] = []
        """For each part the number of its first article."""
        self._waiting: list[dict[str, Any]] = []
        self._size = 0
        self._articles = 0

    def add(self, record: Record) -> None:
        """Take in a record."""
        if not self._waiting:
            self.firsts.append(self._articles)
        self._waiting.append(body(record))
        self._articles += 1
        self._size += len(record.text)
        if self._size >= PART:
            self.flush()

    def flush(self) -> None:
        """Pack what waits."""
        if self._waiting:
            self.parts.append(packed(self._waiting))
        self._waiting, self._size = [], 0


def body(record: Record) -> dict[str, Any]:
    """Return an article's text and its marks as JSON objects.

    Offsets count code points as in the record, but are written as differences, which pack well: a place is how far it
    begins after the last one of its list began, and how long it is.
    """
    names = Codes()
    entities = _columns(_entity(entity, names) for entity in record.entities)
    return {
        "text": record.text,
        "cut": record.truncated_at,
        "sentences": _places(record.sentences),
        "entities": [*_places(record.entities), *entities] if entities else [],
        "names": names.values,
        "quotes": [_quote(q) for q in record.quotes],
        "claims": [[c.id, c.sentence, c.actor.entity, list(c.quotes)] for c in record.claims],
    }


def _places(spans: Sequence[Sentence | Entity]) -> list[list[int]]:
    starts = [span.start for span in spans]
    return [[b - a for a, b in pairwise([0, *starts])], [span.end - span.start for span in spans]]


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _entity(entity: Entity, names: Codes) -> tuple[Any, ...]:
    e = entity
    return e.id, ENTITY_LABELS.index(e.label), names((e.name, e.ref)), e.via, e.antecedent


def _quote(quote: Quote) -> list[Any]:
    q = quote
    pieces = [_place(piece) for piece in q.spans]
    return [q.id, q.kind, pieces, _place(q.cue), _place(q.speaker), q.speaker_name, q.organization]


def _place(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
