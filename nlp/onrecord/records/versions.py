"""Which versions of the data contract are read, and how older ones become the present one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from onrecord.errors import RecordError, SchemaVersionError
from onrecord.types import SCHEMA_VERSION

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""For each older major version, the function that takes a record's JSON object to the next one. Version 1 is the first."""

_VERSION = re.compile(r"([0-9]{1,9})(\.[0-9]{1,9})*")
_OWN = int(SCHEMA_VERSION.partition(".")[0])


def migrate(obj: dict[str, Any], *, own: int = _OWN, migrations: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """Return a record's JSON object in the present version of the contract.

    Any minor version of the present major one is taken as it is: what it adds that is not known here is an error of
    its field, not of its version. An object without `schema_version` is taken to be of the present version.

    Args:
        obj: The object as read; it is not changed.
        own: The major version to arrive at.
        migrations: Steps from each older major version to the next.

    Raises:
        SchemaVersionError: The object is of a newer major version.
        RecordError: The version cannot be told, or is an older one for which there is no migration.
    """
    given = obj.get("schema_version", SCHEMA_VERSION)
    major = _major(given)
    if major > own:
        raise SchemaVersionError(
            f"schema_version is {given!r}, this onrecord reads up to {own}: upgrade it (`pip install --upgrade onrecord`)"
        )
    while major < own:
        if major not in migrations:
            raise RecordError(f"schema_version is {given!r}, which this onrecord cannot bring to {own}: write the file again")
        obj = migrations[major](obj)
        major += 1
    return {**obj, "schema_version": SCHEMA_VERSION}


def _major(given: object) -> int:
    if isinstance(given, str) and (match := _VERSION.fullmatch(given)):
        return int(match[1])
    raise RecordError(f'schema_version is {given!r}, give a string such as "{SCHEMA_VERSION}"')
