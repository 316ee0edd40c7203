import numpy as np
import pytest

from onrecord.components import links
from onrecord.components.links import DraftClaim, Evidence, draft_claims, is_fragment
from onrecord.components.mentions import Mention
from onrecord.components.tagger import Reading, SentenceReading
from onrecord.components.wording import RULE_ODDS, worded
from onrecord.types import STAGES, STANCES

TEXT = "Norvik paused exports to Freedonia while Selmar weighed the Data Act"
WORDS = TEXT.split()


def span(word):
    start = TEXT.index(word)
    return start, start + len(word)


def reading(**stances):
    """One piece a word; its vector is one-hot at its place; each stance looks at one word."""
    starts = np.array([span(w)[0] for w in WORDS])
    ends = np.array([span(w)[1] for w in WORDS])
    attention = np.full((len(WORDS), 5), 1 / len(WORDS), np.float32)
    scores = np.full(5, -9, np.float32)
    for stance, word in stances.items():
        k = STANCES.index(stance)
        attention[:, k], scores[k] = 0, 3
        attention[WORDS.index(word), k] = 1
    hidden = np.eye(len(WORDS), dtype=np.float32)
    return Reading((), (SentenceReading(0, starts, ends, hidden, attention, scores),))


class Linker:
    """Scores words by the cue that a stance looks at: {(cue, word): {column: score}}."""

    def __init__(self, pairs):
        self.pairs = pairs

    def read(self, window):
        raise AssertionError("not asked here")

    def link(self, hidden, attention, stances):
        out = np.full((len(stances), len(hidden), 8), -5, np.float32)
        out[..., 3] = 1
        for row, look in enumerate(attention):
            for (cue, word), scores in self.pairs.items():
                if WORDS[look.argmax()] == cue:
                    for column, score in scores.items():
                        out[row, WORDS.index(word), column] = score
        return out


def mention(word, label="COMPANY"):
    return Mention(*span(word), label)


def drafts(read, candidates, pairs):
    return draft_claims(TEXT, read, candidates, backend=Linker(pairs), thresholds={"target": 0.5})


def test_each_stance_finds_its_own_actor_and_target():
    found = drafts(
        reading(pause="paused", undecided="weighed"),
        [mention("Norvik"), mention("Selmar"), mention("Freedonia", "PLACE"), mention("Data", "LAW")],
        {("paused", "Norvik"): {0: 4}, ("weighed", "Selmar"): {0: 4}, ("paused", "Freedonia"): {1: 3}, ("weighed", "Data"): {1: 3}},
    )
    told = {(d.stance, TEXT[d.actor.start : d.actor.end], d.target and TEXT[d.target.start : d.target.end]) for d in found}
    assert told == {("pause", "Norvik", "Freedonia"), ("undecided", "Selmar", "Data")}
    assert {TEXT[slice(*d.cue)] for d in found} == {"paused", "weighed"}


def test_the_best_mention_is_kept_even_when_none_is_likely():
    (draft,) = drafts(reading(pause="paused"), [mention("Norvik"), mention("Selmar")], {("paused", "Selmar"): {0: -4}})
    assert TEXT[draft.actor.start : draft.actor.end] == "Selmar"
    assert draft.evidence.best


def test_who_acts_need_not_be_a_mention_where_no_mention_is_likely():
    read = reading(pause="paused")
    pairs = {("paused", "exports"): {0: 4}}
    (found,) = drafts(read, [], pairs)
    assert TEXT[found.actor.start : found.actor.end] == "exports"
    (best,) = drafts(read, [mention("Norvik")], pairs)
    assert (TEXT[best.actor.start : best.actor.end], best.actor.label, best.evidence.best) == ("exports", "ACTOR", True)
    (likely,) = drafts(read, [mention("Norvik")], pairs | {("paused", "Norvik"): {0: -1}})
    assert TEXT[likely.actor.start : likely.actor.end] == "Norvik"


def test_several_actors_come_out_and_one_is_the_best():
    pairs = {("paused", "Norvik"): {0: 2}, ("paused", "Freedonia"): {0: 3}}
    found = drafts(reading(pause="paused"), [mention("Norvik"), mention("Freedonia")], pairs)
    assert {TEXT[d.actor.start : d.actor.end]: d.evidence.best for d in found} == {"Freedonia": True, "Norvik": False}


def test_overlapping_mentions_give_one_actor_and_a_name_wins():
    whole = Mention(0, span("paused")[1], "ACTOR")
    same = Mention(*span("Norvik"), "ACTOR")
    found = drafts(reading(pause="paused"), [whole, same, mention("Norvik")], {("paused", "Norvik"): {0: 3}})
    assert [(d.actor.start, d.actor.label) for d in found] == [(0, "COMPANY")]


@pytest.mark.parametrize(("score", "polarity"), [(2.0, "negated"), (-2.0, "affirmed")])
def test_polarity_is_read_off_the_pair(score, polarity):
    (draft,) = drafts(reading(comply="paused"), [mention("Norvik")], {("paused", "Norvik"): {0: 3, 2: score}})
    assert draft.polarity == polarity
    assert draft.evidence.polarity == 2.0


@pytest.mark.parametrize("stage", STAGES)
def test_stage_is_read_off_the_pair(stage):
    pairs = {("paused", "Norvik"): {0: 3, 3 + STAGES.index(stage): 7}}
    (draft,) = drafts(reading(withdraw="paused"), [mention("Norvik")], pairs)
    assert draft.stage == stage


