"""Rows of zero.

A table of counts has a row for what was found. A line through its months would jump over those without a claim, so zeros can
be asked for. Keys are of two kinds. Who, what and where (actor, target, country, source, speaker, document, story) are open:
each combination of them that was found is kept, and none is made up. When and how (day, week, month, year, stance, polarity,
stage) are closed: each of those combinations gets a row for every period from the first to the last of all claims of the run,
and for every stance, polarity and stage found in the table.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.tables.periods import periods
from onrecord.tables.question import CLOSED, PERIODS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

MAX_ROWS = 5_000_000
"""Most rows with zeros; a table of this size is a slip."""


def with_zeros(found: pa.Table, by: Sequence[str], spans: Mapping[str, tuple[str, str]]) -> pa.Table:
    """Return a table of counts with rows of zero, in the order of `Counts.table`.

    Args:
        found: Texts by key, then a column of counts.
        by: The keys.
        spans: First and last period of each key that is one.

    Raises:
        InputError: There would be more than five million rows.
    """
    import pyarrow as pa

    *columns, counts = (column.to_pylist() for column in found.columns)
    rows: dict[tuple[str | None, ...], int] = dict(zip(zip(*columns, strict=True), counts, strict=True))
    opened = [place for place, key in enumerate(by) if key not in CLOSED]
    closed = [place for place, key in enumerate(by) if key in CLOSED]
    values = [_values(by[place], columns[place], spans) for place in closed]
    combinations = {tuple(row[place] for place in opened) for row in rows}
    if (size := len(combinations) * prod(map(len, values))) > MAX_ROWS:
        raise InputError(f"with zeros the table would have {size:,} rows, at most {MAX_ROWS:,} can be: count by fewer keys")
    for combination, choice in product(combinations, product(*values)):
        row: list[Any] = [None] * len(by)
        for place, value in (*zip(opened, combination, strict=True), *zip(closed, choice, strict=True)):
            row[place] = value
        rows.setdefault(tuple(row), 0)
    ordered = sorted(rows.items(), key=lambda item: [(value is None, value or "") for value in item[0]])
    data = [*zip(*(row for row, _ in ordered), strict=True)] or [()] * len(by)
    return pa.table([*map(list, data), [n for _, n in ordered]], schema=found.schema)


def _values(key: str, column: Sequence[str | None], spans: Mapping[str, tuple[str, str]]) -> list[str]:
    if key not in PERIODS:
        return sorted({value for value in column if value is not None})
    return list(periods(*spans[key], key)) if key in spans else []
