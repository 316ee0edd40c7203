"""Whom a draft claim's actor mention refers to: a name, a person's organisation, a nominal's antecedent or antecedents."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from onrecord.components.references.nominals import parse_nominal
from onrecord.lexicon.words import without_possessive
from onrecord.types import Actor, ActorLabel

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.components.people.affiliations import Affiliation
    from onrecord.components.references.resolve import Reference


class Spanned(Protocol):
    """Has offsets."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""


_GROUP = re.compile(r"[A-Z]\w+ (?:states|countries|nations|members|neighbou?rs|republics)$")
"""Several that share a name: "Gulf states"."""
_SOME = re.compile(r"\b(?:several|some|many|most|two|three|four|five|other|a few|(?:a number|dozens) of) \Z", re.IGNORECASE)
"""A quantifier belongs to who acts, and names nobody: six such actors of seven in the train set have no name."""
_LONGEST_SOME = len("a number of ")
_REST_OF_NAME = re.compile(r" (?!(?:Republican|Democrat|Conservative|Liberal)s)[^\W\d_a-z][^\W\d_A-Z]+s(?= [a-z])")
"""Right behind a place that opens a name of which the tags have no more: "Sumatra| Planters| defied it"."""
_WHERE = re.compile(r"\b(?:in|at|near|from|to|of|for|with|across|outside|inside|around)(?: the)? \Z", re.IGNORECASE)
"""Before a place that only tells where: "In |Sumatra| Planters defied it"."""
_LONGEST_WHERE = len("outside the ")
_POSSESSIVE = frozenset({"'s", "’s"})
_ARTICLE = re.compile(r"[Tt]he\s")
_CAPITALISED = r"[^\W\d_a-z][\w.&'’-]*"
_BY_ITS_LETTERS = re.compile(rf"(?:[^\W\d_a-z]-?){{3,}}|{_CAPITALISED}(?: (?:(?:of|for|and|the|de|&) )*{_CAPITALISED})+")
"""Capitals only, or several words that all have one."""
S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Who:
    """What an article says about who is who."""

    text: str
    named: Sequence[Named]
    """Name mentions in order of their start, none overlapping."""
    people: Sequence[Mention]
    """PERSON mentions, in order of their start."""
    affiliations: Mapping[str, Affiliation]
    """By the person's words in the article."""
    references: Mapping[Mention, Reference]
    """What nominals and pronouns stand for."""
    ids: Mapping[tuple[int, int], str]
    """Entity id by span."""


def overlapping(spans: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Return those of `spans` (in order, none overlapping another) that share a character with `start:end`."""
    first = bisect_right(spans, start, key=attrgetter("end"))
    return spans[first : bisect_left(spans, end, lo=first, key=attrgetter("start"))]


def name_at(mention: Mention, who: Who) -> Named | None:
    """Return the name that a mention is, give or take an article before it or a possessive after it."""
    for named in overlapping(who.named, mention.start, mention.end):
        before, after = named.start - mention.start, mention.end - named.end
        if before <= len("the ") and after <= len("’s"):
            return named
    return None


def actors(mention: Mention, who: Who, *, since: int | None = None) -> Iterator[Actor]:
    """Yield the actors that a mention stands for: one, or one a member of a group; with no name where it can't be told.

    Args:
        mention: A name, a person, a nominal or a pronoun.
        who: Who is who in the article.
        since: Where the mention's sentence begins, if a name in it is to be told rather than the pronoun that stands for it.
    """
    span = (mention.start, mention.end)
    acting = [n for n in overlapping(who.named, *span) if n.label in ("COMPANY", "GOVERNMENT")]
    exact = name_at(mention, who)
    if exact and (some := _some_of(exact, who.text)) is not None:
        yield _actor(who, (some, exact.end), None, "OTHER", None)
    elif exact and (rest := _rest_of_name(exact, who.text)):
        yield _actor(who, (exact.start, rest), who.text[exact.start : rest], "OTHER", None)
    elif exact:
        yield _actor(who, (exact.start, exact.end), exact.name, exact.label, exact.ref)
    elif (reference := who.references.get(mention)) and reference.names:
        if since is not None and len(reference.names) == 1 and (named := _named_before(reference.names[0], since, mention, who)):
            span = (named.start, named.end)
        for member in reference.names:
            yield _actor(who, span, member.name, member.label, member.ref)
    elif organisation := _organisation(mention, who):
        yield _actor(who, span, organisation.name, organisation.label, organisation.ref)
    elif mention.label == "PERSON":
        yield _actor(who, span, who.text[mention.start : mention.end], "OTHER", None)
    elif len({n.key for n in acting}) == 1 and not _GROUP.search(who.text[mention.start : mention.end]):
        yield _actor(who, span, acting[0].name, acting[0].label, acting[0].ref)
    else:
        yield _actor(who, span, _own_name(mention, who.text), "OTHER", None)


def _some_of(group: Named, text: str) -> int | None:
    """Return where "|several| Gulf states" begins, None where the mention is no group or no part of one is meant."""
    if not _GROUP.fullmatch(text[group.start : group.end]):
        return None
    some = _SOME.search(text, max(0, group.start - _LONGEST_SOME), group.start)
    return some.start() if some else None


def _rest_of_name(place: Named, text: str) -> int | None:
    """Return where a name ends that a place opens, None where the place is meant.

    Of the drafts of the train set whose actor is a place none has such a word behind it.
    """
    if place.label != "PLACE" or _WHERE.search(text, max(0, place.start - _LONGEST_WHERE), place.start):
        return None
    rest = _REST_OF_NAME.match(text, place.end)
    return rest.end() if rest and parse_nominal(rest.group().strip()) is None else None


def _own_name(mention: Mention, text: str) -> str | None:
    """Return a mention that is a name by its letters, of a union, a party or another body without a tag: "UDAR", "Lehigh County".

    A single word with one capital may be a name or no more than a title or a people: "the Secretary", "Innkeepers".
    """
    surface = _ARTICLE.sub("", without_possessive(text[mention.start : mention.end]))
    if not _BY_ITS_LETTERS.fullmatch(surface) or parse_nominal(surface) is not None:
        return None
    head = parse_nominal(surface.split()[-1])
    return None if head is not None and head.plural else surface  # "Search and Social Firms" of a headline


def _named_before(thing: Named, since: int, mention: Mention, who: Who) -> Named | None:
    """Return the mention by name of what a nominal or pronoun stands for, if its sentence has one before it.

    A name that owns something ("Oland's debt … the government") is not told for who acts.
    """
    before = [n for n in overlapping(who.named, since, mention.start) if n.label in ("COMPANY", "GOVERNMENT")]
    return next((n for n in before if n.key == thing.key and who.text[n.end : n.end + 2] not in _POSSESSIVE), None)


def _organisation(mention: Mention, who: Who) -> Affiliation | None:
    """Return the organisation of the person in (or behind) a mention."""
    for person in overlapping(who.people, mention.start, mention.end):
        if found := who.affiliations.get(who.text[person.start : person.end]):
            return found
    return None


def _actor(who: Who, span: tuple[int, int], name: str | None, label: ActorLabel, ref: str | None) -> Actor:
    start, end = span
    return Actor(start=start, end=end, text=who.text[start:end], name=name, label=label, ref=ref, entity=who.ids.get(span))
