"""The tables of this package."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>.csv` in file order, one dict of column to value each."""
    return tuple(csv.DictReader(data(f"{name}.csv").splitlines()))


def data(name: str) -> str:
    """Return the text of a file in `data`."""
    return files("onrecord.exports").joinpath("data", name).read_text(encoding="utf-8")
