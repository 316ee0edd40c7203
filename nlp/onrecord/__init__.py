"""onrecord puts on record what companies and governments say they will do about a law.

    >>> import onrecord
    >>> nlp = onrecord.load()                                    # doctest: +SKIP
    >>> record = nlp("Norvik said it would leave Freedonia.")    # doctest: +SKIP

Names are imported when first used, so that `import onrecord` stays fast and loads neither spaCy nor ONNX Runtime.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline, load
    from onrecord.records import from_json, read_jsonl, read_parquet, to_frame, to_json, write_jsonl, write_parquet
    from onrecord.types import Actor, Article, Claim, Entity, Failure, Quote, Record, Sentence, Span, Target

_HOME = {
    **dict.fromkeys(("Pipeline", "load"), "onrecord.pipeline"),
    **dict.fromkeys(
        ("from_json", "read_jsonl", "read_parquet", "to_frame", "to_json", "write_jsonl", "write_parquet"), "onrecord.records"
    ),
    **dict.fromkeys(
        ("Actor", "Article", "Claim", "Entity", "Failure", "Quote", "Record", "Sentence", "Span", "Target"), "onrecord.types"
    ),
}

__all__ = [
    "Actor", "Article", "Claim", "Entity", "Failure", "Pipeline", "Quote", "Record", "Sentence", "Span", "Target",
    "__version__", "from_json", "load", "read_jsonl", "read_parquet", "to_frame", "to_json", "write_jsonl", "write_parquet",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
