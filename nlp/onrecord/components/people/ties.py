"""What ties a person to a body: the title before a name, the apposition, bracket, clause or line after it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.components.people.bodies import Phrase
from onrecord.components.people.descriptions import POSSESSIVE, PREPOSITION, Describer, Tie
from onrecord.components.people.nouns import is_body_noun, person_nouns, tie_verbs, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.components.people.bodies import Bodies
    from onrecord.components.people.nouns import PersonNoun
    from onrecord.lexicon import Lexicon

_BEFORE, _AFTER = 140, 160
"""Characters before and after a name that are read."""
_CUT = re.compile(r"[.;:!?“”\"«»()\n—–]|\s-\s|''|``")
_APPOSITION = re.compile(r"\s?,\s+(?=[^\W\d_])|\s?\n[ \t]*(?=[A-Z])|\s\(|\s[–—-]\s")
_AND_OTHER = re.compile(r" and [A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)?")
_COPULA = re.compile(r"\s(?:is|has been|became|becomes|was named|was appointed)\s")
_BEFORE_COPULA = re.compile(r"\s(?:is|remains)\s*$")
_RELATIVE = re.compile(r"who\s(is\s|has been\s)?")
_WHOSE = re.compile(r"whose\s([a-z]+),?\s(?=[^\W\d_])")
_SPEAKING = re.compile(r"speaking\s(?:for|on\sbehalf\sof)\s")
_WORKS_AT = re.compile(r"[a-z]+s\s(?:[a-z\-]+\s){0,4}?(?:for|at)\s")
_DIRECT = re.compile(r"\s(?:of|at|from|with)\s")
_BY_WORK = re.compile(r"\b(?:of|for|at|with)\s")
_OF_BODY = re.compile(r"(?:of|from|at|with)\s")
_OWN_BODY = re.compile(r"['’]s? (?:[\w\-]+ ){0,2}?([a-z][\w\-]*),? (?=[^\W\d_a-z])")
_OFFICE = re.compile(r"(?: [a-z\-]+){1,4}")
_SINGLE, _PLACE = Phrase(single=True), Phrase(place=True)


@cache
def _dotted() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[A-Z]|{'|'.join(sorted(words_of('dotted')))})\.")


@cache
def _title_and_comma() -> re.Pattern[str]:
    titles = sorted(w.capitalize() for w in words_of("he") | words_of("she") | {"dr", "prof"})
    return re.compile(rf"(,?)\s*(?:(?:{'|'.join(titles)})\.?\s*)*$")


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?:{'|'.join(words_of('passive'))})(?: in \d{{4}})? by|{'|'.join(words_of('hires'))}) $")


@cache
def _appoints() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_of('appoints'))}) $")


class TieReader:
    """Reads the ties of one article."""

    def __init__(self, bodies: Bodies, lexicon: Lexicon) -> None:
        self._text = bodies.text
        self._bodies = bodies
        self._describer = Describer(bodies, lexicon)

    def read(self, start: int, end: int) -> list[Tie]:
        """Return the ties of the person named at `text[start:end]`, the surest first."""
        after = self._appositions(end)
        ties = (self._title(start), self._direct(end), after, self._clause(end), self._passive(start, end), self._owner(end))
        return [tie for tie in ties if tie]

    def role(self, start: int, end: int) -> Tie | None:
        """Return the tie of an unnamed person, described by `text[start:end]`: "a driver for Norvik", "the Norvik spokesman"."""
        return self._describer.phrase(start, end)

    def _title(self, start: int) -> Tie | None:
        """Read "Norvik engineer Ana Vell", "its director, Ana Vell", "the head of Norvik, Ana Vell", "its owner is Ana Vell"."""
        text = self._text
        found = _title_and_comma().search(text, max(0, start - 20), start)
        stop, comma = (found.start(), bool(found[1])) if found else (start, False)
        if copula := _BEFORE_COPULA.search(text, max(0, stop - 12), stop):
            stop = copula.start()
        low = self._cut_left(stop)
        nouns = person_nouns(text, low, stop)
        noun = (_head(text, nouns) if comma else nouns[-1]) if nouns else None
        rest = text[noun.end : stop] if noun else ""
        if noun is None or "," in rest or (rest.strip(" .") and not comma):
            return self._describer.owned(low, stop)
        return self._describer.tie(noun, low, stop)

    def _direct(self, end: int) -> Tie | None:
        """Read "Ana Vell of Norvik"; a place there is where she comes from, unless a title says that she governs it."""
        tie = _DIRECT.match(self._text, end)
        if tie is None:
            return None
        allow = Phrase(single=not tie.group().startswith(" from"))
        if name := self._bodies.phrase(tie.end(), allow):
            return Tie(body=name)
        place = self._bodies.phrase(tie.end(), _PLACE)
        return Tie(body=place, place=True) if place else None

    def _appositions(self, end: int) -> Tie | None:
        """Read the first of two appositions that tells something: "Ana Vell, 71, head of Norvik"."""
        at = end
        for _ in range(2):
            opening = _APPOSITION.match(self._text, at)
            if opening is None:
                return None
            stop = self._cut_right(opening.end())
            if tie := self._apposition(opening.end(), stop):
                return tie
            at = self._text.find(",", opening.end(), stop)
            if at < 0:
                return None
        return None

    def _apposition(self, start: int, stop: int) -> Tie | None:
        text = self._text
        if whose := _WHOSE.match(text, start):
            return _tie(self._bodies.phrase(whose.end()))
        if relative := _RELATIVE.match(text, start):
            return self._relative(relative.end(), stop, copula=relative[1] is not None)
        if tie := _OF_BODY.match(text, start) or _SPEAKING.match(text, start):
            return _tie(self._bodies.phrase(tie.end(), _SINGLE))
        body = self._bodies.at(start, start + 1)
        if body and text[body.end : body.end + 1] in tuple(",.)\n"):
            return Tie(body=body.name)
        return self._describer.phrase(start, stop)

    def _relative(self, at: int, stop: int, *, copula: bool) -> Tie | None:
        """Read "who heads Norvik", "who teaches music at Norvik", "who is head of Norvik"."""
        if verb := tie_verbs().match(self._text, at - 1):
            return self._object(verb.end(), stop)
        by = _WORKS_AT.match(self._text, at, stop)
        name = self._bodies.phrase(by.end()) if by else None
        if name:
            return Tie(body=name, kind="loose")
        return self._describer.phrase(at, stop) if copula else None

    def _clause(self, end: int) -> Tie | None:
        """Read "Ana Vell is head of Norvik", "Ana Vell speaks for Norvik", "Ana Vell and Bo Quist run Norvik"."""
        stop = self._cut_right(end)
        if other := _AND_OTHER.match(self._text, end):
            end = other.end()
        if copula := _COPULA.match(self._text, end):
            return self._describer.phrase(copula.end(), stop)
        verb = tie_verbs().match(self._text, end)
        tie = self._object(verb.end(), stop) if verb else None
        if verb is None or tie is None:
            return None
        spoken = words_of("spokes") if verb.group().strip().startswith("speaks") else frozenset()
        return Tie(body=tie.body, nouns=spoken, kind="staff")

    def _object(self, at: int, stop: int) -> Tie | None:
        """The body that somebody runs or works for; "leads the response at Norvik" has it after a preposition."""
        starts = (at, *(word.end() for word in _BY_WORK.finditer(self._text, at, stop)))
        name = next((name for start in starts if (name := self._bodies.phrase(start))), None)
        return Tie(body=name, kind="staff") if name or self._text.startswith("the ", at) else None

    def _passive(self, start: int, end: int) -> Tie | None:
        """Read "Norvik, led by Ana Vell", "Norvik hired Ana Vell", "Norvik named Ana Vell its director", "Norvik's Ana Vell"."""
        low = self._cut_left(start)
        named = _appoints().search(self._text, low, start) if self._is_office(end) else None
        if by := named or _by().search(self._text, low, start):
            body = self._bodies.last(low, by.start())
        else:
            body = self._bodies.ending_at(len(self._text[low:start].rstrip()) + low)
            body = body if body and POSSESSIVE.search(self._text, body.start, start) else None
        return Tie(body=body.name, kind="staff") if body else None

    def _is_office(self, at: int) -> bool:
        """Whether a noun for somebody's work follows: "named Ana Vell |its new director|"."""
        words = _OFFICE.match(self._text, at)
        return words is not None and any(n.kind == "staff" for n in person_nouns(self._text, at, words.end()))

    def _owner(self, end: int) -> Tie | None:
        """Read "Ana Vell's gallery, Stark Lowell" and "Ana Vell's firm Norvik"."""
        own = _OWN_BODY.match(self._text, end)
        name = self._bodies.phrase(own.end(), _SINGLE) if own and is_body_noun(own[1]) else None
        return Tie(body=name, kind="staff") if name else None

    def _cut_left(self, at: int) -> int:
        low = max(0, at - _BEFORE)
        return max((cut.end() for cut in self._cuts(low, at)), default=low)

    def _cut_right(self, at: int) -> int:
        high = min(len(self._text), at + _AFTER)
        return next((cut.start() for cut in self._cuts(at, high)), high)

    def _cuts(self, low: int, high: int) -> Iterator[re.Match[str]]:
        """Yield what parts `low:high`, without the stops of initials and titles."""
        text = self._text
        dotted = {m.end() - 1 for m in _dotted().finditer(text, low, high)} if text.find(".", low, high) >= 0 else set()
        return (cut for cut in _CUT.finditer(text, low, high) if cut.start() not in dotted)


def _tie(name: str | None) -> Tie | None:
    return Tie(body=name) if name else None


def _head(text: str, nouns: list[PersonNoun]) -> PersonNoun:
    """The noun that those before an apposed name hang on: "lawyer" of "a lawyer for the driver, Ana Vell"."""
    at = len(nouns) - 1
    while at and (between := text[nouns[at - 1].end : nouns[at].start]) and PREPOSITION.search(between) and "," not in between:
        at -= 1
    return nouns[at]
