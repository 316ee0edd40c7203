import random

import pytest

from onrecord.encoder.windows import Windower
from onrecord.train.augment import epoch_rows, invented_name, is_joinable, joined_rows, shout, swap_names
from onrecord.train.stance_data import locate, stance_example
from onrecord.types import STANCES
from tests_support import TOKENIZER

ROW = {
    "id": "x1",
    "prev": "… and the Data Act took effect.",
    "sentence": "Norvik said it would not leave Freedonia, but Selmar Ltd may comply.",
    "next": "Both firms are based in Freeport…",
    "entities": [["Norvik", "COMPANY"], ["Freedonia", "PLACE"], ["Selmar Ltd", "COMPANY"]],
    "claims": [
        {
            "actor": "it",
            "actor_name": "Norvik",
            "stance": "withdraw",
            "polarity": "negated",
            "stage": "announced",
            "target": "Freedonia",
        },
        {
            "actor": "Selmar Ltd",
            "actor_name": "Selmar",
            "stance": "comply",
            "polarity": "affirmed",
            "stage": "considering",
            "target": None,
            "unsure": 1,
        },
    ],
}


PAIR = (
    ("The board of Quintar halted its flights to Belmora.", "Quintar", "pause", "halted"),
    ("Zellbank told the court that it accepts the fine.", "Zellbank", "comply", "accepts"),
)


def plain(sentence, actor, stance, cue):
    claim = {"actor": actor, "stance": stance, "polarity": "affirmed", "stage": "in_effect", "target": None, "cue": cue}
    return {"id": actor, "prev": "", "sentence": sentence, "next": "", "entities": [[actor, "COMPANY"]], "claims": [claim]}


def test_swapping_names_keeps_every_span_findable():
    for seed in range(20):
        row = swap_names(ROW, random.Random(seed), ["Quintar"])
        assert "Norvik" not in row["sentence"]
        for text, _ in row["entities"]:
            assert locate(row["sentence"], text)
        for claim in row["claims"]:
            assert locate(row["sentence"], claim["actor"])
        assert [c["stance"] for c in row["claims"]] == ["withdraw", "comply"]


def test_shouting_keeps_every_span_findable():
    row = shout(ROW)
    assert row["sentence"].isupper()
    assert all(locate(row["sentence"], t) for t, _ in row["entities"])
    assert [c["target"] for c in row["claims"]] == ["FREEDONIA", None]


def test_an_epoch_keeps_every_row_and_the_given_ones_unchanged():
    rows = [dict(ROW, id=f"x{i}") for i in range(50)]
    out = list(epoch_rows(rows, random.Random(1)))
    assert [r["id"] for r in out] == [r["id"] for r in rows]
    assert len({r["sentence"] for r in out}) > 5
    assert all(r["sentence"] == ROW["sentence"] for r in rows)


def test_invented_names_differ():
    rng = random.Random(0)
    names = {invented_name(rng) for _ in range(200)}
    assert len(names) > 150
    assert all(n[0].isupper() for n in names)


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
