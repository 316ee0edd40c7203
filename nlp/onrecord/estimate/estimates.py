"""From records and coded units to numbers with intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from onrecord.estimate.coded import Coded, read_coded
from onrecord.estimate.covariates import covariates
from onrecord.estimate.groups import ALL, Group, denominator, groups, outcome, portion, wanted
from onrecord.estimate.population import Population, collect
from onrecord.estimate.question import Question
from onrecord.estimate.regress import regress
from onrecord.estimate.results import Estimate
from onrecord.estimate.totals import Linear, Values, difference, interval, ratio, share, total, tune

if TYPE_CHECKING:
    import os

    from onrecord.estimate.units import Records

FEWEST = 5
"""Coded units of a group below which no corrected value is given: with so few there is no telling how far it is off."""
_FEW = 30
_FEW_CLAIMS = 10


def estimate(records: Records, coded: Coded | str | os.PathLike[str], question: Question | None = None) -> list[Estimate]:
    """Estimate from predictions corrected by hand-coded units, with intervals.

    Groups are domains: a unit belongs to one by what is known of its article, never by what was predicted, and a true claim
    counts also where none was predicted.

    Args:
        records: The annotations that the sample was drawn from: a folder, a file, or a list.
        coded: The sample's folder or coder's file, or what `read_coded` returned.
        question: What to estimate; by default the share of units with a counted claim.

    Returns:
        One estimate a group, difference or covariate.

    Raises:
        InputError: Nothing was coded, a coded unit is not of the sample, the records are not those it was drawn from.
        RecordError: A record or a coded claim is broken.
    """
    asked = question or Question()
    given = coded if isinstance(coded, Coded) else read_coded(coded)
    population = collect(records, given, asked)
    found = _regression(population, asked) if asked.quantity == "regression" else _by_group(population, asked)
    notes = (*given.notes, *_notes(population, asked))
    return [replace(each, notes=(*notes, *each.notes)) for each in found]


def _by_group(population: Population, question: Question) -> list[Estimate]:
    tuning = _tuning(population, question)
    made = [(group, _linear(population, group, question, tuning)) for group in groups(population, question)]
    if question.quantity != "difference":
        return [_estimate(population, group, line, question) for group, line in made]
    name = question.reference or made[0][0].name
    reference, base = next((group, line) for group, line in made if group.name == name)
    return [
        _estimate(population, _both(group, reference), line and base and difference(line, base), question)
        for group, line in made
        if group.name != name
    ]


def _tuning(population: Population, question: Question) -> float:
    """One for all groups, so that counts of groups add up to the whole."""
    whole = Group(name=ALL, inside=np.ones(population.predicted.size), actors=wanted(question))
    y = outcome(population, whole)
    if question.among == "claims":
        d = denominator(population, whole)
        plain = ratio(population.frame, y, d)
        mean = plain.value if plain else 0.0
        y = Values(hat=y.hat - mean * d.hat, true=y.true - mean * d.true)
    return tune(population.frame, y)


def _linear(population: Population, group: Group, question: Question, tuning: float) -> Linear | None:
    frame = population.frame
    if group.inside[frame.coded].sum() < min(FEWEST, frame.times @ group.inside):
        return None
    y, part = outcome(population, group), portion(population, group, question)
    if question.quantity == "count":
        return total(frame, y, tuning=tuning, portion=part)
    if question.among == "units":
        return share(frame, y, group.inside, tuning=tuning, portion=part)
    return ratio(frame, y, denominator(population, group), tuning=tuning, portion=part)


def _estimate(population: Population, group: Group, line: Linear | None, question: Question) -> Estimate:
    frame = population.frame
    n_coded = int(group.inside[frame.coded].sum())
    n_population = round(float(frame.times @ group.inside))
    if line is None:
        naive = _naive(population, group, question)
        return Estimate(
            group=group.name, quantity=question.quantity, naive=naive, value=None, low=None, high=None, standard_error=None,
            n_coded=n_coded, n_population=n_population, gain=None,
            notes=("too few units of the group were coded for a corrected value",),
        )  # fmt: skip
    least, most = _bounds(question, n_population)
    sure = interval(frame, line, level=question.level, scope=question.scope or "collection")
    low, high = max(sure.low, least), min(sure.high, most)
    return Estimate(
        group=group.name, quantity=question.quantity, naive=line.naive, value=line.value, low=min(low, most), high=max(high, least),
        standard_error=sure.standard_error, n_coded=n_coded, n_population=n_population, gain=sure.gain,
        notes=tuple(_cautions(population, group, line, (least, most))),
    )  # fmt: skip


def _regression(population: Population, question: Question) -> list[Estimate]:
    frame = population.frame
    columns = covariates(population, question)
    inside = Group(name=ALL, inside=columns.known, actors=wanted(question))
    lines = regress(
        frame, columns.x, outcome(population, inside), model=question.model, portion=portion(population, inside, question),
        among=denominator(population, inside) if question.among == "claims" else None,
    )  # fmt: skip
    notes = (*columns.notes, *_thin(population, inside, len(columns.names)))
    found = []
    for name, line in zip(columns.names, lines, strict=True):
        sure = interval(frame, line, level=question.level, scope=question.scope or "process")
        found.append(Estimate(
            group=name, quantity="regression", naive=line.naive, value=line.value, low=sure.low, high=sure.high,
            standard_error=sure.standard_error, n_coded=int(columns.known[frame.coded].sum()),
            n_population=round(float(frame.times @ columns.known)), gain=sure.gain, notes=notes,
        ))  # fmt: skip
    return found


def _both(group: Group, reference: Group) -> Group:
    inside = np.maximum(group.inside, reference.inside)
    actors = None if group.actors is None or reference.actors is None else group.actors | reference.actors
    return Group(name=f"{group.name} - {reference.name}", inside=inside, actors=actors)


def _naive(population: Population, group: Group, question: Question) -> float | None:
    """The number from predictions alone, where there is no corrected one."""
    if question.quantity == "difference":
        return None
    times = population.frame.times
    above = float(times @ outcome(population, group).hat)
    if question.quantity == "count":
        return above
    below = float(times @ (denominator(population, group).hat if question.among == "claims" else group.inside))
    return above / below if below else None


def _bounds(question: Question, units: int) -> tuple[float, float]:
    if question.quantity == "count":
        return 0.0, float(units)
    return (-1.0, 1.0) if question.quantity == "difference" else (0.0, 1.0)


def _cautions(population: Population, group: Group, line: Linear, bounds: tuple[float, float]) -> list[str]:
    coded = population.frame.coded
    telling = _telling(population, group)
    found = []
    if group.inside[coded].sum() < min(_FEW, population.frame.times @ group.inside):
        found.append(f"fewer than {_FEW} units of the group were coded: the interval is a rough one")
    elif telling < _FEW_CLAIMS and coded.size < population.frame.size.sum():
        found.append(f"only {telling} coded units have such a claim, predicted or true: the interval is a rough one")
    if not bounds[0] <= line.value <= bounds[1]:
        found.append("the estimate is beyond what is possible: too few units were coded for it")
    return found


def _thin(population: Population, group: Group, columns: int) -> tuple[str, ...]:
    telling = _telling(population, group)
    if telling >= _FEW_CLAIMS * columns:
        return ()
    return (
        f"only {telling} coded units have such a claim, predicted or true, for {columns} coefficients: the intervals are rough",
    )


def _telling(population: Population, group: Group) -> int:
    """Coded units with a claim that is asked for, predicted or true."""
    y = outcome(population, group)
    return int(((y.hat[population.frame.coded] > 0) | (y.true > 0)).sum())


def _notes(population: Population, question: Question) -> list[str]:
    found = []
    if lone := population.frame.lone:
        found.append(f"{lone} strata have a single coded unit and were joined with others for the variance")
    if population.foreign and (question.by == "actor" or question.actor):
        shown = ", ".join(population.foreign[:5])
        found.append(f"coded actors that no record knows, perhaps spelled otherwise: {shown}")
    return found
