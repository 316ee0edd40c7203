import numpy as np
import pytest

from onrecord.components.tagger import read
from onrecord.encoder.labels import ENTITY_TAGS, LAYERS, TAG_COLUMNS, layer_slice
from onrecord.encoder.model import PieceScores
from onrecord.encoder.windows import Windower
from tests_support import TOKENIZER


class Scripted:
    """A backend that tags the words it is told to, and looks at one word for each stance.

    `odds` are those of a stance that is taken, reading after reading, the last from then on.
    """

    def __init__(self, text, *, entities=(), layers=(), cues=(), doubts=(), odds=(5,)):
        self.text, self.entities, self.layers, self.cues, self.windows = text, dict(entities), dict(layers), dict(cues), []
        self.odds = odds
        self.doubts = dict(doubts)

    def read(self, window):
        self.windows.append(window)
        n = len(window.ids)
        tags = np.zeros((n, TAG_COLUMNS), np.float32)
        tags[:, 0] = 4
        for layer in LAYERS:
            tags[:, layer_slice(layer).start] = 4
        attention, value = np.zeros((n, 5), np.float32), np.full((n, 5), -6, np.float32)
        previous = None
        for i in range(1, n - 1):
            word = self.text[window.starts[i] : window.ends[i]]
            for phrase, label in self.entities.items():
                at = self.text.find(phrase)
                if at <= window.starts[i] < at + len(phrase):
                    tags[i, ENTITY_TAGS.index(("I-" if previous == phrase else "B-") + label)] = 9
                    previous = phrase
            for phrase, layer in self.layers.items():
                at = self.text.find(phrase)
                if at <= window.starts[i] < at + len(phrase):
                    tags[i, layer_slice(layer).start + (1 if window.starts[i] == at else 2)] = 9
            for doubted, scores in self.doubts.items():
                if word == doubted:
                    tags[i, layer_slice("CONTENT")] = scores
            if word in self.cues:
                attention[i, self.cues[word]], value[i, self.cues[word]] = 12, self.odds[: len(self.windows)][-1]
        hidden = np.repeat(window.starts[:, None].astype(np.float32), 4, axis=1)
        return PieceScores(tags, attention, value, hidden)

    def link(self, hidden, attention, stances):
        raise AssertionError("not asked here")


@pytest.fixture
def windower():
    return Windower(TOKENIZER)


def run(text, windower, **script):
    return read(text, [(0, len(text))], windower=windower, backend=Scripted(text, **script))


def test_spans_cover_whole_words_even_where_pieces_split_them(windower):
    text = "Zanubrexel Holdings left Freedonia."
    reading = run(text, windower, entities={"Zanubrexel Holdings": "COMPANY", "Freedonia": "PLACE"})
    assert [(text[m.start : m.end], m.label) for m in reading.mentions] == [
        ("Zanubrexel Holdings", "COMPANY"),
        ("Freedonia", "PLACE"),
    ]
    assert all(0.9 < m.score <= 1 for m in reading.mentions)


def test_neighbouring_names_stay_apart(windower):
    text = "Norvik Selmar left."
    reading = run(text, windower, entities={"Norvik": "COMPANY", "Selmar": "COMPANY"})
    assert [text[m.start : m.end] for m in reading.mentions] == ["Norvik", "Selmar"]


def test_a_layer_may_lie_over_an_entity(windower):
    text = "The Norvik spokesman said so."
    reading = run(text, windower, entities={"Norvik": "COMPANY"}, layers={"The Norvik spokesman": "SPEAKER"})
    assert {(text[m.start : m.end], m.label) for m in reading.mentions} == {
        ("Norvik", "COMPANY"),
        ("The Norvik spokesman", "SPEAKER"),
    }


@pytest.mark.parametrize(
    ("doubt", "found"),
    [
        ((1.0, 0.0, 0.6), ["the plant will close soon"]),  # rather outside, but two quotes for one would be odder
        ((4.0, 0.0, 0.6), ["the plant", "close soon"]),
    ],
)
def test_a_quote_does_not_fall_into_pieces_at_a_doubtful_word(windower, doubt, found):
    text = "Selmar said the plant will close soon."
    reading = run(
        text, windower, layers={"the plant": "CONTENT", "close soon": "CONTENT"}, doubts={"will": doubt, "close": (0.0, 5.0, 4.5)}
    )
    assert [text[m.start : m.end] for m in reading.mentions if m.label == "CONTENT"] == found


def test_a_sentence_without_stance_keeps_no_vectors(windower):
    assert run("Norvik left.", windower).sentences == ()


def test_the_cue_is_where_the_stance_looks(windower):
    text = "Norvik paused the review."
    (sentence,) = run(text, windower, cues={"paused": 0}).sentences
    start, end = sentence.cue_span(0)
    assert text[start:end] == "paused"
    assert sentence.scores[0] > 4
    assert sentence.scores[1] < -5
    assert np.allclose(sentence.attention.sum(axis=0), 1)


def test_a_mention_outside_the_sentence_has_no_pieces(windower):
    text = "Norvik paused the review."
    (sentence,) = run(text, windower, cues={"paused": 0}).sentences
    assert not sentence.pieces(100, 110).any()
    covered = sentence.pieces(0, 6)
    assert (sentence.starts[covered].min(), sentence.ends[covered].max()) == (0, 6)


def test_each_window_is_read_once(windower):
    text = "Norvik paused the review."
    backend = Scripted(text, entities={"Norvik": "COMPANY"}, cues={"paused": 0}, odds=(1,))
    read(text, [(0, len(text))], windower=windower, backend=backend)
    assert len(backend.windows) == 1


def test_a_slip_of_the_pen_is_read_as_what_was_meant(windower):
    text = "Norvik rejcted the review."
    backend = Scripted(text, cues={"rejcted": 4})
    (sentence,) = read(text, [(0, len(text))], windower=windower, backend=backend).sentences
    (window,) = backend.windows
    assert windower._tokenizer.token_to_id("rejected") in window.ids
    start, end = sentence.cue_span(4)
    assert text[start:end] == "rejcted"


def test_every_word_that_may_be_meant_is_one_piece(windower):
    from onrecord.components.spelling import _WORDS

    assert all(windower.is_piece(word) for word in _WORDS)
    assert not windower.is_piece("rejcted")
