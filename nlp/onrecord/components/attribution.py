"""Who vouches for a claim: the actor, another source, an unnamed one, or the article alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.lexicon import Lexicon
    from onrecord.types import Actor, Attribution, Claim, Quote, Span

_FIRST_PERSON = frozenset(("we", "us", "our", "i"))
_IMPERSONAL = frozenset(("it", "they"))
_LIST = re.compile(r"(?:[\s,&/]|\([^()]{1,20}\)|\b(?:and|or|the|both|such as|including)\b|[A-Z][\w.’'\-]*+)*")
"""What may stand between two members of a list of names: "Norvik (NVK), Selmar, and Quintar said"."""
_LONGEST_LIST = 200
_GOES_ON = re.compile(r",? (?:and|but|or)(?: [a-z]+){0,4} ")
"""What may stand between reported words and a verb that they share a subject with: "said it will ask the judge, and also seek"."""
_IN_REPORT = re.compile(r",? (?:in|with|while)(?: [\w’'\-]{1,30}){0,5} ")
"""What may stand between the words that report and a noun or verb that says what reporting them is: "Norvik said in its appeal"."""
_HEADING_WORDS = 18
_CLOSING = "”\"’'») \t\r"
_STOPS = frozenset(".!?:;,…")
_BLANK = " \t\r"


@dataclass(frozen=True, slots=True)
class Told:
    """An article's quotes, found by offset."""

    quotes: Sequence[Quote]
    """In order of their start."""
    starts: Sequence[int]
    reach: Sequence[int]
    """Where the quotes up to each one have ended."""

    @classmethod
    def of(cls, quotes: Sequence[Quote]) -> Told:
        """Return the quotes, which are given in order."""
        return cls(quotes, [q.start for q in quotes], list(accumulate((q.end for q in quotes), max)))

    def near(self, start: int, end: int) -> Sequence[Quote]:
        """Return the quotes that begin before `end`, without those before `start` that nothing after it belongs to."""
        return self.quotes[bisect_right(self.reach, start) : bisect_left(self.starts, end)]

    def around(self, offset: int) -> list[Quote]:
        """Return the quotes whose words `offset` is one of."""
        return [q for q in self.near(offset, offset + 1) if any(s.start <= offset < s.end for s in q.spans)]

    def going_on(self, text: str, start: int, offset: int) -> list[Quote]:
        """Return the quotes from `start` on whose clause goes on at `offset`: "said it will ask the judge, and also |seek|"."""
        return [q for q in self.near(start, offset) if q.start >= start and _GOES_ON.fullmatch(text, q.end, offset)]

    def reporting(self, text: str, start: int, offset: int) -> Iterator[Quote]:
        """Yield the quotes from `start` on whose report `offset` is a part of: "“…,” Norvik said in its |appeal|"."""
        for quote in self.near(start, offset):
            if quote.cue and quote.speaker and start <= quote.cue.start and quote.end <= quote.cue.start:
                after = max(quote.cue.end, quote.speaker.end)
                if _IN_REPORT.fullmatch(text, after, offset):
                    yield quote

    def of_actor(self, actor: Actor, quotes: list[Quote], sentence: tuple[int, int], text: str) -> list[Quote]:
        """Return those of `quotes`, which are around the cue, or the quote in which the actor speaks or is spoken of.

        A stance has one cue in a sentence, even where two take it: "Norvik said it had paused sales, and Selmar said it had, too".
        """
        if not quotes or any(_takes_part(actor, q, text) for q in quotes):
            return quotes
        others = [q for q in self.near(*sentence) if _takes_part(actor, q, text)]
        return others[:1] or quotes


def _takes_part(actor: Actor, quote: Quote, text: str) -> bool:
    """Whether the actor speaks in a quote or stands in it."""
    if quote.speaker and speaks(actor, quote.speaker, text):
        return True
    return any(s.start <= actor.start < s.end for s in quote.spans)


