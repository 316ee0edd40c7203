"""Where the texts of gold annotations stand in their sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records.places import best_place, locate, occurrences
from strategies import words


@pytest.mark.parametrize(
    ("texts", "places"),
    [
        (["ab", "ab"], [(0, 2), (3, 5)]),
        (["cd", "ab"], [(6, 8), (0, 2)]),
        (["ab", "ab", "ab"], [(0, 2), (3, 5), None]),
        (["zz"], [None]),
        (["cd", "ab", "cd"], [(6, 8), (0, 2), None]),
        (["ab ab", "ab"], [(0, 5), None]),
    ],
)
def test_locate_goes_forward_then_takes_the_first_free_place(texts, places):
    assert locate("ab ab cd", texts) == places


@pytest.mark.parametrize(
    ("text", "sentence", "places"),
    [
        ("it", "limit it", [(6, 8)]),
        ("it", "limits", [(3, 5)]),
        ("U.S.", "the U.S. and US", [(4, 8)]),
        ("a+b", "a+b aab", [(0, 3)]),
        ("x", "abc", []),
    ],
)
def test_occurrences_are_whole_words_where_there_is_one(text, sentence, places):
    assert occurrences(text, sentence) == places


@pytest.mark.parametrize(
    ("options", "place"),
    [({}, (0, 1)), ({"liked": [(4, 5)]}, (4, 5)), ({"avoid": [(0, 3)]}, (4, 5)), ({"avoid": [(0, 5)]}, (0, 1))],
)
def test_best_place_prefers_what_is_liked_then_what_is_free(options, place):
    assert best_place("a", "a b a", **options) == place


@settings(deadline=None, max_examples=60)
@given(st.lists(words, max_size=5), st.data())
def test_located_texts_stand_where_they_are_said_to(texts, data):
    sentence = data.draw(words) + "".join(texts)
    for text, place in zip(texts, locate(sentence, texts), strict=True):
        assert place is not None
        assert sentence[place[0] : place[1]] == text
