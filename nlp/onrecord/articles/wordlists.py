"""The word lists of this package: small CSV files in `data/`, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>.csv` in file order, one dict of column to value each."""
    text = files("onrecord.articles").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def column(name: str, key: str, where: tuple[str, str] | None = None) -> frozenset[str]:
    """Return the values of column `key` of `data/<name>.csv`, of the rows whose column `where[0]` equals `where[1]` if given."""
    return frozenset(row[key] for row in load(name) if where is None or row[where[0]] == where[1])
