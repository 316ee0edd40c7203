"""The network in torch: one encoder, token heads, an attention per stance, and a head that links mentions to cues."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from onrecord.encoder.labels import TAG_COLUMNS
from onrecord.encoder.windows import SHAPES
from onrecord.types import STAGES, STANCES

LINK_COLUMNS = 2 + 1 + len(STAGES)
"""Columns of the link head: is the actor, is the target, is negated, then one per stage."""
REACH = 24
"""Pieces from the cue beyond which the link head does not count."""
BERT_LAYERS = "encoder.encoder.layer"
"""What the names of the layers' weights begin with where the encoder is BERT's."""


@dataclass(frozen=True, slots=True)
class TokenOutputs:
    """What one pass gives: B windows of T pieces, H hidden units, K stances."""

    tags: Tensor
    """[B, T, TAG_COLUMNS] scores of the entity tags and the layers' tags."""
    attention: Tensor
    """[B, T, K] how much each piece looks like the stance's cue (before the softmax over its sentence)."""
    value: Tensor
    """[B, T, K] what each piece adds to the stance's score when attended to."""
    hidden: Tensor
    """[B, T, H]."""


class SharedDropout(nn.Module):
    """Drop the same hidden units in all pieces of a window (Gal and Ghahramani 2016).

    A random number for each unit and piece took half the training time on a CPU.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, hidden: Tensor) -> Tensor:
        """Return `hidden` [..., T, H] with units dropped while training."""
        if not self.training or self.p == 0:
            return hidden
        kept = torch.empty(*hidden.shape[:-2], 1, hidden.shape[-1], dtype=hidden.dtype, device=hidden.device)
        return hidden * kept.bernoulli_(1 - self.p).div_(1 - self.p)


def share_dropout(encoder: nn.Module) -> None:
    """Put `SharedDropout` in place of every dropout of an encoder."""
    for module in list(encoder.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout):
                setattr(module, name, SharedDropout(child.p))


class StanceNetwork(nn.Module):
    """Encoder with heads for K stances. `encoder` is a transformers BERT model without pooler."""

    def __init__(self, encoder: Any, *, link_units: int = 768, dropout: float = 0.1, stances: int = len(STANCES)) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.shape = nn.Embedding(len(SHAPES), hidden)
        nn.init.normal_(self.shape.weight, std=0.01)
        self.dropout = SharedDropout(dropout)
        self.tags = nn.Linear(hidden, TAG_COLUMNS)
        self.attention = nn.Linear(hidden, stances)
        self.value = nn.Linear(hidden, stances)
        nn.init.constant_(self.value.bias, -2.0)  # most sentences carry no claim
        self.link = LinkHead(hidden, link_units, dropout, stances=stances)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> TokenOutputs:
        """Read B windows of T pieces: `ids`, `shapes` and `mask` are int64 [B, T], mask 1 on real pieces."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        h = self.dropout(hidden)
        return TokenOutputs(self.tags(h), self.attention(h), self.value(h), hidden)


