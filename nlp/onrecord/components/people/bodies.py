"""The bodies of an article: what a noun phrase, "the company" or "its" means."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.components.actors import overlapping
from onrecord.components.people.body_names import PLURAL, SURE, body_names, body_spots, called, shown
from onrecord.components.people.nouns import ends_name, in_class, is_body_noun, is_firm_noun, is_name_noun, words_of
from onrecord.components.people.runs import POSSESSIVES, is_possessive, name_run, overlaps
from onrecord.lexicon.words import without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.components.names.link import Named
    from onrecord.components.people.runs import Offsets
    from onrecord.lexicon import Lexicon

_DETERMINER = re.compile(r"(?:the|an?|its|their|his|her|our|one|each)[ \u00a0]", re.IGNORECASE)
_LOWER = re.compile(r"(?:[a-z][\w\-’']*[ \u00a0]){0,5}?([a-z][\w\-]*)[ \u00a0](?=[^\W\d_a-z])")
_APPOSED = re.compile(r"(?:[a-z][\w\-’']* ){0,3}?([a-z][\w\-]*), (?=[^\W\d_a-z])")
_COMPOUND = re.compile(r"[Tt]he ([a-z][\w\-]*) ([a-z][\w\-]*)\b(?! [a-z]+(?:er|or|ist)\b)")
_NOUN = re.compile(r"(?:[a-z][\w\-]*[ \u00a0]){0,2}?([a-z][\w\-]*)(?:['’]s)?\b")
_SENTENCE_END = re.compile(r"[.!?][\"”'’]*\s+|\n+")
_WHERE = re.compile(r"\b(?:at|in|on|near|off|from)\s$")
_TIED = re.compile(r"\b(?:of|for|at|with|from|by|to|in|on)\s(?:the\s)?$")
_TOPIC = re.compile(r"(?:^|[.!?\n][\"”’']?\s*)(?:The [a-z]+, |The )?$")
_PAPER = re.compile(r"\s(?:(?:exclusively |now )?understands|can (?:exclusively |now )?(?:reveal|disclose)|has learn(?:ed|t))\b")
"""What a paper says of itself: "the Beacon understands"."""
_OPENS = 30
"""Characters from the start of a sentence in which its first body is what it is about."""
_NEAR = 400
"""Characters back in which "its" may find its body."""


@dataclass(frozen=True, slots=True, order=True)
class Body:
    """A mention of a company, an authority or another organisation."""

    start: int
    end: int
    name: str
    """Canonical name where the body is known, else as the article has it."""
    nouns: frozenset[str] = frozenset()
    """What the article calls it, lower case: charity, airline; the nouns in its name among them."""

    kind: Literal["company", "authority", "country"] | None = None
    """What the encoder took it for; nobody works at a country."""

    def is_called(self, noun: str) -> bool:
        """Whether "the `noun`", in lower case, may be it: the article calls it so, or its name ends so, as Ostrobank does."""
        return self.kind != "country" and (noun in self.nouns or self.name.lower().endswith(noun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a noun phrase may name besides bodies that are known or told."""

    place: bool = False
    """A place, for those who govern one."""
    single: bool = False
    """An unknown name of one word."""
    doubtful: bool = False
    """What the encoder took for a place that no list knows: "an engineer at Pion"."""


