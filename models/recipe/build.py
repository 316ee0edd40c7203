#!/usr/bin/env python3
"""Rebuild the shipped model with one command: data -> train -> export -> calibrate -> evaluate -> card.

    python models/recipe/build.py --data ../shared/data

Needs the `train` extra. Steps can be run apart with --steps; checkpoints and logs lie in models/work/.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from calibrate import calibrate
from card import write_card
from compare import compare_models
from encoders import encoder_folder
from measure import count, measure
from safetensors.torch import load_file, save_file

from data import own_rows, phase_examples, stance_rows
from onrecord.encoder import Window, Windower
from onrecord.encoder.model import EncoderConfig
from onrecord.encoder.network import StanceNetwork, network_with, new_network
from onrecord.pipeline import DEFAULT_MODEL
from onrecord.train.export import export
from onrecord.train.fit import Phase, fit, freeze, mean_weights
from onrecord.train.ngrams import fit_ngrams
from onrecord.train.parity import parity
from onrecord.train.prune import pruned
from onrecord.types import STANCES

HERE = Path(__file__).parent
STEPS = ("train", "export", "calibrate", "evaluate", "card")
"""Steps by default; `compare` is for models that do not ship: their figures go into the card of the one that does."""

PHASE = ("name", "epochs", "encoder_rate", "head_rate", "pieces", "near")
"""Settings of a phase that `Phase` has too."""
PRUNED = ("attention_heads", "inner_units")
"""What a phase may keep less of in each layer."""
SEEN = 20
"""Every so-manieth example of a phase shows what heads and inner units are worth."""

log = logging.getLogger("build")


def train(config: dict[str, Any], data: Path, work: Path, *, resume: bool = False) -> StanceNetwork:
    """Train the phases of the configuration one after the other, with a checkpoint after each epoch.

    With `resume`, phases whose last checkpoint lies in `work` are taken from there.
    """
    encoder = encoder_folder(config["encoder"], work)
    attention = config.get("attention", "sdpa")
    torch.manual_seed(0)
    network = new_network(encoder, attention=attention)
    for settings in config["phase"]:
        windower = Windower(encoder / "tokenizer.json", size=settings.get("window", config["train_window"]))
        last = work / f"{settings['name']}-{settings['epochs']}.safetensors"
        if resume and last.exists():
            network = network_with(network.encoder.config, load_file(last), attention=attention)
            log.info("%s: taken from %s", settings["name"], last)
            continue
        examples = phase_examples(data, windower, settings, permissive=config.get("permissive", False))
        teacher = copy.deepcopy(network).eval() if settings.get("distil") else None
        less = {name: settings[name] for name in PRUNED if name in settings}
        if less:
            network = pruned(network, [e.window for e in examples(0)[::SEEN]], attention=attention, **less)
        phase = Phase(**{k: settings[k] for k in PHASE if k in settings})
        before = copy.deepcopy(network.state_dict()) if "mean" in settings else None
        freeze(network, settings.get("frozen", 0))

        def checkpoint(epoch: int, name: str = phase.name, network: StanceNetwork = network) -> None:
            save_file(network.state_dict(), work / f"{name}-{epoch + 1}.safetensors")

        fit(network, phase, examples, seed=settings["seed"], after_epoch=checkpoint, teacher=teacher)
        if before:
            network.load_state_dict(mean_weights(before, network.state_dict(), settings["mean"]))
            save_file(network.state_dict(), last)
    save_file(network.state_dict(), work / "network.safetensors")
    return network


def ngram_rows(data: Path, config: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the labelled sentences that the model of n-grams is trained on: the last phase's that reads stances."""
    phase = next(p for p in reversed(config["phase"]) if p.get("stance"))
    return stance_rows(data, phase, permissive=config.get("permissive", False))


def own_windows(tokenizer: Path, size: int, *, every: int) -> list[Window]:
    """Return the windows of every so-manieth of our own training sentences."""
    windower = Windower(tokenizer, size=size)
    sentences = [row["sentence"] for row in own_rows()[::every]]
    return [window for text in sentences for window in windower.windows(text, [(0, len(text))])]


def compare_torch(network: StanceNetwork, folder: Path, work: Path) -> None:
    """Write to parity.json how far torch and the exported graphs are apart, on every twentieth of our own training sentences."""
    windows = own_windows(folder / "tokenizer.json", EncoderConfig.read(folder).window, every=20)
    (work / "parity.json").write_text(json.dumps({"windows": len(windows), **parity(network, folder, windows)}), encoding="utf-8")


def main() -> None:
    """Run the steps asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with stance/, articles/, ner/, quotes/ and unlabelled/")
    parser.add_argument(
        "--config", type=Path, default=HERE / "config.toml", help="what to build; permissive.toml and accurate.toml too"
    )
    parser.add_argument("--out", type=Path, help="model folder; the one that ships for config.toml, WORK/NAME for others")
    parser.add_argument("--work", type=Path, default=HERE.parent / "work")
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument("--resume", action="store_true", help="go on after the last phase that is finished in the work folder")
    parser.add_argument("--keep-torch", action="store_true", help="also write float weights, for a GPU")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = tomllib.loads(options.config.read_text(encoding="utf-8"))
    options.work.mkdir(parents=True, exist_ok=True)
    options.out = options.out or (HERE.parent if config["name"] == DEFAULT_MODEL else options.work) / config["name"]
    steps = options.steps.split(",")
    if "train" in steps:
        count(options.data, options.work, permissive=config.get("permissive", False))
        train(config, options.data, options.work, resume=options.resume)
    if "export" in steps:
        encoder = encoder_folder(config["encoder"], options.work)
        weights = load_file(options.work / "network.safetensors")
        network = network_with(new_network(encoder).encoder.config, weights, attention="eager")
        plain = EncoderConfig(name=config["name"], version=config["version"], window=config["window"])
        windows = own_windows(encoder / "tokenizer.json", plain.window, every=12)
        ngrams = fit_ngrams(ngram_rows(options.data, config), STANCES)
        export(
            network,
            options.out,
            encoder_folder=encoder,
            config=plain,
            ngrams=ngrams,
            windows=windows,
            keep_torch=options.keep_torch,
        )
        compare_torch(network, options.out, options.work)
    if "calibrate" in steps:
        current = replace(EncoderConfig.read(options.out), thresholds={}, calibration={})
        calibrate(options.out, current, data=options.data, work=options.work)
    if "evaluate" in steps:
        measure(options.out, data=options.data, work=options.work)
    if "compare" in steps:
        compare_models(options.out, config=config, work=options.work)
    if "card" in steps:
        write_card(options.out, config=config, work=options.work)


if __name__ == "__main__":
    main()
