"""The subject right before the act's own verb is who acts."""

import re

import pytest

from onrecord.components.actors import Who
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.names import Named
from onrecord.components.references import Reference
from onrecord.components.subjects import NAME_ODDS, PRONOUN_ODDS, with_subjects

LOW, BEST = -2.0, 1.0


def likely(text, word, actors, pronoun=None):
    """Return {words: (log-odds, best)} after the rule; the pronoun stands for Norvik."""
    named = [Named(m.start(), m.end(), "COMPANY", m.group()) for m in re.finditer("Norvik|Selmar", text)]
    stands = {}
    if pronoun:
        at = text.index(pronoun)
        stands[Mention(at, at + len(pronoun.strip()), "ACTOR")] = Reference((named[0],), "pronoun")
    who = Who(text=text, named=named, people=[], affiliations={}, references=stands, ids={})
    at = text.index(word)
    drafts = [
        DraftClaim(
            sentence=0,
            stance="pause",
            actor=Mention(text.index(words), text.index(words) + len(words), "ACTOR" if words.islower() else "COMPANY"),
            target=None,
            polarity="affirmed",
            stage="in_effect",
            cue=(at, at + len(word)),
            evidence=Evidence(3.0, odds, 3.0, odds == max(actors.values())),
        )
        for words, odds in actors.items()
    ]
    out = with_subjects(text, drafts, who)
    return {text[d.actor.start : d.actor.end]: (d.evidence.actor, d.evidence.best) for d in out}


@pytest.mark.parametrize(
    ("text", "word", "pronoun"),
    [
        ("Norvik met Selmar, and at the wish of all it has now halted the ferries.", "halted", "it "),
        ("Norvik told Selmar that it will halt the ferries.", "halt", "it "),
        ("Norvik told Selmar of its sudden halt to ferries.", "halt", "its"),
    ],
)
def test_whom_the_pronoun_stands_for_acts(text, word, pronoun):
    assert likely(text, word, {"Norvik": LOW, "Selmar": BEST}, pronoun) == {
        "Norvik": (PRONOUN_ODDS, True),
        "Selmar": (BEST, False),
    }


def test_whom_they_stands_for_is_left_to_the_network():
    text = "Norvik told Selmar that they will halt the ferries."
    assert likely(text, "halt", {"Norvik": LOW, "Selmar": BEST}, "they") == {"Norvik": (LOW, False), "Selmar": (BEST, True)}


def test_a_pronoun_acts_where_no_name_for_it_is_in_the_sentence():
    text = "Norvik sails. Selmar saw that it halted the ferries."
    assert likely(text, "halted", {"it": LOW, "Selmar": BEST}, "it ") == {"it": (PRONOUN_ODDS, True), "Selmar": (BEST, False)}


def test_a_noun_for_the_same_goes_before_the_pronoun():
    text = "Norvik sails. The firm says it halted the ferries."
    norvik = Named(0, 6, "COMPANY", "Norvik")
    firm, it = Mention(14, 22, "ACTOR"), Mention(28, 30, "ACTOR")
    stands = dict.fromkeys((firm, it), Reference((norvik,), "nominal"))
    who = Who(text=text, named=[norvik], people=[], affiliations={}, references=stands, ids={})
    at = text.index("halted")
    drafts = [
        DraftClaim(0, "pause", m, None, "affirmed", "in_effect", (at, at + 6), Evidence(3.0, LOW, 3.0, best=m == it))
        for m in (firm, it)
    ]
    assert [(d.evidence.actor, d.evidence.best) for d in with_subjects(text, drafts, who)] == [(PRONOUN_ODDS, True), (LOW, False)]


@pytest.mark.parametrize(
    ("text", "word", "pronoun"),
    [
        ("Norvik said of it that Selmar halted the ferries.", "halted", "it "),
        ("Norvik told Selmar that it should know who halted the ferries.", "halted", "it "),
        ("Norvik gave its ferries to Selmar and halted work.", "halted", "its"),
    ],
)
def test_a_pronoun_before_other_words_says_nothing(text, word, pronoun):
    drafts = {"Norvik": LOW, "Selmar": BEST}
    assert likely(text, word, drafts, pronoun) == {"Norvik": (LOW, False), "Selmar": (BEST, True)}


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("Norvik sailed the same day that Selmar halted its ferries.", NAME_ODDS),
        ("Norvik sailed after its rival Selmar had halted its ferries.", NAME_ODDS),
        ("Norvik sailed after Selmar sent a note on halted ferries.", BEST),
        ("Norvik sailed with Selmar halted.", BEST),
    ],
)
def test_a_name_acts_in_the_inner_clause_that_it_is_the_subject_of(text, odds):
    assert likely(text, "halted", {"Norvik": LOW, "Selmar": BEST})["Selmar"] == (odds, True)


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("On the decree:\n\n* Selmar: ferries halted", NAME_ODDS),
        ("On the decree:\n\n(b) Selmar - ferries halted", NAME_ODDS),
        ("On the decree:\n\nSelmar: ferries halted", BEST),
        ("On the decree:\n\n* Selmar has rivals whose ferries halted", BEST),
    ],
)
def test_an_item_of_a_list_is_about_whom_it_names(text, odds):
    assert likely(text, "halted", {"Selmar": BEST}) == {"Selmar": (odds, True)}
