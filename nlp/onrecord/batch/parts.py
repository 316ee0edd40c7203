"""The input, part by part: where one ends depends on nothing but the articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.batch.outcomes import Outcome
from onrecord.batch.settings import article_key
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.batch.index import Index

PART_CHARS = 10_000_000
"""Characters of text after which a part ends early, so that long articles do not fill the memory."""


@dataclass(slots=True)
class Part:
    """Articles in input order, and what came of them so far."""

    number: int
    keys: list[str] = field(default_factory=list)
    items: list[Article | Failure] = field(default_factory=list)
    found: list[Outcome | None] = field(default_factory=list)
    safe: set[int] = field(default_factory=set)
    """Places whose outcome is to be had again at no cost: it is on the disk, or was never to do."""

    def add(self, item: Article | Failure, key: str) -> None:
        """Add an article, or why it could not be read."""
        self.keys.append(key)
        self.items.append(item)
        self.found.append(None)
        if isinstance(item, Failure):
            self.fill(len(self.found) - 1, Outcome(id=item.id, failure=item), safe=True)

    def fill(self, place: int, outcome: Outcome, *, safe: bool = False) -> None:
        """Take in what came of the article at a place."""
        self.found[place] = outcome
        if safe:
            self.safe.add(place)

    def to_do(self) -> Iterator[tuple[int, Article]]:
        """Yield place and article of each that nothing has come of yet."""
        for place, item in enumerate(self.items):
            if isinstance(item, Article) and self.found[place] is None:
                yield place, item

    def outcomes(self) -> list[Outcome] | None:
        """Return what came of the articles, None while some are still to do."""
        found = [outcome for outcome in self.found if outcome is not None]
        return found if len(found) == len(self.found) else None

    def loose(self) -> list[tuple[int, Outcome]]:
        """Return place and outcome of each article that is done and not safe."""
        return [(place, o) for place, o in enumerate(self.found) if o is not None and place not in self.safe]


def parts_of(articles: Iterable[Article | Failure], index: Index, settings: bytes, *, size: int) -> Iterator[Part]:
    """Yield the articles in parts. An article with the id of an earlier one is a failure.

    Args:
        articles: In input order.
        index: Remembers the ids.
        settings: `Settings.digest()`.
        size: Most articles of a part.
    """
    part, chars = Part(0), 0
    for given in articles:
        item = _once(given, index)
        part.add(item, article_key(item, settings))
        chars += len(item.text) if isinstance(item, Article) else 0
        if len(part.keys) >= size or chars >= PART_CHARS:
            yield part
            part, chars = Part(part.number + 1), 0
    if part.keys:
        yield part


def _once(item: Article | Failure, index: Index) -> Article | Failure:
    if isinstance(item, Failure) or index.first_time(item.id, item.path):
        return item
    message = f"article {item.id!r}: an earlier article has this id, give each its own"
    return Failure(id=item.id, path=item.path, stage="read", error="InputError", message=message)
