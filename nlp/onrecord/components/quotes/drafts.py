"""What the quote rules hand on: drafts without names, then quotes with the speaker's name and organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.types import QuoteKind

Offsets = tuple[int, int]
"""Start and end of a stretch of the article, code points, half-open."""


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """A quote as offsets, before anybody knows who the speaker is."""

    spans: tuple[Offsets, ...]
    """The pieces, in order, at least one; marks included."""
    kind: QuoteKind
    cue: Offsets | None = None
    speaker: Offsets | None = None

    @property
    def start(self) -> int:
        """Offset of the first piece."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the last piece."""
        return self.spans[-1][1]

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether a piece shares a character with `start:end`."""
        return any(s < end and start < e for s, e in self.spans)


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """A draft with its speaker resolved."""

    spans: tuple[Offsets, ...]
    kind: QuoteKind
    cue: Offsets | None = None
    speaker: Offsets | None = None
    speaker_name: str | None = None
    """The person's name in its fullest form so far, or the organisation's; None where it isn't given or clear whose."""
    organization: str | None = None
    """Canonical name of what the speaker speaks for."""
    anonymous: bool = False
    """Whether the article keeps the speaker's name back."""
