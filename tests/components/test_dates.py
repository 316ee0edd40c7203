import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.dates.find import claim_dates, find_dates, parse_date
from onrecord.errors import InputError

WEDNESDAY = "2020-07-08"


def values(text, published=WEDNESDAY):
    return [(text[d.start : d.end], d.value, d.source) for d in find_dates(text, 0, len(text), published=published)]


@pytest.mark.parametrize(
    ("text", "value", "source"),
    [
        ("July 6, 2020", "2020-07-06", "explicit"),
        ("6 July 2020", "2020-07-06", "explicit"),
        ("the 3rd of March 2021", "2021-03-03", "explicit"),
        ("Sept. 3, 2019", "2019-09-03", "explicit"),
        ("6 July", "2020-07-06", "explicit"),
        ("Monday, July 6", "2020-07-06", "explicit"),
        ("Friday, Jan. 10", "2020-01-10", "explicit"),
        ("March 2021", "2021-03", "explicit"),
        ("in 2010", "2010", "explicit"),
        ("mid-2020", "2020", "explicit"),
        ("2019-12-31", "2019-12-31", "explicit"),
        ("25/12/2019", "2019-12-25", "explicit"),
        ("12/25/2019", "2019-12-25", "explicit"),
        ("in September", "2020-09", "explicit"),
        ("last March", "2020-03", "relative"),
        ("on Monday", "2020-07-06", "relative"),
        ("on Wednesday", "2020-07-08", "relative"),
        ("next Monday", "2020-07-13", "relative"),
        ("last Friday", "2020-07-03", "relative"),
        ("yesterday", "2020-07-07", "relative"),
        ("today", "2020-07-08", "relative"),
        ("last night", "2020-07-07", "relative"),
        ("tomorrow", "2020-07-09", "relative"),
        ("two days ago", "2020-07-06", "relative"),
        ("next week", "2020-07", "relative"),
        ("next month", "2020-08", "relative"),
        ("last year", "2019", "relative"),
        ("by the end of the year", "2020", "relative"),
        ("by year-end", "2020", "relative"),
    ],
)
def test_one_date(text, value, source):
    found = parse_date(text, published=WEDNESDAY)
    assert found is not None
    assert (found.value, found.source) == (value, source)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2020",
        "within a few days",
        "in the coming weeks",
        "last week",  # June 29 to July 5: two months
        "next Friday",  # July 10 or 17
        "last Monday",  # July 6 or June 29
        "Jan. 5",  # six months either way
        "Friday, July 6",  # no such weekday near
        "by March 31",  # past by date, future by its word
        "February 30, 2020",
        "2020-02-30",
        "Black Friday",
        "Monday to Friday",
        "every Tuesday",
        "in 2000 shops",
        "in the 1990s",
        "it may close",
        "they march on",
        "at 10.30",
        "today's firms",
        "Today, firms are larger.",
        "She read Today at lunch.",
    ],
)
def test_nothing_beats_wrong(text):
    assert values(text) == []


def test_without_publication_only_full_dates_are_read():
    assert values("on Monday, July 6, and in 2019", None) == [("2019", "2019", "explicit")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It will close on Monday.", "2020-07-13"),
        ("On Monday, the firm will close.", "2020-07-13"),
        ("On Monday, the firm said it will close.", "2020-07-06"),
        ("It closed on Monday.", "2020-07-06"),
        ("It will leave in December.", "2020-12"),
        ("Today, the firm closed.", "2020-07-08"),
        ("It left in December.", "2019-12"),
        ("It will leave on Jan. 5.", "2021-01-05"),
        ("It left on Jan. 5.", "2020-01-05"),
    ],
)
def test_the_verb_tells_past_from_future(text, value):
    assert [v for _, v, _ in values(text)] == [value]


def test_the_preposition_is_left_out_and_the_range_respected():
    text = "It left in 2019. It came in May 2018."
    assert [(d.start, d.end) for d in find_dates(text, 16, len(text), published=None)] == [(28, 36)]


def test_parse_date_wants_a_date_and_nothing_else():
    assert parse_date("a deal on July 6, 2020", published=None) is None
    assert parse_date("July 6, 2020 or July 7, 2020", published=None) is None


def test_bad_publication_date_says_what_to_do():
    with pytest.raises(InputError, match="'8 July' is not a day: write it as YYYY-MM-DD"):
        find_dates("x", 0, 1, published="8 July")


