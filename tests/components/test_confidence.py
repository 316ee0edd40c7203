import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.components.confidence import CLIP, confidence, features
from onrecord.components.links import Evidence

ODDS = st.floats(-50, 50)


@given(ODDS, ODDS, st.floats(0, 50), st.booleans())
def test_without_calibration_it_is_the_joint_probability(stance, actor, polarity, best):
    def p(x):
        return 1 / (1 + math.exp(-max(-CLIP, min(CLIP, x))))

    assert confidence(Evidence("pause", stance, actor, polarity, best), {}) == pytest.approx(
        p(stance) * p(actor) * p(polarity), rel=1e-6
    )


@given(ODDS, ODDS, st.floats(0, 50), st.booleans())
def test_it_is_a_probability_for_any_evidence(stance, actor, polarity, best):
    value = confidence(Evidence("pause", stance, actor, polarity, best), {"claim": [0.1, 2, 3, 1, 1, 5, -2, 9, 1, 2, 3, 4, 5]})
    assert 0 <= value <= 1


def test_calibration_weights_belong_to_the_features_in_order():
    evidence = Evidence("comply", 1.0, 2.0, 3.0, True)
    weights = [0.5, 0, 0, 0, 0, 0, -2.0, 0, 9, 0.25, 9, 9, 9]
    assert features(evidence)[:4] == [1.0, 1.0, 2.0, 3.0]
    assert confidence(evidence, {"claim": weights}) == pytest.approx(1 / (1 + math.exp(1.25)))


def test_calibration_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        confidence(Evidence("pause", 0, 0, 0, True), {"claim": [1.0, 2.0]})
