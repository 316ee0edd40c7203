"""Long articles are cut into pieces, between sentences; what the model says of the pieces is joined again by offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.types import Article

LEAD, BEFORE = 2, 3
"""Sentences of the article's beginning, and just before a piece, that help to see who is meant."""
MOST_CONTEXT = 500
"""Characters of one of them that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some sentences in a row, which are asked about at once."""

    first: int
    """Index of its first sentence in the article."""
    spans: tuple[tuple[int, int], ...]
    """(start, end) of its sentences in the article's text."""
    texts: tuple[str, ...]
    """Their words."""
    before: tuple[str, ...]
    """Earlier sentences, the beginning of the article among them."""
    title: str | None
    date: str | None

    def halves(self) -> tuple[Piece, Piece]:
        """Return the piece as two, for when the answer about the whole was cut short; it has two sentences or more."""
        middle = len(self.spans) // 2
        before = (*self.before, *(text[:MOST_CONTEXT] for text in self.texts[:middle][-BEFORE:]))
        return (
            replace(self, spans=self.spans[:middle], texts=self.texts[:middle]),
            replace(
                self, first=self.first + middle, spans=self.spans[middle:], texts=self.texts[middle:],
                before=(*before[:LEAD], *before[LEAD:][-BEFORE:]),
            ),
        )  # fmt: skip


def cut(article: Article, text: str, sentences: Sequence[tuple[int, int]], *, most: int) -> Iterator[Piece]:
    """Yield the pieces of an article: whole sentences, about the same size each, at most `most` characters.

    A sentence longer than that is a piece of its own. Pieces do not overlap; each but the first gets the article's
    first sentences and those just before it as context.

    Args:
        article: Gives title and date.
        text: What is read, the title included.
        sentences: (start, end) of each sentence of `text`.
        most: Most characters of a piece.
    """
    bounds = list(_bounds(sentences, most))
    for first, stop in bounds:
        lead = range(min(LEAD, first))
        near = range(max(len(lead), first - BEFORE), first)
        yield Piece(
            first=first,
            spans=tuple(sentences[first:stop]),
            texts=tuple(text[start:end] for start, end in sentences[first:stop]),
            before=tuple(text[slice(*sentences[i])][:MOST_CONTEXT] for i in (*lead, *near)),
            title=article.title,
            date=article.date,
        )


def _bounds(sentences: Sequence[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    """Yield first and stop of each piece. A short last piece would see little: the pieces share the length evenly."""
    total = sum(end - start for start, end in sentences)
    share = total / max(1, -(-total // most))
    first, size = 0, 0
    for i, (start, end) in enumerate(sentences):
        length = end - start
        if size and (size + length > most or size + length / 2 > share):
            yield first, i
            first, size = i, 0
        size += length
    if sentences:
        yield first, len(sentences)
