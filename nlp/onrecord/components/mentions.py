"""What the encoder hands to the other components: labelled spans of the article's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionLabel = Literal["COMPANY", "GOVERNMENT", "LAW", "PLACE", "PERSON", "ACTOR", "TARGET", "CONTENT", "CUE", "SPEAKER"]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A labelled stretch `text[start:end]` of an article, offsets in code points.

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
