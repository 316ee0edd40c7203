"""Matchings against brute force."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.evaluate.matching import best_matching

SIZES = st.integers(0, 4)


def every_matching(rows, columns):
    """All ways to give each row a column of its own, or none."""
    blanks = [None] * rows
    for chosen in set(permutations([*range(columns), *blanks], rows)):
        yield [(i, j) for i, j in enumerate(chosen) if j is not None]


@given(SIZES, SIZES, st.randoms())
@settings(max_examples=300, deadline=None)
def test_the_best_matching_is_the_best_of_all(rows, columns, rng):
    worth = {(i, j): (rng.randint(0, 1), rng.randint(0, 1)) for i in range(rows) for j in range(columns) if rng.random() < 0.6}
    found = best_matching(rows, columns, lambda i, j: worth.get((i, j)))

    def value(pairs):
        return len(pairs), *(sum(worth[p][k] for p in pairs) for k in range(2))

    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert value(found) == max(value(m) for m in every_matching(rows, columns) if all(p in worth for p in m))
