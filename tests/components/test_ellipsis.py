import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.ellipsis import ANSWER_ODDS, with_elided
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.segment import segment

NAMES = ("Norvik", "Selmar", "Quintar")
CUES = {"halted": "pause", "comply": "comply", "leave": "withdraw", "deciding": "undecided"}


def mentions(text):
    return [Mention(m.start(), m.end(), "COMPANY") for m in re.finditer("|".join(NAMES), text)]


def drafts(text, *, negated=False):
    """Norvik, or the first name, takes every stance whose cue stands in the text."""
    sentences = segment(text)
    for word, stance in CUES.items():
        if (at := text.find(word)) >= 0:
            index = next(i for i, (a, b) in enumerate(sentences) if a <= at < b)
            yield DraftClaim(
                sentence=index,
                stance=stance,
                actor=next((m for m in mentions(text) if text.startswith("Norvik", m.start)), mentions(text)[0]),
                target=Mention(0, 1, "TARGET"),
                polarity="negated" if negated else "affirmed",
                stage="announced",
                cue=(at, at + len(word)),
                evidence=Evidence(stance=1.0, actor=1.0, polarity=1.0, best=True),
            )


def found(text, *, negated=False):
    """Return what others than Norvik do: (name, stance, polarity)."""
    out = with_elided(text, segment(text), list(drafts(text, negated=negated)), mentions(text))
    return {(text[d.actor.start : d.actor.end], d.stance, d.polarity) for d in out if d.actor.start != text.find("Norvik")}


@pytest.mark.parametrize(
    "text",
    [
        "Norvik halted the flights, and so did Selmar.",
        "Norvik halted the flights, as did Selmar, its rival.",
        "Norvik has halted the flights; so too has Selmar.",
        "Norvik halted the flights and Selmar followed suit on Monday.",
        "Norvik halted the flights, and Selmar, a rival, did the same.",
        "Norvik will have halted flights by May, and Selmar will too.",
        "Norvik halted the flights. Selmar says it has done so as well.".replace(" as well", ""),
        "Norvik halted the flights, and Selmar likewise.",
        "Norvik halted its flights in May; Selmar, its own in June.",
        "Norvik halted its flights, and Selmar, a rival, halted its flights.",
        "Norvik halted the flights; Quay workers left; Selmar also halted them.",
    ],
)
def test_a_second_actor_does_the_same(text):
    assert found(text) == {("Selmar", "pause", "affirmed")}


@pytest.mark.parametrize(
    "text",
    [
        "Norvik has halted the flights; Selmar has not.",
        "Norvik halted the flights. Selmar didn’t, its chairman said.",
        "Norvik halted the flights. Not so Selmar.",
        "Norvik halted the flights, but Selmar has yet to.",
        "Norvik said it halted the flights. Selmar says it won't.",
    ],
)
def test_a_second_actor_does_not(text):
    assert found(text) == {("Selmar", "pause", "negated")}


def test_of_two_who_do_not_both_are_denied():
    assert found("Norvik has not halted flights, and neither has Selmar.", negated=True) == {("Selmar", "pause", "negated")}


def test_after_a_denial_a_bare_verb_affirms():
    text = "Norvik did not comply, but Selmar did."
    assert found(text, negated=True) == {("Selmar", "comply", "affirmed")}
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Norvik halted the flights, and so did Selmar halt its buses.",
        "Norvik halted the flights; Selmar is not in Freedonia.",
        "Norvik halted the flights. Selmar has not paid its fine.",
        "As did Selmar, Norvik halted the flights.",
        "Norvik halted the flights because Selmar had.",
        "Norvik halted the flights. It was a cold day for all who had come to the airport that is named after the late founder, Selmar did not.",
        "Selmar did not. Norvik halted the flights.",
        "Norvik halted its flights to Selmar, its own ports.",
        "Norvik halted its flights; Selmar halted a train.",
        "Norvik spoke of halted flights; Selmar spoke of it.",
        "Norvik is still deciding; Selmar is not.",
    ],
)
def test_nothing_is_repeated_without_an_act_before_and_an_end_behind(text):
    assert found(text) == set()


