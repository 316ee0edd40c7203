"""From a record to labelled spans and links, the other way of `assemble`: what is taken apart is put together again equal."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.corpora.head import head_of
from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.offsets import Place

if TYPE_CHECKING:
    from onrecord.types import Actor, Claim, Entity, Quote, Record, Span, Target

_LINE_ENDS = re.compile(r"[\r\n]+")


def dismantle(record: Record, *, in_pieces: bool) -> Document:
    """Return a record as marks and links.

    Args:
        record: A record.
        in_pieces: Whether the format has spans in several pieces; if not, or where a format could not tell the pieces
            apart, each piece of a quote is a mark of its own, linked as `part`.
    """
    parts = _Parts(record, in_pieces=in_pieces)
    for number, entity in enumerate(record.entities, 1):
        parts.entity(entity, number)
    for number, quote in enumerate(record.quotes, 1):
        parts.quote(quote, number)
    for number, claim in enumerate(record.claims, 1):
        parts.claim(claim, number)
    return Document(head=head_of(record), text=record.text, marks=tuple(parts.marks), links=tuple(parts.links), own=True)


class _Parts:
    """The marks and links of a record, added one by one."""

    def __init__(self, record: Record, *, in_pieces: bool) -> None:
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self._text = record.text
        self._in_pieces = in_pieces
        self._entities = {entity.id: f"entity{number}" for number, entity in enumerate(record.entities, 1)}
        self._quotes = {quote.id: f"quote{number}" for number, quote in enumerate(record.quotes, 1)}
        self._named: dict[Place, list[Entity]] = defaultdict(list)
        for entity in record.entities:
            self._named[entity.start, entity.end].append(entity)

    def entity(self, entity: Entity, number: int) -> None:
        by_rule = "name" if entity.antecedent is None else "coref"
        self._mark(
            self._entities[entity.id],
            entity.label,
            [(entity.start, entity.end)],
            id=_unless(entity.id, f"e{number}"),
            name=_unless(entity.name, entity.text),
            ref=entity.ref,
            via=_unless(entity.via, by_rule),
        )
        if entity.antecedent is not None:
            self._link("antecedent", self._entities[entity.id], self._entities[entity.antecedent])

    def quote(self, quote: Quote, number: int) -> None:
        pieces = [(piece.start, piece.end) for piece in quote.spans]
        whole = (quote.start, quote.end)
        apart = pieces != [whole] and not (self._in_pieces and self._told_apart(whole, pieces))
        name = f"quote{number}"
        self._mark(
            name,
            "Quote",
            [whole] if apart else pieces,
            id=_unless(quote.id, f"q{number}"),
            kind=quote.kind,
            speaker_name=quote.speaker_name,
            organization=quote.organization,
        )
        for role, span in (("cue", quote.cue), ("speaker", quote.speaker)):
            if span:
                self._other(name, role, span)
        for i, piece in enumerate(pieces if apart else (), 1):
            self._mark(f"{name}part{i}", "Part", [piece])
            self._link("part", name, f"{name}part{i}")

    def claim(self, claim: Claim, number: int) -> None:
        name = f"claim{number}"
        target = claim.target
        self._mark(
            name,
            claim.stance,
            [(claim.evidence.start, claim.evidence.end)],
            id=_unless(claim.id, f"c{number}"),
            polarity=claim.polarity,
            stage=claim.stage,
            attribution=claim.attribution,
            jurisdiction=claim.jurisdiction,
            statement_date=claim.statement_date,
            effective_date=claim.effective_date,
            date_source=claim.date_source,
            target_kind=target.kind if target else None,
            confidence=None if claim.confidence is None else repr(claim.confidence),
            unsure="true" if claim.unsure else None,
        )
        self._end(name, "actor", claim.actor, claim.actor.entity)
        if target:
            self._end(name, "target", target, None)
        for quote in claim.quotes:
            self._link("quote", name, self._quotes[quote])

    def _end(self, claim: str, role: str, end: Actor | Target, entity: str | None) -> None:
        """Link a claim to its actor or target: to the entity where that says it all, else to a mark of its own."""
        there = self._named[end.start, end.end]
        same = [e for e in there if _says_it_all(e, end) and (role == "target" or e.id == entity)]
        if same:
            self._link(role, claim, self._entities[same[0].id])
            return
        mark = f"{role}{claim}"
        self._mark(mark, role.capitalize(), [(end.start, end.end)], name=end.name, label=end.label, ref=end.ref)
        self._link(role, claim, mark)
        if entity is not None:
            self._link("entity", mark, self._entities[entity])

    def _other(self, quote: str, role: str, span: Span) -> None:
        self._mark(f"{role}{quote}", role.capitalize(), [(span.start, span.end)])
        self._link(role, quote, f"{role}{quote}")

    def _told_apart(self, whole: Place, pieces: list[Place]) -> bool:
        """Whether pieces can stand as such: apart from each other by more than line ends, in order, covered by the whole."""
        between = [(a[1], b[0]) for a, b in pairwise(pieces)]
        apart = all(end < start and not _LINE_ENDS.fullmatch(self._text, end, start) for end, start in between)
        return apart and whole == (pieces[0][0], pieces[-1][1])

    def _mark(self, mark: str, role: str, pieces: list[Place], /, **attributes: str | None) -> None:
        given = {key: value for key, value in attributes.items() if value is not None}
        self.marks.append(Mark(id=mark, label=role, pieces=tuple(pieces), attributes=given))

    def _link(self, label: str, source: str, target: str) -> None:
        self.links.append(Link(label=label, source=source, target=target))


def _says_it_all(entity: Entity, end: Actor | Target) -> bool:
    return (entity.label, entity.name, entity.ref) == (end.label, end.name, end.ref)


def _unless(value: str, default: str) -> str | None:
    """The value, None where it is what the reader takes when nothing is said."""
    return None if value == default else value
