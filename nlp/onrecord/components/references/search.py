"""The search for what a nominal or pronoun stands for among the things named before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from functools import cache
from typing import TYPE_CHECKING

from onrecord.components.names.lists import column, rows
from onrecord.components.references.article import ArticleView, Group, Prominent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.components.names.link import Named
    from onrecord.components.references.nominals import Nominal
    from onrecord.lexicon import Lexicon

_FADE = 0.5
"""What is left of a mention's weight one sentence later."""
_REACH, _PRONOUN_REACH, _GROUP_REACH = 6, 2, 12
"""How many sentences back a singular nominal, a pronoun and a group may reach."""
_MARGIN = 1.3
"""How many times heavier than the next the best candidate must be."""
_OFTEN = 0.05
"""Weight for each mention of the thing in the whole article: what it is about."""
_LEAD = 2
"""In so many first sentences a group may be named after it is mentioned."""
_QUOTE_MARKS = '"“”'
_FARTHEST = 4000
"""Characters of a sentence that are read before a mention: what has no full stop for longer is a table."""
_MOST_CALLED = 50
"""So many latest descriptions of a noun are read."""
_HEAD = 600
"""Characters at the beginning of a text in which it may say whose it is."""
_KINDS = r"\b(?i:statement|notice|message|letter|update|announcement|word)\b"
_ISSUED_BY = re.compile(rf"(?:\b(?:A|Here a)t|{_KINDS}(?: to [^.\n:]{{1,80}}?)? (?:by|from|of)|^[^.\n:]{{0,80}}\bfrom)(?: the)? \Z")
"""What stands before the name of the one whose text it is: "A message to our customers from Norvik", "At Norvik, we believe"."""
_ISSUES = re.compile(r"(?:['’]s)? (?i:update|statement|notice|announcement|announces|today announced|announced today)\b")
"""What stands behind it: "Norvik update on the data request"."""
_REPORTS = re.compile(
    r"(?:['’]s?)?((?:,?\s(?!and\b|or\b)[\w.’'-]+){0,6}?),?\s(?:said|says|announced|confirmed|wrote|added|told\s[^,.;]{1,30}?)"
    r"(?:\son\s\w+)?(?:\sthat)?\s"
)


