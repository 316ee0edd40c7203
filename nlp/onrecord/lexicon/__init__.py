"""Word lists of companies, countries, places, authorities and laws: which real thing a name stands for."""

from __future__ import annotations

from onrecord.lexicon.entries import Entry
from onrecord.lexicon.store import Lexicon

__all__ = ["Entry", "Lexicon"]
