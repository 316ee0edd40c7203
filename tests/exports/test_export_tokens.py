"""Tokens for formats that can only name whole ones."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.exports.tokens import tokens_of
from strategies import characters


@given(st.text(characters, max_size=12), st.data())
@settings(max_examples=50, deadline=None)
def test_tokens_end_where_spans_do(text, data):
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple), max_size=4))
    tokens = tokens_of(text, places)
    assert all(a[1] <= b[0] for a, b in pairwise(tokens))
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    for start, end in places:
        assert start == end or (start in starts and end in ends)
    assert {at for token in tokens for at in range(*token)} >= {i for i, character in enumerate(text) if not character.isspace()}
