"""References: which named things "the company", "it", "we", "the three firms" or a person's name stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from onrecord.components.names.link import Named
from onrecord.components.names.lists import column
from onrecord.components.references.article import ArticleView
from onrecord.components.references.nominals import Nominal, parse_nominal
from onrecord.components.references.search import Search
from onrecord.lexicon.words import without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.people.affiliations import Affiliation
    from onrecord.lexicon import Lexicon

_WORD, _CAPITALISED = re.compile(r"\b\w+"), re.compile(r"\b[^\W\d_a-z]\w*")
_FARTHEST = 4000
"""Characters before a mention in which a person is looked for."""
_SHORT = 3
"""A person's name of so many letters is left out: it may be any word."""
_LONGEST_NAME = 80
"""Characters behind a quote's attribution in which the name must end that it is about."""
_NESTED = 8
"""So many quotes before a mention may lie around it."""
_ORGANS = frozenset({"board"})
"""What a company decides by: in the words of its own people, the company."""
_SAID_OF = re.compile(
    r"[^.!?\n“”\"]{0,120}?\b(?:said|says) of (?:the )?(?:(?!(?:in|on|at|by|for|with|from|into|against|to)\b)[a-z][\w-]{0,30} ){0,3}"
)
"""Between a quote and whom it is about: "“They will not pay,” the minister |said of the refiner| Norvik"."""
_ENDS = re.compile(r"[.,;:!?]|\s*(?:\n|\Z)")
"""Behind that name: in "said of the Norvik story" the quote is about a story."""
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
    view: ArticleView,
    wanted: Sequence[Mention],
    *,
    lexicon: Lexicon,
    quotes: Sequence[Spoken] = (),
    people: Mapping[str, Affiliation] | None = None,
) -> dict[Mention, Reference]:
    """Return for each wanted mention the things that it stands for, from salience, number, kind and apposition.

    Precision goes first: with two candidates about equally salient, a mention stays unresolved.

    Args:
        view: The article with its sentences and names.
        wanted: The mentions to resolve: nominals, pronouns, names, persons. One may stand for what another stands for,
            so have all of `nominal_mentions` among them.
        lexicon: Names and ids.
        quotes: The article's quotes, for "we" and "our".
        people: What each person speaks for, from `affiliations`.
    """
    resolver = _Resolver(view, quotes, people or {}, lexicon)
    found = {m: resolver.resolve(m) for m in sorted(set(wanted), key=lambda m: (m.start, -m.end))}
    return {m: found[m] for m in wanted}


