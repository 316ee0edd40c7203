"""A student comes to say what its teacher says, whatever the labels say."""

import copy

import pytest

torch = pytest.importorskip("torch")

from own_model import small_network  # noqa: E402

from onrecord.encoder import Windower  # noqa: E402
from onrecord.encoder.labels import LAYERS, layer_slice  # noqa: E402
from onrecord.encoder.network import TokenOutputs  # noqa: E402
from onrecord.train.batches import batch_loss, collate  # noqa: E402
from onrecord.train.distil import anchored_loss, distances, distil_loss  # noqa: E402
from onrecord.train.examples import Example  # noqa: E402
from onrecord.train.fit import Phase, fit  # noqa: E402
from onrecord.train.prune import pruned  # noqa: E402
from onrecord.train.stance_data import stance_example  # noqa: E402
from tests_support import TOKENIZER  # noqa: E402

TEXTS = (
    "Norvik left Freedonia. The regulator paused its inquiry.",
    "Selmar said it would obey the law, whatever it cost.",
    "The ministry had not decided.",
)


@pytest.fixture(scope="module")
def examples():
    windower = Windower(TOKENIZER)
    return [Example(w) for text in TEXTS for w in windower.windows(text, [(0, len(text))])]


def outputs(*, seed=0, pieces=7):
    generator = torch.Generator().manual_seed(seed)
    columns = max(layer_slice(layer).stop for layer in LAYERS)
    return TokenOutputs(*(torch.randn(2, pieces, width, generator=generator) for width in (columns, 4, 4, 48)))


def test_who_says_the_same_is_at_no_distance():
    assert sum(distances(outputs(), outputs(), torch.ones(2, 7).bool()).values()) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(("field", "loss"), [("hidden", "hidden"), ("tags", "tags"), ("attention", "scores"), ("value", "scores")])
def test_each_output_counts(field, loss):
    wanted, said = outputs(), outputs()
    getattr(said, field)[0, 3, -1] += 2
    far = {name: float(x) for name, x in distances(said, wanted, torch.ones(2, 7).bool()).items()}
    assert far.pop(loss) > 0.001
    assert sum(far.values()) == pytest.approx(0, abs=1e-5)


def test_padding_does_not_count():
    wanted, said, real = outputs(), outputs(), torch.ones(2, 7).bool()
    real[1, 5:] = False
    for field in ("hidden", "tags", "attention", "value"):
        getattr(said, field)[1, 5:] += 3
    assert sum(distances(said, wanted, real).values()) == pytest.approx(0, abs=1e-5)


def test_shifting_all_scores_of_a_group_of_tags_says_nothing_else():
    wanted, said = outputs(), outputs()
    said.tags[..., layer_slice("CUE")] += 5
    assert distances(said, wanted, torch.ones(2, 7).bool())["tags"] == pytest.approx(0, abs=1e-5)


def test_a_pruned_student_comes_nearer_to_its_teacher_which_is_left_alone(examples):
    teacher = small_network().eval()
    before = copy.deepcopy(teacher.state_dict())
    student = pruned(teacher, [e.window for e in examples], inner_units=24)

    def apart():
        with torch.no_grad():
            return sum(float(x) for x in distil_loss(student, teacher, examples).values())

    at_first = apart()
    fit(student, Phase(name="distil", epochs=20, encoder_rate=1e-3, head_rate=1e-3), lambda _: examples, teacher=teacher)
    assert apart() < 0.5 * at_first
    assert all(torch.equal(before[name], w) for name, w in teacher.state_dict().items())


LABELLED = {
    "sentence": "Norvik left Freedonia.",
    "entities": [["Norvik", "COMPANY"], ["Freedonia", "PLACE"]],
    "claims": [{"actor": "Norvik", "stance": "withdraw", "polarity": "affirmed", "stage": "in_effect", "target": "Freedonia"}],
}


def test_an_anchor_adds_nothing_to_the_labels_losses_until_the_network_moves():
    network, examples = small_network().eval(), [stance_example(Windower(TOKENIZER), LABELLED)]
    with torch.no_grad():
        losses = anchored_loss(network, copy.deepcopy(network), examples, weight=2.0)
        labels = batch_loss(network, collate(examples))
    assert sum(losses.pop(f"near_{name}") for name in ("hidden", "tags", "scores")) == pytest.approx(0, abs=1e-5)
    assert {name: x.item() for name, x in losses.items()} == pytest.approx({name: x.item() for name, x in labels.items()})


def test_near_what_it_was_a_network_moves_less():
    examples = [stance_example(Windower(TOKENIZER), LABELLED)]
    start = small_network()

    def moved(near):
        network = copy.deepcopy(start)
        fit(network, Phase(name="new", epochs=15, encoder_rate=1e-3, head_rate=1e-3, near=near), lambda _: examples)
        with torch.no_grad():
            return sum(float(x) for x in distil_loss(network.eval(), start.eval(), examples).values())

    assert moved(5.0) < 0.5 * moved(0.0)
