#!/usr/bin/env python3
"""Score whose words claims rest on, on real articles: `attribution` and `quotes` of claims that the model finds too.

    python models/recipe/attribution.py ARTICLES.jsonl [--model FOLDER] [--labels corpora/attribution/x.jsonl] [--errors]
    python models/recipe/attribution.py hong-kong-2020.gold.jsonl --page hong-kong-2020.md --labels hong-kong-x.jsonl

With `--page` the one article of the gold is read from that file, as a user would, and its sentences are looked up there.

A gold claim counts when the model makes one of the same stance in the same sentence with an actor that shares a word, however
doubtful: finding claims is measured elsewhere. Quotes are right when the claim's quotes, and no others, share a character
with the gold claim's; a label names these by their numbers in the gold, or by offsets within the sentence.
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
from onrecord.articles import read
from onrecord.records import read_gold
from onrecord.types import Actor, Claim, Record, Span

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
    """Yield each claim with its sentence and its number within it, as the labels name it; of a group, the first member."""
    seen: Counter[int] = Counter()
    last: tuple[object, ...] = ()
    for claim in claims:
        words = (claim.sentence, claim.actor.start, claim.actor.end, claim.stance)
        if words == last[:-1] and claim.actor.name != last[-1]:
            continue
        last = (*words, claim.actor.name)
        yield (claim.sentence, seen[claim.sentence]), claim
        seen[claim.sentence] += 1


def judged(gold: Record, found: Record, labels: Mapping[tuple[str, int, int], Mapping[str, Any]]) -> Iterator[Judged]:
    """Yield the labelled claims of one article that the model finds."""
    by = shifts(gold, found)
    for (sentence, number), claim in by_sentence(gold.claims):
        label = labels.get((gold.id, sentence, number))
        same = label and sentence in by and next((c for c in found.claims if _same(claim, c, by[sentence])), None)
        if label and same:
            wanted = [_place(q, gold, claim, by[sentence]) for q in label["quotes"]]
            yield Judged(found, label, same, _same_quotes(wanted, [(q.start, q.end) for q in found.quotes if q.id in same.quotes]))


def shifts(gold: Record, found: Record) -> dict[int, int]:
    """Return by how many characters each sentence of the gold stands further on in what was read; 0 for the same text."""
    by: dict[int, int] = {}
    for number, sentence in enumerate(gold.sentences):
        at = found.text.find(gold.text[sentence.start : sentence.end]) if gold.text != found.text else sentence.start
        if at >= 0:
            by[number] = at - sentence.start
    return by


def _place(quote: int | Sequence[int], gold: Record, claim: Claim, by: int) -> tuple[int, int]:
    """Return where a label's quote stands in what was read."""
    if isinstance(quote, int):
        return gold.quotes[quote].start + by, gold.quotes[quote].end + by
    return claim.evidence.start + quote[0] + by, claim.evidence.start + quote[1] + by


def _same(one: Claim, two: Claim, by: int) -> bool:
    def touch(a: Span | Actor, b: Span | Actor) -> bool:
        return a.start + by < b.end and b.start < a.end + by

    return one.stance == two.stance and touch(one.evidence, two.evidence) and touch(one.actor, two.actor)


def _same_quotes(wanted: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> bool:
    def touch(one: tuple[int, int], two: tuple[int, int]) -> bool:
        return one[0] < two[1] and two[0] < one[1]

    return all(any(touch(w, f) for f in found) for w in wanted) and all(any(touch(w, f) for w in wanted) for f in found)


def main() -> None:
    """Print the shares that are right, and what is wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--model", default="onrecord-en")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--page", type=Path, help="file that the article of the gold is read from")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    rows = map(json.loads, options.labels.read_text(encoding="utf-8").splitlines())
    labels = {(row["id"], row["sentence"], row["claim"]): row for row in rows}
    pipeline = onrecord.load(options.model, threshold=ANY, disable=["language"])
    page = next(iter(read([options.page]))) if options.page else None
    found = [j for gold in read_gold(options.articles) for j in judged(gold, pipeline(page or _article(gold)), labels)]
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
