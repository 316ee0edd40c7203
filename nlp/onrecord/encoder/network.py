"""The network in torch: one encoder, token heads, an attention per stance, and a head that links mentions to cues."""

from __future__ import annotations

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

    def __init__(self, encoder: Any, *, link_units: int = 192, dropout: float = 0.1, stances: int = len(STANCES)) -> None:
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
    """Score pairs of a mention vector and a cue vector of one stance."""

    def __init__(self, hidden: int, units: int, dropout: float, *, stances: int = len(STANCES)) -> None:
        super().__init__()
        self.mention = nn.Linear(hidden, units)
        self.cue = nn.Linear(hidden, units)
        self.stance = nn.Embedding(stances, units)
        self.inner = nn.Linear(2 * units, units)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(units, LINK_COLUMNS)

    def forward(self, mentions: Tensor, cues: Tensor, stances: Tensor) -> Tensor:
        """Return [N, LINK_COLUMNS] scores for N pairs: `mentions`, `cues` [N, H], `stances` int64 [N]."""
        m, c = self.mention(mentions), self.cue(cues) + self.stance(stances)
        joined = torch.cat([nn.functional.gelu(m + c), m * c], dim=-1)
        return self.out(self.dropout(nn.functional.gelu(self.inner(joined))))  # type: ignore[no-any-return]


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
