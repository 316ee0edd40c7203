"""Who is who in an article: each person's full name, what the article calls them, and whom they speak for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.components.people.affiliations import Affiliation
from onrecord.components.people.bodies import Bodies
from onrecord.components.people.full_names import full_names
from onrecord.components.people.nouns import words_of, works_for_company
from onrecord.components.people.persons import people_in
from onrecord.components.people.ties import TieReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.components.people.descriptions import Tie
    from onrecord.components.people.nouns import Sex
    from onrecord.components.people.runs import Offsets
    from onrecord.lexicon import Lexicon

_WORKS = frozenset({"staff", "state", "local"})
"""Kinds of people who speak for a body, a country or a town."""
_DATELINE = re.compile(r"\s*[A-Z][A-Z .’'\-]{2,}")
_TITLE = re.compile(r"\b(\w+)\.?\s+$")
_ADJECTIVE = re.compile(r"\b[A-Z][a-z]{3,}\b")
_BACK = 200
"""Mentions of people that a description or a possessive may reach back."""


@dataclass(slots=True)
class Person:
    """A person whom the article names."""

    name: str
    """The fullest form."""
    spans: list[Offsets] = field(default_factory=list)
    """Where the person is named, in order."""
    ties: list[Tie] = field(default_factory=list)
    """What the words around the name tell."""
    sex: Sex | None = None
    """Whether the article calls the person he or she, as far as titles and nouns tell."""
    body: str | None = None
    """Whom the person speaks for, None where the article doesn't tell."""

    @property
    def nouns(self) -> frozenset[str]:
        """What the article calls the person, lower case."""
        return frozenset(word for tie in self.ties for word in tie.nouns)

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the nouns for the person."""
        return frozenset(tie.kind for tie in self.ties if tie.kind)


_OTHER_SIDE = re.compile(r"\b(?:from|with|against|to|by|of|on|for|in) (?:the )?\Z")


@dataclass(frozen=True, slots=True)
class Roster:
    """The people and bodies of one article."""

    bodies: Bodies
    """Its companies, authorities and other bodies."""
    people: Mapping[str, Person]
    """By full name, in order of their first mention."""
    full: Mapping[Offsets, str]
    """The full name at each place that names somebody."""
    reader: TieReader
    """Reads descriptions of those who have no name."""

    @classmethod
    def of(
        cls,
        mentions: Sequence[Mention],
        named: Sequence[Named],
        *,
        text: str,
        offices: Mapping[str, Affiliation],
        hidden: Sequence[Offsets],
        lexicon: Lexicon,
    ) -> Roster:
        """Return the roster of an article.

        Args:
            mentions: The encoder's mentions; PERSON ones are read.
            named: The article's names, from `link_names`.
            text: The article.
            offices: What each person is known to speak for, from `affiliations`, by every form of the name.
            hidden: Its quotes, in order.
            lexicon: Names and nationalities.
        """
        spans, others = people_in(text, mentions, named)
        bodies = Bodies.of(text, named, lexicon, people=spans, others=others, hidden=hidden)
        roster = cls(bodies, {}, full_names(text, spans), TieReader(bodies, lexicon))
        people = roster._people()
        roster = cls(bodies, people, roster.full, roster.reader)
        employers = _Employers(roster, offices, _country(text, named, lexicon), named, lexicon)
        for person in people.values():
            person.body = employers.of(person)
        return roster

    def _people(self) -> dict[str, Person]:
        people: dict[str, Person] = {}
        for span, name in self.full.items():
            person = people.setdefault(name, Person(name))
            person.spans.append(span)
            person.ties += self.reader.read(*span)
            person.sex = person.sex or _sex(self.bodies.text, span[0], person)
        return people

    def affiliations(self, named: Sequence[Named]) -> dict[str, Affiliation]:
        """Return whom each person speaks for, by every form of the name: a named actor, or a body that stands with the name.

        Args:
            named: The article's names, from `link_names`.
        """
        actors = {n.name: n for n in named if n.label in ("COMPANY", "GOVERNMENT")}
        others = {n.name for n in named} - actors.keys()
        found: dict[str, Affiliation] = {}
        for person in self.people.values():
            if body := actors.get(person.body or ""):
                office = Affiliation(body.name, body.ref, body.label, body.country)
            elif person.body and person.body not in others and any(t.body == person.body for t in person.ties):
                office = Affiliation(person.body, None, "COMPANY" if works_for_company(person.nouns) else "OTHER")
            else:
                continue
            found |= {self.bodies.text[start:end]: office for start, end in person.spans}
        return found

    def at(self, span: Offsets) -> list[Person]:
        """Return the people named within `span`, each once."""
        spans = self.bodies.people
        first = bisect_right(spans, span[0], key=lambda s: s[1])
        inside = spans[first : bisect_left(spans, span[1], lo=first, key=lambda s: s[0])]
        return [self.people[name] for name in dict.fromkeys(self.full[s] for s in inside)]

    def before(self, offset: int) -> Iterator[Person]:
        """Yield the people named before `offset`, the latest first, each once."""
        last = bisect_left(self.bodies.people, (offset, 0))
        latest = self.bodies.people[max(0, last - _BACK) : last]
        yield from (self.people[name] for name in dict.fromkeys(self.full[s] for s in reversed(latest)))

    def called(self, noun: str, offset: int) -> Person | None:
        """Return whom "the `noun`" at `offset` means: the latest person before who is called so."""
        forms = words_of("spokes") if noun in words_of("spokes") else {noun}
        return next((p for p in self.before(offset) if not forms.isdisjoint(p.nouns)), None)

    def alone(self, offset: int) -> Person | None:
        """Return the only person named before `offset`, None for none or several."""
        found = list(islice(self.before(offset), 2))
        return found[0] if len(found) == 1 else None

    def by_kind(self, kinds: frozenset[str], noun_at: str | None, offset: int, *, company: bool) -> str | None:
        """Return the body that somebody of such kinds works for who is only called so at `offset`.

        Args:
            kinds: Kinds of the nouns for the person.
            noun_at: What kind of body such a person works at, None if any.
            offset: Where the person is described.
            company: Whether only companies have such people.
        """
        if noun_at and (alike := self.bodies.only(noun_at)):
            return alike
        main = self.bodies.near(offset, company=company) if "staff" in kinds else None
        return main if not noun_at or self.bodies.fits(noun_at, main) else None


@dataclass(frozen=True, slots=True)
class _Employers:
    """Tells whom the people of an article speak for."""

    roster: Roster
    offices: Mapping[str, Affiliation]
    country: str | None
    """The country that the article is about."""
    named: Sequence[Named]
    """The article's names."""
    lexicon: Lexicon

    def of(self, person: Person) -> str | None:
        """The body that is named with the person, the owner of "its director", the known office, or what the title lets expect."""
        current = [t for t in person.ties if not t.former]
        left = len(current) < len(person.ties) and not any(t.body or t.kind or t.whose for t in current)
        private = not person.kinds.isdisjoint({"nobody", "private"}) and person.kinds.isdisjoint(_WORKS)
        if left or private:
            return None
        office = self._office(person)
        country = office is not None and (office.ref or "").startswith("country:")
        if office and country and ("staff" not in person.kinds or not person.nouns.isdisjoint(words_of("governs"))):
            return office.name
        if country or "state" in person.kinds:
            office = None
        governs = not person.kinds.isdisjoint({"state", "local"})
        named = next((t.body for t in current if t.body and (governs or not t.place)), None)
        owner = next((name for t in current if t.whose and (name := self._owner(*t.whose))), None)
        return named or owner or (office.name if office else None) or self._by_title(person)

    def _office(self, person: Person) -> Affiliation | None:
        text = self.roster.bodies.text
        forms = (person.name, *(text[s:e] for s, e in person.spans))
        return next((found for form in forms if (found := self.offices.get(form))), None)

    def _owner(self, pronoun: str, at: int) -> str | None:
        if pronoun in ("his", "her"):
            return next((p.body for p in self.roster.before(at)), None)
        return self.roster.bodies.its(at) if pronoun in ("its", "their") else None

    def _by_title(self, person: Person) -> str | None:
        """The body of a bare title: the country of a minister, the town of a mayor, the only firm of a manager."""
        at = person.spans[0][0]
        if "state" in person.kinds:
            nations = (e.name for word in sorted(person.nouns) if (e := self.lexicon.nationality(word.capitalize())))
            return next(nations, None) or self.country or _country_at(self.roster.bodies.text, self.named, at, self.lexicon)
        if "local" in person.kinds:
            return self.roster.bodies.town(at) or self.roster.bodies.main(at)
        noun_at = next((t.at for t in person.ties if t.at), None)
        return self.roster.by_kind(person.kinds, noun_at, at, company=works_for_company(person.nouns))


