"""The layers of UIMA type systems, as INCEpTION and WebAnno have them: which are read, and how one becomes a mark."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.corpora.markup import Mark
from onrecord.corpora.offsets import Place
from onrecord.corpora.words import roles, rows

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_LABELS = ("value", "label")
"""Features that say what an annotation is; without one, its layer does."""


def is_ignored(layer: str) -> bool:
    """Whether a layer holds tokens, parses or the document itself, which a record does not have."""
    return any(layer.startswith(row["prefix"]) for row in rows("ignored_types"))


def layer_mark(name: str, layer: str, place: Place, features: Mapping[str, str]) -> Mark:
    """Return an annotation as a mark: its label is the feature `value` or `label`, or else the last part of its layer's name.

    Args:
        name: Id of the mark.
        layer: Name of the type, such as `webanno.custom.Claim`.
        place: Start and end, code points.
        features: Its other features that have a value.
    """
    label = next((features[key] for key in _LABELS if features.get(key)), short(layer))
    rest = {key: value for key, value in features.items() if key not in _LABELS}
    return Mark(id=name, label=label, pieces=(place,), attributes=rest)


def short(layer: str) -> str:
    """Return the last part of a layer's name."""
    return layer.rsplit(".", 1)[-1]


def link_label(role: str | None, feature: str) -> str:
    """Return the label of a link feature: its role, unless only the feature's name is a word of the convention."""
    known = roles("link")
    if role and (role.casefold() in known or feature.casefold() not in known):
        return role
    return feature
