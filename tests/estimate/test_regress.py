"""Regression on pseudo-outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.estimate.frame import make_frame
from onrecord.estimate.regress import regress
from onrecord.estimate.totals import Values, interval, ratio, share

seeds = st.integers(0, 10_000)


def setting(seed, *, n=80, every=False):
    """Frame, covariates with a column of ones, truth, prediction, and truth and prediction of which units count."""
    rng = np.random.default_rng(seed)
    stratum = np.arange(n) % 2
    coded = np.ones(n, dtype=bool) if every else np.arange(n) % 5 < 2
    pi = np.array([coded[stratum == h].mean() for h in (0, 1)])[stratum]
    x = np.stack([np.ones(n), rng.normal(size=n)], axis=1)
    y = (rng.random(n) < 1 / (1 + np.exp(-x[:, 1]))).astype(float)
    y_hat = np.where(rng.random(n) < 0.8, y, 1 - y)
    d = (rng.random(n) < 0.7).astype(float)
    d_hat = np.where(rng.random(n) < 0.9, d, 1 - d)
    return make_frame(stratum, coded, pi, cluster=np.arange(n) // 2), x, y, y_hat, d, d_hat


def both(frame, hat, true):
    return Values(hat=hat, true=true[frame.coded])


@settings(deadline=None)
@given(seeds)
def test_with_everything_coded_it_is_least_squares_on_the_truth(seed):
    frame, x, y, y_hat, d, d_hat = setting(seed, every=True)
    found = regress(frame, both(frame, x, x), both(frame, y_hat * d_hat, y * d), among=both(frame, d_hat, d))
    expected = np.linalg.lstsq(x[d == 1], y[d == 1], rcond=None)[0]
    assert [line.value for line in found] == pytest.approx(expected)
    assert interval(frame, found[1], scope="collection").standard_error == pytest.approx(0)


@settings(deadline=None)
@given(seeds)
def test_with_perfect_predictions_it_is_the_naive_fit(seed):
    frame, x, y, *_ = setting(seed)
    for line in regress(frame, both(frame, x, x), both(frame, y, y)):
        assert line.value == pytest.approx(line.naive)


def test_with_everything_coded_the_sandwich_is_the_usual_one():
    frame, x, y, *_ = setting(3, every=True)
    found = regress(frame, both(frame, x, x), both(frame, y, y))
    bread = np.linalg.inv(x.T @ x)
    scores = (x * (y - x @ np.linalg.lstsq(x, y, rcond=None)[0])[:, None]).reshape(40, 2, 2).sum(axis=1)
    expected = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * 40 / 39)
    assert [interval(frame, line, scope="process").standard_error for line in found] == pytest.approx(expected)


def test_a_logistic_fit_solves_its_scores():
    frame, x, y, y_hat, *_ = setting(5)
    beta = np.array([line.value for line in regress(frame, both(frame, x, x), both(frame, y_hat, y), model="logistic")])
    pseudo = y_hat.copy()
    pseudo[frame.coded] += frame.weight * (y - y_hat)[frame.coded]
    assert x.T @ (pseudo - 1 / (1 + np.exp(-x @ beta))) == pytest.approx([0, 0], abs=1e-6)


def test_a_logistic_fit_with_everything_coded_is_that_of_scikit_learn():
    model = pytest.importorskip("sklearn.linear_model").LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    frame, x, y, *_ = setting(6, every=True)
    found = regress(frame, both(frame, x, x), both(frame, np.zeros(80) + 0.5, y), model="logistic")
    model.fit(x[:, 1:], y)
    assert [line.value for line in found] == pytest.approx([model.intercept_[0], model.coef_[0, 0]], abs=1e-4)


@pytest.mark.parametrize("scope", ["collection", "process"])
def test_an_intercept_alone_is_a_share(scope):
    frame, x, y, y_hat, d, d_hat = setting(7)
    one = x[:, :1]
    pairs = [
        (regress(frame, both(frame, one, one), both(frame, y_hat, y))[0], share(frame, both(frame, y_hat, y), np.ones(80))),
        (
            regress(frame, both(frame, one, one), both(frame, y_hat * d_hat, y * d), among=both(frame, d_hat, d))[0],
            ratio(frame, both(frame, y_hat * d_hat, y * d), both(frame, d_hat, d)),
        ),
    ]
    for fitted, direct in pairs:
        assert (fitted.value, fitted.naive) == pytest.approx((direct.value, direct.naive))
        assert fitted.residual == pytest.approx(direct.residual)
        assert fitted.base == pytest.approx(direct.base)


def test_a_covariate_may_itself_be_predicted():
    rng = np.random.default_rng(9)
    n = 4000
    true = (rng.random(n) < 0.5).astype(float)
    hat = np.where(rng.random(n) < 0.75, true, 1 - true)
    y = (rng.random(n) < 0.2 + 0.4 * true).astype(float)
    coded = rng.random(n) < 0.5
    frame = make_frame(np.zeros(n, dtype=int), coded, np.full(n, coded.mean()))
    x_hat, x_true = (np.stack([np.ones(n), each], axis=1) for each in (hat, true))
    slope = regress(frame, both(frame, x_hat, x_true), both(frame, y, y))[1]
    assert slope.naive < 0.3  # drawn to zero by the errors
    assert slope.value == pytest.approx(0.4, abs=0.06)


def test_rows_of_zeros_are_left_out():
    frame, x, y, y_hat, *_ = setting(11)
    kept = (np.arange(80) % 4 < 3)[:, None]
    found = regress(frame, both(frame, x * kept, x * kept), both(frame, y_hat, y))
    pseudo = y_hat.copy()
    pseudo[frame.coded] += frame.weight * (y - y_hat)[frame.coded]
    expected = np.linalg.lstsq(x[kept[:, 0]], pseudo[kept[:, 0]], rcond=None)[0]
    assert [line.value for line in found] == pytest.approx(expected)


def test_covariates_that_repeat_each_other_are_refused():
    frame, x, y, y_hat, *_ = setting(12)
    twice = np.hstack([x, 2 * x[:, 1:]])
    with pytest.raises(InputError, match="repeat each other"):
        regress(frame, both(frame, twice, twice), both(frame, y_hat, y))


def test_a_logistic_fit_without_a_solution_is_refused():
    frame, x, *_ = setting(13)
    parted = (x[:, 1] > 0).astype(float)
    with pytest.raises(InputError, match="no solution"):
        regress(frame, both(frame, x, x), both(frame, np.full(80, 0.5), np.where(parted == 1, 40.0, -40.0)), model="logistic")
