"""Corpora: those of others as records, ours as data sets, and records as tasks for annotation tools.

    from onrecord import corpora

    for record in corpora.convert("conll", "news.conll", labels={"ORG": "COMPANY", "LOC": "PLACE"}):
        ...
    gold = corpora.load("gold")

Names are imported when first used. The conventions of the formats are told in docs/corpora.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.corpora.folders import folder, load, names
    from onrecord.corpora.registry import FORMATS, Conversion, convert
    from onrecord.corpora.writers import label_studio_config, label_studio_task, write_brat, write_label_studio

_HOME = {
    "folders": ("folder", "load", "names"),
    "registry": ("FORMATS", "Conversion", "convert"),
    "writers": ("label_studio_config", "label_studio_task", "write_brat", "write_label_studio"),
}

__all__ = [
    "FORMATS", "Conversion", "convert", "folder", "label_studio_config", "label_studio_task", "load", "names", "write_brat",
    "write_label_studio",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, found in _HOME.items():
        if name in found:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
