"""Units of a record: its sentences, or the article as a whole, with the claims predicted in each."""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.estimate.plan import Unit
    from onrecord.types import Claim, Record, Stance

Records = str | os.PathLike[str] | Iterable["Record"]
_ACTING = ("COMPANY", "GOVERNMENT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One unit of a record."""

    id: str
    """Of a sentence the article's id, `#`, the sentence's index; of an article its id."""
    index: int | None
    """Index of the sentence, None for an article."""
    start: int
    end: int
    claims: tuple[Claim, ...]
    """What was predicted."""
    named: bool
    """Whether it mentions a company or government, by name or otherwise."""


def pieces(record: Record, unit: Unit) -> list[Piece]:
    """Return the units of a record, in order."""
    found = _sentences_named(record)
    if unit == "article":
        return [
            Piece(id=record.id, index=None, start=0, end=len(record.text), claims=record.claims, named=bool(found)),
        ]  # fmt: skip
    claims: list[list[Claim]] = [[] for _ in record.sentences]
    for claim in record.claims:
        claims[claim.sentence].append(claim)
    return [
        Piece(id=f"{record.id}#{i}", index=i, start=s.start, end=s.end, claims=tuple(claims[i]), named=i in found)
        for i, s in enumerate(record.sentences)
    ]


def reread(records: Records) -> Callable[[], Iterator[Record]]:
    """Return a function that begins to read the records anew each time it is called.

    Args:
        records: A folder of `onrecord annotate`, a file of records (JSONL or Parquet), or a list of them.

    Raises:
        InputError: The records could be read only once.
    """
    if isinstance(records, str | os.PathLike):
        path = Path(records)
        return lambda: _read(path)
    if iter(records) is records:
        raise InputError("the records are read twice: give a path or a list, not an iterator")
    return lambda: iter(records)


def scheme_in(records: Records) -> tuple[Stance, ...]:
    """Return the stances of the records, by the first of them; our own five where there is none."""
    return next((record.scheme for record in reread(records)()), STANCES)


def priority(seed: int, name: str, use: str = "draw") -> int:
    """Return a number from 0 to 2**64 - 1 that is random, and always the same for the same seed, name and use."""
    text = f"{seed}\0{use}\0{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


class Fingerprint:
    """Sums the digests of records, so that their order does not matter: text, date, source, sentences and claims."""

    def __init__(self) -> None:
        self.articles = 0
        """Records so far."""
        self._sum = 0

    def add(self, record: Record) -> None:
        """Take a record in."""
        bounds = [(s.start, s.end) for s in record.sentences]
        claims = [
            (c.sentence, c.stance, c.polarity, c.stage, c.actor.name, c.target and (c.target.name, c.target.text), c.confidence)
            for c in record.claims
        ]
        parts = json.dumps([record.id, record.date, record.source, record.text, bounds, claims])
        self._sum += int.from_bytes(sha256(parts.encode()).digest(), "big")
        self.articles += 1

    def hexadecimal(self) -> str:
        """Return the fingerprint of all records so far."""
        return f"{self._sum % 2**256:064x}"


def _read(path: Path) -> Iterator[Record]:
    from onrecord.records import read_jsonl, read_parquet
    from onrecord.records.runs import read_run

    if path.is_dir():
        return read_run(path)
    return iter(read_parquet(path)) if path.suffix.lower() == ".parquet" else read_jsonl(path)


def _sentences_named(record: Record) -> set[int]:
    starts = [s.start for s in record.sentences]
    return {max(bisect_right(starts, e.start) - 1, 0) for e in record.entities if e.label in _ACTING}
