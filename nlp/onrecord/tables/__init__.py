"""Counts of claims: how often who took which stance on what, and when.

    from onrecord.tables import Question, count, write

    found = count("out/", Question(by=("actor", "target", "month"), unit="story"))
    write(found, "table.csv")

Counting is of the flat table, file by file, so memory grows with the table that comes out and not with the collection.
"""

from __future__ import annotations

from onrecord.tables.counting import Counts, count
from onrecord.tables.files import SUFFIXES, write
from onrecord.tables.question import DATES, KEYS, UNITS, Question

__all__ = ["DATES", "KEYS", "SUFFIXES", "UNITS", "Counts", "Question", "count", "write"]
