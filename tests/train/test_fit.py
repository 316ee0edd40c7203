"""A network small enough for a test learns a toy task, goes through export, and says the same in ONNX."""

import random
from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from transformers import BertConfig, BertModel  # noqa: E402

import onrecord  # noqa: E402
from onrecord.encoder.model import EncoderConfig, OnnxBackend  # noqa: E402
from onrecord.encoder.network import LINK_COLUMNS, SharedDropout, StanceNetwork  # noqa: E402
from onrecord.encoder.torch_backend import TorchBackend  # noqa: E402
from onrecord.encoder.windows import Windower  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402
from onrecord.train.batches import batch_loss, bucketed, collate, mention_means  # noqa: E402
from onrecord.train.export import export  # noqa: E402
from onrecord.train.fit import Phase, fit, freeze, mean_weights  # noqa: E402
from onrecord.train.stance_data import stance_example  # noqa: E402
from onrecord.types import STANCES  # noqa: E402
from tests_support import MODEL, TOKENIZER  # noqa: E402

# Its models take half a minute to make: one process makes them, once.
pytestmark = pytest.mark.xdist_group("fit")

VERBS = {"paused": "pause", "obeyed": "comply", "left": "withdraw"}


def row(name, verb):
    claims = (
        [{"actor": name, "stance": VERBS[verb], "polarity": "affirmed", "stage": "in_effect", "target": "Freedonia"}]
        if verb in VERBS
        else []
    )
    return {
        "prev": "",
        "sentence": f"{name} {verb} Freedonia.",
        "next": "",
        "entities": [[name, "COMPANY"], ["Freedonia", "PLACE"]],
        "claims": claims,
    }


def small_network():
    torch.manual_seed(0)
    config = BertConfig(hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96, vocab_size=30522)
    return StanceNetwork(BertModel(config, add_pooling_layer=False), link_units=32)


@pytest.fixture(scope="module")
def windower():
    return Windower(TOKENIZER, size=64)


@pytest.fixture(scope="module")
def examples(windower):
    rng = random.Random(0)
    verbs = [*VERBS, "saw", "likes"]
    return [stance_example(windower, row(rng.choice(["Norvik", "Selmar", "Quintar"]), verbs[i % 5])) for i in range(120)]


@pytest.fixture(scope="module")
def trained(examples):
    network = small_network()
    ended = []
    phase = Phase(name="toy", epochs=6, encoder_rate=1e-3, head_rate=5e-3, pieces=200)
    fit(network, phase, lambda _: examples, after_epoch=ended.append)
    assert ended == list(range(6))
    return network.eval()


@pytest.fixture(scope="module")
def folder(trained, tmp_path_factory):
    out = tmp_path_factory.mktemp("model")
    export(trained, out, encoder_folder=MODEL, config=EncoderConfig(name="toy", version="0"), keep_torch=True)
    return out


def test_a_layer_attends_in_one_operator(folder):
    import onnx

    operators = Counter(node.op_type for node in onnx.load(folder / "encoder.onnx").graph.node)
    assert (operators["MultiHeadAttention"], operators["Softmax"]) == (2, 0)


def windows_of(windower, sentence):
    return list(windower.windows(sentence, [(0, len(sentence))]))


def test_batches_hold_every_example_once_within_their_size(examples):
    batches = list(bucketed(examples, random.Random(0), pieces=200))
    assert sorted(id(e) for b in batches for e in b) == sorted(id(e) for e in examples)
    assert all(len(b) == 1 or len(b) * max(len(e.window.ids) for e in b) <= 200 for b in batches)


def test_unlabelled_heads_get_no_gradient(windower, examples):
    from onrecord.train.examples import Example

    network = small_network()
    bare = [Example(window=e.window) for e in examples[:4]]
    losses = batch_loss(network, collate(bare))
    assert {k: float(v.detach()) for k, v in losses.items()} == {"entities": 0.0, "layers": 0.0}


def test_padding_does_not_change_a_window(trained, examples):
    short, long = examples[0], max(examples, key=lambda e: len(e.window.ids))
    alone, padded = collate([short]), collate([short, long])
    with torch.no_grad():
        a, b = (trained(x.ids, x.shapes, x.mask).tags[0, : len(short.window.ids)] for x in (alone, padded))
    assert torch.allclose(a, b, atol=1e-4)


