"""When two actors, or two targets, are the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.events.reports import Report
    from onrecord.types import Actor, Target

Key = tuple[str, ...]
"""What it is known by (ref, name, or an article's own words), and that."""


def actor_key(actor: Actor, article: str) -> Key:
    """Return what an actor is known by: the lexicon's id, else the name without case.

    An actor that can't be told is known by its words in its article only, so it is the same as no actor of another one.
    """
    if actor.ref is not None:
        return "ref", actor.ref
    if actor.name is not None:
        return "name", folded(actor.name)
    return "words", article, folded(actor.text)


def target_key(target: Target | None) -> Key | None:
    """Return what a target is known by: the lexicon's id, else the name without case; None where neither is told."""
    if target is None or (target.ref is None and target.name is None):
        return None
    return ("ref", target.ref) if target.ref is not None else ("name", folded(target.name or ""))


def is_named(target: Target) -> bool:
    """Return whether a target is told by an id or a name, so that other articles may mean the same by it.

    "River Treaty" is, "the order" and "talks" are not: those are other orders and talks in another article. A headline has capitals
    in any word, so a single word that is no law's, place's or actor's name is no name there either.
    """
    name = target.name or ""
    return target.ref is not None or (name != name.casefold() and (target.label != "OTHER" or len(name.split()) > 1))


def folded(name: str) -> str:
    """Return a name without case and with single blanks."""
    return " ".join(name.casefold().split())


def with_targets(reports: Iterable[Report]) -> list[Report]:
    """Return the reports, those without a target with the target that the rest of their article gives.

    That is where the article's other claims of the same actor, stance, polarity and stage (reversed or not) have one target
    between them. With several, or none, the target stays unknown.
    """
    reports = list(reports)
    known: defaultdict[tuple[object, ...], set[Key]] = defaultdict(set)
    for report in reports:
        if report.target:
            known[_place(report)].add(report.target)
    return [_with_target(report, known.get(_place(report), set())) for report in reports]


def _with_target(report: Report, known: set[Key]) -> Report:
    if report.target or len(known) != 1:
        return report
    return replace(report, target=next(iter(known)))


def _place(report: Report) -> tuple[object, ...]:
    return report.article, report.actor, report.claim.stance, report.claim.polarity, report.reversed
