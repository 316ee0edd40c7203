"""Linear and logistic regression on pseudo-outcomes, with a sandwich variance.

The score of every unit is computed from predictions, and for coded units the difference to the score from the truth is added,
weighted by one over the inclusion probability: the moment estimator of design-based supervised learning (Egami, Hinck, Stewart
and Wei 2023, section 4). Outcome, covariates and even which units count may be predicted. It is the ordinary fit on the
population's rows, less the coded rows as predicted, plus the coded rows as they are, the latter two with their weights.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from onrecord.errors import InputError
from onrecord.estimate.totals import UNSEEN, Linear, Values, error_weights

if TYPE_CHECKING:
    from onrecord.estimate.frame import Floats, Frame

Model = Literal["linear", "logistic"]

_STEPS = 60
_HALVINGS = 30
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Rows of a weighted regression; weights may be below 0."""

    x: Floats
    y: Floats
    weight: Floats


def regress(
    frame: Frame, x: Values, y: Values, *, among: Values | None = None, model: Model = "linear", portion: Floats | None = None
) -> list[Linear]:
    """Return the corrected coefficients, one for each column of `x`.

    Args:
        frame: The population, N rows, n of them coded.
        x: The covariates, a column of ones included. Shapes (N, p) and (n, p).
        y: The outcome, between 0 and 1 if the model is logistic.
        among: 1 for the units that count, if that too is predicted; all by default. Units that are known not to count are left
            out by zeros in their row of `x`.
        model: `linear` for least squares, `logistic` for log-odds.
        portion: As for `total`.

    Raises:
        InputError: The covariates repeat each other, or the fit has no solution.
    """
    inside = among or Values(hat=np.ones(frame.times.size), true=np.ones(frame.coded.size))
    predicted = _Rows(x=x.hat, y=y.hat, weight=frame.times * inside.hat)
    _check_rank(predicted)
    taken = frame.coded
    wrong = _Rows(x=x.hat[taken], y=y.hat[taken], weight=-frame.weight * inside.hat[taken])
    right = _Rows(x=x.true, y=y.true, weight=frame.weight * inside.true)
    naive = _fit([predicted], model, np.zeros(x.hat.shape[1]))
    beta = _fit([predicted, wrong, right], model, naive)
    bread: Floats = np.linalg.inv(_slope([predicted, wrong, right], beta, model)).astype(np.float64)
    lines = _linear(frame, [predicted, wrong, right], (naive, beta, bread), model)
    rows = predicted.x @ bread
    if among is not None:
        rows *= (y.hat - _mean(predicted.x @ beta, model))[:, None]
    return [
        replace(line, above=extra, below=extra) for line, extra in zip(lines, _unseen(frame, rows, among, portion), strict=True)
    ]


def _linear(frame: Frame, rows: list[_Rows], fitted: tuple[Floats, Floats, Floats], model: Model) -> list[Linear]:
    naive, beta, bread = fitted
    base, wrong, right = (_scores(each, beta, model) @ bread for each in rows)
    residual = (wrong + right) / frame.weight[:, None]
    score = right / frame.weight[:, None]
    return [
        Linear(
            naive=float(naive[j]), value=float(beta[j]), residual=residual[:, j], base=base[:, j], score=score[:, j],
            above=0.0, below=0.0,
        )
        for j in range(beta.size)
    ]  # fmt: skip


def _fit(parts: list[_Rows], model: Model, start: Floats) -> Floats:
    """Newton's steps to the root of the score, halved while they lead away from it."""
    beta = start
    force = _force(parts, beta, model)
    scale = sum(float(np.abs(p.weight).sum()) for p in parts)
    for _ in range(_STEPS):
        if np.max(np.abs(force)) <= _CLOSE * scale:
            return beta
        beta, force = _step(parts, model, beta, force)
    raise InputError("the regression has no solution: code more units, take fewer covariates, or choose the model linear")


def _step(parts: list[_Rows], model: Model, beta: Floats, force: Floats) -> tuple[Floats, Floats]:
    try:
        step = np.linalg.solve(_slope(parts, beta, model), force)
    except np.linalg.LinAlgError:
        raise InputError("the regression has no solution: too few units with the outcome were coded, code more") from None
    for halving in range(_HALVINGS):
        tried = beta + step / 2**halving
        pull = _force(parts, tried, model)
        if np.linalg.norm(pull) < np.linalg.norm(force):
            return tried, pull
    raise InputError("the regression has no solution: code more units, take fewer covariates, or choose the model linear")


def _scores(rows: _Rows, beta: Floats, model: Model) -> Floats:
    found: Floats = (rows.weight * (rows.y - _mean(rows.x @ beta, model)))[:, None] * rows.x
    return found


def _force(parts: list[_Rows], beta: Floats, model: Model) -> Floats:
    found: Floats = sum((rows.x.T @ (rows.weight * (rows.y - _mean(rows.x @ beta, model))) for rows in parts), np.zeros(beta.size))
    return found


def _slope(parts: list[_Rows], beta: Floats, model: Model) -> Floats:
    found: Floats = np.zeros((beta.size, beta.size))
    for rows in parts:
        mean = _mean(rows.x @ beta, model)
        steep = mean * (1 - mean) if model == "logistic" else np.ones(mean.size)
        found = found + (rows.x * (rows.weight * steep)[:, None]).T @ rows.x
    return found


def _mean(eta: Floats, model: Model) -> Floats:
    if model == "linear":
        return eta
    found: Floats = 1 / (1 + np.exp(-np.clip(eta, -500, 500)))
    return found


def _unseen(frame: Frame, moved: Floats, among: Values | None, portion: Floats | None) -> list[float]:
    """As `totals.unseen`, for each coefficient; an error moves it as a unit of the stratum does in the mean.

    Where it is predicted which units count, as a predicted one does.

    Args:
        frame: The population.
        moved: What an error in each row does to each coefficient. Shape (N, p).
        among: Which units count, None for all.
        portion: As for `total`.
    """
    weighed = error_weights(frame, portion)
    found = []
    for column in moved.T:
        if among is None:
            mean = np.bincount(frame.stratum, frame.times * column**2, minlength=frame.size.size) / frame.size
        else:
            counts = frame.times * among.hat
            mean = np.full(frame.size.size, float(counts @ column**2) / max(float(counts.sum()), 1.0))
        found.append(UNSEEN * float(np.max(weighed * mean)))
    return found


def _check_rank(rows: _Rows) -> None:
    inside = rows.weight > 0
    held = rows.x[inside]
    if not held.size or np.linalg.matrix_rank(held.T @ held) < held.shape[1]:
        raise InputError("the covariates repeat each other, or one is constant: leave one out")