def test_every_loss_falls(trained, examples):
    batch = collate(examples[:40])
    with torch.no_grad():
        before, after = (batch_loss(network.eval(), batch) for network in (small_network(), trained))
    for name in ("entities", "layers", "stances", "links"):
        assert float(after[name]) < 0.6 * float(before[name]), name


def test_a_trained_network_finds_the_actor(trained, windower):
    from onrecord.components.links import draft_claims
    from onrecord.components.mentions import Mention
    from onrecord.components.tagger import read

    text = "Quintar paused Freedonia."
    backend = TorchBackend(trained)
    reading = read(text, [(0, len(text))], windower=windower, backend=backend)
    candidates = [Mention(0, 7, "COMPANY"), Mention(text.index("Free"), len(text) - 1, "PLACE")]
    drafts = draft_claims(text, reading, candidates, backend=backend, thresholds={})
    best = max(drafts, key=lambda d: d.evidence.stance)
    assert (best.stance, text[best.actor.start : best.actor.end]) == ("pause", "Quintar")


def test_onnx_int8_says_about_the_same_as_torch(trained, folder, windower):
    onnx, torch_ = OnnxBackend(folder, threads=1), TorchBackend(trained)
    for verb in (*VERBS, "saw"):
        (window,) = windows_of(windower, f"Selmar {verb} Freedonia.")
        a, b = onnx.read(window), torch_.read(window)
        for name in ("tags", "attention", "value", "hidden"):
            x, y = getattr(a, name), getattr(b, name)
            assert x.shape == y.shape
            assert np.corrcoef(x.ravel(), y.ravel())[0, 1] > 0.98, name
    hidden = np.random.default_rng(0).normal(size=(7, 48)).astype(np.float32)
    looks, stances = np.full((3, 7), 1 / 7, np.float32), np.array([0, 1, 2])
    x, y = onnx.link(hidden, looks, stances), torch_.link(hidden, looks, stances)
    assert x.shape == y.shape == (3, 7, LINK_COLUMNS)
    assert np.corrcoef(x.ravel(), y.ravel())[0, 1] > 0.98


def test_the_graphs_carry_no_path_of_the_machine_that_made_them(folder):
    from tests_support import ROOT

    for path in (folder / "encoder.onnx", MODEL / "encoder.onnx", MODEL / "link.onnx"):
        assert str(ROOT).encode() not in path.read_bytes(), path
        assert b"stack_trace" not in path.read_bytes(), path


@pytest.mark.parametrize(("stances", "pieces"), [(1, 1), (1, 90), (5, 2)])
def test_onnx_links_any_number_of_stances_and_pieces(folder, stances, pieces):
    onnx = OnnxBackend(folder, threads=1)
    looks = np.full((stances, pieces), 1 / pieces, np.float32)
    assert onnx.link(np.zeros((pieces, 48), np.float32), looks, np.arange(stances)).shape == (stances, pieces, LINK_COLUMNS)


def test_padding_does_not_change_a_link():
    network = small_network().eval()
    hidden, looks, stance = torch.randn(1, 5, 48), torch.full((1, 5), 0.2), torch.tensor([2])
    alone = network.link(hidden, looks, stance, torch.ones(1, 5, dtype=torch.bool))
    padded = torch.cat([hidden, torch.randn(1, 3, 48)], dim=1)
    mask = torch.tensor([[True] * 5 + [False] * 3])
    again = network.link(padded, torch.nn.functional.pad(looks, (0, 3)), stance, mask)
    torch.testing.assert_close(again[:, :5], alone)


def test_onnx_reads_windows_of_any_length(folder, windower):
    onnx = OnnxBackend(folder, threads=1)
    for n in (1, 40):
        (window,) = windows_of(windower, "word " * n)
        assert onnx.read(window).hidden.shape == (n + 2, 48)


def test_a_trained_folder_loads_as_a_pipeline_and_in_torch(folder):
    nlp = onrecord.load(folder, threads=1)
    assert nlp("Norvik left Freedonia.").model.name == "toy"
    same = onrecord.load(folder, device="torch-cpu")
    assert same.info == nlp.info


def test_a_gpu_needs_torch_weights(tmp_path):
    import shutil

    for name in ("config.json", "encoder.onnx", "link.onnx", "ngrams.safetensors", "tokenizer.json"):
        shutil.copy(MODEL / name, tmp_path / name)
    with pytest.raises(ModelError, match="keep-torch"):
        onrecord.load(tmp_path, device="cuda")


