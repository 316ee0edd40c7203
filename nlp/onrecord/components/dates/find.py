"""Dates in the text, and which of them says when a claim was made and when it takes effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from onrecord.components.dates import calendar
from onrecord.components.dates.patterns import date_pattern, date_words, may_hold_date, month_number
from onrecord.components.quotes.words import cue_forms
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.components.dates.calendar import Direction
    from onrecord.types import DateSource, Stage

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_RANGE = re.compile(r"\s*(?:-|–|to|through|until)\s*$")
_RANGE_AFTER = re.compile(r"\s*(?:-|–|to|through)\s*(?=[A-Z])")
_LEADING = re.compile(
    r"\s*(?:(?:on|by|in|at|since|until|from|before|after|the|of|starting|effective|early|late|mid)[\s-]+)*", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)
_REACH = 160
"""Characters around a date in which the verb that it goes with must stand."""
_CLAUSES = 1_000
"""Characters around a date in which the other clauses of its sentence are looked for; more would be another sentence."""


Source = Literal["explicit", "relative"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text."""

    start: int
    end: int
    value: str
    """YYYY, YYYY-MM or YYYY-MM-DD, as precise as the text."""
    source: Source
    """explicit: the text gives the date, the year at most understood; relative: it counts from the publication."""


@dataclass(frozen=True, slots=True)
class ClaimDates:
    """When a claim was made and when it takes effect."""

    statement_date: str | None = None
    effective_date: str | None = None
    date_source: DateSource | None = None
    """Where the statement date comes from; where there is none, the effective date."""


def parse_date(text: str, *, published: str | None) -> DateMention | None:
    """Return the date that `text` is ("July 6", "by the end of the year"), None when it isn't one date or is unclear.

    Raises:
        InputError: `published` is not a day written YYYY-MM-DD.
    """
    found = find_dates(text, 0, len(text), published=published)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0] if not rest[_LEADING.match(rest).end() :].strip(" .,") else None  # type: ignore[union-attr]


def find_dates(text: str, start: int, end: int, *, published: str | None) -> list[DateMention]:
    """Return the dates in `text[start:end]`, by start; one sentence is the right stretch to ask for.

    Dates that count from the publication, or leave out the year, need `published` (YYYY-MM-DD). What has two readings
    ("03/04/2020", "within a few days") is left out.

    Raises:
        InputError: `published` is not a day written YYYY-MM-DD.
    """
    day = _published(published)
    if not may_hold_date(text[start:end]):
        return []
    matches = date_pattern().finditer(text, start, end)
    return [DateMention(*_extent(m), *value) for m in matches if (value := _value(text, (start, end), m, day))]


def _published(published: str | None) -> date | None:
    if published is None:
        return None
    try:
        return date.fromisoformat(published)
    except ValueError:
        raise InputError(f"publication date {published!r} is not a day: write it as YYYY-MM-DD") from None


def _extent(m: re.Match[str]) -> tuple[int, int]:
    """Offsets of the date itself, the preposition that helped to find it left out."""
    group = next((g for g in ("md", "year") if m[g] and (m["lead_m"] or "").lower() not in ("last", "next", "this")), None)
    return m.span(group) if group else m.span()


def _value(text: str, within: tuple[int, int], m: re.Match[str], day: date | None) -> tuple[str, Source] | None:
    explicit = _explicit(text, within, m, day)
    if explicit:
        counted = (m["lead_m"] or "").lower() in ("last", "next", "this")
        return explicit, "relative" if counted else "explicit"
    relative = _relative(text, within, m, day) if day else None
    return (relative, "relative") if relative else None


def _explicit(text: str, within: tuple[int, int], m: re.Match[str], day: date | None) -> str | None:
    if m["iso"]:
        return m["iso"] if calendar.full_date(*(int(x) for x in m["iso"].split("-"))) else None
    if m["slash"]:
        return calendar.slash_date(m["slash"])
    if m["ma"] or m["mb"]:
        return _month_day(text, within, m, day)
    if m["mc"]:
        return f"{m['yc']}-{month_number(m['mc']):02}"
    if m["year"]:
        return None if _counts(text, m.end("year")) else m["year"]
    if m["md"] and day:
        lead = m["lead_m"].lower()
        return calendar.month_without_year(month_number(m["md"]), day, lead=lead, direction=_direction(text, within, m))
    return None


def _month_day(text: str, within: tuple[int, int], m: re.Match[str], day: date | None) -> str | None:
    month = month_number(m["ma"] or m["mb"])
    number, year, week = int(m["da"] or m["db"]), m["ya"] or m["yb"], m["wa"] or m["wb"]
    if year:
        found = calendar.full_date(int(year), month, number)
        return found.isoformat() if found else None
    if day is None:
        return None
    weekday = date_words()["weekday"][week] if week else None
    return calendar.day_without_year(month, number, day, weekday=weekday, direction=_direction(text, within, m))


