import pytest

from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.orders import ACTOR_ODDS, STANCE_ODDS, as_demanded, is_demanded
from onrecord.components.segment import segment


def demanded(sentence, verb="halted"):
    at = sentence.index(verb)
    return is_demanded(sentence, (0, len(sentence)), (at, at + len(verb)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvik halted the flights as ordered.",
        "Norvik halted the flights, as the noise court had demanded.",
        "Freedonia halted the subsidy, as its loan agreement with the bank requires.",
        "Norvik halted the flights after the regulator ordered it to.",
        "Norvik halted the flights in compliance with the court's order.",
        "Norvik halted the flights to comply with the Data Act.",
        "Norvik was forced by a court in Belmora to have halted the flights.",
        "To obey the embargo, Norvik halted the flights.",
        "Under the terms of the ruling, Norvik halted the flights.",
        "Ordered by the tribunal to clear the runway, Norvik halted the flights.",
        "Norvik halted the flights on Friday, the deadline set in the order.",
        "Norvik halted the night flights that the Noise Act outlaws.",
        "Norvik halted sales of the dyes that new rules have banned, and left.",
        "Norvik halted sales of the dyes that the embargo forbids.",
    ],
)
def test_an_act_that_was_demanded(sentence):
    assert demanded(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvik halted the flights.",
        "Norvik halted the flights as fares fell.",
        "Norvik halted the flights after talks with the regulator.",
        "Norvik halted the flights after the court ordered Selmar to pay.",
        "Norvik halted the flights and refused to pay as the court had ordered.",
        "Norvik halted the flights rather than hand over data to comply with the law.",
        "The ministry asked for reports; Norvik halted the flights.",
        "Under pressure, Norvik halted the flights.",
        "A court ordered a report, but Norvik halted the flights.",
        "Norvik halted the night flights that the Noise Act taxes.",
        "Oland halted the hearings, which its own law forbids.",
        "Oland halted the treaty, citing bombs that the embargo forbids.",
        "Norvik halted its service in Talmo insisting that the law bans it.",
        "Norvik halted its service saying that no such law bans it.",
        "Norvik halted the flights and did not sell the planes that the law bans.",
    ],
)
def test_an_act_of_ones_own(sentence):
    assert not demanded(sentence)


def draft(text, stance, verb, *, odds=1.0, polarity="affirmed", stage="in_effect"):
    at = text.index(verb)
    evidence = Evidence(stance=odds, actor=1.0, polarity=1.0, best=True)
    actor = Mention(0, text.index(" "), "COMPANY")
    return DraftClaim(
        sentence=0,
        stance=stance,
        actor=actor,
        target=None,
        polarity=polarity,
        stage=stage,
        cue=(at, at + len(verb)),
        evidence=evidence,
    )


TEXT = "Norvik halted the flights as ordered."


@pytest.mark.parametrize("stance", ["pause", "withdraw"])
def test_what_was_demanded_becomes_compliance(stance):
    (out,) = as_demanded(TEXT, segment(TEXT), [draft(TEXT, stance, "halted")])
    assert (out.stance, out.stage) == ("comply", "in_effect")
    assert out.evidence.stance == STANCE_ODDS


@pytest.mark.parametrize("change", [{"polarity": "negated"}, {"stage": "threatened"}, {"stage": "reversed"}])
def test_what_is_denied_threatened_or_taken_back_does_not(change):
    given = [draft(TEXT, "pause", "halted", **change)]
    assert as_demanded(TEXT, segment(TEXT), given) == given


def test_one_act_is_one_claim():
    given = [draft(TEXT, "comply", "ordered", odds=4.0), draft(TEXT, "pause", "halted")]
    assert as_demanded(TEXT, segment(TEXT), given) == given[:1]
    weaker = [draft(TEXT, "comply", "ordered", odds=0.5), draft(TEXT, "pause", "halted")]
    (out,) = as_demanded(TEXT, segment(TEXT), weaker)
    assert TEXT[slice(*out.cue)] == "halted"


def test_a_refusal_stays_one():
    given = [draft(TEXT, "refuse", "halted")]
    assert as_demanded(TEXT, segment(TEXT), given) == given


def test_compliance_with_a_demand_is_surer():
    (out,) = as_demanded(TEXT, segment(TEXT), [draft(TEXT, "comply", "halted")])
    assert (out.evidence.stance, out.evidence.actor) == (STANCE_ODDS, ACTOR_ODDS)
    text = "Norvik halted the flights."
    assert as_demanded(text, segment(text), [draft(text, "comply", "halted")])[0].evidence.stance == 1.0


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norvik halted the flights, but will pay the fee as the law demands.", "pause"),
        ("Norvik halted the flights, but only to Oland, as the law demands.", "comply"),
    ],
)
def test_what_was_demanded_may_be_a_later_act(text, stance):
    later = "pay" if "pay" in text else "halted"
    first, second = as_demanded(text, segment(text), [draft(text, "pause", "halted"), draft(text, "undecided", later)])
    assert (first.stance, second.stance) == (stance, "undecided")


def test_who_was_forced_complies():
    assert demanded("Norvik was forced by a court in Belmora to stop its flights.", "forced")
    assert not demanded("Norvik forced Selmar to stop its flights.", "forced")
