#!/usr/bin/env python3
"""Score whose words claims rest on, on real articles: `attribution` and `quotes` of claims that the model finds too.

    python models/recipe/attribution.py ARTICLES.jsonl [--model FOLDER] [--labels corpora/attribution/x.jsonl] [--errors]

A gold claim counts when the model makes one of the same stance in the same sentence with an actor that shares a word, however
doubtful: finding claims is measured elsewhere. Quotes are right when the claim's quotes, and no others, share a character
with the gold claim's.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onrecord
from onrecord.records import read_gold
from onrecord.types import Claim, Quote, Record

LABELS = Path(__file__).parents[2] / "corpora" / "attribution" / "x.jsonl"
ANY = 0.02
"""Confidence from which a claim is looked at."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold claim beside the model's."""

    record: Record
    label: Mapping[str, Any]
    claim: Claim
    quotes_right: bool

    @property
    def right(self) -> bool:
        """Whether the attribution is the annotators'."""
        return self.claim.attribution == self.label["attribution"]


def by_sentence(claims: Sequence[Claim]) -> Iterator[tuple[tuple[int, int], Claim]]:
    """Yield each claim with its sentence and its number within it, as the labels name it."""
    seen: Counter[int] = Counter()
    for claim in claims:
        yield (claim.sentence, seen[claim.sentence]), claim
        seen[claim.sentence] += 1


def judged(gold: Record, found: Record, labels: Mapping[tuple[str, int, int], Mapping[str, Any]]) -> Iterator[Judged]:
    """Yield the labelled claims of one article that the model finds."""
    for (sentence, number), claim in by_sentence(gold.claims):
        label = labels.get((gold.id, sentence, number))
        same = label and next((c for c in found.claims if _same(claim, c)), None)
        if label and same:
            wanted = [gold.quotes[i] for i in label["quotes"]]
            yield Judged(found, label, same, _same_quotes(wanted, [q for q in found.quotes if q.id in same.quotes]))


def _same(one: Claim, two: Claim) -> bool:
    inside = one.evidence.start < two.evidence.end and two.evidence.start < one.evidence.end
    return inside and one.stance == two.stance and one.actor.start < two.actor.end and two.actor.start < one.actor.end


def _same_quotes(wanted: Sequence[Quote], found: Sequence[Quote]) -> bool:
    def touch(one: Quote, two: Quote) -> bool:
        return one.start < two.end and two.start < one.end

    return all(any(touch(w, f) for f in found) for w in wanted) and all(any(touch(w, f) for w in wanted) for f in found)


def main() -> None:
    """Print the shares that are right, and what is wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--model", default="onrecord-en")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    rows = map(json.loads, options.labels.read_text(encoding="utf-8").splitlines())
    labels = {(row["id"], row["sentence"], row["claim"]): row for row in rows}
    pipeline = onrecord.load(options.model, threshold=ANY, disable=["language"])
    found = [j for gold in read_gold(options.articles) for j in judged(gold, pipeline(_article(gold)), labels)]
    for j in found:
        if options.errors and not (j.right and j.quotes_right):
            print(f"{j.label['id']} {j.claim.actor.text!r}: {j.claim.attribution} for {j.label['attribution']}, {j.claim.quotes}")
            print(f"    {j.claim.evidence.text}")
    print(f"{len(found)} of {len(labels)} claims found")
    for what, right in (("attribution", [j.right for j in found]), ("quotes", [j.quotes_right for j in found])):
        print(f"{what} right {sum(right) / len(right):.3f}")
    for (want, got), n in sorted(Counter((j.label["attribution"], j.claim.attribution) for j in found).items()):
        print(f"  {want:10} found as {got:10} {n:4}")


def _article(gold: Record) -> dict[str, Any]:
    return {"id": gold.id, "text": gold.text, "date": gold.date}


if __name__ == "__main__":
    main()
