"""The tables of the quotes job: quotes.jsonl, quotes.csv, quotes.parquet, speakers.csv, genders.csv.

Cells are written as they are, as in claims.csv: see `onrecord.records.tables` about spreadsheets that take `=…` for a
formula. quotes.parquet is typed, and safe in that respect.
"""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.quotes.genders import GenderRow
from onrecord.quotes.speakers import Speaker
from onrecord.records.checks import check_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    import pyarrow as pa
    import pyarrow.parquet as pq

    from onrecord.quotes.found import FoundQuote
    from onrecord.types import Span

QUOTE_COLUMNS: tuple[str, ...] = (
    "article_id", "quote_id", "date", "source", "title", "url", "kind", "speaker_name", "organization", "anonymous", "speaker",
    "cue", "text", "pieces", "words", "start", "end", "piece_offsets", "speaker_start", "speaker_end", "cue_start", "cue_end",
    "body_start",
)  # fmt: skip
"""Columns of quotes.csv and quotes.parquet, in order."""
SPEAKER_COLUMNS: tuple[str, ...] = ("speaker", *(field.name for field in fields(Speaker) if field.name != "name"))
"""Columns of speakers.csv, in order."""
GENDER_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(GenderRow))
"""Columns of genders.csv, in order."""

ROW_GROUP = 10_000
"""Quotes in a row group of the Parquet file, and about the most that wait in memory."""
_BETWEEN, _LEFT_OUT = "; ", " […] "
_INTEGERS = frozenset({"words", "start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end", "body_start"})
_ALWAYS = frozenset(
    {"article_id", "quote_id", "kind", "anonymous", "text", "pieces", "words", "start", "end", "piece_offsets", "body_start"}
)


def to_object(found: FoundQuote) -> dict[str, Any]:
    """Return a quote as the JSON object of quotes.jsonl: pieces, cue and speaker as spans."""
    quote = asdict(found.quote)
    return {
        "article_id": found.article, "title": found.title, "date": found.date, "source": found.source, "url": found.url,
        "body_start": found.body_start, "quote_id": quote["id"], "start": quote["start"], "end": quote["end"],
        "text": quote["text"], "pieces": list(quote["spans"]), "kind": quote["kind"], "cue": quote["cue"],
        "speaker": quote["speaker"], "speaker_name": quote["speaker_name"], "organization": quote["organization"],
        "anonymous": found.anonymous, "words": found.words,
    }  # fmt: skip


def to_row(found: FoundQuote) -> dict[str, Any]:
    """Return a quote as a row of `QUOTE_COLUMNS`: `speaker`, `cue` and `pieces` are words of the article."""
    quote = found.quote
    speaker, cue = _ends(quote.speaker), _ends(quote.cue)
    values = (
        found.article, quote.id, found.date, found.source, found.title, found.url, quote.kind, quote.speaker_name,
        quote.organization, found.anonymous, quote.speaker and quote.speaker.text, quote.cue and quote.cue.text, quote.text,
        [piece.text for piece in quote.spans], found.words, quote.start, quote.end,
        [{"start": piece.start, "end": piece.end} for piece in quote.spans],
        *speaker, *cue, found.body_start,
    )  # fmt: skip
    return dict(zip(QUOTE_COLUMNS, values, strict=True))


@cache
def quotes_schema() -> pa.Schema:
    """Return the Arrow schema of quotes.parquet."""
    import pyarrow as pa

    place = pa.struct([pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)])
    kinds: dict[str, pa.DataType] = dict.fromkeys(_INTEGERS, pa.int64())
    kinds |= {"anonymous": pa.bool_(), "pieces": pa.list_(pa.string()), "piece_offsets": pa.list_(place)}
    return pa.schema([pa.field(name, kinds.get(name, pa.string()), nullable=name not in _ALWAYS) for name in QUOTE_COLUMNS])


@contextmanager
def quotes_writer(*, jsonl: Path, table: Path, parquet: Path) -> Iterator[QuotesWriter]:
    """Give what writes quotes to the three files, article by article; they are whole after the block."""
    import pyarrow.parquet as pq

    with ExitStack() as opened:
        lines = opened.enter_context(jsonl.open("w", encoding="utf-8", newline="\n"))
        cells = opened.enter_context(table.open("w", encoding="utf-8", newline=""))
        writer = QuotesWriter(lines, cells, opened.enter_context(pq.ParquetWriter(parquet, quotes_schema(), compression="zstd")))
        yield writer
        writer.flush()


class QuotesWriter:
    """Writes quotes to open files. Made by `quotes_writer`."""

    def __init__(self, lines: TextIO, table: TextIO, parquet: pq.ParquetWriter) -> None:
        self._lines = lines
        self._table = csv.writer(table)
        self._parquet = parquet
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0
        self._table.writerow(QUOTE_COLUMNS)

    def add(self, quotes: Sequence[FoundQuote]) -> None:
        """Write the quotes of one article: all of them, or nothing when one cannot be written.

        Raises:
            RecordError: A quote holds what UTF-8 cannot.
        """
        import pyarrow as pa

        lines, rows = [_line(found) for found in quotes], [to_row(found) for found in quotes]
        if not rows:
            return
        self._waiting.append(pa.RecordBatch.from_pylist(rows, schema=quotes_schema()))  # first: it refuses wrong types
        self._lines.writelines(f"{line}\n" for line in lines)
        self._table.writerows(map(_cell, row.values()) for row in rows)
        self._rows += len(rows)
        if self._rows >= ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the quotes that wait as a row group."""
        if self._waiting:
            import pyarrow as pa

            self._parquet.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._rows = [], 0


def write_speakers(speakers: Iterable[Speaker], path: Path) -> None:
    """Write the speaker table as CSV (UTF-8, a header line); organisations are joined by `; `, None is an empty cell."""
    _write(path, SPEAKER_COLUMNS, (("" if s.name is None else s.name, *list(asdict(s).values())[1:]) for s in speakers))


def write_genders(rows: Iterable[GenderRow], path: Path) -> None:
    """Write the gender table as CSV (UTF-8, a header line); None is an empty cell."""
    _write(path, GENDER_COLUMNS, (asdict(row).values() for row in rows))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(map(_cell, row) for row in rows)


def _line(found: FoundQuote) -> str:
    obj = to_object(found)
    line = json.dumps(obj, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    check_text(line, obj, found.article)
    return line


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _cell(value: Any) -> object:
    """A value as a CSV cell: booleans as JSON writes them, pieces with `[…]` between them, offsets as `start-end`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return _BETWEEN.join(value)
    if isinstance(value, list) and isinstance(value[0], dict):
        return _BETWEEN.join(f"{place['start']}-{place['end']}" for place in value)
    return _LEFT_OUT.join(value) if isinstance(value, list) else value