def _relative(text: str, within: tuple[int, int], m: re.Match[str], day: date) -> str | None:
    if week := m["we"] or m["wf"]:
        if _no_single_day(text, m):
            return None
        lead = (m["lead_w"] or "").lower()
        return calendar.weekday_date(date_words()["weekday"][week], day, lead=lead, direction=_direction(text, within, m))
    if m["end"]:
        return calendar.unit_date("this month" if m["end"].endswith("month") else "this year", day)
    if m["unit"]:
        return calendar.unit_date(m["unit"], day)
    if m["near"]:
        if m["near"] == "Today" and not (_begins(text, m.start()) and _direction(text, within, m) == "past"):
            return None  # a name ("Today at Norvik"), or these days ("Today, firms are …")
        return calendar.near_date(m["near"], day)
    if m["ago"]:
        return calendar.days_ago(date_words()["number"].get(m["ago"], 0) or int(m["ago"]), day)
    return None


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at the offset."""
    return text[max(0, start - 9) : start].rstrip(" “\"‘'(")[-1:] in ("", ".", "!", "?", ":", "\n")


def _counts(text: str, end: int) -> bool:
    """Whether the four digits count something: "in 2000 shops"."""
    after = re.match(r"\s+([a-z]{3,})", text[end : end + 20])
    return after is not None and after[1].endswith("s") and after[1] not in ("was", "has", "its", "this", "his", "plus", "unless")


def _no_single_day(text: str, m: re.Match[str]) -> bool:
    """Whether the weekday is part of a name or a range: "Black Friday", "Monday to Friday", "every Monday"."""
    before = _WORD.findall(text[max(0, m.start() - 20) : m.start()])
    if before and before[-1] in date_words()["not_a_day"]:
        return True
    ranged = _RANGE.search(text[max(0, m.start() - 10) : m.start()])
    names = date_words()["weekday"]
    if ranged and len(before) > 1 and any(w in names for w in before[-2:]):
        return True
    after = _RANGE_AFTER.match(text, m.end())
    return after is not None and text.startswith(tuple(names), after.end())


@cache
def _spoken() -> frozenset[str]:
    """Past and present forms of verbs of saying."""
    return frozenset(f for f, c in cue_forms().items() if c.kind == "say" and f != c.lemma and not f.endswith("ing"))


def _direction(text: str, within: tuple[int, int], m: re.Match[str]) -> Direction:
    """Whether the verb next to the date looks ahead or back; None when there is no telling."""
    start = m.end("lead_w") if m["lead_w"] else _extent(m)[0]
    left = [w.lower() for w in _WORD.findall(text[max(within[0], start - _REACH) : start])]
    right = [w.lower() for w in _WORD.findall(text[m.end() : min(within[1], m.end() + _REACH)])]
    return _first_direction(reversed(left)) or _first_direction(iter(right))


def _first_direction(words: Iterator[str]) -> Direction:
    classes, spoken = date_words(), _spoken()
    for word in words:
        if word in classes["future"]:
            return "future"
        if word in classes["past"] or word in spoken or (word.endswith("ed") and len(word) > 4):
            return "past"
    return None


def claim_dates(
    text: str, sentence: tuple[int, int], cue: tuple[int, int] | None, *, published: str | None, stage: Stage | None
) -> ClaimDates:
    """Return the dates of a claim.

    Args:
        text: the article.
        sentence: offsets of the claim's sentence.
        cue: offsets of the words that say what is done ("will suspend"), None when unknown.
        published: publication date, YYYY-MM-DD.
        stage: the claim's stage; what is in effect cannot begin after the publication.

    Raises:
        InputError: `published` is not a day written YYYY-MM-DD.
    """
    said: DateMention | None = None
    done: DateMention | None = None
    for found in find_dates(text, *sentence, published=published):
        if _goes_with_saying(text, sentence, found):
            said = said or (None if published and found.value > published else found)
        elif done is None and _goes_with_act(text, sentence, found, cue):
            late = stage == "in_effect" and published is not None and found.value > published
            done = None if late else found
    statement = said.value if said else published
    source: DateSource | None = said.source if said else "publication" if published else done.source if done else None
    return ClaimDates(statement, done.value if done else None, source)


def _goes_with_saying(text: str, sentence: tuple[int, int], found: DateMention) -> bool:
    """Whether a verb of saying is the nearest verb: "said on Monday", "On Monday, Norvik said"."""
    left = _words_before(text, sentence, found)
    if left and left[-1] in date_words()["deadline"]:
        return False
    verb = _first_verb(reversed(left))
    if verb is None:
        verb = _first_verb(w.lower() for w in _WORD.findall(text[found.end : min(sentence[1], found.end + _CLAUSES)]))
    return verb in _spoken()


def _words_before(text: str, sentence: tuple[int, int], found: DateMention) -> list[str]:
    return [w.lower() for w in _WORD.findall(text[max(sentence[0], found.start - _CLAUSES) : found.start])]


def _first_verb(words: Iterator[str]) -> str | None:
    classes, spoken = date_words(), _spoken()
    for word in words:
        modal = word in classes["future"] or word in classes["past"] or word in classes["bound"]
        if modal or word in spoken or (len(word) > 4 and word.endswith(("ed", "ing"))):
            return word
    return None


def _goes_with_act(text: str, sentence: tuple[int, int], found: DateMention, cue: tuple[int, int] | None) -> bool:
    """Whether no other clause begins between the act's words and the date, and the date isn't the act's end."""
    if _UNTIL.search(text, max(sentence[0], found.start - _REACH), found.start):
        return False
    if cue is None:
        before = set(_words_before(text, sentence, found)[:-1])
        return not before & date_words()["bound"].keys()
    if max(found.start - cue[1], cue[0] - found.end) > _CLAUSES:
        return False
    between = text[cue[1] : found.start] if cue[1] <= found.start else text[found.end : cue[0]]
    words = {w.lower() for w in _WORD.findall(between)}
    if found.start < cue[0]:  # "After the law took effect on July 1, …": the date of another clause
        words |= set(_words_before(text, sentence, found)[:-1])
    return not (words & (date_words()["bound"].keys() | _spoken()))