class _Resolver:
    """Resolves mentions in text order, so that "it" may stand for what "the company" stood for."""

    def __init__(self, view: ArticleView, quotes: Sequence[Spoken], people: Mapping[str, Affiliation], lexicon: Lexicon) -> None:
        self._view = view
        self._quotes = sorted(quotes, key=lambda q: q.start)
        self._people = people
        self._present = list(_present(view.text, people))
        self._organizations = {who.name: who for who in people.values()}
        self._search = Search(view, dict(_governing(self._present)), lexicon)

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
        if nominal.pronoun and (told_of := self._told_of(mention)):
            return Reference((told_of,), "pronoun")
        if nominal.possessor:
            return _reference(self._last_person(mention, nominal), "nominal")
        if nominal.kind == "person":
            return Reference() if nominal.plural else _reference(self._last_person(mention, nominal), "person")
        if nominal.plural or nominal.count:
            found = self._search.several(mention.start, mention.end, nominal)
            return _reference(found, "pronoun" if nominal.pronoun else "group")
        found = self._search.one(mention.start, nominal)
        if not found and (nominal.kind == "company" or nominal.head in _ORGANS) and nominal.definite:
            found = self._of_speaker(mention)
        return _reference(found, "pronoun" if nominal.pronoun else "nominal")

    def _of_speaker(self, mention: Mention) -> tuple[Named, ...]:
        """The company that the speaker is of: "|the company| (or |the board|) will pay, Ana Vell, head of law at Norvik, said"."""
        quote = self._quote_around(mention.start)
        if quote is None or not quote.organization or ";" in quote.organization or quote.speaker_name in (None, quote.organization):
            return ()
        named = self._by_name(quote.organization, mention) or Named(mention.start, mention.end, "COMPANY", quote.organization)
        # A place that no list knows is a firm that the tags took for one: "head of legal affairs at Alpenmilch".
        firm = named.label == "COMPANY" or (named.label == "PLACE" and named.ref is None)
        return (replace(named, label="COMPANY"),) if firm else ()

    def _speaker(self, mention: Mention) -> tuple[Named, ...]:
        """Whom "we" speaks for: the organisation of the quote's speaker; without a quote, whose text it is."""
        quote = self._quote_around(mention.start)
        if quote is None:
            return (self._search.outside_quote(mention.start) if not self._quotes else ()) or self._search.issuer()
        if quote.organization:
            names = [n.strip() for n in quote.organization.split(";")]
            return tuple(found for n in names if (found := self._by_name(n, mention) or self._untagged(n, mention)))
        who = self._people.get(quote.speaker_name or "")
        return (_as_named(who, mention.start, mention.end),) if who else ()

    def _told_of(self, mention: Mention) -> Named | None:
        """Whom the quote around a pronoun is about, where that is said behind it and no name stands in it before the pronoun."""
        quote = self._quote_around(mention.start)
        if quote is None or self._view.inside(quote.start, mention.start):
            return None
        about = _SAID_OF.match(self._view.text, quote.end)
        named = self._view.inside(about.end(), about.end() + _LONGEST_NAME) if about else []
        if about is None or not named or named[0].start != about.end() or named[0].label == "PLACE":
            return None
        return named[0] if _ENDS.match(self._view.text, named[0].end) else None

    def _quote_around(self, at: int) -> Spoken | None:
        last = bisect_right(self._quotes, at, key=lambda q: q.start)
        return next((q for q in reversed(self._quotes[max(0, last - _NESTED) : last]) if at < q.end), None)

    def _by_name(self, name: str, mention: Mention) -> Named | None:
        """The organisation of this canonical name: the one that the article names, or that one of its people is of."""
        if known := self._view.by_name.get(name):
            return known
        who = self._organizations.get(name)
        return _as_named(who, mention.start, mention.end) if who else None

    def _untagged(self, name: str, mention: Mention) -> Named | None:
        """The organisation that the article names though no tag says so: "Ana Vell, who heads Velbert Glas"."""
        return Named(mention.start, mention.end, "OTHER", name) if name in self._view.text else None

    def _last_person(self, mention: Mention, nominal: Nominal) -> tuple[Named, ...]:
        """The one person with an affiliation in this sentence or the one before."""
        sentence = self._view.sentence_of(mention.start)
        for first in (sentence, sentence - 1, sentence - 2):
            if first < 0:
                break
            start = max(self._view.sentences[first][0], mention.start - _FARTHEST)
            low, high = (bisect_left(self._present, at, key=lambda p: p[0]) for at in (start, mention.start))
            present = {who for _, end, who in self._present[low:high] if end <= mention.start and _holds(who, nominal)}
            if present:
                return (_as_named(present.pop(), mention.start, mention.end),) if len(present) == 1 else ()
        return ()


def _reference(names: tuple[Named, ...], kind: ReferenceKind) -> Reference:
    return Reference(names, kind) if names else Reference()


def _holds(who: Affiliation, nominal: Nominal) -> bool:
    """Whether a person of this affiliation may be meant by "the president", "his company", "he"."""
    if nominal.kind == "company":
        return who.label == "COMPANY"
    leads = (who.ref or "").startswith("country:")
    return leads if nominal.head in _LEADERS or nominal.kind in {"government", "country"} else True


def _present(text: str, people: Mapping[str, Affiliation]) -> Iterator[tuple[int, int, Affiliation]]:
    """Where the text names each of the people: start, end and what the person speaks for, by start."""
    by_word: dict[str, list[str]] = {}
    for name in people:
        if len(name) > _SHORT and (word := _WORD.match(name)):
            by_word.setdefault(word.group(), []).append(name)
    # Nearly all names begin with a capital; few words do.
    words = _CAPITALISED if all(map(_CAPITALISED.match, by_word)) else _WORD
    for m in words.finditer(text) if by_word else ():
        for name in by_word.get(m.group(), ()):
            end = m.start() + len(name)
            if text.startswith(name, m.start()) and not text[end : end + 1].isalnum():
                yield m.start(), end, people[name]


def _governing(present: Iterable[tuple[int, int, Affiliation]]) -> Iterator[tuple[int, Named]]:
    """Where a person who governs a country is named: "the administration" may be theirs."""
    for start, end, who in present:
        if (who.ref or "").startswith("country:"):
            yield start, _as_named(who, start, end)


def _as_named(who: Affiliation, start: int, end: int) -> Named:
    return Named(start, end, who.label, who.name, who.ref, "alias", country=who.country)