def test_stances_of_the_toy_are_in_the_contract():
    assert set(VERBS.values()) <= set(STANCES)


def test_shared_dropout_drops_the_same_units_in_all_pieces_of_a_window_and_nothing_at_run_time():
    torch.manual_seed(1)
    layer, hidden = SharedDropout(0.5), torch.ones(400, 7, 16)
    dropped = layer(hidden)
    assert (dropped == dropped[:, :1]).all()
    assert set(dropped.unique().tolist()) == {0.0, 2.0}
    assert dropped.mean() == pytest.approx(1.0, abs=0.05)
    assert layer.eval()(hidden) is hidden


def test_the_cue_loss_falls_as_a_stance_looks_at_its_cue(windower):
    marked = row("Norvik", "paused")
    marked["claims"][0]["cue"] = "paused"
    batch = collate([stance_example(windower, marked), stance_example(windower, row("Selmar", "likes"))])
    network = small_network()
    before = float(batch_loss(network, batch)["cues"].detach())
    fit(network, Phase(name="cues", epochs=30, encoder_rate=1e-3, head_rate=1e-2), lambda _: [stance_example(windower, marked)] * 4)
    network.eval()
    assert float(batch_loss(network, batch)["cues"].detach()) < before / 4


def test_without_marked_cues_there_is_no_cue_loss(windower):
    batch = collate([stance_example(windower, row("Norvik", "paused"))])
    assert "cues" not in batch_loss(small_network(), batch)


def test_mention_means_are_the_means_of_their_pieces():
    torch.manual_seed(2)
    values = torch.randn(6, 9, 4)
    spans = [(1, 2, 5), (1, 3, 4), (5, 0, 9)]
    expected = torch.stack([values[row, first:last].mean(0) for row, first, last in spans])
    torch.testing.assert_close(mention_means(values, spans), expected)


def test_the_link_head_learns_that_nobody_acts_only_where_the_network_believes_that_somebody_may(windower):
    batch = collate([stance_example(windower, row("Norvik", "likes"))])
    assert batch.pairs
    assert all(p.absent for _, p in batch.pairs)
    network = small_network()
    for bias, doubtful in [(-9.0, False), (9.0, True)]:
        torch.nn.init.zeros_(network.value.weight)
        torch.nn.init.constant_(network.value.bias, bias)
        assert ("links" in batch_loss(network, batch)) is doubtful


def test_the_link_head_knows_on_which_side_of_the_cue_a_piece_stands():
    torch.manual_seed(3)
    network = small_network().eval()
    torch.nn.init.normal_(network.link.distance.weight)
    hidden = torch.randn(1, 1, 48).expand(2, 9, 48)
    attention = torch.eye(9)[[2, 6]]
    scores = network.link(hidden, attention, torch.zeros(2, dtype=torch.int64), torch.ones(2, 9, dtype=torch.bool))
    assert not torch.allclose(scores[0, 1], scores[0, 3], atol=1e-3)
    torch.testing.assert_close(scores[0, 1:5, :2].argsort(0), scores[1, 5:9, :2].argsort(0))


def test_frozen_layers_do_not_learn_and_the_others_do():
    tiny = BertConfig(hidden_size=12, num_hidden_layers=3, num_attention_heads=2, intermediate_size=12, vocab_size=20)
    network = StanceNetwork(BertModel(tiny, add_pooling_layer=False), link_units=12)
    freeze(network, 2)
    learning = {name for name, p in network.named_parameters() if p.requires_grad}
    assert not [
        name for name in learning if name.startswith(("encoder.embeddings", "encoder.encoder.layer.0", "encoder.encoder.layer.1"))
    ]
    assert [name for name in learning if name.startswith("encoder.encoder.layer.2")]
    assert [name for name in learning if not name.startswith("encoder.")]
    freeze(network, 0)
    assert all(p.requires_grad for p in network.parameters())


def test_the_mean_of_two_networks_lies_between_them():
    before, after = {"w": torch.tensor([0.0, 4.0])}, {"w": torch.tensor([2.0, 0.0])}
    assert mean_weights(before, after, 0.25)["w"].tolist() == [0.5, 3.0]
