"""Intervals, comparisons, and the resampling behind them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.invented import LINES, article, claim, random_pairs, with_claims
from onrecord.errors import InputError
from onrecord.evaluate import Options, compare, evaluate
from onrecord.evaluate.statistics import (
    Statistic,
    bootstrap_weights,
    interval,
    macro_f1,
    micro_f1,
    randomisation_p,
    share,
    table_error,
)


@given(st.integers(1, 40), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_samples_are_those_of_pythons_own_generator(size, seed):
    rng = random.Random(seed)
    weights = bootstrap_weights([str(i) for i in range(size)], samples=7, seed=seed)
    for row in weights:
        drawn = np.bincount([rng.randrange(size) for _ in range(size)], minlength=size)
        assert row.tolist() == drawn.tolist()


def test_documents_of_one_cluster_are_drawn_together():
    weights = bootstrap_weights(["x", "y", "x", "z"], samples=50, seed=1)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 0] + weights[:, 1] + weights[:, 3] == 3).all()


def test_values_of_sums():
    sums = np.array([[2, 1, 1, 0, 0, 4], [0, 0, 0, 0, 0, 0]])
    assert micro_f1(sums)[0] == pytest.approx(4 / 10)
    assert np.isnan(micro_f1(sums)[1])
    assert macro_f1(sums)[0] == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1(np.array([[2, 1, 1, 0, 0, 0]]))[0] == pytest.approx(2 / 3)
    assert np.isnan(macro_f1(sums)[1])
    assert share(np.array([[3, 4], [0, 0]]))[0] == 0.75
    assert table_error(np.array([[2, 0, 1, 1]]))[0] == pytest.approx(2 / 4)


def test_the_interval_of_a_share_is_that_of_the_binomial():
    """60 right of 100, each a document: the percentile interval is about 0.6 +- 1.96 sqrt(0.24 / 100)."""
    stat = Statistic(parts=np.array([[1, 1]] * 60 + [[0, 1]] * 40, dtype=float), of=share)
    low, high = interval(stat.values(bootstrap_weights([str(i) for i in range(100)], samples=4000, seed=0)), level=0.95)
    assert low == pytest.approx(0.504, abs=0.015)
    assert high == pytest.approx(0.696, abs=0.015)


def test_clusters_widen_the_interval():
    stat = Statistic(parts=np.array([[1, 1]] * 60 + [[0, 1]] * 40, dtype=float), of=share)
    alone = interval(stat.values(bootstrap_weights([str(i) for i in range(100)], samples=1000, seed=0)), level=0.95)
    tens = interval(stat.values(bootstrap_weights([str(i // 10) for i in range(100)], samples=1000, seed=0)), level=0.95)
    assert tens[1] - tens[0] > 2 * (alone[1] - alone[0])


def test_randomisation_finds_no_difference_where_there_is_none_and_one_where_there_is():
    rng = np.random.default_rng(0)
    names = [str(i) for i in range(60)]
    good, bad = (np.column_stack([rng.random(60) < p, np.ones(60)]).astype(float) for p in (0.9, 0.5))
    a, b = Statistic(parts=good, of=share), Statistic(parts=bad, of=share)
    assert randomisation_p(a, a, names, rounds=500, seed=0) == 1
    assert randomisation_p(a, b, names, rounds=2000, seed=0) < 0.01


def test_the_p_of_a_sign_test_by_hand():
    """Five documents, A right in all, B in none: only all-swapped and none-swapped are as extreme, 2 of 32."""
    a = Statistic(parts=np.array([[1.0, 1.0]] * 5), of=share)
    b = Statistic(parts=np.array([[0.0, 1.0]] * 5), of=share)
    assert randomisation_p(a, b, list("abcde"), rounds=20_000, seed=3) == pytest.approx(2 / 32, abs=0.006)


def test_comparing_a_system_with_itself_and_with_a_better_one():
    gold = [with_claims(article(LINES[:2], str(i)), [claim(article(LINES[:2], str(i)), 0, "Norvik", "pause")]) for i in range(30)]
    half = [g if i % 2 else with_claims(g, []) for i, g in enumerate(gold)]
    options = Options(bootstrap=300, rounds=500)
    good, poor = evaluate(gold, gold, options), evaluate(gold, half, options)
    same = {d.id: d for d in compare(good, good)}
    assert same["claims.mention"].value == same["claims.mention"].low == same["table"].value == 0
    assert same["claims.mention"].p == 1
    better = {d.id: d for d in compare(poor, good)}["claims.mention"]
    assert better.value == pytest.approx(1 - 2 / 3)
    assert 0 < better.low < better.value < better.high
    assert better.p < 0.01
    assert {d.id: d for d in compare(poor, good)}["claims.negated"].value is None


def test_systems_on_other_gold_are_not_compared():
    rng = random.Random(1)
    gold, pred = random_pairs(rng)
    one = evaluate(gold, pred, Options(bootstrap=0))
    two = evaluate([replace(g, date="2030-01-01") for g in gold], pred, Options(bootstrap=0))
    with pytest.raises(InputError, match="same gold"):
        compare(one, two)


def test_options_that_make_no_sense():
    for wrong in ({"bootstrap": -1}, {"level": 1.0}, {"threshold": 2.0}, {"rounds": 0}):
        with pytest.raises(InputError):
            Options(**wrong)
