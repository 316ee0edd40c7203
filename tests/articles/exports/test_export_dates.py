"""Dates of exports: every usual form, and never a wrong day."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles.exports.dates import export_date

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
MONTHS = list(calendar.month_name)


@pytest.mark.parametrize(
    "written",
    [
        "July 6, 2020 Monday",
        "July 6, 2020",
        "JULY 6 2020",
        "Jul. 6, 2020",
        "Monday, July 6, 2020",
        "6 July 2020",
        "6th of July, 2020",
        "6. July 2020",
        "06-Jul-2020",
        "Mon 6 Jul 2020",
        "Mon, 6 Jul 2020 10:00:00 +0200",
        "Mon, 06 Jul 2020 23:30:00 GMT",
        "2020-07-06",
        "2020-07-06T23:59:59.123Z",
        "2020-07-06T10:00+02:00",
        "2020/7/6",
        "20200706",
        "2020 Jul 06",
        "July 6, 2020 Monday 9:15 AM EST",
        "July 6, 2020 Monday 7 p.m. GMT",
        "July 6, 2020 Monday Late Edition - Final",
        " July\u00a06,\n2020 ",
    ],
)
def test_forms_of_one_day(written: str) -> None:
    assert export_date(written) == ("2020-07-06", {})


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("07/06/2020", "day and month"),
        ("6.7.2020", "day and month"),
        ("7/6/20", "two digits"),
        ("July 2020", "not a full date"),
        ("2020", "not a full date"),
        ("2020-07", "not a full date"),
        ("July 6, 2020 Tuesday", "weekday"),
        ("Tue, 6 Jul 2020 10:00:00 +0200", "weekday"),
        ("30 February 2020", "no such day"),
        ("2021-02-29", "no such day"),
        ("31/02/2020", "no such day"),
        ("July 6-8, 2020", "not a date"),
        ("6 July 2020 - 8 July 2020", "more numbers"),
        ("2020-07-06/2020-07-08", "more numbers"),
        ("6 July 202", "not a date"),
        ("6 Brumaire 2020", "not a date"),
        ("yesterday", "not a date"),
        ("x" * 5000, "not a date"),
    ],
)
def test_what_cannot_be_told_is_kept_with_a_note(written: str, why: str) -> None:
    day, note = export_date(written)
    assert day is None
    assert why in note["date_note"]
    assert written.startswith(note["date_given"])


@pytest.mark.parametrize(
    ("written", "day"),
    [("07/13/2020", "2020-07-13"), ("13/07/2020", "2020-07-13"), ("13.07.2020", "2020-07-13"), ("07/07/2020", "2020-07-07")],
)
def test_numbers_that_can_be_read_one_way_only(written: str, day: str) -> None:
    assert export_date(written) == (day, {})


@pytest.mark.parametrize("written", [None, "", "  \n"])
def test_missing_date_has_no_note(written: str | None) -> None:
    assert export_date(written) == (None, {})


@settings(deadline=None, max_examples=150)
@given(day=DAYS, form=st.integers(0, 9), shift=st.integers(0, 6))
def test_a_written_day_comes_back_or_nothing_does(day: date, form: int, shift: int) -> None:
    month, weekday = MONTHS[day.month], calendar.day_name[(day.weekday() + shift) % 7]
    written = [
        f"{month} {day.day}, {day.year} {weekday}",
        f"{weekday}, {day.day} {month[:3]} {day.year}",
        f"{weekday[:3]}, {day.day:02} {month[:3]} {day.year} 03:04:05 -0800",
        f"{day.isoformat()}T00:00:00 {weekday}",
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{day.day} {month} {day.year}",
        f"{month.upper()} {day.day} {day.year}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ][form]
    found, note = export_date(written)
    expected = shift == 0 if form < 4 else form < 8 or day.day > 12 or day.day == day.month
    assert found == (day.isoformat() if expected else None)
    assert bool(note) == (not expected)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="0123456789-/., JulyMaronTZ:+", max_size=30))
def test_anything_gives_a_day_of_the_calendar_that_it_names_or_a_note(written: str) -> None:
    found, note = export_date(written)
    if found:
        day = date.fromisoformat(found)
        assert str(day.year) in written
        assert str(day.day) in written
    else:
        assert bool(note) == bool(written.strip())
