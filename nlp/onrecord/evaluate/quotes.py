"""Quotes: found exactly or nearly, and whether the right speaker stands beside them.

The definitions are those of the project's scorer of quotes: only words count, marks and white space do not; a quote is
found when the IoU of its words is at least 0.8, one to one; a speaker is right when it shares a content word with the gold
speaker, or when neither side has one. The words of a broken-up quote are those of its pieces.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.evaluate.counts import Counts
from onrecord.evaluate.documents import quotes_in_order
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.words import Place, Words
from onrecord.records.places import overlap

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document
    from onrecord.types import Quote, Span

LEAST_IOU = 0.8
"""IoU of words from which a quote is found."""
KINDS = ("direct", "indirect", "mixed")
ELSEWHERE = "elsewhere"
"""Key of spurious quotes that lie on gold quotes of another kind: wrong over all kinds, nobody's fault within one."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A quote and the numbers of its words in the gold text."""

    quote: Quote
    words: frozenset[int]


Pair = tuple[Reported, Reported]


def quote_counts(doc: Document) -> dict[str, Counts]:
    """Return the counts of quotes found exactly, found nearly, and found with the right speaker, by kind.

    A quote that was found counts under its gold kind. A spurious one counts under the kind that the system gave it, or
    under `ELSEWHERE` when it shares words with gold of another kind.
    """
    if "quotes" not in doc.fields:
        return {}
    words = Words(doc.gold.text, joined=True)
    gold, pred, pairs = _matched(doc, words)
    rights: dict[str, Callable[[Pair], bool]] = {
        "quotes.exact": lambda pair: pair[0].words == pair[1].words,
        "quotes.overlap": lambda _: True,
        "quotes.speaker": lambda pair: same_speaker(doc, words, pair[0].quote, pair[1].quote),
    }
    return {name: _by_kind(gold, pred, pairs, right) for name, right in rights.items()}


def quote_pairs(doc: Document) -> list[tuple[Quote, Quote]]:
    """Return gold quotes with the predicted ones that found them."""
    _, _, pairs = _matched(doc, Words(doc.gold.text, joined=True))
    return [(gold.quote, pred.quote) for gold, pred in pairs]


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


def _matched(doc: Document, words: Words) -> tuple[list[Reported], list[Reported], list[Pair]]:
    """Gold and predicted quotes, and the pairs of them; those with the same words count once, those without words not."""
    gold = _distinct(((q, [(s.start, s.end) for s in q.spans]) for q in quotes_in_order(doc.gold.quotes)), words)
    pred = _distinct(((q, _places(doc, q)) for q in quotes_in_order(doc.pred.quotes if doc.pred else ())), words)

    if not doc.whole:
        gold, pred = ([q for q in side if q.words & _labelled(doc, words)] for side in (gold, pred))

    def worth(i: int, j: int) -> tuple[int, ...] | None:
        if _iou(gold[i], pred[j]) < LEAST_IOU:
            return None
        right = same_speaker(doc, words, gold[i].quote, pred[j].quote)
        return int(gold[i].words == pred[j].words), int(right), int(gold[i].quote.kind == pred[j].quote.kind)

    return gold, pred, [(gold[i], pred[j]) for i, j in best_matching(len(gold), len(pred), worth)]


def _by_kind(gold: list[Reported], pred: list[Reported], pairs: list[Pair], right: Callable[[Pair], bool]) -> Counts:
    counts = {kind: [0, 0, 0] for kind in (*KINDS, ELSEWHERE)}
    hit = {id(pair[0]) for pair in pairs if right(pair)}
    for quote in gold:
        counts[quote.quote.kind][0 if id(quote) in hit else 2] += 1
    partner = {id(pair[1]): pair for pair in pairs}
    for quote in pred:
        pair = partner.get(id(quote))
        if pair is None:
            others = any(g.words & quote.words for g in gold if g.quote.kind != quote.quote.kind)
            counts[ELSEWHERE if others else quote.quote.kind][1] += 1
        elif not right(pair):
            counts[pair[0].quote.kind][1] += 1
    return {kind: (tp, fp, fn) for kind, (tp, fp, fn) in counts.items()}


def _labelled(doc: Document, words: Words) -> set[int]:
    """The words of the labelled sentences: quotes elsewhere were not labelled."""
    places = ((doc.gold.sentences[i].start, doc.gold.sentences[i].end) for i in doc.labelled)
    return {n for place in places for n in words.within(place)}


def _places(doc: Document, quote: Quote) -> list[Place]:
    """The pieces of a predicted quote in the gold text; those outside it are left out."""
    found = (doc.alignment.span((piece.start, piece.end)) for piece in quote.spans)
    return [place for place in found if place]


def _distinct(quotes: Iterable[tuple[Quote, list[Place]]], words: Words) -> list[Reported]:
    found: dict[frozenset[int], Reported] = {}
    for quote, places in quotes:
        numbers = frozenset(n for place in places for n in words.within(place))
        if numbers:
            found.setdefault(numbers, Reported(quote, numbers))
    return sorted(found.values(), key=lambda reported: sorted(reported.words))


def _iou(a: Reported, b: Reported) -> float:
    return len(a.words & b.words) / len(a.words | b.words)


def _share_content(text: str, words: Words, gold: Span, pred: Place) -> bool:
    this = (gold.start, gold.end)
    mine, theirs = set(words.within(this)), set(words.within(pred))
    if not mine:
        return overlap(this, pred)
    content = {i for i in mine if text[words.starts[i] : words.ends[i]].lower() not in _stop_words()}
    return bool((content or mine) & theirs)


@cache
def _stop_words() -> frozenset[str]:
    with (files("onrecord.evaluate") / "data" / "stop_words.csv").open(encoding="utf-8") as lines:
        return frozenset(row["word"] for row in csv.DictReader(lines))
