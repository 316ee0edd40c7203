"""What is counted: true positives, false positives, false negatives. Ratios are only ever made from sums."""

from __future__ import annotations

from collections.abc import Collection, Hashable

Count = tuple[int, int, int]
"""True positives, false positives, false negatives."""
Counts = dict[str, Count]
"""Counts by key: a label, a stance."""


def count(gold: Collection[Hashable], pred: Collection[Hashable]) -> Count:
    """Return the counts of two sets of items that are equal or not."""
    these, those = set(gold), set(pred)
    return len(these & those), len(those - these), len(these - those)
