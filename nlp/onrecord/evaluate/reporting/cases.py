"""What the list of errors is made of: a sentence, what both sides say of it, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Literal

from onrecord.types import Polarity, Stage, Stance

Kind = Literal["wrong claim", "missed claim", "wrong stance", "wrong polarity", "wrong actor", "wrong stage"]
Side = Literal["gold", "predicted"]
Role = Literal["actor", "target"]
KINDS: tuple[Kind, ...] = ("wrong claim", "missed claim", "wrong stance", "wrong polarity", "wrong actor", "wrong stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a sentence."""

    kind: Kind
    """A wrong stance, polarity or actor is a wrong claim and a missed one that belong together."""
    why: str
    """What differs, in a few words: `stage: announced, gold in_effect`."""
    stances: tuple[Stance, ...]
    """Stances of the claims concerned, without repeats."""
    cost: float
    """How bad it is: see `errors`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the sentence that one side points at."""

    side: Side
    role: Role
    start: int
    """Offset into the case's text."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim as one side tells it."""

    stance: Stance
    polarity: Polarity
    stage: Stage
    actor: str | None
    """Name of the actor, None when it can't be told."""
    mention: str
    """The actor's words in the sentence."""
    target: str | None
    confidence: float | None
    unsure: bool
    """Gold only: need not be found."""
    right: bool | None
    """Whether a gold claim was found, a predicted one is right; None where that is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCase:
    """A sentence that a system got wrong."""

    document: str
    """Id of the gold record."""
    title: str | None
    """Title of the document."""
    sentence: int | None
    """Index of the gold sentence, None for a claim that lies in none."""
    previous: str
    """The sentence before, empty where there is none."""
    text: str
    next: str
    gold: tuple[Told, ...]
    """Every gold claim of the sentence."""
    predicted: tuple[Told, ...]
    """Every claim of the system in the sentence."""
    marks: tuple[Mark, ...]
    """In the order of the text."""
    faults: tuple[Fault, ...]
    """The worst first."""

    @property
    def cost(self) -> float:
        """How bad the sentence is: the sum over its faults."""
        return fsum(fault.cost for fault in self.faults)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of its faults, without repeats, in the order of `KINDS`."""
        return tuple(kind for kind in KINDS if any(fault.kind == kind for fault in self.faults))

    @property
    def stances(self) -> tuple[Stance, ...]:
        """Stances that its faults concern, without repeats."""
        return tuple(dict.fromkeys(stance for fault in self.faults for stance in fault.stances))

    @property
    def why(self) -> str:
        """What is wrong, in a few words for each fault; what is the same for several members of a group is said once."""
        return "; ".join(dict.fromkeys(fault.why for fault in self.faults))
