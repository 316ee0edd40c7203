"""Dates as exports write them, brought to YYYY-MM-DD by a closed list of forms: a form that is not listed gives no date.

`onrecord.articles.dates` reads dates that people give for their own rows with a lenient parser. An export is read by
the thousand with nobody looking, so here nothing is guessed: what follows the date is checked too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.articles.blocks import fold
from onrecord.articles.wordlists import load

_LONGEST = 200
_YEARS = range(1500, 2100)
_AMBIGUOUS = "day and month could not be told"
_NO_DAY = "there is no such day"
_WEEKDAY = "the weekday is not that of the day"
_PARTIAL = "not a full date"
_UNKNOWN = "not a date in a form that is known"
_MORE = "more numbers follow the date"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<m>[^\W\d_]{3,9})\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})(?P<sep>[-/.]?)(?P<n>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
        rf"{_NAME},?\s*{_DAY}(?:,\s*|\s+){_YEAR}",
        rf"{_DAY}\.?(?:\s+of)?[\s-]+{_NAME}(?:,\s*|[\s-]+){_YEAR}",
        rf"(?P<y>\d{{4}})[\s-]+{_NAME}[\s-]+{_DAY}(?!\d)",
    )
)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_TIME = re.compile(
    r"(?<!\d)\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,9})?(?!\d)|(?<!\d)\d{1,2}(?=\s?[ap]\.?m\b)|[+-]\d\d:?\d\d(?!\d)", re.IGNORECASE
)
_PART = re.compile(r"(?:\d{4}|(?:\d{1,2}[-/])?\d{4}|\d{4}[-/]\d{1,2}|[^\W\d_]{3,9}\.?,? \d{4})\W*")


@dataclass(frozen=True, slots=True)
class _Found:
    day: date | None
    end: int
    why: str = ""


def export_date(given: str | None) -> tuple[str | None, dict[str, str]]:
    """Return a date as YYYY-MM-DD, and what to keep under `meta` when it cannot be told.

    Understood are `July 6, 2020 Monday`, `6 July 2020`, `2020-07-06`, `20200706`, `Mon, 6 Jul 2020 10:00:00 +0200` and their
    like, in English; the day is the one that is written, whatever the time zone. `13/07/2020` and `07/13/2020` can be read
    one way only, and so can `07/07/2020`; `07/06/2020` cannot. A weekday that contradicts the day, a day that is not in the
    calendar, a year of two digits or a second number after the date give no date.

    Args:
        given: The date as written, None or blank when there is none.

    Returns:
        The date and no notes, or None and `date_given` with `date_note`; a missing value has neither date nor notes.
    """
    text = fold(given or "")
    if not text:
        return None, {}
    day, why = _read(text)
    if day:
        return day.isoformat(), {}
    return None, {"date_given": text[:_LONGEST], "date_note": f"{why}: give YYYY-MM-DD"}


def _read(text: str) -> tuple[date | None, str]:
    if len(text) > _LONGEST:
        return None, _UNKNOWN
    start = _skip_weekday(text)
    found = _named(text, start) or _numbers(text, start)
    if found is None:
        return None, _PARTIAL if _PART.fullmatch(text[start:]) else _UNKNOWN
    if found.day is None:
        return None, found.why
    if re.search(r"\d", _TIME.sub(" ", text[found.end :].removeprefix("T"))):
        return None, _MORE
    if any(number != found.day.weekday() for number in _weekdays(text)):
        return None, _WEEKDAY
    return found.day, ""


def _skip_weekday(text: str) -> int:
    word = _WORD.match(text)
    if not word or word[0].lower() not in _numbers_of("weekday"):
        return 0
    after = re.compile(r"[.,\s]*").match(text, word.end())
    return after.end() if after else word.end()


def _named(text: str, start: int) -> _Found | None:
    """A date that begins with its year or names its month."""
    for form in _FORMS:
        if not (found := form.match(text, start)):
            continue
        parts = found.groupdict()
        if parts.get("sep") == "" and len(parts["n"] + parts["d"]) != 4:
            continue
        month = int(parts["n"]) if parts.get("n") else _numbers_of("month").get(parts["m"].lower())
        if month is not None:
            day = _day(int(parts["y"]), month, int(parts["d"]))
            return _Found(day, found.end(), "" if day else _NO_DAY)
    return None


def _numbers(text: str, start: int) -> _Found | None:
    """Day and month in numbers, in one order or the other: told apart by a number over 12, or no matter when equal."""
    found = _NUMBERS.match(text, start)
    if not found:
        return None
    if len(found[4]) == 2:
        return _Found(None, found.end(), "the year has two digits")
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    if len(days) == 1:
        return _Found(days.pop(), found.end())
    return _Found(None, found.end(), _AMBIGUOUS if days else _NO_DAY)


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekdays(text: str) -> list[int]:
    names = _numbers_of("weekday")
    return [names[word] for word in map(str.lower, _WORD.findall(text)) if word in names]


@cache
def _numbers_of(kind: str) -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in load("export_words") if row["kind"] == kind}
