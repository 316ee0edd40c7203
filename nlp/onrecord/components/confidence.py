"""The calibrated probability that a claim's sentence, actor, stance and polarity are all right.

A logistic function of what the network and the model of n-grams saw, fitted on dev after training. Its coefficients stand in the
model's `config.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.actors import overlapping
from onrecord.types import STAGES, STANCES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.components.actors import Who
    from onrecord.components.links import DraftClaim
    from onrecord.encoder.ngrams import NgramModel
    from onrecord.types import Stance

CLIP = 6.0
"""Log-odds beyond this say no more: an int8 network is not that sure."""
ACTORS = ("COMPANY", "GOVERNMENT", "PERSON")
"""Labels of actors that are told apart; a nominal or pronoun is none of them."""


FEATURES = 8 + len(ACTORS) + len(STAGES) + len(STANCES)
"""Number of features of a draft claim of our own five stances."""


def features(draft: DraftClaim, stances: Sequence[Stance] = STANCES) -> list[float]:
    """Return the features of a draft claim.

    1, clipped log-odds; whether the actor is the best of its sentence; how sure it is that it is a mention at all, and what it is;
    the stage; the stance; what the sentence's words alone say of it; whether there is a target.
    """
    evidence, mention = draft.evidence, draft.actor
    stance, actor, polarity, ngrams = map(_clipped, (evidence.stance, evidence.actor, evidence.polarity, evidence.ngrams))
    return [
        *(1.0, stance, actor, polarity, float(evidence.best), mention.score),
        *(float(mention.label == label) for label in ACTORS),
        *(float(draft.stage == stage) for stage in STAGES),
        *(float(draft.stance == label) for label in stances),
        *(ngrams, float(draft.target is not None)),
    ]


def _clipped(odds: float) -> float:
    return max(-CLIP, min(CLIP, odds))


def with_ngrams(
    drafts: Sequence[DraftClaim], who: Who, sentences: Sequence[tuple[int, int]], ngrams: NgramModel, stances: Sequence[Stance]
) -> list[DraftClaim]:
    """Return the drafts with what the words of their sentences say of their stances.

    Args:
        drafts: The draft claims of an article.
        who: Its text and the names in it.
        sentences: Start and end of each.
        ngrams: Reads the words.
        stances: The model's, in order.
    """
    scores: dict[int, NDArray[np.float32]] = {}
    for at in {d.sentence for d in drafts}:
        start, end = sentences[at]
        names = [(n.start - start, n.end - start, n.label) for n in overlapping(who.named, start, end)]
        scores[at] = ngrams.score(who.text[start:end], names)
    return [replace(d, evidence=replace(d.evidence, ngrams=float(scores[d.sentence][stances.index(d.stance)]))) for d in drafts]


def confidence(draft: DraftClaim, calibration: Mapping[str, Sequence[float]], stances: Sequence[Stance] = STANCES) -> float:
    """Return the confidence, between 0 and 1. Without calibration it is the network's joint probability."""
    given = features(draft, stances)
    if weights := calibration.get("claim"):
        return _sigmoid(sum(w * x for w, x in zip(weights, given, strict=True)))
    return math.prod(_sigmoid(x) for x in given[1:4])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
