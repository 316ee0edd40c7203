"""Groups to estimate for.

Months, years and sources are known of every article: a group is a part of the population, and every unit of it counts, with
a predicted claim or without. An actor is not known before a unit is coded: each actor is a variable over all units, so a true
claim counts for its true actor, also where another one, or none, was predicted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import InputError
from onrecord.estimate.cells import OTHERS, UNKNOWN, month
from onrecord.estimate.question import answers, claimed, key
from onrecord.estimate.totals import Values

if TYPE_CHECKING:
    from onrecord.estimate.frame import Floats
    from onrecord.estimate.population import Population
    from onrecord.estimate.question import Question

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of the population, or an actor."""

    name: str
    inside: Floats
    """1 for the rows that are in it. Shape (N,)."""
    actors: frozenset[str] | None
    """Keys of the actors whose claims count, None for all."""


def groups(population: Population, question: Question) -> list[Group]:
    """Return the groups in the order they are shown: in time, or the largest first; `unknown`, then `others` at the end.

    Raises:
        InputError: There is only one group to take a difference between, or the reference is none of them.
    """
    if question.by == "actor":
        found = _actors(population, question)
        if not found:
            raise InputError("there is no claim, predicted or coded: no group by actor")
    elif question.by is None:
        found = [Group(name=ALL, inside=np.ones(population.predicted.size), actors=wanted(question))]
    else:
        found = _parts(population, question)
    if question.quantity == "difference" and len(found) < 2:
        raise InputError(f"there is only one group by {question.by}, {found[0].name!r}: no difference to estimate")
    if question.reference is not None and question.reference not in {g.name for g in found}:
        raise InputError(f"no group {question.reference!r} to refer to: choose from {', '.join(g.name for g in found)}")
    return found


def wanted(question: Question) -> frozenset[str] | None:
    """Return the keys of the actors asked for, None for all."""
    return frozenset(map(key, question.actor)) or None


def outcome(population: Population, group: Group) -> Values:
    """Return whether each unit of the group has a claim that is asked for."""
    return _values(population, group, population.asked(lambda found: answers(found, group.actors)))


def denominator(population: Population, group: Group) -> Values:
    """Return whether each unit of the group has a claim of the group's actors, whatever its stance and target."""
    return _values(population, group, population.asked(lambda found: claimed(found, group.actors)))


def portion(population: Population, group: Group, question: Question) -> Floats:
    """Return what part of each stratum's unseen errors may concern the group. Shape (H,).

    Errors that were not seen are taken to be spread over time and sources as units are, and over actors and stances as
    predicted claims are.
    """
    frame = population.frame
    says = claimed if question.among == "claims" else answers
    hit, _ = population.asked(lambda found: says(found, group.actors))
    any_claim, _ = population.asked(claimed)
    of_claims = (frame.times @ hit + 1) / (frame.times @ any_claim + 1)
    within: Floats = np.bincount(frame.stratum, frame.times * group.inside, minlength=frame.size.size) / frame.size
    return within * min(float(of_claims), 1.0)


def ranked(count: Counter[str], top: int) -> list[str]:
    """Return the most frequent names, the alphabet deciding between equals."""
    return [name for name, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:top]]


def actor_counts(population: Population) -> Counter[str]:
    """Return in how many units each actor, by key, has a predicted claim of the kind."""
    count: Counter[str] = Counter()
    times = np.bincount(population.predicted, population.frame.times, minlength=len(population.patterns))
    for found, units in zip(population.patterns, times.tolist(), strict=True):
        for actor in {actor for actor, _ in found} - {""}:
            count[actor] += round(units)
    return count


def _values(population: Population, group: Group, found: tuple[Floats, Floats]) -> Values:
    hat, true = found
    return Values(hat=hat * group.inside, true=true * group.inside[population.frame.coded])


def _actors(population: Population, question: Question) -> list[Group]:
    one = np.ones(population.predicted.size)
    if question.actor:
        return [Group(name=name, inside=one, actors=frozenset({key(name)})) for name in question.actor]
    top = ranked(+actor_counts(population), question.top)
    every = frozenset(actor for found in population.patterns for actor, _ in found)
    named = [(population.shown.get(actor, actor), frozenset({actor})) for actor in top]
    named += [(UNKNOWN, every & {""}), (OTHERS, every.difference(top, {""}))]
    return [Group(name=name, inside=one, actors=actors) for name, actors in named if actors]


def _parts(population: Population, question: Question) -> list[Group]:
    names = _names(population, question)
    units = Counter[str]()
    number = {name: i for i, name in enumerate(sorted(set(names)))}
    at = np.array([number[name] for name in names])[population.frame.cluster]
    for name, count in zip(number, np.bincount(at, population.frame.times, minlength=len(number)).tolist(), strict=True):
        units[name] = round(count)
    order = ranked(+units, len(units)) if question.by == "source" else list(+units)
    last = [name for name in (UNKNOWN, OTHERS) if name in order]
    actors = wanted(question)
    return [
        Group(name=name, inside=(at == number[name]).astype(np.float64), actors=actors)
        for name in (*(name for name in order if name not in last), *last)
    ]


def _names(population: Population, question: Question) -> list[str]:
    """The group of each article."""
    if question.by == "month":
        return [month(date) for date in population.dates]
    if question.by == "year":
        return [date[:4] if date else UNKNOWN for date in population.dates]
    return known_sources(population, question.top)


def known_sources(population: Population, top: int) -> list[str]:
    """Return the source of each article, those beyond the most frequent under one name."""
    count = Counter(source for source in population.sources if source)
    kept = set(ranked(count, top))
    return [UNKNOWN if not source else source if source in kept else OTHERS for source in population.sources]
