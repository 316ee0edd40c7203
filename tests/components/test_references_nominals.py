"""Nominals and pronouns found and read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.references.nominals import nominal_mentions, parse_nominal


def found(text: str) -> list[str]:
    return [text[m.start : m.end] for m in nominal_mentions(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("The three firms left.", ["The three firms"]),
        ("It said the company's app would stay.", ["It", "the company"]),
        ("It's late; we've left.", ["It", "we"]),
        ("Both banks and the video app agreed.", ["Both banks", "the video app"]),
        ("Neither bank has paid.", ["Neither bank"]),
        ("Then the American carmakers quit.", ["the American carmakers"]),
        ("Its exit and their plan", ["Its", "their"]),
        ("The central bank waits.", ["The central bank"]),
        ("The itinerary of a company", []),
        ("companies like these", []),
        ("Tech Giants Halt Requests", ["Tech Giants"]),
        ("U.S. tech firms quit", []),
        ("U.S. Tech Firms Quit", ["U.S. Tech Firms"]),
        ("Norvik Sues Banks", []),
        ("Other Banks Quit", []),
    ],
)
def test_mentions(text: str, mentions: list[str]):
    assert found(text) == mentions


def test_mentions_stay_in_their_sentence():
    text = "He saw the\ncompany leave"
    assert nominal_mentions(text, [(0, 10), (11, len(text))]) != []
    assert all(m.end <= 10 or m.start >= 11 for m in nominal_mentions(text, [(0, 10), (11, len(text))]))


@pytest.mark.parametrize(
    ("surface", "head", "kind", "plural", "count"),
    [
        ("the company", "company", "company", False, None),
        ("The Three Firms", "firm", "company", True, 3),
        ("both agencies", "agency", "authority", True, 2),
        ("all 12 countries", "country", "country", True, 12),
        ("each bank", "bank", "company", True, None),
        ("neither bank", "bank", "company", False, 2),
        ("Tech Giants", "giant", "company", True, None),
        ("his government", "government", "government", False, None),
        ("it", "it", "thing", False, None),
        ("They", "they", "thing", True, None),
        ("We", "we", "speaker", False, None),
    ],
)
def test_parse(surface: str, head: str, kind: str, plural: bool, count: int | None):
    nominal = parse_nominal(surface)
    assert nominal is not None
    assert (nominal.head, nominal.kind, nominal.plural, nominal.count) == (head, kind, plural, count)


@pytest.mark.parametrize("surface", ["Norvik", "the table", "another company", "some companies", "a group", "", "the other firms"])
def test_what_points_at_nothing_is_not_parsed(surface: str):
    assert parse_nominal(surface) is None


def test_modifiers_and_definiteness():
    nominal = parse_nominal("the American tech giants")
    assert nominal is not None
    assert nominal.modifiers == ("American", "tech")
    assert nominal.definite
    bare = parse_nominal("tech giants")
    assert bare is not None
    assert not bare.definite


@given(
    st.lists(
        st.sampled_from(["the", "three", "company", "banks", "it", "we", "İ", "video", "its", ".", "’s", "both", "of", "all"]),
        max_size=20,
    )
)
@settings(deadline=None, max_examples=100)
def test_every_mention_can_be_parsed_and_lies_in_the_text(words: list[str]):
    text = " ".join(words)
    end = 0
    for m in nominal_mentions(text, [(0, len(text))]):
        assert end <= m.start < m.end <= len(text)
        assert m.label == "ACTOR"
        assert parse_nominal(text[m.start : m.end]) is not None
        end = m.end
