"""Who is quoted how often."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from quote_records import quote, said

from onrecord.quotes import SpeakerTally, quotes_of
from strategies import records


def tallied(*given_records):
    tally = SpeakerTally()
    for record in given_records:
        tally.add(quotes_of(record))
    return tally.speakers()


def test_counts_of_one_speaker_over_articles():
    (speaker,) = tallied(
        said("Ada Quill", "Norvik", article="a1", date="2031-05-06", words="We will stay"),
        said("Ada Quill", "Norvik", article="a2", date="2030-01-02", kind="indirect", words="stays"),
        said("ada  quill", "Belmora", article="a3", kind="mixed", words="no way"),
    )
    assert (speaker.name, speaker.kind, speaker.quotes, speaker.articles, speaker.words) == ("Ada Quill", "person", 3, 3, 6)
    assert (speaker.direct, speaker.indirect, speaker.mixed) == (1, 1, 1)
    assert (speaker.first_date, speaker.last_date) == ("2030-01-02", "2031-05-06")
    assert speaker.organizations == ("Norvik", "Belmora")


def test_an_article_with_two_quotes_of_a_speaker_is_one_article():
    record = said("Ada Quill")
    both = (record.quotes[0], replace(record.quotes[0], id="q2"))
    (speaker,) = tallied(replace(record, quotes=both))
    assert (speaker.quotes, speaker.articles) == (2, 1)


def test_most_quoted_first_and_those_without_a_name_last():
    text = "“It closes,” two sources said."
    source = replace(said(), text=text, quotes=(quote(text, "It closes", speaker="two sources"),))
    speakers = tallied(
        source, source, source, source, said(), said(), said(), replace(said(), quotes=(quote(said().text, "Yes"),)),
        said("Bo Lark"), said("Ada Quill"), said("Norvik", "Norvik"), said(None, "Norvik"), said(None, "Norvik"),
    )  # fmt: skip
    assert [(s.name, s.kind, s.quotes) for s in speakers] == [
        (None, "unnamed", 2), ("Ada Quill", "person", 1), ("Bo Lark", "person", 1), ("Norvik", "organization", 1),
        (None, "anonymous", 4), (None, "unresolved", 3), (None, "unattributed", 1),
    ]  # fmt: skip
    assert speakers[0].organizations == ("Norvik",)


def test_a_body_and_its_unnamed_people_are_two_rows():
    assert len(tallied(said("Norvik", "Norvik"), said(None, "Norvik"), said(None, "Belmora"))) == 3


@settings(deadline=None, max_examples=50)
@given(given_records=st.lists(records(), max_size=4), order=st.randoms())
def test_quotes_and_words_add_up_in_any_order(given_records, order):
    found = [each for record in given_records for each in quotes_of(record)]
    speakers = tallied(*given_records)
    assert sum(s.quotes for s in speakers) == len(found) == sum(s.direct + s.indirect + s.mixed for s in speakers)
    assert sum(s.words for s in speakers) == sum(each.words for each in found)
    assert all(1 <= s.articles <= s.quotes for s in speakers)
    shuffled = sorted(given_records, key=lambda _: order.random())
    assert tallied(*shuffled) == speakers
