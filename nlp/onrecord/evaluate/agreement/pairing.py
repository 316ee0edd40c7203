"""Two annotators' records of the same texts, side by side, neither of them gold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.evaluate.documents import cluster_of, make_document, records_by_id
from onrecord.evaluate.options import Options
from onrecord.records.gold import LABELLED, LABELLED_FIELDS, labelled_fields, labelled_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.evaluate.documents import Document
    from onrecord.types import Record

_EVERYTHING = Options()
"""Of what a document is made here: all claims, whatever the options of the agreement; those are applied afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One text as two annotators have it."""

    ab: Document
    """Annotator a read as gold, b as prediction."""
    ba: Document
    """The other way round."""
    cluster: str
    """The document that the text comes from: drawn as one by the bootstrap."""

    @property
    def a(self) -> Record:
        """The record of annotator a, labelled no further than b's."""
        return self.ab.gold

    @property
    def b(self) -> Record:
        """The record of annotator b, labelled no further than a's."""
        return self.ba.gold


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The records of two annotators, joined by id."""

    both: tuple[tuple[Record, Record], ...]
    """Records of a and b, in the order of a."""
    only_a: tuple[str, ...]
    """Ids that only a has."""
    only_b: tuple[str, ...]
    """Ids that only b has."""


def join(a: Iterable[Record], b: Iterable[Record]) -> Joined:
    """Return the records that both annotators have, and the ids of the rest.

    Raises:
        InputError: One annotator has an id twice, the two share no id, or a text or its sentences differ between them.
    """
    mine, theirs = records_by_id(a, "records of annotator a"), records_by_id(b, "records of annotator b")
    shared = [name for name in mine if name in theirs]
    if not shared:
        shown = f", such as {next(iter(mine))!r}" if mine else ""
        raise InputError(f"the two annotators share no id: give both files the records of the same texts, by the same ids{shown}")
    for name in shared:
        _check_alike(mine[name], theirs[name])
    return Joined(
        both=tuple((mine[name], theirs[name]) for name in shared),
        only_a=tuple(name for name in mine if name not in theirs),
        only_b=tuple(name for name in theirs if name not in mine),
    )


def make_pair(a: Record, b: Record, *, cluster: str = _EVERYTHING.cluster, counted: bool = False) -> Pair:
    """Return two records of one text as a pair, compared where both are labelled.

    Args:
        a: The record of one annotator.
        b: That of the other, its text and sentences alike.
        cluster: Key of `meta` that names the document.
        counted: Whether claims that tables leave out are left out on both sides.
    """
    one, two = _labelled_alike(a, b)
    if counted:
        one, two = (replace(record, claims=tuple(c for c in record.claims if c.counted)) for record in (one, two))
    return Pair(
        ab=make_document(one, two, _EVERYTHING),
        ba=make_document(two, one, _EVERYTHING),
        cluster=cluster_of(a if a.meta.get(cluster) else b, cluster),
    )


def _check_alike(a: Record, b: Record) -> None:
    if a.text != b.text:
        at = next((i for i, (x, y) in enumerate(zip(a.text, b.text, strict=False)) if x != y), min(len(a.text), len(b.text)))
        raise InputError(f"record {a.id!r}: the annotators' texts differ from character {at} on, let both annotate the same text")
    places = [[(s.start, s.end) for s in record.sentences] for record in (a, b)]
    if places[0] != places[1]:
        raise InputError(f"record {a.id!r}: the annotators' sentences differ, give both the same text split the same way")


def _labelled_alike(a: Record, b: Record) -> tuple[Record, Record]:
    """The two records, their `meta` saying that only what both label is labelled."""
    sides = a, b
    meta: dict[str, Any] = {}
    if any(LABELLED in record.meta for record in sides):
        meta[LABELLED] = sorted(set(labelled_sentences(a)) & set(labelled_sentences(b)))
    if any(LABELLED_FIELDS in record.meta for record in sides):
        meta[LABELLED_FIELDS] = sorted(labelled_fields(a) & labelled_fields(b))
    if not meta:
        return sides
    return replace(a, meta={**a.meta, **meta}), replace(b, meta={**b.meta, **meta})
