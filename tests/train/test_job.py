"""From a configuration to a model that annotates: a network of two layers and eighteen sentences."""

import json
import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from own_model import GRADES, base_folder, rows, small_network, write_project  # noqa: E402

import onrecord  # noqa: E402
from onrecord.encoder.model import EncoderConfig, OnnxBackend  # noqa: E402
from onrecord.encoder.torch_backend import TorchBackend  # noqa: E402
from onrecord.encoder.windows import Windower  # noqa: E402
from onrecord.errors import InputError, ModelError  # noqa: E402
from onrecord.train import rehearsal  # noqa: E402
from onrecord.train.examples import MASKED  # noqa: E402
from onrecord.train.export import export  # noqa: E402
from onrecord.train.job import train  # noqa: E402
from onrecord.train.project import read_project  # noqa: E402
from onrecord.train.stance_data import stance_example  # noqa: E402
from onrecord.train.warm_start import copied, read_weights, warm_network  # noqa: E402
from onrecord.types import STANCES  # noqa: E402
from tests_support import MODEL, TOKENIZER  # noqa: E402

# Its models take half a minute to make: one process makes them, once.
pytestmark = pytest.mark.xdist_group("job")

TEXT = "Norvik quit Freedonia. Selmar stays in Freedonia."


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base") / "tiny"
    return base_folder(folder, keep_torch=True), folder


@pytest.fixture(scope="module")
def onnx_only(base, tmp_path_factory):
    """The base without float weights, as the shipped model is."""
    folder = tmp_path_factory.mktemp("onnx") / "tiny"
    shutil.copytree(base[1], folder)
    (folder / "model.safetensors").unlink()
    return folder


@pytest.fixture(scope="module")
def done(onnx_only, tmp_path_factory):
    """A finished run that broke off after its first epoch and went on, and what it said."""
    path = write_project(tmp_path_factory.mktemp("job"), onnx_only, training="keep_torch = true\npieces = 150")
    project, said = read_project(path), []

    def tell(line):
        said.append(line)
        if line.startswith("Epoch 1 of 2") and len(said) < 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(project, tell=tell)
    assert not (path.parent / "out").exists()
    said.append("again")
    return project, train(project, tell=said.append), said


@pytest.fixture(scope="module")
def windows():
    windower = Windower(TOKENIZER, size=64)
    return [w for text in (TEXT, "It rained.", "“We stay,” said Belmora.") for w in windower.windows(text, [(0, len(text))])]


def test_integer_weights_come_back_within_half_a_step(base, onnx_only):
    network, _ = base
    known, (found, config) = network.state_dict(), read_weights(onnx_only)
    assert found.keys() == known.keys()
    assert (config["num_attention_heads"], config["num_hidden_layers"], config["intermediate_size"]) == (4, 2, 96)
    for name, weight in found.items():
        step = known[name].abs().max() / 64
        assert (weight - known[name]).abs().max() <= step * 0.51 + 1e-6, name


def test_weights_of_smoothed_units_come_back_as_they_were(base, windows, tmp_path):
    network = copied(base[0])
    with torch.no_grad():
        network.encoder.encoder.layer[0].attention.output.LayerNorm.weight[5] = 40.0  # stands out in what follows
    export(network, tmp_path, encoder_folder=MODEL, config=EncoderConfig(name="tiny", version="0"), windows=windows)
    assert b"_smoothed" in (tmp_path / "encoder.onnx").read_bytes()
    name = "encoder.encoder.layer.0.intermediate.dense.weight"
    found, known = read_weights(tmp_path)[0][name], network.state_dict()[name]
    assert np.corrcoef(found.ravel(), known.ravel())[0, 1] > 0.99


def test_the_shipped_model_comes_back_and_says_about_the_same(windows):
    onnx, warm = OnnxBackend(MODEL, threads=1), TorchBackend(warm_network(MODEL, STANCES))
    for window in windows:
        a, b = onnx.read(window), warm.read(window)
        for name in ("tags", "attention", "value", "hidden"):
            x, y = getattr(a, name), getattr(b, name)
            assert np.corrcoef(x.ravel(), y.ravel())[0, 1] > 0.98, name


def test_float_weights_are_taken_where_they_are(base, windows):
    network, folder = base
    again = TorchBackend(warm_network(folder, STANCES)), TorchBackend(network)
    for window in windows:
        assert np.allclose(*(backend.read(window).value for backend in again), atol=1e-5)


def test_stances_of_the_same_name_are_kept_and_new_ones_begin_as_the_mean(base):
    old, new = base[0].state_dict(), warm_network(base[1], ("withdraw", "dig_in")).state_dict()
    for name in ("attention.weight", "value.bias", "link.mark.weight"):
        assert torch.equal(new[name][0], old[name][STANCES.index("withdraw")])
        assert torch.allclose(new[name][1], old[name].mean(0))
    assert torch.equal(new["tags.weight"], old["tags.weight"])