def _sex(text: str, start: int, person: Person) -> Sex | None:
    title = _TITLE.search(text, max(0, start - 12), start)
    word = title[1].lower() if title else ""
    if word in words_of("he") | words_of("she"):
        return "he" if word in words_of("he") else "she"
    return next((t.sex for t in person.ties if t.sex), None)


def _country(text: str, named: Sequence[Named], lexicon: Lexicon) -> str | None:
    """The country that the article is about: of its dateline, else the one that most of its places are in, else of its people."""
    placed = [n.country for n in named if n.label in ("PLACE", "GOVERNMENT") and n.country]
    line = _DATELINE.match(text)
    dateline = [n.country for n in named if line and n.start < line.end() and n.label in ("PLACE", "GOVERNMENT") and n.country]
    most = [code for code, count in Counter(placed).most_common(1) if 2 * count > len(placed)] or _on_this_side(text, named)
    codes = dateline[:1] or most or ([] if placed else _nations(text, lexicon))
    return _country_name(codes[0], lexicon) if len(codes) == 1 else None


def _on_this_side(text: str, named: Sequence[Named]) -> list[str]:
    """The country that acts, where it is the only one: the other side comes after a preposition, "the note |from| Freedonia"."""
    ours = {
        n.country
        for n in named
        if n.label == "GOVERNMENT" and n.country and not _OTHER_SIDE.search(text, max(0, n.start - len("against the ")), n.start)
    }
    return [*ours] if len(ours) == 1 else []


def _country_at(text: str, named: Sequence[Named], at: int, lexicon: Lexicon) -> str | None:
    """The only country named in the paragraph before `at`."""
    start = text.rfind("\n", 0, at)
    near = {n.country for n in named if start < n.start < at and n.label in ("PLACE", "GOVERNMENT") and n.country}
    return _country_name(near.pop(), lexicon) if len(near) == 1 else None


def _country_name(code: str | None, lexicon: Lexicon) -> str | None:
    entry = lexicon.entry(f"country:{(code or '').lower()}")
    return entry.name if entry else None


def _nations(text: str, lexicon: Lexicon) -> list[str | None]:
    found = (lexicon.nationality(word) for word in dict.fromkeys(_ADJECTIVE.findall(text)))
    return list(dict.fromkeys(e.country for e in found if e))
