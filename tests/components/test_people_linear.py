"""Patterns that look for bodies take time in proportion to the text, also where a word never ends."""

from __future__ import annotations

import pytest

from onrecord.components.people.body_names import PLURAL, introduced


@pytest.mark.parametrize("unit", ["x", "a-", "-a", "X-a"])
def test_endless_words_are_read_once(unit: str) -> None:
    text = unit * 200_000  # half an hour where each letter is a start
    assert PLURAL.search(text) is None
    assert list(introduced(text)) == []


@pytest.mark.parametrize(
    "text", ["the charity Deep Cup", "the -charity Deep Cup", "the X-charity Deep Cup", "the 3-charity Deep Cup"]
)
def test_a_noun_after_a_hyphen_introduces_as_before(text: str) -> None:
    assert [text[start:end] for start, end in introduced(text)] == ["Deep Cup"]
