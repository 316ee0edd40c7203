"""Quotes: what is said, by which words it is reported, who says it and for whom."""

from __future__ import annotations

from onrecord.components.quotes.drafts import DraftQuote, SpokenQuote
from onrecord.components.quotes.find import find_quotes
from onrecord.components.quotes.speakers import resolve_speakers

__all__ = ["DraftQuote", "SpokenQuote", "find_quotes", "resolve_speakers"]
