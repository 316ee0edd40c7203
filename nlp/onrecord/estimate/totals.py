"""Totals, shares and differences of shares, corrected by the units that were coded by hand.

With prediction f for every unit and truth y for those coded, the pseudo-outcome `f + R / pi * (y - f)` (R is 1 where a unit
was coded, pi its inclusion probability) has the truth as its mean over samples, however wrong the predictions are: design-based
supervised learning (Egami, Hinck, Stewart and Wei, NeurIPS 2023), the difference estimator of survey sampling, and
prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic, Science 2023). `tune` chooses how far the
predictions are believed, as in PPI++ (Angelopoulos, Duchi and Zrnic 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from onrecord.estimate.quantile import t_quantile

if TYPE_CHECKING:
    from onrecord.estimate.frame import Floats, Frame

Scope = Literal["collection", "process"]

UNSEEN = 2.0
"""Errors that are added to the variance, as many as the plus-four rule adds (Agresti and Coull 1998), in the stratum where one
weighs most (Fay and Feuer 1997): where no miss was found among a hundred coded units, there may still be some."""
_WORTHWHILE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """One variable: predicted for every row, true for those that were coded."""

    hat: Floats
    """Shape (N,), or (N, p)."""
    true: Floats
    """In the order of `Frame.coded`. Shape (n,), or (n, p)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """An estimate and how each unit moves it: all that its variance needs."""

    naive: float
    """From predictions alone."""
    value: float
    """Corrected."""
    residual: Floats
    """What a coded unit's error does to the estimate, before weighting. Shape (n,)."""
    base: Floats
    """What a row's prediction does to the estimate, for all its units. Shape (N,)."""
    score: Floats
    """What a coded unit would do to the estimate if everything were coded. Shape (n,)."""
    above: float
    """Variance for misses that the sample had little chance to show: the truth may lie higher."""
    below: float
    """The same for false alarms: the truth may lie lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """How sure an estimate is. The upper side may be the longer one, where misses weigh more than false alarms."""

    low: float
    high: float
    standard_error: float
    """Of both sides together."""
    gain: float | None
    """Variance of a plain random sample of as many units, hand-coded, without predictions, over this variance."""


def total(frame: Frame, y: Values, *, tuning: float = 1.0, portion: Floats | None = None) -> Linear:
    """Return the corrected number of units with y = 1, or the sum of y.

    Args:
        frame: The population, N rows, n of them coded.
        y: The variable.
        tuning: How far predictions are believed, from `tune`.
        portion: For each stratum, what part of its unseen errors may concern this total. Shape (H,); all by default.
    """
    naive = float(frame.times @ y.hat)
    residual = y.true - tuning * y.hat[frame.coded]
    value = tuning * naive + float(frame.weight @ residual)
    base = tuning * frame.times * y.hat
    claimed = np.bincount(frame.stratum, frame.times * y.hat, minlength=frame.size.size) / frame.size
    above, below = unseen(frame, (1 - claimed) * (1.0 if portion is None else portion)), unseen(frame, claimed)
    return Linear(naive=naive, value=value, residual=residual, base=base, score=y.true, above=above, below=below)


def share(frame: Frame, y: Values, among: Floats, *, tuning: float = 1.0, portion: Floats | None = None) -> Linear:
    """Return the corrected share of units with y = 1 among units known for certain, such as those of a month.

    Args:
        frame: The population, N rows, n of them coded.
        y: The variable, 0 outside `among`.
        among: 1 for the rows that count, 0 for others. Shape (N,).
        tuning: How far predictions are believed, from `tune`.
        portion: As for `total`.
    """
    count = max(float(frame.times @ among), 1.0)
    found = total(frame, y, tuning=tuning, portion=portion)
    mean = found.value / count
    base = (found.base - mean * frame.times * among) / count
    return Linear(
        naive=found.naive / count, value=mean, residual=found.residual / count, base=base,
        score=(y.true - mean * among[frame.coded]) / count, above=found.above / count**2, below=found.below / count**2,
    )  # fmt: skip


def ratio(frame: Frame, y: Values, among: Values, *, tuning: float = 1.0, portion: Floats | None = None) -> Linear | None:
    """Return the corrected share of units with y = 1 among units that are themselves only predicted, such as those with a claim.

    Both totals are corrected; the variance is that of the linearised ratio. None when the corrected total below is not above 0.

    Args:
        frame: The population, N rows, n of them coded.
        y: The variable, 0 where `among` is 0.
        among: 1 for the units that count.
        tuning: How far predictions are believed, from `tune`.
        portion: For each stratum, what part of its unseen errors may concern `among`. Shape (H,); all by default.
    """
    above, below = (total(frame, v, tuning=tuning) for v in (y, among))
    if below.value <= 0:
        return None
    mean = above.value / below.value
    # An unseen claim is one that is asked for as often as others are; never quite never, so the share is drawn in a little.
    inner = (mean * below.value + 1) / (below.value + 2)
    extra = unseen(frame, portion) * max(inner * (1 - inner), 0.0) / below.value**2
    return Linear(
        naive=above.naive / below.naive if below.naive else 0.0, value=mean,
        residual=(above.residual - mean * below.residual) / below.value, base=(above.base - mean * below.base) / below.value,
        score=(y.true - mean * among.true) / below.value, above=extra, below=extra,
    )  # fmt: skip


def difference(a: Linear, b: Linear) -> Linear:
    """Return the estimate of a less that of b; what they share of the sample cancels in the variance."""
    return Linear(
        naive=a.naive - b.naive, value=a.value - b.value, residual=a.residual - b.residual, base=a.base - b.base,
        score=a.score - b.score, above=a.above + b.below, below=a.below + b.above,
    )  # fmt: skip


def tune(frame: Frame, y: Values) -> float:
    """Return how far predictions should be believed, between 0 and 1 (PPI++, equation 6, for a stratified sample).

    Strata with one and the same prediction throughout say nothing about it. 1 unless another value lowers the variance by a
    twentieth or more: what is estimated from few units is not worth less.
    """
    hat = y.hat[frame.coded]
    spread = cross(frame, hat, hat).sum()
    if spread <= 0:
        return 1.0
    best = float(np.clip(cross(frame, y.true, hat).sum() / spread, 0, 1))
    tuned, plain = (cross(frame, e, e).sum() for e in (y.true - best * hat, y.true - hat))
    return best if tuned < _WORTHWHILE * plain else 1.0


def cross(frame: Frame, a: Floats, b: Floats) -> Floats:
    """Return the design covariance of two weighted totals over the coded units, for each cell of the frame. Shape (C,).

    Stratified sampling without replacement; deviations from the stratum's mean are summed by article first, so units of
    one article need not be independent.
    """
    cells = frame.cells
    sums = [np.bincount(cells.key, _centred(frame, e)) for e in (a, b)]
    products = np.bincount(cells.cell_of_key, sums[0] * sums[1], minlength=cells.taken.size)
    grown: Floats = (1 - cells.rate) * cells.keys / np.maximum(cells.keys - 1, 1) * products
    return grown


def unseen(frame: Frame, portion: Floats | None = None) -> float:
    """Return the variance of errors that were not seen: `UNSEEN` errors in the stratum where one weighs most.

    Args:
        frame: The population.
        portion: What part of the unseen errors of each stratum matters, all by default. Shape (H,).
    """
    return UNSEEN * float(np.max(error_weights(frame, portion)))


def error_weights(frame: Frame, portion: Floats | None = None) -> Floats:
    """Return the variance that one more error in each stratum would add to a total. Shape (H,)."""
    rate = np.where(frame.taken > 0, frame.rate, 1.0)
    found: Floats = (1 - rate) / rate**2 * (1.0 if portion is None else portion)
    return found


def interval(frame: Frame, found: Linear, *, level: float = 0.95, scope: Scope = "collection") -> Interval:
    """Return the interval of an estimate, from Student's t with Satterthwaite's degrees of freedom.

    Args:
        frame: The population.
        found: The estimate.
        level: How often intervals made this way hold the truth.
        scope: `collection` for the units at hand: what is random is which ones were coded. `process` for what brought them
            forth: the articles too are a sample, and pseudo-outcomes are summed by article (Egami et al. 2023).
    """
    parts = cross(frame, found.residual, found.residual)
    design = float(parts.sum())
    sampled = max(design, _between(frame, found)) if scope == "process" else design
    variance = sampled + (found.above + found.below) / 2
    doubt = float(np.sum(parts**2 / np.maximum(frame.cells.keys - 1, 1)))
    reach = t_quantile((1 + level) / 2, max(variance**2 / doubt, 1.0) if doubt else float("inf"))
    gain = _plain(frame, found.score, scope) / variance if variance else 0.0
    return Interval(
        low=found.value - reach * float(np.sqrt(sampled + found.below)),
        high=found.value + reach * float(np.sqrt(sampled + found.above)),
        standard_error=float(np.sqrt(variance)), gain=gain or None,
    )  # fmt: skip


def _centred(frame: Frame, e: Floats) -> Floats:
    cells = frame.cells
    weighted = frame.weight * e
    mean = np.bincount(cells.of, weighted) / cells.taken
    deviation: Floats = weighted - mean[cells.of]
    return deviation


def _between(frame: Frame, found: Linear) -> float:
    """The variance between articles of the pseudo-outcomes.

    How many of a stratum are coded is fixed, so its mean error is laid on all of its units, and only what deviates from it
    weighs on the coded ones. Of a single coded unit nothing deviates: its error stays where it is.
    """
    stratum = frame.stratum[frame.coded]
    whole = np.bincount(stratum, frame.weight, minlength=frame.size.size)
    mean = np.bincount(stratum, frame.weight * found.residual, minlength=frame.size.size) / np.maximum(whole, 1)
    mean[frame.taken == 1] = 0.0
    grown = np.sqrt(frame.taken / np.maximum(frame.taken - 1, 1))[stratum]
    count = int(frame.cluster.max()) + 1
    sums = np.bincount(frame.cluster, found.base + frame.times * mean[frame.stratum], minlength=count)
    deviation = frame.weight * grown * (found.residual - mean[stratum])
    sums += np.bincount(frame.cluster[frame.coded], deviation, minlength=count)
    return float(count / max(count - 1, 1) * np.sum((sums - sums.mean()) ** 2))


def _plain(frame: Frame, score: Floats, scope: Scope) -> float:
    """The variance that a plain random sample of as many units would have without predictions."""
    size, n = float(frame.size.sum()), frame.coded.size
    mean = float(frame.weight @ score) / size
    spread = max(float(frame.weight @ score**2) / size - mean**2, 0.0)
    return size**2 / n * spread * (1.0 if scope == "process" else 1 - n / size)
