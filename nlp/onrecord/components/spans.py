"""From tag probabilities to spans: the most probable sequence in which an inside tag follows its own kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUIET = float(np.log(0.97))
"""Words that are outside with more than this probability end a search: nothing runs through them."""
_NEVER = -1e9


def decode(log_probabilities: NDArray[np.float32], borders: Collection[int] = ()) -> Iterator[tuple[int, int, int]]:
    """Yield (first word, word after the last, kind) of each span, in order.

    Args:
        log_probabilities: [n words, 1 + 2 kinds]; columns O, B of kind 0, I of kind 0, B of kind 1, …
        borders: Words that begin a sentence: no span runs across.
    """
    busy = np.flatnonzero(log_probabilities[:, 0] < QUIET).tolist()
    starts = set(borders)
    runs: list[list[int]] = []
    for word in busy:
        if runs and word == runs[-1][-1] + 1 and word not in starts:
            runs[-1].append(word)
        else:
            runs.append([word])
    best = log_probabilities.argmax(axis=1).tolist()
    for run in runs:
        first, last = run[0], run[-1] + 1
        tags = best[first:last]
        if not _is_allowed(tags):  # else nothing is more probable: the search would return the same
            tags = _viterbi(log_probabilities[first:last])
        yield from ((first + a, first + b, kind) for a, b, kind in _spans(tags))


def _is_allowed(tags: list[int]) -> bool:
    """Whether each inside tag follows its own kind."""
    before = 0
    for tag in tags:
        if tag and tag % 2 == 0 and before not in (tag - 1, tag):
            return False
        before = tag
    return True


@cache
def _transitions(tags: int) -> NDArray[np.float32]:
    """Return [from, to]: 0 where a tag may follow, very low where it may not."""
    allowed = np.zeros((tags, tags), dtype=np.float32)
    for inside in range(2, tags, 2):
        allowed[:, inside] = _NEVER
        allowed[[inside - 1, inside], inside] = 0
    return allowed


def _viterbi(log_probabilities: NDArray[np.float32]) -> list[int]:
    n, tags = log_probabilities.shape
    if n == 1:
        return [int((log_probabilities[0] + _transitions(tags)[0]).argmax())]
    transitions = _transitions(tags)
    score = log_probabilities[0] + transitions[0]
    back = np.zeros((n, tags), dtype=np.int64)
    for i in range(1, n):
        paths = score[:, None] + transitions
        back[i] = paths.argmax(axis=0)
        score = paths.max(axis=0) + log_probabilities[i]
    best = [int(score.argmax())]
    for i in range(n - 1, 0, -1):
        best.append(int(back[i, best[-1]]))
    return best[::-1]


def _spans(tags: list[int]) -> Iterator[tuple[int, int, int]]:
    start = None
    for i, tag in enumerate([*tags, 0]):
        if start is not None and (tag == 0 or tag % 2 == 1):
            yield start, i, (tags[start] - 1) // 2
            start = None
        if tag % 2 == 1:
            start = i
