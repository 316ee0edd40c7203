"""The label sets of the token heads, in the order of the network's outputs."""

from __future__ import annotations

ENTITY_TYPES = ("COMPANY", "GOVERNMENT", "LAW", "PLACE", "PERSON")
ENTITY_TAGS = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))

# One layer a type: an actor may be an entity too, and quotes hold speakers of quotes.
LAYERS = ("ACTOR", "TARGET", "CONTENT", "CUE", "SPEAKER")
LAYER_TAGS = ("O", "B", "I")

TAG_COLUMNS = len(ENTITY_TAGS) + len(LAYERS) * len(LAYER_TAGS)


def layer_slice(layer: str) -> slice:
    """Return the columns of a layer in the tag scores."""
    start = len(ENTITY_TAGS) + LAYERS.index(layer) * len(LAYER_TAGS)
    return slice(start, start + len(LAYER_TAGS))
