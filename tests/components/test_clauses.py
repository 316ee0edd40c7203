"""An act belongs to the subject of its own clause."""

import re
from dataclasses import replace

import pytest

from onrecord.components.clauses import SUBJECT_ODDS, by_clause, with_pronoun_subjects, with_shared_subjects
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention


def mentions(text):
    return [Mention(m.start(), m.end(), "COMPANY") for m in re.finditer("Norvik|Selmar|Quintar|Oland", text)]


def left(text, acts):
    """Return (stance, name, best) of the drafts left of {(stance, word of the act): {name: log-odds}}."""
    found = {text[m.start : m.end]: m for m in mentions(text)}
    drafts = [
        DraftClaim(
            sentence=0,
            stance=stance,
            actor=found[name],
            target=None,
            polarity="affirmed",
            stage="in_effect",
            cue=(text.index(word), text.index(word) + len(word)),
            evidence=Evidence(3.0, odds, 3.0, odds == max(names.values())),
        )
        for (stance, word), names in acts.items()
        for name, odds in names.items()
    ]
    return {
        (d.stance, text[d.actor.start : d.actor.end], d.evidence.actor)
        for d in by_clause(text, (0, len(text)), drafts, mentions(text))
    }


@pytest.mark.parametrize(
    "text",
    [
        "Norvik paid the fine, while Selmar appealed.",
        "Norvik paid the fine, and Selmar has appealed.",
        "Norvik paid the fine; its rival Selmar appealed.",
        "Norvik has paid the fine, Selmar has appealed.",
        "Norvik paid the fine and Selmar, its rival, appealed.",
    ],
)
def test_each_clause_has_its_own_actor(text):
    acts = {("comply", "paid"): {"Norvik": 4.0, "Selmar": 1.0}, ("refuse", "appealed"): {"Norvik": 1.0, "Selmar": -1.0}}
    assert left(text, acts) == {("comply", "Norvik", 4.0), ("refuse", "Selmar", SUBJECT_ODDS)}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Norvik to Pay Fine as Selmar Appeals", True),
        ("Norvik Pays Fine as Selmar to Appeal Ruling", True),
        ("Norvik pays fine, as the Selmar appeals", True),
        ("Norvik pays fine as Selmar appeals.", False),  # "as" may say why, and the first tell of both
        ("Norvik, as big as Selmar, pays fine but appeals", False),
        ("Norvik pays fine as big as Selmar and appeals", False),
    ],
)
def test_in_a_headline_as_joins_two_clauses(text, own):
    paid, appealed = (next(w for w in text.replace(".", "").split() if w.lower().startswith(verb)) for verb in ("pay", "appeal"))
    acts = {("comply", paid): {"Norvik": 4.0, "Selmar": 1.0}, ("refuse", appealed): {"Norvik": 1.0, "Selmar": -1.0}}
    mine = {("comply", "Norvik", 4.0), ("refuse", "Selmar", SUBJECT_ODDS)}
    assert left(text, acts) == (mine if own else {(s, n, o) for (s, _), names in acts.items() for n, o in names.items()})


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("After Norvik paid the fine, its rival Selmar appealed.", True),
        ("Two days before Norvik paid the fine, Selmar appealed.", True),
        ("After Norvik, Selmar paid the fine and appealed.", False),
        ("Norvik paid the fine after its rival Selmar appealed.", False),
    ],
)
def test_the_main_clause_after_another_has_its_own_actor(text, own):
    acts = {("comply", "paid"): {"Norvik": 4.0, "Selmar": 1.0}, ("refuse", "appealed"): {"Norvik": 1.0, "Selmar": -1.0}}
    mine = {("comply", "Norvik", 4.0), ("refuse", "Selmar", -1.0)}
    assert left(text, acts) == (mine if own else {(s, n, o) for (s, _), names in acts.items() for n, o in names.items()})


@pytest.mark.parametrize(
    "text",
    [
        "Norvik and Selmar paid the fine and appealed.",
        "In Oland, Norvik and Selmar have paid and appealed.",
        "Norvik, its owner Selmar said, paid but appealed.",
    ],
)
def test_one_clause_is_left_alone(text):
    acts = {("comply", "paid"): {"Norvik": 4.0, "Selmar": 1.0}, ("refuse", "appealed"): {"Norvik": 1.0, "Selmar": -1.0}}
    assert left(text, acts) == {(s, n, o) for (s, _), names in acts.items() for n, o in names.items()}


def test_a_mention_that_fits_far_better_is_kept():
    text = "Norvik paid the fine, and Selmar said the rival had appealed."
    assert ("refuse", "Norvik", 4.0) in left(text, {("refuse", "appealed"): {"Norvik": 4.0, "Selmar": -1.0}})


def test_in_a_headline_the_clauses_own_subject_acts_whatever_fits_better():
    text = "Norvik to Pay Fine as Selmar Appeals"
    assert left(text, {("refuse", "Appeals"): {"Norvik": 4.0, "Selmar": -1.0}}) == {("refuse", "Selmar", SUBJECT_ODDS)}


