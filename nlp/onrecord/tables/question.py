"""What is to be counted, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    from onrecord.tables.periods import Period

PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")
"""Keys that are made of a date."""
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "actor": "actor",
        "target": "target",
        "stance": "stance",
        "polarity": "polarity",
        "stage": "stage",
        "country": "jurisdiction",
        "source": "source",
        "speaker": "speaker",
        "document": "article_id",
        "story": "story",
    }
)
"""The other keys, each with its column of the flat table."""
KEYS = (*COLUMNS, *PERIODS)
"""What a table may be by."""
CLOSED = frozenset({"stance", "polarity", "stage", *PERIODS})
"""Keys whose values follow from a list or a calendar, so that a row of zero says something."""
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "claim": "claims",
        "article": "articles",
        "story": "stories",
        "source": "sources",
        "day": "days",
        "week": "weeks",
        "month": "months",
        "year": "years",
    }
)
"""What may be counted, each with the name of its column."""
DATES: Mapping[str, str] = MappingProxyType({"published": "date", "stated": "statement_date", "effective": "effective_date"})
"""Which date counts, each with its column of the flat table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be counted, and by what. Raises `InputError` when it can't be answered."""

    by: tuple[str, ...]
    """One or more of `KEYS`, in the order of the columns."""
    unit: str = "claim"
    """One of `UNITS`: claims, or how many different articles, stories, sources, weeks … have at least one."""
    counted: bool = True
    """Whether only claims that are counted, see `Claim.counted`, go in."""
    refusals: bool = False
    """Whether claims of the stance `refuse` go in."""
    date: str = "published"
    """One of `DATES`: the date that days, weeks, months and years are of."""
    zeros: bool = False
    """Whether combinations of which there is none get a row: see `onrecord.tables.zeros`."""

    def __post_init__(self) -> None:
        """Check the values. Raises InputError."""
        if not self.by:
            raise InputError(f"nothing to count by: choose from {', '.join(KEYS)}")
        if unknown := [key for key in self.by if key not in KEYS]:
            raise InputError(f"cannot count by {unknown[0]!r}: choose from {', '.join(KEYS)}")
        if len(set(self.by)) < len(self.by):
            raise InputError(f"cannot count by {', '.join(self.by)}: give each key once")
        if self.unit not in UNITS:
            raise InputError(f"cannot count {self.unit!r}: choose from {', '.join(UNITS)}")
        if self.date not in DATES:
            raise InputError(f"no date {self.date!r}: choose from {', '.join(DATES)}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the flat table that are read."""
        always = ("article_id", "story", "source", "stance", "counted", DATES[self.date])
        return tuple(dict.fromkeys((*always, *(COLUMNS[key] for key in self.by if key in COLUMNS))))
