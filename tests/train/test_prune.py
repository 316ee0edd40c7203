"""A network with fewer attention heads and inner units says nearly what it said, and is a network like any other."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from own_model import small_network  # noqa: E402

from onrecord.encoder import Windower  # noqa: E402
from onrecord.encoder.model import EncoderConfig, OnnxBackend  # noqa: E402
from onrecord.encoder.torch_backend import TorchBackend  # noqa: E402
from onrecord.train.export import export  # noqa: E402
from onrecord.train.prune import pruned, without_columns  # noqa: E402
from onrecord.train.warm_start import copied, warm_network  # noqa: E402
from onrecord.types import STANCES  # noqa: E402
from tests_support import MODEL, TOKENIZER  # noqa: E402

TEXT = "Norvik left Freedonia. The regulator paused its inquiry. Selmar said it would obey the law, whatever it cost."


def activations(units, rank, *, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(400, rank, generator=generator) @ torch.randn(rank, units, generator=generator)


def test_what_other_columns_can_say_is_not_missed():
    x = activations(20, rank=12)
    matrix = torch.randn(6, 20, generator=torch.Generator().manual_seed(1))
    less, kept = without_columns(matrix, x.T @ x / len(x), 14)
    assert kept.tolist() == sorted(set(kept.tolist()))
    assert less.shape == (6, 14)
    said, before = x[:, kept] @ less.T, x @ matrix.T
    assert (said - before).norm() < 0.1 * before.norm()


def test_the_others_make_up_for_what_goes():
    x = activations(30, rank=30) + 2 * activations(30, rank=3, seed=2)
    matrix = torch.randn(8, 30, generator=torch.Generator().manual_seed(1))
    less, kept = without_columns(matrix, x.T @ x / len(x), 20)
    adapted, dropped = ((x[:, kept] @ m.T - x @ matrix.T).norm() for m in (less, matrix[:, kept]))
    assert adapted < 0.8 * dropped


def test_a_column_that_is_never_used_goes_first():
    x = activations(10, rank=10)
    x[:, 3] = 0
    _, kept = without_columns(torch.randn(4, 10), x.T @ x / len(x), 9)
    assert kept.tolist() == [0, 1, 2, 4, 5, 6, 7, 8, 9]


def test_columns_go_in_groups_and_the_others_make_up_for_them():
    x = activations(20, rank=20) + 2 * activations(20, rank=3, seed=2)
    x[:, 8:12] *= 0.01
    matrix = torch.randn(6, 20, generator=torch.Generator().manual_seed(1))
    less, kept = without_columns(matrix, x.T @ x / len(x), 12, size=4)
    assert 8 not in kept
    assert all(set(range(n - n % 4, n - n % 4 + 4)) <= set(kept.tolist()) for n in kept.tolist())
    adapted, dropped = ((x[:, kept] @ m.T - x @ matrix.T).norm() for m in (less, matrix[:, kept]))
    assert adapted < 0.8 * dropped


@pytest.mark.parametrize("size", [1, 4])
def test_what_is_left_is_the_best_that_the_kept_columns_can_say(size):
    x = activations(20, rank=20)
    matrix = torch.randn(6, 20, generator=torch.Generator().manual_seed(1))
    less, kept = without_columns(matrix, x.T @ x / len(x), 12, size=size)
    best = torch.linalg.lstsq(x[:, kept], x @ matrix.T).solution.T
    assert (less - best).norm() < 0.05 * best.norm()


@pytest.fixture(scope="module")
def windows():
    return list(Windower(TOKENIZER).windows(TEXT, [(0, 22), (23, 56), (57, len(TEXT))]))


def hidden(network, window):
    ids, shapes = (torch.from_numpy(x)[None] for x in (window.ids, window.shapes))
    with torch.inference_mode():
        return network.eval()(ids, shapes, torch.ones_like(ids)).hidden[0]


def test_a_network_that_keeps_all_units_says_the_same(windows):
    network = small_network()
    assert torch.allclose(hidden(pruned(network, windows, inner_units=96), windows[0]), hidden(network, windows[0]), atol=1e-5)


def test_a_network_keeps_as_many_units_as_are_asked_for_and_is_not_changed_itself(windows):
    network = small_network().train()
    before = {name: w.clone() for name, w in network.state_dict().items()}
    smaller = pruned(network, windows, inner_units=64)
    assert {layer.intermediate.dense.out_features for layer in smaller.encoder.encoder.layer} == {64}
    assert network.training
    assert all(torch.equal(before[name], w) for name, w in network.state_dict().items())
    # 41 pieces span no more than 41 directions: 64 units can say what 96 did.
    assert (hidden(smaller, windows[0]) - hidden(network, windows[0])).abs().max() < 0.05


def test_a_network_keeps_as_many_heads_as_are_asked_for(windows):
    smaller = pruned(small_network(), windows, attention_heads=3)
    layers = smaller.encoder.encoder.layer
    assert {(x.attention.self.num_attention_heads, x.attention.self.query.out_features) for x in layers} == {(3, 36)}
    assert {x.attention.output.dense.in_features for x in layers} == {36}


def test_a_head_that_nothing_takes_is_not_missed(windows):
    network = small_network()
    with torch.no_grad():
        for layer in network.encoder.encoder.layer:
            layer.attention.output.dense.weight[:, 12:24] = 0
    assert torch.allclose(hidden(pruned(network, windows, attention_heads=3), windows[0]), hidden(network, windows[0]), atol=1e-4)


@pytest.mark.parametrize("less", [{"inner_units": 64}, {"attention_heads": 3}, {"attention_heads": 2, "inner_units": 80}])
def test_a_pruned_network_is_pruned_further_and_copied(windows, less):
    once = pruned(small_network(), windows, attention_heads=3)
    twice = copied(pruned(once, windows, **less))
    assert {x.attention.self.num_attention_heads for x in twice.encoder.encoder.layer} == {less.get("attention_heads", 3)}
    assert {x.intermediate.dense.out_features for x in twice.encoder.encoder.layer} == {less.get("inner_units", 96)}


@pytest.mark.parametrize("less", [{"inner_units": 64}, {"attention_heads": 3, "inner_units": 64}])
@pytest.mark.parametrize("keep_torch", [False, True])
def test_a_pruned_network_is_exported_and_read_back(windows, tmp_path, less, keep_torch):
    smaller = pruned(small_network(), windows, **less)
    export(
        smaller.eval(),
        tmp_path,
        encoder_folder=MODEL,
        config=EncoderConfig(name="small", version="0"),
        windows=windows,
        keep_torch=keep_torch,
    )
    onnx, back = OnnxBackend(tmp_path, threads=1).read(windows[0]).hidden, hidden(warm_network(tmp_path, STANCES), windows[0])
    assert np.abs(onnx - back.numpy()).max() < 0.1
    if keep_torch:
        assert np.abs(TorchBackend(tmp_path).read(windows[0]).hidden - hidden(smaller, windows[0]).numpy()).max() < 1e-4
