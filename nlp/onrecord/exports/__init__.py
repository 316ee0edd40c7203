"""Exports: records in the formats of other tools, and a count of what a format cannot hold.

    from onrecord import exports
    from onrecord.records import read_jsonl

    done = exports.export(read_jsonl("out/annotations.jsonl"), "label_studio", "tasks.json")
    print(done.records, done.lost)

Names are imported when first used. What each format keeps and loses stands in docs/exports.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.exports.agreement import Rule, read_rule
    from onrecord.exports.escapes import csv_text, xlsx_text
    from onrecord.exports.registry import FORMATS, Export, export, files_of

_HOME = {
    "agreement": ("Rule", "read_rule"),
    "escapes": ("csv_text", "xlsx_text"),
    "registry": ("FORMATS", "Export", "export", "files_of"),
}

__all__ = ["FORMATS", "Export", "Rule", "csv_text", "export", "files_of", "read_rule", "xlsx_text"]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
