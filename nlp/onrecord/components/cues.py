"""A word tells one act: of two stances that a sentence is thought to take by the same word, the likelier is meant.

In the train set 348 pairs of claims in one sentence have different stances, and no pair has them by the same word. Some words tell
no compliance whatever follows them: of 601 labelled cues that begin with "refuse", "reject", "defy" or the like one is of an actor
who complies. Who defies or ignores an order breaks it by that: another breach that is seen less surely beside it ("defied it: the
pumps never stopped") is none of three in the train set. Beside an appeal it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.components.polarity import word_start

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim


_REFUSING = re.compile(r"(?:refus|reject|def(?:y|ies|ied|ian)|flout|disobey|resist|snub|rebuff|spurn)", re.IGNORECASE)
_DEFYING = re.compile(r"(?:def(?:y|ie|ia)|flout|ignor|disobey|disregard)", re.IGNORECASE)


def one_act_a_word(text: str, drafts: Iterable[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts without those of a stance where a likelier one is told by the same word, or where the word tells another.

    Nor where a breach is no other than the likelier defiance beside it.
    """
    drafts = [d for d in drafts if not _is_opposite(text, d)]
    defying = {(d.sentence, d.actor): _odds(d) for d in drafts if _defies(text, d)}
    drafts = [d for d in drafts if not _breaks(d) or _odds(d) >= defying.get((d.sentence, d.actor), -math.inf)]
    best: dict[int, float] = {}
    for draft in drafts:
        word = word_start(text, draft.cue[0])
        best[word] = max(_odds(draft), best.get(word, -math.inf))
    yield from (d for d in drafts if _odds(d) == best[word_start(text, d.cue[0])])


def _is_opposite(text: str, draft: DraftClaim) -> bool:
    """Whether compliance is seen in a word of refusal."""
    complies = draft.stance == "comply" and draft.polarity == "affirmed"
    return complies and _REFUSING.match(text, word_start(text, draft.cue[0])) is not None


def _defies(text: str, draft: DraftClaim) -> bool:
    """Whether a word of defiance tells a refusal."""
    refuses = draft.stance == "refuse" and draft.polarity == "affirmed"
    return refuses and _DEFYING.match(text, word_start(text, draft.cue[0])) is not None


def _breaks(draft: DraftClaim) -> bool:
    return draft.stance == "comply" and draft.polarity == "negated"


def _odds(draft: DraftClaim) -> float:
    """Return how likely the stance is, by the network and by the words alone; the same for all who take it in a sentence."""
    return draft.evidence.stance + draft.evidence.ngrams
