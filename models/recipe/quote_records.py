#!/usr/bin/env python3
"""Write the quotes of a model for `score_quotes.py`: of whole articles (PolNeAR) or of units (CofeNet's sentences), as they come.

    python models/recipe/quote_records.py polnear-dev.jsonl -o pred.jsonl [--model FOLDER]
    python score_quotes.py polnear-dev.jsonl pred.jsonl --bootstrap 1000

The pieces of a broken-up quote are a quote each and share a `group`, as in the gold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import onrecord
from onrecord.types import Article, Quote, Record, Span


def pieces(quote: Quote) -> Iterator[dict[str, Any]]:
    """Yield a quote's pieces as the scorer reads them."""
    for number, span in enumerate(quote.spans):
        yield {
            "start": span.start, "end": span.end, "kind": quote.kind, "group": quote.id, "part": number, "parts": len(quote.spans),
            "speaker": _span(quote.speaker), "cue": _span(quote.cue),
        }  # fmt: skip


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


def main() -> None:
    """Annotate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="JSONL with id and text")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--model", default="onrecord-en")
    options = parser.parse_args()
    rows = map(json.loads, options.gold.read_text(encoding="utf-8").splitlines())
    pipeline = onrecord.load(options.model, disable=["language"])
    with options.out.open("w", encoding="utf-8") as out:
        for found in pipeline.stream(Article(id=row["id"], text=row["text"]) for row in rows):
            if not isinstance(found, Record):
                raise SystemExit(f"{found.id}: {found.message}")
            quotes = [piece for quote in found.quotes for piece in pieces(quote)]
            out.write(json.dumps({"id": found.id, "text": found.text, "quotes": quotes}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
