"""Mentions that only tell who another one is: an owner, a parent, the noun before a name. They do not act beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.references.nominals import parse_nominal

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim
    from onrecord.components.mentions import Mention

_OWNED = re.compile(r"['’]s? (?:[\w-]+ ){0,3}")
"""Between an owner and a name: "Freedonia's Norvik"."""
_NEIGHBOUR = re.compile(r"['’]s? [a-z][\w -]{2,40}, (?:the )?")
"""Between an owner and the name that a noun of its own tells: "Freedonia's neighbour to the north, Oland"."""
_PARENT = re.compile(
    r"(?:, | \()(?:[\w-]+ ){0,4}(?:(?:unit|subsidiary|division|arm|part|affiliate|brand) of|(?:owned|controlled|run) by)"
    r" (?:the )?(?:[\w-]+ ){0,3}"
)
"""Between a name and that of its owner in an apposition: "Norvik, a unit of Selmar"."""
_OF_HIS = re.compile(r"(?:his|her) (?:country|government|nation|company|firm|ministry|administration)$")
"""What a person before it speaks for: "the minister would not say if |his country| was to leave"."""
_LONGEST_TITLE = 60
"""Characters of a noun phrase before a name."""


def is_aside(text: str, draft: DraftClaim, others: Iterable[DraftClaim]) -> bool:
    """Whether a draft's actor only tells who another is that does the same.

    "The insurer" of "the insurer Norvik", the owner in "Freedonia's Norvik" and, unless it fits better, in "Norvik, a unit of
    Selmar": in the train set neither the noun (2,225 names after one) nor the owner (28) ever acts beside the name.
    """
    mine = draft.actor
    for other in (o.actor for o in others if o.stance == draft.stance and o.evidence.actor >= draft.evidence.actor):
        if mine.end < other.start and other.label != "ACTOR":
            if _is_title(text, mine, other) or _OWNED.fullmatch(text, mine.end, other.start):
                return True
        elif other.end < mine.start and (
            _OF_HIS.match(text, mine.start, mine.end) or _PARENT.fullmatch(text, other.end, mine.start)
        ):
            return True
    return False


def _is_title(text: str, noun: Mention, name: Mention) -> bool:
    """Whether a noun stands right before a name, all of it or its beginning: "the toy" of "the toy maker Norvik"."""
    if noun.label != "ACTOR" or name.start - noun.start > _LONGEST_TITLE or text[name.start - 1] != " ":
        return False
    return noun.end + 1 == name.start or parse_nominal(text[noun.start : name.start - 1]) is not None


def of_neighbours(text: str, drafts: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts; where the actor owns what an apposed name is, that one acts: "Freedonia's neighbour, Oland, has signed"."""
    for draft in drafts:
        apposed = (
            d
            for d in drafts
            if d.stance == draft.stance
            and d.actor.label in ("COMPANY", "GOVERNMENT", "PLACE")
            and text.startswith(",", d.actor.end)
            and draft.evidence.best
            and _NEIGHBOUR.fullmatch(text, draft.actor.end, d.actor.start)
        )
        if other := next(apposed, None):
            yield replace(other, evidence=draft.evidence)
        else:
            yield draft
