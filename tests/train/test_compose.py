import random

import pytest

from onrecord.encoder.windows import Windower
from onrecord.train.augment import epoch_rows
from onrecord.train.compose import elided_rows, is_joinable, joined_rows, subject_of, two_act_rows
from onrecord.train.stance_data import locate, stance_example
from onrecord.types import STANCES
from tests_support import TOKENIZER

PAIR = (
    ("The board of Quintar halted its flights to Belmora.", "Quintar", "pause", "halted"),
    ("Zellbank told the court that it accepts the fine.", "Zellbank", "comply", "accepts"),
)


def plain(sentence, actor, stance, cue):
    claim = {"actor": actor, "stance": stance, "polarity": "affirmed", "stage": "in_effect", "target": None, "cue": cue}
    return {"id": actor, "prev": "", "sentence": sentence, "next": "", "entities": [[actor, "COMPANY"]], "claims": [claim]}


def test_joined_sentences_keep_every_actor_beside_its_own_cue():
    rows = list(joined_rows([plain(*p) for p in PAIR], random.Random(0), 60))
    assert len({row["sentence"] for row in rows}) > 8
    windower = Windower(TOKENIZER, size=128)
    for row in rows:
        assert [t for t, _ in row["entities"]] == sorted(["Quintar", "Zellbank"], key=row["sentence"].index)
        example = stance_example(windower, row)
        said = {STANCES[p.stance]: row["sentence"][example.window.starts[p.first] :].split()[0] for p in example.pairs if p.actor}
        assert said == {"pause": "Quintar", "comply": "Zellbank"}
        assert len(example.cues) == 2


def test_the_first_word_of_the_second_sentence_gets_a_small_letter_unless_it_is_a_name():
    sentences = {row["sentence"] for row in joined_rows([plain(*p) for p in PAIR], random.Random(0), 60)}
    assert any(" the board of Quintar" in s for s in sentences)
    assert not any("zellbank" in s for s in sentences)
    assert all(s.endswith(".") and not s.endswith("..") for s in sentences)


@pytest.mark.parametrize(
    "change",
    [
        {"sentence": "“We stay,” said Quintar, which halted flights."},
        {"sentence": "Quintar halted flights. It stays."},
        {"sentence": "Quintar halted flights"},
        {"claims": []},
        {"entities": []},
        {"sentence": "Quintar halted its flights, " + "and so on, " * 20 + "on Monday."},
    ],
)
def test_what_would_lose_a_label_or_a_sentence_is_not_joined(change):
    row = plain(*PAIR[0])
    assert is_joinable(row)
    assert not is_joinable(row | change)


def test_sentences_that_share_a_stance_or_a_name_are_not_joined():
    same_stance = [plain(*PAIR[0]), plain("Zellbank halted payments.", "Zellbank", "pause", "halted")]
    same_name = [plain(*PAIR[0]), plain("A rival of Quintar, Zellbank accepts the fine.", "Zellbank", "comply", "accepts")]
    for rows in (same_stance, same_name):
        assert not list(joined_rows(rows, random.Random(0), 20))


SUBJECTS = (
    ("Quintar halted its flights to Belmora.", "Quintar", "pause", "halted"),
    ("Zellbank has accepted the fine.", "Zellbank", "comply", "accepted"),
    ("Orvane will close its office in Tarn.", "Orvane", "withdraw", "will close"),
)


def said(row):
    """Return (actor's first word, stance, negated) of the example made of a row."""
    example = stance_example(Windower(TOKENIZER, size=128), row)
    start = example.window.starts
    return {
        (row["sentence"][start[p.first] :].split()[0].strip(";,."), STANCES[p.stance], p.negated) for p in example.pairs if p.actor
    }


def test_one_actor_gets_two_acts():
    rows = list(two_act_rows([plain(*s) for s in SUBJECTS], random.Random(0), 60))
    assert len({row["sentence"] for row in rows}) > 8
    stance_of = {actor: stance for _, actor, stance, _ in SUBJECTS}
    for row in rows:
        (actor, _), *others = row["entities"]
        assert not others
        one, two = row["claims"]
        assert row["sentence"].startswith(actor)
        assert one["actor"] == two["actor"] == actor
        assert stance_of[actor] == one["stance"] != two["stance"]
        assert row["sentence"].index(one["cue"]) < row["sentence"].index(two["cue"])
        assert said(row) == {(actor, one["stance"], 0), (actor, two["stance"], 0)}


def test_a_second_actor_does_the_same_or_does_not_without_the_verb():
    rows = list(elided_rows([plain(*s) for s in SUBJECTS], random.Random(0), 120))
    assert len({row["sentence"] for row in rows}) > 12
    assert {row["claims"][1]["polarity"] for row in rows} == {"affirmed", "negated"}
    for row in rows:
        one, two = row["claims"]
        assert one["stance"] == two["stance"]
        assert two["actor"] != one["actor"]
        assert locate(row["sentence"], two["cue"])
        negated = two["polarity"] == "negated"
        assert negated == two["cue"].endswith("not")
        assert said(row) == {(one["actor"], one["stance"], 0), (two["actor"], one["stance"], int(negated))}


@pytest.mark.parametrize(
    ("sentence", "opening"),
    [
        ("Quintar halted its flights.", "Quintar"),
        ("The Quintar halted its flights.", "The Quintar"),
        ("Quintar, an airline, halted its flights.", None),
        ("A rival of Quintar halted its flights.", None),
        ("Quintar have halted the flights.", None),
        ("Quintar halted flights of Quintar.", None),
    ],
)
def test_the_subject_is_an_actor_whose_predicate_follows(sentence, opening):
    assert subject_of(plain(sentence, "Quintar", "pause", "halted")) == opening


def test_nothing_is_elided_from_a_denial():
    rows = [plain("Quintar has not halted flights.", "Quintar", "pause", "halted"), plain(*SUBJECTS[1])]
    assert {row["claims"][0]["actor"] for row in elided_rows(rows, random.Random(0), 50)} == {"Zellbank"}


def test_an_epoch_takes_as_many_composed_sentences_as_it_is_told():
    rows = [plain(*s) for s in SUBJECTS]
    kinds = {"joined": 4, "two_acts": 5, "elided": 6}
    assert len(list(epoch_rows(rows, random.Random(0), swap=0.0, composed=kinds))) <= len(rows) + sum(kinds.values())
    alone = list(epoch_rows(rows, random.Random(0), swap=0.0, composed={"elided": 6}))
    assert len(alone) > len(rows)
    assert all(len(row["claims"]) == 2 for row in alone[len(rows) :])