class Search:
    """Searches one article; remembers what it found, so that later references build on it."""

    def __init__(self, view: ArticleView, governing: Mapping[int, Named], lexicon: Lexicon) -> None:
        self._view = view
        self._lexicon = lexicon
        self._nations: dict[tuple[str, ...], frozenset[str]] = {}
        self._leaders = [Prominent(n, at, view.sentence_of(at), 1.0) for at, n in sorted(governing.items())]
        self._found: list[Prominent] = []
        self._groups: list[Group] = sorted(view.groups, key=_start)
        self._counts: dict[str, int] = {}
        for named in view.named:
            self._counts[named.key] = self._counts.get(named.key, 0) + 1

    def one(self, start: int, nominal: Nominal) -> tuple[Named, ...]:
        """Return the one thing that a singular nominal or pronoun at `start` stands for, () when it cannot be told."""
        if known := self._described(start, nominal) or self._reporting(start, nominal):
            return self._remember(known, start)
        reach = _PRONOUN_REACH if nominal.pronoun else _REACH
        sentence = self._view.sentence_of(start)
        weights: dict[str, float] = {}
        latest: dict[str, Named] = {}
        for p in self._before(start, reach, leaders=nominal.kind == "government"):
            if fit := self._fit(p.named, nominal):
                fade = _FADE ** (sentence - p.sentence)
                key = p.named.key
                weights[key] = weights.get(key, 0.0) + p.weight * fit * fade
                latest[key] = p.named
        ranked = sorted(((w + _OFTEN * self._counts.get(k, 0), k) for k, w in weights.items()), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < _MARGIN * ranked[1][0]):
            return ()
        return self._remember(latest[ranked[0][1]], start)

    def several(self, start: int, end: int, nominal: Nominal) -> tuple[Named, ...]:
        """Return the things that a plural nominal or pronoun at `start` stands for, () when they cannot be told."""
        members = self._group_before(start, nominal) or self._counted(start, nominal) or self._group_after(start, nominal)
        if members and not nominal.pronoun:
            insort(self._groups, Group(start, end, members), key=_start)
        return members or (self._subject(start) if nominal.pronoun and nominal.plural else ())

    def outside_quote(self, at: int) -> tuple[Named, ...]:
        """Return the one company or government of the sentence outside the quotation marks around `at`."""
        first, last = self._view.sentences[self._view.sentence_of(at)]
        start, end = max(first, at - _FARTHEST), min(last, at + _FARTHEST)
        text = self._view.text
        if not any(mark in text[start:at] for mark in _QUOTE_MARKS):
            return ()
        outside = [n for n in self._view.inside(start, end) if n.label != "PLACE" and _marks_before(text, start, n.start) % 2 == 0]
        return (outside[0],) if len({n.key for n in outside}) == 1 else ()

    def issuer(self) -> tuple[Named, ...]:
        """Return the company or government whose press release or notice the text is, as its head says: "we" without a quote."""
        text = self._view.text
        head = [n for n in self._view.inside(0, _HEAD) if n.label != "PLACE"]
        issuers = [n for n in head if _ISSUED_BY.search(text[: n.start]) or _ISSUES.match(text, n.end)]
        return (issuers[0],) if len({n.key for n in issuers}) == 1 else ()

    def _remember(self, named: Named, start: int) -> tuple[Named, ...]:
        weight = 1.2 if self._view.text[start : start + 1].isupper() else 0.8
        self._found.append(Prominent(named, start, self._view.sentence_of(start), weight))
        return (named,)

    def _before(self, at: int, reach: int, *, leaders: bool = False) -> Iterator[Prominent]:
        first = max(self._view.sentences[max(0, self._view.sentence_of(at) - reach)][0], at - _FARTHEST)
        for known in (self._view.prominent, self._found, self._leaders if leaders else []):
            for p in known[bisect_left(known, first, key=_start) : bisect_left(known, at, key=_start)]:
                if p.weight > 0:
                    yield p

    def _described(self, at: int, nominal: Nominal) -> Named | None:
        """The one thing that the text has called so: "the video app" after "Brisk, a video app"."""
        wanted = {m.lower() for m in nominal.modifiers}
        if nominal.pronoun or not wanted:
            return None
        called = self._view.described.get(nominal.head, [])
        last = bisect_right(called, at, key=lambda c: c[0].end)
        alike = [n for n, d in called[max(0, last - _MOST_CALLED) : last] if wanted & {m.lower() for m in d.modifiers}]
        return alike[-1] if len({n.key for n in alike}) == 1 else None

    def _reporting(self, at: int, nominal: Nominal) -> Named | None:
        """The thing that reports on itself: "a Norvik spokesman said |the company| …", "Norvik said |it| …"."""
        last = next((p.named for p in reversed([*self._before(at, 0)]) if p.named.end <= at), None)
        if last is None or not (found := _REPORTS.fullmatch(self._view.text, last.end, at)):
            return None
        speaks = not found[1] or any(w in column("ref_speech_after") for w in re.findall(r"[\w-]+", found[1].lower()))
        return last if speaks and self._fit(last, nominal) else None

    def _group_before(self, at: int, nominal: Nominal) -> tuple[Named, ...]:
        reach = 1 if nominal.pronoun else _GROUP_REACH
        first = self._view.sentences[max(0, self._view.sentence_of(at) - reach)][0]
        near = self._groups[bisect_left(self._groups, first, key=_start) : bisect_left(self._groups, at, key=_start)]
        return next((found for g in reversed(near) if g.end <= at and (found := self._fitting(g, nominal))), ())

    def _fitting(self, group: Group, nominal: Nominal) -> tuple[Named, ...]:
        fits = [self._fit(n, nominal) for n in group.members]
        members = tuple(n for n, fit in zip(group.members, fits, strict=True) if fit)
        right_size = len(members) == nominal.count if nominal.count else len(members) > 1
        return members if right_size and (len(members) == len(fits) or nominal.modifiers) else ()

    def _counted(self, at: int, nominal: Nominal) -> tuple[Named, ...]:
        """The last so many things of the kind, where the sentences before name just so many."""
        if not nominal.count or not (nominal.definite or nominal.pronoun):
            return ()
        for reach in (1, 3, _GROUP_REACH):
            things = {p.named.key: p.named for p in self._before(at, reach) if p.weight > 0.5 and self._fit(p.named, nominal)}
            if len(things) == nominal.count:
                return tuple(things.values())
        return ()

    def _group_after(self, at: int, nominal: Nominal) -> tuple[Named, ...]:
        """The first group of the next sentences, for headlines and openings: "Tech giants halt …" before their names."""
        sentence = self._view.sentence_of(at)
        if nominal.pronoun or sentence >= _LEAD:
            return ()
        end = self._view.sentences[min(sentence + _LEAD, len(self._view.sentences) - 1)][1]
        soon = self._view.groups[bisect_right(self._view.groups, at, key=_start) : bisect_left(self._view.groups, end, key=_start)]
        return next((members for g in soon if (members := self._fitting(g, nominal))), ())

    def _subject(self, at: int) -> tuple[Named, ...]:
        """The only company or government of the sentence so far, for "Norvik said they would"."""
        sentence = self._view.sentence_of(at)
        things = {p.named.key: p.named for p in self._before(at, 0) if p.named.label != "PLACE" and p.sentence == sentence}
        return tuple(things.values()) if len(things) == 1 else ()

    def _fit(self, named: Named, nominal: Nominal) -> float:
        """How well a thing fits the words, 0.0 for not at all."""
        nations = self._nations_in(nominal.modifiers)
        if nations and named.country is not None and named.country not in nations:
            return 0.0
        fit = _FITS[nominal.kind](named, nominal, self._view.text[named.start : named.end])
        return fit * 0.5 if nations and named.country is None else fit

    def _nations_in(self, modifiers: tuple[str, ...]) -> frozenset[str]:
        if modifiers not in self._nations:
            entries = (self._lexicon.nationality(m) for m in modifiers if m[:1].isupper())
            self._nations[modifiers] = frozenset(e.country for e in entries if e and e.country)
        return self._nations[modifiers]


