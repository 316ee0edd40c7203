"""One article from a mapping: a line of JSONL, a row of a table."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, SupportsIndex

from onrecord.articles.dates import normal_date
from onrecord.articles.missing import is_missing
from onrecord.errors import InputError
from onrecord.types import Article

_OPTIONAL = ("title", "source", "url", "lang")
_KNOWN = frozenset({"id", "text", "date", "meta", *_OPTIONAL})
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 50


def article_from_mapping(mapping: Mapping[str, Any]) -> Article:
    """Return the article that a mapping describes.

    The text is taken exactly as given. Keys beyond those of the contract go under `meta`, beside the entries of a
    `meta` that is itself a mapping. A date that can't be brought to YYYY-MM-DD is kept as `meta["date_given"]`, with
    the reason in `meta["date_note"]`.

    Args:
        mapping: Keys `id` (string or integer) and `text`; `title`, `date`, `source`, `url`, `lang` if known.

    Raises:
        InputError: `id` or `text` is missing or empty, or a value has the wrong type; the message names the key.
    """
    values = {key: value for key, value in mapping.items() if not is_missing(value)}
    name = _id(values.get("id"))
    text = _string(values, "text", name)
    if text is None or not text.strip():
        state = "empty" if "text" in mapping else "missing"
        raise InputError(f"article {name!r}: key 'text' is {state}, give the article's text")
    day, note = _date(values.get("date"), name)
    optional = {key: _string(values, key, name) or None for key in _OPTIONAL}
    return Article(id=name, text=text, date=day, meta=_meta(values, name) | note, **optional)


def _id(value: object) -> str:
    if value is None:
        raise InputError("article without an id: give key 'id', a string or an integer")
    given = value if isinstance(value, str) else _integer(value)
    if given is None:
        raise InputError(f"key 'id' is {_kind(value)}, give a string or an integer")
    name = str(given).strip()
    if not name:
        raise InputError("article without an id: key 'id' is empty, give a string or an integer")
    _check_characters(name, "id", name)
    return name


def _integer(value: object) -> int | None:
    """The value as an integer of Python's own, None when it is none; tables hold numpy's."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def _string(values: Mapping[str, Any], key: str, name: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"article {name!r}: key {key!r} is {_kind(value)}, give a string")
    _check_characters(value, key, name)
    return value


def _check_characters(value: str, key: str, name: str) -> None:
    if found := _SURROGATE.search(value):
        at = found.start()
        raise InputError(f"article {name!r}: key {key!r} has half a surrogate pair at character {at}, write it again as UTF-8")


def _date(value: object, name: str) -> tuple[str | None, dict[str, str]]:
    if value is None or value == "":
        return None, {}
    if not isinstance(value, str | date):
        raise InputError(f"article {name!r}: key 'date' is {_kind(value)}, give a string YYYY-MM-DD")
    return normal_date(value)


def _meta(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = values.get("meta", {})
    if not isinstance(own, Mapping):
        raise InputError(f"article {name!r}: key 'meta' is {_kind(own)}, give an object")
    others = {str(key): value for key, value in values.items() if key not in _KNOWN}
    return {str(key): _plain(value, str(key), name) for key, value in {**own, **others}.items()}


def _plain(value: object, key: str, name: str, depth: int = 0) -> Any:
    """A value as JSON knows it."""
    if depth > _MAX_DEPTH:
        raise InputError(f"article {name!r}: key {key!r} is nested more than {_MAX_DEPTH} deep, make it flatter")
    if isinstance(value, str):
        _check_characters(value, key, name)
        return value
    if isinstance(value, Mapping):
        return {str(k): _plain(v, key, name, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v, key, name, depth + 1) for v in value]
    return _scalar(value)


def _scalar(value: object) -> Any:
    if is_missing(value):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    number = _integer(value)
    return str(value) if number is None else number


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), f"of type {type(value).__name__}")
