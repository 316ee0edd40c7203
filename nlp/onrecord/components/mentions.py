"""What the encoder hands to the other components: labelled spans of the article's text."""

from __future__ import annotations

from typing import Literal, NamedTuple

MentionLabel = Literal["COMPANY", "GOVERNMENT", "LAW", "PLACE", "PERSON", "ACTOR", "TARGET", "CONTENT", "CUE", "SPEAKER"]


class Mention(NamedTuple):
    """A labelled stretch `text[start:end]` of an article, offsets in code points. In order of its start.

    COMPANY, GOVERNMENT, LAW, PLACE and PERSON are names. ACTOR is whatever takes a stance (a name, "the company",
    "it"), TARGET what the stance is about. CONTENT, CUE and SPEAKER are the parts of a quote.
    """

    start: int
    end: int
    label: MentionLabel
    score: float = 1.0
    """The encoder's probability for the span, before calibration."""

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
