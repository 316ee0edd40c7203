"""An owner, a parent and the noun before a name do not act beside it."""

import pytest

from onrecord.components.asides import is_aside, of_neighbours
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
        ("Norvik, in talks with Selmar, paused sales.", "Selmar"),
        ("Norvik, a partner of Selmar, paused sales.", "Selmar"),
    ],
)
def test_it_may_act_itself(text, words):
    other, name = draft(text, words, 1.0), draft(text, "Norvik", 4.0)
    assert not is_aside(text, other, [other, name])


def test_it_acts_where_it_fits_better_or_does_something_else():
    text = "Norvik, a unit of Selmar, paused sales."
    assert not is_aside(text, draft(text, "Selmar", 5.0), [draft(text, "Norvik", 4.0)])
    assert not is_aside(text, draft(text, "Selmar", 1.0), [draft(text, "Norvik", 4.0, stance="comply")])


def test_the_name_of_an_owners_neighbour_acts():
    text = "Freedonia's neighbour to the north, Oland, has signed."
    owner, apposed = draft(text, "Freedonia", 3.0, best=True), draft(text, "Oland", -2.0)
    first, second = of_neighbours(text, [owner, apposed])
    assert {first.evidence, second.evidence} == {owner.evidence, apposed.evidence}
    assert [d for d in (first, second) if d.actor == apposed.actor and d.evidence == owner.evidence]
