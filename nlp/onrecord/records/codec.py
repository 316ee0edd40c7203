"""A record as JSON, and back. What is written reads back equal; what does not fit the contract is one clear line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from onrecord.errors import RecordError
from onrecord.records.checks import check_meta, check_text, explain
from onrecord.records.versions import migrate
from onrecord.types import Claim, Record

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def to_dict(record: Record) -> dict[str, Any]:
    """Return the record as JSON objects, keys in the order of the contract.

    Claims carry `counted`; `unsure` stands there only when it is true, `confidence` only when there is one, as in gold
    files. Everything else is always there, None where nothing is known. Nothing is shared with the record but `meta`'s
    values.
    """
    found: dict[str, Any] = _plain(record)
    found["claims"] = [_claim(claim, plain) for claim, plain in zip(record.claims, found["claims"], strict=True)]
    return found


def to_json(record: Record) -> str:
    """Return the record as one line of JSON, without a line end. Characters beyond ASCII stand as they are.

    Raises:
        RecordError: The record holds what JSON or UTF-8 cannot: half a surrogate pair, NaN, a date under `meta`.
    """
    found = to_dict(record)
    check_meta(record)
    line = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    check_text(line, found, record.id)
    return line


def from_dict(obj: Mapping[str, Any]) -> Record:
    """Return the record that JSON objects describe, as strictly as `from_json` would.

    Raises:
        RecordError: It breaks the contract; the message names the record and the field.
        SchemaVersionError: It was written by a newer major version of the contract.
    """
    if not isinstance(obj, Mapping):
        raise RecordError(f"a record is {_kind(obj)}, give an object")
    name = obj.get("id")
    where = f"record {name!r}: " if isinstance(name, str) else ""
    try:
        return _build(obj)
    except RecordError as error:
        message = str(error)
        raise type(error)(message if message.startswith("record ") else f"{where}{message}") from None


def from_json(line: str | bytes) -> Record:
    """Return the record that one line of JSON holds. Numbers given as strings, unknown keys and the like are errors.

    `counted` may be left out of claims; where it stands it must fit polarity and stage.

    Args:
        line: A JSON object; bytes are UTF-8.

    Raises:
        RecordError: It is no JSON, or breaks the contract; the message is one line and names the field.
        SchemaVersionError: It was written by a newer major version of the contract.
    """
    return from_dict(parse_object(line))


def parse_object(line: str | bytes) -> dict[str, Any]:
    """Return the JSON object on a line.

    Raises:
        RecordError: It is not UTF-8, no JSON, or JSON of another kind.
    """
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        found = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 at byte {error.start}, save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise RecordError(f"not valid JSON at character {error.pos}: {error.msg}") from None
    except RecursionError:
        raise RecordError("nested too deep, make it flatter") from None
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise RecordError(f"not valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise RecordError(f"this is {_kind(found)}, give an object")
    return found


def _build(obj: Mapping[str, Any]) -> Record:
    from pydantic import ValidationError

    plain, counted = _without_counted(migrate(dict(obj)))
    try:
        line = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError(f"holds what JSON cannot: {error}") from None
    check_text(line, plain, str(obj.get("id")))
    try:
        # Through JSON, because strict Python input would want dataclasses and tuples where files have objects and lists.
        record = _adapter().validate_json(line, strict=True)
    except ValidationError as error:
        raise RecordError(explain(error)) from None
    check_meta(record)
    _check_counted(record, counted)
    return record


def _without_counted(obj: dict[str, Any]) -> tuple[dict[str, Any], dict[int, object]]:
    """The record without the one key that is derived, and what stood there by index of the claim."""
    claims = obj.get("claims")
    if not isinstance(claims, list):
        return obj, {}
    counted = {i: c["counted"] for i, c in enumerate(claims) if isinstance(c, Mapping) and "counted" in c}
    kept = [{k: v for k, v in c.items() if k != "counted"} if i in counted else c for i, c in enumerate(claims)]
    return {**obj, "claims": kept}, counted


def _check_counted(record: Record, counted: Mapping[int, object]) -> None:
    for i, given in counted.items():
        claim = record.claims[i]
        if given is not claim.counted:
            raise RecordError(
                f"claims[{i}].counted is {json.dumps(given)}, but {claim.polarity} and {claim.stage} make it"
                f" {json.dumps(claim.counted)}: correct it or leave it out"
            )


def _claim(claim: Claim, plain: dict[str, Any]) -> dict[str, Any]:
    unsure = plain.pop("unsure")
    if claim.confidence is None:
        del plain["confidence"]
    plain["counted"] = claim.counted
    if unsure:
        plain["unsure"] = True
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if names := _field_names(value.__class__):
        return {name: _plain(getattr(value, name)) for name in names}
    return dict(value) if isinstance(value, Mapping) else value


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _adapter() -> TypeAdapter[Record]:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number, give a number or null")


def _kind(value: object) -> str:
    names = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return names.get(type(value), f"of type {type(value).__name__}")
