"""Records in and out: JSONL, Parquet, the flat table, frames, the published schema, gold files.

    from onrecord.records import claim_rows, read_jsonl, write_parquet

    records = list(read_jsonl("annotations.jsonl"))

Names are imported when first used: reading JSONL loads neither pyarrow nor pandas, and flattening a record loads
nothing beyond the standard library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.records.arrow import read_parquet, record_schema, write_parquet
    from onrecord.records.codec import from_dict, from_json, to_dict, to_json
    from onrecord.records.failures import failure_from_json, failure_to_json, read_failures, write_failures
    from onrecord.records.frames import to_dataset, to_frame
    from onrecord.records.gold import (
        LABELLED,
        labelled_fields,
        labelled_sentences,
        read_gold,
        record_from_article,
        record_from_sentences,
    )
    from onrecord.records.jsonl import read_jsonl, write_jsonl
    from onrecord.records.schema import json_schema, write_schema
    from onrecord.records.tables import CLAIM_COLUMNS, claim_rows, claims_schema, write_claims_csv, write_claims_parquet

_HOME = {
    "arrow": ("read_parquet", "record_schema", "write_parquet"),
    "codec": ("from_dict", "from_json", "to_dict", "to_json"),
    "failures": ("failure_from_json", "failure_to_json", "read_failures", "write_failures"),
    "frames": ("to_dataset", "to_frame"),
    "gold": ("LABELLED", "labelled_fields", "labelled_sentences", "read_gold", "record_from_article", "record_from_sentences"),
    "jsonl": ("read_jsonl", "write_jsonl"),
    "schema": ("json_schema", "write_schema"),
    "tables": ("CLAIM_COLUMNS", "claim_rows", "claims_schema", "write_claims_csv", "write_claims_parquet"),
}

__all__ = [
    "CLAIM_COLUMNS", "LABELLED", "claim_rows", "claims_schema", "failure_from_json", "failure_to_json", "from_dict", "from_json",
    "json_schema", "labelled_fields", "labelled_sentences",
    "read_failures", "read_gold", "read_jsonl", "read_parquet", "record_from_article",
    "record_from_sentences", "record_schema", "to_dataset", "to_dict", "to_frame", "to_json", "write_claims_csv",
    "write_claims_parquet", "write_failures", "write_jsonl", "write_parquet", "write_schema",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
