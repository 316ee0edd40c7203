"""Which articles are worth comparing: MinHash signatures, cut into bands.

Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", chapter 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from onrecord.stories.shingles import Hashes

BANDS, ROWS = 42, 3
"""Two articles are compared when all rows of one of the bands agree: 1 - (1 - J**3)**42 of the pairs of Jaccard similarity J,
which is 99.6 % at 0.5, 99.997 % at 0.6 and 4 % at 0.1."""
PERMUTATIONS = BANDS * ROWS
"""Numbers in a signature."""

_CHUNK = 10_000
"""Shingles that are permuted at once: 10 MB at work, however long the article."""
_MIX = 0x9E3779B97F4A7C15


class Signer:
    """Makes signatures with datasketch's MinHash.

    Raises:
        MissingExtraError: datasketch is not installed.
    """

    def __init__(self) -> None:
        try:
            from datasketch import MinHash
        except ImportError:
            raise MissingExtraError("grouping near copies", "stories") from None
        # The permutations are drawn once, from a fixed seed. "affine32" takes and gives numbers of 32 bits.
        self._empty = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")

    def sign(self, found: Hashes) -> NDArray[np.uint32]:
        """Return the signature of a set of shingles: for each permutation of the 32-bit numbers the least of the set."""
        import numpy as np

        one = self._empty.copy()
        short = (found >> np.uint64(32)).tolist()
        for start in range(0, len(short), _CHUNK):
            one.update_batch(short[start : start + _CHUNK])
        return np.asarray(one.hashvalues, np.uint32)


def candidates(signatures: NDArray[np.uint32]) -> Iterator[NDArray[np.intp]]:
    """Yield groups of rows, at least two each, that agree in all rows of a band.

    Rows are sorted band by band instead of kept in a table of buckets: that takes 16 bytes an article, a table such as
    datasketch's `MinHashLSH` some thousand.

    Args:
        signatures: One row an article, `PERMUTATIONS` columns.
    """
    import numpy as np

    for band in range(BANDS):
        keys = np.zeros(len(signatures), np.uint64)
        for column in range(band * ROWS, (band + 1) * ROWS):
            # Two bands of one key that differ cost a comparison, no more.
            keys = keys * np.uint64(_MIX) + signatures[:, column]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(order) else order
        ends = np.append(starts[1:], len(order))
        for start, end in zip(starts, ends, strict=True):
            if end - start > 1:
                yield order[start:end]
