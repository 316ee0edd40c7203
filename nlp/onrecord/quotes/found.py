"""The quotes of a record, each with the article that it stands in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.quotes.anonymity import is_anonymous
from onrecord.components.quotes.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.types import Quote, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote:
    """A quote and what tables say of it."""

    article: str
    """The article's id."""
    title: str | None
    date: str | None
    """Publication date, YYYY-MM-DD."""
    source: str | None
    url: str | None
    body_start: int
    """Where the given text begins in what was read: an offset less this one is an offset into the text as given."""
    quote: Quote
    anonymous: bool
    """Whether the article keeps the speaker's name back."""
    words: int
    """Words within the pieces."""


def quotes_of(record: Record) -> list[FoundQuote]:
    """Return the quotes of a record in its order."""
    if not record.quotes:
        return []
    starts = _word_starts(record.text)
    return [
        FoundQuote(
            article=record.id, title=record.title, date=record.date, source=record.source, url=record.url,
            body_start=record.body_start, quote=quote, anonymous=_keeps_name_back(record, quote), words=_within(starts, quote),
        )
        for quote in record.quotes
    ]  # fmt: skip


def _keeps_name_back(record: Record, quote: Quote) -> bool:
    """Return whether the article keeps the name of the quote's speaker back; a quote without a speaker is not anonymous."""
    if quote.speaker is None:
        return False
    start, end = quote.speaker.start, quote.speaker.end
    bodies = (e for e in record.entities if e.label in ("COMPANY", "GOVERNMENT") and e.via != "coref")
    body = any(e.start < end and start < e.end for e in bodies) or (quote.organization or "\n") in quote.speaker.text
    return is_anonymous(record.text, (start, end), named=quote.speaker_name is not None, body=body)


def count_words(text: str) -> int:
    """Return the number of words of a text: runs of letters and digits, inner apostrophes and hyphens included."""
    return len(_word_starts(text))


def _word_starts(text: str) -> Sequence[int]:
    return [token.start for token in Words.of(text).tokens if token.is_word]


def _within(starts: Sequence[int], quote: Quote) -> int:
    """Words that start within a piece. Each counts once, so quotes that lie apart never hold more words than their article."""
    places = ((bisect_left(starts, piece.start), bisect_left(starts, piece.end)) for piece in quote.spans)
    return len({number for first, last in places for number in range(first, last)})
