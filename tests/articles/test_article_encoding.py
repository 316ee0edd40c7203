"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles.encoding import decode
from onrecord.errors import InputError

TEXT = "The café’s owner said: “We’re closing, for good.” It had been open for 40 years."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_usual_encodings_are_told(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_cyrillic_is_guessed() -> None:
    text = "Компания заявила в понедельник, что уходит из страны, потому что новый закон ей не подходит. " * 5
    assert decode(text.encode("cp1251")) == text


def test_a_broken_byte_in_utf8_does_not_spoil_the_rest() -> None:
    good = TEXT * 10
    assert decode(good.encode() + b"\xff end") == good + "\ufffd end"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n...", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"text\x00with a zero", bytes(range(1, 32)) * 4],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data)


def test_utf16_cut_in_half_is_refused() -> None:
    with pytest.raises(InputError, match="save it again as UTF-8"):
        decode(TEXT.encode("utf-16")[:-1])


@settings(deadline=None, max_examples=100)
@given(
    st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=200).filter(
        lambda t: not t.startswith(("%PDF", "GIF8", "PAR1", "PK", "\ufeff"))
    )
)
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert not text.startswith("\ufeff")
