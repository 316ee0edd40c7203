#!/usr/bin/env python3
"""How many labels are needed? Sentence stance F1 on dev against the number of training sentences, three seeds each.

    python models/recipe/curve.py --data ../shared/data --start models/work/cousins-1.safetensors

Every run starts from the network that has read the cousins (entities, quotes) but no claim, and reads its sentences bare of
their neighbours, for the same number of epochs, few sentences more often (`READ` in all). As in the recipe an epoch takes
another draw each time of the sentences without a claim. The figure is the raw stance head's at a probability of 0.5, four
labels, unsure gold optional: lower than the whole pipeline's, and comparable from row to row.
Writes `curve.csv` and `curve.svg`.
"""

from __future__ import annotations

import argparse
import csv
import logging
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoders import encoder_folder
from safetensors.torch import load_file

from data import news_rows
from onrecord.encoder import Windower
from onrecord.encoder.network import StanceNetwork, new_network
from onrecord.train.augment import epoch_rows
from onrecord.train.batches import bucketed, collate, pool
from onrecord.train.examples import Example
from onrecord.train.fit import Phase, fit
from onrecord.train.stance_data import read_rows, stance_example
from onrecord.types import STANCES

HERE = Path(__file__).parent
SIZES = (250, 500, 1000, 2000)
"""Numbers of training sentences; all of them come last."""
READ = 4000
"""Sentences that are read at least, over all epochs: a few hundred read thrice teach nothing."""
SILENT = 0.3
"""Share of the sentences without a claim that an epoch takes, as in `config.toml`."""
SEEDS = (0, 1, 2)
COUNTED = [k for k, stance in enumerate(STANCES) if stance != "refuse"]

log = logging.getLogger("curve")


def bare(windower: Windower, rows: Sequence[dict[str, Any]]) -> list[Example]:
    """Return the examples of sentences without their neighbours."""
    return [stance_example(windower, {**row, "prev": "", "next": ""}) for row in rows]


@torch.inference_mode()
def stance_f1(network: StanceNetwork, examples: Sequence[Example]) -> float:
    """Return the F1 of sentence stances over four labels; unsure gold is neither required nor punished."""
    network.eval()
    right = found = wanted = 0
    for chosen in bucketed(examples, random.Random(0), pieces=6000):
        batch = collate(chosen)
        _, logits = pool(network(batch.ids, batch.shapes, batch.mask), batch.inside[batch.rows], batch.rows)
        taken, gold, sure = (
            (x[:, COUNTED] > bar).numpy() for x, bar in ((logits, 0.0), (batch.stances, 0.5), (batch.weights, 0.75))
        )
        right += int(np.sum(taken & gold & sure))
        found += int(np.sum(taken & ~(gold & ~sure)))
        wanted += int(np.sum(gold & sure))
    return 2 * right / max(1, found + wanted)


def run(start: Path, encoder: Path, rows: Sequence[dict[str, Any]], dev: Sequence[Example], *, seed: int, epochs: int) -> float:
    """Train on the rows and return the F1 on dev."""
    network = new_network(encoder, attention="sdpa")
    network.load_state_dict(load_file(start))
    windower = Windower(encoder / "tokenizer.json", size=128)

    def examples(epoch: int) -> list[Example]:
        rng = random.Random(1000 * seed + epoch)
        taken = [row for row in rows if row["claims"] or rng.random() < SILENT]
        return bare(windower, list(epoch_rows(taken, rng)))

    times = max(epochs, math.ceil(READ / len(examples(0))))
    fit(network, Phase(name=f"n{len(rows)}-s{seed}", epochs=times, pieces=1500), examples, seed=seed)
    return stance_f1(network, dev)


def plot(points: Sequence[tuple[int, int, float]], path: Path) -> None:
    """Draw the mean and the range over seeds."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "onrecord"  # the same file for the same points
    import matplotlib.pyplot as plt

    sizes = sorted({n for n, _, _ in points})
    scores = [[100 * f1 for m, _, f1 in points if m == n] for n in sizes]
    means = [float(np.mean(s)) for s in scores]
    spread = [[m - min(s) for m, s in zip(means, scores, strict=True)], [max(s) - m for m, s in zip(means, scores, strict=True)]]
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.errorbar(sizes, means, yerr=spread, marker="o", capsize=3)
    axes.set(xscale="log", xlabel="labelled sentences", ylabel="sentence stance F1 on dev", title="Labels needed")
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Run what is missing in the table, then draw it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="the network after the phase `cousins`")
    parser.add_argument("--out", type=Path, default=HERE.parent / "curve.csv")
    parser.add_argument("--work", type=Path, default=HERE.parent / "work")
    parser.add_argument("--epochs", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = encoder_folder("all-MiniLM-L6-v2", options.work)
    windower = Windower(encoder / "tokenizer.json", size=128)
    dev = bare(windower, read_rows(options.data / "stance" / "dev.jsonl"))
    rows = news_rows(options.data)
    points = read_points(options.out)
    for n in (*SIZES, len(rows)):
        for seed in SEEDS:
            if not any((n, seed) == point[:2] for point in points):
                chosen = random.Random(seed).sample(rows, n)
                points.append((n, seed, run(options.start, encoder, chosen, dev, seed=seed, epochs=options.epochs)))
                write_points(options.out, points)
                log.info("%d sentences, seed %d: %.3f", *points[-1])
    plot(points, options.out.with_suffix(".svg"))


def read_points(path: Path) -> list[tuple[int, int, float]]:
    """Return the runs already done."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [(int(r["sentences"]), int(r["seed"]), float(r["stance_f1"])) for r in csv.DictReader(lines)]


def write_points(path: Path, points: Sequence[tuple[int, int, float]]) -> None:
    """Write the runs done so far."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sentences", "seed", "stance_f1"])
        writer.writerows([n, seed, f"{f1:.4f}"] for n, seed, f1 in sorted(points))


if __name__ == "__main__":
    main()
