"""Integer graphs: as near to the float one as can be, the same on every CPU, and readable back."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch")

import onnxruntime as ort  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402

from onrecord.train.quantise import SMOOTHED, quantise  # noqa: E402
from tests_support import MODEL  # noqa: E402

UNITS = 400


def product(path):
    """Write a graph of one product with a constant matrix, y = x W."""
    matrix = np.random.default_rng(0).normal(size=(UNITS, 24)).astype(np.float32)
    matrix[7] *= 0.05  # what is large has small weights
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"], name="product")],
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", UNITS])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 24])],
        [numpy_helper.from_array(matrix, "w")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return matrix


def activations(seed, *, outlier):
    x = np.random.default_rng(seed).normal(size=(30, UNITS)).astype(np.float32)
    x[0, 7] = outlier  # one unit, in one piece, as in the marks at a window's ends
    return x


def run(path, x):
    return ort.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


def test_a_unit_far_larger_than_the_others_no_longer_drowns_them(tmp_path):
    matrix = product(tmp_path / "float.onnx")
    seen, new = (activations(seed, outlier=90) for seed in (1, 2))
    errors = {}
    for name, feeds in (("plain", []), ("smoothed", [{"x": seen}])):
        quantise(tmp_path / "float.onnx", tmp_path / f"{name}.onnx", feeds)
        errors[name] = float(np.abs(run(tmp_path / f"{name}.onnx", new) - new @ matrix).mean())
    assert errors["smoothed"] < errors["plain"] / 3


def test_where_no_unit_stands_out_nothing_is_smoothed(tmp_path):
    product(tmp_path / "float.onnx")
    quantise(tmp_path / "float.onnx", tmp_path / "out.onnx", [{"x": activations(1, outlier=3)}])
    graph = onnx.load(tmp_path / "out.onnx").graph
    assert not [i.name for i in graph.initializer if i.name.endswith(SMOOTHED)]


def matrices(graph):
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    return {node.name: arrays[node.input[1]] for node in graph.node if node.op_type == "MatMulInteger"}


@pytest.mark.parametrize("name", ["encoder.onnx", "link.onnx"])
def test_no_sum_of_two_products_of_the_shipped_model_overflows_sixteen_bits(name):
    # CPUs without VNNI add two products of a byte and a weight in sixteen bits.
    found = matrices(onnx.load(MODEL / name).graph)
    assert len(found) >= 4
    for matrix in found.values():
        pairs = np.abs(matrix[: len(matrix) // 2 * 2].astype(np.int64)).reshape(-1, 2, matrix.shape[1]).sum(axis=1)
        assert 255 * int(pairs.max()) <= np.iinfo(np.int16).max


def test_products_carry_no_zero_points_and_graphs_nothing_unused(tmp_path):
    product(tmp_path / "float.onnx")
    quantise(tmp_path / "float.onnx", tmp_path / "out.onnx", [{"x": activations(1, outlier=90)}])
    graph = onnx.load(tmp_path / "out.onnx").graph
    assert all(len(node.input) == 3 for node in graph.node if node.op_type == "MatMulInteger")
    assert {i.name for i in graph.initializer} <= {name for node in graph.node for name in node.input}


def test_attention_of_the_shipped_model_takes_what_products_give_without_a_reshape():
    graph = onnx.load(MODEL / "encoder.onnx").graph
    made = {name: node.op_type for node in graph.node for name in node.output}
    attention = [node for node in graph.node if node.op_type == "MultiHeadAttention"]
    assert len(attention) == 6
    assert "Reshape" not in {made[name] for node in attention for name in node.input}
    after = {node.op_type for node in graph.node if {node.input[0]} & {name for each in attention for name in each.output}}
    assert after
    assert "Reshape" not in after


def test_onnx_runtime_computes_what_the_operators_are_defined_as(tmp_path):
    product(tmp_path / "float.onnx")
    quantise(tmp_path / "float.onnx", tmp_path / "out.onnx", [{"x": activations(1, outlier=90)}])
    x = activations(3, outlier=90)
    (expected,) = ReferenceEvaluator(onnx.load(tmp_path / "out.onnx")).run(None, {"x": x})
    np.testing.assert_allclose(run(tmp_path / "out.onnx", x), expected, rtol=1e-3, atol=1e-2)
