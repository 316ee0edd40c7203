"""The calibrated probability that a claim's sentence, actor, stance and polarity are all right.

A logistic function of the evidence, fitted on dev after training. Its coefficients stand in the model's `config.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.components.links import Evidence

CLIP = 6.0
"""Log-odds beyond this say no more: an int8 network is not that sure."""


def features(evidence: Evidence) -> list[float]:
    """Return the features: 1, the clipped log-odds, their joint log-odds, and whether the actor is the best one."""
    stance, actor, polarity = (max(-CLIP, min(CLIP, x)) for x in (evidence.stance, evidence.actor, evidence.polarity))
    joint = _sigmoid(stance) * _sigmoid(actor) * _sigmoid(polarity)
    return [1.0, stance, actor, polarity, math.log(joint / (1 - joint)), float(evidence.best)]


def confidence(evidence: Evidence, calibration: Mapping[str, Sequence[float]]) -> float:
    """Return the confidence, between 0 and 1. Without calibration it is the joint probability of the network."""
    given = features(evidence)
    weights = calibration.get("claim", (0.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    return _sigmoid(sum(w * x for w, x in zip(weights, given, strict=True)))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
