"""What is to be scored, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from onrecord.contract import scheme_fault
from onrecord.errors import InputError
from onrecord.types import STANCES, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.types import Record

FOUR: tuple[Stance, ...] = ("pause", "comply", "withdraw", "undecided")
FIVE: tuple[Stance, ...] = STANCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to score. Raises `InputError` for values that make no sense."""

    scheme: Literal["four", "five"] = "four"
    """Stances that figures over claims take in: `five` includes refusals."""
    labels: tuple[Stance, ...] = ()
    """Stances of a scheme of one's own, in place of `scheme`; what the gold says of itself if there are none."""
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
        if self.labels and (fault := scheme_fault(self.labels)):
            raise InputError(f"labels {fault}")

    @property
    def stances(self) -> tuple[Stance, ...]:
        """Stances of the scheme."""
        return self.labels or (FOUR if self.scheme == "four" else FIVE)


def for_scheme(options: Options, gold: Iterable[Record], pred: Iterable[Record]) -> Options:
    """Return the options with the stances that the gold declares, where they are not our own five.

    Raises:
        InputError: The records are not all of one scheme, or the options ask for stances outside it.
    """
    schemes = {record.scheme: record.id for record in gold}
    if len(schemes) > 1:
        (one, a), (two, b) = list(schemes.items())[:2]
        raise InputError(f"gold {a!r} has the stances {_list(one)}, gold {b!r} {_list(two)}: score each scheme apart")
    own = next(iter(schemes), STANCES)
    for record in pred:
        if set(record.scheme) - set(own):  # one that knows fewer can be scored
            raise InputError(
                f"record {record.id!r} has the stances {_list(record.scheme)}, the gold has {_list(own)}: not comparable"
            )
    if outside := set(options.labels) - set(own):
        raise InputError(f"labels have {min(outside)!r}, the gold's stances are {_list(own)}")
    return options if own == STANCES or options.labels else replace(options, labels=own)


def _list(stances: Sequence[Stance]) -> str:
    return ", ".join(stances)
