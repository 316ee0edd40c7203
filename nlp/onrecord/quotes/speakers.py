"""Who is quoted: quotes, articles and words by speaker, over a whole collection."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.quotes.found import FoundQuote

SpeakerKind = Literal["person", "organization", "unnamed", "anonymous", "unresolved", "unattributed"]
"""What is known of a speaker.

person: a name (of a body too, where the article does not show that it is one). organization: a body that speaks itself.
unnamed: somebody for a known organisation, "a Norvik spokesman". anonymous: the article keeps the name back. unresolved:
there are words for the speaker, but not whom they stand for. unattributed: there are none.
"""
_ALONE: tuple[SpeakerKind, ...] = ("anonymous", "unresolved", "unattributed")
"""Kinds of one row each, at the end of the table."""

Key = tuple[SpeakerKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A row of the speaker table."""

    name: str | None
    """As most quotes have it; None for all kinds but person and organization."""
    kind: SpeakerKind
    quotes: int
    articles: int
    """Articles with a quote of the speaker."""
    words: int
    """Words within the pieces of the quotes."""
    direct: int
    indirect: int
    mixed: int
    first_date: str | None
    last_date: str | None
    """Dates of the first and the last dated article, YYYY-MM-DD."""
    organizations: tuple[str, ...]
    """What the speaker speaks for, most frequent first."""


@dataclass(slots=True)
class _Count:
    """What is counted for one speaker."""

    kinds: Counter[str] = field(default_factory=Counter)
    words: int = 0
    articles: int = 0
    dates: list[str] = field(default_factory=list)
    """At most the first and the last."""
    names: Counter[str] = field(default_factory=Counter)
    organizations: Counter[str] = field(default_factory=Counter)

    def add(self, found: FoundQuote) -> None:
        self.kinds[found.quote.kind] += 1
        self.words += found.words
        if found.quote.speaker_name:
            self.names[_plain(found.quote.speaker_name)] += 1
        if found.quote.organization:
            self.organizations[_plain(found.quote.organization)] += 1

    def add_article(self, date: str | None) -> None:
        self.articles += 1
        if date:
            known = sorted([*self.dates, date])
            self.dates = [known[0], known[-1]]


class SpeakerTally:
    """Counts quotes by speaker, article by article. Memory grows with the number of speakers, not of quotes."""

    def __init__(self) -> None:
        self._counts: defaultdict[Key, _Count] = defaultdict(_Count)

    def add(self, quotes: Iterable[FoundQuote]) -> None:
        """Count the quotes of one article: all of them at once, since articles are counted too."""
        heard: dict[Key, str | None] = {}
        for found in quotes:
            key = key_of(found)
            self._counts[key].add(found)
            heard[key] = found.date
        for key, date in heard.items():
            self._counts[key].add_article(date)

    def speakers(self) -> list[Speaker]:
        """Return the speakers, most quotes first, then most words, then by name; kinds that have one row each come last."""
        return sorted((_speaker(*item) for item in self._counts.items()), key=_place)


def key_of(found: FoundQuote) -> Key:
    """Return what tells a quote's speaker from others: names are compared without case and spacing, across articles."""
    name, body = (_plain(given or "") for given in (found.quote.speaker_name, found.quote.organization))
    if name:
        return "organization" if name.casefold() == body.casefold() else "person", name.casefold()
    if found.anonymous:
        return "anonymous", ""
    if body:
        return "unnamed", body.casefold()
    return "unresolved" if found.quote.speaker else "unattributed", ""


def _plain(name: str) -> str:
    return " ".join(name.split())


def _speaker(key: Key, count: _Count) -> Speaker:
    return Speaker(
        name=_ranked(count.names)[0] if count.names else None,
        kind=key[0],
        quotes=count.kinds.total(),
        articles=count.articles,
        words=count.words,
        direct=count.kinds["direct"],
        indirect=count.kinds["indirect"],
        mixed=count.kinds["mixed"],
        first_date=count.dates[0] if count.dates else None,
        last_date=count.dates[-1] if count.dates else None,
        organizations=tuple(_ranked(count.organizations)),
    )


def _ranked(names: Counter[str]) -> list[str]:
    """Most frequent first, equal ones by name, so that the order of the articles decides nothing."""
    return sorted(names, key=lambda name: (-names[name], name))


def _place(speaker: Speaker) -> tuple[int, int, int, str, str, tuple[str, ...]]:
    alone = _ALONE.index(speaker.kind) + 1 if speaker.kind in _ALONE else 0
    return alone, -speaker.quotes, -speaker.words, speaker.name or "", speaker.kind, speaker.organizations
