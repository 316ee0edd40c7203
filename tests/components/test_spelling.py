"""Slips of the pen in the words that stances hang on are read as what was meant."""

import pytest

from onrecord.components.spelling import _WORDS, _meant, slips


def meant(text):
    return {text[a:b]: word for (a, b), word in slips(text, 0, len(text))}


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("refuesd", "refused"),
        ("rejcted", "rejected"),
        ("supsended", "suspended"),
        ("siad", "said"),
        ("becuase", "because"),
        ("withdrawwn", "withdrawn"),
        ("annnounced", "announced"),
    ],
)
def test_swapped_lost_and_doubled_letters(slip, word):
    assert meant(f"Norvik {slip} it.") == {slip: word}


@pytest.mark.parametrize(
    "text",
    [
        "Norvik compiled a list, reused the paper and singed its edge.",
        "Norvik refused, rejected, suspended, paused and complied.",
        "Siad Norvik left REFUESD and Siad-Ada behind.",
        "re-siad siad's siad-like",
        "",
    ],
)
def test_words_and_names_are_left_alone(text):
    assert meant(text) == {}


def test_only_the_part_asked_for_is_read():
    assert list(slips("siad siad", 5, 9)) == [((5, 9), "said")]


def test_no_slip_is_a_word_of_the_list():
    assert not set(_WORDS) & _meant().keys()
