"""The table of a collection: one name for all ways to write an actor."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.evaluate.names import same_name
from onrecord.evaluate.tables import _representatives

WORDS = ("norvik", "zell", "zellbank", "bank", "uk", "europe", "and", "for", "nb", "nbu", "zbe", "n", "nfb", "of", "belmora", "b")


def simple(names):
    """Every name compared with every one chosen before."""
    chosen, out = [], {}
    for name in sorted(set(names), key=lambda n: (len(n), n)):
        out[name] = next((other for other in chosen if same_name(other, name)), name)
        if out[name] == name:
            chosen.append(name)
    return out


NAMES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), max_size=14)


@given(NAMES)
@settings(max_examples=150, deadline=None)
def test_names_are_joined_as_if_every_two_were_compared(names):
    assert _representatives(names) == simple(names)


@given(st.lists(st.text("ab nf&", max_size=7), max_size=10))
@settings(max_examples=100, deadline=None)
def test_so_are_names_of_any_letters(names):
    assert _representatives(names) == simple(names)


def test_the_shortest_stands_for_all_whatever_the_order():
    names = ["zell bank", "zellbank", "norvik", "norvik bank uk", "federal trade commission", "ftc", "bank of norvik"]
    known = _representatives(names)
    assert known == _representatives(reversed(names))
    assert known["zell bank"] == known["zellbank"] == "zellbank"
    assert known["norvik bank uk"] == "norvik"
    assert known["federal trade commission"] == "ftc"
    assert known["bank of norvik"] == "bank of norvik"


def test_twenty_thousand_names_take_no_long_time():
    names = [f"{first}{i} {second}" for i in range(5000) for first in ("norvik", "zell") for second in ("bank", "of the north")]
    start = time.perf_counter()
    assert len(set(_representatives(names).values())) == 20_000
    assert time.perf_counter() - start < 2
