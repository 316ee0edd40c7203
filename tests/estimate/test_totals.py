"""The numeric core: totals, shares, ratios and differences of arrays."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.estimate.frame import make_frame
from onrecord.estimate.quantile import t_quantile
from onrecord.estimate.totals import UNSEEN, Values, cross, difference, interval, ratio, share, total, tune, unseen


def population(seed, *, n=60, strata=3, right=0.7):
    """Strata, truth, prediction, article of each unit."""
    rng = np.random.default_rng(seed)
    stratum = np.sort(rng.integers(0, strata, n))
    stratum[:strata] = np.arange(strata)
    y = (rng.random(n) < 0.4).astype(float)
    y_hat = np.where(rng.random(n) < right, y, 1 - y)
    return stratum, y, y_hat, rng.integers(0, n // 3, n)


def sample(seed, stratum, least=2):
    """Which units were coded, with the chance of each: two or more of each stratum."""
    rng = np.random.default_rng(seed)
    coded, pi = np.zeros(stratum.size, dtype=bool), np.ones(stratum.size)
    for h in np.unique(stratum):
        rows = np.flatnonzero(stratum == h)
        taken = rng.integers(min(least, rows.size), rows.size + 1)
        coded[rng.choice(rows, taken, replace=False)] = True
        pi[rows] = taken / rows.size
    return coded, pi


def setting(seed):
    stratum, y, y_hat, article = population(seed)
    coded, pi = sample(seed + 1, stratum)
    frame = make_frame(stratum, coded, pi, cluster=article)
    return frame, y, y_hat


seeds = st.integers(0, 10_000)


@settings(deadline=None)
@given(seeds, st.floats(0, 1))
def test_with_everything_coded_the_estimate_is_the_truth(seed, tuning):
    stratum, y, y_hat, article = population(seed)
    frame = make_frame(stratum, np.ones(y.size), np.ones(y.size), cluster=article)
    values, inside = Values(hat=y_hat, true=y), (article % 2).astype(float)
    count = total(frame, values, tuning=tuning)
    part = share(frame, Values(hat=y_hat * inside, true=y * inside), inside, tuning=tuning)
    assert count.value == pytest.approx(y.sum())
    assert part.value == pytest.approx((y * inside).sum() / max(inside.sum(), 1))
    for line in (count, part):
        sure = interval(frame, line)
        assert sure.low == pytest.approx(line.value) == sure.high
        assert sure.gain is None


@settings(deadline=None)
@given(seeds)
def test_with_perfect_predictions_the_estimate_is_the_naive_one(seed):
    frame, y, _ = setting(seed)
    values = Values(hat=y, true=y[frame.coded])
    assert tune(frame, values) == 1
    for line in (total(frame, values), share(frame, values, np.ones(y.size))):
        assert line.value == pytest.approx(line.naive)
        assert not line.residual.any()


@settings(deadline=None)
@given(seeds)
def test_the_order_of_units_does_not_matter(seed):
    stratum, y, y_hat, article = population(seed)
    coded, pi = sample(seed, stratum)
    order = np.random.default_rng(seed).permutation(y.size)
    found = []
    for o in (np.arange(y.size), order):
        frame = make_frame(stratum[o], coded[o], pi[o], cluster=article[o])
        values = Values(hat=y_hat[o], true=y[o][frame.coded])
        line = share(frame, values, np.ones(y.size), tuning=tune(frame, values))
        sure = [interval(frame, line, scope=scope) for scope in ("collection", "process")]
        found.append([line.value, line.naive, *(x for s in sure for x in (s.low, s.high, s.gain or 0))])
    assert found[0] == pytest.approx(found[1])


def all_samples(stratum, taken):
    """Every stratified sample there is, each as likely as the others."""
    first, second = (np.flatnonzero(stratum == h) for h in (0, 1))
    for a in combinations(first, taken[0]):
        for b in combinations(second, taken[1]):
            yield np.isin(np.arange(stratum.size), [*a, *b])


@pytest.mark.parametrize("tuning", [0.0, 0.6, 1.0])
def test_over_all_samples_the_mean_is_the_truth_and_the_variance_is_right(tuning):
    stratum = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])
    y = np.array([1, 0, 1, 1, 0, 0, 1, 0, 0.0])
    y_hat = np.array([1, 1, 0, 1, 0, 1, 0, 0, 0.0])
    pi = np.where(stratum == 0, 2 / 4, 3 / 5)
    values, variances = [], []
    for coded in all_samples(stratum, (2, 3)):
        frame = make_frame(stratum, coded, pi)
        line = total(frame, Values(hat=y_hat, true=y[frame.coded]), tuning=tuning)
        values.append(line.value)
        variances.append(cross(frame, line.residual, line.residual).sum())
    assert np.mean(values) == pytest.approx(y.sum())
    assert np.mean(variances) == pytest.approx(np.var(values))


def test_units_of_one_article_need_not_be_independent():
    stratum = np.zeros(40, dtype=int)
    y = np.repeat([1.0, 0.0, 1.0, 0.0, 0.0], 8)
    coded = np.tile([True, True, True, True, False, False, False, False], 5)
    alone, together = (
        make_frame(stratum, coded, np.full(40, 0.5), cluster=cluster) for cluster in (None, np.repeat(np.arange(5), 8))
    )  # fmt: skip
    values = Values(hat=np.zeros(40), true=y[alone.coded])
    apart, joint = (interval(f, total(f, values)).standard_error for f in (alone, together))
    assert joint > 1.2 * apart


@settings(deadline=None)
@given(seeds)
def test_like_units_may_be_one_row(seed):
    stratum, y, y_hat, article = population(seed)
    coded, pi = sample(seed, stratum)
    frame = make_frame(stratum, coded, pi, cluster=article)
    rows = np.stack([stratum, article, y_hat.astype(int)], axis=1)
    like, times = np.unique(rows[~coded], axis=0, return_counts=True)
    packed = np.concatenate([rows[coded], like])
    short = make_frame(
        packed[:, 0], np.arange(len(packed)) < coded.sum(), np.concatenate([pi[coded], np.ones(len(like))]), cluster=packed[:, 1],
        times=np.concatenate([np.ones(coded.sum()), times]),
    )  # fmt: skip
    found = []
    for f, hat in ((frame, y_hat), (short, packed[:, 2].astype(float))):
        line = total(f, Values(hat=hat, true=y[coded]))
        found.append([line.value, line.naive, *(interval(f, line, scope=s).standard_error for s in ("collection", "process"))])
    assert found[0] == pytest.approx(found[1])


def test_tuning_believes_good_predictions_and_not_bad_ones():
    rng = np.random.default_rng(3)
    y = (rng.random(2000) < 0.3).astype(float)
    coded = rng.random(2000) < 0.2
    frame = make_frame(np.zeros(2000, dtype=int), coded, np.full(2000, coded.mean()))
    good, bad = np.where(rng.random(2000) < 0.95, y, 1 - y), (rng.random(2000) < 0.3).astype(float)
    assert tune(frame, Values(hat=good, true=y[coded])) > 0.85
    assert tune(frame, Values(hat=bad, true=y[coded])) < 0.15
    line = [total(frame, Values(hat=bad, true=y[coded]), tuning=t) for t in (1.0, 0.0)]
    assert interval(frame, line[1]).standard_error < 0.8 * interval(frame, line[0]).standard_error


def test_tuning_is_the_best_there_is():
    frame, y, y_hat = setting(8)
    values = Values(hat=y_hat, true=y[frame.coded])
    best = tune(frame, values)

    def variance(tuning):
        residual = total(frame, values, tuning=tuning).residual
        return cross(frame, residual, residual).sum()

    assert 0.95 * variance(best) <= min(variance(t) for t in np.linspace(0, 1, 21)) + 1e-9


def test_a_ratio_corrects_both_of_its_totals():
    frame, y, y_hat = setting(4)
    claim, claim_hat = np.maximum(y, np.arange(60) % 3 == 0), np.maximum(y_hat, np.arange(60) % 4 == 0)
    found = ratio(frame, Values(hat=y_hat, true=y[frame.coded]), Values(hat=claim_hat, true=claim[frame.coded]))
    above, below = (
        (frame.times @ hat) + frame.weight @ (true - hat)[frame.coded] for hat, true in ((y_hat, y), (claim_hat, claim))
    )  # fmt: skip
    assert found.value == pytest.approx(above / below)
    assert frame.weight @ found.residual + found.base.sum() == pytest.approx(0)


def test_a_ratio_to_nothing_is_none():
    frame, *_ = setting(4)
    zero = Values(hat=np.zeros(60), true=np.zeros(frame.coded.size))
    assert ratio(frame, zero, zero) is None


def test_what_two_groups_share_cancels_in_their_difference():
    frame, y, y_hat = setting(5)
    line = total(frame, Values(hat=y_hat, true=y[frame.coded]))
    same = difference(line, line)
    assert same.value == 0
    assert cross(frame, same.residual, same.residual).sum() == 0


def test_where_no_miss_was_found_there_may_still_be_some():
    stratum = np.zeros(5000, dtype=int)
    coded = np.arange(5000) < 100
    frame = make_frame(stratum, coded, np.full(5000, 0.02))
    line = share(frame, Values(hat=np.zeros(5000), true=np.zeros(100)), np.ones(5000))
    sure = interval(frame, line)
    assert line.value == 0
    assert sure.low == 0
    assert 0.02 < sure.high < 0.04  # the rule of three gives 0.03


def test_intervals_hold_the_truth_where_misses_are_rare():
    """Two hundred predicted claims and ten that were missed, of which sixty coded units without a prediction seldom show one."""
    rng = np.random.default_rng(5)
    y_hat = (np.arange(1500) < 200).astype(float)
    pi = np.where(y_hat == 1, 100 / 200, 60 / 1300)
    held = []
    for _ in range(200):
        y = np.where(y_hat == 1, rng.random(1500) < 0.85, rng.random(1500) < 10 / 1300).astype(float)
        coded = np.zeros(1500, dtype=bool)
        coded[rng.choice(200, 100, replace=False)] = True
        coded[200 + rng.choice(1300, 60, replace=False)] = True
        frame = make_frame(1 - y_hat.astype(int), coded, pi)
        line = total(frame, Values(hat=y_hat, true=y[coded]))
        plain = replace(line, above=0.0, below=0.0)
        held.append([sure.low <= y.sum() <= sure.high for sure in (interval(frame, line), interval(frame, plain))])
    with_unseen, without = np.mean(held, axis=0)
    assert with_unseen > 0.93
    assert without < 0.8


def test_unseen_errors_count_only_in_the_part_that_they_may_concern():
    stratum = np.repeat([0, 1], [900, 100])
    coded = np.arange(1000) % 10 == 0
    frame = make_frame(stratum, coded, np.full(1000, 0.1))
    assert unseen(frame, np.array([0.25, 0.0])) == pytest.approx(0.25 * unseen(frame)) == pytest.approx(UNSEEN * 0.25 * 0.9 * 100)


def test_a_process_is_less_sure_than_a_collection():
    frame, y, y_hat = setting(6)
    line = share(frame, Values(hat=y_hat, true=y[frame.coded]), np.ones(60))
    assert interval(frame, line, scope="process").standard_error > interval(frame, line).standard_error


def test_a_lone_coded_unit_is_joined_with_another_stratum():
    stratum = np.repeat([0, 1, 2], [20, 20, 1])
    coded = np.isin(np.arange(41), [0, 20, 21, 22, 40])
    pi = np.repeat([1 / 20, 3 / 20, 1.0], [20, 20, 1])
    frame = make_frame(stratum, coded, pi)
    line = total(frame, Values(hat=np.zeros(41), true=np.array([1, 0, 1, 0, 1.0])))
    assert frame.lone == 1
    assert line.value == pytest.approx(20 + 20 / 3 + 1)
    assert np.isfinite(interval(frame, line).standard_error)
    assert frame.cells.rate.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("stratum", "coded", "pi", "message"),
    [
        ([0, 0], [False, False], [0.5, 0.5], "nothing was coded"),
        ([0, 0], [True, True], [np.nan, 0.5], "inclusion probabilities"),
        ([0, 0], [True, True], [0.0, 0.5], "inclusion probabilities"),
        ([0, 0], [True, True], [1.5, 0.5], "inclusion probabilities"),
        ([0, 0, 1], [True, True, False], [1.0, 1.0, 1.0], "no unit of stratum 1"),
        ([0, 0, 0], [True, False, False], [1 / 3, 1 / 3, 1 / 3], "only one unit"),
    ],
)
def test_what_cannot_be_estimated_from_is_refused(stratum, coded, pi, message):
    with pytest.raises(InputError, match=message):
        make_frame(stratum, coded, pi)


@pytest.mark.parametrize("freedom", [1.0, 1.7, 2.0, 5.3, 30.0, 499.0, 500.0, 1e7])
@pytest.mark.parametrize("chance", [0.025, 0.6, 0.9, 0.975, 0.995])
def test_quantiles_are_those_of_scipy(freedom, chance):
    t = pytest.importorskip("scipy.stats").t
    assert t_quantile(chance, freedom) == pytest.approx(t.ppf(chance, freedom), rel=1e-4)


def test_the_normal_quantile_is_the_limit():
    assert t_quantile(0.975, float("inf")) == pytest.approx(1.959964, abs=1e-6)
