"""Records with their story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.types import Record


def with_stories(records: Iterable[Record], stories: Mapping[str, str]) -> Iterator[Record]:
    """Yield the records with the story that `stories` has for their id; a record it does not name keeps its own."""
    for record in records:
        yield replace(record, story=stories.get(record.id, record.story))
