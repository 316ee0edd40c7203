"""What is asked, and what a unit's claims answer to it."""

from __future__ import annotations

import pytest
from invented import LAW, VERBS, claim

from onrecord.errors import InputError
from onrecord.estimate import Question
from onrecord.estimate.question import answers, claimed, key, pattern


def claims_of(*stances, **more):
    text = f"Norvik {VERBS['pause']} under the {LAW}."
    return [claim(text, (0, len(text)), 0, "Norvik", s, 0.9, **more) for s in stances]


def test_only_counted_claims_count_unless_asked():
    negated = claims_of("pause", polarity="negated")
    assert not claimed(pattern(negated, Question()))
    assert answers(pattern(negated, Question(claims="negated")))
    assert answers(pattern(negated, Question(claims="all")))
    assert not answers(pattern(claims_of("pause", stage="threatened"), Question()))
    assert not answers(pattern(claims_of("pause"), Question(claims="negated")))


def test_a_target_is_known_by_its_name_or_its_words():
    found = pattern(claims_of("pause"), Question(target=("data act",)))
    assert answers(found)
    assert claimed(pattern(claims_of("pause"), Question(target=("Other Act",))))
    assert not answers(pattern(claims_of("pause"), Question(target=("Other Act",))))


def test_one_actor_is_not_another():
    found = pattern(claims_of("pause"), Question(stance=("pause",)))
    assert answers(found, frozenset({key(" NORVIK ")}))
    assert not answers(found, frozenset({key("Belmora")}))
    assert key(None) == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"quantity": "mean"}, "no quantity 'mean'"),
        ({"stance": ("go",)}, "no stance 'go'"),
        ({"stance": "pause"}, r"give a tuple, such as \('pause',\)"),
        ({"by": "week"}, "no by 'week'"),
        ({"level": 95}, "level is 95"),
        ({"quantity": "difference"}, "a difference is between groups"),
        ({"quantity": "count", "among": "claims", "stance": ("pause",)}, "a count is not among"),
        ({"among": "claims"}, "among claims is 1"),
        ({"covariates": ("date",)}, "are for regressions"),
        ({"quantity": "regression"}, "needs covariates"),
        ({"quantity": "regression", "covariates": ("date",), "by": "month"}, "no groups"),
        ({"quantity": "regression", "covariates": ("actor",)}, "known only of claims"),
        ({"quantity": "regression", "covariates": ("size",)}, "no covariate 'size'"),
    ],
)
def test_questions_that_make_no_sense_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        Question(**options)