def test_the_actor_is_never_its_own_target():
    (draft,) = drafts(reading(pause="paused"), [mention("Norvik", "GOVERNMENT")], {("paused", "Norvik"): {0: 3, 1: 6}})
    assert draft.target is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norvik, Selmar and Quintar paused exports", {"Norvik": 4, "Selmar": 4, "Quintar": 4}),
        ("Norvik (NVK.O) and Selmar paused exports", {"Norvik": 4, "Selmar": 4}),
        ("Norvik <NVK.O> and the Selmar <SLM.L> paused exports", {"Norvik": 4, "Selmar": 4}),
        ("<Norvik> and <Selmar> paused exports", {"Norvik": 4, "Selmar": 4}),
        ("Neither Norvik nor Selmar paused exports", {"Norvik": 4, "Selmar": 4}),
        ("Norvik and, after some weeks, Selmar paused exports", {"Norvik": 4, "Selmar": 4}),
        ("Norvik joined Selmar this week in pausing exports", {"Norvik": 4, "Selmar": 4}),
        ("Norvik and Quintar have joined the Selmar in pausing exports", {"Norvik": 4, "Quintar": 4, "Selmar": 4}),
        ("Norvik joined Selmar in May and paused exports", {"Norvik": 4, "Selmar": 0}),
        ("Norvik, Selmar paused exports", {"Norvik": 4, "Selmar": 0}),
        ("Norvik said Selmar paused exports", {"Norvik": 4, "Selmar": 0}),
        ("Norvik, Selmar agree to pay fines", {"Norvik": 4, "Selmar": 4}),
        ("Floods hit the coast\n\nNorvik, Selmar quit Oland", {"Norvik": 4, "Selmar": 4}),
        ("In Oland, Norvik, Selmar agree to pay fines", {"Norvik": 4, "Selmar": 0}),
        ("Norvik, Selmar agreed to pay fines", {"Norvik": 4, "Selmar": 0}),
        ("Norvik, Selmar unit agree to pay fines", {"Norvik": 4, "Selmar": 0}),
    ],
)
def test_members_of_a_list_act_alike(text, told):
    def draft(word):
        start = text.index(word)
        odds = 4.0 if word == "Norvik" else 0.0
        evidence = Evidence(3.0, odds, 3.0, word == "Norvik")
        return DraftClaim(0, "pause", Mention(start, start + len(word), "COMPANY"), None, "affirmed", "in_effect", (0, 1), evidence)

    found = links._coordinated(text, [draft(word) for word in told])
    assert {text[d.actor.start : d.actor.end]: d.evidence.actor for d in found} == told


@pytest.mark.parametrize(("text", "odds"), [("Both Norvik and Selmar paused exports", 4), ("Norvik and Selmar paused exports", 0)])
def test_both_joins_what_the_tags_keep_apart(text, odds):
    def draft(word, label, actor):
        start = text.index(word)
        evidence = Evidence(3.0, actor, 3.0, best=True)
        return DraftClaim(0, "pause", Mention(start, start + len(word), label), None, "affirmed", "in_effect", (0, 1), evidence)

    found = links._coordinated(text, [draft("Norvik", "COMPANY", 4.0), draft("Selmar", "GOVERNMENT", 0.0)])
    assert [d.evidence.actor for d in found] == [4, odds]


@pytest.mark.parametrize(
    ("text", "stance", "group"),
    [
        ("Several banks such as Norvik paused exports", "pause", True),
        ("Several banks, including the Norvik, paused exports", "pause", True),
        ("Several banks such as Norvik paused exports", "comply", False),
        ("Several banks paused exports to Norvik", "pause", False),
    ],
)
def test_a_group_whose_members_are_named_is_left_to_them(text, stance, group):
    def draft(words, of):
        start = text.index(words)
        evidence = Evidence(3.0, 3.0, 3.0, best=True)
        return DraftClaim(0, of, Mention(start, start + len(words), "ACTOR"), None, "affirmed", "in_effect", (0, 1), evidence)

    banks, norvik = draft("Several banks", "pause"), draft("Norvik", stance)
    assert links.is_group(text, banks, [banks, norvik]) is group


def test_a_sentence_without_mentions_or_stances_gives_nothing():
    assert drafts(reading(pause="paused"), [], {}) == []
    assert drafts(reading(), [mention("Norvik")], {}) == []


@pytest.mark.parametrize(
    ("text", "part", "fragment"),
    [
        ("Norvik (NVK.O) paused", "NVK.O", True),
        ("Norvik <NVK> paused", "NVK", True),
        ("Norvik <NV.SEL> paused", "SEL", True),
        ("Norvik (NVK:SEL) paused", "SEL", True),
        ("Talks in Selmar (St. Ada) paused", "Ada", False),
        ("<Norvik Ltd> paused", "Norvik Ltd", False),
        ("The firm (once Selmar) paused", "Selmar", False),
        ("The lender paused", "The", True),
        ("Norvikbank paused", "Norvik", True),
        ("A slew of banks paused", "A slew", True),
        ("A slew of banks paused", "banks", False),
        ("The host paused", "The host", False),
        ("Norvik paused", "Norvik", False),
        ("HSBC paused", "HSBC", False),
    ],
)
def test_fragments_are_no_candidates(text, part, fragment):
    start = text.index(part)
    assert is_fragment(text, Mention(start, start + len(part), "COMPANY")) is fragment


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("Norvik did not hesitate to leave", RULE_ODDS),
        ("Norvik decided to leave", 0.5),
        ("Norvik lost no time to leave", RULE_ODDS),
    ],
)
def test_what_denies_nothing_makes_an_affirmed_act_surer(text, odds):
    at = text.index("leave")
    evidence = Evidence(3.0, 3.0, 0.5, best=True)
    given = DraftClaim(0, "withdraw", Mention(0, 6, "COMPANY"), None, "affirmed", "in_effect", (at, at + 5), evidence)
    (found,) = worded(text, (0, len(text)), [given])
    assert found.evidence.polarity == odds