def attribution(actor: Actor, quotes: Sequence[Quote], anonymous: frozenset[str], *, text: str, lexicon: Lexicon) -> Attribution:
    """Return who says so: the actor itself, somebody else, an unnamed source, or the article.

    The innermost quote around the cue decides. Where its speaker is known by a description only ("the judge"), it is somebody
    else; by a pronoun that may be the actor ("it said"), the actor. Without any speaker the words are the article's.

    Args:
        actor: Who takes the stance.
        quotes: The quotes that carry the claim; the record's own never lie within another.
        anonymous: Ids of the quotes whose speaker wants no name.
        text: The article.
        lexicon: Tells which country an authority is of.
    """
    for quote in sorted(quotes, key=lambda q: q.end - q.start):
        if quote.id in anonymous:
            return "anonymous"
        if actor.text.lower() in _FIRST_PERSON and any(s.start <= actor.start < s.end for s in quote.spans):
            return "own"
        if quote.speaker and speaks(actor, quote.speaker, text):
            return "own"
        if speakers := {name for name in (quote.organization, quote.speaker_name) if name}:
            return "own" if any(_is_voice_of(actor, name, lexicon) for name in speakers) else "other"
        if quote.speaker:
            return "own" if quote.speaker.text.lower() in _IMPERSONAL else "other"
    return "reporter"


def _is_voice_of(actor: Actor, name: str, lexicon: Lexicon) -> bool:
    """Whether a name is the actor's, or of an authority of the country that acts."""
    if actor.name == name or not (actor.ref or "").startswith("country:"):
        return actor.name == name
    return any(f"country:{entry.country}".lower() == actor.ref for entry in lexicon.lookup(name, "GOVERNMENT"))


def speaks(actor: Actor, speaker: Span, text: str) -> bool:
    """Return whether the actor is the speaker's mention, or stands in one list of names with it."""
    if speaker.start < actor.end and actor.start < speaker.end:
        return True
    start, end = min(actor.end, speaker.end), max(actor.start, speaker.start)
    if end - start > _LONGEST_LIST or not actor.text[0].isupper():
        return False
    between = text[start:end]
    joined = any(word in between for word in (",", " and ", "&", " such as ", " including "))
    return joined and _LIST.fullmatch(between) is not None


def headings_summed_up(claims: Sequence[Claim], text: str) -> list[Claim]:
    """Return the claims, given in order, those of headings with the attribution of what they sum up.

    A title or a heading within the article asserts nothing by itself: it is as well founded as the first claim after it of
    the same actor, one of the same stance before others. Where no such claim follows, it stays the article's.
    """
    after: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    out: list[Claim] = []
    for claim in reversed(claims):
        plain = claim.attribution == "reporter" and not claim.quotes
        if plain and is_heading(text, claim.evidence):
            out.append(replace(claim, attribution=_summed_up(claim, after)))
            continue
        out.append(claim)
        for key in (_name(claim), claim.stance), (_name(claim), ""), ("", claim.stance):
            after[key].append(claim)
    return out[::-1]


def _summed_up(claim: Claim, after: defaultdict[tuple[str, str], list[Claim]]) -> Attribution:
    """The attribution of the nearest of the claims that follow, the last of each list."""
    name = _name(claim)
    keys = [(name, claim.stance), (name, "")] if name else [("", claim.stance)]
    found = next((after[key][-1] for key in keys if after.get(key)), claim)
    return found.attribution


def _name(claim: Claim) -> str:
    return claim.actor.ref or claim.actor.name or ""


def is_heading(text: str, sentence: Span) -> bool:
    """Return whether a sentence is a title or heading: a short line of its own without a full stop."""
    words = sentence.text.rstrip(_CLOSING)
    if len(words.split()) > _HEADING_WORDS or words[-1:] in _STOPS or not words[:1].strip("-–—•*·"):
        return False
    start, end = sentence.start, sentence.end
    while start and text[start - 1] in _BLANK:
        start -= 1
    while end < len(text) and text[end] in _BLANK:
        end += 1
    return text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
