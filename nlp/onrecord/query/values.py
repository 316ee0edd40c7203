"""Values of an answer as CSV and JSON know them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: dates and times as ISO 8601 texts, decimals as numbers, bytes as hexadecimal digits.

    Lists and structs stay lists and objects. NaN and infinity, which JSON lacks, become None.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def flat(value: Any) -> str | int | float | bool | None:
    """Return a value as one cell: as `plain`, lists and structs as JSON."""
    found = plain(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, list | dict) else found
