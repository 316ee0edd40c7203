"""A base model small enough for a test, and a project over it."""

import json

import torch
from transformers import BertConfig, BertModel

from onrecord.encoder.model import EncoderConfig
from onrecord.encoder.network import StanceNetwork
from onrecord.train.export import export
from tests_support import MODEL

GRADES = ("withdraw", "dig_in")
NAMES = ("Norvik", "Selmar", "Quintar", "Belmora", "Tessaline", "Harbrook")
VERBS = {"quit": "withdraw", "stays in": "dig_in", "saw": None}


def small_network(stances=5):
    torch.manual_seed(0)
    config = BertConfig(hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96, vocab_size=30522)
    network = StanceNetwork(BertModel(config, add_pooling_layer=False), link_units=32, stances=stances)
    with torch.no_grad():
        for weights in network.parameters():  # the exporter would merge biases that are all zero; no trained network has them
            weights.add_(0.02 * torch.randn_like(weights))
    return network


def base_folder(folder, *, keep_torch=False):
    """A model folder of random weights, exported as any other."""
    network = small_network().eval()
    config = EncoderConfig(name="tiny", version="0", thresholds={"claim": 0.3, "COMPANY": 0.5, "target": 0.5})
    export(network, folder, encoder_folder=MODEL, config=config, keep_torch=keep_torch)
    return network


def rows(verbs=VERBS, names=NAMES):
    for i, name in enumerate(names):
        for verb, stance in verbs.items():
            claims = [{"actor": name, "actor_name": name, "stance": stance, "target": "Freedonia"}] if stance else []
            yield {
                "id": f"{name}-{verb}", "sentence": f"{name} {verb} Freedonia.", "claims": claims, "meta": {"doc_id": f"d{i}"},
                "entities": [[name, "COMPANY"], ["Freedonia", "PLACE"]],
            }  # fmt: skip


def write_project(folder, base, *, lines=None, training="", data="", top=""):
    """Write labels and a configuration; return the configuration's path."""
    folder.mkdir(exist_ok=True)
    (folder / "labels.jsonl").write_text("\n".join(json.dumps(row) for row in lines or rows()), encoding="utf-8")
    (folder / "guide.md").write_text("# Guide\n\nLabel what *companies* do.\n", encoding="utf-8")
    (folder / "train.toml").write_text(
        f"""
name = "grades"
version = "1.0"
out = "out"
base = "{base}"
guideline = "guide.md"
{top}
[scheme]
stances = [{{ name = "withdraw", description = "goes | leaves" }}, {{ name = "dig_in", description = "stays" }}]
[data]
train = ["labels.jsonl"]
labelled_by = "two coders"
{data}
[training]
epochs = 2
threads = 1
{training}
""",
        encoding="utf-8",
    )
    return folder / "train.toml"
