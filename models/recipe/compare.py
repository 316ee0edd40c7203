"""What another model of the recipe brings and costs beside the one that ships: a JSON file a model in `models/compared/`.

The card of the model that ships shows them (`card.py`).
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any

import onrecord
from data import GOLD
from onrecord.encoder.model import FILES, EncoderConfig
from onrecord.records import read_gold
from onrecord.types import Article

COMPARED = Path(__file__).parents[1] / "compared"
SHIPPED = Path(__file__).parents[1] / "onrecord-en"
FIGURES = {
    "sentences": ("stance", "claims.mention", "entities.exact"),
    "articles": ("claims.name", "positions"),
    "own": ("stance", "claims.mention"),
}
ROUNDS = 3


def compare_models(folder: Path, *, config: dict[str, Any], work: Path) -> None:
    """Write the summary of the model in `folder`, whose figures lie in `work`; its speed is a share of the shipped model's."""
    figures = json.loads((work / "figures.json").read_text(encoding="utf-8"))
    known = {what: {row["id"]: row for row in figures[what]} for what in FIGURES}
    summary = {
        "name": config["name"],
        "encoder": config["encoder"],
        "news": figures["counts"]["news"],
        "megabytes": round(size(folder), 1),
        "speed": round(relative_speed(folder), 2),
        "beside": EncoderConfig.read(SHIPPED).version,
        "figures": {what: {i: round(known[what][i]["value"], 4) for i in ids} for what, ids in FIGURES.items()},
    }
    COMPARED.mkdir(exist_ok=True)
    path = COMPARED / f"{config['name']}.json"
    path.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")


def size(folder: Path) -> float:
    """Return the megabytes of a model's graphs, tokenizer and configuration."""
    return sum((folder / name).stat().st_size for name in FILES) / 1e6


def relative_speed(folder: Path) -> float:
    """Return the speed of a model as a share of the shipped one's: same articles, one thread, in turns."""
    articles = [Article(id=g.id, text=g.text, date=g.date) for g in read_gold(GOLD)][:12]
    pipelines = [onrecord.load(f, disable=["language"], threads=1) for f in (folder, SHIPPED)]
    seconds: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for times, pipeline in zip(seconds, pipelines, strict=True):
            started = time.monotonic()
            list(pipeline.stream(articles))
            times.append(time.monotonic() - started)
    other, shipped = (statistics.median(times) for times in seconds)
    return shipped / other


SECTION = """
## Other models of the recipe

Measured as above, with thresholds and calibration of their own; F1. They do not ship: `models/recipe/build.py --config`
builds them, into `--out` and `--work` folders of their own. Speed is a share of this model's, on one thread, at the version
that they were measured beside, with its rules. `onrecord-en-permissive` has read only what its sources' terms allow to be used
commercially (`licences.csv`; no Reuters, no PolNeAR, few entity sets), for four epochs and without a teacher: its distance is at
most what such a choice costs.

| model | encoder | sentences | MB | speed | beside | dev: stance, claims, entities | articles: claims, positions | own: both |
|---|---|---|---|---|---|---|---|---|
"""


def comparison_section() -> str:
    """Return the card's section on the other models that the recipe builds, empty where none was measured."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(COMPARED.glob("*.json"))]
    return SECTION + "".join(f"{_row(one)}\n" for one in found) if found else ""


def _row(one: dict[str, Any]) -> str:
    cells = [" / ".join(f"{100 * one['figures'][what][i]:.1f}" for i in ids) for what, ids in FIGURES.items()]
    head = [f"`{one['name']}`", one["encoder"], f"{one['news']:,}", f"{one['megabytes']:.0f}", f"{one['speed']:.2f}", one["beside"]]
    return "| " + " | ".join([*head, *cells]) + " |"
