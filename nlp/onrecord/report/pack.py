"""JSON, packed so that it can stand in a page: gzip, then base64, which has no character that HTML reads."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from onrecord.errors import RecordError
from onrecord.records.checks import check_text


def packed(content: Any) -> str:
    """Return JSON objects as base64 of gzip; the same content gives the same characters.

    Raises:
        RecordError: It holds what JSON or UTF-8 cannot.
    """
    try:
        line = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise RecordError(f"holds what JSON cannot ({error}), take it out") from None
    check_text(line, content, "of the report")
    return base64.b64encode(gzip.compress(line.encode("utf-8"), compresslevel=9, mtime=0)).decode("ascii")


def unpacked(text: str) -> Any:
    """Return the JSON objects that `packed` was given."""
    return json.loads(gzip.decompress(base64.b64decode(text, validate=True)))
