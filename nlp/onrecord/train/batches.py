"""Pad examples into batches of about the same number of pieces, and the loss of a batch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.encoder.labels import ENTITY_TAGS, LAYERS, layer_slice
from onrecord.encoder.network import StanceNetwork, TokenOutputs
from onrecord.train.examples import MASKED, Example, Pair
from onrecord.types import STANCES

DOUBT = -3.5
"""Log-odds (3 %) from which the link head is told that a stance is not taken."""


@dataclass(frozen=True, slots=True)
class Batch:
    """B examples padded to T pieces, with N pairs and M labelled sentences."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    """int64 [B, T] each."""
    allowed: Tensor
    """bool [B, T, tags]; all True where nothing is labelled."""
    layers: Tensor
    """int64 [B, T, layers]."""
    inside: Tensor
    """bool [B, T] pieces of the labelled sentence."""
    rows: Tensor
    """int64 [M] the examples that have a labelled sentence."""
    stances: Tensor
    weights: Tensor
    """float [M, K]."""
    looks: Tensor
    """bool [M, T, K] where each stance should look; nowhere if it is not taken or not known."""
    pairs: tuple[tuple[int, Pair], ...]
    """(example, pair)."""


def collate(examples: Sequence[Example]) -> Batch:
    """Pad examples into one batch."""
    b, t = len(examples), max(len(e.window.ids) for e in examples)
    ids, shapes, mask = (np.zeros((b, t), np.int64) for _ in range(3))
    allowed = np.ones((b, t, len(ENTITY_TAGS)), bool)
    layers = np.full((b, t, len(LAYERS)), MASKED, np.int64)
    inside = np.zeros((b, t), bool)
    for i, e in enumerate(examples):
        n = len(e.window.ids)
        ids[i, :n], shapes[i, :n], mask[i, :n], layers[i, :n] = e.window.ids, e.window.shapes, 1, e.layers
        if e.allowed is not None:
            allowed[i, 1 : n - 1] = e.allowed[1 : n - 1]
        if e.sentence:
            inside[i, e.sentence[0] : e.sentence[1]] = True
    labelled = [(i, e.stances, e.weights) for i, e in enumerate(examples) if e.stances is not None and e.weights is not None]
    stances, weights = (np.stack([x[j] for x in labelled]) if labelled else np.zeros((0, len(STANCES)), np.float32) for j in (1, 2))
    looks = np.zeros((len(labelled), t, stances.shape[1]), bool)
    for m, (i, _, _) in enumerate(labelled):
        for cue in examples[i].cues:
            looks[m, cue.first : cue.last, cue.stance] = True
    return Batch(
        ids=torch.from_numpy(ids),
        shapes=torch.from_numpy(shapes),
        mask=torch.from_numpy(mask),
        allowed=torch.from_numpy(allowed),
        layers=torch.from_numpy(layers),
        inside=torch.from_numpy(inside),
        rows=torch.tensor([i for i, _, _ in labelled], dtype=torch.int64),
        stances=torch.from_numpy(stances),
        weights=torch.from_numpy(weights),
        looks=torch.from_numpy(looks),
        pairs=tuple((i, p) for i, e in enumerate(examples) for p in e.pairs),
    )


def bucketed(examples: Sequence[Example], rng: random.Random, *, pieces: int = 3000) -> Iterator[list[Example]]:
    """Yield batches of similar length, at most `pieces` pieces each with padding, in random order."""
    order = sorted(examples, key=lambda e: len(e.window.ids) + rng.random() * 8)
    batches: list[list[Example]] = [[]]
    longest = 0
    for e in order:
        longest = max(longest, len(e.window.ids))
        if batches[-1] and longest * (len(batches[-1]) + 1) > pieces:
            batches.append([])
            longest = len(e.window.ids)
        batches[-1].append(e)
    rng.shuffle(batches)
    yield from batches


def batch_loss(network: StanceNetwork, batch: Batch, out: TokenOutputs | None = None) -> dict[str, Tensor]:
    """Return the losses of a batch by head; their sum is trained.

    Args:
        network: What is trained.
        batch: Labelled windows.
        out: What the network says of them, where that is known already.
    """
    out = out or network(batch.ids, batch.shapes, batch.mask)
    losses = {"entities": _entity_loss(out, batch), "layers": _layer_loss(out, batch)}
    if len(batch.rows):
        weights, logits = pool(out, batch.inside[batch.rows], batch.rows)
        bce = F.binary_cross_entropy_with_logits(logits, batch.stances, weight=batch.weights, reduction="sum")
        losses["stances"] = 1.5 * bce / len(batch.rows)
        if batch.looks.any():
            losses["cues"] = 0.2 * _cue_loss(weights, batch.looks)
        if pairs := _doubtful(batch, logits):
            losses["links"] = _link_loss(network, out, replace(batch, pairs=pairs), weights)
    return losses


def _doubtful(batch: Batch, logits: Tensor) -> tuple[tuple[int, Pair], ...]:
    """Return the pairs of stances that are taken, and of those that the network would have to be told are not.

    So the link head learns to say that nobody acts, which makes it a second opinion on the stance.
    """
    row_of = {int(r): m for m, r in enumerate(batch.rows)}
    likely = (logits.detach() > DOUBT).tolist()
    return tuple((i, p) for i, p in batch.pairs if not p.absent or likely[row_of[i]][p.stance])


def pool(out: TokenOutputs, inside: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """Return the attention [M, T, K] over each sentence's pieces and the stance scores [M, K]."""
    scores = out.attention[rows].float().masked_fill(~inside[..., None], -1e4)
    attention = scores.softmax(dim=1)
    return attention, (attention * out.value[rows].float()).sum(dim=1)


