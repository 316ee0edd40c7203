"""Word lists read from CSV: the package's own, checked for ids; a user's, checked row by row."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast, get_args

from onrecord.errors import InputError
from onrecord.lexicon.entries import Row
from onrecord.types import EntityLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Cells = dict[str, str]

_ID = re.compile(r"(?:company|country|org|law):[a-z0-9][a-z0-9._-]*")
_USER_ID = re.compile(r"\w[\w:.-]{0,199}")
_ALL = frozenset({"1", "yes", "true", "all"})
_MAX_BYTES = 64 * 2**20


def split(cell: str | None) -> list[str]:
    """Return the values of a cell that `|` joins."""
    return [value for part in (cell or "").split("|") if (value := part.strip())]


def _row(cells: Cells, label: EntityLabel, *, country: str = "country", kind: str = "kind") -> Row:
    name = cells["name"].strip()
    surfaces = dict.fromkeys((*split(cells.get("aliases")), *split(cells.get("former_names"))), "alias")
    surfaces[name] = "name"
    for ticker in split(cells.get("tickers")):
        surfaces.setdefault(ticker.partition(".")[0], "ticker")
    return Row(
        id=cells.get("id") or None,
        name=name,
        label=label,
        country=cells.get(country) or None,
        owner=cells.get("owner") or None,
        kind=cells.get(kind) or None,
        surfaces=surfaces,
        ambiguous=_ambiguous(cells, surfaces),
    )


def _ambiguous(cells: Cells, surfaces: Iterable[str]) -> frozenset[str]:
    marked = split(cells.get("ambiguous"))
    return frozenset(surfaces) if marked and marked[0].lower() in _ALL else frozenset(marked)


def _country(cells: Cells) -> Row:
    surfaces: dict[str, str] = {}
    columns = (("adjectives", "demonym"), ("capital", "capital"), ("government", "government"), ("aliases", "country"))
    for column, form in columns:
        surfaces |= dict.fromkeys(split(cells.get(column)), form)
    surfaces[cells["name"]] = "country"
    ambiguous = _ambiguous(cells, surfaces)
    capitals = frozenset(split(cells.get("capital")))
    return Row(
        id=cells["id"], name=cells["name"], label="PLACE", country=cells["iso2"], surfaces=surfaces, ambiguous=ambiguous | capitals
    )


def _builtin_row(stem: str, cells: Cells) -> Row:
    if stem.startswith("companies"):
        return _row(cells, "COMPANY", kind="sector")
    if stem.startswith("countries"):
        return _country(cells)
    if stem.startswith("places"):
        return _row(cells, "PLACE", country="iso2")
    if stem.startswith("authorities"):
        return _row(cells, "GOVERNMENT")
    return _row(cells, "LAW", country="jurisdiction")


_LISTS = ("companies", "countries", "places", "authorities", "laws")


def _files() -> Iterator[tuple[str, str]]:
    folder = resources.files("onrecord.lexicon") / "data"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv") and file.name.startswith(_LISTS):
            yield file.name, file.read_text(encoding="utf-8")


def _reader(text: str) -> csv.DictReader[str]:
    # `splitlines` would also end a line at characters that may stand in a cell.
    return csv.DictReader(io.StringIO(text, newline=""))


def builtin_rows() -> list[Row]:
    """Return every row of the package's own word lists.

    Two files may describe one thing: their surfaces unite, the first file's other cells stand.

    Raises:
        InputError: An id is malformed or appears twice in one file.
    """
    rows: dict[str, Row] = {}
    for file, text in _files():
        seen: set[str] = set()
        reader = _reader(text)
        for cells in reader:
            row = _builtin_row(file, cells)
            where = row.id or f"{file}:{reader.line_num}"
            if row.id is not None:
                _check_id(row.id, f"{file}, line {reader.line_num}", seen)
            rows[where] = _united(rows[where], row) if where in rows else row
    return list(rows.values())


def _united(one: Row, other: Row) -> Row:
    one.surfaces = {**other.surfaces, **one.surfaces}
    one.ambiguous |= other.ambiguous
    return one


def _check_id(ref: str, where: str, seen: set[str]) -> None:
    if not _ID.fullmatch(ref):
        raise InputError(f"word list {where}: id {ref!r} should look like company:norvik-energy; correct the row")
    if ref in seen:
        raise InputError(f"word list {where}: id {ref!r} stands in an earlier row too; give one of the two another id")
    seen.add(ref)


def user_rows(path: Path) -> list[Row]:
    """Return the rows of a user's word list, a CSV with columns id, name and label and, if wanted, the built-in ones.

    Args:
        path: The CSV file, UTF-8, at most 64 MiB. Further columns read: aliases, former_names, tickers, owner,
            country, kind and ambiguous; `|` joins several values.

    Raises:
        InputError: The file cannot be read, lacks a column, or a row is wrong; the message names the line.
    """
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for line, cells in _user_cells(path):
        where, ref = f"word list {path}, line {line}", cells["id"]
        _check_user_row(cells, where)
        if ref in seen:
            raise InputError(f"{where}: id {ref!r} is taken by {seen[ref]}; give each row its own")
        seen[ref] = f"line {line}"
        row = _row(cells | {"country": cells.get("country", "").upper()}, cast("EntityLabel", cells["label"].upper()))
        row.own = True
        rows.append(row)
    return rows


def _check_user_row(cells: Cells, where: str) -> None:
    label, ref, country = cells["label"].upper(), cells["id"], cells.get("country", "")
    if label not in get_args(EntityLabel):
        raise InputError(f"{where}: label {label!r} should be one of {', '.join(get_args(EntityLabel))}")
    if not cells["name"]:
        raise InputError(f"{where}: the name is empty; fill it in or delete the row")
    if not ref:
        raise InputError(f"{where}: id '' is empty; give each row its own")
    if not _USER_ID.fullmatch(ref):
        raise InputError(f"{where}: id {ref[:80]!r} should be letters, digits and any of : . _ - like company:norvik-energy")
    if country and country.upper() not in _country_codes():
        raise InputError(f"{where}: country {country[:80]!r} should be a two-letter code of ISO 3166-1, or EU")


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(cells["iso2"] for file, text in _files() if file.startswith("countries") for cells in _reader(text))


def _user_cells(path: Path) -> Iterator[tuple[int, Cells]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"word list {path}: larger than {_MAX_BYTES // 2**20} MiB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"word list {path}: cannot be read ({error}); give a UTF-8 CSV file") from error
    try:
        yield from _whole_rows(text, path)
    except csv.Error as error:
        raise InputError(f"word list {path}: broken CSV ({error}); repair its quotes and shorten its cells") from error


def _whole_rows(text: str, path: Path) -> Iterator[tuple[int, Cells]]:
    reader = _reader(text)
    missing = {"id", "name", "label"} - set(reader.fieldnames or ())
    if missing:
        raise InputError(f"word list {path}: no column {', '.join(sorted(missing))}; the first line must name id, name and label")
    for cells in reader:
        where = f"word list {path}, line {reader.line_num}"
        if None in cells or None in cells.values():
            raise InputError(f"{where}: {len(reader.fieldnames or ())} cells expected; quote cells that hold a comma")
        yield reader.line_num, {column: value.strip() for column, value in cells.items()}
