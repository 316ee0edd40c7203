import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.llm.ground import Ground, sentence_at
from strategies import characters

TEXT = "Norvik paused. It said Norvik’s “new\n shops” stay shut — with Norvik. Ünal AG left."
SENTENCES = [(0, 14), (15, 69), (70, 83)]


def find(words, sentence=0, *, text=TEXT, taken=()):
    found = Ground(text, 0, len(text)).find(words, SENTENCES[sentence], taken=taken)
    return (text[slice(*found.span)] if found.span else None), found.span, found.status


def test_words_in_the_sentence_are_exact():
    assert find("Norvik") == ("Norvik", (0, 6), "exact")
    assert find("  Ünal AG ", 2) == ("Ünal AG", (70, 77), "exact")


def test_two_places_in_the_sentence_are_ambiguous_and_the_first_is_taken():
    assert find("Norvik", 1) == ("Norvik", (23, 29), "ambiguous")


def test_a_place_that_is_taken_is_not_given_again():
    assert find("Norvik", 1, taken=[(23, 29)])[1:] == ((62, 68), "exact")


def test_words_of_another_sentence_are_found_nearest_to_the_one_named():
    assert find("Norvik", 2) == ("Norvik", (62, 68), "ambiguous")
    assert find("paused", 2) == ("paused", (7, 13), "exact")


def test_quote_marks_dashes_and_white_space_may_differ():
    assert find('Norvik\'s "new shops"', 1)[0::2] == ("Norvik’s “new\n shops”", "normalised")
    assert find("shut - with", 1)[0::2] == ("shut — with", "normalised")
    assert find("U\u0308nal", 2)[0::2] == ("Ünal", "normalised")


@pytest.mark.parametrize("words", ["norvik", "Norvi", "it", "ith", "Selmar", "", "   ", "“", "Unal", "Norvik paused. It left"])
def test_what_is_not_there_is_not_found(words):
    if words == "“":
        assert find(words, 1)[0] == "“"
    else:
        assert find(words) == (None, None, "failed")


def test_a_stretch_may_be_searched_alone():
    found = Ground(TEXT, 15, 69).find("Norvik", (0, 14))
    assert found.span == (23, 29)
    assert Ground(TEXT, 15, 69).find("paused", (15, 69)).span is None


@settings(deadline=None)
@given(st.text(characters, max_size=60), st.text(characters, max_size=6))
def test_what_is_found_is_in_the_text_and_alike(text, words):
    found = Ground(text, 0, len(text)).find(words, (0, len(text)))
    assert (found.span is None) == (found.status == "failed")
    if found.span:
        start, end = found.span
        assert 0 <= start < end <= len(text)
        assert found.status == "normalised" or text[start:end] == words.strip(" \t\r\n")


@settings(deadline=None)
@given(st.text(characters, min_size=1, max_size=40))
def test_a_whole_text_is_found_in_itself(text):
    wanted = text.strip(" \t\r\n")
    found = Ground(text, 0, len(text)).find(wanted, (0, len(text)))
    if wanted:
        assert found.span is not None


def test_the_sentence_of_an_offset():
    assert [sentence_at(SENTENCES, at) for at in (0, 13, 14, 15, 69, 70, 90)] == [0, 0, 0, 1, 1, 2, 2]
