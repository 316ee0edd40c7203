"""The calibrated probability that a claim's sentence, actor, stance and polarity are all right.

A logistic function of what the network saw, fitted on dev after training. Its coefficients stand in the model's `config.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.types import STAGES, STANCES

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim
    from onrecord.types import Stance

CLIP = 6.0
"""Log-odds beyond this say no more: an int8 network is not that sure."""
ACTORS = ("COMPANY", "GOVERNMENT", "PERSON")
"""Labels of actors that are told apart; a nominal or pronoun is none of them."""


def features(draft: DraftClaim, stances: Sequence[Stance] = STANCES) -> list[float]:
    """Return the features of a draft claim.

    1, clipped log-odds, their positive parts, what the best actor of a sentence adds; how sure the actor is a mention at all and
    what it is; the stage; the stance.
    """
    evidence, mention = draft.evidence, draft.actor
    stance, actor, polarity = (max(-CLIP, min(CLIP, x)) for x in (evidence.stance, evidence.actor, evidence.polarity))
    best = float(evidence.best)
    return [
        *(1.0, stance, actor, polarity, max(0.0, stance), max(0.0, actor), best, best * actor, mention.score),
        *(float(mention.label == label) for label in ACTORS),
        *(float(draft.stage == stage) for stage in STAGES),
        *(float(draft.stance == label) for label in stances),
    ]


def confidence(draft: DraftClaim, calibration: Mapping[str, Sequence[float]], stances: Sequence[Stance] = STANCES) -> float:
    """Return the confidence, between 0 and 1. Without calibration it is the network's joint probability."""
    given = features(draft, stances)
    if weights := calibration.get("claim"):
        return _sigmoid(sum(w * x for w, x in zip(weights, given, strict=True)))
    return math.prod(_sigmoid(x) for x in given[1:4])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
