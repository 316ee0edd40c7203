"""Files of many articles, row by row: JSONL, JSON, CSV, Parquet. A bad row is a row that says what is wrong with it."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.articles.encoding import encoding_of
from onrecord.articles.sources import printable
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_ROW = 32 * 1024 * 1024
"""Longest line of JSONL, longest row of CSV and largest plain text, in bytes: some five million words."""
MAX_JSON = 2 * MAX_ROW
"""Largest JSON file, in bytes; it is read at once."""
MAX_ITEMS = 5_000_000
"""Most brackets and commas of a line of JSONL or of a JSON file, most fields of a row of CSV: each may become 80 bytes."""
_REQUIRED = ("id", "text")
_BATCH, _BUFFER, _SWELLING = 64, 1 << 20, 256 << 20
_ESCAPED = re.compile("[\udc80-\udcff]")
"""What stands for a byte that could not be decoded."""
_CROWDED = f"more than {MAX_ITEMS:,} brackets and commas"
_OPEN_QUOTE = "a quote opened here is never closed, repair it: the rest of the file is in it"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file."""

    place: str
    """Where it stands, for people: `line 7`."""
    number: int
    """The same as a number, counted from 1."""
    value: Mapping[str, Any] | None
    """Its keys and values, None when it has none."""
    problem: str = ""
    """What is wrong with it and what to do, when it has no value."""


def jsonl_rows(stream: io.BufferedReader) -> Iterator[Row]:
    """Yield the lines of a JSONL stream, blank ones left out.

    Raises:
        InputError: A stream in UTF-16 cannot be decoded.
    """
    for number, line in enumerate(_lines(stream), 1):
        if len(line) > MAX_ROW:
            yield Row(f"line {number}", number, None, f"longer than {MAX_ROW:,} bytes, split the article")
        elif _is_crowded(line):
            yield Row(f"line {number}", number, None, f"{_CROWDED}, leave out what is no text of the article")
        elif line.strip():
            yield _json_row(line, number)


def _is_crowded(data: bytes) -> bool:
    """Whether JSON would become so many objects that they fill the memory."""
    return len(data) > MAX_ITEMS and sum(map(data.count, (b"[", b"{", b","))) > MAX_ITEMS


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines of a stream as UTF-8; of a line that is too long its beginning, one byte more than is allowed."""
    if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield from _utf16_lines(stream)
        return
    mark = codecs.BOM_UTF8
    while line := stream.readline(MAX_ROW + 1):
        rest = line
        while len(rest) > MAX_ROW and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_ROW + 1)
        yield line.removeprefix(mark)
        mark = b""


def _utf16_lines(stream: io.BufferedReader) -> Iterator[bytes]:
    try:
        with _as_text(stream, "utf-16") as text:
            while line := text.readline(MAX_ROW + 1):
                yield line.encode()
    except UnicodeDecodeError as error:
        raise InputError(f"cannot be decoded as UTF-16 at byte {error.start}, save it as UTF-8") from error


@contextmanager
def _as_text(stream: io.BufferedReader, encoding: str, newline: str = "\n", errors: str = "strict") -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline=newline, errors=errors)
    try:
        yield text
    finally:
        text.detach()  # closing it would close standard input


def _json_row(line: bytes, number: int) -> Row:
    place = f"line {number}"
    try:
        value = json.loads(line.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError as error:
        return Row(place, number, None, f"not UTF-8 at byte {error.start} of the line, save the file as UTF-8")
    except json.JSONDecodeError as error:
        return Row(place, number, None, f"not JSON at column {error.colno} ({error.msg}), repair the line")
    except (ValueError, RecursionError) as error:
        return Row(place, number, None, f"JSON that cannot be read ({error}), repair the line")
    return _object_row(value, place, number)


def _object_row(value: object, place: str, number: int) -> Row:
    if isinstance(value, dict):
        return Row(place, number, value)
    return Row(place, number, None, f"a JSON {type(value).__name__}, give an object with keys 'id' and 'text'")


def json_rows(data: bytes, *, name: str) -> Iterator[Row]:
    """Yield the article of a JSON file that is one object, or the articles of a list.

    Args:
        data: The file's bytes.
        name: The id of an object that stands alone and has none.

    Raises:
        InputError: The file is no JSON, or too large to be read at once.
    """
    if len(data) > MAX_JSON:
        raise InputError(f"a JSON file of more than {MAX_JSON:,} bytes, give JSONL: one article a line")
    if _is_crowded(data):
        raise InputError(f"a JSON file with {_CROWDED}, give JSONL: one article a line")
    try:
        value = json.loads(data.decode(encoding_of(data)).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            # One object after another: JSONL under another suffix.
            yield from jsonl_rows(io.BufferedReader(io.BytesIO(data)))
            return
        raise InputError(f"not JSON at line {error.lineno}, column {error.colno} ({error.msg}), repair it") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"JSON that cannot be read ({error}), repair it") from error
    if isinstance(value, dict):
        value = {"id": name} | value
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        yield _object_row(item, f"item {number}", number)


def csv_rows(stream: io.BufferedReader) -> Iterator[Row]:
    """Yield the rows of a CSV stream with a header, separated by commas, semicolons or tabs.

    Raises:
        InputError: Columns are missing, a field is too long, or the bytes cannot be decoded.
    """
    encoding = encoding_of(stream.peek(1))
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    with _as_text(stream, name, newline="", errors="surrogateescape") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=lines.separator)
        header = _next(reader, lines)
        if not header:
            return
        if lines.ended:
            raise InputError(f"line 1: {_OPEN_QUOTE}")
        names = [printable(name.strip()) for name in header]
        _check_columns(names)
        start = reader.line_num + 1
        while (fields := _next(reader, lines)) is not None:
            if lines.ended:
                yield Row(f"line {start}", start, None, _OPEN_QUOTE)
            elif any(fields):
                yield _csv_row(names, fields, reader.line_num)
            start = reader.line_num + 1


class _Lines:
    """The lines of a CSV stream; the reader asks for the next one only where a row goes on."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._count = self._size = self._fields = 0
        self._waiting = self._read()
        self.separator = max(",;\t", key=self._waiting.count)
        """What parts the fields, told by the first line."""
        self.ended = False
        """Whether a line was asked for after the last."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._waiting = self._waiting or self._read(), ""
        if not line:
            self.ended = True
            raise StopIteration
        # A quote that stays open makes one row of all lines after it.
        self._size += len(line)
        self._fields += line.count(self.separator)
        if self._size > MAX_ROW or self._fields > MAX_ITEMS:
            limits = f"{MAX_ROW:,} characters or {MAX_ITEMS:,} fields"
            raise InputError(f"line {self._count}: a row of more than {limits}, reading stops here: split it, or repair the quotes")
        return line

    def new_row(self) -> None:
        """Count anew: the next line begins a row."""
        self._size = self._fields = 0

    def _read(self) -> str:
        self._count += 1
        try:
            line = self._text.readline(MAX_ROW + 1)
        except UnicodeDecodeError as error:
            where = f"line {self._count}: not {error.encoding}"
            raise InputError(f"{where}, reading stops here: save it as UTF-8") from error
        if len(line) > MAX_ROW:
            raise InputError(f"line {self._count}: longer than {MAX_ROW:,} characters, reading stops here: split the article")
        return line


def _next(reader: Any, lines: _Lines) -> list[str] | None:
    """The next row, None at the end. Python's limit on a field, 128 KiB, is less than a long article."""
    before = csv.field_size_limit(MAX_ROW)
    lines.new_row()
    try:
        found: list[str] | None = next(reader, None)
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: broken CSV ({error}), reading stops here: repair the quotes") from error
    finally:
        csv.field_size_limit(before)
    return found


