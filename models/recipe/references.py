#!/usr/bin/env python3
"""Score reference resolution apart: of gold claims whose actor is a pronoun or nominal, how many get the right name?

    python models/recipe/references.py GOLD.jsonl [--model FOLDER] [--errors]

The gold mention is given, so neither finding claims nor finding mentions counts; names and quotes around it are the model's.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import onrecord
from onrecord.components.actors import actors
from onrecord.components.mentions import Mention
from onrecord.components.references.nominals import parse_nominal
from onrecord.evaluate.names import same_name
from onrecord.records import read_gold
from onrecord.types import Claim, Record


@dataclass(frozen=True, slots=True)
class Resolved:
    """A gold claim's reference beside what was made of it."""

    record: Record
    claim: Claim
    wanted: frozenset[str]
    found: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether both name the same things."""
        same = all(any(same_name(w, f) for f in self.found) for w in self.wanted)
        return same and all(any(same_name(w, f) for w in self.wanted) for f in self.found) and bool(self.found)


def refers_back(claim: Claim, record: Record) -> bool:
    """Whether the claim's actor is a pronoun or nominal whose name the annotators could tell."""
    span = (claim.actor.start, claim.actor.end)
    is_name = any((e.start, e.end) == span for e in record.entities if e.via != "coref")
    words = claim.actor.text.split()
    nominal = parse_nominal(claim.actor.text) is not None or words[0].islower() or words[0] in {"The", "Some", "Both", "All"}
    return bool(claim.actor.name) and not is_name and nominal


def resolved(pipeline: onrecord.Pipeline, record: Record) -> Iterator[Resolved]:
    """Yield the gold references of one article with what the pipeline makes of them."""
    wanted: dict[tuple[int, int, str], list[Claim]] = {}
    for claim in record.claims:
        if refers_back(claim, record):
            wanted.setdefault((claim.actor.start, claim.actor.end, claim.stance), []).append(claim)
    gold = [Mention(start, end, "ACTOR") for start, end, _ in wanted]
    context = pipeline.draft(record.text, published=record.date, given=gold).joined.context
    for (start, end, _), claims in wanted.items():
        found = frozenset(a.name for a in actors(Mention(start, end, "ACTOR"), context.who) if a.name)
        names = frozenset(n.strip() for c in claims for n in (c.actor.name or "").split(";"))
        yield Resolved(record, claims[0], names, found)


def main() -> None:
    """Print the share that is right, and what is wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    pipeline = onrecord.load(options.model) if options.model else onrecord.load()
    rows = [r for record in read_gold(options.gold) for r in resolved(pipeline, record)]
    for row in rows:
        if options.errors and not row.right:
            sentence = row.record.sentences[row.claim.sentence]
            print(f"{row.record.id} {row.claim.actor.text!r} wanted {sorted(row.wanted)} found {sorted(row.found)}")
            print(f"    {row.record.text[sentence.start : sentence.end]}")
    right = sum(r.right for r in rows)
    wrong = sum(bool(r.found) and not r.right for r in rows)
    print(f"right {right} of {len(rows)} ({right / len(rows):.3f}), wrong name {wrong}, no name {len(rows) - right - wrong}")


if __name__ == "__main__":
    main()