def claim(text, cue, *, published=WEDNESDAY, stage="announced"):
    span = (text.index(cue), text.index(cue) + len(cue)) if cue else None
    found = claim_dates(text, (0, len(text)), span, published=published, stage=stage)
    return found.statement_date, found.effective_date, found.date_source


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Norvik said on Monday it would close by March 31, 2021.", "close", ("2020-07-06", "2021-03-31", "relative")),
        ("On Tuesday, Norvik announced that it will pause sales next month.", "pause", ("2020-07-07", "2020-08", "relative")),
        ("Norvik said on July 6, 2020 that it left.", "left", ("2020-07-06", None, "explicit")),
        ("Norvik has suspended sales since 2019.", "suspended", ("2020-07-08", "2019", "publication")),
        ("Norvik stopped sales on Tuesday, it said.", "stopped", ("2020-07-08", "2020-07-07", "publication")),
        ("After the law took effect on July 1, Norvik paused sales.", "paused", ("2020-07-08", None, "publication")),
        ("Norvik paused sales after the law took effect on July 1.", "paused", ("2020-07-08", None, "publication")),
        ("Norvik will pause sales until August 1.", "pause", ("2020-07-08", None, "publication")),
        ("Norvik stopped sales on July 1.", None, ("2020-07-08", "2020-07-01", "publication")),
        ("Norvik stopped when the law came on July 1.", None, ("2020-07-08", None, "publication")),
        ("Norvik said on Monday and repeated on Tuesday that it left.", None, ("2020-07-06", None, "relative")),
        ("Norvik stopped sales.", None, ("2020-07-08", None, "publication")),
    ],
)
def test_claim_dates(text, cue, expected):
    assert claim(text, cue) == expected


def test_claim_without_publication():
    assert claim("Norvik stopped sales in 2019.", "stopped", published=None) == (None, "2019", "explicit")
    assert claim("Norvik stopped sales.", "stopped", published=None) == (None, None, None)


def test_what_is_in_effect_did_not_begin_after_the_publication():
    text = "Norvik pauses sales from September 1, 2020."
    assert claim(text, "pauses", stage="in_effect")[1] is None
    assert claim(text, "pauses", stage="announced")[1] == "2020-09-01"


@settings(deadline=None, max_examples=100)
@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 1, 1)), st.text(max_size=20))
def test_full_dates_round_trip(day, noise):
    for text in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        before = noise + " | "
        found = find_dates(before + text, len(before), len(before + text), published=None)
        assert [(d.start, d.end, d.value) for d in found] == [(len(before), len(before + text), day.isoformat())]


@settings(deadline=None, max_examples=100)
@given(
    st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 1, 1)),
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
)
def test_a_weekday_is_that_weekday_within_the_last_seven_days(day, name):
    (found,) = find_dates(f"on {name}", 0, 20, published=day.isoformat())
    value = type(day).fromisoformat(found.value)
    assert f"{value:%A}" == name
    assert 0 <= (day - value).days < 7


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "May",
                "31",
                "2020",
                "/",
                "-",
                ".",
                ",",
                "Monday",
                "next",
                "last",
                "by",
                "in",
                "İ",
                "Feb.",
                "30",
                "end",
                "of",
                "the",
                "year",
                "two",
                "days",
                "ago",
            ]
        ),
        max_size=12,
    )
)
def test_dates_are_within_the_text_and_apart(words):
    text = " ".join(words)
    found = find_dates(text, 0, len(text), published="2020-02-29")
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_sentence_without_dates_costs_little():
    text = "The firm makes pumps and valves for large ships and it has done well so far, analysts told us."
    find_dates(text, 0, len(text), published=WEDNESDAY)
    begun = time.process_time()
    for _ in range(1000):
        find_dates(text, 0, len(text), published=WEDNESDAY)
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("yesterday", "0001-01-01", None),
        ("two days ago", "0001-01-02", None),
        ("last week", "0001-01-01", None),
        ("last month", "0001-01-01", None),
        ("last year", "0001-12-31", None),
        ("Jan. 2", "0001-01-01", "0001-01-02"),
        ("tomorrow", "9999-12-31", None),
        ("next Monday", "9999-12-31", None),
        ("next month", "9999-12-31", None),
        ("next year", "9999-01-01", None),
        ("Dec. 30", "9999-12-31", "9999-12-30"),
    ],
)
def test_where_the_calendar_ends(text, published, value):
    found = parse_date(text, published=published)
    assert (found and found.value) == value


@given(
    st.sampled_from(
        ["yesterday", "tomorrow", "on Monday", "next Friday", "last week", "next month", "in May", "Jan. 2", "3 days ago"]
    ),
    st.dates(max_value=dt.date(1, 12, 31)) | st.dates(min_value=dt.date(9999, 1, 1)),
)
def test_any_publication_date_will_do(text, published):
    for found in find_dates(f"It closes {text}.", 0, len(text) + 11, published=published.isoformat()):
        year = int(found.value[:4])
        assert dt.MINYEAR <= year <= dt.MAXYEAR


def test_many_dates_in_one_sentence_take_linear_time():
    text = "Norvik said that it will close on July 6, 2020, and " * 5000
    began = time.perf_counter()
    claim_dates(text, (0, len(text)), (14, 18), published=WEDNESDAY, stage="announced")
    assert time.perf_counter() - began < 5
