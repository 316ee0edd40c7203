#!/usr/bin/env python3
"""Write the gold corpus's card, README.md: what is in it and how far its annotators agree, counted from the files.

python corpora/gold/card.py
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.evaluate import Options
from onrecord.evaluate.agreement import Row, agree
from onrecord.records import read_gold
from onrecord.types import STANCES, Record

HERE = Path(__file__).parent
SPLITS = ("train", "dev", "test")
MEASURES = {"f1": "F1", "share": "share equal", "kappa": "Cohen's kappa", "alpha": "Krippendorff's alpha"}
FIELDS = {
    "detection.required.kappa": "a sentence carries a claim, every sentence",
    "stance.required.kappa": "counted stances of a sentence, every sentence",
    "stance.required.alpha": "the same",
    "claims.required": "claims: actor + stance + polarity",
    "claims.optional": "the same, claims that either marks unsure left out",
    "claims.strict": "the same, and every other field",
    "polarity.kappa": "polarity of matched claims",
    "stage.kappa": "stage",
    "target.share": "target",
    "target_kind.kappa": "target's kind",
    "attribution.kappa": "attribution",
    "jurisdiction.kappa": "jurisdiction (see below)",
    "statement_date.share": "statement date",
    "effective_date.share": "effective date",
    "actor_name.share": "actor's name",
    "positions": "positions: name + stance an article",
    "entities.exact": "companies, governments, laws: span and label",
    "entities.places": "places: span and label",
    "quotes.overlap": "quotes, word IoU 0.8",
    "quotes.speaker": "quotes with the same speaker",
    "speaker_name.share": "speaker's name and organisation",
}
"""Rows of the agreement that the card shows, and what it calls them."""


def counts(splits: dict[str, list[Record]]) -> Iterator[str]:
    """Yield the table of sizes, then what kinds of articles there are."""
    every = [r for records in splits.values() for r in records]
    columns = {name: size(records) for name, records in (*splits.items(), ("all", every))}
    yield "| | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for key in size(every):
        yield f"| {key} | " + " | ".join(column[key] for column in columns.values()) + " |"
    stances = Counter(c.stance for r in every for c in r.claims)
    yield ""
    yield "Claims by stance: " + ", ".join(f"{s} {stances[s]}" for s in STANCES) + "."
    for key in ("genre", "sector", "jurisdiction"):
        found = Counter(r.meta[key] for r in every)
        yield f"Articles by {key} ({len(found)}): " + ", ".join(f"{name} {n}" for name, n in found.most_common()) + "."
    yield f"Years {min(r.date or '' for r in every)[:4]} to {max(r.date or '' for r in every)[:4]}."


def size(records: list[Record]) -> dict[str, str]:
    """Return the numbers of one split."""
    claims = [c for r in records for c in r.claims]
    sentences = sum(len(r.sentences) for r in records)
    carrying = sum(len({c.sentence for c in r.claims}) for r in records)
    numbers = {
        "events": len({r.meta["event"] for r in records}), "articles": len(records), "sentences": sentences, "claims": len(claims),
        "… unsure": sum(c.unsure for c in claims), "… negated": sum(c.polarity == "negated" for c in claims),
        "entities": sum(len(r.entities) for r in records), "quotes": sum(len(r.quotes) for r in records),
    }  # fmt: skip
    return {key: f"{n:,}" for key, n in numbers.items()} | {"sentences with a claim": f"{carrying / sentences:.0%}"}


def agreement() -> Iterator[str]:
    """Yield the table of agreement."""
    a, b = (list(read_gold(HERE / f"annotator-{name}.jsonl")) for name in "ab")
    sentences = sum(len(r.sentences) for r in a)
    yield f"{len(a)} articles, {sentences} sentences were read by two annotators who did not see each other's work."
    yield ""
    yield "| field | measure | agreement | 95 % interval | n |"
    yield "|---|---|---|---|---|"
    rows = {row.id: row for row in agree(a, b, Options(scheme="five")).rows}
    for name, title in FIELDS.items():
        yield line(rows[name], title)


def line(row: Row, title: str) -> str:
    """Return a row of the table."""
    return f"| {title} | {MEASURES[row.kind]} | {row.value:.3f} | {row.low:.3f} to {row.high:.3f} | {row.n:,} |"


def main() -> None:
    """Fill the template."""
    splits = {split: list(read_gold(HERE / f"{split}.jsonl")) for split in SPLITS}
    template = (HERE / "card.md").read_text(encoding="utf-8")
    text = template.replace("{{counts}}", "\n".join(counts(splits))).replace("{{agreement}}", "\n".join(agreement()))
    (HERE / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
