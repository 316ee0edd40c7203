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


class StanceNetwork(nn.Module):
    """Encoder with heads. `encoder` is a transformers BERT model without pooler."""

    def __init__(self, encoder: Any, *, link_units: int = 192, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.shape = nn.Embedding(len(SHAPES), hidden)
        nn.init.normal_(self.shape.weight, std=0.01)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(hidden, TAG_COLUMNS)
        self.attention = nn.Linear(hidden, len(STANCES))
        self.value = nn.Linear(hidden, len(STANCES))
        nn.init.constant_(self.value.bias, -2.0)  # most sentences carry no claim
        self.link = LinkHead(hidden, link_units, dropout)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> TokenOutputs:
        """Read B windows of T pieces: `ids`, `shapes` and `mask` are int64 [B, T], mask 1 on real pieces."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        h = self.dropout(hidden)
        return TokenOutputs(self.tags(h), self.attention(h), self.value(h), hidden)


class LinkHead(nn.Module):
    """Score pairs of a mention vector and a cue vector of one stance."""

    def __init__(self, hidden: int, units: int, dropout: float) -> None:
        super().__init__()
        self.mention = nn.Linear(hidden, units)
        self.cue = nn.Linear(hidden, units)
        self.stance = nn.Embedding(len(STANCES), units)
        self.inner = nn.Linear(2 * units, units)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(units, LINK_COLUMNS)

    def forward(self, mentions: Tensor, cues: Tensor, stances: Tensor) -> Tensor:
        """Return [N, LINK_COLUMNS] scores for N pairs: `mentions`, `cues` [N, H], `stances` int64 [N]."""
        m, c = self.mention(mentions), self.cue(cues) + self.stance(stances)
        joined = torch.cat([nn.functional.gelu(m + c), m * c], dim=-1)
        return self.out(self.dropout(nn.functional.gelu(self.inner(joined))))  # type: ignore[no-any-return]


def new_network(encoder_folder: Path) -> StanceNetwork:
    """Return an untrained network over a pretrained BERT encoder read from a folder (safetensors, no download)."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        encoder_folder, local_files_only=True, use_safetensors=True, add_pooling_layer=False, attn_implementation="eager"
    )
    return StanceNetwork(encoder)
