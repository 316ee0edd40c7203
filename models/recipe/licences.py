"""Which sources state terms that allow commercial use: what the `permissive` model is trained on."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

PERMISSIVE_SETS = frozenset({"uner_ewt", "uner_pud", "crossner_politics"})
"""Entity sets under CC BY-SA or MIT. PolNeAR states no licence, so the quotes of `corpora/gold` stand in for it."""


@cache
def licences() -> dict[str, bool]:
    """Return for each licence text that a source states whether it allows commercial use."""
    with (Path(__file__).parent / "licences.csv").open(encoding="utf-8", newline="") as lines:
        return {row["licence"]: row["commercial"] == "yes" for row in csv.DictReader(lines)}


def is_permissive(row: Mapping[str, Any]) -> bool:
    """Return whether a labelled sentence may train the permissive model. What is not in the list may not."""
    stated = row.get("licence") or row.get("meta", {}).get("licence")
    return licences().get(stated or "", False)