_STRICT = Phrase()
_ANY_NAME = Phrase(single=True)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of one article."""

    text: str
    found: Sequence[Body]
    """In order of their start, none overlapping."""
    places: Sequence[Named]
    """The places, in order."""
    people: Sequence[Offsets]
    """Where people are named, in order."""
    told: Sequence[Body]
    """Those of `found` outside quotes, without countries and the paper itself: what the article is about."""

    @classmethod
    def of(
        cls,
        text: str,
        named: Sequence[Named],
        lexicon: Lexicon,
        *,
        people: Sequence[Offsets],
        others: Iterable[Offsets] = (),
        hidden: Sequence[Offsets] = (),
    ) -> Bodies:
        """Return the bodies of `text`.

        Args:
            text: The article.
            named: Its names, from `link_names`.
            lexicon: Nationalities.
            people: Where it names people, in order: there it names no bodies.
            others: Where it names bodies that the encoder took for something else.
            hidden: Its quotes, in order.
        """
        spots = body_spots(text, named, lexicon, people=people, others=others)
        found = [
            Body(start, end, name, called(text, start, end), _kind(n))
            for (start, end, n), name in zip(spots, body_names(text, spots), strict=True)
        ]
        told = [
            b for b in found
            if b.kind != "country" and not overlaps(hidden, b.start, b.end) and not _PAPER.match(text, b.end)
        ]  # fmt: skip
        return cls(text, found, sorted(n for n in named if n.label == "PLACE" or (n.country and not n.ref)), people, told)

    def at(self, start: int, end: int) -> Body | None:
        """Return the first body that shares a character with `start:end`."""
        return next(iter(overlapping(self.found, start, end)), None)

    def ending_at(self, at: int) -> Body | None:
        """Return the body whose mention ends at `at`, a possessive aside."""
        near = reversed(overlapping(self.found, at - 3, at))
        return next((b for b in near if b.end == at or (b.end < at and self.text[b.end : at] in POSSESSIVES)), None)

    def last(self, start: int, end: int) -> Body | None:
        """Return the last body within `start:end`."""
        inside = [b for b in overlapping(self.found, start, end) if start <= b.start and b.end <= end]
        return inside[-1] if inside else None

    def place_at(self, start: int, end: int) -> Named | None:
        """Return the first place that shares a character with `start:end`."""
        return next(iter(overlapping(self.places, start, end)), None)

    def phrase(self, at: int, allow: Phrase = _STRICT) -> str | None:
        """Return the name of the body in the noun phrase that begins at `at`; None when it names and means none.

        "the heat supplier Nordvarme", "the Farmers' League", "Norvik", "the growers' board", "the company".
        """
        article = _DETERMINER.match(self.text, at)
        start = article.end() if article else at
        if end := name_run(self.text, start):
            return self._name(start, end, allow)
        return self._introduced(start) or self._common(start, definite=bool(article) and self.text[at : at + 3].lower() == "the")

    def _introduced(self, start: int) -> str | None:
        """The name after a noun in lower case: "heat supplier Nordvarme", "mine's owner, Cobresur"."""
        for pattern, nouns in ((_LOWER, frozenset()), (_APPOSED, frozenset({"owner"}))):
            lower = pattern.match(self.text, start)
            if lower is None or not (is_body_noun(lower[1]) or lower[1] in nouns):
                continue
            if end := name_run(self.text, lower.end()):
                return self._name(lower.end(), end, _ANY_NAME)
        return None

    def _common(self, start: int, *, definite: bool) -> str | None:
        """What a phrase without a name means: "growers' board", "the transport ministry", "the company"."""
        plural = PLURAL.match(self.text, start)
        if plural and ends_name(plural[2]):
            return f"{plural[1]} {plural[2]}"
        if not definite:
            return None
        compound = _COMPOUND.match(self.text, start - 4)
        if compound and is_name_noun(compound[2]) and compound[1] not in words_of("vague"):
            return self.called(compound[2], start) or f"{compound[1]} {compound[2]}"
        noun = _NOUN.match(self.text, start)
        return self.called(noun[1], start) if noun and is_body_noun(noun[1]) else None

    def _name(self, start: int, end: int, allow: Phrase) -> str | None:
        if overlaps(self.people, start, end):
            return None
        words = self.text[start:end]
        last = words.rsplit(maxsplit=1)[-1]
        noun = ends_name(last)
        if body := self.at(start, end):
            # "the Norvik Workers' Union" is not Norvik.
            return body.name if body.end >= end - 2 or not noun else words
        if last.islower() and is_firm_noun(last):
            return None  # "the Belgian bakery" has no name; "the Harris mill" is found as a body
        if not noun and not is_possessive(words) and self._is_place(start, end, allow):
            return without_possessive(words) if allow.place else None
        if allow.single and in_class(words.split(maxsplit=1)[0], "day", "month", "title"):
            return None
        return shown(words) if " " in words or is_possessive(words) or allow.place or allow.single else None

    def _is_place(self, start: int, end: int, allow: Phrase) -> bool:
        """Whether a place is named there; the encoder's doubtful ones of several words that no list knows may be bodies."""
        place = self.place_at(start, end)
        if self.text[start:end].lower() in words_of("region"):
            return True
        if place is None or (allow.doubtful and place.country is None):
            return False
        return place.score >= SURE or place.country is not None or " " not in self.text[start:end]

    def called(self, noun: str, at: int) -> str | None:
        """Return the body that "the `noun`" at `at` stands for: one called so, or the only one that the article is about."""
        alike = [b for b in self.found if b.is_called(noun.lower())]
        if alike:
            before = bisect_left(alike, at, key=lambda b: b.start)
            return alike[max(0, before - 1)].name
        if is_name_noun(noun) or noun.endswith(("s'", "s’")):
            return None
        main = self.main(at) or self.its(at, only=True)
        return main if self.fits(noun, main) else None

    def full(self, name: str) -> str:
        """Return the longest form of a body's name that begins with `name`, else `name`."""
        return next((b.name for b in self.found if b.name.startswith(name + " ")), name)

    def fits(self, noun: str, name: str | None) -> bool:
        """Return whether the body called `name` may be what "the `noun`" is: nothing that contradicts it is said of it."""
        nouns = {n for b in self.found if b.name == name for n in b.nouns}
        return not nouns or noun in nouns or all(is_firm_noun(n) for n in (noun, *nouns))

    def only(self, noun: str) -> str | None:
        """Return the only body that the article calls by the noun."""
        names = {b.name for b in self.found if b.is_called(noun)}
        return names.pop() if len(names) == 1 else None

    def near(self, at: int, *, company: bool) -> str | None:
        """Return the body that a bare title at `at` is of: the only one before it or of the article, else the one just told of.

        Args:
            at: Where the title stands.
            company: Whether only a company has such a title.
        """
        name = self.main(at) or self.its(at)
        authority = any(b.name == name and b.kind == "authority" for b in self.told)
        return None if company and authority else name

    def main(self, at: int) -> str | None:
        """Return the only body named before `at`, or the only one in the article; countries aside.

        One that only a quote before `at` names comes after what is told before and before what is told later.
        """
        sure = [b for b in self.told if b.nouns or not _WHERE.search(self.text, max(0, b.start - 6), b.start)]
        later = [b for b in sure if b.start < at or _TOPIC.search(self.text, max(0, b.start - 40), b.start)]
        quoted = [b for b in self.found if b.kind != "country" and b.start < at]
        quoted = quoted if len({b.name for b in quoted}) == 1 else []
        for some in ([b for b in sure if b.start < at], quoted, later, [b for b in self.told if b.start < at]):
            if some:
                return some[0].name if len({b.name for b in some}) == 1 else None
        return None

    def town(self, at: int) -> str | None:
        """Return the place named last before `at`, countries aside, else the article's first."""
        towns = [n for n in self.places if not (n.ref or "").startswith("country:")]
        before = bisect_left(towns, at, key=lambda n: n.start)
        return towns[max(0, before - 1)].name if towns else None

    def its(self, at: int, *, only: bool = False) -> str | None:
        """Return whose "its" and "their" at `at` mean: the body of the nearest sentence that has just one, or opens with it.

        Where only quotes name one it is that: "“Norvik has paid,” said its spokesman".

        Args:
            at: Where the pronoun stands.
            only: Whether a sentence with several bodies tells nothing, even where it opens with one.
        """
        start = max(0, at - _NEAR)
        cuts = [start, *(m.end() for m in _SENTENCE_END.finditer(self.text, start, at))]
        for low, high in zip(reversed(cuts), [at, *reversed(cuts)], strict=False):
            near = [b for b in overlapping(self.told, low, high) if low <= b.start]
            if near:
                tied = _TIED.search(self.text, max(0, near[0].start - 10), near[0].start)
                opens = near[0].start - low < _OPENS and not tied and not only
                return near[0].name if opens or len({b.name for b in near}) == 1 else None
        quoted = {b.name for b in overlapping(self.found, start, at) if b.kind != "country"}
        return quoted.pop() if len(quoted) == 1 and not only else None


def _kind(named: Named | None) -> Literal["company", "authority", "country"] | None:
    if named is None:
        return None
    if (named.ref or "").startswith("country:"):
        return "country"
    return "authority" if named.label == "GOVERNMENT" else "company"