def test_an_act_without_an_actor_in_its_clause_keeps_the_one_it_has():
    text = "Norvik paid the fine, and Selmar has appealed."
    assert left(text, {("refuse", "appealed"): {"Norvik": 1.0}, ("comply", "paid"): {"Norvik": 2.0}}) == {
        ("refuse", "Norvik", 1.0),
        ("comply", "Norvik", 2.0),
    }


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("Norvik will leave the pact but abide by its prices.", 4.0),
        ("Norvik will leave the pact and then has to abide by nothing.", 4.0),
        ("Norvik will leave the pact and, until June, would abide by it.", 4.0),
        ("Norvik won't say if it will leave the pact, just that it will abide by it.", 4.0),
        ("Norvik will leave the pact, though until then they still abide by it.", 4.0),
        ("Norvik will leave the pact, it says, but, until June, its rivals abide by it.", 0.0),
        ("Norvik, which it hopes will leave the pact, says others abide by it.", 0.0),
        ("Norvik will leave the pact and its rivals abide by it.", 0.0),
        ("Norvik will leave the pact that others abide by.", 0.0),
    ],
)
def test_two_verbs_share_their_subject(text, odds):
    drafts = [
        DraftClaim(0, stance, mentions(text)[0], None, "affirmed", "in_effect", (at, at + 5), Evidence(3.0, actor, 3.0, best=True))
        for stance, at, actor in (("withdraw", text.index("leave"), 4.0), ("comply", text.index("abide"), 0.0))
    ]
    assert [d.evidence.actor for d in with_shared_subjects(text, drafts)] == [4.0, odds]


def we_odds(text, word, *, who="we", best=True):
    at, start = text.index(word), text.lower().index(who)
    actor = Mention(start, start + len(who), "ACTOR")
    evidence = Evidence(3.0, -1.0, 3.0, best)
    draft = DraftClaim(0, "pause", actor, None, "affirmed", "in_effect", (at, at + len(word)), evidence)
    (found,) = with_pronoun_subjects(text, [draft])
    return found.evidence.actor


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("From May we are pausing sales in Oland.", "pausing"),
        ("We have not yet reached a decision on the decree.", "decision"),
        ("We've now suspended sales.", "suspended"),
        ("We haven't complied.", "complied"),
        ("We will immediately be withdrawing.", "drawing"),
        ("we refused", "refused"),
    ],
)
def test_we_right_before_the_verb_acts(text, word):
    assert we_odds(text, word) == SUBJECT_ODDS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We believe Norvik has suspended sales.", "suspended"),
        ("We, the staff, saw that sales were paused.", "paused"),
        ("We hear that they refused.", "refused"),
        ("“We suspended sales too late,” said an analyst.", "suspended"),
        ('"It was time. We suspended sales."', "suspended"),
        ("Wait. We suspended sales.”\nSo she said.", "suspended"),
        ("Sales were paused, we hear.", "paused"),
    ],
)
def test_we_elsewhere_is_as_likely_as_it_was(text, word):
    assert we_odds(text, word) == -1.0


def test_we_acts_only_where_nothing_fits_better():
    assert we_odds("We refused.", "refused", best=False) == -1.0


def test_a_name_without_a_tag_is_a_subject_too():
    text = "Norvik paid the fine; Oland City appealed."
    city = Mention(text.index("Oland"), text.index(" appealed"), "ACTOR")
    at = text.index("appealed")
    norvik = DraftClaim(0, "refuse", mentions(text)[0], None, "affirmed", "in_effect", (at, at + 8), Evidence(3.0, 2.0, 3.0, True))
    draft = replace(norvik, actor=city, evidence=Evidence(3.0, 1.0, 3.0, False))
    (left,) = by_clause(text, (0, len(text)), [norvik, draft], [mentions(text)[0], city])
    assert left.actor == city


@pytest.mark.parametrize(
    ("text", "who", "raised"),
    [
        ("Norvik did not say whether it would pay, just that it had stopped sales in Oland.", "Norvik", True),
        ("The firms would not say more than that they have stopped sales.", "The firms", True),
        ("Asked about Oland, it has now stopped sales.", "it", True),
        ("Asked about Oland, it has now stopped sales, Norvik said.", "Norvik", False),  # it may stand for somebody else
        ("Norvik said it was told that Selmar had stopped sales.", "Norvik", False),  # the verb has a subject of its own
        ("It stopped as Norvik stopped.", "Norvik", False),  # "it" is another's subject
    ],
)
def test_who_stands_before_it_acts_where_it_is_the_verbs_subject(text, who, raised):
    assert we_odds(text, "stopped", who=who.lower()) == (SUBJECT_ODDS if raised else -1.0)


def test_a_mention_that_others_outdo_is_not_its_antecedent():
    assert we_odds("Norvik said it had stopped sales.", "stopped", who="norvik", best=False) == -1.0
