"""What is to be scored, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.errors import InputError
from onrecord.types import STANCES, Stance

FOUR: tuple[Stance, ...] = ("pause", "comply", "withdraw", "undecided")
FIVE: tuple[Stance, ...] = STANCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to score. Raises `InputError` for values that make no sense."""

    scheme: Literal["four", "five"] = "four"
    """Stances that figures over claims take in: `five` includes refusals."""
    claims: Literal["all", "counted"] = "all"
    """Whether claims that tables leave out (negated, threatened, considered, reversed) are scored."""
    unsure: Literal["optional", "required"] = "optional"
    """Whether gold claims marked unsure must be found; where they need not, finding one is not punished either."""
    threshold: float | None = None
    """Least confidence of a predicted claim; claims without a confidence stay."""
    cluster: str = "doc_id"
    """Key of the gold's `meta` that names the document: sentences of one document are resampled together."""
    bootstrap: int = 1000
    """Bootstrap samples behind an interval; 0 for no intervals."""
    rounds: int = 10_000
    """Rounds of the approximate randomisation test."""
    level: float = 0.95
    """Level of the intervals."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.bootstrap < 0 or self.rounds < 1:
            raise InputError(f"bootstrap is {self.bootstrap} and rounds {self.rounds}, give numbers of samples")
        if not 0 < self.level < 1:
            raise InputError(f"level is {self.level}, give a number between 0 and 1, such as 0.95")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise InputError(f"threshold is {self.threshold}, give a probability between 0 and 1")

    @property
    def stances(self) -> tuple[Stance, ...]:
        """Stances of the scheme."""
        return FOUR if self.scheme == "four" else FIVE
