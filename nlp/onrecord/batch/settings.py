"""What decides an article's record, and the key that stands for all of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.errors import InputError
from onrecord.records.failures import failure_row
from onrecord.types import SCHEMA_VERSION, Article, Failure, ModelInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYED = tuple(f.name for f in fields(Article) if f.name != "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides an article's record beside the article. Results of other settings are never mixed."""

    model: ModelInfo | None
    """Name, version and digest of what annotates; None when it does not say."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the annotator, values as JSON knows them."""
    onrecord: str = __version__
    """Version of the software."""
    schema_version: str = SCHEMA_VERSION
    """Version of the data contract."""

    @classmethod
    def of(cls, annotator: object, options: Mapping[str, Any]) -> Settings:
        """Return the settings of an annotator: its `info`, `threshold`, `max_chars` and `disabled`, and what `options` adds."""
        known = {name: getattr(annotator, name, None) for name in ("threshold", "max_chars")}
        known["disabled"] = sorted(getattr(annotator, "disabled", ()))
        return cls(model=getattr(annotator, "info", None), options={**known, **options})

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as JSON objects, as a manifest holds them."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    def digest(self) -> bytes:
        """Return 16 bytes that differ when any of the settings does."""
        return hashlib.blake2b(json.dumps(self.as_dict(), sort_keys=True).encode(), digest_size=16).digest()


def check_same(earlier: Mapping[str, Any], now: Settings, *, where: str) -> None:
    """Refuse to go on with the results of other settings.

    Raises:
        InputError: They differ; the message says in what.
    """
    differences = [f"{name} {old}, now {new}" for name, old, new in _differences(earlier, now.as_dict())]
    if differences:
        found = "; ".join(differences)
        raise InputError(f"{where}: already holds results ({found}), choose another folder or pass --overwrite (overwrite=True)")


def article_key(item: Article | Failure, settings: bytes) -> str:
    """Return 32 hexadecimal digits that stand for an article and the settings it is annotated with.

    All that goes into the record goes into the key: an article is annotated again when its text, title, date, source, URL,
    language or `meta` has changed. Where the file lies does not.

    Args:
        item: An article, or why it could not be read.
        settings: `Settings.digest()`.
    """
    values: Any = failure_row(item) if isinstance(item, Failure) else [getattr(item, name) for name in _KEYED]
    try:
        text = json.dumps(values)
    except (TypeError, ValueError, RecursionError):
        text = repr(values)  # values that no record can hold either
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=settings).hexdigest()


def id_digest(name: object) -> bytes:
    """Return 16 bytes that stand for an article's id."""
    return hashlib.blake2b(str(name).strip().encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _differences(earlier: Mapping[str, Any], now: Mapping[str, Any], above: str = "") -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = []
    for name in [*now, *(earlier.keys() - now.keys())]:
        old, new = earlier.get(name), now.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            found += _differences(old, new, f"{name} ")
        elif old != new:
            found.append((f"{above}{name}", _short(old), _short(new)))
    return found


def _short(value: object) -> str:
    return str(value)[:40]
