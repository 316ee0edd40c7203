"""Whom a draft claim's actor mention refers to: a name, a person's organisation, a nominal's antecedent or antecedents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.types import Actor, ActorLabel

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.components.people.affiliations import Affiliation
    from onrecord.components.references.resolve import Reference


@dataclass(frozen=True, slots=True)
class Who:
    """What an article says about who is who."""

    text: str
    named: Sequence[Named]
    """Name mentions in order of their start, none overlapping."""
    people: Sequence[Mention]
    """PERSON mentions."""
    affiliations: Mapping[str, Affiliation]
    """By the person's words in the article."""
    references: Mapping[Mention, Reference]
    """What nominals and pronouns stand for."""
    ids: Mapping[tuple[int, int], str]
    """Entity id by span."""


def actors(mention: Mention, who: Who) -> Iterator[Actor]:
    """Yield the actors that a mention stands for: one, or one a member of a group; with no name where it can't be told."""
    span = (mention.start, mention.end)
    inside = [n for n in who.named if mention.start <= n.start and n.end <= mention.end and n.label in ("COMPANY", "GOVERNMENT")]
    if exact := next((n for n in who.named if n.start < mention.end and mention.start < n.end and _covers(n, mention)), None):
        yield _actor(who, (exact.start, exact.end), exact.name, exact.label, exact.ref)
    elif (reference := who.references.get(mention)) and reference.names:
        for member in reference.names:
            yield _actor(who, span, member.name, member.label, member.ref)
    elif organisation := _organisation(mention, who):
        yield _actor(who, span, organisation.name, organisation.label, organisation.ref)
    elif mention.label == "PERSON":
        yield _actor(who, span, who.text[mention.start : mention.end], "OTHER", None)
    elif len({n.key for n in inside}) == 1:
        yield _actor(who, span, inside[0].name, inside[0].label, inside[0].ref)
    else:
        yield _actor(who, span, None, "OTHER", None)


def _covers(named: Named, mention: Mention) -> bool:
    """Whether a mention is the name itself, give or take an article or a title before it."""
    return (named.start <= mention.start and mention.end <= named.end + 2) or (
        named.end == mention.end and named.start - mention.start <= len("the ")
    )


def _organisation(mention: Mention, who: Who) -> Affiliation | None:
    """Return the organisation of the person in (or behind) a mention."""
    for person in who.people:
        if person.start < mention.end and mention.start < person.end:
            name = who.text[person.start : person.end]
            if found := who.affiliations.get(name):
                return found
    return None


def _actor(who: Who, span: tuple[int, int], name: str | None, label: ActorLabel, ref: str | None) -> Actor:
    start, end = span
    return Actor(start=start, end=end, text=who.text[start:end], name=name, label=label, ref=ref, entity=who.ids.get(span))