def test_three_in_a_row_and_the_nearest_act_is_repeated():
    assert found("Norvik halted flights but will not leave. Selmar did the same. So did Quintar.") == {
        ("Selmar", "withdraw", "affirmed"),
        ("Quintar", "withdraw", "affirmed"),
    }


def test_what_the_network_guessed_otherwise_about_the_clause_goes():
    text = "Norvik halted the flights; Selmar did not."
    (one,) = drafts(text)
    guess = replace(one, actor=mentions(text)[1])
    out = with_elided(text, segment(text), [one, guess], mentions(text))
    assert [(d.actor.start, d.polarity, d.stage) for d in out] == [(0, "affirmed", "announced"), (27, "negated", "in_effect")]
    assert out[1].cue == (34, 41)
    assert out[1].evidence.actor > one.evidence.actor


def test_where_the_network_says_the_same_it_is_believed_more():
    text = "Norvik halted the flights; Selmar did not."
    (one,) = drafts(text)
    weak = Evidence(stance=-2.0, actor=-1.0, polarity=3.0, best=False)
    same = replace(one, actor=mentions(text)[1], polarity="negated", stage="announced", evidence=weak)
    out = with_elided(text, segment(text), [one, same], mentions(text))
    assert out == [one, replace(same, evidence=replace(weak, stance=1.0, actor=3.0, best=True))]


def test_a_group_repeats_an_act_of_its_own_sentence_only():
    for text, wanted in (("Norvik halted flights; others did too.", 2), ("Norvik halted flights. Others did not.", 1)):
        at = text.lower().index("others")
        group = Mention(at, at + 6, "ACTOR")
        assert len(with_elided(text, segment(text), list(drafts(text)), [*mentions(text), group])) == wanted


def test_a_target_stays_in_its_sentence():
    same, other = "Norvik halted flights, as did Selmar.", "Norvik halted flights. So did Selmar."
    targets = [[d.target for d in with_elided(t, segment(t), list(drafts(t)), mentions(t))][-1] for t in (same, other)]
    assert targets == [Mention(0, 1, "TARGET"), None]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from([*NAMES, *CUES, " ", " ", ", ", ". ", "; ", "did", "so did", "not", "has", "\n", "too", "n't", "é"]))
)
def test_drafts_are_never_lost_and_spans_hold(parts):
    text = "".join(parts)
    given_ = list(drafts(text)) if any(n in text for n in NAMES) else []
    out = with_elided(text, segment(text), given_, mentions(text))
    assert len(out) >= len(given_) - 1
    for d in out:
        a, b = segment(text)[d.sentence]
        assert a <= d.cue[0] < d.cue[1] <= b


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Will Norvik leave the pact? It will, a minister said.", "affirmed"),
        ("Will Norvik leave the pact? It will not.", "negated"),
        ("Norvik will leave the pact. It will, a minister said.", None),
    ],
)
def test_a_question_is_answered(text, polarity):
    it = Mention(text.index("It"), text.index("It") + 2, "ACTOR")
    out = with_elided(text, segment(text), list(drafts(text)), [*mentions(text), it])
    answers = [d for d in out if d.actor == it]
    assert [d.polarity for d in answers] == ([polarity] if polarity else [])
    assert all(d.evidence.stance == ANSWER_ODDS for d in answers)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norvik halted the flights. So, it said, did its rival Ilves.", "Ilves"),
        ("Norvik halted the flights, and so did Ilves Air.", "Ilves Air"),
        ("Norvik halted the flights. So did its rivals.", None),
        ("Norvik spoke. So did Ilves.", None),
    ],
)
def test_a_name_that_no_tag_has_ends_an_inverted_clause(text, name):
    out = with_elided(text, segment(text), list(drafts(text)), mentions(text))
    assert [text[d.actor.start : d.actor.end] for d in out if d.actor.label == "ACTOR"] == ([name] if name else [])


def test_what_only_repeats_an_act_is_no_other_one():
    text = "Norvik said it halted flights, and it did."
    it = Mention(text.rindex("it"), text.rindex("it") + 2, "ACTOR")
    (act,) = drafts(text)
    guess = replace(act, stance="comply", cue=(text.index("did"), text.index("did") + 3))
    assert with_elided(text, segment(text), [act, guess], [it]) == [act]
    assert with_elided(text, segment(text), [guess], [it]) == [guess]
