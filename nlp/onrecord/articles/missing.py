"""Values by which tables say that there is none."""

from __future__ import annotations

from datetime import date


def is_missing(value: object) -> bool:
    """Whether a value is None, NaN, or pandas' `NaT` or `NA`, told without importing pandas."""
    if value is None or type(value).__name__ == "NAType":
        return True
    return isinstance(value, float | date) and value != value  # noqa: PLR0124 (NaN and NaT are known by being unequal to themselves)
