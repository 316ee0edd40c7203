"""Borders of laws' names: what the tags lose is put back, what is not the law's stays out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.names.laws import whole_laws


def laws(source: str) -> list[str]:
    """Read "the [executive] order": the laws after mending."""
    text, mentions = "", []
    for piece in re.split(r"(\[[^\]]*\])", source):
        if piece.startswith("["):
            mentions.append(Mention(len(text), len(text) + len(piece) - 2, "LAW", 0.9))
        text += piece.strip("[]") if piece.startswith("[") else piece
    return [text[m.start : m.end] for m in whole_laws(text, mentions)]


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("signed an [executive] order on Monday", "executive order"),
        ("the [religious freedom] law, he said", "religious freedom law"),
        ("the [Clean Harbours] Act was passed", "Clean Harbours Act"),
        ("a “[red ribbon” act] in March", "“red ribbon” act"),
        ("under the 2015 [Lima water accord], it", "2015 Lima water accord"),
        ("breached resolution [ES-12/4] on Friday", "resolution ES-12/4"),
        ("voted for H.R. [3127] and left", "H.R. 3127"),
        ("the [export ban on the] continent", "export ban"),
        ("the [Equal Berth Act .]", "Equal Berth Act"),
        ("the [Port Duties], [Wharfage and Pilotage Act] binds", "Port Duties, Wharfage and Pilotage Act"),
        (
            "the [Combined] [Port Sanctions], [Tolls, and Divestment Act] binds",
            "Combined Port Sanctions, Tolls, and Divestment Act",
        ),
    ],
)
def test_what_the_tags_lost_is_put_back(source: str, whole: str):
    assert laws(source) == [whole]


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("[NAFTA] rules are strict", ["NAFTA"]),
        ("[Medicover] regulations bind it", ["Medicover"]),
        ("the [travel ban] policy", ["travel ban"]),
        ("President Ilves’s [executive order]", ["executive order"]),
        ("the [nuclear agreement] with Oland", ["nuclear agreement"]),
        ("the [N.P.T.] was signed", ["N.P.T."]),
        ("since 2015 the [Lima accord]", ["Lima accord"]),
        ("the 2010 [Harbour Dues Act]", ["Harbour Dues Act"]),
        ("a “[Port Act]” was passed", ["Port Act"]),
        ("the [Port Act] and the [Rail Act] bind", ["Port Act", "Rail Act"]),
        ("the [Port Act], [Rail Act] and others", ["Port Act", "Rail Act"]),
        ("a ruling, [lending] orders", ["lending orders"]),
        ("the [tax] ordering", ["tax"]),
    ],
)
def test_what_is_not_the_laws_stays_out(source: str, same: list[str]):
    assert laws(source) == same


def test_a_law_that_grows_over_the_next_takes_its_place():
    assert laws("the [executive] [order] stands") == ["executive order"]


@given(
    text=st.text(alphabet='aB2.,;’“”" lawActHR-order\n', max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=8),
)
def test_spans_stay_in_the_text_and_apart(text: str, cuts: list[int]):
    borders = sorted({min(c, len(text)) for c in cuts})
    given_ = [Mention(a, b, "LAW", 0.9) for a, b in zip(borders[::2], borders[1::2], strict=False)]
    found = whole_laws(text, given_)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
