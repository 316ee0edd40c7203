"""What a record must be beyond its types to pass through a file, and how a fault is put into one line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import RecordError

if TYPE_CHECKING:
    from pydantic import ValidationError

    from onrecord.types import Record

_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 50
_SHOWN = 3
_WORDING = {"unexpected_keyword_argument": "unknown field, remove it", "missing": "missing, add it"}


def check_meta(record: Record) -> None:
    """Raise `RecordError` unless `meta` holds only what JSON gives back equal."""
    for path, value in _not_json(record.meta, "meta"):
        raise RecordError(f"record {record.id!r}: {path} is {value}, give what JSON knows")


def check_text(line: str, obj: object, name: str) -> None:
    """Raise `RecordError` when a record can't be written in UTF-8, naming the field.

    Args:
        line: The record as JSON, characters beyond ASCII as they are.
        obj: The record as JSON objects, searched only when the line is at fault.
        name: The record's id.
    """
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        path, at = next(_surrogates(obj, ""), ("the line", 0))
        shown = json.dumps(name)
        raise RecordError(
            f"record {shown}: {path} has half a surrogate pair at character {at}, which UTF-8 cannot hold: write it again"
        ) from None


def explain(error: ValidationError) -> str:
    """Return what pydantic found wrong as one line: field paths as in the contract, at most three of them."""
    found = error.errors(include_url=False)
    for each in found:
        # A record's own check says it all, the record's id included.
        if isinstance(own := each.get("ctx", {}).get("error"), RecordError):
            return str(own)
    shown = [_one(each["loc"], each["type"], each["msg"]) for each in found[:_SHOWN]]
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(shown) + more


def _one(loc: Sequence[int | str], kind: str, message: str) -> str:
    wording = _WORDING.get(kind) or " ".join(message.split())
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")
    return f"{path}: {wording[0].lower()}{wording[1:]}" if path else wording


def _surrogates(value: object, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        if match := _SURROGATE.search(value):
            yield path, match.start()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if match := _SURROGATE.search(str(key)):
                yield f"a key of {path or 'the record'}", match.start()
            yield from _surrogates(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from _surrogates(inner, f"{path}[{i}]")


def _not_json(value: object, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        yield path, f"nested more than {_MAX_DEPTH} deep"
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(key, str):
                yield from _not_json(inner, f"{path}.{key}", depth + 1)
            else:
                yield f"a key of {path}", f"of type {type(key).__name__}"
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _not_json(inner, f"{path}[{i}]", depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        yield path, repr(value)
    elif not (value is None or isinstance(value, str | bool | int | float)):
        yield path, f"of type {type(value).__name__}"


def prefixed(error: RecordError, where: str) -> RecordError:
    """Return the error again, of the same type, its message led by where it happened."""
    return type(error)(f"{where}: {error}")
