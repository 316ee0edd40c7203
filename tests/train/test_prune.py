"""A network with fewer inner units says nearly what it said, and is a network like any other."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from own_model import small_network  # noqa: E402

from onrecord.encoder import Windower  # noqa: E402
from onrecord.encoder.model import EncoderConfig, OnnxBackend  # noqa: E402
from onrecord.train.export import export  # noqa: E402
from onrecord.train.prune import pruned, without_columns  # noqa: E402
from onrecord.train.warm_start import warm_network  # noqa: E402
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


@pytest.fixture(scope="module")
def windows():
    return list(Windower(TOKENIZER).windows(TEXT, [(0, 22), (23, 56), (57, len(TEXT))]))


def hidden(network, window):
    ids, shapes = (torch.from_numpy(x)[None] for x in (window.ids, window.shapes))
    with torch.inference_mode():
        return network.eval()(ids, shapes, torch.ones_like(ids)).hidden[0]


def test_a_network_that_keeps_all_units_says_the_same(windows):
    network = small_network()
    assert torch.allclose(hidden(pruned(network, 96, windows), windows[0]), hidden(network, windows[0]), atol=1e-5)


def test_a_network_keeps_as_many_units_as_are_asked_for_and_is_not_changed_itself(windows):
    network = small_network().train()
    before = {name: w.clone() for name, w in network.state_dict().items()}
    smaller = pruned(network, 64, windows)
    assert {layer.intermediate.dense.out_features for layer in smaller.encoder.encoder.layer} == {64}
    assert network.training
    assert all(torch.equal(before[name], w) for name, w in network.state_dict().items())
    # 41 pieces span no more than 41 directions: 64 units can say what 96 did.
    assert (hidden(smaller, windows[0]) - hidden(network, windows[0])).abs().max() < 0.05


def test_a_pruned_network_is_exported_and_read_back(windows, tmp_path):
    smaller = pruned(small_network(), 64, windows)
    export(smaller.eval(), tmp_path, encoder_folder=MODEL, config=EncoderConfig(name="small", version="0"), windows=windows)
    onnx, back = OnnxBackend(tmp_path, threads=1).read(windows[0]).hidden, hidden(warm_network(tmp_path, STANCES), windows[0])
    assert np.abs(onnx - back.numpy()).max() < 0.1
