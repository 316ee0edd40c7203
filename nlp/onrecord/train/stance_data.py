"""Examples from sentences labelled with entities and claims (gold files of shape 2 in the data contract)."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.encoder import Window, Windower
from onrecord.encoder.windows import Pieces
from onrecord.train.examples import MASKED, Cue, Example, Pair, entity_tags, layer_tags, piece_span
from onrecord.types import STAGES, STANCES

Row = Mapping[str, Any]
Span = tuple[int, int]

UNSURE_WEIGHT = 0.5
"""Weight of a claim on which annotators may split."""
ABSENT_WEIGHT = 0.5
"""Of a pair that says that nobody takes a stance: they are many."""
CONTEXT_PIECES = 32
"""Pieces kept of the sentence before (its end) and of the sentence after (its beginning)."""
_PLACES = (6, 5, 5, 4)
"""How often, of twenty, a sentence stands as in training, last, first, and in the middle of all that fits."""
_CLIP = re.compile(r"^…\s*|\s*…$")
_NOISE = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Hh]e|[Ss]he|[Ww]e|I)\b|\b(?:[Tt]he|[Bb]oth|[Ii]ts|[Tt]heir|[Tt]hese|[Tt]hose)(?: [\w-]+){1,3}"
    r"|(?:\b[A-Z][\w.'’-]+ ?){1,4}"
)
"""Stretches that look like mentions: what is no actor and no target among them teaches the link head to say no."""


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def locate(sentence: str, text: str, *, near: Span | None = None) -> Span | None:
    """Return where `text` stands in the sentence, as whole words if it can: the first place, or the one nearest to `near`."""
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", sentence)] or [sentence.find(text)]
    start = min(places, key=lambda place: abs(place - near[0])) if near else places[0]
    return (start, start + len(text)) if start >= 0 else None


def entity_spans(sentence: str, entities: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of entities listed in order of appearance."""
    at = 0
    for text, label in entities:
        start = sentence.find(text, at)
        if start < 0:
            start = sentence.find(text)
        if start >= 0:
            at = max(at, start + len(text))
            yield start, start + len(text), label


