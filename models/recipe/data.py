"""The labelled text that the recipe reads, as training examples an epoch. It stays outside the project."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.encoder import Windower
from onrecord.train.examples import Example
from onrecord.train.other_data import ner_examples, quote_examples
from onrecord.train.stance_data import epoch_rows, read_rows, stance_example

EpochExamples = Callable[[int], list[Example]]


def load_examples(data: Path, tokenizer: Path, config: dict[str, Any]) -> tuple[EpochExamples, EpochExamples]:
    """Return the examples of phase 1 (entities, quotes) and of phase 2 (stance, with some of phase 1), by epoch."""
    windower = Windower(tokenizer, size=config["train_window"])
    quotes = list(quote_examples(windower, data / "quotes" / "polnear-train.jsonl.gz"))
    entities = list(ner_examples(windower, data / "ner", random.Random(config["seed"])))
    rows = read_rows(data / "stance" / "train.jsonl")
    n_quotes, n_entities = config["stance"]["quote_windows"], config["stance"]["ner_sentences"]

    def stance(epoch: int) -> list[Example]:
        rng = random.Random(config["seed"] + 100 + epoch)
        more = rng.sample(quotes, n_quotes) + rng.sample(entities, n_entities)
        return [stance_example(windower, row) for row in epoch_rows(rows, rng)] + more

    return lambda _: quotes + entities, stance
