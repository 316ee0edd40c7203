"""Name mentions: exact and overlapping spans, and the kinds of error apart as the Message Understanding Conferences had them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.evaluate.counts import Counts, count
from onrecord.evaluate.matching import best_matching
from onrecord.records.places import overlap

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document

LABELS = ("COMPANY", "GOVERNMENT", "LAW")
"""Labels of the figures over all; places are scored apart."""
ALL_LABELS = (*LABELS, "PLACE")
KINDS = ("correct", "wrong type", "wrong boundary", "both wrong", "missed", "spurious")

Mention = tuple[int, int, str]


def entity_counts(doc: Document) -> dict[str, Counts]:
    """Return the counts of `entities.exact` and `entities.overlap` by label, and of `entities.kinds` by kind of error."""
    if "entities" not in doc.fields:
        return {}
    gold, pred = gold_mentions(doc), predicted_mentions(doc)
    exact = {label: count(_of(gold, label), _of(pred, label)) for label in ALL_LABELS}
    return {"entities.exact": exact, "entities.overlap": _overlapping(gold, pred)}


def kinds_of_error(doc: Document) -> dict[str, dict[str, int]]:
    """Return how many mentions of each label fall under each of `KINDS`; a spurious one under its predicted label."""
    table: dict[str, dict[str, int]] = {label: dict.fromkeys(KINDS, 0) for label in ALL_LABELS}
    if "entities" not in doc.fields:
        return table
    gold, pred = sorted(gold_mentions(doc)), sorted(predicted_mentions(doc))
    pairs = best_matching(len(gold), len(pred), lambda i, j: _likeness(gold[i], pred[j]))
    for i, j in pairs:
        same_span, same_label = gold[i][:2] == pred[j][:2], gold[i][2] == pred[j][2]
        wrong = "both wrong" if not same_label else "wrong boundary"
        table[gold[i][2]]["wrong type" if same_span and not same_label else "correct" if same_span else wrong] += 1
    for i in set(range(len(gold))) - {i for i, _ in pairs}:
        table[gold[i][2]]["missed"] += 1
    for j in set(range(len(pred))) - {j for _, j in pairs}:
        table[pred[j][2]]["spurious"] += 1
    return table


def gold_mentions(doc: Document) -> set[Mention]:
    """Return place and label of the gold's names in labelled sentences; words that only refer back are no names."""
    inside = [(doc.gold.sentences[i].start, doc.gold.sentences[i].end) for i in doc.labelled]
    names = ((e.start, e.end, e.label) for e in doc.gold.entities if e.via != "coref")
    return {name for name in names if any(start <= name[0] < end for start, end in inside)}


def predicted_mentions(doc: Document) -> set[Mention]:
    """Return place and label of the system's names that begin in labelled sentences, in the gold text."""
    out = set[Mention]()
    for entity in doc.pred.entities if doc.pred and "entities" in doc.fields else ():
        inside = any(place and place[0] <= entity.start < place[1] for place in (doc.alignment.places[i] for i in doc.labelled))
        if inside and entity.via != "coref" and (place := doc.alignment.span((entity.start, entity.end))):
            out.add((*place, entity.label))
    return out


def _of(mentions: set[Mention], label: str) -> set[Mention]:
    return {mention for mention in mentions if mention[2] == label}


def _overlapping(gold: set[Mention], pred: set[Mention]) -> Counts:
    """Spans may differ as long as they overlap; labels may not."""
    counts: Counts = defaultdict(lambda: (0, 0, 0))
    for label in ALL_LABELS:
        these, those = sorted(_of(gold, label)), sorted(_of(pred, label))
        pairs = best_matching(len(these), len(those), lambda i, j, g=these, p=those: () if overlap(g[i][:2], p[j][:2]) else None)  # type: ignore[misc]
        counts[label] = (len(pairs), len(those) - len(pairs), len(these) - len(pairs))
    return dict(counts)


def _likeness(gold: Mention, pred: Mention) -> tuple[int, int] | None:
    if not overlap(gold[:2], pred[:2]):
        return None
    return int(gold[:2] == pred[:2]), int(gold[2] == pred[2])
