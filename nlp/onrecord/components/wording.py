"""What the words of a sentence say of its acts where the network is to be overruled: their polarity and their stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from onrecord.components.polarity import does_it, settled
from onrecord.components.stages import staged
from onrecord.types import Polarity, Stage, Stance

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim

RULE_ODDS = 3.5
"""Log-odds of a polarity that the words before the cue decide: in the train set they are right 72 times in 74."""

Act = tuple[tuple[int, int], Stance, Stage, Polarity]


class _Wording(NamedTuple):
    """What the words say of an act."""

    stage: Stage
    polarity: Polarity
    done: bool
    """Whether they tell that it is done though they hold a negator."""


def worded(text: str, sentence: tuple[int, int], drafts: Iterable[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield a sentence's drafts with the polarity and the stage that its words settle.

    Args:
        text: The article.
        sentence: Start and end of the sentence.
        drafts: What the network sees in it.
    """
    # Several may be said to do the same; the words are read once an act.
    known: dict[Act, _Wording] = {}
    for draft in drafts:
        act = (draft.cue, draft.stance, draft.stage, draft.polarity)
        if act not in known:
            known[act] = _read(text, sentence, draft)
        yield _reworded(draft, known[act])


def _read(text: str, sentence: tuple[int, int], draft: DraftClaim) -> _Wording:
    polarity = settled(text, sentence, draft.cue, draft.stance, draft.polarity)
    stage, polarity = staged(text, sentence, draft.cue, draft.stage, polarity)
    return _Wording(stage, polarity, polarity == "affirmed" and does_it(text[sentence[0] : draft.cue[0]]))


def _reworded(draft: DraftClaim, wording: _Wording) -> DraftClaim:
    stage, polarity, done = wording
    odds = draft.evidence.polarity
    if done:
        odds = max(odds, RULE_ODDS)
    elif polarity != draft.polarity:
        # That nothing denies an act makes it no surer than the network was; that something does is known.
        odds = RULE_ODDS if polarity == "negated" else min(RULE_ODDS, odds)
    if (polarity, stage, odds) == (draft.polarity, draft.stage, draft.evidence.polarity):
        return draft
    return replace(draft, polarity=polarity, stage=stage, evidence=replace(draft.evidence, polarity=odds))
