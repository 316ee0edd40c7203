"""The words that exports use for their fields: `data/export_words.csv`."""

from __future__ import annotations

from functools import cache

from onrecord.articles.wordlists import load


@cache
def values_of(kind: str) -> dict[str, str]:
    """Return the words of one kind with their values: for labels the field they fill, empty for fields that are not kept."""
    return {row["word"]: row["value"] for row in load("export_words") if row["kind"] == kind}
