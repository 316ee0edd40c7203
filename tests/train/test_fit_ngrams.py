"""The model of n-grams learns which words go with which stance."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from onrecord.train.ngrams import fit_ngrams

STANCES = ("pause", "comply", "refuse")
OSTRO = [(0, 5, "COMPANY")]


def row(sentence, *stances, unsure=False):
    return {
        "sentence": sentence,
        "entities": [[sentence.split()[0], "COMPANY"]],
        "claims": [{"stance": stance, "unsure": unsure} for stance in stances],
    }


ROWS = [
    *(
        row(f"{name} suspended its work in {place}.", "pause")
        for name in ("Norvik", "Selmar")
        for place in ("Ruritania", "Sylvania")
    ),
    *(row(f"{name} will obey the {law}.", "comply") for name in ("Norvik", "Selmar") for law in ("law", "order")),
    *(row(f"{name} opened an office in {place}.") for name in ("Norvik", "Selmar") for place in ("Ruritania", "Sylvania")),
]


def test_words_of_a_stance_are_known_again_beside_other_names():
    ngrams = fit_ngrams(ROWS, STANCES, size=4096)
    scores = ngrams.score("Ostro suspended its work in Freedonia.", OSTRO)
    assert scores[0] > scores[1] + 1
    assert scores[0] > ngrams.score("Ostro opened an office in Freedonia.", OSTRO)[0] + 1


def test_which_name_it_is_says_nothing():
    ngrams = fit_ngrams([row("Norvik suspended its work.", "pause"), row("Selmar opened an office.")], STANCES, size=2**20)
    paused = {name: ngrams.score(f"{name} waits.", [(0, 6, "COMPANY")])[0] for name in ("Norvik", "Selmar")}
    assert paused["Norvik"] == paused["Selmar"]


def test_a_stance_that_nobody_takes_is_unlikely_whatever_is_said():
    ngrams = fit_ngrams(ROWS, STANCES, size=4096)
    assert ngrams.score("Ostro suspended its work.", OSTRO)[2] == ngrams.score("Ostro defied the order.", OSTRO)[2] < -5


def test_words_of_another_stance_say_nothing_against_a_stance():
    ngrams = fit_ngrams(ROWS, STANCES, size=2**20)
    both = "Ostro suspended its work and will obey the order."
    assert ngrams.score(both, OSTRO)[0] > 0.5 * ngrams.score("Ostro suspended its work.", OSTRO)[0]
    assert ngrams.score(both, OSTRO)[1] > ngrams.score("Ostro opened an office.", OSTRO)[1] + 1


def test_a_doubtful_sentence_counts_less_than_one_without_the_stance():
    halt = [row("Norvik halted its tests.", "pause")] * 3
    none, doubtful = ([row("Selmar halted its tests.", *said, unsure=True)] * 3 for said in ((), ("pause",)))
    without, with_doubt = (fit_ngrams([*ROWS, *halt, *other], STANCES, size=4096) for other in (none, doubtful))
    assert with_doubt.score("Ostro halted its tests.", OSTRO)[0] > without.score("Ostro halted its tests.", OSTRO)[0]


def test_no_rows_give_a_model_that_sees_no_stance():
    ngrams = fit_ngrams([], STANCES, size=64)
    assert np.all(ngrams.score("Norvik paused.") < -5)


def test_the_same_rows_give_the_same_model():
    one, other = (fit_ngrams(ROWS, STANCES, size=256) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
