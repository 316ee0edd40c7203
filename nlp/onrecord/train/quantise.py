"""From a float ONNX graph to one with integer products, that says the same on every CPU and little else than the float one.

A product takes the scale of its activations from the window it reads. In BERT a few units are tens of times larger than the
others, mostly in the marks at both ends of a window, and leave the others a handful of steps out of 256. So each such unit is
divided by a constant before the product, and its row of weights multiplied by it, after SmoothQuant (Xiao et al. 2023):
the float graph is the same, and the error of the integer one is halved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Feed = Mapping[str, NDArray[Any]]

EVEN, SMOOTHED = "_even", "_smoothed"
"""What smoothed activations, and the constants that they are multiplied by, are called: the activations' name, and this."""
_ATTENTION = "MultiHeadAttention"
"""ONNX Runtime's operator, see `onrecord.train.export`."""
_USUAL = 0.995
"""Share of the units that are left as they are; by how much another exceeds the largest of these is its constant."""
_WORTH = 2.0
"""Least constant for which a graph gets one more operator: nine in the shipped model's, 3 % of its time."""


def quantise(source: Path, target: Path, feeds: Iterable[Feed] = ()) -> None:
    """Write a float graph with integer weights, one scale a column; embeddings too.

    Weights have seven bits: with eight, sums of products overflow on CPUs without VNNI, and models say other things there.

    Args:
        source: The float graph; it is read only.
        target: Where the other goes.
        feeds: Inputs on which the ranges of activations are measured; without any, no unit is smoothed.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    model = onnx.load(prepared)
    _smooth(model, _ranges(prepared, list(_products(model.graph)), feeds))
    onnx.save(model, prepared)
    quantize_dynamic(
        str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )  # fmt: skip
    model = onnx.load(target)
    _drop_zero_points(model.graph)
    _drop_reshapes(model.graph)
    _drop_unused(model.graph)
    onnx.save(model, target)


def _products(graph: Any) -> dict[str, list[Any]]:
    """Return the products with constant matrices, by the name of the activations that they take."""
    constant = {i.name for i in graph.initializer}
    found: dict[str, list[Any]] = {}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in constant:
            found.setdefault(node.input[0], []).append(node)
    return found


def _ranges(path: Path, names: list[str], feeds: Iterable[Feed]) -> dict[str, Floats]:
    """Return the largest absolute value of each unit of some activations over all feeds."""
    import onnx
    import onnxruntime as ort

    model = onnx.load(path)
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in names)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    largest: dict[str, Floats] = {}
    for feed in feeds:
        for name, array in zip(names, session.run(names, dict(feed)), strict=True):
            here = np.abs(array).reshape(-1, array.shape[-1]).max(axis=0)
            largest[name] = np.maximum(largest.get(name, here), here)
    return largest


def _smooth(model: Any, ranges: Mapping[str, Floats]) -> None:
    """Divide units that are far larger than the others before the products that take them, and multiply their weights."""
    from onnx import helper, numpy_helper

    graph = model.graph
    matrices = {i.name: i for i in graph.initializer}
    for name, products in _products(graph).items():
        constant = _constants(ranges[name]) if name in ranges else np.ones(1, np.float32)
        if constant.max() < _WORTH:
            continue
        graph.initializer.append(numpy_helper.from_array(1 / constant, f"{name}{SMOOTHED}"))
        even = f"{name}{EVEN}"
        at = next(i for i, node in enumerate(graph.node) if node.name == products[0].name)
        graph.node.insert(at, helper.make_node("Mul", [name, f"{name}{SMOOTHED}"], [even], name=even))
        for node in products:
            node.input[0] = even
            matrix = matrices[node.input[1]]
            matrix.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(matrix) * constant[:, None], matrix.name))


def _constants(largest: Floats) -> Floats:
    """Return what each unit is to be divided by, 1 for most."""
    usual = np.sort(largest)[int(_USUAL * (len(largest) - 1))]
    found: Floats = np.maximum(largest / max(float(usual), 1e-6), 1.0).astype(np.float32)
    return found


def _drop_zero_points(graph: Any) -> None:
    """Take out the zero points of weights, which are all 0: without them a product is a little quicker, and the same."""
    from onnx import numpy_helper

    arrays = {i.name: i for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and len(node.input) == 4 and not numpy_helper.to_array(arrays[node.input[3]]).any():
            del node.input[3]


def _drop_reshapes(graph: Any) -> None:
    """Let attention take and give [batch, pieces, hidden] as it stands: transformers splits it by heads, and export joins it again.

    A Reshape copies nothing, but seven a layer cost 2 % of the graph's time.
    """
    made = {name: node for node in graph.node for name in node.output}

    def unshaped(name: str) -> str:
        while name in made and made[name].op_type == "Reshape":
            name = made[name].input[0]
        return name

    for node in graph.node:
        for n, name in enumerate(node.input):
            if node.op_type == _ATTENTION or (unshaped(name) in made and made[unshaped(name)].op_type == _ATTENTION):
                node.input[n] = unshaped(name)


def _drop_unused(graph: Any) -> None:
    """Take out what no output of the graph depends on."""
    wanted = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):  # what makes something stands before what takes it
        if wanted.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            wanted.update(node.input)
    for spare in [i for i in graph.initializer if i.name not in wanted]:
        graph.initializer.remove(spare)
