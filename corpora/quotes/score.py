#!/usr/bin/env python3
"""Score a system on the quote corpus, phenomenon by phenomenon.

    python corpora/quotes/score.py                        the model that ships
    python corpora/quotes/score.py --model FOLDER         another model, or baseline
    python corpora/quotes/score.py --pred records.jsonl   records of any system
    python corpora/quotes/score.py --save records.jsonl   also keeps the model's records

Quotes are matched as `onrecord evaluate` matches them: IoU of words at least 0.8, one to one. Three F1 figures: the quote is
found; it is found and the speaker's name is right; it is found and the organisation is right. A name is right when it is a way
to write the gold name; where gold has none, the system must have none either.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import load
from onrecord.articles import article_from_mapping
from onrecord.evaluate import Options
from onrecord.evaluate.documents import make_document
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.quotes import quote_counts, quote_pairs
from onrecord.records import read_gold, read_jsonl, write_jsonl
from onrecord.types import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GOLD = Path(__file__).parent / "gold.jsonl"
ALL = "all"
FIGURES = ("found", "name", "organization")


def tally(gold: Record, pred: Record | None) -> Counter[str]:
    """Return the counts of one passage: gold and predicted quotes, and how many of them are right in each of `FIGURES`."""
    doc = make_document(gold, pred, Options())
    pairs = quote_pairs(doc)
    kinds = quote_counts(doc)["quotes.overlap"].values()
    return Counter({
        "gold": sum(tp + fn for tp, _, fn in kinds),
        "pred": sum(tp + fp for tp, fp, _ in kinds),
        "found": len(pairs),
        "name": sum(same(g.speaker_name, p.speaker_name) for g, p in pairs),
        "organization": sum(same(g.organization, p.organization) for g, p in pairs),
    })  # fmt: skip


def same(want: str | None, got: str | None) -> bool:
    """Whether a name is right: a way to write the gold name, or none where gold has none."""
    return any_same(normalised(want), normalised(got)) if want else not got


def score(gold: Iterable[Record], pred: Mapping[str, Record]) -> dict[str, Counter[str]]:
    """Return the counts by phenomenon, and over all passages under `ALL`; a passage without a prediction has no quotes found."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in gold:
        found = tally(record, pred.get(record.id))
        for key in (str(record.meta["phenomenon"]), ALL):
            counts[key]["passages"] += 1
            counts[key].update(found)
    return dict(counts)


def f1(counts: Counter[str], figure: str) -> float | None:
    """Return F1 of one of `FIGURES`, None where neither side has a quote."""
    total = counts["gold"] + counts["pred"]
    return 2 * counts[figure] / total if total else None


def annotated(gold: Iterable[Record], model: str) -> Iterator[Record]:
    """Yield what a model finds in the passages."""
    articles = (article_from_mapping({"id": record.id, "text": record.text, "lang": record.lang}) for record in gold)
    for found in load(model, threads=1).stream(articles):
        if not isinstance(found, Record):
            raise SystemExit(f"{found.id}: {found.error}: {found.message}")
        yield found


def lines(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Yield the lines of the table, in per cent."""
    yield f"{'phenomenon':24}{'passages':>9}{'gold':>6}{'pred':>6}{'false':>7}{'found':>8}{'+ name':>8}{'+ org':>8}"
    for key in (*sorted(set(counts) - {ALL}), ALL):
        row = counts[key]
        figures = "".join("     n/a" if value is None else f"{100 * value:8.1f}" for value in (f1(row, x) for x in FIGURES))
        yield f"{key:24}{row['passages']:9}{row['gold']:6}{row['pred']:6}{row['pred'] - row['found']:7}{figures}"


def main() -> None:
    """Read the arguments, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="onrecord-en")
    parser.add_argument("--pred", type=Path)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    gold = list(read_gold(GOLD))
    pred = list(read_jsonl(options.pred) if options.pred else annotated(gold, options.model))
    if options.save:
        write_jsonl(pred, options.save)
    counts = score(gold, {record.id: record for record in pred})
    if options.json:
        print(json.dumps({key: {**row, **{f"f1_{x}": f1(row, x) for x in FIGURES}} for key, row in counts.items()}, indent=1))
    else:
        print(*lines(counts), sep="\n")


if __name__ == "__main__":
    main()
