"""Take attention heads and inner units out of an encoder's layers: fewer products a piece, before training fills those that stay.

The units whose loss does least damage go one by one, heads whole, and what they said is made up for by the others: optimal
brain surgeon (Hassibi and Stork 1993) for the columns of the matrix that takes them, on the activations of text like that
to be read. What is left out of attention, the inner units see before they are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from onrecord.encoder.network import BERT_LAYERS, StanceNetwork
from onrecord.train.warm_start import build, copied

if TYPE_CHECKING:
    from onrecord.encoder import Window

_DAMPING = 0.01
"""Share of the mean of its diagonal that is added to that of the Hessian, which may have no inverse otherwise."""


def pruned(
    network: StanceNetwork,
    windows: Sequence[Window],
    *,
    attention_heads: int | None = None,
    inner_units: int | None = None,
    attention: str = "sdpa",
) -> StanceNetwork:
    """Return a copy of a network whose layers have fewer attention heads and inner units.

    Args:
        network: It is left as it is; its encoder is BERT's.
        windows: Text on which activations are seen: some ten thousand pieces.
        attention_heads: Heads that each layer keeps; all of them where it has no more, or where it is not said.
        inner_units: Units that each layer keeps, likewise.
        attention: How transformers computes attention in the copy.
    """
    if attention_heads:
        size = network.encoder.encoder.layer[0].attention.self.attention_head_size
        makers = ("attention.self.query", "attention.self.key", "attention.self.value")
        network = _without(network, windows, makers, "attention.output.dense", keep=attention_heads * size, size=size)
    if inner_units:
        network = _without(network, windows, ("intermediate.dense",), "output.dense", keep=inner_units)
    return copied(network, attention=attention)


def _without(
    network: StanceNetwork, windows: Sequence[Window], makers: Sequence[str], taker: str, *, keep: int, size: int = 1
) -> StanceNetwork:
    """Return the network with `keep` of the units that each layer's linear modules `makers` give, and its module `taker` takes."""
    weights = {name: w.clone() for name, w in network.state_dict().items()}
    takers = [layer.get_submodule(taker) for layer in network.encoder.encoder.layer]
    for n, products in enumerate(_products(network, windows, takers)):
        taking = f"{BERT_LAYERS}.{n}.{taker}.weight"
        weights[taking], kept = without_columns(weights[taking], products, keep, size=size)
        for name in (f"{BERT_LAYERS}.{n}.{maker}.{part}" for maker in makers for part in ("weight", "bias")):
            weights[name] = weights[name][kept]
    return build(network.encoder.config.to_dict(), weights, attention="sdpa")


def without_columns(matrix: Tensor, products: Tensor, keep: int, *, size: int = 1) -> tuple[Tensor, Tensor]:
    """Return a matrix with `keep` of its columns, adapted to do without the others, and which columns these are.

    Args:
        matrix: [out, in]; it multiplies activations x [in].
        products: [in, in] the mean of x xᵀ.
        keep: Columns to keep.
        size: Columns that go or stay together, as those of an attention head do; it divides `in` and `keep`.

    Returns:
        The matrix [out, keep] and the kept columns' numbers, rising: int64 [keep].
    """
    left = matrix.double().clone()
    columns = len(products)
    hessian = products.double() + _DAMPING * products.diagonal().mean() * torch.eye(columns, dtype=torch.double)
    inverse = torch.linalg.inv(hessian)
    groups = torch.arange(columns).view(-1, size)
    gone = torch.zeros(len(groups), dtype=torch.bool)
    for _ in range((columns - keep) // size):
        worst = int(_damage(left, inverse, groups).masked_fill(gone, torch.inf).argmin())
        at = groups[worst]
        rows = torch.linalg.solve(inverse[at][:, at], inverse[at])
        left -= left[:, at] @ rows
        inverse -= inverse[:, at] @ rows
        gone[worst] = True
    kept = groups[~gone].flatten()
    return left[:, kept].to(matrix.dtype), kept


def _damage(left: Tensor, inverse: Tensor, groups: Tensor) -> Tensor:
    """Return for each group of columns [groups, size] the squared error that is left when the other columns make up for it."""
    blocks = inverse[groups[:, :, None], groups[:, None, :]]
    blocks = blocks + 1e-12 * torch.eye(groups.shape[1], dtype=blocks.dtype)  # those of groups that are gone are 0
    columns = left.T[groups]
    damage: Tensor = (columns * torch.linalg.solve(blocks, columns)).sum(dim=(1, 2))
    return damage


@torch.inference_mode()
def _products(network: StanceNetwork, windows: Sequence[Window], modules: Sequence[nn.Module]) -> list[Tensor]:
    """Return for each of a network's linear modules the mean [in, in] of x xᵀ over the activations x that it takes."""
    sums: list[Any] = [0.0 for _ in modules]

    def add(n: int, taken: Tensor) -> None:
        flat = taken.reshape(-1, taken.shape[-1]).float()
        sums[n] = sums[n] + flat.T @ flat

    hooks = [module.register_forward_hook(lambda _, taken, __, n=n: add(n, taken[0])) for n, module in enumerate(modules)]
    training = network.training
    network.eval()
    pieces = 0
    for window in windows:
        ids, shapes = (torch.from_numpy(x)[None] for x in (window.ids, window.shapes))
        network(ids, shapes, torch.ones_like(ids))
        pieces += len(window.ids)
    network.train(training)
    for hook in hooks:
        hook.remove()
    return [total / max(1, pieces) for total in sums]