class LinkHead(nn.Module):
    """Read a sentence once more with the cue of one stance marked: which pieces act, what they act on, polarity and stage.

    One transformer layer over the encoder's vectors, as in semantic role labelling with a marked predicate (Shi and Lin 2019),
    which also knows how far each piece stands from the cue (position-aware attention, Zhang et al. 2017).
    Comparing a mention's vector with the cue's alone could not tell apart who does what where a sentence has two actors.
    """

    def __init__(self, hidden: int, units: int, dropout: float, *, heads: int = 6, stances: int = len(STANCES)) -> None:
        super().__init__()
        self.heads = heads
        self.mark = nn.Embedding(stances, hidden)
        self.cue = nn.Linear(hidden, hidden)
        self.distance = nn.Embedding(2 * REACH + 1, hidden)
        nn.init.zeros_(self.distance.weight)
        self.norm_marked = nn.LayerNorm(hidden)
        self.query_key_value = nn.Linear(hidden, 3 * hidden)
        self.mixed = nn.Linear(hidden, hidden)
        self.norm_mixed = nn.LayerNorm(hidden)
        self.inner = nn.Linear(hidden, units)
        self.outer = nn.Linear(units, hidden)
        self.norm_outer = nn.LayerNorm(hidden)
        self.dropout = SharedDropout(dropout)
        self.out = nn.Linear(hidden, LINK_COLUMNS)

    def forward(self, hidden: Tensor, attention: Tensor, stances: Tensor, mask: Tensor) -> Tensor:
        """Return [N, T, LINK_COLUMNS] scores of the pieces of N sentences, each for one stance.

        Args:
            hidden: [N, T, H] the encoder's vectors.
            attention: [N, T] where the stance looks; each row sums to 1.
            stances: int64 [N].
            mask: bool [N, T], True on real pieces.
        """
        mark = self.mark(stances)
        cue = self.cue((attention[:, None] @ hidden).squeeze(1) + mark)
        x = self.norm_marked(hidden + attention[..., None] * mark[:, None] + cue[:, None] + self.distance(_offsets(attention)))
        x = self.norm_mixed(x + self.dropout(self._attend(x, mask)))
        x = self.norm_outer(x + self.dropout(self.outer(nn.functional.gelu(self.inner(x)))))
        return self.out(x)  # type: ignore[no-any-return]

    def _attend(self, x: Tensor, mask: Tensor) -> Tensor:
        n, t, h = x.shape
        q, k, v = self.query_key_value(x).view(n, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / (h // self.heads) ** 0.5
        weights = scores.masked_fill(~mask[:, None, None], -1e4).softmax(-1)
        return self.mixed((weights @ v).transpose(1, 2).reshape(n, t, h))  # type: ignore[no-any-return]


def _offsets(attention: Tensor) -> Tensor:
    """Return int64 [N, T]: how far each piece stands from the cue, the piece looked at most; 0 is `REACH` or more before it."""
    places = torch.arange(attention.shape[1], device=attention.device)
    return (places - attention.argmax(dim=1, keepdim=True)).clamp(-REACH, REACH) + REACH


def network_with(config: Any, weights: Mapping[str, Tensor], *, attention: str) -> StanceNetwork:
    """Return the network with these weights, named as in its `state_dict()`.

    Args:
        config: The encoder's, of transformers. Its numbers of heads and inner units are those of the encoder before pruning: how
            many are left is read off the weights.
        weights: All of them.
        attention: As for `new_network`.
    """
    from transformers import AutoModel

    config = copy.copy(config)
    inner = weights.get(f"{BERT_LAYERS}.0.intermediate.dense.bias")
    if inner is not None:
        config.intermediate_size = len(inner)
    encoder = AutoModel.from_config(config, add_pooling_layer=False, attn_implementation=attention)  # type: ignore[no-untyped-call]
    attending = weights.get(f"{BERT_LAYERS}.0.attention.self.query.bias")
    if attending is not None and len(attending) < config.hidden_size:
        _narrow_attention(encoder, len(attending))
    share_dropout(encoder)
    network = StanceNetwork(encoder, link_units=len(weights["link.inner.bias"]), stances=len(weights["attention.bias"]))
    network.load_state_dict(dict(weights))
    return network


def _narrow_attention(encoder: Any, units: int) -> None:
    """Let each layer of a BERT encoder attend with so many units: heads as large as before, but fewer."""
    for layer in encoder.encoder.layer:
        heads, out = layer.attention.self, layer.attention.output
        heads.query, heads.key, heads.value = (nn.Linear(encoder.config.hidden_size, units) for _ in range(3))
        heads.num_attention_heads, heads.all_head_size = units // heads.attention_head_size, units
        out.dense = nn.Linear(units, encoder.config.hidden_size)


def new_network(encoder_folder: Path, *, attention: str = "eager") -> StanceNetwork:
    """Return an untrained network over a pretrained BERT encoder read from a folder (safetensors, no download).

    Args:
        encoder_folder: Holds `model.safetensors` and `config.json`.
        attention: How transformers computes attention: "eager" exports well, "sdpa" trains faster where the encoder has it.
            The numbers are the same.
    """
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        encoder_folder,
        local_files_only=True,
        use_safetensors=True,
        add_pooling_layer=False,
        attn_implementation=attention,
        attention_probs_dropout_prob=0.0,  # on a CPU it keeps torch from its fast attention
    )
    share_dropout(encoder)
    return StanceNetwork(encoder)
