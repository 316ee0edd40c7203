from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.segment import segment
from onrecord.encoder.windows import SHAPES, Windower, piece_shape

TOKENIZER = Path(__file__).parents[2] / "models" / "onrecord-en" / "tokenizer.json"


@pytest.fixture(scope="module")
def windower():
    return Windower(TOKENIZER, size=32)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("the", "lower"), ("Norvik", "title"), ("NATO", "upper"), ("TikTok", "mixed"), ("A", "initial"), ("2020", "digit"),
        (",", "other"), ("“", "quote"), ("''", "quote"), ("$", "other"), ("Élan", "title"), ("iPhone", "mixed"),
    ],
)  # fmt: skip
def test_shape_gives_the_case_back(word, shape):
    assert SHAPES[piece_shape(word)] == shape


def test_pieces_point_into_the_text(windower):
    text = "Hm. İstanbul’s TikTok 😀 left."
    (pieces,) = windower.pieces(text, [(4, len(text))])
    words = [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]
    assert words[0] == "İ" or words[0].startswith("İst")
    assert "Tik" in "".join(words)
    assert text[pieces.starts[-1] : pieces.ends[-1]] == "."
    assert [SHAPES[s] for s in pieces.shapes][-1] == "other"


def test_case_is_seen_on_the_first_piece_of_a_word_only(windower):
    (pieces,) = windower.pieces("Zanubrex", [(0, 8)])
    assert SHAPES[pieces.shapes[0]] == "title"
    assert {SHAPES[s] for s in pieces.shapes[1:]} == {"inside"}


def test_sentences_share_a_window_while_they_fit(windower):
    text = "It left. The firm said it would comply. So it did, in the end, on the very last day of the year, in Freeport."
    read = [[index for index, _, _ in w.sentences] for w in windower.windows(text, segment(text))]
    assert read == [[0, 1], [2]]


def test_context_around_a_sentence_is_not_read(windower):
    text = "It left. The firm complied. It stayed."
    left, middle, right = windower.pieces(text, segment(text))
    window = windower.window([(1, middle)], left, right)
    ((index, first, last),) = window.sentences
    assert index == 1
    assert text[window.starts[first] : window.ends[last - 1]] == "The firm complied."
    assert len(window.ids) == 2 + len(left) + len(middle) + len(right)


WORDS = st.lists(st.sampled_from([*"ab cD.\n", "é", "😀", "word ", "Long-winded ", "“"]), max_size=150)


@given(WORDS.map("".join))
@settings(deadline=None, max_examples=60)
def test_every_piece_is_read_once_and_no_window_is_too_long(text):
    windower = Windower(TOKENIZER, size=24)
    sentences = segment(text)
    whole = [len(p) for p in windower.pieces(text, sentences)]
    read = np.zeros(len(sentences), dtype=int)
    for window in windower.windows(text, sentences):
        assert len(window.ids) <= windower.size
        assert window.ids[0] == 101
        assert window.ids[-1] == 102
        for index, first, last in window.sentences:
            read[index] += last - first
            start, end = sentences[index]
            assert window.starts[first] >= start
            assert window.ends[last - 1] <= end
    assert read.tolist() == whole
