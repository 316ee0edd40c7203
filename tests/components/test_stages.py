"""Conditions, the future perfect and plans that are given up settle a stage."""

import pytest

from onrecord.components.stages import staged


def stage_of(text, word, seen, polarity="affirmed"):
    at = text.index(word)
    return staged(text, (0, len(text)), (at, at + len(word)), seen, polarity)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("If the senate passes the bill, Norvik will leave Oland.", "leave"),
        ("Should Oland insist on the clause, Norvik will halt its ferries.", "halt"),
        ("Norvik would accept the award provided that it was paid by June.", "accept"),
        ("Norvik said it would sue if the minister signed the decree.", "sue"),
        ("“Unless they change the law, we will not comply,” Norvik said.", "comply"),
    ],
)
def test_an_act_on_a_condition_is_threatened(text, word):
    assert stage_of(text, word, "announced") == ("threatened", "affirmed")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik no longer plans to leave Oland.", "leave"),
        ("Norvik has given up its plan to close the Oland branch.", "close"),
        ("Oland called off its withdrawal from the treaty.", "withdrawal"),
        ("Norvik dropped its decision to leave.", "dropped"),
    ],
)
def test_a_plan_that_is_given_up_is_reversed(text, word):
    assert stage_of(text, word, "announced", "negated") == ("reversed", "affirmed")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik did not think twice about leaving Oland.", "leaving"),
        ("Norvik didn't hesitate to pay.", "pay"),
        ("Selmar has not hesitated to leave.", "leave"),
        ("Norvik lost no time in leaving.", "leaving"),
        ("Oland could not but accept the ruling.", "accept"),
    ],
)
def test_what_was_not_put_off_is_done(text, word):
    assert stage_of(text, word, "announced") == ("in_effect", "affirmed")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norvik will not hesitate to leave Oland.", "leave"),
        ("Norvik did not hesitate to say that it will leave.", "leave"),
        ("Norvik did not say when it will leave.", "leave"),
    ],
)
def test_what_is_yet_to_come_is_announced(text, word):
    assert stage_of(text, word, "announced") == ("announced", "affirmed")


def test_the_future_perfect_is_no_present():
    assert stage_of("By June Norvik will have closed its mills.", "closed", "in_effect") == ("announced", "affirmed")


@pytest.mark.parametrize(
    ("text", "word", "seen"),
    [
        ("Norvik will comply with the law but did not say if it would pay.", "comply", "announced"),
        ("Norvik will leave Oland, whatever happens if it is sued.", "leave", "announced"),
        ("If the minister is right, a rival says, sales fell; Norvik will leave.", "leave", "announced"),
        ("Norvik has closed its mills.", "closed", "in_effect"),
        ("The minister asked Norvik to reverse its decision to leave.", "leave", "announced"),
        ("Norvik would only comply if and when it was asked.", "comply", "in_effect"),
    ],
)
def test_other_stages_stand(text, word, seen):
    assert stage_of(text, word, seen) == (seen, "affirmed")
