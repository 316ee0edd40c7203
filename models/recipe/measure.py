"""Measure a model folder on dev, on our own gold and on the behavioural suite; figures go to `figures.json` for the card."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from labels import read_labels
from licences import is_permissive

import onrecord
from data import CORPORA, GOLD, news_rows, own_rows
from onrecord.evaluate import Evaluation, Options, behaviour, evaluate
from onrecord.records import read_gold, to_json
from onrecord.types import Article, Failure, Record

log = logging.getLogger(__name__)

SETS = {"sentences": "stance/dev.jsonl", "articles": "articles/dev.jsonl"}
COUNTS = "counts.json"
"""In the work folder: how many sentences the network was trained on. More may have been labelled since."""
OWN_TEST = GOLD.with_name("test.jsonl")


def measure(folder: Path, *, data: Path, work: Path) -> None:
    """Score the model; write the figures and the predictions. The counts that `count` wrote go along."""
    pipeline = onrecord.load(folder, disable=["language"])
    if not (work / COUNTS).exists():
        log.warning("no %s: the figures tell how many sentences there are today, not at training", work / COUNTS)
        count(data, work)
    figures: dict[str, Any] = {"counts": json.loads((work / COUNTS).read_text(encoding="utf-8"))}
    for what, path in {**{k: data / v for k, v in SETS.items()}, "own": OWN_TEST}.items():
        gold = list(read_gold(path))
        started = time.monotonic()
        predicted = annotate(pipeline, (Article(id=g.id, text=g.text, date=g.date) for g in gold))
        log.info("%s: %d articles in %.1f s", what, len(predicted), time.monotonic() - started)
        (work / f"{what}.pred.jsonl").write_text("".join(f"{to_json(r)}\n" for r in predicted), encoding="utf-8")
        figures[what] = rows_of(evaluate(gold, predicted, Options()))
        figures["counts"]["own_test" if what == "own" else what] = len(gold)
    suite = behaviour.read_suite(CORPORA / "behaviour")
    results = behaviour.check(suite, annotate(pipeline, behaviour.articles(suite)))
    figures["behaviour"] = [{"id": r.id, "test": r.test, "passed": r.passed, "n": r.n} for r in results]
    (work / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    for what in (*SETS, "own"):
        log.info("%s: %s", what, " ".join(f"{row['id']} {100 * row['value']:.1f}" for row in figures[what]))


def count(data: Path, work: Path, *, permissive: bool = False) -> None:
    """Write how many sentences a network that is trained now is trained on."""
    news = [row for row in news_rows(data) if not permissive or is_permissive(row)]
    counts = {"news": len(news), "labels": len(read_labels()), "own": len(own_rows())}
    (work / COUNTS).write_text(json.dumps(counts), encoding="utf-8")


def annotate(pipeline: onrecord.Pipeline, articles: Iterable[Article]) -> list[Record]:
    """Annotate gold articles; every one of them must come out."""
    out = []
    for record in pipeline.stream(articles):
        if isinstance(record, Failure):
            raise SystemExit(f"gold article {record.id} failed: {record.message}")
        out.append(record)
    return out


def rows_of(found: Evaluation) -> Sequence[dict[str, Any]]:
    """Return the scored figures as JSON objects."""
    return [asdict(figure) for figure in found.figures if figure.value is not None]
