"""Cut an article into windows of whole sentences, as word pieces with offsets.

The encoder is uncased; each piece carries a shape number that gives it the case back. Every sentence is read in
exactly one window, together with the sentences beside it that fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHAPES = ("special", "lower", "title", "upper", "mixed", "initial", "digit", "other", "quote", "inside")
"""Shape of a piece: case of the word it starts, punctuation, quote mark, or `inside` for a later piece of a word."""

_INSIDE = SHAPES.index("inside")
_QUOTES = frozenset("\"“”„«»‘’'`")


@lru_cache(maxsize=16_384)
def piece_shape(word: str) -> int:
    """Return the shape number of a word's first piece, from the word as written."""
    if word[0] in _QUOTES:
        return SHAPES.index("quote")
    if word[0].isdigit():
        return SHAPES.index("digit")
    if not word[0].isalpha():
        return SHAPES.index("other")
    if word.islower():
        return SHAPES.index("lower")
    if len(word) == 1:
        return SHAPES.index("initial")
    if word.isupper():
        return SHAPES.index("upper")
    return SHAPES.index("title" if word[0].isupper() and word[1:].islower() else "mixed")


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The word pieces of a sentence: `ids`, `shapes`, `starts`, `ends` are int64 arrays of one length."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, part: slice) -> Pieces:
        return Pieces(self.ids[part], self.shapes[part], self.starts[part], self.ends[part])


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What the encoder reads at once: `[CLS] pieces… [SEP]`, with where each piece stands in the article."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """Offsets into the article's text; both 0 for the two special pieces."""
    sentences: tuple[tuple[int, int, int], ...]
    """(sentence index, first piece, piece after the last) for each sentence that is read off this window."""


class Windower:
    """Tokenise sentences and pack them into windows of at most `size` pieces."""

    def __init__(self, tokenizer_file: Path, *, size: int = 96) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        marks = ("[CLS]", "[SEP]") if self._tokenizer.token_to_id("[CLS]") is not None else ("<s>", "</s>")  # BERT's, MPNet's
        self._cls, self._sep = (self._tokenizer.token_to_id(mark) for mark in marks)
        self.size = size

    def pieces(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Pieces]:
        """Return the word pieces of each sentence `text[start:end]`, offsets into `text`."""
        encoded = self._tokenizer.encode_batch([text[s:e] for s, e in sentences], add_special_tokens=False)
        return [self._pieces(text, start, e) for (start, _), e in zip(sentences, encoded, strict=True)]

    @staticmethod
    def _pieces(text: str, start: int, encoding: Any) -> Pieces:
        offsets: list[tuple[int, int]] = encoding.offsets
        shapes = [_INSIDE] * len(offsets)
        i = 0
        for _, pieces in groupby(encoding.word_ids):
            after = i + sum(1 for _ in pieces)
            shapes[i] = piece_shape(text[start + offsets[i][0] : start + offsets[after - 1][1]] or " ")
            i = after
        ids, spans = np.asarray(encoding.ids, dtype=np.int64), np.asarray(offsets, dtype=np.int64).reshape(-1, 2) + start
        return Pieces(ids, np.asarray(shapes, dtype=np.int64), spans[:, 0], spans[:, 1])

    def windows(self, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Window]:
        """Yield the windows of an article. A sentence longer than a window is read in several, none of it lost."""
        room, size = self.size - 2, 0
        batch: list[tuple[int, Pieces]] = []
        for index, pieces in enumerate(self.pieces(text, sentences)):
            for part in (pieces[k : k + room] for k in range(0, len(pieces), room)):
                if batch and size + len(part) > room:
                    yield self.window(batch)
                    batch, size = [], 0
                batch.append((index, part))
                size += len(part)
        if batch:
            yield self.window(batch)

    def window(self, batch: Sequence[tuple[int, Pieces]], before: Pieces | None = None, after: Pieces | None = None) -> Window:
        """Return one window that reads the sentences of `batch`, with unread context around them."""
        spans, at = [], 1 + (len(before) if before else 0)
        for index, part in batch:
            spans.append((index, at, at + len(part)))
            at += len(part)
        parts = [*([before] if before else []), *(p for _, p in batch), *([after] if after else [])]
        zero = np.zeros(1, dtype=np.int64)
        return Window(
            ids=np.concatenate([[self._cls], *(p.ids for p in parts), [self._sep]]),
            shapes=np.concatenate([zero, *(p.shapes for p in parts), zero]),
            starts=np.concatenate([zero, *(p.starts for p in parts), zero]),
            ends=np.concatenate([zero, *(p.ends for p in parts), zero]),
            sentences=tuple(spans),
        )

    def is_piece(self, word: str) -> bool:
        """Whether a word is one piece, which may stand for another in `reworded`."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def reworded(self, window: Window, words: Mapping[tuple[int, int], str]) -> Window:
        """Return the window with other words in the place of some spans, each a single piece with the span's offsets.

        Args:
            window: What would be read.
            words: A word of one piece (see `is_piece`) for each (start, end) of the article that lies in the window.
        """
        keep = np.ones(len(window.ids), dtype=bool)
        ids, shapes, starts, ends = (x.copy() for x in (window.ids, window.shapes, window.starts, window.ends))
        for (start, end), word in words.items():
            inside = np.flatnonzero((window.starts < end) & (window.ends > start))
            if len(inside):
                first = inside[0]
                keep[inside[1:]] = False
                ids[first], shapes[first] = self._tokenizer.token_to_id(word.lower()), piece_shape(word)
                starts[first], ends[first] = start, end
        place = np.cumsum(keep) - 1
        sentences = tuple((i, int(place[a]), int(place[b - 1]) + 1) for i, a, b in window.sentences)
        return Window(ids[keep], shapes[keep], starts[keep], ends[keep], sentences)
