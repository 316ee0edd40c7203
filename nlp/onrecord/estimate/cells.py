"""The cell of a unit: the combination of predicted traits that decides its stratum."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.estimate.plan import Cell, Plan, Trait
    from onrecord.estimate.units import Piece
    from onrecord.types import Claim, Record

CLAIM, NONE = "claim", "none"
"""First part of every cell: whether a claim was predicted."""
OTHERS = "others"
UNKNOWN = "unknown"

MISSED = {"near": 0.05, "named": 0.03, "bare": 0.015}
"""A guess of how many units of each kind without a predicted claim have one. It only decides where coding effort goes; a wrong
guess costs precision, never correctness."""


def leading(claims: tuple[Claim, ...]) -> Claim:
    """Return the claim that stands for a unit: a counted one before others, then the most confident, then the first."""
    return max(claims, key=lambda c: (c.counted, c.confidence or 0.0))


def raw_cell(record: Record, piece: Piece, plan: Plan) -> Cell:
    """Return the cell of a unit, with the actor and the source by name.

    Units without a predicted claim are told apart by how near one is: `near` names a company or government in an article
    with a claim, `named` names one, `bare` names none.
    """
    head: Cell = (CLAIM,)
    wanted = plan.by
    if not piece.claims:
        head = (NONE, _nearness(record, piece))
        wanted = tuple(t for t in plan.by if t in ("month", "source"))
    return (*head, *(f"{trait}={_trait(record, piece, trait, plan)}" for trait in wanted))


def common_cell(cell: Cell, actors: frozenset[str], sources: frozenset[str]) -> Cell:
    """Return a raw cell with actors and sources beyond the most frequent under one name."""
    return tuple(_common(part, actors, sources) for part in cell)


def doubt(piece: Piece) -> float | None:
    """Return the confidence of a unit's leading claim, None when it has no claim or no confidence."""
    return leading(piece.claims).confidence if piece.claims else None


def named(cell: Cell, trait: Trait) -> str | None:
    """Return the value of a trait in a cell, None when it has none."""
    return next((part.partition("=")[2] for part in cell if part.startswith(f"{trait}=")), None)


def month(date: str | None) -> str:
    """Return the month of a date, YYYY-MM, or `unknown`."""
    return date[:7] if date else UNKNOWN


def _nearness(record: Record, piece: Piece) -> str:
    if not piece.named:
        return "bare"
    return "near" if record.claims else "named"


def _trait(record: Record, piece: Piece, trait: Trait, plan: Plan) -> str:
    if trait == "month":
        return month(record.date)
    if trait == "source":
        return record.source or UNKNOWN
    claim = leading(piece.claims)
    if trait == "actor":
        return claim.actor.name or UNKNOWN
    if trait == "stance":
        return claim.stance if claim.counted else "not counted"
    return _bin(claim.confidence, plan.bins)


def _bin(confidence: float | None, bins: tuple[float, ...]) -> str:
    if confidence is None:
        return UNKNOWN
    edges = (0.0, *bins, 1.0)
    at = bisect_right(bins, confidence)
    return f"{edges[at]:g} to {edges[at + 1]:g}"


def _common(part: str, actors: frozenset[str], sources: frozenset[str]) -> str:
    trait, _, value = part.partition("=")
    kept = {"actor": actors, "source": sources}.get(trait)
    return part if kept is None or value in kept else f"{trait}={OTHERS}"
