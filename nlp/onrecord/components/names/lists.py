"""The word lists of this folder, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def rows(file: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<file>.csv`, each a dict by column."""
    text = (resources.files("onrecord.components") / "data" / f"{file}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def column(file: str, name: str = "word") -> frozenset[str]:
    """Return the values of one column of `data/<file>.csv`."""
    return frozenset(row[name] for row in rows(file))
