"""Not to forget: where a user's labels say nothing of names and quotes, the base model's own reading is the label.

A few hundred sentences with stances alone would let the network unlearn what companies, laws and quotes look like, for
nothing in them says so (Li and Hoiem 2018, "Learning without forgetting").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.encoder.labels import ENTITY_TAGS, LAYERS, layer_slice
from onrecord.train.examples import MASKED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.encoder import Backend, Window
    from onrecord.pipeline import Pipeline
    from onrecord.train.examples import Example

KEPT = ("CONTENT", "CUE", "SPEAKER")
"""Layers that no stance label touches."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the base model sees in a window of T pieces."""

    allowed: NDArray[np.bool_]
    """[T, entity tags], one True a piece."""
    layers: NDArray[np.int64]
    """[T, layers], MASKED but for those of `KEPT`."""


def read(backend: Backend, window: Window) -> Reading:
    """Return the base model's best tags for a window."""
    tags = backend.read(window).tags
    allowed = np.zeros((len(tags), len(ENTITY_TAGS)), dtype=bool)
    allowed[np.arange(len(tags)), tags[:, : len(ENTITY_TAGS)].argmax(axis=1)] = True
    layers = np.full((len(tags), len(LAYERS)), MASKED, dtype=np.int64)
    for layer in KEPT:
        layers[:, LAYERS.index(layer)] = tags[:, layer_slice(layer)].argmax(axis=1)
    layers[[0, -1]] = MASKED
    return Reading(allowed, layers)


def add(example: Example, reading: Reading) -> Example:
    """Return the example with the base model's tags where its own labels leave everything open."""
    if example.allowed is None:
        example.allowed = reading.allowed
    else:
        example.allowed = np.where(example.allowed.all(axis=1, keepdims=True), reading.allowed, example.allowed)
    example.layers = np.where(example.layers == MASKED, reading.layers, example.layers)
    return example


def named(pipeline: Pipeline, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the names that the base model finds in its sentence, where they are not labelled."""
    if row["entities"] is not None:
        return row
    found = pipeline.draft(row["sentence"]).joined.entities
    return {**row, "entities": [[e.text, e.label] for e in sorted(found, key=lambda e: e.start) if e.via != "coref"]}
