"""What a noun phrase tells of the person it describes: "head of policy at Norvik", "the gallery's co-owner", "her deputy"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.people.bodies import Phrase
from onrecord.components.people.nouns import (
    PersonKind,
    PersonNoun,
    Sex,
    in_class,
    is_body_noun,
    is_cue,
    is_former,
    is_person_noun,
    person_nouns,
    words_of,
)
from onrecord.components.people.runs import opens_sentence, overlaps

if TYPE_CHECKING:
    from onrecord.components.people.bodies import Bodies
    from onrecord.lexicon import Lexicon

PREPOSITION = re.compile(r"\b(?:of|for|at|with|to|from|on|in)\s")
POSSESSIVE = re.compile(r"([\w\-&’']*?)(?:['’]s|(?<=s)['’])\s*$")
_OWN = re.compile(r"\b(its|their|his|her|our)\s*$", re.IGNORECASE)
_WORD_LEFT = re.compile(r"([^\s,]+)\s*$")
_COMMON = re.compile(r"\b([a-z][\w\-]*)\s*$")
_COMMA_NAME = re.compile(r"(?: of [a-z][\w\- ]{0,40}?)?, (?=[^\W\d_a-z])")
_ELSEWHERE = re.compile(r"(?: [a-z\-]+){0,2}? (?:for |(?:of|at|with|from) (?:the|an?|[A-Z]))")
_UNKNOWN = re.compile(
    r"(?:an?|the|its|their|[A-Z][\w\-]*['’]s)\s(?:[\w\-’']+\s){0,4}?([a-z][\w\-]*)(?=\s(?:of|for|at|with)\s|[,.]|$)"
    r"|(?!in|on|who|and|or|but|from|after|before|as|to|with|by|not|then|while|when|where|\w+ing|\w+ed)"
    r"(?:[a-z\-]+\s){0,3}?([a-z\-]+)(?=\s(?:of|for|at|with)\s)"
)
_MODIFIERS = 6
"""Words between an owner and the noun: "the gallery's longest-serving co-owner"."""
_FORMER_REACH = 14
"""Characters before a description in which "former" may stand."""
_LAWYERS = frozenset({"lawyer", "attorney", "counsel", "solicitor", "barrister"})
_NOT_A_NOUN = ("determiner", "preposition", "stop", "auxiliary", "adjunct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What the words around one mention of a person tell."""

    body: str | None = None
    """The body that the words name."""
    nouns: frozenset[str] = frozenset()
    """The words of titles and appositions, lower case: moulder, minister."""
    kind: PersonKind | None = None
    """Kind of the noun for the person."""
    place: bool = False
    """Whether the body is a place: where the person comes from, unless a title says that she governs it."""
    sex: Sex | None = None
    at: str | None = None
    """The kind of body that such a person works at, zoo for a keeper."""
    former: bool = False
    """Whether the office that the words name is a former one."""
    whose: tuple[str, int] | None = None
    """A possessive whose owner the person works for, and its offset: ("her", 311) in "her deputy, Ana Vell"."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """What stands before a noun for a person."""

    start: int
    """Where the description begins."""
    body: str | None = None
    whose: tuple[str, int] | None = None
    first: int | None = None
    """Where the owner's name begins."""
    unclear: bool = False
    """Whether there is an owner whom nothing tells: "the crews' leader"."""


