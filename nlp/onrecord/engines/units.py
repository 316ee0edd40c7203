"""The input in units that one task reads, and what it reads as shards.

A unit is one table or web archive (JSONL, CSV, Parquet, WARC: as many articles as it may have) or up to a shard of other files.
Shards are numbered within units, so that a task needs to know nothing of the others; in the order of their names, they are in the
order of the input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.articles.formats import by_suffix
from onrecord.articles.reading import read_source
from onrecord.batch.parts import PART_CHARS
from onrecord.batch.settings import id_digest
from onrecord.engines.places import FarSource, far_sources
from onrecord.records.failures import failure_row
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = list[FarSource | Failure]
NO_ID = bytes(16)
"""Stands for what is no article where digests of ids are listed."""


def units_of(inputs: Iterable[str], *, size: int) -> list[Unit]:
    """Return the units of the input, in order; a table is one of its own.

    Args:
        inputs: Paths and URLs.
        size: Most other files of a unit.
    """
    found: list[Unit] = []
    loose: Unit = []
    for source in (source for given in inputs for source in far_sources(given)):
        alone = isinstance(source, FarSource) and by_suffix(source.suffixes) in ("jsonl", "csv", "parquet", "warc")
        if loose and (alone or len(loose) >= size):
            found.append(loose)
            loose = []
        if alone:
            found.append([source])
        else:
            loose.append(source)
    return [*found, loose] if loose else found


def unit_to_json(unit: Unit) -> str:
    """Return a unit as a line of JSON."""
    rows = (failure_row(one) if isinstance(one, Failure) else [str(one.file), one.path, one.id, one.url] for one in unit)
    return json.dumps(list(rows))


def unit_from_json(line: str) -> Unit:
    """Return the unit on a line that `unit_to_json` gave."""
    return [Failure(**one) if isinstance(one, dict) else FarSource(Path(one[0]), *one[1:]) for one in json.loads(line)]


def items_of(unit: Unit, *, max_chars: int) -> Iterator[Article | Failure]:
    """Yield the articles of a unit, and what cannot be read."""
    for source in unit:
        if isinstance(source, Failure):
            yield source
            continue
        for _, item in read_source(source, max_chars):
            yield replace(item, path=source.path) if isinstance(item, Article) else item


def digests_of(unit: Unit, *, max_chars: int) -> bytes:
    """Return 16 bytes for each item of a unit: of an article those of its id, of a failure `NO_ID`."""
    return b"".join(id_digest(item.id) if isinstance(item, Article) else NO_ID for item in items_of(unit, max_chars=max_chars))


def repeated(digests: list[bytes]) -> dict[int, list[int]]:
    """Return, by unit, the places of articles with the id of an earlier one.

    Args:
        digests: From `digests_of`, of each unit in order. Sixteen bytes an article are all that is held of a collection.
    """
    import numpy as np

    every = np.frombuffer(b"".join(digests), dtype=[("a", "<u8"), ("b", "<u8")])
    _, first = np.unique(every, return_index=True)
    later = np.ones(every.size, dtype=bool)
    later[first] = False
    later &= every != np.frombuffer(NO_ID, dtype=every.dtype)[0]
    ends = np.cumsum([len(one) // len(NO_ID) for one in digests])
    found: dict[int, list[int]] = {}
    for place in np.flatnonzero(later):
        unit = int(np.searchsorted(ends, place, side="right"))
        found.setdefault(unit, []).append(int(place - (ends[unit - 1] if unit else 0)))
    return found


def shards_of(unit: Unit, repeats: Iterable[int], *, size: int, max_chars: int) -> Iterator[str]:
    """Yield the items of a unit as shards, each a JSON list.

    Args:
        unit: Files.
        repeats: Places of articles with the id of an earlier one.
        size: Most articles of a shard.
        max_chars: As for `onrecord.articles.read`.
    """
    twice = frozenset(repeats)
    shard: list[dict[str, Any]] = []
    chars = 0
    for place, item in enumerate(items_of(unit, max_chars=max_chars)):
        given = _repeat(item) if place in twice and isinstance(item, Article) else item
        shard.append({type(given).__name__: asdict(given)})
        chars += len(given.text) if isinstance(given, Article) else 0
        if len(shard) >= size or chars >= PART_CHARS:
            yield json.dumps(shard)
            shard, chars = [], 0
    if shard:
        yield json.dumps(shard)


def items_in(shard: str) -> list[Article | Failure]:
    """Return the items of a shard that `shards_of` gave."""
    return [_item(given) for given in json.loads(shard)]


def _item(given: Mapping[str, Any]) -> Article | Failure:
    return Article(**given["Article"]) if "Article" in given else Failure(**given["Failure"])


def _repeat(article: Article) -> Failure:
    message = f"article {article.id!r}: an earlier article has this id, give each its own"
    return Failure(id=article.id, path=article.path, stage="read", error="InputError", message=message)
