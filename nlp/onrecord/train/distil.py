"""A smaller network learns to say what a larger one says, from text alone: after pruning, and no label is read twice.

The student follows the teacher's vectors as well as its scores (Romero et al. 2015; Jiao et al. 2020, "TinyBERT"), so that heads
which no loss touches, such as the link head, find what they know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.encoder.labels import ENTITY_TAGS, LAYERS, layer_slice
from onrecord.train.batches import batch_loss, collate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.encoder.network import StanceNetwork, TokenOutputs
    from onrecord.train.examples import Example

TAG_GROUPS = (slice(0, len(ENTITY_TAGS)), *(layer_slice(layer) for layer in LAYERS))
"""Columns of tags of which a piece has one each."""
_HIDDEN, _SCORES = 15.0, 0.05
"""Weights that bring the losses of vectors and of scores to the size of the tags'."""


def distil_loss(student: StanceNetwork, teacher: StanceNetwork, examples: Sequence[Example]) -> dict[str, Tensor]:
    """Return how far a student is from its teacher on a batch of windows; their labels are not read.

    Returns:
        hidden: squared distance of the vectors, as a share of the teacher's squared length, weighted.
        tags: Kullback-Leibler divergence of the tags, summed over the groups of tags, mean over the pieces.
        scores: squared distance of the stances' attention and value, weighted, mean over the pieces.
    """
    batch = collate(examples)
    with torch.no_grad():
        wanted = teacher(batch.ids, batch.shapes, batch.mask)
    said = student(batch.ids, batch.shapes, batch.mask)
    return distances(said, wanted, batch.mask.bool())


def anchored_loss(
    network: StanceNetwork, anchor: StanceNetwork, examples: Sequence[Example], *, weight: float
) -> dict[str, Tensor]:
    """Return the losses of a batch's labels, and how far the network is from another, which is what it was before it read them.

    Sentences that a network has read before are soon learned by heart; held near to what it said of them, it learns what is new in
    the others (after Li and Hoiem 2018, "Learning without Forgetting").

    Args:
        network: What is trained.
        anchor: What it stays near to.
        examples: Labelled windows.
        weight: Of the distances (`hidden`, `tags`, `scores`) beside the labels' losses; the former's names begin with `near_`.
    """
    batch = collate(examples)
    said = network(batch.ids, batch.shapes, batch.mask)
    with torch.no_grad():
        wanted = anchor(batch.ids, batch.shapes, batch.mask)
    apart = distances(said, wanted, batch.mask.bool())
    return batch_loss(network, batch, said) | {f"near_{name}": weight * value for name, value in apart.items()}


def distances(said: TokenOutputs, wanted: TokenOutputs, real: Tensor) -> dict[str, Tensor]:
    """Return the losses of `distil_loss` of two networks' outputs for B windows of T pieces; `real` is bool [B, T]."""
    hidden, there = said.hidden.float()[real], wanted.hidden.float()[real]
    tags, theirs = said.tags.float()[real], wanted.tags.float()[real]
    return {
        "hidden": _HIDDEN * (hidden - there).square().sum() / there.square().sum(),
        "tags": torch.stack([_divergence(tags[:, group], theirs[:, group]) for group in TAG_GROUPS]).sum(),
        "scores": _SCORES * (_squared(said.attention, wanted.attention, real) + _squared(said.value, wanted.value, real)),
    }


def _divergence(said: Tensor, wanted: Tensor) -> Tensor:
    return F.kl_div(said.log_softmax(-1), wanted.log_softmax(-1), log_target=True, reduction="batchmean")


def _squared(said: Tensor, wanted: Tensor, real: Tensor) -> Tensor:
    return (said.float()[real] - wanted.float()[real]).square().sum(-1).mean()
