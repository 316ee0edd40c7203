"""Reliability, Brier score, what a threshold keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluate.invented import article, claim, with_claims
from onrecord.errors import InputError
from onrecord.evaluate import Options, evaluate
from onrecord.evaluate.calibration import bins, calibration, ece, pick_threshold

LINES = tuple(f"Norvik suspended service {i} under the Data Act." for i in range(10))


def system(confidences, right):
    """Ten sentences: a claim in each, gold where `right` says so; all have a gold claim where none is wrong."""
    plain = article(LINES)
    claims = [claim(plain, i, "Norvik", "pause", i + 1, confidence=p) for i, p in enumerate(confidences)]
    gold = [replace(c, confidence=None) for c, ok in zip(claims, right, strict=True) if ok]
    return evaluate([with_claims(plain, gold)], [with_claims(plain, claims)], Options(bootstrap=0))


def test_a_constant_confidence_is_off_by_its_distance_from_the_share_right():
    result = system([0.9] * 10, [True] * 6 + [False] * 4).calibration
    assert result.ece == pytest.approx(0.3)
    assert result.brier == pytest.approx(0.6 * 0.01 + 0.4 * 0.81)
    assert len(result.bins) == 1  # equal confidences cannot be told apart, so no edge runs through them


def test_a_threshold_table_by_hand():
    kept = {k.threshold: k for k in system([0.9] * 4 + [0.2] * 6, [True] * 4 + [False] * 5 + [True]).calibration.kept}
    assert (kept[0.5].n, kept[0.5].coverage, kept[0.5].right, kept[0.5].recall) == (4, 0.4, 1, 0.8)
    assert (kept[0.0].n, kept[0.0].right, kept[0.0].recall) == (10, 0.5, 1)
    assert kept[0.95].right is None


def test_bins_have_equal_mass():
    p = np.arange(100) / 100
    assert [b.n for b in bins(p, p > 0.5)] == [20] * 5
    assert ece(p, p) == pytest.approx(0)


def test_a_threshold_is_picked_for_f1_or_for_precision():
    result = system([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05], [True] * 4 + [False, True] + [False] * 4)
    docs, options = result.documents, result.options
    assert pick_threshold(docs, options) == 0.4
    assert pick_threshold(docs, options, precision=1.0) == 0.6
    with pytest.raises(InputError, match="no threshold keeps"):
        pick_threshold(system([0.5] * 10, [False] * 10).documents, options, precision=0.9)


def test_without_confidences_there_is_no_calibration():
    result = system([None] * 10, [True] * 10)
    assert calibration(result.documents, result.options) is None
    with pytest.raises(InputError, match="no predicted claim has a confidence"):
        pick_threshold(result.documents, result.options)


def test_claims_matched_to_unsure_gold_are_left_out():
    plain = article(LINES)
    claims = [claim(plain, i, "Norvik", "pause", i + 1, confidence=0.5) for i in range(4)]
    gold = [replace(c, confidence=None, unsure=i < 2) for i, c in enumerate(claims)]
    assert evaluate([with_claims(plain, gold)], [with_claims(plain, claims)], Options(bootstrap=0)).calibration.n == 2


def test_gold_that_labels_no_claims_judges_none():
    plain = article(LINES, labelled_fields=["entities"])
    found = with_claims(plain, [claim(plain, 0, "Norvik", "pause", confidence=0.9)])
    assert evaluate([plain], [found], Options(bootstrap=0)).calibration is None
