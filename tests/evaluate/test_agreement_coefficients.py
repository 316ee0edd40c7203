"""Kappa and alpha against published worked examples, and as functions of sums."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.evaluate.agreement import cohen_kappa, krippendorff_alpha
from onrecord.evaluate.agreement.coefficients import alpha, equal_share, kappa, margins

GAP = None
LABELS = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), max_size=30)

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A, B and C.
BINARY = [(0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)]
NOMINAL = ["aabbdcccedda", "babbbccceddd"]
MISSING = [
    (1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3),
    (GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP),
]


@pytest.mark.parametrize(("coders", "value"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)])
def test_alpha_is_that_of_the_published_examples(coders, value):
    assert krippendorff_alpha(zip(*coders, strict=True)) == pytest.approx(value, abs=5e-4)


def test_kappa_of_fifty_proposals():
    """The textbook example: both say yes to 20 of 50 grant proposals, both no to 15; 0.7 observed, 0.5 expected."""
    a = ["yes"] * 25 + ["no"] * 25
    b = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(a, b) == pytest.approx(0.4, abs=5e-4)


def test_kappa_tells_apart_what_equal_shares_do_not():
    """The textbook's other pair: 60 of 100 equal both times, more by chance where both say yes more often."""
    often = ["y"] * 45 + ["y"] * 15 + ["n"] * 25 + ["n"] * 15, ["y"] * 45 + ["n"] * 15 + ["y"] * 25 + ["n"] * 15
    seldom = ["y"] * 25 + ["y"] * 35 + ["n"] * 5 + ["n"] * 35, ["y"] * 25 + ["n"] * 35 + ["y"] * 5 + ["n"] * 35
    assert cohen_kappa(*often) == pytest.approx(0.1304, abs=5e-5)
    assert cohen_kappa(*seldom) == pytest.approx(0.2593, abs=5e-5)


def test_one_label_throughout_says_nothing():
    assert cohen_kappa("xxx", "xxx") is None
    assert krippendorff_alpha([("x", "x"), ("x", "x")]) is None


def test_each_their_own_label_is_chance_for_kappa_and_less_for_alpha():
    assert cohen_kappa("xxx", "yyy") == 0
    assert krippendorff_alpha([("x", "y")] * 3) == pytest.approx(1 - 5 / 3)


@pytest.mark.parametrize("units", [[], [("x",)], [("x", GAP), (GAP, "y")], [()]])
def test_without_a_pair_there_is_no_value(units):
    assert krippendorff_alpha(units) is None
    sides = [[unit[i] if i < len(unit) else None for unit in units] for i in (0, 1)]
    assert cohen_kappa(*sides) is None


def test_units_that_a_side_left_out_are_not_compared():
    assert cohen_kappa(["x", "y", GAP, "x"], ["x", "y", "y", GAP]) == 1
    assert krippendorff_alpha([("x", "x"), ("y", "y"), (GAP, "y"), ("x",)]) == 1


def test_kappa_wants_one_label_of_each_for_each_unit():
    with pytest.raises(InputError, match="3 units and the other 2"):
        cohen_kappa("xyz", "xy")


@given(st.lists(LABELS, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_sums_over_documents_give_the_values_of_all_units(documents):
    together = [pair for document in documents for pair in document]
    sums = margins([Counter(document) for document in documents]).sum(axis=0, keepdims=True)
    a, b = [x for x, _ in together], [y for _, y in together]
    equal = sum(x == y for x, y in together) / len(together) if together else None
    for of, value in ((kappa, cohen_kappa(a, b)), (alpha, krippendorff_alpha(together)), (equal_share, equal)):
        found = of(sums)[0]
        assert np.isnan(found) if value is None else found == pytest.approx(value)


@given(LABELS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_values_are_bounded_and_the_same_for_any_order_and_either_side(pairs, rng):
    shuffled = rng.sample(pairs, len(pairs))
    for of in (lambda p: cohen_kappa([x for x, _ in p], [y for _, y in p]), krippendorff_alpha):
        value = of(pairs)
        assert value is None or -1 <= value <= 1
        assert of(shuffled) == (None if value is None else pytest.approx(value))
        assert of([(y, x) for x, y in pairs]) == (None if value is None else pytest.approx(value))


def test_perfect_agreement_is_one_and_random_labels_are_near_zero():
    rng = random.Random(1)
    a, b = ([rng.choice("xxxyz") for _ in range(4000)] for _ in range(2))
    assert cohen_kappa(a, a) == 1
    assert krippendorff_alpha(zip(a, a, strict=True)) == 1
    assert cohen_kappa(a, b) == pytest.approx(0, abs=0.05)
    assert krippendorff_alpha(zip(a, b, strict=True)) == pytest.approx(0, abs=0.05)
