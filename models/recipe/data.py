"""The labelled text that the recipe reads, as training examples. All but `corpora/training` stays outside the project."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.encoder import Windower
from onrecord.train.examples import Example
from onrecord.train.other_data import ner_examples, quote_examples
from onrecord.train.stance_data import epoch_rows, read_rows, stance_example

OWN = Path(__file__).parents[2] / "corpora" / "training" / "own.jsonl"


def phase_examples(data: Path, tokenizer: Path, phase: dict[str, Any], *, window: int) -> Callable[[int], list[Example]]:
    """Return a function that gives the examples of an epoch of one phase of `config.toml`."""
    windower = Windower(tokenizer, size=window)
    quotes = list(quote_examples(windower, data / "quotes" / "polnear-train.jsonl.gz"))
    entities = list(ner_examples(windower, data / "ner", random.Random(0), without=phase.get("ner_without", ())))
    rows: list[dict[str, Any]] = []
    if phase.get("stance"):
        rows = read_rows(data / "stance" / "train.jsonl") + read_rows(OWN) * phase.get("own_copies", 0)

    def examples(epoch: int) -> list[Example]:
        rng = random.Random(100 * phase["seed"] + epoch)
        claims = [stance_example(windower, row) for row in epoch_rows(rows, rng, bare=phase.get("bare", 0.0))]
        return claims + _some(quotes, phase.get("quotes"), rng) + _some(entities, phase.get("ner"), rng)

    return examples


def _some(examples: list[Example], n: int | None, rng: random.Random) -> list[Example]:
    return examples if n is None else rng.sample(examples, min(n, len(examples)))