def _start(item: Group | Prominent) -> int:
    return item.start


def _marks_before(text: str, start: int, at: int) -> int:
    return sum(text.count(mark, start, at) for mark in _QUOTE_MARKS)


@cache
def _authority_kinds() -> dict[str, frozenset[str]]:
    return {r["word"]: frozenset(r["kinds"].split("|")) for r in rows("ref_authority_kinds")}


_PLURAL = re.compile(
    r".*\b(?:courts|regulators|officials|authorities|prosecutors|lawmakers|ministers|officers|judges|ministries|agencies)"
)
"""Authorities by a name in the plural ("Freedonian courts"), which "it" does not stand for."""


def _fit_thing(named: Named, nominal: Nominal, surface: str) -> float:
    if named.label == "PLACE":
        return 0.0
    return 0.0 if nominal.pronoun and not nominal.plural and _PLURAL.fullmatch(surface) else 1.0


def _fit_company(named: Named, nominal: Nominal, surface: str) -> float:
    if named.label != "COMPANY":
        return 0.0
    if nominal.head in surface.lower():
        return 1.5
    if not nominal.sectors or named.kind is None:
        return 1.0
    return 1.5 if named.kind in nominal.sectors else 0.3


def _fit_authority(named: Named, nominal: Nominal, surface: str) -> float:
    if named.label != "GOVERNMENT" or (named.ref or "").startswith("country:"):
        return 0.0
    if nominal.head in f"{surface} {named.name}".lower():
        return 2.0
    if named.kind is None:
        return 0.0
    return 1.0 if named.kind in _authority_kinds().get(nominal.head, frozenset()) else 0.0


def _fit_government(named: Named, nominal: Nominal, surface: str) -> float:
    if not (named.ref or "").startswith("country:"):
        return 0.0
    if nominal.head in surface.lower():
        return 2.0
    if nominal.head == "administration" and named.ref != "country:us":
        return 0.0
    return 1.0 if named.label == "GOVERNMENT" else 0.4


def _fit_country(named: Named, _nominal: Nominal, _surface: str) -> float:
    return 1.0 if (named.ref or "").startswith("country:") else 0.0


def _fit_place(named: Named, nominal: Nominal, _surface: str) -> float:
    return 1.0 if named.label in {"PLACE", "GOVERNMENT"} and named.kind == nominal.head else 0.0


_FITS = {
    "thing": _fit_thing,
    "any": _fit_thing,
    "company": _fit_company,
    "authority": _fit_authority,
    "government": _fit_government,
    "country": _fit_country,
    "place": _fit_place,
}
