"""One word is one act: "threatened to |ignore| the ban" refuses, and does not withdraw as well.

The stances are read off one sentence by one attention each, and two may look at the same word. Of 9,966
sentences of the train set the network sees none so (it has learned from them); in new text the second is the first, seen less well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.components.polarity import word_start

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim


def one_stance_a_word(text: str, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts, of those of one actor that look at one word only the likeliest.

    Args:
        text: The article.
        drafts: What the network sees.
    """
    rivals: defaultdict[tuple[int, int, int], list[DraftClaim]] = defaultdict(list)
    for draft in drafts:
        rivals[draft.sentence, draft.actor.start, word_start(text, draft.cue[0])].append(draft)
    kept = {id(max(found, key=_odds)) for found in rivals.values()}
    return [d for d in drafts if id(d) in kept]


def _odds(draft: DraftClaim) -> float:
    return draft.evidence.stance + draft.evidence.actor
