"""Where a law's name begins and ends: the tags often lose its noun, its year, its number or the half after a comma.

What belongs to a name was counted on the 4,100 laws of the train set: the noun 99 times in 100, the year four times in
five, but half the time before a title ("2010 Harbour Act").
"Trump's" before an order and "with Iran" after an agreement are mostly left out there, and so they are here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention

_NOUN = (
    r"(?:laws?|orders?|bills?|acts?|bans?|rules?|rulings?|legislation|sanctions|agreements?|deals?|pacts?|accords?|treat(?:y|ies)"
    r"|regulations?|directives?|resolutions?|amendments?|decrees?|decisions?|mandates?|injunctions?|statutes?|moratorium|embargo"
    r"|protocols?|conventions?|ordinances?|tariffs)"
)
_ENDS_IN_NOUN = re.compile(rf"(?:.*[\s-])?{_NOUN}", re.IGNORECASE | re.DOTALL)
_NOUN_AFTER = re.compile(rf"[”\"’']? {_NOUN}(?![\w-])", re.IGNORECASE)
_ONE_NAME = re.compile(r"[\w.-]*[A-Z][\w.-]*")
"""A name that is complete without a noun ("NAFTA rules", "Obamacare regulations")."""
_YEAR_BEFORE = re.compile(r"(?<![\w-])(?:19|20)\d\d $")
_KIND_BEFORE = re.compile(r"(?<![\w-])(?:[Rr]esolution|[Ss]ection|[Aa]rticle|Proposition|Title|H\.R\.) $")
_NUMBER = re.compile(r"[A-Z]{0,3}-?\d")
_LONGEST_LEAD = 12
"""Characters of what may belong to a law in front of its tags, the space included."""
_LOOSE_END = re.compile(r"(?:\s+(?:on|of|to|for|the|an?|with|against|in|by|and|or)|\s*[,;:]|\s+\.)+$")
_TITLE_JOINT = re.compile(r",? (?:and )?(?:[A-Z][\w-]*,? (?:and )?)?")
"""Between the halves of "the Iran Sanctions, Accountability and Divestment Act"."""
_TITLE = re.compile(r"[A-Z][\w-]+(?:,? [A-Z][\w-]+)*")
_TITLE_NOUN = re.compile(r"\b(?:Act|Law|Treaty|Agreement|Accord|Convention|Protocol|Amendment|Order|Bill)$")
_QUOTES = {"“": "”", '"': '"', "‘": "’"}


def whole_laws(text: str, laws: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of laws with their borders mended, none overlapping another.

    Args:
        text: The article.
        laws: In order of their start.
    """
    whole: list[Mention] = []
    for law in _joined(text, (_trimmed(text, law) for law in laws)):
        grown = _with_lead(text, _with_noun(text, law))
        if not whole or whole[-1].end <= grown.start:
            whole.append(grown)
    return whole


def _trimmed(text: str, law: Mention) -> Mention:
    """Cut function words and stops off the end of a law."""
    loose = _LOOSE_END.search(text[law.start : law.end])
    return law._replace(end=law.start + loose.start()) if loose and loose.start() else law


def _joined(text: str, laws: Iterable[Mention]) -> Iterator[Mention]:
    """Put together the title of an act that has commas in it."""
    held: Mention | None = None
    for law in laws:
        if held and _go_together(text, held, law):
            held = held._replace(end=law.end, score=min(held.score, law.score))
            continue
        if held:
            yield held
        held = law
    if held:
        yield held


def _go_together(text: str, first: Mention, second: Mention) -> bool:
    """Whether a law is the beginning of a title ("Electricity Security") and the next goes on with it, in capitals."""
    title = text[first.start : first.end]
    begun = _TITLE.fullmatch(title) is not None and not title.endswith(("Act", "Law", "Bill", "Treaty", "Order"))
    goes_on = _TITLE.match(text, second.start, second.end) is not None
    return begun and goes_on and _TITLE_JOINT.fullmatch(text, first.end, second.start) is not None


def _with_noun(text: str, law: Mention) -> Mention:
    """Take in the noun that follows: "executive" order."""
    surface = text[law.start : law.end]
    noun = _NOUN_AFTER.match(text, law.end)
    if not noun or _ENDS_IN_NOUN.fullmatch(surface):
        return law
    complete = _ONE_NAME.fullmatch(surface) is not None and noun.group().islower()
    return law if complete else law._replace(end=noun.end())


def _with_lead(text: str, law: Mention) -> Mention:
    """Take in the year, the word before a number, and the quotation mark that is closed within the law."""
    start = law.start
    before = _KIND_BEFORE if _NUMBER.match(text, start) else _YEAR_BEFORE
    titled = _TITLE_NOUN.search(text[start : law.end]) is not None and before is _YEAR_BEFORE
    if not titled and (lead := before.search(text[max(0, start - _LONGEST_LEAD) : start])):
        start -= len(lead.group())
    opening = text[start - 1 : start]
    if (closing := _QUOTES.get(opening)) and closing in text[start : law.end - 1]:
        start -= 1
    return law._replace(start=start)
