"""Which articles are copies of one another, and which are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, MissingExtraError
from onrecord.stories import Copying, stories_of, with_stories
from onrecord.stories.shingles import body_words, jaccard, shingles
from onrecord.types import Record

WORDS = [
    a + b for a in ("ba", "ke", "lo", "mi", "nu", "ra", "so", "te", "vu", "za") for b in ("dor", "fin", "gal", "hem", "jat", "kil")
]


def story(seed, n=200):
    """A text of `n` invented words, another one for each seed."""
    rng = random.Random(seed)
    return [rng.choice(WORDS) for _ in range(n)]


def article(name, words, *, date="2031-02-03", title=None, source=None):
    body = " ".join(words) if isinstance(words, list) else words
    text = f"{title}\n\n{body}" if title else body
    return Record(id=name, text=text, title=title, date=date, source=source, body_start=len(text) - len(body))


def groups(records, **how):
    found = {}
    for name, key in stories_of(records, Copying(**how)).items():
        found.setdefault(key, set()).add(name)
    return found


def test_a_copy_with_another_headline_dateline_and_end_still_joins():
    words = story(1)
    records = [
        article("wire", words, title="Norvik leaves Freedonia", date="2031-02-03"),
        article("herald", "BELMORA, Feb. 4 (Wire) – " + " ".join(words), title="Another one goes", date="2031-02-04"),
        article("lantern", words[:130], title="Norvik goes", date="2031-02-05"),
        article("other", story(2), title="Norvik leaves Freedonia"),
    ]
    assert groups(records) == {"wire": {"wire", "herald", "lantern"}, "other": {"other"}}


def test_copies_differ_in_marks_case_and_characters_without_harm():
    plain = "Norvik's chief said “we'll stay” in the cafe; " + " ".join(story(3, 60))
    records = [article("a", plain), article("b", plain.upper().replace("'", "’").replace("“", '"').replace("”", '"'))]
    assert groups(records, copies="exact") == {"a": {"a", "b"}}


def test_two_stories_of_one_outlet_with_its_boilerplate_stay_apart():
    boilerplate = story("boilerplate", 80)
    records = [article(f"a{i}", story(i, 60) + boilerplate, source="The Lantern") for i in range(20)]
    assert len(groups(records)) == 20


def test_copies_of_copies_are_one_story():
    words = story(5, 300)
    pieces = [article("a", words[:200]), article("b", words[50:250]), article("c", words[100:300])]
    assert jaccard(shingles(words[:200]), shingles(words[100:300])) < 0.5
    assert groups(pieces) == {"a": {"a", "b", "c"}}


def test_the_earliest_article_names_the_story():
    words = story(6)
    dates = {"d": None, "c": "2031-02-04", "b": "2031-02-03", "a": "2031-02-04"}
    assert set(stories_of([article(name, words, date=date) for name, date in dates.items()]).values()) == {"b"}
    assert set(stories_of([article(name, words, date=None) for name in "dba"]).values()) == {"a"}


def test_teasers_are_copies_only_with_their_headline():
    teaser = "Subscribe to read this article and many more on our site."
    records = [
        article("a", teaser, title="Norvik leaves"), article("b", teaser, title="Belmora stays"),
        article("c", teaser, title="Norvik leaves!"), article("d", "?!"), article("e", "?!"),
    ]  # fmt: skip
    assert groups(records) == {"a": {"a", "c"}, "b": {"b"}, "d": {"d"}, "e": {"e"}}


def test_only_what_was_read_is_compared():
    words = story(7, 100)
    whole = " ".join([*words, *story(8, 300)])
    cut = Record(id="b", text=whole, truncated_at=len(" ".join(words)))
    assert groups([article("a", words), cut]) == {"a": {"a", "b"}}


@pytest.mark.parametrize(("part", "joined"), [(0.4, False), (0.6, True)])
def test_the_threshold_is_a_jaccard_similarity(part, joined):
    words = story(9, 500)
    records = [article("a", words), article("b", words[: int(500 * part)])]
    assert jaccard(*(shingles(body_words(r)) for r in records)) == pytest.approx(part, abs=0.01)
    assert (len(groups(records)) == 1) == joined
    assert len(groups(records, threshold=0.7)) == 2


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_records_never_matters(order):
    texts = [story(i // 3, 120)[: 120 - 20 * (i % 3)] for i in range(12)]
    records = [article(f"a{i:02}", words, date=None if i % 4 else "2031-02-03") for i, words in enumerate(texts)]
    assert stories_of([records[i] for i in order]) == stories_of(records)


def test_shingles_are_the_same_everywhere():
    assert shingles(["one"]).tolist() == [14301612163666927251]
    assert len(shingles([*"abcdefabcde"])) == 7 - 1
    assert len(shingles([])) == 0
    assert jaccard(shingles([]), shingles([])) == 0.0


def test_an_article_without_words_and_no_articles():
    assert stories_of([]) == {}
    assert stories_of([Record(id="a", text="")]) == {"a": "a"}


def test_one_id_twice_is_an_error():
    with pytest.raises(InputError, match="'a' stands twice"):
        stories_of([article("a", story(1)), article("a", story(2))])


def test_a_threshold_that_would_miss_pairs_is_refused():
    with pytest.raises(InputError, match=r"0\.3"):
        Copying(threshold=0.3)


def test_without_the_extra_near_copies_are_refused_and_exact_ones_found(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "datasketch", None)
    records = [article("a", story(1)), article("b", story(1))]
    with pytest.raises(MissingExtraError, match=r"onrecord\[stories\]"):
        stories_of(records)
    assert groups(records, copies="exact") == {"a": {"a", "b"}}


def test_records_get_their_story():
    records = [article("a", story(1)), article("b", story(2))]
    assert [r.story for r in with_stories(records, {"a": "z"})] == ["z", None]
