import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.spans import decode

OUT, BX, IX, BY, IY = range(5)


def spans(best, strength=5.0):
    """Decode words whose best tag is given."""
    scores = np.full((len(best), 5), 0.0, np.float32)
    scores[np.arange(len(best)), best] = strength
    return list(decode(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([OUT, OUT, OUT], []),
        ([BX, IX, OUT], [(0, 2, 0)]),
        ([OUT, BX, OUT, BY, IY, IY], [(1, 2, 0), (3, 6, 1)]),
        ([BX, BX], [(0, 1, 0), (1, 2, 0)]),
        ([BX, BY], [(0, 1, 0), (1, 2, 1)]),
        ([BX, IX, BX, IX], [(0, 2, 0), (2, 4, 0)]),
    ],
)
def test_tags_that_follow_each_other_are_taken_as_they_are(tags, expected):
    assert spans(tags) == expected


def test_an_inside_tag_needs_a_beginning():
    first = spans([IX, IX, OUT])
    assert first == [(0, 2, 0)], "one span, not two, and not none"
    assert all(kind == 0 for _, _, kind in spans([BX, IY, IX]))


@given(st.lists(st.lists(st.floats(-6, 6), min_size=5, max_size=5), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_it_is_the_best_of_all_allowed_sequences(rows):
    scores = np.array(rows, np.float32)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    if (logp[:, 0] > np.log(0.9)).any():
        return  # near-certain outside words are cut away first

    def allowed(tags):
        return all(b not in (IX, IY) or a in (b, b - 1) for a, b in itertools.pairwise((OUT, *tags)))

    best = max(
        (t for t in itertools.product(range(5), repeat=len(rows)) if allowed(t)),
        key=lambda t: sum(logp[i, k] for i, k in enumerate(t)),
    )
    found = np.zeros(len(rows), int)
    for a, b, kind in decode(logp):
        found[a:b] = 2 * kind + 2
        found[a] = 2 * kind + 1
    assert sum(logp[i, k] for i, k in enumerate(found)) == pytest.approx(sum(logp[i, k] for i, k in enumerate(best)), abs=1e-4)
