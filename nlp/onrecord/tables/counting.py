"""Counts by any keys, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.tables.periods import period_of
from onrecord.tables.question import COLUMNS, DATES, PERIODS, UNITS, Question
from onrecord.tables.source import claim_tables
from onrecord.tables.zeros import with_zeros

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pyarrow as pa

    from onrecord.tables.periods import Period

PARTIAL_ROWS = 1_000_000
"""Rows of partial counts that wait before they are brought together."""
_UNIT = "unit"
_N = "n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A table of counts, and what is not in it."""

    table: pa.Table
    """A column of texts for each key, null where it is not known, and the counts in the last: `claims`, `articles`, …
    Rows are sorted by the keys in their order, by code points, null last."""
    claims: int
    """Claims that went in."""
    refusals_left_out: int = 0
    """Claims of the stance `refuse` that would have gone in."""
    undated: int = 0
    """Claims that did not go in because the period, or the source, that is counted is not known."""


def count(path: str | os.PathLike[str], question: Question) -> Counts:
    """Count the claims of a run.

    Args:
        path: A folder of `onrecord annotate`, or a file of records (JSONL or Parquet).
        question: What to count.

    Raises:
        InputError: There are no results, a file is damaged, stories are to be counted and none are known, or rows of zeros
            would be too many.
    """
    return count_tables(claim_tables(Path(path), question.columns), question, where=str(path))


def count_tables(tables: Iterable[pa.Table], question: Question, *, where: str = "the records") -> Counts:
    """Count the claims of pieces of the flat table.

    Args:
        tables: Pieces with `question.columns` at least.
        question: What to count.
        where: Where they come from, for an error.

    Raises:
        InputError: As `count`.
    """
    tally = _Tally(question)
    for table in tables:
        tally.add(table)
    if question.unit == "story" and tally.claims and not tally.stories:
        raise InputError(f"{where}: no article has a story, run `onrecord stories` on the folder first")
    found = tally.total()
    if question.zeros:
        found = with_zeros(found, question.by, tally.spans)
    return Counts(table=found, claims=tally.claims, refusals_left_out=tally.refusals_left_out, undated=tally.undated)


@dataclass(slots=True)
class _Tally:
    """Counts so far."""

    question: Question
    claims: int = 0
    refusals_left_out: int = 0
    undated: int = 0
    stories: bool = False
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)
    """First and last of each period among all claims, those that do not go in included."""
    _partial: list[pa.Table] = field(default_factory=list)
    _rows: int = 0

    def add(self, table: pa.Table) -> None:
        """Take a piece in."""
        import pyarrow as pa

        for key in self.question.by:
            if key in PERIODS:
                table = table.append_column(f"by {key}", _periods(table[DATES[self.question.date]], key))
                self._widen(key, table[f"by {key}"])
        wanted = self._wanted(table)
        keys = {key: wanted[f"by {key}" if key in PERIODS else COLUMNS[key]] for key in self.question.by}
        if self.question.unit != "claim":
            keys[_UNIT] = self._unit(wanted)
        # By place: a key and a column of the flat table may have one name.
        names = [_name(place) for place in range(len(keys))]
        found = pa.table([column.cast(pa.string()) for column in keys.values()], names=names)
        if self.question.unit in (*PERIODS, "source"):
            found, before = found.filter(found[names[-1]].is_valid()), found.num_rows
            self.undated += before - found.num_rows
        self.claims += found.num_rows
        self._take(found)

    def total(self) -> pa.Table:
        """Return the table of counts."""
        import pyarrow as pa
        import pyarrow.compute as pc

        by = self.question.by
        names = [_name(place) for place in range(len(by))]
        found = self._together()
        if self.question.unit != "claim":
            found = found.group_by(names, use_threads=False).aggregate([([], "count_all")]).rename_columns([*names, _N])
        order = pc.sort_indices(found, sort_keys=[(name, "ascending") for name in names])
        sorted_ = found.take(order).select([*names, _N])
        schema = pa.schema(
            [*(pa.field(key, pa.string()) for key in by), pa.field(UNITS[self.question.unit], pa.int64(), nullable=False)]
        )
        return sorted_.rename_columns(schema.names).cast(schema).combine_chunks()

    def _wanted(self, table: pa.Table) -> pa.Table:
        import pyarrow.compute as pc

        if self.question.counted:
            table = table.filter(table["counted"])
        if not self.question.refusals:
            refused = pc.equal(table["stance"], "refuse")
            self.refusals_left_out += pc.sum(refused).as_py() or 0
            table = table.filter(pc.invert(refused))
        return table

    def _unit(self, table: pa.Table) -> pa.ChunkedArray:
        import pyarrow.compute as pc

        unit = self.question.unit
        if unit == "article":
            return table["article_id"]
        if unit == "source":
            return table["source"]
        if unit == "story":
            self.stories |= table["story"].null_count < table.num_rows
            # An article without a story is one of its own. No id begins with a space, so it is never taken for another's.
            return pc.coalesce(table["story"], pc.binary_join_element_wise(" ", table["article_id"], ""))
        return _periods(table[DATES[self.question.date]], unit)

    def _widen(self, key: str, column: pa.ChunkedArray) -> None:
        import pyarrow.compute as pc

        found = pc.min_max(column).as_py()
        if found["min"] is not None:
            first, last = self.spans.get(key, (found["min"], found["max"]))
            self.spans[key] = (min(first, found["min"]), max(last, found["max"]))

    def _take(self, table: pa.Table) -> None:
        names = table.column_names
        if self.question.unit == "claim":
            table = table.group_by(names, use_threads=False).aggregate([([], "count_all")]).rename_columns([*names, _N])
        else:
            table = table.group_by(names, use_threads=False).aggregate([])
        self._partial.append(table)
        self._rows += table.num_rows
        if self._rows > PARTIAL_ROWS:
            self._partial = [self._together()]
            # What is left does not count: a table that is large in itself is not brought together over and over.
            self._rows = 0

    def _together(self) -> pa.Table:
        import pyarrow as pa

        keys = [_name(place) for place in range(len(self.question.by) + (self.question.unit != "claim"))]
        if not self._partial:
            last = [(_N, pa.int64())] if self.question.unit == "claim" else []
            return pa.schema([*((name, pa.string()) for name in keys), *last]).empty_table()
        whole = pa.concat_tables(self._partial)
        sums = [(_N, "sum")] if self.question.unit == "claim" else []
        return whole.group_by(keys, use_threads=False).aggregate(sums).rename_columns([*keys, *(name for name, _ in sums)])


def _name(place: int) -> str:
    return f"key {place}"


def _periods(column: pa.ChunkedArray, kind: Period | str) -> pa.ChunkedArray:
    """The period of each date. Dates repeat, so each is looked at once."""
    import pyarrow as pa

    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    names = pa.array([period_of(day, kind) for day in encoded.dictionary.to_pylist()], pa.string())  # type: ignore[arg-type]
    return pa.chunked_array([names.take(encoded.indices)])
