import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.components.actors import Who
from onrecord.components.confidence import CLIP, confidence, features, with_ngrams
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.names import Named
from onrecord.encoder.ngrams import NgramModel, buckets
from onrecord.types import STANCES

ODDS = st.floats(-50, 50)


def draft(evidence, stance="pause", *, label="COMPANY", score=0.75, stage="in_effect"):
    return DraftClaim(0, stance, Mention(0, 6, label, score), None, "affirmed", stage, (7, 12), evidence)


@given(ODDS, ODDS, st.floats(0, 50), st.booleans())
def test_without_calibration_it_is_the_joint_probability(stance, actor, polarity, best):
    def p(x):
        return 1 / (1 + math.exp(-max(-CLIP, min(CLIP, x))))

    assert confidence(draft(Evidence(stance, actor, polarity, best)), {}) == pytest.approx(
        p(stance) * p(actor) * p(polarity), rel=1e-6
    )


@given(ODDS, ODDS, st.floats(0, 50), st.booleans())
def test_it_is_a_probability_for_any_evidence(stance, actor, polarity, best):
    given_ = draft(Evidence(stance, actor, polarity, best))
    weights = [0.1, 2, 3, 1, 5, 1, 2, 3, 4, 5, 1, 0, 2, -1, 9, 8, 7, 6, 5, 3, 1]
    assert len(weights) == len(features(given_))
    assert 0 <= confidence(given_, {"claim": weights}) <= 1


def test_features_say_what_the_claim_rests_on():
    found = features(draft(Evidence(1.0, -2.0, 30.0, best=True), "comply", label="GOVERNMENT", stage="announced"))
    assert found[:6] == [1.0, 1.0, -2.0, CLIP, 1.0, 0.75]
    actor, stage, stance = found[6:9], found[9:14], found[14:19]
    assert actor == [0.0, 1.0, 0.0]
    assert stage == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert stance == [0.0, 1.0, 0.0, 0.0, 0.0]
    assert found[19:] == [0.0, 0.0]
    assert features(draft(Evidence(0, 0, 0, best=True, ngrams=-30.0)))[19] == -CLIP
    assert features(draft(Evidence(0, 0, 0, best=True), label="ACTOR"))[6:9] == [0.0, 0.0, 0.0]


def test_features_say_whether_there_is_a_target():
    without = draft(Evidence(1.0, 2.0, 3.0, best=True))
    found = [features(replace(without, target=target))[20:] for target in (None, Mention(20, 25, "LAW", 0.5))]
    assert found == [[0.0], [1.0]]


def test_calibration_weights_belong_to_the_features_in_order():
    given_ = draft(Evidence(1.0, 2.0, 3.0, best=True, ngrams=2.0), "comply")
    weights = [0.5, 0, 0, 0, -2.0, 1.0, 0, 0, 0, 0.25, 9, 9, 9, 9, 9, -0.5, 9, 9, 9, 0.5, 0]
    assert confidence(given_, {"claim": weights}) == pytest.approx(0.5)


def test_calibration_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        confidence(draft(Evidence(0, 0, 0, best=True)), {"claim": [1.0, 2.0]})


def test_each_draft_hears_what_the_words_of_its_own_sentence_say_of_its_own_stance():
    text, sentences = "Norvik paused. Selmar obeys.", [(0, 14), (15, 28)]
    weights = np.zeros((5000, len(STANCES)), np.float16)
    for word, stance, weight in (("paused", "pause", 3), ("obeys", "comply", 2), ("selmar", "comply", 9)):
        weights[buckets(word, [], 5000), STANCES.index(stance)] = weight
    ngrams = NgramModel(weights, np.full(len(STANCES), -1, np.float32))
    drafts = [replace(draft(Evidence(1.0, 2.0, 3.0, best=True), stance), sentence=at) for at in (0, 1) for stance in STANCES[:2]]
    selmar = Named(start=15, end=21, label="COMPANY", name="Selmar")
    who = Who(text=text, named=[selmar], people=[], affiliations={}, references={}, ids={})
    found = with_ngrams(drafts, who, sentences, ngrams, STANCES)
    assert [d.evidence.ngrams for d in found] == [2.0, -1.0, -1.0, 1.0], "a name is read as its label"
    assert [replace(d, evidence=drafts[0].evidence) for d in found] == drafts
