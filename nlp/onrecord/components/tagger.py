"""The encoder over an article: mentions, and for each sentence which stances it takes and at which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import numpy as np

from onrecord.components.mentions import Mention, MentionLabel
from onrecord.components.spans import QUIET, decode
from onrecord.components.spelling import slips
from onrecord.encoder.labels import ENTITY_TAGS, ENTITY_TYPES, LAYERS, TAG_COLUMNS, layer_slice
from onrecord.encoder.windows import SHAPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.encoder import Backend, PieceScores, Window, Windower


FLOOR = float(np.log(0.02 / 0.98))
"""Log-odds under which a sentence's vectors are dropped: no claim can come of it, and memory stays bounded."""
BEGINS, GOES_ON = -1.4, 0.6
"""Added to the log-probability that a part of a quote begins at a word, and that it goes on: else one falls into pieces."""
_INSIDE = SHAPES.index("inside")


@dataclass(frozen=True, slots=True, eq=False)
class SentenceReading:
    """What one pass says about the n pieces of one sentence (or of a part of a very long one)."""

    index: int
    """Index of the sentence in the article."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """[n] offsets of the pieces in the article's text."""
    hidden: NDArray[np.float32]
    """[n, H]."""
    attention: NDArray[np.float32]
    """[n, K] where each stance looks; each column sums to 1."""
    scores: NDArray[np.float32]
    """[K] log-odds that the sentence takes the stance."""

    def pieces(self, start: int, end: int) -> NDArray[np.bool_]:
        """Return which pieces [n] cover `text[start:end]`, none if it is not in the sentence."""
        return (self.starts < end) & (self.ends > start)

    def cue_span(self, stance: int) -> tuple[int, int]:
        """Return (start, end) of the piece that a stance looks at most."""
        best = int(self.attention[:, stance].argmax())
        return int(self.starts[best]), int(self.ends[best])


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """An article as the encoder read it."""

    mentions: tuple[Mention, ...]
    """In order of their start."""
    sentences: tuple[SentenceReading, ...]
    """Only the sentences that may take a stance (see `FLOOR`), in order."""


def read(
    text: str,
    sentences: Sequence[tuple[int, int]],
    *,
    windower: Windower,
    backend: Backend,
    floors: Mapping[str, float] = MappingProxyType({}),
) -> Reading:
    """Read an article.

    Args:
        text: The article.
        sentences: (start, end) of each sentence, in order.
        windower: Cuts it into windows.
        backend: Runs the network.
        floors: Least score of a mention, by label; all are kept by default.
    """
    mentions: list[Mention] = []
    readings: list[SentenceReading] = []
    for given in windower.windows(text, sentences):
        window = _spelled(text, given, windower)
        scores = backend.read(window)
        found = list(_mentions(window, scores))
        mentions += (m for m in found if m.score >= floors.get(m.label, 0.0))
        readings += _sentences(window, scores)
    return Reading(tuple(sorted(mentions)), tuple(readings))


def _spelled(text: str, window: Window, windower: Windower) -> Window:
    """Return the window with what slips of the pen mean in their place."""
    first, last = window.sentences[0][1], window.sentences[-1][2]
    found = slips(text, int(window.starts[first]), int(window.ends[last - 1]))
    meant = {span: word for span, word in found if windower.is_piece(word)}
    return windower.reworded(window, meant) if meant else window


def _softmax(x: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    exp = np.exp(x - x.max(axis=axis, keepdims=True))
    return cast("NDArray[np.float32]", exp / exp.sum(axis=axis, keepdims=True))


def _sentences(window: Window, scores: PieceScores) -> Iterator[SentenceReading]:
    """Yield the readings of a window's sentences, without those that cannot take a stance."""
    for index, first, last in window.sentences:
        attention = _softmax(scores.attention[first:last], axis=0)
        logits = (attention * scores.value[first:last]).sum(axis=0)
        if logits.max() >= FLOOR:
            starts, ends = window.starts[first:last], window.ends[first:last]
            yield SentenceReading(index, starts, ends, scores.hidden[first:last].copy(), attention, logits)


def _mentions(window: Window, scores: PieceScores) -> Iterator[Mention]:
    """Yield the spans that the tag heads see in a window's sentences; a word has the tag of its first piece."""
    first, last = window.sentences[0][1], window.sentences[-1][2]
    words = first + np.flatnonzero(window.shapes[first:last] != _INSIDE)
    starts, ends = window.starts[words], window.ends[np.append(words[1:], last) - 1]
    borders = np.searchsorted(words, [a for _, a, _ in window.sentences[1:]])
    all_logs = _log_softmax(scores.tags[words])
    quiet = all_logs[:, _FIRST].min(axis=0, initial=0.0) >= QUIET
    for head, (label, columns) in enumerate(_HEADS):
        logs = all_logs[:, columns]
        for a, b, kind in () if quiet[head] else decode(logs + _LEANING[columns], borders):
            score = float(np.exp(logs[a:b, 2 * kind + 1 : 2 * kind + 3]).sum()) / (b - a)
            yield Mention(int(starts[a]), int(ends[b - 1]), label or cast("MentionLabel", ENTITY_TYPES[kind]), score)


_HEADS: tuple[tuple[MentionLabel | None, slice], ...] = (
    (None, slice(0, len(ENTITY_TAGS))),
    *((cast("MentionLabel", layer), layer_slice(layer)) for layer in LAYERS),
)
"""The label of each tag head (the entity head has one a kind) and its columns."""


def _leaning() -> NDArray[np.float32]:
    """Return what is added to each tag's log-probability before spans are searched: see `BEGINS` and `GOES_ON`."""
    added = np.zeros(TAG_COLUMNS, dtype=np.float32)
    for layer in ("CONTENT", "CUE", "SPEAKER"):
        added[layer_slice(layer)] = 0.0, BEGINS, GOES_ON
    return added


_LEANING = _leaning()
_FIRST = [columns.start for _, columns in _HEADS]
_WIDTHS = [columns.stop - columns.start for _, columns in _HEADS]


def _log_softmax(tags: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log-probabilities [n, TAG_COLUMNS] of each head's tags, all heads at once."""
    shifted = tags - np.repeat(np.maximum.reduceat(tags, _FIRST, axis=1), _WIDTHS, axis=1)
    logs = np.log(np.add.reduceat(np.exp(shifted), _FIRST, axis=1))
    return cast("NDArray[np.float32]", shifted - np.repeat(logs, _WIDTHS, axis=1))
