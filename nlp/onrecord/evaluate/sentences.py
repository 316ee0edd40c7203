"""Sentences: does one carry a claim, and which stances are taken in it, whoever takes them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from onrecord.evaluate.claims import mention_found, mention_gold
from onrecord.evaluate.counts import Count, Counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from onrecord.evaluate.documents import Document

NONE = "none"
Confusion = dict[tuple[str, str], Fraction]
"""Sentences by (gold stance, predicted stance); a sentence with several unmatched stances is shared out."""


def sentence_counts(doc: Document) -> dict[str, Counts]:
    """Return the counts of `detection` and of `stance` by stance, `none` among them."""
    if "claims" not in doc.fields:
        return {}
    detection, stance = {"any": (0, 0, 0)}, dict.fromkeys((*doc.gold.scheme, NONE), (0, 0, 0))
    for sure, maybe, got in _claims_by_sentence(doc, counted=False):
        detection["any"] = _sum(detection["any"], _triple(wanted=bool(sure), allowed=bool(maybe), found=bool(got)))
    for sure, maybe, got in _claims_by_sentence(doc, counted=True):
        for k in doc.gold.scheme:
            stance[k] = _sum(stance[k], _triple(wanted=k in sure, allowed=k in maybe, found=k in got))
        stance[NONE] = _sum(stance[NONE], _triple(wanted=not maybe, allowed=not sure, found=not got))
    return {"detection": detection, "stance": stance}


def confusion(doc: Document, stances: Collection[str]) -> Confusion:
    """Return the confusion of the document's sentences, only counted claims of these stances; see `Confusion`.

    Stances that both sides have stand on the diagonal. What is left over on either side is filled up with `none` and
    shared out evenly, so that the total is the same whatever the order. Unsure gold that was found counts as gold; that
    was not found, not.
    """
    table: Confusion = defaultdict(Fraction)
    for sure, maybe, got in _claims_by_sentence(doc, counted=True) if "claims" in doc.fields else ():
        gold = {s for s in sure | (maybe & got) if s in stances}
        pred = {s for s in got if s in stances}
        for stance in gold & pred:
            table[stance, stance] += 1
        if not gold and not pred:
            table[NONE, NONE] += 1
        _share_out(sorted(gold - pred), sorted(pred - gold), table)
    return dict(table)


def _share_out(missed: list[str], spurious: list[str], table: Confusion) -> None:
    size = max(len(missed), len(spurious))
    for gold in missed + [NONE] * (size - len(missed)):
        for pred in spurious + [NONE] * (size - len(spurious)):
            table[gold, pred] += Fraction(1, size)


def _claims_by_sentence(doc: Document, *, counted: bool) -> Iterator[tuple[set[str], set[str], set[str]]]:
    """Sure gold stances, all gold stances and predicted ones of each labelled sentence."""
    claims = [c for c in mention_gold(doc) if c.counted or not counted]
    predicted = [f for f in mention_found(doc) if f.claim.counted or not counted]
    for index in doc.labelled:
        gold = [c for c in claims if c.sentence == index]
        found = [f.claim for f in predicted if f.sentence == index]
        yield {c.stance for c in gold if not c.unsure}, {c.stance for c in gold}, {c.stance for c in found}


def _triple(*, wanted: bool, allowed: bool, found: bool) -> Count:
    return int(wanted and found), int(found and not allowed), int(wanted and not found)


def _sum(a: Count, b: Count) -> Count:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]
