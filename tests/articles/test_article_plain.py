"""Plain text: offsets stay, hard-wrapped lines are joined."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles import article_from_text
from onrecord.articles.plain import unwrap
from onrecord.errors import InputError

PARAGRAPH = (
    "The harbour board said on Friday that it would not let the ship in until its owner had paid what he owed, and that it "
    "had asked the coast guard to see to it. The owner, who lives abroad, did not answer the letters that it had sent him."
)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    wrapped = f"A title\n\n{textwrap.fill(PARAGRAPH, width)}\n\n{textwrap.fill(PARAGRAPH, width)}\n"
    assert article_from_text(wrapped, id="x").text == f"A title\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n"


def test_a_line_a_paragraph_stays() -> None:
    text = f"{PARAGRAPH}\n{PARAGRAPH}\nShort line.\nAnother one.\n"
    assert article_from_text(text, id="x").text == text


def test_list_items_stay_apart() -> None:
    text = textwrap.fill(PARAGRAPH, 70) + "\n- pay what is owed\n- leave\n"
    assert article_from_text(text, id="x").text == PARAGRAPH + "\n- pay what is owed\n- leave\n"


def test_text_over_the_limit_is_left_alone() -> None:
    text = textwrap.fill(PARAGRAPH, 70)
    assert article_from_text(text, id="x", max_chars=10).text == text


def test_line_ends_are_unix() -> None:
    assert article_from_text(b"One.\r\nTwo.\rThree.", id="x").text == "One.\nTwo.\nThree."


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "", b"\xef\xbb\xbf"])
def test_blank_text_is_refused(data: bytes | str) -> None:
    with pytest.raises(InputError, match="has no text"):
        article_from_text(data, id="x")


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(alphabet="ab .-1\u4e2d\u00e9", max_size=90), max_size=12))
def test_unwrap_moves_no_character(lines: list[str]) -> None:
    text = "\n".join(lines)
    joined = unwrap(text)
    assert len(joined) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, joined, strict=True))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=10), min_size=60, max_size=120), st.integers(60, 100))
def test_unwrap_undoes_textwrap(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert unwrap(textwrap.fill(text, width)) in (text, textwrap.fill(text, width))
    if len(text) > 4 * width:
        assert unwrap(textwrap.fill(text, width)) == text
