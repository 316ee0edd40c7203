"""Dates as people write them, brought to YYYY-MM-DD where that can be done without guessing."""

from __future__ import annotations

import re
from datetime import date

from onrecord.articles.missing import is_missing

_YMD = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?=$|[T ]\d|Z$)")
_PARTIAL = re.compile(r"\d{4}(?:[-/]\d{1,2})?")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_MAX = 60


def normal_date(given: object) -> tuple[str | None, dict[str, str]]:
    """Return a date as YYYY-MM-DD, and what to keep under `meta` when it cannot be told.

    Args:
        given: A `date` or `datetime`, or a string: `2024-03-05`, `2024-03-05T10:00Z`, `20240305`, `5 March 2024`;
            or what tables write where there is none.

    Returns:
        The date and no notes, or None and `date_given` with `date_note` saying why (`03/04/2024` may be March or April);
        a missing value has neither date nor notes.
    """
    if is_missing(given):
        return None, {}
    if isinstance(given, date):
        return given.isoformat()[:10], {}
    text = str(given).strip()
    if day := _numeric(text) or _worded(text):
        return day, {}
    return None, {"date_given": text, "date_note": _why(text)}


def _numeric(text: str) -> str | None:
    found = _YMD.match(text)
    if not found or (not found[2] and len(found[3] + found[4]) != 4):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None


def _worded(text: str) -> str | None:
    """A date that names its month; numbers alone could be read two ways."""
    if len(text) > _MAX or not _LETTERS.search(text) or not re.search(r"\d{4}", text):
        return None
    import dateparser

    strict = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(text, languages=["en"], settings=strict)
    return found.date().isoformat() if found else None


def _why(text: str) -> str:
    if _PARTIAL.fullmatch(text):
        return "not a full date: give YYYY-MM-DD"
    return "day and month could not be told: give YYYY-MM-DD"
