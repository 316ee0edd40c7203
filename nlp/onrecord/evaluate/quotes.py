"""Quotes: spans found exactly or nearly, and whether the right speaker stands beside them.

The definitions are those of the project's scorer of quotes: only words count, marks and white space do not; a quote is
found when word IoU is at least 0.8, one to one; a speaker is right when it shares a content word with the gold speaker,
or when neither side has one. A broken-up quote is scored by the span that covers all its pieces.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.evaluate.counts import Counts
from onrecord.evaluate.documents import by_id
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.words import Place, Words, overlap

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document
    from onrecord.types import Quote, Span

LEAST_IOU = 0.8
"""Word IoU from which a quote is found."""
KINDS = ("direct", "indirect", "mixed")

Reported = tuple["Quote", Place]
"""A quote and its place in the gold text."""


def quote_counts(doc: Document) -> dict[str, Counts]:
    """Return the counts of quotes found exactly, found nearly, and found with the right speaker, by kind.

    A quote that was found counts under its gold kind, a spurious one under the kind that the system gave it.
    """
    if "quotes" not in doc.fields:
        return {}
    words = Words(doc.gold.text, joined=True)
    gold, pred = _reported(doc, words)

    def worth(i: int, j: int) -> tuple[int, ...] | None:
        iou = words.iou(gold[i][1], pred[j][1])
        right = same_speaker(doc, words, gold[i][0], pred[j][0])
        return (int(iou == 1), int(right), int(gold[i][0].kind == pred[j][0].kind)) if iou >= LEAST_IOU else None

    pairs = [(gold[i], pred[j]) for i, j in best_matching(len(gold), len(pred), worth)]
    exact = [(g, p) for g, p in pairs if words.iou(g[1], p[1]) == 1]
    spoken = [(g, p) for g, p in pairs if same_speaker(doc, words, g[0], p[0])]
    kinds = {"quotes.exact": exact, "quotes.overlap": pairs, "quotes.speaker": spoken}
    return {name: _by_kind(gold, pred, right) for name, right in kinds.items()}


def quote_pairs(doc: Document) -> list[tuple[Quote, Quote]]:
    """Return gold quotes with the predicted ones that found them."""
    words = Words(doc.gold.text, joined=True)
    gold, pred = _reported(doc, words)

    def worth(i: int, j: int) -> tuple[int] | None:
        iou = words.iou(gold[i][1], pred[j][1])
        return (int(iou == 1),) if iou >= LEAST_IOU else None

    return [(gold[i][0], pred[j][0]) for i, j in best_matching(len(gold), len(pred), worth)]


def same_speaker(doc: Document, words: Words, gold: Quote, pred: Quote) -> bool:
    """Whether the speaker's mention is right: a content word is shared, or neither quote has a speaker."""
    if gold.speaker is None or pred.speaker is None:
        return gold.speaker is pred.speaker
    place = doc.alignment.span((pred.speaker.start, pred.speaker.end))
    return place is not None and _share_content(doc.gold.text, words, gold.speaker, place)


def same_speaker_name(gold: Quote, pred: Quote) -> bool:
    """Whether the resolved speaker is right: name and organisation, where gold gives them."""
    pairs = ((gold.speaker_name, pred.speaker_name), (gold.organization, pred.organization))
    return all(any_same(normalised(want), normalised(got)) for want, got in pairs if want)


def _share_content(text: str, words: Words, gold: Span, pred: Place) -> bool:
    this = (gold.start, gold.end)
    mine, theirs = set(words.within(this)), set(words.within(pred))
    if not mine:
        return overlap(this, pred)
    content = {i for i in mine if text[words.starts[i] : words.ends[i]].lower() not in _stop_words()}
    return bool((content or mine) & theirs)


def _by_kind(gold: Iterable[Reported], pred: Iterable[Reported], right: list[tuple[Reported, Reported]]) -> Counts:
    counts = {kind: [0, 0, 0] for kind in KINDS}
    hit, used = {g[0].id for g, _ in right}, {p[0].id for _, p in right}
    for quote, _ in gold:
        counts[quote.kind][0 if quote.id in hit else 2] += 1
    for quote, _ in pred:
        counts[quote.kind][1] += quote.id not in used
    return {kind: (tp, fp, fn) for kind, (tp, fp, fn) in counts.items()}


def _reported(doc: Document, words: Words) -> tuple[list[Reported], list[Reported]]:
    """Gold and predicted quotes with their places in the gold text; those with one place count once, those without words not."""
    quotes = by_id(doc.pred.quotes) if doc.pred else []
    pred = [(quote, doc.alignment.span((quote.start, quote.end))) for quote in quotes]
    gold = [(quote, (quote.start, quote.end)) for quote in by_id(doc.gold.quotes)]
    sides = gold, [(quote, place) for quote, place in pred if place]
    mine, theirs = ({place: (quote, place) for quote, place in reversed(side) if words.within(place)} for side in sides)
    return sorted(mine.values(), key=lambda r: r[1]), sorted(theirs.values(), key=lambda r: r[1])


@cache
def _stop_words() -> frozenset[str]:
    with (files("onrecord.evaluate") / "data" / "stop_words.csv").open(encoding="utf-8") as lines:
        return frozenset(row["word"] for row in csv.DictReader(lines))
