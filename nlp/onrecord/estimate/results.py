"""What comes out: estimates, as objects and as rows of a table."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from onrecord.records.files import replacing

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from onrecord.estimate.question import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number with its interval."""

    group: str
    """Month, year, source or actor; `all` for the whole; the covariate of a regression; `B - A` for a difference."""
    quantity: Quantity
    naive: float | None
    """From predictions alone. None where there is nothing to divide by."""
    value: float | None
    """Corrected. It may lie a little outside what is possible, as any unbiased estimate near a bound. None if too few units of
    the group were coded."""
    low: float | None
    high: float | None
    standard_error: float | None
    """Of both sides of the interval together: the upper side may be longer."""
    n_coded: int
    """Coded units of the group; by actor, and in a regression, all of them."""
    n_population: int
    """Units of the group; by actor, and in a regression, all of them."""
    gain: float | None
    """What the design and the predictions are worth: `gain * n_coded` units drawn plainly at random and hand-coded, without a
    classifier, would give the same variance."""
    notes: tuple[str, ...] = ()
    """What to read it with."""


def to_rows(estimates: Iterable[Estimate]) -> list[dict[str, Any]]:
    """Return one row an estimate, keys in the order of the fields; notes are joined by `; `."""
    return [{f.name: getattr(e, f.name) for f in fields(e)} | {"notes": "; ".join(e.notes)} for e in estimates]


def write_estimates_csv(estimates: Iterable[Estimate], path: str | os.PathLike[str]) -> int:
    """Write estimates as CSV (UTF-8, a header line) and return how many; None is an empty cell.

    Raises:
        InputError: There is no such folder.
    """
    rows = to_rows(estimates)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Estimate)])
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)
