from dataclasses import replace

import pytest

from onrecord.components.cues import one_act_a_word
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention

TEXT = "Norvik and Selmar flouted the ban and left."


def draft(stance, words, cue, odds, ngrams=0.0):
    at, start = TEXT.index(cue), TEXT.index(words)
    actor, evidence = Mention(start, start + len(words), "COMPANY"), Evidence(odds, 1.0, 3.0, best=True, ngrams=ngrams)
    return DraftClaim(0, stance, actor, None, "affirmed", "in_effect", (at, at + len(cue)), evidence)


def test_the_likelier_of_two_stances_by_one_word_is_meant_whoever_takes_it():
    kept = [draft("refuse", "Norvik", "flout", 2.0), draft("refuse", "Selmar", "flout", 2.0)]
    lost = [draft("comply", "Norvik", "ted", 1.0), draft("pause", "Selmar", "flout", 1.5)]
    assert list(one_act_a_word(TEXT, [lost[0], *kept, lost[1]])) == kept


def test_by_different_words_both_are():
    drafts = [draft("refuse", "Norvik", "flout", 2.0), draft("withdraw", "Norvik", "left", -1.0)]
    assert list(one_act_a_word(TEXT, drafts)) == drafts


@pytest.mark.parametrize(("ngrams", "stance"), [(0.0, "refuse"), (3.0, "pause")])
def test_words_alone_count_too(ngrams, stance):
    drafts = [draft("refuse", "Norvik", "flout", 2.0), draft("pause", "Norvik", "flout", 0.0, ngrams)]
    assert [d.stance for d in one_act_a_word(TEXT, drafts)] == [stance]


def test_no_compliance_is_told_by_a_word_of_refusal():
    complies, breaks = draft("comply", "Norvik", "ted", 4.0), draft("comply", "Selmar", "flout", 4.0)
    refuses, breaks = draft("refuse", "Norvik", "flout", 2.0), replace(breaks, polarity="negated")
    assert list(one_act_a_word(TEXT, [complies, refuses])) == [refuses]
    assert list(one_act_a_word(TEXT, [breaks])) == [breaks]
    assert list(one_act_a_word(TEXT, [draft("comply", "Norvik", "left", 1.0)])) != []


@pytest.mark.parametrize(
    ("word", "breach", "who", "polarity", "kept"),
    [
        ("flout", 1.0, "Norvik", "negated", False),
        ("flout", 3.0, "Norvik", "negated", True),
        ("flout", 1.0, "Selmar", "negated", True),
        ("flout", 1.0, "Norvik", "affirmed", True),
        ("ban", 1.0, "Norvik", "negated", True),
    ],
)
def test_who_defies_an_order_breaks_it_by_that(word, breach, who, polarity, kept):
    refuses, breaks = draft("refuse", "Norvik", word, 2.0), replace(draft("comply", who, "left", breach), polarity=polarity)
    assert (breaks in list(one_act_a_word(TEXT, [refuses, breaks]))) is kept
    denied = replace(refuses, polarity="negated")
    assert breaks in list(one_act_a_word(TEXT, [denied, breaks]))