def test_a_copy_for_export_says_the_same(base, windows):
    both = TorchBackend(base[0]), TorchBackend(copied(base[0]))
    for window in windows:
        assert np.allclose(*(backend.read(window).hidden for backend in both), atol=1e-5)


def test_graphs_of_another_making_are_a_model_error(onnx_only, tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(onnx_only, folder)
    shutil.copy(folder / "link.onnx", folder / "encoder.onnx")
    with pytest.raises(ModelError, match="was it exported by onrecord"):
        warm_network(folder, STANCES)


def test_rehearsal_fills_in_what_labels_leave_open(onnx_only):
    backend, windower = OnnxBackend(onnx_only, threads=1), Windower(TOKENIZER, size=64)
    row = {**next(rows()), "prev": "It rained.", "claims": []}
    example = stance_example(windower, row, GRADES)
    before = example.allowed.copy()
    first, last = example.sentence
    added = rehearsal.add(example, rehearsal.read(backend, example.window))
    assert (added.allowed[first:last] == before[first:last]).all()
    assert (added.allowed[1:first].sum(axis=1) == 1).all()
    assert (added.layers[1:-1, 2:] != MASKED).all()
    assert (added.layers[first:last, :2] == 0).all()


def test_a_run_that_broke_off_goes_on_after_its_last_epoch(done):
    _, trained, said = done
    assert trained.epochs == 2
    assert sum(line.startswith("Epoch 1 of 2") for line in said) == 1
    later = said[said.index("again") :]
    assert any(line.startswith("Going on after epoch 1") for line in later)
    assert any(line.startswith("Epoch 2 of 2") for line in later)
    assert any("Note: withdraw: " in line for line in said)


def test_the_folder_is_a_model_with_its_own_stances(done):
    _, trained, _ = done
    nlp = onrecord.load(trained.folder, threads=1, threshold=0.0, disable=["language"])
    assert nlp.stances == GRADES
    record = nlp(TEXT)
    assert record.scheme == GRADES
    assert {c.stance for c in record.claims} <= set(GRADES)
    assert EncoderConfig.read(trained.folder).thresholds["COMPANY"] == 0.5


def test_metrics_and_card_say_how_it_was_made(done):
    _, trained, _ = done
    metrics = json.loads((trained.folder / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["claims"]["train"] == {"withdraw": 5, "dig_in": 5}
    assert metrics["dev"]["options"]["labels"] == list(GRADES)
    assert len(metrics["epochs"]) == 2
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    for words in (
        "| withdraw | goes \\| leaves | 5 | 1 | 0 |",
        "Labelled by: two coders.",
        "### Guide",
        "Licence of the labels: not stated",
    ):
        assert words in card


def test_torch_and_the_float_graph_say_the_same(done):
    found = json.loads((done[1].folder / "metrics.json").read_text(encoding="utf-8"))["parity"]
    assert found["float"].keys() == {"tags", "attention", "value", "hidden"}
    assert max(found["float"].values()) <= 1e-4
    assert 0 < max(found["int8"].values()) < 2


def test_the_torch_path_of_the_folder_gives_claims_too(done):
    here, there = (onrecord.load(done[1].folder, device=d, threads=1, threshold=0.0) for d in ("cpu", "torch-cpu"))
    assert there.stances == GRADES
    assert [s.start for s in here(TEXT).sentences] == [s.start for s in there(TEXT).sentences]


def test_a_finished_run_is_not_trained_again_and_a_changed_one_refuses(done, tmp_path):
    project, trained, _ = done
    path = trained.folder.parent / "train.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pieces = 150", "pieces = 160"), encoding="utf-8")
    with pytest.raises(InputError, match="other settings or labels, begin anew with --restart"):
        train(read_project(path))
    path.write_text(text, encoding="utf-8")
    shutil.copytree(trained.folder, tmp_path / "out")
    copy = write_project(tmp_path, project.base)
    with pytest.raises(InputError, match="out: is there already"):
        train(read_project(copy))


def test_training_ends_when_dev_gets_no_better(onnx_only, tmp_path):
    lines = [{k: v for k, v in row.items() if k != "entities"} for row in rows()]
    path = write_project(
        tmp_path, onnx_only, lines=lines, training="patience = 1\nencoder_rate = 1e-9\nhead_rate = 1e-9\nswap_names = 0.0"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("epochs = 2", "epochs = 9"), encoding="utf-8")
    trained = train(read_project(path))
    assert trained.epochs == 2
    assert {r.scheme for r in (doc.gold for doc in trained.evaluation.documents)} == {GRADES}


def test_the_command_says_what_it_needs(run, tmp_path):
    assert run("train").exit_code == 4
    done = run("train", "--init", tmp_path / "new")
    assert done.exit_code == 0
    assert (tmp_path / "new" / "train.toml").is_file()
    done = run("train", tmp_path / "new" / "train.toml")
    assert done.exit_code == 4
    assert "labels.jsonl" in done.stderr


def test_our_own_five_can_be_trained_too(onnx_only):
    assert small_network(5).state_dict().keys() == warm_network(onnx_only, STANCES).state_dict().keys()
