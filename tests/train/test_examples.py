import random

import numpy as np
import pytest

from onrecord.encoder.labels import ENTITY_TAGS, LAYERS
from onrecord.encoder.windows import Windower
from onrecord.train.augment import shout, swap_names
from onrecord.train.examples import MASKED
from onrecord.train.other_data import ner_windows, quote_parts, tag_spans
from onrecord.train.stance_data import stance_example
from onrecord.types import STAGES, STANCES
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


@pytest.fixture(scope="module")
def windower():
    return Windower(TOKENIZER, size=128)


def text_of(example, first, last):
    start, end = example.window.starts[first], example.window.ends[last - 1]
    return ROW["sentence"][start:end]


def test_only_the_sentence_is_labelled_never_its_clipped_context(windower):
    example = stance_example(windower, ROW)
    first, last = example.sentence
    assert text_of(example, first, last) == ROW["sentence"]
    outside = np.r_[0:first, last : len(example.window.ids)]
    assert len(outside) > 10
    assert (example.layers[outside] == MASKED).all()
    assert example.allowed[outside].all()


def test_stances_and_their_weights(windower):
    example = stance_example(windower, ROW)
    assert dict(zip(STANCES, example.stances.tolist(), strict=True)) == {
        "pause": 0,
        "comply": 1,
        "withdraw": 1,
        "undecided": 0,
        "refuse": 0,
    }
    assert example.weights[STANCES.index("comply")] == 0.5
    assert example.weights[STANCES.index("withdraw")] == 1


def test_pairs_say_who_acts_on_what(windower):
    example = stance_example(windower, ROW)
    actors = {(STANCES[p.stance], text_of(example, p.first, p.last)): p for p in example.pairs if p.actor}
    assert set(actors) == {("withdraw", "it"), ("comply", "Selmar Ltd")}
    assert actors["withdraw", "it"].negated == 1
    assert actors["comply", "Selmar Ltd"].stage == STAGES.index("considering")
    assert {text_of(example, p.first, p.last) for p in example.pairs if p.target} == {"Freedonia"}
    silent = [p for p in example.pairs if not p.actor]
    assert silent
    assert all(p.stage == MASKED for p in silent)


def test_pairs_of_a_stance_that_nobody_takes_say_so(windower):
    example = stance_example(windower, ROW)
    taken = {c["stance"] for c in ROW["claims"]}
    assert {STANCES[p.stance] for p in example.pairs if not p.absent} == taken
    assert {STANCES[p.stance] for p in example.pairs if p.absent} == set(STANCES) - taken
    assert not any(p.actor or p.target for p in example.pairs if p.absent)


def test_a_stance_whose_actor_is_not_in_the_sentence_is_not_called_absent(windower):
    claim = {**ROW["claims"][0], "actor": "Somebody Else"}
    example = stance_example(windower, {**ROW, "claims": [claim]})
    assert claim["stance"] not in {STANCES[p.stance] for p in example.pairs}


def test_persons_stay_open_where_the_source_does_not_label_them(windower):
    example = stance_example(windower, ROW)
    piece = next(i for i in range(*example.sentence) if text_of(example, i, i + 1) == "said")
    assert {ENTITY_TAGS[i] for i in np.flatnonzero(example.allowed[piece])} == {"O", "B-PERSON", "I-PERSON"}
    name = next(i for i in range(*example.sentence) if example.window.starts[i] == ROW["sentence"].index("Freedonia"))
    assert [ENTITY_TAGS[i] for i in np.flatnonzero(example.allowed[name])] == ["B-PLACE"]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-ORG", "I-ORG", "O"], [("Norvik Energy", "ORG")]),
        (["I-ORG", "I-ORG", "O"], [("Norvik Energy", "ORG")]),
        (["B-ORG", "B-ORG", "O"], [("Norvik", "ORG"), ("Energy", "ORG")]),
        (["B-ORG", "I-LOC", "O"], [("Norvik", "ORG"), ("Energy", "LOC")]),
    ],
)
def test_tags_become_spans(tags, spans):
    text, found = tag_spans(["Norvik", "Energy", "left"], tags)
    assert [(text[s:e], k) for s, e, k in found] == spans


