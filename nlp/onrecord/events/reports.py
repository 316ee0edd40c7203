"""One claim of one article, as much of it as an event needs: texts of articles are not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.events.keys import Key, actor_key, target_key
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.types import Claim, Quote, Record

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that may stand for an event, a quote's or a sentence's."""

    text: str
    kind: str | None = None
    """direct, mixed or indirect; None for a sentence."""
    speaker: str | None = None
    """Name of the speaker, or the article's words for one without a name."""
    organization: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A claim with what its article says about it."""

    article: str
    claim: Claim
    story: str
    source: str | None
    published: str | None
    """Day of the article, YYYY-MM-DD; where it has none, the day of the statement."""
    actor: Key
    target: Key | None
    """None where no target is told, or only in words that mean another thing in every article."""
    outside_four: bool
    """A refusal in the scheme that the toolkit is named for."""
    quotes: tuple[Words, ...]

    @property
    def id(self) -> tuple[str, str]:
        """Ids of article and claim: what orders reports where nothing else does."""
        return self.article, self.claim.id

    @property
    def reversed(self) -> bool:
        """Whether the claim says that the stance was taken back."""
        return self.claim.stage == "reversed"

    @property
    def day(self) -> int | None:
        """Number of the day of the report, None when it is not known."""
        return date.fromisoformat(self.published).toordinal() if self.published else None


def reports_of(record: Record, story: str) -> list[Report]:
    """Return one report for each claim of a record."""
    quotes = {quote.id: _words(quote) for quote in record.quotes}
    own = record.scheme == STANCES
    return [
        Report(
            article=record.id,
            claim=claim,
            story=story,
            source=record.source,
            published=_day(record.date) or _day(claim.statement_date),
            actor=actor_key(claim.actor, record.id),
            target=target_key(claim.target),
            outside_four=own and claim.stance == "refuse",
            quotes=tuple(quotes[name] for name in claim.quotes),
        )
        for claim in record.claims
    ]


def _words(quote: Quote) -> Words:
    speaker = quote.speaker_name or (quote.speaker.text if quote.speaker else None)
    return Words(text=quote.text, kind=quote.kind, speaker=speaker, organization=quote.organization)


def _day(given: str | None) -> str | None:
    """The date, where it is a day of the calendar as precise as that."""
    if given is None or not _DAY.fullmatch(given):
        return None
    try:
        date.fromisoformat(given)
    except ValueError:
        return None
    return given