def context_window(windower: Windower, row: Row, rng: random.Random | None = None) -> tuple[Window, Span]:
    """Return the window of a sentence between its neighbours, and the pieces of the sentence in it.

    Args:
        windower: Cuts text into word pieces.
        row: `sentence`, and `prev` and `next` where it has neighbours.
        rng: Draws where in its window the sentence stands: at run time it shares one with the sentences that fit, so it may be
            first, last or between, with more of a neighbour or none. Without it, it stands between `CONTEXT_PIECES` of either.
    """
    before, after = (_CLIP.sub("", row.get(k) or "") for k in ("prev", "next"))
    text = f"{before}\n{row['sentence']}\n{after}"
    start = len(before) + 1
    end = start + len(row["sentence"])
    spans = ((0, len(before)), (start, end), (end + 1, len(text)))
    left, middle, right = windower.pieces(text, spans)
    middle = middle[: windower.size - 2]
    free = windower.size - 2 - len(middle)  # a long sentence is kept whole, its context is not
    earlier, later = (min(CONTEXT_PIECES, free // 2),) * 2 if rng is None else _room(rng, free, len(left))
    before_, after_ = _shift(left[max(0, len(left) - earlier) :], start), _shift(right[:later], start)
    window = windower.window([(1, _shift(middle, start))], before_, after_)
    _, first, last = window.sentences[0]
    return window, (first, last)


def _room(rng: random.Random, free: int, before: int) -> tuple[int, int]:
    """Return how many pieces may stand before and after a sentence, of `free` ones, where `before` are there before it."""
    earlier = min(before, free // 2)
    places = ((min(CONTEXT_PIECES, free // 2),) * 2, (free, 0), (0, free), (earlier, free - earlier))
    return rng.choices(places, _PLACES)[0]


def _shift(pieces: Pieces, start: int) -> Pieces:
    """Make offsets count from the sentence's first character; context gets offsets outside the sentence."""
    return Pieces(pieces.ids, pieces.shapes, pieces.starts - start, pieces.ends - start)


def stance_example(windower: Windower, row: Row, names: Sequence[str] = STANCES, *, rng: random.Random | None = None) -> Example:
    """Return the example of one labelled sentence.

    Args:
        windower: Cuts text into word pieces.
        row: The sentence with its entities and claims.
        names: The stances, in the order of the network's outputs.
        rng: Draws where in its window it stands (see `context_window`).
    """
    window, inside = context_window(windower, row, rng)
    sentence = row["sentence"]
    spans = list(entity_spans(sentence, row["entities"]))
    claims = [(c, s) for c in row["claims"] if (s := locate(sentence, c["actor"], near=cue_span(sentence, c)))]
    stances, weights = np.zeros(len(names), np.float32), np.ones(len(names), np.float32)
    for c in row["claims"]:
        k = names.index(c["stance"])
        sure = not c.get("unsure")
        weights[k] = max(weights[k] if stances[k] else 0.0, 1.0 if sure else UNSURE_WEIGHT)
        stances[k] = 1.0
    targets = {t for c, _ in claims if c.get("target") and (t := locate(sentence, c["target"]))}
    return Example(
        window=window,
        allowed=entity_tags(window, [(s, e, (label,)) for s, e, label in spans], open_types=("PERSON",), within=inside),
        layers=layer_tags(window, {"ACTOR": {s for _, s in claims}, "TARGET": targets}, within=inside),
        sentence=inside,
        stances=stances,
        weights=weights,
        cues=tuple(_cues(window, sentence, row["claims"], names)),
        pairs=tuple(_pairs(window, row, [(s, e) for s, e, _ in spans], claims, names)),
    )


def cue_span(sentence: str, claim: Row) -> Span | None:
    """Return where the words that express a claim's stance stand, None where no annotator marked them."""
    return locate(sentence, claim["cue"]) if claim.get("cue") else None


def _cues(window: Window, sentence: str, claims: list[Row], names: Sequence[str]) -> Iterator[Cue]:
    for claim in claims:
        if (span := cue_span(sentence, claim)) and (pieces := piece_span(window, *span)):
            yield Cue(*pieces, stance=names.index(claim["stance"]))


def candidates(sentence: str, entities: list[Span], claims: list[tuple[Row, Span]]) -> set[Span]:
    """Return the mentions that the link head learns from: names, what is labelled, and what looks like a mention."""
    found = {*entities, *(s for _, s in claims)}
    found |= {t for c, _ in claims if c.get("target") and (t := locate(sentence, c["target"]))}
    for match in _NOISE.finditer(sentence):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        if not any(start < e and s < end for s, e in found):
            found.add((start, end))
    return found


def _pairs(window: Window, row: Row, entities: list[Span], claims: list[tuple[Row, Span]], names: Sequence[str]) -> Iterator[Pair]:
    sentence, taken = row["sentence"], {c["stance"] for c in row["claims"]}
    spans = [(s, pieces) for s in sorted(candidates(sentence, entities, claims)) if (pieces := piece_span(window, *s))]
    for k, stance in enumerate(names):
        if stance not in taken:
            yield from (Pair(*pieces, stance=k, actor=0.0, target=0.0, weight=ABSENT_WEIGHT, absent=True) for _, pieces in spans)
        mine = [(c, s) for c, s in claims if c["stance"] == stance]
        if not mine:
            continue
        targets = {t for c, _ in mine if c.get("target") and (t := locate(sentence, c["target"]))}
        sure = any(not c.get("unsure") for c, _ in mine)
        for span, pieces in spans:
            claim = next((c for c, s in mine if s == span), None)
            yield Pair(
                *pieces,
                stance=k,
                actor=float(claim is not None),
                target=float(span in targets),
                weight=1.0 if sure else UNSURE_WEIGHT,
                negated=MASKED if claim is None else int(claim["polarity"] == "negated"),
                stage=MASKED if claim is None else STAGES.index(claim["stage"]),
            )