def test_an_open_type_allows_several_tags_and_the_rest_of_the_set_is_left_open(windower):
    (example,) = ner_windows(windower, "Norvik Energy left", [(0, 13, ("COMPANY", "O"))], ("LAW",))
    assert {ENTITY_TAGS[i] for i in np.flatnonzero(example.allowed[1])} == {"O", "B-COMPANY"}
    last = len(example.window.ids) - 2
    assert {ENTITY_TAGS[i] for i in np.flatnonzero(example.allowed[last])} == {"O", "B-LAW", "I-LAW"}
    assert (example.layers == MASKED).all()
    assert example.layers.shape[1] == len(LAYERS)


def test_quote_parts_leave_out_what_is_missing():
    parts = quote_parts([{"start": 0, "end": 4, "cue": None, "speaker": {"start": 9, "end": 12}}])
    assert parts == {"CONTENT": {(0, 4)}, "CUE": set(), "SPEAKER": {(9, 12)}}


def test_a_long_sentence_is_kept_whole_and_gives_up_its_context(windower):
    row = dict(ROW, sentence="Norvik said it would not leave Freedonia, " + "and so on, " * 22 + "but Selmar Ltd may comply.")
    small = Windower(TOKENIZER, size=128)
    example = stance_example(small, row)
    first, last = example.sentence
    assert row["sentence"][example.window.starts[first] : example.window.ends[last - 1]] == row["sentence"]
    assert len(example.window.ids) <= 128
    assert any(p.actor and row["sentence"][example.window.starts[p.first] :].startswith("Selmar") for p in example.pairs)


def test_at_a_random_place_of_its_window_a_sentence_keeps_its_words_and_labels(windower):
    row = dict(ROW, prev="The Data Act took effect. " * 20, next="Both firms are based in Freeport. " * 20)
    usual = stance_example(windower, row)
    rng, places = random.Random(4), set()
    for _ in range(60):
        example = stance_example(windower, row, rng=rng)
        first, last = example.sentence
        assert row["sentence"][example.window.starts[first] : example.window.ends[last - 1]] == row["sentence"]
        assert len(example.window.ids) <= 128
        assert [p.actor for p in example.pairs] == [p.actor for p in usual.pairs]
        np.testing.assert_array_equal(example.window.ids[first:last], usual.window.ids[slice(*usual.sentence)])
        after = len(example.window.ids) - 1 - last
        places.add("alone" if first == 1 and not after else "first" if first == 1 else "last" if not after else "between")
    assert places == {"first", "last", "between"}
    alone = stance_example(windower, dict(row, prev="", next=""), rng=rng)
    assert alone.sentence == (1, len(alone.window.ids) - 1)


CUED = {
    "prev": "",
    "sentence": "Norvik, which Norvik Bank once owned, said Norvik suspended its sales.",
    "next": "",
    "entities": [],
    "claims": [
        {"actor": "Norvik", "stance": "pause", "polarity": "affirmed", "stage": "in_effect", "target": None, "cue": "suspended"}
    ],
}


def test_a_stance_is_told_where_to_look_and_takes_the_actor_nearest_to_it(windower):
    example = stance_example(windower, CUED)
    (cue,) = example.cues
    words = CUED["sentence"]
    assert words[example.window.starts[cue.first] : example.window.ends[cue.last - 1]] == "suspended"
    assert STANCES[cue.stance] == "pause"
    (actor,) = [p for p in example.pairs if p.actor]
    assert example.window.starts[actor.first] == words.rindex("Norvik")


def test_without_a_cue_the_first_mention_acts(windower):
    row = {**CUED, "claims": [{k: v for k, v in CUED["claims"][0].items() if k != "cue"}]}
    example = stance_example(windower, row)
    assert example.cues == ()
    assert [example.window.starts[p.first] for p in example.pairs if p.actor] == [0]


@pytest.mark.parametrize("change", [shout, lambda row: swap_names(row, random.Random(1), ["suspended Holdings"])])
def test_cues_follow_what_changes_in_the_sentence(windower, change):
    row = change({**CUED, "entities": [["Norvik", "COMPANY"]]})
    assert row["claims"][0]["cue"] in row["sentence"]
    assert len(stance_example(windower, row).cues) == 1