def _cue_loss(attention: Tensor, looks: Tensor) -> Tensor:
    """Negative log of the attention [M, T, K] that lies on the cue, over the stances whose cue is known."""
    on_cue = (attention * looks).sum(dim=1)
    return -on_cue[looks.any(dim=1)].clamp(min=1e-4).log().mean()


def _entity_loss(out: TokenOutputs, batch: Batch) -> Tensor:
    """Negative log of the probability of all allowed tags together: a source that leaves it open teaches nothing."""
    logp = out.tags[..., : len(ENTITY_TAGS)].float().log_softmax(-1)
    loss = -logp.masked_fill(~batch.allowed, -1e4).logsumexp(-1)
    labelled = ~batch.allowed.all(-1) & batch.mask.bool()
    return loss[labelled].sum() / labelled.sum().clamp(min=1) * 2.0


def _layer_loss(out: TokenOutputs, batch: Batch) -> Tensor:
    total = out.tags.new_zeros((), dtype=torch.float32)
    for j, layer in enumerate(LAYERS):
        labels = batch.layers[..., j].reshape(-1)
        if (labels != MASKED).any():
            scores = out.tags[..., layer_slice(layer)].float().reshape(len(labels), -1)
            total = total + F.cross_entropy(scores, labels, ignore_index=MASKED)
    return total


def mention_means(values: Tensor, spans: Sequence[tuple[int, int, int]]) -> Tensor:
    """Return the mean [P, C] of `values` [N, T, C] over each (row, first piece, piece after the last).

    All pieces are taken at once: the gradient of one slice is as large as `values`, and there are hundreds of spans.
    """
    length = values.shape[1]
    pieces = torch.tensor([row * length + t for row, first, last in spans for t in range(first, last)])
    owner = torch.tensor([n for n, (_, first, last) in enumerate(spans) for _ in range(first, last)])
    share = torch.tensor([1 / (last - first) for _, first, last in spans for _ in range(first, last)], dtype=values.dtype)
    chosen = values.reshape(-1, values.shape[-1]).index_select(0, pieces) * share[:, None]
    return chosen.new_zeros(len(spans), values.shape[-1]).index_add(0, owner, chosen)


def _pair_scores(network: StanceNetwork, out: TokenOutputs, batch: Batch, attention: Tensor) -> Tensor:
    """Return [P, LINK_COLUMNS] the scores of the batch's pairs; each sentence is read once for each of its stances."""
    row_of = {int(r): m for m, r in enumerate(batch.rows)}
    reads = list(dict.fromkeys((i, p.stance) for i, p in batch.pairs))
    at = {read: n for n, read in enumerate(reads)}
    rows, stances = torch.tensor([i for i, _ in reads]), torch.tensor([k for _, k in reads])
    looks = attention[torch.tensor([row_of[i] for i, _ in reads]), :, stances]
    scores = network.link(out.hidden.float().index_select(0, rows), looks, stances, batch.inside[rows]).float()
    return mention_means(scores, [(at[i, p.stance], p.first, p.last) for i, p in batch.pairs])


def _link_loss(network: StanceNetwork, out: TokenOutputs, batch: Batch, attention: Tensor) -> Tensor:
    scores = _pair_scores(network, out, batch, attention)
    weight = torch.tensor([p.weight for _, p in batch.pairs])
    loss = torch.zeros(())
    for column, field in enumerate(("actor", "target")):
        wanted = torch.tensor([getattr(p, field) for _, p in batch.pairs])
        loss = loss + F.binary_cross_entropy_with_logits(scores[:, column], wanted, weight=weight)
    loss = loss + 0.5 * _ranking_loss(scores[:, 0], batch)
    claims = [j for j, (_, p) in enumerate(batch.pairs) if p.stage != MASKED]
    if claims:
        negated = torch.tensor([float(batch.pairs[j][1].negated) for j in claims])
        stage = torch.tensor([batch.pairs[j][1].stage for j in claims])
        loss = loss + 0.5 * F.binary_cross_entropy_with_logits(scores[claims, 2], negated)
        loss = loss + 0.5 * F.cross_entropy(scores[claims, 3:], stage)
    return loss


def _ranking_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Negative log of the share that the actors have among a sentence's mentions, over the stances that are taken.

    Judged one by one, all mentions of a sentence that says something got about the same score; here they compete.

    Args:
        scores: [P] of the batch's pairs as actors.
        batch: Its pairs say which of them act.
    """
    at = {read: n for n, read in enumerate(dict.fromkeys((i, p.stance) for i, p in batch.pairs))}
    group = torch.tensor([at[i, p.stance] for i, p in batch.pairs])
    acts = torch.tensor([p.actor for _, p in batch.pairs])
    weights = [0.0] * len(at)
    for i, p in batch.pairs:
        weights[at[i, p.stance]] = max(weights[at[i, p.stance]], p.weight * p.actor)
    weight = torch.tensor(weights)
    likely = (scores - scores.detach().max()).clamp(min=-30).exp()
    every, right = (torch.zeros(len(at)).index_add(0, group, x) for x in (likely, likely * acts))
    taken = weight > 0
    if not taken.any():
        return scores.new_zeros(())
    return ((every[taken].log() - right[taken].log()) * weight[taken]).mean()
