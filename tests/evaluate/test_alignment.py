"""Where gold sentences stand in another text."""

from __future__ import annotations

import random
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.invented import article
from onrecord.evaluate.alignment import MOST_PLACES, Alignment

INN = ("The inn opened late.", "No.", "Guests had waited outside.", "In No. 10 they ate.", "Ane paid for all.")


def told(lines, text):
    """What the other text has at the place of each sentence."""
    return [place and text[slice(*place)] for place in Alignment(article(lines), text).places]


@pytest.mark.parametrize("dropped", range(len(INN)))
def test_a_dropped_sentence_costs_no_other_one_its_place(dropped):
    kept = [None if i == dropped else line for i, line in enumerate(INN)]
    assert told(INN, "\n".join(filter(None, kept))) == kept


def test_a_title_dropped_and_repeated_in_the_footer_is_the_one_that_is_lost():
    lines = ("Norvik leaves", "It said so.", "Belmora stays.")
    assert told(lines, "It said so. Belmora stays. More: Norvik leaves") == [None, "It said so.", "Belmora stays."]


def test_of_a_short_and_a_long_sentence_out_of_order_the_long_one_stays():
    assert told(("No.", "In No. 10 they ate."), "In No. 10 they ate.") == [None, "In No. 10 they ate."]


def test_equal_chains_take_the_earliest_places():
    text = "Yes. Yes.  Ane left. Yes. Ane  left. End."
    assert Alignment(article(("Yes.", "Ane left.", "End.")), text).places == [(0, 4), (11, 20), (37, 41)]


@pytest.mark.parametrize("text", ["Norvikon left. So", "4Norvik left. So", "Norvik left. Sole", "Norvik left. 1So"])
def test_sentences_are_whole_words(text):
    assert told(("Norvik", "So"), text) in ([None, "So"], ["Norvik", None])


def test_punctuation_may_touch_a_sentence():
    assert told(("Norvik left.", "So"), "“Norvik left.So”") == ["Norvik left.", "So"]
    assert told(("Norvik left.", "“So"), "(Norvik left.“So)") == ["Norvik left.", "“So"]


def test_white_space_may_go_or_change_but_not_come():
    assert told(("Ane paid.",), "Now:\n Ane\n\tpaid. ") == ["Ane\n\tpaid."]
    assert told(("Ane paid.",), "Anepaid.") == ["Anepaid."]
    assert told(("Anepaid.",), "Ane paid.") == [None]


def test_of_many_repeats_each_sentence_finds_its_own():
    n = 3 * MOST_PLACES
    lines = [line for i in range(n) for line in ("Read on.", f"Line {i}.")]
    text = "Title\n" + "\n".join(lines)
    assert told(lines, text) == lines


def test_spans_and_sentences_in_gold_offsets():
    gold = article(INN)
    text = "A title. " + "  ".join(INN[:1] + INN[2:])
    there = Alignment(gold, text)
    start = text.index("No. 10")
    first, last = there.span((start, start + 6))
    assert gold.text[first:last] == "No. 10"
    assert there.sentence_at((start, start + 6)) == 3
    assert there.lost == 1
    assert there.span((0, 7)) is there.sentence_at((0, 7)) is None
    assert there.span((2, start)) is None


def test_a_span_that_ends_in_white_space_loses_it():
    gold, text = article(("Ane  paid.",)), "Ane \n paid."
    there = Alignment(gold, text)
    assert there.span((0, 5)) == (0, 3)
    assert there.span((3, 11)) == (5, 10)
    assert there.span((3, 5)) is None


def test_the_same_text_is_taken_as_it_is():
    gold = article(INN)
    there = Alignment(gold, gold.text)
    assert there.places == [(s.start, s.end) for s in gold.sentences]
    assert there.span((0, 3)) == (0, 3)
    assert [there.sentence_at((s.start, s.end)) for s in gold.sentences] == [0, 1, 2, 3, 4]
    assert there.sentence_at((20, 21)) is None


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "No.", "1", "“a”"]), min_size=1, max_size=3).map(" ".join)


def longest(lines, text, at=0):
    """How many lines stand in a text in order, the slow way: every place of the first, or without it."""
    if not lines:
        return 0
    first = re.compile(r"\s*".join(map(re.escape, lines[0].split())))
    found = (first.match(text, i) for i in range(at, len(text)))
    ends = [m.end() for m in found if m and not any(len(x) == 2 and x.isalnum() for x in around(text, m.span()))]
    return max([longest(lines[1:], text, at), *(1 + longest(lines[1:], text, end) for end in ends)])


def around(text, place):
    """The characters on both sides of either end of a place."""
    return [text[max(0, at - 1) : at + 1] for at in place if at]


@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(WORDS, max_size=8))
@settings(max_examples=100, deadline=None)
def test_as_many_sentences_as_can_be_in_order(lines, other):
    text = " ".join(other)
    there = Alignment(article(lines), text)
    found = [(line, place) for line, place in zip(lines, there.places, strict=True) if place]
    assert ["".join(text[slice(*place)].split()) for _, place in found] == ["".join(line.split()) for line, _ in found]
    assert all(a[1] <= b[0] for (_, a), (_, b) in pairwise(found))
    assert len(found) == longest(lines, text)


def test_a_long_article_takes_no_long_time():
    rng = random.Random(0)
    words = ["".join(rng.choices("abcdefgh", k=rng.randint(1, 9))) for _ in range(2000)]
    lines = [" ".join(rng.choices(words, k=rng.choice([1, 20, 25]))) + "." for _ in range(2200)]
    text = "\n".join(line for i, line in enumerate(lines) if i % 10)
    gold = article(lines)
    assert len(gold.text) > 180_000
    start = time.perf_counter()
    there = Alignment(gold, text)
    spans = [there.span(place) for place in there.places if place]
    assert time.perf_counter() - start < 5
    assert sum(span is not None for span in spans) >= 0.9 * len(lines) - 1
