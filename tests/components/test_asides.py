"""An owner, a parent and the noun before a name do not act beside it."""

import re
from dataclasses import replace

import pytest

from onrecord.components.asides import is_aside, of_neighbours, with_titles, without_bystanders
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention


def draft(text, words, odds, *, stance="pause", best=False):
    start = text.index(words)
    label = "ACTOR" if words[0].islower() or words.startswith("The ") else "COMPANY"
    mention = Mention(start, start + len(words), label)
    return DraftClaim(0, stance, mention, None, "affirmed", "in_effect", (0, 1), Evidence(3.0, odds, 3.0, best))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The insurer Norvik paused sales.", "The insurer"),
        ("The toy maker Norvik paused sales.", "The toy"),
        ("Freedonia's Norvik paused sales.", "Freedonia"),
        ("Freedonia’s state-owned lender Norvik paused sales.", "Freedonia"),
        ("Norvik's chief would not say if his company had paused sales.", "his company"),
        ("Norvik, a unit of Selmar, paused sales.", "Selmar"),
        ("Norvik (wholly owned by the shipping group Selmar) paused sales.", "Selmar"),
        ("Norvik, sister company of the carmaker Selmar, paused sales.", "Selmar"),
        ("Norvik — a family business from Selmar — paused sales.", "Selmar"),
        ("Norvik -- a rival of Selmar -- paused sales.", "Selmar"),
        ("Norvik, in the middle of talks with Selmar, paused sales.", "Selmar"),
        ("Glassmaker Norvik paused sales.", "Glassmaker"),
    ],
)
def test_it_only_tells_who_the_name_is(text, words):
    aside, name = draft(text, words, 1.0), draft(text, "Norvik", 4.0)
    assert is_aside(text, aside, [aside, name])
    assert not is_aside(text, name, [aside, name])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Selmar and Norvik paused sales.", "Selmar"),
        ("The insurer told Norvik that it had paused sales.", "The insurer"),
        ("Norvik, along with Selmar, paused sales.", "Selmar"),
        ("Norvik, but not because of Selmar, paused sales.", "Selmar"),
        ("The government of Norvik paused sales.", "The government"),
        ("The banks were told by Norvik of its sales.", "The banks"),
    ],
)
def test_it_may_act_itself(text, words):
    other, name = draft(text, words, 1.0), draft(text, "Norvik", 4.0)
    assert not is_aside(text, other, [other, name])


def test_a_name_that_tells_which_noun_acts_does_not_act():
    text = "The lenders of the Norvik group paused sales."
    noun, name = draft(text, "The lenders", 4.0), draft(text, "Norvik", 1.0)
    assert is_aside(text, name, [noun, name])
    assert not is_aside(text, noun, [noun, name])


def test_it_acts_where_it_fits_better_or_does_something_else():
    text = "Norvik, a unit of Selmar, paused sales."
    assert not is_aside(text, draft(text, "Selmar", 5.0), [draft(text, "Norvik", 4.0)])
    assert not is_aside(text, draft(text, "Selmar", 1.0), [draft(text, "Norvik", 4.0, stance="comply")])


def test_a_name_is_as_likely_to_act_as_the_noun_before_it():
    text = "The upstart Norvik paused sales, the upstart of Selmar did not."
    noun, name, other = draft(text, "The upstart", 4.0, best=True), draft(text, "Norvik", 1.0), draft(text, "Selmar", -1.0)
    same, titled, unchanged = with_titles(text, [noun, name, other])
    assert (titled.evidence.actor, titled.evidence.best) == (4.0, True)
    assert (same, unchanged) == (noun, other)
    assert is_aside(text, noun, [noun, titled])


