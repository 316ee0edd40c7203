"""The published JSON Schema of a record: `docs/schema/record-1.json`.

    python -c "from onrecord.records import write_schema; write_schema('docs/schema/record-1.json')"

writes it again after a change of `onrecord.types`; a test fails until that is done.
"""

from __future__ import annotations

import ast
import inspect
import json
from typing import TYPE_CHECKING, Any

from onrecord import types
from onrecord.contract import SCHEME
from onrecord.records.files import write_lines
from onrecord.types import SCHEMA_VERSION, STANCES, Claim, Record

if TYPE_CHECKING:
    import os

SCHEMA_ID = f"urn:onrecord:record:{SCHEMA_VERSION}"

_ABOUT = (
    "An annotated article. Offsets count Unicode code points of `text`, from 0, the end not included: `text[start:end]` is the"
    " `text` of the span. Where nothing is known, a field is null."
)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record, descriptions taken from the docstrings of `onrecord.types`.

    It says what shape a record has. That spans match their text and ids exist, a schema can't say: `from_json` checks.
    """
    from pydantic import TypeAdapter

    found = TypeAdapter(Record).json_schema()
    parts: dict[str, Any] = found.pop("$defs")
    _add_counted(parts["Claim"])
    _add_bounds(found, parts)
    _add_scheme(found)
    described = _descriptions()
    for name, part in (("Record", found), *parts.items()):
        _describe(part, described.get(name, {}))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    about = {"title": f"onrecord record, version {SCHEMA_VERSION}", "description": _ABOUT}
    return {**head, **about, **{k: v for k, v in found.items() if k not in about}, "$defs": parts}


def write_schema(path: str | os.PathLike[str]) -> None:
    """Write the JSON Schema to a file.

    Raises:
        InputError: There is no such folder.
    """
    write_lines([json.dumps(json_schema(), ensure_ascii=False, indent=2)], path)


def _add_counted(claim: dict[str, Any]) -> None:
    claim["properties"]["counted"] = {
        "type": "boolean",
        "description": " ".join((Claim.counted.__doc__ or "").split()) + " It may be left out; where it stands it must be right.",
    }


def _add_bounds(record: dict[str, Any], parts: dict[str, Any]) -> None:
    """What types alone don't say, and readers check."""
    record["properties"]["schema_version"]["pattern"] = rf"^{SCHEMA_VERSION}(\.[0-9]+)*$"
    record["properties"]["body_start"]["minimum"] = 0
    for option in parts["Claim"]["properties"]["confidence"]["anyOf"] + record["properties"]["truncated_at"]["anyOf"]:
        if option["type"] == "number":
            option.update(minimum=0, maximum=1)
        elif option["type"] == "integer":
            option["minimum"] = 0
    for part in parts.values():
        for name in {"start", "end", "sentence"} & part["properties"].keys():
            part["properties"][name]["minimum"] = 1 if name == "end" else 0


def _add_scheme(record: dict[str, Any]) -> None:
    """Stances are our own five, unless the record's `meta` names others."""
    own = {"enum": list(STANCES)}
    record["properties"]["meta"]["properties"] = {
        SCHEME: {
            "type": ["array", "null"],
            "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
            "minItems": 1,
            "uniqueItems": True,
            "description": "The stances of a scheme of one's own, in order; without it they are our five.",
        }
    }
    record["if"] = {"required": ["meta"], "properties": {"meta": {"required": [SCHEME], "properties": {SCHEME: {"type": "array"}}}}}
    record["else"] = {
        "properties": {
            "claims": {"items": {"properties": {"stance": own}}},
            "sentences": {"items": {"properties": {"stances": {"items": own}}}},
        }
    }


def _describe(part: dict[str, Any], described: dict[str, str]) -> None:
    for name, field in part["properties"].items():
        field.pop("title", None)  # pydantic's, the name over again
        if name in described:
            field["description"] = described[name]


def _descriptions() -> dict[str, dict[str, str]]:
    """The docstring under each field, by class and field."""
    tree = ast.parse(inspect.getsource(types))
    return {node.name: _field_docs(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _field_docs(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
            value = getattr(after.value, "value", None)
            if isinstance(value, str):
                found[field.target.id] = " ".join(value.split())
    return found