class Describer:
    """Reads the descriptions of people in one article."""

    def __init__(self, bodies: Bodies, lexicon: Lexicon) -> None:
        self._text = bodies.text
        self._bodies = bodies
        self._lexicon = lexicon

    def phrase(self, start: int, stop: int) -> Tie | None:
        """Return what the noun phrase at `text[start:stop]` tells; None when it doesn't describe a person."""
        nouns = person_nouns(self._text, start, stop)
        if nouns and "," not in self._text[start : nouns[0].start]:
            return self.tie(nouns[0], start, stop)
        unknown = _UNKNOWN.match(self._text, start, stop)
        return self.tie(PersonNoun(*unknown.span(1 if unknown[1] else 2), "loose"), start, stop) if unknown else None

    def owned(self, low: int, stop: int) -> Tie | None:
        """Return what a phrase with an owner tells that ends at `stop`, whatever its noun: "Norvik's foo", "its foo"."""
        word = _COMMON.search(self._text, low, stop)
        if word is None or is_cue(word[1]) or in_class(word[1], *_NOT_A_NOUN):
            return None
        noun = PersonNoun(*word.span(1), "loose")
        owner = self._owner(noun, low)
        by_name = owner.body and POSSESSIVE.search(self._text, low, owner.start)
        return self.tie(noun, low, stop) if owner.whose or by_name else None

    def tie(self, noun: PersonNoun, low: int, stop: int) -> Tie:
        """Return what the description around a noun tells; it lies within `text[low:stop]`."""
        owner = self._owner(noun, low)
        body = self._right_of(noun, stop) or owner.body
        told = body is not None or (owner.whose is not None and owner.whose[0] in ("its", "their"))
        return Tie(
            body=body,
            nouns=frozenset(w.lower() for w in re.findall(r"[\w\-]+", self._text[owner.start : noun.end])),
            kind=self._kind(noun, stop, unclear=owner.unclear, told=told),
            sex=noun.sex,
            at=noun.at or self._works_at(owner.start, noun.start),
            former=self._is_former(owner.start if owner.first is None else owner.first, noun.end),
            whose=None if body else owner.whose,
        )

    def _kind(self, noun: PersonNoun, stop: int, *, unclear: bool, told: bool) -> PersonKind:
        """The kind of the noun; who works for somebody that is not told works for no other, and Sister Agnes is nobody's sister.

        A lawyer speaks for nobody unless the words tell for whom.
        """
        text = self._text
        elsewhere = unclear or _ELSEWHERE.match(text, noun.end, stop) is not None
        if noun.kind == "staff" and not told and elsewhere:
            return "loose"
        if noun.kind == "nobody" and told and text[noun.start : noun.end].lower() in _LAWYERS:
            return "loose"
        title = text[noun.start].isupper() and text[noun.end : noun.end + 2].lstrip()[:1].isupper()
        return "loose" if noun.kind == "private" and title else noun.kind

    def _works_at(self, start: int, end: int) -> str | None:
        """The kind of body in "shop manager"."""
        word = _WORD_LEFT.search(self._text, start, end)
        return word[1] if word and word[1].islower() and is_body_noun(word[1]) else None

    def _is_former(self, start: int, end: int) -> bool:
        before = _WORD_LEFT.search(self._text, max(0, start - _FORMER_REACH), start)
        return is_former(self._text, before.start(1) if before else start, end)

    def _right_of(self, noun: PersonNoun, stop: int) -> str | None:
        """The body after the noun: "of Norvik", "of operations at Norvik", ", Norvik"."""
        text = self._text
        if noun.kind == "private":
            return None
        comma = _COMMA_NAME.match(text, noun.end, stop) if noun.kind == "staff" else None
        if comma and (name := self._bodies.phrase(comma.end())):
            return name
        for word in PREPOSITION.finditer(text, noun.end, stop):
            between = text[noun.end : word.start()]
            if "," in between or any(is_cue(w, "say") for w in re.findall(r"\w+", between)):
                return None
            if name := self._after(noun, word):
                return name
        return None

    def _after(self, noun: PersonNoun, word: re.Match[str]) -> str | None:
        """The body after a preposition; what stands after "in", "from", "to" and "on" must be a known one."""
        worker = noun.kind in ("staff", "loose")
        preposition = word.group().strip()
        allow = Phrase(
            place=noun.kind == "local",
            single=worker,
            doubtful=worker and preposition in ("at", "for"),
        )
        name = self._bodies.phrase(word.end(), allow)
        if name is None or name.islower() or preposition not in ("in", "from", "to", "on"):
            return name
        return name if any(b.name == name for b in self._bodies.found) else None

    def _owner(self, noun: PersonNoun, low: int) -> _Owner:
        at = noun.start
        for _ in range(_MODIFIERS):
            if own := _OWN.search(self._text, low, at):
                return _Owner(at, whose=(own[1].lower(), own.start(1)))
            body = self._bodies.ending_at(len(self._text[low:at].rstrip()) + low)
            if body and body.kind != "country" and body.start >= low:
                # "Elmova's Nordic manager" works for Elmova.
                owner = self._bodies.ending_at(body.start - 1) if self._text[body.start - 1 : body.start] == " " else None
                by_name = owner and POSSESSIVE.search(self._text, owner.start, body.start)
                return _Owner(at, owner.name if owner and by_name else body.name, first=body.start)
            word = _WORD_LEFT.search(self._text, low, at)
            if word is None or (word[1] != "top" and in_class(word[1], "determiner", "preposition", "stop")) or is_cue(word[1]):
                break
            if found := POSSESSIVE.search(self._text, low, at):
                return self._possessor(noun, at, found)
            if at == noun.start and (name := self._unknown_before(noun, *word.span(1))):
                return _Owner(word.start(1), name)
            if is_person_noun(word[1]) and word[1].islower() and self._text[word.end(1)] == ",":
                break
            at = word.start(1)
        return _Owner(at)

    def _possessor(self, noun: PersonNoun, at: int, found: re.Match[str]) -> _Owner:
        """The owner in "the gallery's", "Vell's", "the city's", "Norland's"."""
        word, span = found[1], found.span(1)
        place = self._bodies.place_at(*span) if noun.kind in ("local", "state") else None
        if place:
            return _Owner(at, place.name)
        if overlaps(self._bodies.people, *span):
            return _Owner(at, whose=("his", found.end()))
        if word in words_of("town"):
            name = self._bodies.town(noun.start)
        else:
            name = self._bodies.called(word, noun.start) if word.islower() and is_body_noun(word) else None
        return _Owner(at, name, unclear=name is None)

    def _unknown_before(self, noun: PersonNoun, start: int, end: int) -> str | None:
        """An unknown name in "Tarro president Ana Vell": a capital that opens no sentence and is no nation, place or title."""
        word = self._text[start:end]
        common = is_person_noun(word) or in_class(word, "title", "organization", "role") or is_former(word, 0, len(word))
        named = word[0].isupper() and self._text[noun.start].islower() and noun.kind == "staff"
        if common or not named or opens_sentence(self._text, start):
            return None
        return None if self._lexicon.nationality(word) or self._bodies.place_at(start, end) else self._bodies.full(word)
