"""Examples from the task's cousins: entities from public NER sets, quotes from PolNeAR. Each set labels only its own kinds."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.components.segment import segment
from onrecord.encoder import Windower
from onrecord.train.examples import Example, entity_tags, layer_tags

ORG = ("COMPANY", "GOVERNMENT", "O")
LOC = ("PLACE", "GOVERNMENT")

NER_SETS: dict[str, tuple[dict[str, tuple[str, ...]], tuple[str, ...], int]] = {
    # set: (its types -> what they may be here, types it leaves unlabelled, rows taken an epoch)
    "conll2003": ({"organisation": ORG, "location": LOC, "person": ("PERSON",), "misc": ("O", "LAW")}, ("LAW",), 8000),
    "finer_ord": ({"ORG": ORG, "LOC": LOC, "PER": ("PERSON",)}, ("LAW",), 4700),
    "ener": (
        {
            "BUSINESS": ("COMPANY",), "GOVERNMENT": ("GOVERNMENT",), "COURT": ("GOVERNMENT",), "LEGISLATION/ACT": ("LAW",),
            "LOCATION": LOC, "PERSON": ("PERSON",), "MISCELLANEOUS": ("O", "LAW"),
        },
        (),
        5000,
    ),
    "wikineural_en": ({"ORG": ORG, "LOC": LOC, "PER": ("PERSON",), "MISC": ("O", "LAW", "COMPANY")}, ("LAW",), 6000),
    "gum_news": (
        {"organization": ORG, "place": LOC, "person": ("PERSON",), "event": ("O",)},
        ("LAW", "COMPANY", "GOVERNMENT"),
        700,
    ),
    "uner_ewt": ({"ORG": ORG, "LOC": LOC, "PER": ("PERSON",)}, ("LAW",), 3000),
    "uner_pud": ({"ORG": ORG, "LOC": LOC, "PER": ("PERSON",)}, ("LAW",), 1000),
    "re3d": ({"Organisation": ORG, "Location": LOC, "Person": ("PERSON",), "Nationality": ("O",)}, ("LAW",), 900),
    "crossner_politics": (
        {
            "politicalparty": ("O",), "organisation": ORG, "country": LOC, "location": LOC, "person": ("PERSON",),
            "politician": ("PERSON",), "election": ("O",), "event": ("O", "LAW"),
        },
        ("LAW",),
        1300,
    ),
}  # fmt: skip
"""How the public sets' types map to ours; several types mean: one of these, the loss leaves it open."""


def read_gz(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def tag_spans(tokens: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the tokens joined by spaces, and (start, end, type) of each BIO span in that text."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for token, tag in zip(tokens, tags, strict=True):
        end = at + len(token)
        prefix, _, kind = tag.partition("-")
        if prefix == "I" and spans and spans[-1][2] == kind and spans[-1][1] == at - 1:
            spans[-1] = (spans[-1][0], end, kind)
        elif prefix in ("B", "I"):
            spans.append((at, end, kind))
        at = end + 1
    return " ".join(tokens), spans


def ner_examples(windower: Windower, folder: Path, rng: random.Random, *, without: Collection[str] = ()) -> Iterator[Example]:
    """Yield an epoch's examples from the public NER sets in `folder`, leaving out the sets named in `without`."""
    for name, (kinds, unlabelled, n) in NER_SETS.items():
        if name in without:
            continue
        rows = [r for r in read_gz(folder / f"{name}.jsonl.gz") if 3 <= len(r["tokens"]) <= 100]
        for row in rng.sample(rows, min(n, len(rows))):
            text, spans = tag_spans(row["tokens"], row["tags"])
            yield from ner_windows(windower, text, [(s, e, kinds.get(k, ("O",))) for s, e, k in spans], unlabelled)


def ner_windows(
    windower: Windower, text: str, spans: list[tuple[int, int, tuple[str, ...]]], unlabelled: tuple[str, ...]
) -> Iterator[Example]:
    """Yield the window of one tagged sentence."""
    for window in windower.windows(text, [(0, len(text))]):
        yield Example(window=window, allowed=entity_tags(window, spans, open_types=unlabelled))


def quote_examples(windower: Windower, path: Path) -> Iterator[Example]:
    """Yield the windows of the articles in a PolNeAR file, with the parts of their quotes."""
    for article in read_gz(path):
        parts = quote_parts(article["quotes"])
        for window in windower.windows(article["text"], segment(article["text"])):
            yield Example(window=window, layers=layer_tags(window, parts))


def quote_parts(quotes: list[Mapping[str, Any]]) -> dict[str, set[tuple[int, int]]]:
    """Return the spans of contents, cues and speakers."""
    return {
        "CONTENT": {(q["start"], q["end"]) for q in quotes},
        "CUE": {(q["cue"]["start"], q["cue"]["end"]) for q in quotes if q.get("cue")},
        "SPEAKER": {(q["speaker"]["start"], q["speaker"]["end"]) for q in quotes if q.get("speaker")},
    }
