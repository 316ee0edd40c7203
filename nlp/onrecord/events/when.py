"""When an event was stated and when it takes effect, by claims that need not agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.events.reports import Report

Which = Literal["statement_date", "effective_date"]

_SOURCES = ("explicit", "relative", "publication", None)
"""How claims know their dates, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date and what speaks against it."""

    date: str | None = None
    note: str | None = None
    """The explicit dates, where they are several and can't all be true."""


def when(reports: Iterable[Report], which: Which) -> When:
    """Return the earliest date among the claims that know best: explicit before relative before publication.

    A claim's `date_source` is about its statement date. An effective date always comes from the article's text, so all of
    them count as explicit. A date that another one only makes more precise (2031-02 beside 2031-02-03) gives way to that one.
    """
    found: dict[str | None, Counter[str]] = {source: Counter() for source in _SOURCES}
    for report in reports:
        if given := getattr(report.claim, which):
            found["explicit" if which == "effective_date" else report.claim.date_source][given] += 1
    for source in _SOURCES:
        if precise := _most_precise(found[source]):
            note = _note(found[source], precise) if source == "explicit" and len(precise) > 1 else None
            return When(date=precise[0], note=note)
    return When()


def _most_precise(dates: Iterable[str]) -> list[str]:
    given = sorted(set(dates))
    return [one for one in given if not any(other.startswith(f"{one}-") for other in given)]


def _note(counts: Counter[str], precise: list[str]) -> str:
    return ", ".join(f"{one} ({counts[one]} claim{'' if counts[one] == 1 else 's'})" for one in precise)
