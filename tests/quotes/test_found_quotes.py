"""The quotes of a record with their article."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from quote_records import quote

from onrecord.quotes import count_words, quotes_of
from onrecord.types import Entity, Record
from strategies import records

TEXT = "“We stay,” Ada Quill of Norvik said, “for now.”"


def one(text, *pieces, **about):
    (found,) = quotes_of(Record(id="a1", text=text, quotes=(quote(text, *pieces, **about),)))
    return found


def test_words_are_those_of_the_pieces_alone():
    found = one(TEXT, "“We stay,”", "“for now.”", speaker="Ada Quill", cue="said")
    assert found.quote.text == TEXT
    assert found.words == 4


@pytest.mark.parametrize(
    ("text", "words"), [("It’s a well-known fact.", 4), ("5 … — “”", 1), ("", 0), ("مرحبا بكم", 2), ("U.S. law", 2)]
)
def test_what_a_word_is(text, words):
    assert count_words(text) == words


def test_a_word_in_two_pieces_counts_once():
    assert one("“We stay”", "We stay", "stay").words == 2


def test_the_article_stands_beside_the_quote():
    record = Record(
        id="a1", title="T", text=f"T\n\n{TEXT}", body_start=3, date="2031-02-03", source="The Lantern", url="https://x.example/1",
        quotes=(quote(f"T\n\n{TEXT}", "We stay"),),
    )  # fmt: skip
    (found,) = quotes_of(record)
    assert (found.article, found.title, found.date, found.source) == ("a1", "T", "2031-02-03", "The Lantern")
    assert TEXT[found.quote.start - found.body_start :].startswith("We stay")


def test_anonymous_sources_are_marked():
    text = "“It closes,” two sources said."
    assert one(text, "It closes", speaker="two sources").anonymous
    assert not one(text, "It closes", speaker="two sources", speaker_name="Ada Quill").anonymous
    assert not one(text, "It closes").anonymous


def test_sources_of_a_body_that_the_record_knows_are_not_anonymous():
    text = "“It closes,” Norvik sources said."
    start = text.index("Norvik")
    norvik = Entity(id="e1", start=start, end=start + 6, text="Norvik", label="COMPANY", name="Norvik")
    record = Record(id="a1", text=text, quotes=(quote(text, "It closes", speaker="Norvik sources"),), entities=(norvik,))
    assert not quotes_of(record)[0].anonymous
    assert quotes_of(replace(record, entities=()))[0].anonymous
    known = quote(text, "It closes", speaker="Norvik sources", organization="Norvik")
    assert not quotes_of(replace(record, entities=(), quotes=(known,)))[0].anonymous


@settings(deadline=None)
@given(record=records())
def test_no_quote_has_more_words_than_its_article_and_each_is_a_slice_of_it(record):
    found = quotes_of(record)
    assert [each.quote for each in found] == list(record.quotes)
    for each in found:
        assert 0 <= each.words <= count_words(record.text)
        assert record.text[each.quote.start : each.quote.end] == each.quote.text


@settings(deadline=None)
@given(record=records())
def test_quotes_that_lie_apart_have_no_more_words_than_the_article_together(record):
    end, apart = 0, []
    for each in sorted(record.quotes, key=lambda q: q.start):
        if each.start >= end:
            apart.append(each)
            end = each.end
    found = quotes_of(replace(record, quotes=tuple(apart), claims=(), sentences=()))
    assert sum(each.words for each in found) <= count_words(record.text)
