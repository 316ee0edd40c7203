"""Quotes as a job of their own: who is quoted, how often, with how many words.

    from onrecord.quotes import quotes_of

    for found in quotes_of(record):
        print(found.quote.speaker_name, found.words, found.quote.text)

`extract` does a whole collection, as `onrecord quotes` does; docs/quotes.md says what each column is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.quotes.found import FoundQuote, count_words, quotes_of
    from onrecord.quotes.genders import gender_rows, read_genders
    from onrecord.quotes.job import FILES, Summary, check_out, extract
    from onrecord.quotes.speakers import Speaker, SpeakerTally
    from onrecord.quotes.tables import GENDER_COLUMNS, QUOTE_COLUMNS, SPEAKER_COLUMNS

_HOME = {
    "job": ("FILES", "Summary", "check_out", "extract"),
    "found": ("FoundQuote", "count_words", "quotes_of"),
    "genders": ("gender_rows", "read_genders"),
    "speakers": ("Speaker", "SpeakerTally"),
    "tables": ("GENDER_COLUMNS", "QUOTE_COLUMNS", "SPEAKER_COLUMNS"),
}

__all__ = [
    "FILES", "GENDER_COLUMNS", "QUOTE_COLUMNS", "SPEAKER_COLUMNS", "FoundQuote", "Speaker", "SpeakerTally", "Summary", "check_out",
    "count_words", "extract", "gender_rows", "quotes_of", "read_genders",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
