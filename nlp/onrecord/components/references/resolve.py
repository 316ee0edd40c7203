"""References: which named things "the company", "it", "we", "the three firms" or a person's name stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from onrecord.components.names.link import Named
from onrecord.components.names.lists import column
from onrecord.components.references.article import ArticleView
from onrecord.components.references.nominals import Nominal, nominal_mentions, parse_nominal
from onrecord.components.references.search import Search
from onrecord.lexicon.words import without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.people.affiliations import Affiliation

__all__ = ["Reference", "Spoken", "nominal_mentions", "resolve_references"]

_LEADERS = frozenset({"president", "prime minister", "premier", "chancellor"})

ReferenceKind = Literal["name", "person", "nominal", "group", "pronoun", "speaker", "unresolved"]


class Spoken(Protocol):
    """What is read of a quote: a `Quote` of a record, or anything alike."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""

    @property
    def speaker_name(self) -> str | None:
        """Who speaks."""

    @property
    def organization(self) -> str | None:
        """For whom."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a mention stands for."""

    names: tuple[Named, ...] = ()
    """The things meant, each by one of its name mentions; empty when it cannot be told."""
    kind: ReferenceKind = "unresolved"
    """How it was found."""


def resolve_references(
    text: str,
    sentences: Sequence[tuple[int, int]],
    named: Sequence[Named],
    wanted: Sequence[Mention],
    *,
    quotes: Sequence[Spoken] = (),
    people: Mapping[str, Affiliation] | None = None,
) -> dict[Mention, Reference]:
    """Return for each wanted mention the things that it stands for, from salience, number, kind and apposition.

    Precision goes first: with two candidates about equally salient, a mention stays unresolved.

    Args:
        text: The article.
        sentences: (start, end) of its sentences.
        named: Its name mentions, from `link_names`.
        wanted: The mentions to resolve: names, nominals, pronouns, persons.
        quotes: The article's quotes, for "we" and "our".
        people: What each person speaks for, from `affiliations`.
    """
    view = ArticleView(text, sentences, named)
    resolver = _Resolver(view, quotes, people or {})
    everything = sorted({*wanted, *nominal_mentions(text, view.sentences)}, key=lambda m: (m.start, -m.end))
    found = {m: resolver.resolve(m) for m in everything}
    return {m: found[m] for m in wanted}


class _Resolver:
    """Resolves mentions in text order, so that "it" may stand for what "the company" stood for."""

    def __init__(self, view: ArticleView, quotes: Sequence[Spoken], people: Mapping[str, Affiliation]) -> None:
        self._view = view
        self._quotes = quotes
        self._people = people
        self._search = Search(view, dict(_governing(view.text, people)))

    def resolve(self, mention: Mention) -> Reference:
        """Return what a mention stands for."""
        surface = self._view.text[mention.start : mention.end]
        if name := self._name(mention):
            return Reference((name,), "name")
        if person := self._person(mention, without_possessive(surface)):
            return Reference((person,), "person")
        nominal = parse_nominal(without_possessive(surface))
        if nominal is None:
            return Reference()
        return self._nominal(mention, nominal)

    def _name(self, mention: Mention) -> Named | None:
        """The name itself, or the name in "a Norvik spokeswoman"."""
        if exact := self._view.exactly(mention.start, mention.end):
            return exact
        inside = self._view.inside(mention.start, mention.end)
        last = self._view.text[mention.start : mention.end].lower().split()[-1:]
        return inside[0] if len(inside) == 1 and last and last[0] in column("ref_speech_after") else None

    def _person(self, mention: Mention, surface: str) -> Named | None:
        words = surface.split()
        names = [surface, " ".join(words[-2:]), words[-1] if words else ""]
        who = next((self._people[n] for n in names if n in self._people), None)
        return _as_named(who, mention.start, mention.end) if who else None

    def _nominal(self, mention: Mention, nominal: Nominal) -> Reference:
        if nominal.kind == "speaker":
            return _reference(self._speaker(mention), "speaker")
        if nominal.possessor:
            return _reference(self._last_person(mention, nominal), "person")
        if nominal.kind == "person":
            return Reference() if nominal.plural else _reference(self._last_person(mention, nominal), "person")
        if nominal.plural or nominal.count:
            found = self._search.several(mention.start, mention.end, nominal)
            return _reference(found, "pronoun" if nominal.pronoun else "group")
        return _reference(self._search.one(mention.start, nominal), "pronoun" if nominal.pronoun else "nominal")

    def _speaker(self, mention: Mention) -> tuple[Named, ...]:
        """Whom "we" speaks for: the organisation of the quote's speaker."""
        quote = next((q for q in self._quotes if q.start <= mention.start < q.end), None)
        if quote is None:
            return self._search.outside_quote(mention.start) if not self._quotes else ()
        if quote.organization:
            names = [n.strip() for n in quote.organization.split(";")]
            return tuple(self._by_name(n, mention) for n in names)
        who = self._people.get(quote.speaker_name or "")
        return (_as_named(who, mention.start, mention.end),) if who else ()

    def _by_name(self, name: str, mention: Mention) -> Named:
        known = next((n for n in reversed(self._view.named) if name in {n.name, self._view.text[n.start : n.end]}), None)
        return known or Named(mention.start, mention.end, "COMPANY", name)

    def _last_person(self, mention: Mention, nominal: Nominal) -> tuple[Named, ...]:
        """The one person with an affiliation in this sentence or the one before."""
        sentence = self._view.sentence_of(mention.start)
        for first in (sentence, sentence - 1, sentence - 2):
            if first < 0:
                break
            start = self._view.sentences[first][0]
            window = self._view.text[start : mention.start]
            present = {
                who: window.rfind(name)
                for name, who in self._people.items()
                if len(name) > 3 and name in window and _holds(who, nominal)
            }
            if present:
                return (_as_named(max(present, key=lambda w: present[w]), mention.start, mention.end),) if len(present) == 1 else ()
        return ()


def _reference(names: tuple[Named, ...], kind: ReferenceKind) -> Reference:
    return Reference(names, kind) if names else Reference()


def _holds(who: Affiliation, nominal: Nominal) -> bool:
    """Whether a person of this affiliation may be meant by "the president", "his company", "he"."""
    if nominal.kind == "company":
        return who.label == "COMPANY"
    leads = (who.ref or "").startswith("country:")
    return leads if nominal.head in _LEADERS or nominal.kind in {"government", "country"} else True


def _governing(text: str, people: Mapping[str, Affiliation]) -> Iterator[tuple[int, Named]]:
    """Where a person who governs a country is named: "the administration" may be theirs."""
    for name, who in people.items():
        if (who.ref or "").startswith("country:") and len(name) > 3:
            for m in re.finditer(rf"\b{re.escape(name)}\b", text):
                yield m.start(), _as_named(who, m.start(), m.end())


def _as_named(who: Affiliation, start: int, end: int) -> Named:
    return Named(start, end, who.label, who.name, who.ref, "alias", country=who.country)
