"""The labelled text that the recipe reads, as training examples. All but `corpora/training` stays outside the project."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from labels import document_rows, labelled, read_labels, tagged_rows
from licences import PERMISSIVE_SETS, is_permissive

from onrecord.components.segment import segment
from onrecord.encoder import Windower
from onrecord.records import read_gold
from onrecord.train.augment import epoch_rows
from onrecord.train.compose import KINDS
from onrecord.train.examples import Example
from onrecord.train.labels import record_rows
from onrecord.train.other_data import NER_SETS, ner_examples, quote_examples, read_gz
from onrecord.train.stance_data import context_window, read_rows, stance_example

CORPORA = Path(__file__).parents[2] / "corpora"
OWN = tuple(sorted((CORPORA / "training").glob("*.jsonl")))
GOLD = CORPORA / "gold" / "train.jsonl"


def phase_examples(
    data: Path, windower: Windower, phase: dict[str, Any], *, permissive: bool = False
) -> Callable[[int], list[Example]]:
    """Return a function that gives the examples of an epoch of one phase of a configuration.

    Args:
        data: Folder with stance/, ner/, quotes/ and unlabelled/.
        windower: Cuts text into windows.
        phase: The phase's table.
        permissive: Leave out every source that does not state terms that allow commercial use.
    """
    sets = frozenset(NER_SETS) - PERMISSIVE_SETS if permissive else frozenset()
    quotes = [] if permissive else list(quote_examples(windower, data / "quotes" / "polnear-train.jsonl.gz"))
    entities = list(ner_examples(windower, data / "ner", random.Random(0), without=sets | {*phase.get("ner_without", ())}))
    rows = stance_rows(data, phase, permissive=permissive) if phase.get("stance") else []
    news = [] if permissive or "unlabelled" not in phase else list(unlabelled_examples(windower, data / "unlabelled"))
    chances = {"bare": phase.get("bare", 0.0), "composed": {kind: phase[kind] for kind in KINDS if kind in phase}}

    def examples(epoch: int) -> list[Example]:
        rng = random.Random(100 * phase["seed"] + epoch)
        taken = [row for row in rows if row["claims"] or rng.random() < phase.get("silent", 1.0)]
        placed = rng if phase.get("placed") else None
        claims = [stance_example(windower, row, rng=placed) for row in epoch_rows(taken, rng, **chances)]
        cousins = _some(quotes, phase.get("quotes"), rng) + _some(entities, phase.get("ner"), rng)
        return claims + cousins + _some(news, phase.get("unlabelled"), rng)

    return examples


def stance_rows(data: Path, phase: dict[str, Any], *, permissive: bool = False) -> list[dict[str, Any]]:
    """Return the sentences with claims that a phase reads: news, our own, our gold's train split, in as many copies as it says."""
    news = [row for row in news_rows(data) if not permissive or is_permissive(row)]
    gold = [row for record in read_gold(GOLD) for row in record_rows(record)]
    return news + own_rows() * phase.get("own_copies", 0) + gold * phase.get("gold_copies", 0)


def news_rows(data: Path) -> list[dict[str, Any]]:
    """Return the labelled news sentences: the train set as we reviewed it, and what we labelled of the other sets."""
    labels = read_labels()
    train = read_rows(data / "stance" / "train.jsonl")
    reviewed = {row["id"]: row for row in labelled(train, labels)}
    added = labelled(read_gz(data / "unlabelled" / "sentences.jsonl.gz"), labels)
    documents = chain(read_gz(data / "unlabelled" / "documents.jsonl.gz"), read_gz(data / "quotes" / "polnear-train.jsonl.gz"))
    from_documents = labelled(document_rows(documents, labels), labels)
    from_sets = labelled(tagged_rows(_entity_sets(data / "ner"), labels), labels)
    return [*(reviewed.get(row["id"], row) for row in train), *added, *from_documents, *from_sets]


def _entity_sets(folder: Path) -> Iterator[dict[str, Any]]:
    for name in NER_SETS:
        yield from read_gz(folder / f"{name}.jsonl.gz")


def unlabelled_examples(windower: Windower, folder: Path) -> Iterator[Example]:
    """Yield the windows of the unlabelled news, sentences between their neighbours and running text, without labels."""
    for row in read_gz(folder / "sentences.jsonl.gz"):
        yield Example(context_window(windower, row)[0])
    for row in read_gz(folder / "documents.jsonl.gz"):
        yield from (Example(window) for window in windower.windows(row["text"], segment(row["text"])))


def own_rows() -> list[dict[str, Any]]:
    """Return our own training sentences."""
    return [row for path in OWN for row in read_rows(path)]


def _some(examples: list[Example], n: int | None, rng: random.Random) -> list[Example]:
    return examples if n is None else rng.sample(examples, min(n, len(examples)))
