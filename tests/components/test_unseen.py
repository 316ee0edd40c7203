import numpy as np
import pytest

from onrecord.components.tagger import SentenceReading
from onrecord.components.unseen import unseen_actors


def found_in(text, likely, *, mentions=()):
    """The words that are found to act: one piece a word, whose log-odds are given."""
    words = text.replace(",", " ,").replace(".", " .").split()
    starts, at = [], 0
    for word in words:
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
    zero = np.zeros((len(words), 1), np.float32)
    sentence = SentenceReading(0, np.array(starts), np.array(ends), zero, zero, np.zeros(1, np.float32))
    odds = np.array([likely.get(w, -5.0) for w in words], np.float32)
    spans = [(text.index(m), text.index(m) + len(m)) for m in mentions]
    found = [sentence.pieces(*span) for span in spans]
    return [text[m.start : m.end] for m in unseen_actors(text, sentence, odds, found)]


@pytest.mark.parametrize(
    ("text", "likely", "expected"),
    [
        ("Republicans have left.", {"Republicans": 5.0}, ["Republicans"]),
        ("In Oland, Mexican officials left.", {"Mexican": -1.0, "officials": 6.0, "Oland": -4.0}, ["Mexican officials"]),
        ("The insurers left.", {"insurers": 4.0}, ["The insurers"]),
        ("A growing number of firms left.", {"number": 1.0, "of": 2.0, "firms": 3.5}, ["A growing number of firms"]),
        ("Banks and insurers left.", {"Banks": 4.0, "and": 4.0, "insurers": 4.0}, ["Banks", "insurers"]),
        ("Banks, insurers left.", {"Banks": 4.0, ",": 4.0, "insurers": 4.0}, ["Banks", "insurers"]),
        ("Mayors from cities left.", {"Mayors": 6.0, "from": 5.0, "cities": 2.0}, ["Mayors"]),
        ("They left by insurers", {"insurers": 4.0}, ["insurers"]),
        ("Nobody left.", {"Nobody": 2.0}, []),
    ],
)
def test_likely_words_are_who_acts(text, likely, expected):
    assert found_in(text, likely) == expected


def test_nothing_is_found_within_a_mention():
    text = "Norvik and insurers left."
    assert found_in(text, {"Norvik": 5.0, "insurers": 5.0}, mentions=["Norvik"]) == ["insurers"]
