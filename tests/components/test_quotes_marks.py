import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.quotes.marks import find_marked

SOUP = st.text(alphabet="ab .,\n\n“”\"‘’'«»„`!s", max_size=80)


def outer(text):
    return [text[m.start : m.end] for m in find_marked(text) if m.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We leave,” she said.", ["“We leave,”"]),
        ('"We leave," she said. "Now."', ['"We leave,"', '"Now."']),
        ("‘It’s the dockers’ day,’ he said.", ["‘It’s the dockers’ day,’"]),
        ("It's the firm's plan, the owners' plan.", []),
        ("rock 'n' roll in the '90s", []),
        ("'We left', he said.", ["'We left'"]),
        ("''No,'' she said. ``Yes,'' he said.", ["''No,''", "``Yes,''"]),
        ("«Oui», „Ja“, »Doch«", ["«Oui»", "„Ja“", "»Doch«"]),
        ("a 5'10\" door", []),
        ("`We'll find 'em,' he said.", ["`We'll find 'em,'"]),
        ("a `slip with no end", []),
        ("We don’t leave,” she said.", ["We don’t leave,”"]),
        ("He left.\n\nWe leave now.” So be it.", ["We leave now.”"]),
        ("He said “no”. We leave,” she said.", ["“no”"]),
        ("a plan” of hers", []),
        ("Yes.”", []),
        ("Long words " * 40 + "end.”", []),
    ],
)
def test_pairs(text, expected):
    assert outer(text) == expected


def test_nested_quote_lies_in_the_outer_one():
    text = "“She said ‘go’ and went,” he said."
    assert [(text[m.start : m.end], m.depth) for m in find_marked(text)] == [("“She said ‘go’ and went,”", 0), ("‘go’", 1)]


def test_same_marks_nest():
    text = '"She said "go" and went," he said.'
    assert outer(text) == ['"She said "go" and went,"']


def test_quote_over_paragraphs_is_one():
    text = "“One.\n\n“Two.\n\n“Three.” The end."
    assert outer(text) == ["“One.\n\n“Two.\n\n“Three.”"]


def test_single_marks_go_on_over_paragraphs_that_repeat_them():
    text = "'One and two.\n\n'It's three.' The end."
    assert outer(text) == ["'One and two.\n\n'It's three.'"]
    assert outer("It's the owners' day.\n\n'Three.' The end.") == ["'Three.'"]


def test_unpaired_mark_ends_with_its_paragraph():
    found = find_marked("He said “we leave now.\n\nNext “ok”.")
    assert [(m.start, m.end, m.closed) for m in found] == [(8, 22, False), (29, 33, True)]


def test_missing_close_does_not_swallow_the_next_quote():
    assert outer("He said “we leave. And “they stay” is next.\n\nEnd.") == ["“we leave.", "“they stay”"]


def test_hard_wrapped_quote_goes_on_after_a_full_stop():
    text = '"We leave.\nThey stay.\nThat is all," she said.'
    assert outer(text) == ['"We leave.\nThey stay.\nThat is all,"']


@settings(deadline=None, max_examples=100)
@given(SOUP)
def test_any_soup_gives_nested_spans_within_the_text(text):
    found = find_marked(text)
    for m in found:
        assert 0 <= m.start <= m.inner_start <= m.inner_end <= m.end <= len(text)
        assert text[m.inner_start : m.inner_end].strip()
    for a in found:
        for b in found:
            assert (
                a.end <= b.start
                or b.end <= a.start
                or (a.start <= b.start and b.end <= a.end)
                or (b.start <= a.start and a.end <= b.end)
            )


@pytest.mark.parametrize("unit", ["“a. ", '"', "“", "‘a", '"a\n', "”“"])
def test_ten_thousand_marks_take_linear_time(unit):
    begun = time.process_time()
    find_marked(unit * 10_000)
    assert time.process_time() - begun < 2
