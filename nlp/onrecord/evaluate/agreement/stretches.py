"""The sentences of a text as the units that annotators are compared on: every mark has its home in one."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.evaluate.words import Place
    from onrecord.types import Quote, Record, Span

_NEAR = 1
"""How many sentences away a quote's speaker or cue still belongs to what is shown of it."""


class Stretches:
    """The sentences of one text; a text without sentences is a stretch of its own.

    Args:
        record: Any record of the text.
    """

    def __init__(self, record: Record) -> None:
        self._text = record.text
        self.places: list[Place] = [(s.start, s.end) for s in record.sentences] or [(0, len(record.text))]
        """Start and end of each sentence."""
        self._starts = [start for start, _ in self.places]

    def home(self, offset: int) -> int:
        """Return the index of the sentence that a character lies in, of the last one before it where it lies in none."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def of_quote(self, quote: Quote) -> tuple[int, int]:
        """Return the first and last sentence of a quote with its speaker and cue, where these are near."""
        first, last = self.home(quote.start), self.home(quote.end - 1)
        for span in (quote.speaker, quote.cue):
            if span and first - _NEAR <= self.home(span.start) <= last + _NEAR:
                first, last = self._with(span, first, last)
        return first, last

    def place(self, first: int, last: int) -> Place:
        """Return where a run of sentences begins and ends."""
        return self.places[first][0], self.places[last][1]

    def text(self, index: int) -> str | None:
        """Return the text of a sentence, None where there is none of that index."""
        if not 0 <= index < len(self.places):
            return None
        start, end = self.places[index]
        return self._text[start:end]

    def _with(self, span: Span, first: int, last: int) -> tuple[int, int]:
        return min(first, self.home(span.start)), max(last, self.home(span.end - 1))
