"""Ends of companies' names: the legal form belongs to the name, its stop only within a sentence."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.names.companies import whole_companies


def companies(source: str) -> list[str]:
    """Read "[Norvik Corp]. said": the companies after mending."""
    text, mentions = "", []
    for piece in re.split(r"(\[[^\]]*\])", source):
        name = piece[1:-1] if piece.startswith("[") else ""
        if name:
            mentions.append(Mention(len(text), len(text) + len(name), "COMPANY", 0.9))
        text += name or piece
    return [text[m.start : m.end] for m in whole_companies(text, mentions)]


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("[Norvik Corp]. said", ["Norvik Corp."]),
        ("[Norvik Corp]., which", ["Norvik Corp."]),
        ("owned by [Norvik Co.]", ["Norvik Co"]),
        ("owned by [Norvik Co.]\nSelmar", ["Norvik Co"]),
        ("[Norvik Inc.] Chairman Ilves", ["Norvik Inc."]),
        ("[Norvik] NV rose", ["Norvik NV"]),
        ("[Norvik Finance] (HK) Ltd, which", ["Norvik Finance (HK) Ltd"]),
        ("the [Norvik Fund] [N.V.] of", ["Norvik Fund N.V."]),
        ("[Sellers], [Rowe and Co] fell", ["Sellers, Rowe and Co"]),
        ("[Norvik Corp]. <NVK.[O]> said", ["Norvik Corp."]),
        ("banned [Norvik.]", ["Norvik"]),
    ],
)
def test_what_the_tags_lost_is_put_back(source: str, whole: list[str]):
    assert companies(source) == whole


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("[Norvik], [Selmar] and [Rowe Inc] fell", ["Norvik", "Selmar", "Rowe Inc"]),
        ("[Norvik], [Selmar and Rowe Inc] fell", ["Norvik", "Selmar and Rowe Inc"]),
        ("[X] and [Yahoo!] said", ["X", "Yahoo!"]),
        ("[Norvik Inc]'s plan", ["Norvik Inc"]),
        ("[Norvik] (Oland) said", ["Norvik"]),
        ("[A.B.C.] said", ["A.B.C."]),
    ],
)
def test_what_is_not_the_companys_stays_out(source: str, same: list[str]):
    assert companies(source) == same


@given(text=st.text(alphabet="aB2., (HK)InctdCoN&and\n", max_size=60), cuts=st.lists(st.integers(0, 60), max_size=8))
def test_spans_stay_in_the_text_and_apart(text: str, cuts: list[int]):
    borders = sorted({min(c, len(text)) for c in cuts})
    mentions = [Mention(a, b, "COMPANY", 0.9) for a, b in zip(borders[::2], borders[1::2], strict=False)]
    found = whole_companies(text, mentions)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("[Banco] [Selmar] paused", ["Banco Selmar"]),
        ("[Caja de Ahorros do] [Selmar] paused", ["Caja de Ahorros do Selmar"]),
        ("[Ter Velt van 't] [Selmar B.V.] paused", ["Ter Velt van 't Selmar B.V."]),
        ("[Norvik] [Selmar] paused", ["Norvik", "Selmar"]),
        ("[Banco], [Selmar] paused", ["Banco", "Selmar"]),
    ],
)
def test_halves_of_a_name(source: str, whole: list[str]):
    assert companies(source) == whole


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("[Alpen Re of] Zurich rejected it", ["Alpen Re"]),
        ("[Alpen Re and] the ministry", ["Alpen Re"]),
        ("[Bank of Oland] paused", ["Bank of Oland"]),
        ("[Of] paused", ["Of"]),
    ],
)
def test_no_name_ends_with_a_preposition(source: str, whole: list[str]):
    assert companies(source) == whole


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("Banque [Selmar]'s treasurer", ["Banque Selmar"]),
        ("Ter Velt van 't [Selmar B.V.] left", ["Ter Velt van 't Selmar B.V."]),
        ("who runs [Pell']s Ferries.", ["Pell's Ferries"]),
        ("[Norvik]'s Bank [Selmar] paused", ["Norvik", "Bank Selmar"]),
    ],
)
def test_names_whose_tags_begin_too_late_or_end_too_early(source: str, whole: list[str]):
    assert companies(source) == whole


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("What do [Norvik] and Selmar want?", ["Norvik"]),
        ("the banque [Selmar] paused", ["Selmar"]),
        ("Norvik, banned by [Selmar]", ["Selmar"]),
        ("[Norvik]'s Ferries", ["Norvik"]),
        ("the workers' [Norvik'] strike", ["Norvik'"]),
    ],
)
def test_what_stands_before_or_after_stays_out(source: str, same: list[str]):
    assert companies(source) == same
