"""What is to be estimated, and what a unit's claims answer to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from onrecord.errors import InputError
from onrecord.estimate.regress import Model
from onrecord.estimate.totals import Scope
from onrecord.types import STANCES, Stance

if TYPE_CHECKING:
    import os

    from onrecord.types import Claim

Quantity = Literal["share", "count", "difference", "regression"]
By = Literal["month", "year", "source", "actor"]
Kind = Literal["counted", "negated", "all"]
Among = Literal["units", "claims"]

Pattern = frozenset[tuple[str, bool]]
"""What a unit's claims come to: each actor's key, and whether the claim is one that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be estimated. Raises `InputError` when its parts do not go together."""

    quantity: Quantity = "share"
    """`share` of units with such a claim, `count` of them, `difference` of shares between groups, or `regression`."""
    scheme: tuple[Stance, ...] = STANCES
    """Stances that the records may take; our own five, unless the model was trained on a scheme of its own."""
    stance: tuple[Stance, ...] = ()
    """Any of these; all stances if empty."""
    actor: tuple[str, ...] = ()
    """Any of these names; all actors if empty. With `by="actor"` each is a group of its own."""
    target: tuple[str, ...] = ()
    """Any of these, by name or by the words of the text; all targets, and none, if empty."""
    claims: Kind = "counted"
    """`counted` claims (affirmed, in effect or announced), `negated` ones, or `all`."""
    among: Among = "units"
    """What a share is of: all units, or `claims`: the units with a claim of that kind and actor, whatever stance and target."""
    by: By | None = None
    """Groups to estimate for, None for the whole."""
    reference: str | None = None
    """Group that a difference is taken to; by default the first of them."""
    top: int = 10
    """Most actors, or sources, that are groups of their own; the others are one group."""
    covariates: tuple[str, ...] = ()
    """Of a regression: `date` (in years since the first), `source`, `actor` (dummies), or columns of `table`."""
    table: str | os.PathLike[str] | None = None
    """CSV with a column `id` (the article's) and the other columns to be used: numbers, or words that become dummies."""
    model: Model = "linear"
    scope: Scope | None = None
    """`collection`: the articles at hand. `process`: what brought them forth. By default the latter for regressions only."""
    level: float = 0.95
    """How often intervals made this way hold the truth."""

    def __post_init__(self) -> None:
        _check_words(self)
        _check_sense(self)


@lru_cache(maxsize=1 << 16)
def key(name: str | None) -> str:
    """Return the form in which names are compared: case, width and white space do not matter; empty for None."""
    return " ".join(unicodedata.normalize("NFKC", name or "").casefold().split())


def pattern(claims: Iterable[Claim], question: Question) -> Pattern:
    """Return what claims come to, those of another kind left out."""
    return frozenset((key(c.actor.name), _asked(c, question)) for c in claims if _of_kind(c, question.claims))


def answers(found: Pattern, actors: frozenset[str] | None = None) -> bool:
    """Return whether a pattern has a claim that is asked for, by any of the actors if they are given."""
    return any(asked and (actors is None or actor in actors) for actor, asked in found)


def claimed(found: Pattern, actors: frozenset[str] | None = None) -> bool:
    """Return whether a pattern has any claim, by any of the actors if they are given."""
    return any(actors is None or actor in actors for actor, _ in found)


def _of_kind(claim: Claim, kind: Kind) -> bool:
    return kind == "all" or (claim.counted if kind == "counted" else claim.polarity == "negated")


def _asked(claim: Claim, question: Question) -> bool:
    if question.stance and claim.stance not in question.stance:
        return False
    if not question.target:
        return True
    wanted = {key(name) for name in question.target}
    return claim.target is not None and not wanted.isdisjoint({key(claim.target.name), key(claim.target.text)})


def _check_words(q: Question) -> None:
    given = (
        (q.quantity, Quantity, "quantity"), (q.claims, Kind, "claims"), (q.among, Among, "among"), (q.by, By, "by"),
        (q.model, Model, "model"), (q.scope, Scope, "scope"),
    )  # fmt: skip
    for word, words, name in given:
        if word is not None and word not in get_args(words):
            raise InputError(f"no {name} {word!r}: choose from {', '.join(get_args(words))}")
    for name in ("stance", "actor", "target", "covariates"):
        if isinstance(value := getattr(q, name), str):
            raise InputError(f"{name} is the string {value!r}: give a tuple, such as ({value!r},)")
    if unknown := [s for s in q.stance if s not in q.scheme]:
        raise InputError(f"no stance {unknown[0]!r}: choose from {', '.join(q.scheme)}")
    if not 0 < q.level < 1:
        raise InputError(f"level is {q.level}: give a number between 0 and 1, such as 0.95")


def _check_sense(q: Question) -> None:
    if q.quantity == "difference" and q.by is None:
        raise InputError("a difference is between groups: say by what, such as by month")
    if q.among == "claims" and q.quantity == "count":
        raise InputError("a count is not among anything: leave `among` out")
    if q.among == "claims" and not (q.stance or q.target):
        raise InputError("the share of all claims among claims is 1: ask for a stance or a target")
    if q.quantity == "regression":
        _check_regression(q)
    elif q.covariates or q.table:
        raise InputError(f"covariates and table are for regressions: leave them out for a {q.quantity}")


def _check_regression(q: Question) -> None:
    if not q.covariates:
        raise InputError("a regression needs covariates: date, source, actor, or columns of a table")
    if q.by is not None:
        raise InputError("a regression has no groups: leave `by` out and take the groups as covariates")
    if "actor" in q.covariates and q.among != "claims":
        raise InputError("the actor as a covariate is known only of claims: ask for the share among claims")
    if (extra := [c for c in q.covariates if c not in ("date", "source", "actor")]) and q.table is None:
        raise InputError(f"no covariate {extra[0]!r}: choose date, source or actor, or give the table that has it as a column")