@pytest.mark.parametrize(
    ("text", "acts", "stands_by"),
    [
        ("At the urging of Selmar, Norvik paused sales.", "Norvik", "Selmar"),
        ("Norvik paused sales at the request of the Selmar group.", "Norvik", "Selmar"),
        ("Selmar sent callers to Norvik, which said it had paused sales.", "Norvik", "Selmar"),
        ("Selmar learned that sales were quietly paused by the lender Norvik.", "Norvik", "Selmar"),
        ("Sales were paused by Selmar's chief lender Norvik.", "Norvik", "Selmar"),
        ("Norvik angered the Selmar in early May by abruptly pausing sales.", "Norvik", "Selmar"),
        ("Norvik has obstructed Selmar by pausing sales.", "Norvik", "Selmar"),
        ("Norvik told the Selmar Post that it had paused sales.", "Norvik", "Selmar"),
        ("In an interview with Selmar Norvik said it had paused sales.", "Norvik", "Selmar"),
        ("Norvik has paused its plan to quickly leave Selmar.", "Norvik", "Selmar"),
        ("Norvik paused talks on whether to keep selling Selmar maps.", "Norvik", "Selmar"),
        ("Selmar bowed to Norvik (NVK.O), which has already paused sales.", "Norvik", "Selmar"),
        ("Selmar's rival Norvik, which is pausing sales, won.", "Norvik", "Selmar"),
        ("Norvik, which paused Selmar's sales, won.", "Norvik", "Selmar"),
    ],
)
def test_who_stands_by_does_not_act(text, acts, stands_by):
    at = re.search("paused|pausing", text).start()
    drafts = [replace(draft(text, acts, 1.0), cue=(at, at + 6)), replace(draft(text, stands_by, 3.0, best=True), cue=(at, at + 6))]
    (left,) = without_bystanders(text, drafts)
    assert (left.actor, left.evidence.actor, left.evidence.best) == (drafts[0].actor, 3.0, True)


@pytest.mark.parametrize(
    "text",
    [
        "Norvik, which owns Selmar, paused sales.",
        "Norvik and Selmar, which have paused sales, won.",
        "Norvik stopped exports to Selmar, which were paused before.",
        "Norvik paused sales by order of Selmar.",
        "Norvik paused sales to the Selmar.",
        "Norvik was ordered by Selmar to say so.",
        "Norvik asked Selmar to help by pausing sales.",
        "Norvik said Selmar, by pausing sales, had helped.",
        "Norvik said the state-owned Selmar by pausing sales had helped.",
        "Norvik said the embattled Selmar hurt clients by pausing sales.",
    ],
)
def test_who_may_act_is_kept(text):
    at = re.search("paused|pausing|ordered", text).start()
    drafts = [replace(draft(text, words, 1.0), cue=(at, at + 6)) for words in ("Norvik", "Selmar")]
    assert list(without_bystanders(text, drafts)) == drafts


def test_who_alone_may_act_is_kept():
    text = "Sales were paused at the request of Selmar."
    alone = replace(draft(text, "Selmar", 1.0), cue=(11, 17))
    assert list(without_bystanders(text, [alone])) == [alone]


def test_of_who_is_left_only_the_likeliest_is_surer():
    text = "At the urging of Selmar, Norvik and Ostrom paused sales."
    at = text.index("paused")
    odds = {"Selmar": 3.0, "Norvik": -1.0, "Ostrom": 0.0}
    drafts = [replace(draft(text, words, o), cue=(at, at + 6)) for words, o in odds.items()]
    left = {text[d.actor.start : d.actor.end]: d.evidence for d in without_bystanders(text, drafts)}
    assert {name: (e.actor, e.best) for name, e in left.items()} == {"Norvik": (-1.0, False), "Ostrom": (3.0, True)}


def test_the_name_of_an_owners_neighbour_acts():
    text = "Freedonia's neighbour to the north, Oland, has signed."
    owner, apposed = draft(text, "Freedonia", 3.0, best=True), draft(text, "Oland", -2.0)
    first, second = of_neighbours(text, [owner, apposed])
    assert {first.evidence, second.evidence} == {owner.evidence, apposed.evidence}
    assert [d for d in (first, second) if d.actor == apposed.actor and d.evidence == owner.evidence]
