"""One training example: a window of word pieces with whatever labels its source gives; the rest is masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from onrecord.encoder.labels import ENTITY_TAGS, LAYERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.encoder import Window

MASKED = -100
"""Layer label of a piece that the source does not label."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate mention and a stance of the sentence: is it the actor, is it the target."""

    first: int
    """First piece of the mention."""
    last: int
    """Piece after its last."""
    stance: int
    actor: float
    target: float
    weight: float
    negated: int = MASKED
    """1 if the claim is negated, MASKED where the pair is no claim."""
    stage: int = MASKED
    absent: bool = False
    """Whether nobody in the sentence takes the stance: read only while the network believes that somebody may."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that express a stance of the sentence."""

    first: int
    """First piece."""
    last: int
    """Piece after the last."""
    stance: int


@dataclass(slots=True, eq=False)
class Example:
    """A window of T pieces with labels. What a source does not label stays None or masked."""

    window: Window
    allowed: NDArray[np.bool_] | None = None
    """[T, len(ENTITY_TAGS)] entity tags that the source allows for a piece; one is True where it labels fully."""
    layers: NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))
    """[T, len(LAYERS)] tag of each layer (0 outside, 1 begin, 2 inside) or MASKED."""
    sentence: tuple[int, int] | None = None
    """(first piece, piece after the last) of the sentence whose stances are labelled."""
    stances: NDArray[np.float32] | None = None
    """[K] 1 where the sentence carries the stance."""
    weights: NDArray[np.float32] | None = None
    """[K] weight of each stance label in the loss."""
    cues: tuple[Cue, ...] = ()
    """Where annotators saw the stances; a stance without a cue is not told where to look."""
    pairs: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        if not self.layers.size:
            self.layers = np.full((len(self.window.ids), len(LAYERS)), MASKED, dtype=np.int64)


def piece_span(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """Return (first, last) pieces that cover the characters `start:end`, None if no piece does."""
    inside = np.flatnonzero((window.starts < end) & (window.ends > start))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def entity_tags(
    window: Window,
    spans: Iterable[tuple[int, int, Sequence[str]]],
    *,
    open_types: Sequence[str] = (),
    within: tuple[int, int] | None = None,
) -> NDArray[np.bool_]:
    """Return the entity tags that labelled spans allow for each piece.

    Args:
        window: The pieces.
        spans: (start, end, types): the span is one of these types, or `O` where that is among them.
        open_types: Types that the source does not label: pieces outside its spans may be of these.
        within: Pieces that the source labels, all by default; every tag is allowed outside.
    """
    allowed = np.zeros((len(window.ids), len(ENTITY_TAGS)), dtype=bool)
    allowed[:, [0, *(ENTITY_TAGS.index(f"{p}-{t}") for t in open_types for p in "BI")]] = True
    for start, end, types in spans:
        if (span := piece_span(window, start, end)) is None:
            continue
        first, last = span
        allowed[first:last] = False
        for kind in types:
            allowed[first, 0 if kind == "O" else ENTITY_TAGS.index(f"B-{kind}")] = True
            allowed[first + 1 : last, 0 if kind == "O" else ENTITY_TAGS.index(f"I-{kind}")] = True
    if within:
        allowed[: within[0]] = True
        allowed[within[1] :] = True
    return allowed


def layer_tags(
    window: Window, spans: Mapping[str, Iterable[tuple[int, int]]], *, within: tuple[int, int] | None = None
) -> NDArray[np.int64]:
    """Return the tags of the layers named in `spans`; other layers, and pieces outside `within`, are MASKED."""
    tags = np.full((len(window.ids), len(LAYERS)), MASKED, dtype=np.int64)
    a, b = within or (0, len(window.ids))
    for layer, items in spans.items():
        column = tags[:, LAYERS.index(layer)]
        column[a:b] = 0
        for start, end in sorted(items, key=lambda s: s[0] - s[1]):  # longest first: of nested spans the outer is tagged
            span = piece_span(window, start, end)
            if span and not column[span[0] : span[1]].any():
                column[span[0] : span[1]] = 2
                column[span[0]] = 1
    return tags
