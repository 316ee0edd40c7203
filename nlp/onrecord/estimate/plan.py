"""What sample to draw, and what was drawn: the options, and the design that goes with the coded units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from onrecord.errors import InputError

Unit = Literal["sentence", "article"]
Trait = Literal["actor", "stance", "confidence", "month", "source"]
Cell = tuple[str, ...]

DESIGN_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to draw a sample. Raises `InputError` when an option makes no sense."""

    n: int = 300
    """Units to code. A few more are drawn only where each stratum's least asks for them."""
    by: tuple[Trait, ...] = ("actor", "stance", "confidence")
    """What strata are made of, the most important first: small strata are merged from the last backwards."""
    unit: Unit = "sentence"
    """What is coded, and counted later."""
    seed: int = 0
    """The same seed, plan and records give the same sample, whatever the order of the records."""
    none_share: float = 0.5
    """Part of `n` that goes to units without a predicted claim, so that what was missed can be estimated."""
    top: int = 10
    """How many actors and sources get strata of their own; the others share one."""
    bins: tuple[float, ...] = (0.5, 0.8)
    """Where confidence is cut."""
    floor: int = 2
    """Least number coded in a stratum, or all of a smaller one. With 1 there would be no spread to compute."""
    blind: bool = True
    """Whether the coder does not see what was predicted."""

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Units that had the same chance to be drawn."""

    id: str
    """Says nothing about what was predicted: it stands in the coder's file."""
    label: str
    """What was predicted of its units."""
    population: int
    sampled: int
    cells: tuple[Cell, ...]
    """The combinations of traits that it is made of."""

    @property
    def probability(self) -> float:
        """The chance of each of its units to be drawn."""
        return self.sampled / self.population


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How a sample came about: all that estimates need to know besides what was coded."""

    version: int = DESIGN_VERSION
    plan: Plan
    fingerprint: str
    """Of the records drawn from, whatever their order: SHA-256 of each, summed."""
    articles: int
    strata: tuple[Stratum, ...]
    actors: tuple[str, ...]
    """Actors with strata of their own."""
    sources: tuple[str, ...]
    """Sources with strata of their own."""
    units: Mapping[str, str]
    """The units drawn: stratum of each id."""

    @property
    def population(self) -> int:
        """Units drawn from."""
        return sum(s.population for s in self.strata)


def _check(plan: Plan) -> None:
    if plan.n < 1 or plan.floor < 1 or plan.top < 0:
        raise InputError(f"n is {plan.n}, floor {plan.floor}, top {plan.top}: give n and floor from 1, top from 0")
    if plan.unit not in get_args(Unit):
        raise InputError(f"no unit {plan.unit!r}: choose from {', '.join(get_args(Unit))}")
    if not 0 < plan.none_share < 1:
        raise InputError(f"none_share is {plan.none_share}: give a part between 0 and 1, so that misses can be estimated")
    if unknown := [trait for trait in plan.by if trait not in get_args(Trait)]:
        raise InputError(f"no trait {unknown[0]!r} to draw by: choose from {', '.join(get_args(Trait))}")
    if len(set(plan.by)) < len(plan.by):
        raise InputError(f"by names a trait twice: {', '.join(plan.by)}")
    if any(a >= b for a, b in pairwise((0.0, *plan.bins, 1.0))):
        raise InputError(f"bins are {plan.bins}: give rising numbers between 0 and 1")
