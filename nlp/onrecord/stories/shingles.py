"""A text as the set of its runs of five words: what is compared when two articles are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.types import Record

    Hashes = NDArray[np.uint64]

RUN = 5
"""Words of a shingle. Two reports of one event in different words share few runs of five; a copy shares nearly all."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = "'’‘"
# Odd constants of splitmix64 (Steele, Lea and Flood, 2014), which spread every bit of a number over all of the result.
_STEP, _MIX_1, _MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def body_words(record: Record) -> list[str]:
    """Return the words of what was read of an article's body, without case, marks and the forms of characters.

    The headline that was put in front is left out: outlets write their own.
    """
    return _words(record.text[record.body_start : record.truncated_at])


def all_words(record: Record) -> list[str]:
    """Return the words of what was read of an article, its headline included, in the form of `body_words`."""
    return _words(record.text[: record.truncated_at])


def shingles(words: list[str]) -> Hashes:
    """Return one 64-bit number for each different run of five words, in ascending order.

    Fewer than five words are one run. The numbers are the same on every machine and in every process. Two runs of a
    collection share a number by chance with a probability of 2**-64 each, which no result would show.
    """
    import numpy as np

    numbers = np.fromiter(map(_number, words), np.uint64, len(words))
    size = min(RUN, len(words))
    if not size:
        return numbers
    found = np.zeros(len(words) - size + 1, np.uint64)
    for i in range(size):
        found = _mixed(found + numbers[i : i + len(found)])
    return np.unique(found)


def jaccard(a: Hashes, b: Hashes) -> float:
    """Return the shared part of two sets of shingles: what both have by what either has, 0.0 for two empty ones."""
    import numpy as np

    shared = len(np.intersect1d(a, b, assume_unique=True))
    union = len(a) + len(b) - shared
    return shared / union if union else 0.0


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    for mark in _APOSTROPHES:
        plain = plain.replace(mark, "")
    return _WORD.findall(plain)


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mixed(x: Hashes) -> Hashes:
    import numpy as np

    x = x + np.uint64(_STEP)  # arrays wrap around silently, as the method asks
    x = (x ^ (x >> np.uint64(30))) * np.uint64(_MIX_1)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(_MIX_2)
    return x ^ (x >> np.uint64(31))
