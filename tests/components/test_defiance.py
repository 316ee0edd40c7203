"""Who sues over a law, asks a court to undo it or vows not to obey refuses."""

from dataclasses import replace

import pytest

from onrecord.components.defiance import ACTOR_ODDS, STANCE_ODDS, defiant, is_defiance
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention


def defies(text, word):
    at = text.index(word)
    return is_defiance(text, (0, len(text)), (at, at + len(word)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik sued the ministry to overturn the noise rule.", "sued"),
        ("Norvik opposes the levy and will sue the government over it.", "sue"),
        ("Selmar is suing over the new export ban.", "suing"),
        ("Norvik asked the High Court to strike down the toll act.", "asked"),
        ("Norvik has petitioned a federal judge to lift the injunction.", "petition"),
        ("Norvik drove on, vowing never to stop for a court.", "vow"),
        ("Norvik has vowed not to obey the decree.", "vowed"),
    ],
)
def test_words_that_leave_no_doubt(text, word):
    assert defies(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik sued Selmar over a bill for wool.", "sued"),
        ("Passengers sued Norvik over lost bags.", "sued"),
        ("The ruling could allow Norvik to sue the government over it.", "sue"),
        ("Norvik may sue the ministry over the rule.", "sue"),
        ("Norvik asked the court to hear the case in May.", "asked"),
        ("Norvik asked the ministry to explain the rule.", "asked"),
        ("Norvik has vowed to obey the decree.", "vowed"),
        ("Norvik has vowed not to raise fares.", "vowed"),
        ("Norvik asked the High Court to strike down the toll act, and Selmar refused.", "refused"),
    ],
)
def test_other_words(text, word):
    assert not defies(text, word)


def draft(text, word, *, label="COMPANY", stance="refuse", best=True):
    at = text.index(word)
    evidence = Evidence(stance=-1.0, actor=-1.0, polarity=1.0, best=best)
    return DraftClaim(0, stance, Mention(0, 6, label), None, "affirmed", "in_effect", (at, at + len(word)), evidence)


def test_only_the_likeliest_refusal_is_surer_and_a_person_may_sue_for_himself():
    text = "Norvik sued the ministry to overturn the noise rule."
    company, person, other = draft(text, "sued"), draft(text, "sued", label="PERSON"), draft(text, "sued", best=False)
    comply = draft(text, "sued", stance="comply")
    found = defiant(text, [(0, len(text))], [company, person, other, comply])
    assert found == [
        replace(company, evidence=replace(company.evidence, stance=STANCE_ODDS, actor=ACTOR_ODDS)),
        *(replace(d, evidence=replace(d.evidence, stance=STANCE_ODDS)) for d in (person, other)),
        comply,
    ]


def test_the_text_around_is_not_read_whole():
    assert not defies("sue " + "x " * 100_000 + "over the law", "sue")
