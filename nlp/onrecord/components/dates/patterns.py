"""Patterns of dates in English news, compiled once from `data/date_words.csv`."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from onrecord.components.quotes.words import read_rows

_DIGITS = re.compile(r"\d[/.]\d|(?:19|20)\d\d")
_PREPOSITIONS = (
    "in|by|since|until|till|from|during|before|after|of|for|through|throughout|early|late|mid|mid-|around|starting|beginning"
)
_HINTS = ("day", "year", "month", "week", "Year", "tomorrow", "Tomorrow", "night", "morning", "afternoon", "evening")


@cache
def date_words() -> dict[str, dict[str, int]]:
    """Return each class of `data/date_words.csv`: its words with their numbers, 0 where they have none."""
    classes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in read_rows("date_words.csv"):
        classes[row["class"]][row["word"]] = int(row["value"] or 0)
    return dict(classes)


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation, with or without its full stop."""
    words = date_words()
    return (words["month"] | words["month_short"])[name.rstrip(".")]


@cache
def _hints() -> tuple[str, ...]:
    return (*_HINTS, *sorted({name[:3] for name in date_words()["month"]}))


def may_hold_date(stretch: str) -> bool:
    """Return False, at a small cost, for what cannot hold a date."""
    return any(hint in stretch for hint in _hints()) or _DIGITS.search(stretch) is not None


@cache
def date_pattern() -> re.Pattern[str]:
    """Return the pattern of all dates; the named group that matched says which kind one is."""
    words = date_words()
    short = "|".join(sorted(words["month_short"], key=len, reverse=True))
    month = rf"(?:{'|'.join(words['month'])}|(?:{short})(?!\w)\.?)"
    week = "(?:" + "|".join(words["weekday"]) + ")"
    day, year, number = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)", r"(?:19|20)\d\d(?![\d\w]|[-–/.,]\d)", "|".join(words["number"])
    lead = rf"(?:(?P<%s>{week}),?\s+(?:the\s+)?)?"
    kinds = (
        r"(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]))",
        r"(?<![\d/.])(?P<slash>\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d(?!\d))",
        lead % "wa" + rf"(?P<ma>{month})\s+(?P<da>{day})(?:st|nd|rd|th)?(?![\w%:]|[.,]\d)(?:,?\s+(?P<ya>{year}))?",
        lead % "wb" + rf"(?<![\d.,:$£€])(?P<db>{day})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mb>{month})(?!\w)(?:,?\s+(?P<yb>{year}))?",
        rf"(?P<mc>{month}),?\s+(?P<yc>{year})",
        rf"\b(?P<lead_m>[Ll]ast|[Nn]ext|[Tt]his|(?i:{_PREPOSITIONS}))(?:\s+|(?<=-))(?P<md>{month})(?!\w|\s+\d)",
        rf"\b(?P<lead_w>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<we>{week})(?!\w)|(?P<wf>{week})(?!\w)",
        rf"\b(?:(?i:{_PREPOSITIONS}))(?:\s+|(?<=-))(?P<year>{year})",
        r"\b(?P<end>(?:[Ee]nd of (?:the|this)|[Ll]ater this|[Ee]arlier this) (?:year|month)|[Yy]ear(?:-|[’']s )end)\b",
        r"\b(?P<unit>(?:[Ll]ast|[Nn]ext|[Tt]his) (?:year|month|week))\b",
        r"\b(?P<near>[Yy]esterday|[Tt]o(?:day|night|morrow)|[Tt]his (?:morning|afternoon|evening)|[Ll]ast night)\b(?![’']s)",
        rf"\b(?P<ago>\d{{1,2}}|{number}) days? (?:ago|earlier)\b",
    )
    return re.compile(r"(?<!\w)(?=\w)(?:" + "|".join(kinds) + ")")
