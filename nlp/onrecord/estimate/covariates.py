"""Covariates of a regression, from the records and from a table of the user's own."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import InputError
from onrecord.estimate.cells import OTHERS
from onrecord.estimate.groups import actor_counts, known_sources, ranked, wanted
from onrecord.estimate.question import claimed
from onrecord.estimate.totals import Values
from onrecord.records.files import opened

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from onrecord.estimate.frame import Floats
    from onrecord.estimate.population import Population
    from onrecord.estimate.question import Question

_DAYS = 365.25
_MANY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariates:
    """The columns of a regression."""

    names: tuple[str, ...]
    """`intercept` first; a dummy is called `source=The Lantern`."""
    x: Values
    """Zeros for rows that lack a covariate. Shapes (N, p) and (n, p)."""
    known: Floats
    """1 for rows with all covariates, 0 where the date is missing. Shape (N,)."""
    notes: tuple[str, ...]
    """What the coefficients refer to."""


def covariates(population: Population, question: Question) -> Covariates:
    """Return the columns of a regression.

    Dates are years since the first one. Words become dummies, the most frequent left out as the one they are compared with.
    An actor's dummy says whether the unit has a claim of that actor: predicted for all units, true for coded ones.

    Raises:
        InputError: The table can't be used, or a word has too many values.
    """
    rows = population.frame.cluster
    named: list[tuple[str, Floats, Floats]] = [("intercept", np.ones(rows.size), np.ones(population.true.size))]
    known, notes = np.ones(rows.size), list[str]()
    table = _columns(population, question)
    for name in question.covariates:
        if name == "actor":
            added, compared = _actor_dummies(population, question)
            named += added
        elif name == "date":
            years, known, compared = _years(population)
            named.append((name, years[rows], years[rows][population.frame.coded]))
        else:
            given = known_sources(population, question.top) if name == "source" else table[name]
            columns, compared = _article_columns(name, given)
            named += [(column, each[rows], each[rows][population.frame.coded]) for column, each in columns]
        notes.append(compared)
    hat, true = (np.stack([each[i] for each in named], axis=1) for i in (1, 2))
    names = tuple(name for name, _, _ in named)
    x = Values(hat=hat * known[:, None], true=true * known[population.frame.coded, None])
    return Covariates(names=names, x=x, known=known, notes=tuple(filter(None, notes)))


def _years(population: Population) -> tuple[Floats, Floats, str]:
    days = np.array([_day(d) for d in population.dates])
    there = ~np.isnan(days)
    if not there.any():
        raise InputError("no article has a date: leave the covariate date out")
    first = float(np.nanmin(days))
    years = np.where(there, (days - first) / _DAYS, 0.0)
    missing = int((~there).sum())
    left_out = f"; {missing} articles without one left out" if missing else ""
    note = f"date in years since {date.fromordinal(int(first)).isoformat()}{left_out}"
    return years, there.astype(np.float64)[population.frame.cluster], note


def _day(given: str | None) -> float:
    try:
        return float(date.fromisoformat(given).toordinal()) if given else math.nan
    except ValueError:
        return math.nan


def _article_columns(name: str, given: Sequence[str]) -> tuple[list[tuple[str, Floats]], str]:
    """Numbers as they are, words as dummies; one value an article."""
    try:
        numbers = np.array([float(value) for value in given])
    except ValueError:
        pass
    else:
        if not np.isfinite(numbers).all():
            raise InputError(f"covariate {name!r} has values that are no finite numbers: correct them")
        return [(name, numbers)], ""
    count = Counter(given)
    if len(count) > _MANY:
        raise InputError(f"covariate {name!r} has {len(count)} different words: group them to at most {_MANY}")
    first, *others = ranked(count, len(count))
    values = np.array(given)
    return [(f"{name}={other}", (values == other).astype(np.float64)) for other in others], f"{name} compared with {first}"


def _actor_dummies(population: Population, question: Question) -> tuple[list[tuple[str, Floats, Floats]], str]:
    asked = wanted(question)
    count = Counter({k: n for k, n in (+actor_counts(population)).items() if asked is None or k in asked})
    top = ranked(count, question.top)
    if not top:
        raise InputError("no claim has an actor: leave the covariate actor out")
    rest = frozenset(count).difference(top)
    sets = [(population.shown.get(actor, actor), frozenset({actor})) for actor in top[1:]] + ([(OTHERS, rest)] if rest else [])
    found = [(f"actor={name}", *population.asked(partial(claimed, actors=actors))) for name, actors in sets]
    return found, f"actor compared with {population.shown.get(top[0], top[0])}"


def _columns(population: Population, question: Question) -> Mapping[str, list[str]]:
    """The user's columns, one value an article, in the order of the articles."""
    names = [name for name in question.covariates if name not in ("date", "source", "actor")]
    if not names or question.table is None:
        return {}
    rows = _read(question.table, names)
    if missing := [each for each in population.ids if each not in rows]:
        raise InputError(f"{question.table}: has no row for {len(missing)} articles, the first is {missing[0]!r}: add them")
    return {name: [rows[each][i] for each in population.ids] for i, name in enumerate(names)}


def _read(path: str | os.PathLike[str], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    with opened(path) as raw:
        given = raw.read()
    try:
        reader = csv.DictReader(io.StringIO(given.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}, save the table as UTF-8") from None
    if lacking := [name for name in ("id", *names) if name not in (reader.fieldnames or ())]:
        raise InputError(f"{path}: has no column {lacking[0]!r}, its columns are {', '.join(reader.fieldnames or ())}")
    found: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(reader, 2):
        if row["id"] in found:
            raise InputError(f"{path}:{number}: article {row['id']!r} stands there twice, leave one out")
        if not all((row[name] or "").strip() for name in ("id", *names)):
            raise InputError(f"{path}:{number}: a value is missing, fill it in")
        found[row["id"]] = tuple(row[name].strip() for name in names)
    return found
