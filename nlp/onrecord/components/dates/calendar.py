"""From the parts of a date to a value as precise as the text, or None: no date is better than a wrong one."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

Direction = Literal["past", "future"] | None
_NEAR_DAYS = 120
"""A day without a year this close to the publication is in the nearest year."""
_NEAR_MONTHS = 4
_WEEK = 7


def full_date(year: int, month: int, day: int) -> date | None:
    """Return the day, None when the calendar has no such one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_from(day: date, days: int) -> date | None:
    """The day so many days later, None where the calendar ends before it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def slash_date(text: str) -> str | None:
    """Return the day of "31/12/2020" or "12/31/2020"; None where day and month could be swapped."""
    first, second, year = (int(x) for x in re.split(r"[/.]", text))
    if first == second or first > 12 >= second:
        found = full_date(year, second, first)
    elif second > 12 >= first:
        found = full_date(year, first, second)
    else:
        return None
    return _iso(found)


def day_without_year(month: int, day: int, published: date, *, weekday: int | None, direction: Direction) -> str | None:
    """Return the day in the year that fits its weekday and direction, else the nearest year if that one is near."""
    days = [d for y in (-1, 0, 1) if (d := full_date(published.year + y, month, day))]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday]
    nearest = min(days, key=lambda d: abs((d - published).days), default=None)
    if nearest is None or weekday is not None:
        return _iso(nearest)
    ahead = (nearest - published).days
    if abs(ahead) <= _NEAR_DAYS:
        wrong = direction == ("future" if ahead < -_WEEK else "past" if ahead > _WEEK else "")
        return None if wrong else nearest.isoformat()
    after, before = min((d for d in days if d >= published), default=None), max((d for d in days if d <= published), default=None)
    return _iso({"future": after, "past": before, None: None}[direction])


def month_without_year(month: int, published: date, *, lead: str, direction: Direction) -> str | None:
    """Return the month of "last March", "next March", "in March" where one reading is left."""
    ahead = (month - published.month) % 12
    if lead == "this":
        return f"{published.year:04}-{month:02}"
    if lead == "last":
        return _month(published, ahead - 12) if 1 <= ahead <= 9 or ahead == 0 else None
    if lead == "next":
        return _month(published, ahead) if ahead and published.month + ahead > 12 else None
    if ahead <= _NEAR_MONTHS or ahead >= 12 - _NEAR_MONTHS:
        near = ahead if ahead <= _NEAR_MONTHS else ahead - 12
        wrong = (near > 0 and direction == "past") or (near < 0 and direction == "future")
        return None if wrong else _month(published, near)
    return {"future": _month(published, ahead), "past": _month(published, ahead - 12), None: None}[direction]


def _month(published: date, ahead: int) -> str | None:
    months = published.year * 12 + published.month - 1 + ahead
    year, month = months // 12, months % 12 + 1
    return f"{year:04}-{month:02}" if MINYEAR <= year <= MAXYEAR else None


def weekday_date(weekday: int, published: date, *, lead: str, direction: Direction) -> str | None:
    """Return the day of "Monday": the last one up to the publication, or the next one where the text looks ahead.

    "next" and "last" are taken only where the nearest such day is in another calendar week.
    """
    back = (published.weekday() - weekday) % 7
    if lead == "next":
        return _iso(_days_from(published, _WEEK - back)) if weekday <= published.weekday() else None
    if lead == "last":
        return _iso(_days_from(published, -back)) if weekday > published.weekday() else None
    days = (_WEEK - back) % _WEEK if direction == "future" else -back
    return _iso(_days_from(published, days))


def unit_date(words: str, published: date) -> str | None:
    """Return the year, month or, for a week within one month, that month, of "last year", "this month", "next week"."""
    step = {"last": -1, "next": 1}.get(words.split(maxsplit=1)[0].lower(), 0)
    if words.endswith("month"):
        return _month(published, step)
    if words.endswith("week"):
        to_monday = step * _WEEK - published.weekday()
        monday, sunday = _days_from(published, to_monday), _days_from(published, to_monday + 6)
        return f"{monday.year:04}-{monday.month:02}" if monday and sunday and monday.month == sunday.month else None
    return f"{published.year + step:04}" if MINYEAR <= published.year + step <= MAXYEAR else None


def near_date(words: str, published: date) -> str | None:
    """Return the day of "yesterday", "today", "this morning", "last night", "tomorrow"."""
    word = words.lower()
    step = -1 if word in ("yesterday", "last night") else int(word == "tomorrow")
    return _iso(_days_from(published, step))


def days_ago(days: int, published: date) -> str | None:
    """Return the day so many days before the publication."""
    return _iso(_days_from(published, -days))
