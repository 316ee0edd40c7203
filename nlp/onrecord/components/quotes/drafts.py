"""What the quote rules hand on: drafts without names, then quotes with the speaker's name and organisation."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Taken:
    """Stretches of an article that are spoken for; none shares a character with another."""

    def __init__(self, spans: Iterable[Offsets] = ()) -> None:
        """Take `spans`, in any order."""
        self._spans = sorted(spans)

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no stretch shares a character with `start:end`."""
        return self.last_within(start, end) is None

    def last_within(self, start: int, end: int) -> Offsets | None:
        """Return the last stretch that shares a character with `start:end`, None when there is none."""
        at = bisect_left(self._spans, (end, 0))
        return self._spans[at - 1] if at and self._spans[at - 1][1] > start else None

    def add(self, span: Offsets) -> None:
        """Take a stretch that is free."""
        insort(self._spans, span)
