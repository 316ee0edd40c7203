"""Weeks, months and years: from a date to its period, and from one period to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

Period = Literal["day", "week", "month", "year"]
_LENGTH = {"day": 10, "week": 10, "month": 7, "year": 4}
"""Characters of a date that tell it."""


def period_of(day: str | None, kind: Period) -> str | None:
    """Return the period that a date lies in: `2031-02-03`, `2031-W06` (ISO 8601), `2031-02` or `2031`.

    Args:
        day: YYYY, YYYY-MM or YYYY-MM-DD.
        kind: What period.

    Returns:
        None where there is no date, or where it is less precise than the period.
    """
    if day is None or len(day) < _LENGTH[kind]:
        return None
    if kind == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    return day[: _LENGTH[kind]]


def periods(first: str, last: str, kind: Period) -> Iterator[str]:
    """Yield each period from the first to the last, both included."""
    day = _begin(first, kind)
    name = first
    while name <= last:
        yield name
        try:
            day = _next(day, kind)
        except (ValueError, OverflowError):  # the year 9999 is the last that a date can have
            return
        name = str(period_of(day.isoformat(), kind))


def _begin(name: str, kind: Period) -> date:
    if kind == "week":
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    return date.fromisoformat(f"{name}-01-01"[:10])


def _next(day: date, kind: Period) -> date:
    if kind == "month":
        return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    if kind == "year":
        return day.replace(year=day.year + 1)
    return day + timedelta(days=7 if kind == "week" else 1)
