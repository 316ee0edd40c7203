"""Figures as functions of sums over documents, so that any of them can be resampled, compared and shuffled alike.

A statistic holds one row of numbers a document; its value is a function of their (weighted) column sums. Bootstrap
samples are weights: how often each document was drawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


CHUNK = 200
"""Bootstrap samples weighed at a time, to bound memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A number that depends on documents only through sums."""

    parts: Any
    """Numbers by document: array, dense or sparse, of shape (documents, columns)."""
    of: Callable[[Array], Array]
    """Value of column sums: (samples, columns) in, (samples,) out; NaN where there is nothing to score."""

    def value(self) -> float:
        """Return the value over all documents."""
        import numpy as np

        return float(self.of(np.asarray(self.parts.sum(axis=0)).reshape(1, -1))[0])

    def values(self, weights: Array) -> Array:
        """Return the value under each row of document weights; shape (samples, documents) in, (samples,) out."""
        import numpy as np

        chunks = (weights[i : i + CHUNK] for i in range(0, len(weights), CHUNK))
        return np.concatenate([self.of(np.asarray(chunk @ self.parts)) for chunk in chunks])


def micro_f1(sums: Array) -> Array:
    """Return F1 of the sum over keys; columns are (tp, fp, fn) of one key after the other. NaN where all are 0."""
    keyed = sums.reshape(len(sums), -1, 3).sum(axis=1)
    return _f1(keyed[:, 0], keyed[:, 1], keyed[:, 2], empty=float("nan"))


def macro_f1(sums: Array) -> Array:
    """Return the mean F1 over the keys that either side has; NaN where there are none."""
    import numpy as np

    keyed = sums.reshape(len(sums), -1, 3)
    f1 = _f1(keyed[..., 0], keyed[..., 1], keyed[..., 2], empty=0.0)
    there = keyed.sum(axis=2) > 0
    number = there.sum(axis=1)
    mean: Array = np.divide((f1 * there).sum(axis=1), number, out=np.full(len(sums), np.nan), where=number > 0)
    return mean


def share(sums: Array) -> Array:
    """Return right / all; columns are (right, all). NaN where there is nothing."""
    import numpy as np

    right, every = sums[:, 0], sums[:, 1]
    value: Array = np.divide(right, every, out=np.full(len(sums), np.nan), where=every > 0)
    return value


def table_error(sums: Array) -> Array:
    """Return the sum of differences over the sum of both tables (Bray-Curtis); columns are gold cells, then predicted."""
    import numpy as np

    cells = sums.shape[1] // 2
    gold, pred = sums[:, :cells], sums[:, cells:]
    every = gold.sum(axis=1) + pred.sum(axis=1)
    value: Array = np.divide(np.abs(gold - pred).sum(axis=1), every, out=np.full(len(sums), np.nan), where=every > 0)
    return value


def bootstrap_weights(clusters: Sequence[str], *, samples: int, seed: int) -> Array:
    """Return how often each document is drawn in each sample; documents of one cluster are drawn together.

    Args:
        clusters: Cluster of each document.
        samples: Number of samples, each as large as the collection in clusters.
        seed: Of Python's own generator, drawn from as the scorer does: its intervals can be reproduced.

    Returns:
        Whole numbers, shape (samples, documents).
    """
    import numpy as np

    names = {name: i for i, name in enumerate(dict.fromkeys(clusters))}
    member = np.array([names[name] for name in clusters], dtype=np.intp)
    drawn = _randranges(len(names), samples * len(names), seed).reshape(samples, len(names))
    weights = np.zeros((samples, len(names)))
    np.add.at(weights, (np.arange(samples)[:, None], drawn), 1)
    of_documents: Array = weights[:, member]
    return of_documents


def _randranges(below: int, number: int, seed: int) -> Array:
    """The first results of `random.Random(seed).randrange(below)`, drawn all at once from the same Mersenne Twister."""
    import numpy as np

    _, state, _ = random.Random(seed).getstate()  # noqa: S311 - no secret
    twister = np.random.MT19937()
    twister.state = {"bit_generator": "MT19937", "state": {"key": np.array(state[:-1], dtype=np.uint32), "pos": state[-1]}}
    found = np.zeros(0, dtype=np.int64)
    while len(found) < number:
        bits = (twister.random_raw(number) >> np.uint64(32 - below.bit_length())).astype(np.int64)
        found = np.concatenate([found, bits[bits < below]])
    return found[:number]


def interval(values: Array, *, level: float) -> tuple[float, float] | None:
    """Return the percentile interval of bootstrap values, None when there are none; NaN values are left out."""
    import numpy as np

    found = np.sort(values[~np.isnan(values)])
    if not len(found):
        return None
    tail = (1 - level) / 2
    return float(found[int(tail * len(found))]), float(found[min(len(found) - 1, int((1 - tail) * len(found)))])


def randomisation_p(a: Statistic, b: Statistic, clusters: Sequence[str], *, rounds: int, seed: int) -> float:
    """Return the two-sided p of approximate randomisation: systems swapped cluster by cluster at random.

    The p-value is (1 + rounds with at least the difference seen) / (1 + rounds), as Noreen (1989) has it.

    Args:
        a: The figure of one system.
        b: The same figure of another, columns alike.
        clusters: Cluster of each document.
        rounds: Number of random swaps.
        seed: Of the random numbers.
    """
    import numpy as np

    gap = _by_cluster(a.parts - b.parts, clusters)
    all_a, all_b = (np.asarray(x.parts.sum(axis=0)).reshape(1, -1) for x in (a, b))
    seen = abs(a.value() - b.value())
    extreme = 0
    for packed in _swaps(gap.shape[0], rounds, seed):
        swapped = np.asarray(np.unpackbits(packed, axis=1, count=gap.shape[0]).astype(float) @ gap)
        moved = np.abs(a.of(all_b + swapped) - a.of(all_a - swapped))
        extreme += int((np.nan_to_num(moved) >= seen - 1e-12).sum())
    return (1 + extreme) / (1 + rounds)


def _by_cluster(parts: Any, clusters: Sequence[str]) -> Any:
    """The sums of parts over the documents of each cluster, dense or sparse as they are; shape (clusters, columns)."""
    import numpy as np
    from scipy.sparse import csr_array

    names = {name: i for i, name in enumerate(dict.fromkeys(clusters))}
    member = np.array([names[name] for name in clusters], dtype=np.intp)
    shape = (len(names), len(clusters))
    return csr_array((np.ones(len(clusters)), (member, np.arange(len(clusters)))), shape=shape) @ parts


@lru_cache(maxsize=2)
def _swaps(clusters: int, rounds: int, seed: int) -> tuple[Array, ...]:
    """Which clusters are swapped in each round, 0 or 1, eight to a byte: every figure of a comparison takes the same."""
    import numpy as np

    rng = np.random.default_rng(seed)
    sizes = [min(CHUNK, rounds - start) for start in range(0, rounds, CHUNK)]
    return tuple(np.packbits(rng.integers(0, 2, size=(size, clusters)).astype(np.uint8), axis=1) for size in sizes)


def _f1(tp: Array, fp: Array, fn: Array, *, empty: float) -> Array:
    """F1 by way of precision and recall, in the scorer's order of operations: another order changes the last digit."""
    import numpy as np

    precision, recall = _ratio(tp, tp + fp), _ratio(tp, tp + fn)
    value = _ratio(2 * precision * recall, precision + recall)
    return np.where(tp + fp + fn > 0, value, empty)


def _ratio(top: Array, bottom: Array) -> Array:
    import numpy as np

    value: Array = np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)
    return value
