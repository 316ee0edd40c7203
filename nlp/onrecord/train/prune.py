"""Take inner units out of an encoder's layers: fewer products a piece, before training fills the ones that stay.

The units whose loss does least damage go one by one, and what they said is made up for by the others: optimal brain surgeon
(Hassibi and Stork 1993) for the columns of each layer's second matrix, on the activations of text like that to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from onrecord.encoder.network import StanceNetwork
from onrecord.train.warm_start import build

if TYPE_CHECKING:
    from onrecord.encoder import Window

_DAMPING = 0.01
"""Share of the mean of its diagonal that is added to that of the Hessian, which may have no inverse otherwise."""


def pruned(network: StanceNetwork, units: int, windows: Sequence[Window], *, attention: str = "sdpa") -> StanceNetwork:
    """Return a copy of a network whose layers have fewer inner units.

    Args:
        network: It is left as it is; its encoder is BERT's.
        units: Inner units that each layer keeps; with no fewer than it has, the copy is the same.
        windows: Text on which the units' activations are seen: some ten thousand pieces.
        attention: How transformers computes attention in the copy.
    """
    weights = {name: w.clone() for name, w in network.state_dict().items()}
    for n, inner in enumerate(_inner_products(network, windows)):
        layer = f"encoder.encoder.layer.{n}"
        outer, kept = without_columns(weights[f"{layer}.output.dense.weight"], inner, units)
        weights[f"{layer}.output.dense.weight"] = outer
        for part in ("weight", "bias"):
            name = f"{layer}.intermediate.dense.{part}"
            weights[name] = weights[name][kept]
    config = {**network.encoder.config.to_dict(), "intermediate_size": min(units, network.encoder.config.intermediate_size)}
    return build(config, weights, attention=attention)


def without_columns(matrix: Tensor, products: Tensor, keep: int) -> tuple[Tensor, Tensor]:
    """Return a matrix with `keep` of its columns, adapted to do without the others, and which columns these are.

    Args:
        matrix: [out, in]; it multiplies activations x [in].
        products: [in, in] the mean of x xᵀ.
        keep: Columns to keep.

    Returns:
        The matrix [out, keep] and the kept columns' numbers, rising: int64 [keep].
    """
    left = matrix.double().clone()
    hessian = products.double() + _DAMPING * products.diagonal().mean() * torch.eye(len(products), dtype=torch.double)
    inverse = torch.linalg.inv(hessian)
    gone = torch.zeros(len(products), dtype=torch.bool)
    for _ in range(len(products) - keep):
        damage = left.square().sum(dim=0) / inverse.diagonal().clamp(min=1e-12)
        worst = int(damage.masked_fill(gone, torch.inf).argmin())
        row = inverse[worst] / inverse[worst, worst]
        left.addr_(left[:, worst].clone(), row, alpha=-1)
        inverse.addr_(inverse[:, worst].clone(), row, alpha=-1)
        gone[worst] = True
    kept = (~gone).nonzero().squeeze(1)
    return left[:, kept].to(matrix.dtype), kept


@torch.inference_mode()
def _inner_products(network: StanceNetwork, windows: Sequence[Window]) -> list[Tensor]:
    """Return for each layer the mean [units, units] of x xᵀ over its inner activations x."""
    layers = network.encoder.encoder.layer
    sums: list[Any] = [0.0 for _ in layers]

    def add(n: int, inner: Tensor) -> None:
        flat = inner.reshape(-1, inner.shape[-1]).float()
        sums[n] = sums[n] + flat.T @ flat

    hooks = [layer.intermediate.register_forward_hook(lambda _, __, out, n=n: add(n, out)) for n, layer in enumerate(layers)]
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
