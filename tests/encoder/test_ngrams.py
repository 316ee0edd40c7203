"""A linear model of words, pairs and triples: its buckets, its sums, its file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.ngrams import NgramModel, buckets
from onrecord.errors import ModelError


def model(n=1000, stances=2, seed=0):
    rng = np.random.default_rng(seed)
    return NgramModel(rng.normal(size=(n, stances)).astype(np.float16), rng.normal(size=stances).astype(np.float32))


@given(st.text(st.characters(), max_size=80), st.integers(1, 2**17))
def test_any_text_has_buckets_each_once_and_rising(text, n):
    found = buckets(text, [], n).tolist()
    assert found == sorted(set(found))
    assert all(0 <= at < n for at in found)


def test_neither_case_nor_the_number_nor_white_space_counts():
    assert buckets("Norvik paid 12 euros.", [], 2**20).tolist() == buckets("NORVIK paid  3\neuros.", [], 2**20).tolist()


@pytest.mark.parametrize("other", ["paid Norvik 5.", "Norvik paid 5", "Norvik paid 5!", "Nörvik paid 5.", "Norvik's paid 5."])
def test_order_marks_and_letters_count(other):
    assert buckets("Norvik paid 5.", [], 2**20).tolist() != buckets(other, [], 2**20).tolist()


def test_a_name_is_read_as_its_label():
    said = [("Norvik left Freedonia.", 6), ("Selmar Holdings left Freedonia.", 15)]
    one, other = (buckets(text, [(0, end, "COMPANY")], 2**20).tolist() for text, end in said)
    assert one == other
    assert one != buckets("Norvik left Freedonia.", [(0, 6, "GOVERNMENT")], 2**20).tolist()
    assert one != buckets("company left Freedonia.", [], 2**20).tolist()


def test_names_come_in_any_order_and_of_two_over_each_other_the_first_counts():
    text = "Norvik Bank left Freedonia."
    names = [(17, 26, "PLACE"), (0, 11, "COMPANY"), (7, 11, "LAW")]
    assert buckets(text, names, 2**20).tolist() == buckets(text, [names[1], names[0]], 2**20).tolist()


def test_words_pairs_and_triples_are_counted_once_each():
    assert len(buckets("a b c d", [], 2**30)) == 4 + 3 + 2
    assert len(buckets("a a a a", [], 2**30)) == 3
    assert len(buckets("", [], 2**30)) == 0


def test_a_score_is_the_sum_of_the_weights_and_the_constant():
    ngrams = model()
    at = buckets("Norvik paused.", [], 1000)
    assert ngrams.score("Norvik paused.") == pytest.approx(ngrams.bias + ngrams.weights[at].astype(float).sum(axis=0), abs=1e-3)
    assert ngrams.score("") == pytest.approx(ngrams.bias)


def test_a_silent_model_says_nothing():
    assert NgramModel.silent(5).score("Norvik will pull out of Freedonia.").tolist() == [0.0] * 5


def test_a_model_is_read_back_as_it_was_written(tmp_path):
    path = tmp_path / "ngrams.safetensors"
    model().write(path)
    back = NgramModel.read(path, stances=2)
    assert np.array_equal(back.weights, model().weights)
    assert np.array_equal(back.bias, model().bias)


def test_a_model_of_other_stances_is_refused(tmp_path):
    path = tmp_path / "ngrams.safetensors"
    model().write(path)
    with pytest.raises(ModelError, match="for 5 stances"):
        NgramModel.read(path, stances=5)
