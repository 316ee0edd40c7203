"""An event, and an event as a row of a table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.types import ActorLabel, Polarity, Stage, Stance, TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One actor takes one stance on one target, as reported within a window of time."""

    id: str
    """Made of actor, stance, polarity, whether it is a reversal, target, and first report: later reports do not change it."""
    shown_as: str
    """The stance in words: `withdraw`; `stays` where a withdrawal is denied; `not comply`; `pause reversed`."""
    actor: str | None
    """Most frequent name; None when it can't be told."""
    actor_label: ActorLabel
    actor_ref: str | None
    actor_text: str
    """Most frequent words of the articles."""
    stance: Stance
    polarity: Polarity
    reversed: bool
    """Whether the reports say that the stance was taken back."""
    target: str | None
    """Most frequent name; where no claim has one, the most frequent words of the articles. None without a target."""
    target_ref: str | None
    target_kind: TargetKind | None
    jurisdictions: tuple[str, ...]
    statement_date: str | None
    """Earliest of the dates that claims know best."""
    statement_date_note: str | None
    """Explicit dates that can't all be true, with how many claims give each."""
    effective_date: str | None
    effective_date_note: str | None
    first_report: str | None
    """Day of the earliest article. None where no article or statement has a day."""
    last_report: str | None
    n_claims: int
    n_articles: int
    n_stories: int
    """Articles in other words: copies count once."""
    n_sources: int
    """Outlets that are named; articles without a source count for none."""
    stages: tuple[Stage, ...]
    """Stages of the claims, in the order of the contract."""
    counted: bool
    """Whether one claim at least is affirmed and in effect or announced."""
    outside_four: bool
    """A refusal, which is none of the four stances that the toolkit is named for."""
    confidence: float | None
    """Probability that one story at least is read aright, if stories are misread independently; None where no claim has any."""
    quote: str | None
    """Best quote: the actor's own words first, then direct before mixed before indirect, then the highest confidence."""
    quote_kind: str | None
    speaker: str | None
    organization: str | None
    evidence: str
    """Sentence of the claim with the best quote; without quotes, of the best claim by the same rule: the actor's own words
    first, then the highest confidence."""
    evidence_article: str
    """Id of that article."""
    denied_by: tuple[str, ...] = ()
    """Events of the same actor, stance and target and the opposite polarity, reported from the same day on or later."""
    reversed_by: tuple[str, ...] = ()
    """Events that say that the stance was taken back, from the same day on or later."""
    replaced_by: tuple[str, ...] = ()
    """Events of the same actor and target with another stance, first reported later."""
    articles: tuple[str, ...]
    stories: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]
    """Ids of article and claim. Every claim of the records is in exactly one event."""


EVENT_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Event))
"""Columns of the table, in order."""


def to_row(event: Event) -> dict[str, Any]:
    """Return the event as JSON objects: tuples as lists, a claim as `{"article", "claim"}`."""
    row = {name: getattr(event, name) for name in EVENT_COLUMNS}
    row["claims"] = [{"article": article, "claim": claim} for article, claim in event.claims]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def shown(stance: Stance, *, negated: bool, reversed_: bool) -> str:
    """Return a stance in words. A denied withdrawal is shown as `stays`."""
    if negated and stance == "withdraw" and not reversed_:
        return "stays"
    return f"{'not ' if negated else ''}{stance}{' reversed' if reversed_ else ''}"