def _csv_row(names: list[str], fields: list[str], line: int) -> Row:
    place = f"line {line}"
    if len(fields) != len(names):
        return Row(place, line, None, f"{len(fields)} fields where the header has {len(names)}, check quotes and separators")
    if any("\x00" in field for field in fields):
        return Row(place, line, None, "a NUL byte in the row, save the file as UTF-8")
    if broken := next((name for name, field in zip(names, fields, strict=True) if _ESCAPED.search(field)), None):
        return Row(place, line, None, f"column {broken!r} has bytes that cannot be decoded, save the file as UTF-8")
    # CSV has no null: an empty field is a missing value.
    return Row(place, line, {name: value for name, value in zip(names, fields, strict=True) if value})


def _check_columns(names: list[str]) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        lacking, given = " and ".join(map(repr, missing)), ", ".join(map(repr, names[:20]))
        raise InputError(f"column {lacking} missing, the file has {given}: rename or add columns")


def parquet_rows(stream: io.BufferedReader) -> Iterator[Row]:
    """Yield the rows of a Parquet file, read a batch at a time.

    Raises:
        InputError: Columns are missing, the file is damaged, or it comes through a pipe.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not stream.seekable():
        raise InputError("Parquet through a pipe, give it as a file")
    try:
        # A buffer, lest all of a row group's column is in memory at once.
        table = pq.ParquetFile(stream, buffer_size=_BUFFER)
        _check_columns(list(table.schema_arrow.names))
        for number, row in enumerate(_single_rows(table), 1):
            yield _parquet_row(row, number)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"damaged Parquet file ({error}), write or fetch it again") from error


def _single_rows(table: Any) -> Iterator[Any]:
    """The rows as batches of one. A value that is stored once and repeated swells with each row that is read with it."""
    for group in range(table.num_row_groups):
        size = max(1, min(_BATCH, _SWELLING // max(1, table.metadata.row_group(group).total_byte_size)))
        for batch in table.iter_batches(batch_size=size, row_groups=[group]):
            for i in range(batch.num_rows):
                yield batch.slice(i, 1)


def _parquet_row(row: Any, number: int) -> Row:
    place = f"row {number}"
    try:
        value = row.to_pylist()[0]
    except (UnicodeDecodeError, OverflowError, ValueError) as error:
        return Row(place, number, None, f"a value that cannot be read ({error}), write it again as UTF-8")
    if any(isinstance(part, str | bytes) and len(part) > MAX_ROW for part in value.values()):
        return Row(place, number, None, f"a value longer than {MAX_ROW:,} characters, split the article")
    return Row(place, number, value)
