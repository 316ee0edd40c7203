"""Who a quote's speaker turns out to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.components.people.roster import Person


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker."""

    name: str | None = None
    """A person's fullest name, or the name of the body that speaks."""
    body: str | None = None
    """Whom the speaker speaks for."""
    anonymous: bool = False
    """Whether the article keeps the name back."""


NOBODY = Speaker()
"""Nothing tells who speaks."""


def speaker(person: Person) -> Speaker:
    """Return somebody whom the article names."""
    return Speaker(person.name, person.body)


def speakers(*people: Person) -> Speaker:
    """Return several who speak together."""
    return Speaker("; ".join(p.name for p in people), people[0].body)
