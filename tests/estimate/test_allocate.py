"""How many of each stratum, and which strata."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.estimate.allocate import allocate
from onrecord.estimate.strata import SMALLEST, merge

sizes = st.lists(st.tuples(st.integers(1, 500), st.floats(0.01, 1)), min_size=1, max_size=12)


@settings(deadline=None)
@given(sizes, st.integers(1, 300), st.integers(1, 3))
def test_every_stratum_gets_its_least_and_no_more_than_it_has(strata, n, floor):
    size, spread = zip(*strata, strict=True)
    taken = allocate(size, spread, n, floor=floor)
    least = [min(floor, s) for s in size]
    assert all(low <= t <= s for low, t, s in zip(least, taken, size, strict=True))
    assert sum(taken) == max(min(n, sum(size)), sum(least))


def test_the_sample_goes_where_the_doubt_is():
    assert allocate([1000, 1000, 500], [0.1, 0.4, 0.4], 140) == [20, 80, 40]


def test_what_a_small_stratum_cannot_take_goes_to_the_others():
    assert allocate([3, 100, 100], [0.9, 0.1, 0.1], 43) == [3, 20, 20]


cells = st.dictionaries(
    st.tuples(st.just("claim"), *(st.sampled_from([f"{t}={v}" for v in "abcd"]) for t in ("actor", "stance", "bin"))),
    st.integers(1, 40),
    min_size=1,
)


@settings(deadline=None)
@given(cells, st.integers(1, 20))
def test_merging_loses_no_cell_and_keeps_the_limit(sizes, limit):
    home = merge(sizes, limit)
    assert home.keys() == sizes.keys()
    assert len(set(home.values())) <= limit


@settings(deadline=None)
@given(cells)
def test_no_small_stratum_is_left_where_there_is_another(sizes):
    home = merge(sizes, 1000)
    count = {}
    for cell, key in home.items():
        count[key] = count.get(key, 0) + sizes[cell]
    assert len(count) == 1 or min(count.values()) >= SMALLEST


def test_likes_are_merged_first():
    sizes = {
        ("claim", "actor=A", "stance=pause"): 30, ("claim", "actor=A", "stance=refuse"): 2, ("claim", "actor=A", "stance=comply"): 4,
        ("claim", "actor=B", "stance=pause"): 30, ("claim", "actor=B", "stance=comply"): 3,
    }  # fmt: skip
    home = merge(sizes, 10)
    assert home["claim", "actor=A", "stance=refuse"] == home["claim", "actor=A", "stance=comply"] == ("claim", "actor=A", "rest")
    assert home["claim", "actor=A", "stance=pause"] == ("claim", "actor=A", "stance=pause")
    assert home["claim", "actor=B", "stance=pause"] == home["claim", "actor=B", "stance=comply"] == ("claim", "actor=B")


@pytest.mark.parametrize("limit", [0, 1])
def test_one_stratum_can_hold_all(limit):
    sizes = {("claim", f"actor={i}"): 10 * i + 1 for i in range(9)}
    assert set(merge(sizes, limit).values()) == {("claim",)}
