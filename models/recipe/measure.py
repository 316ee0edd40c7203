"""Measure a model folder on dev with the scorer the issues refer to; figures go to `figures.json` for the card."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import logging
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord
from data import own_rows
from onrecord import records
from onrecord.types import Article, Failure

log = logging.getLogger(__name__)

SETS = {"sentences": "stance/dev.jsonl", "articles": "articles/dev.jsonl"}
_ROW = re.compile(
    r"^(?P<name>.{34,38}?)\s+P\s+(?P<p>[\d.]+)\s+R\s+(?P<r>[\d.]+)\s+F1\s+(?P<f1>[\d.]+)"
    r"(?:\s+\[(?P<low>[\d.]+), (?P<high>[\d.]+)\])?(?:.*?n (?P<n>\d+))?"
)
_RIGHT = re.compile(r"^(?P<name>\w+) right on matched claims\s+(?P<right>[\d.]+) of (?P<n>\d+)")


def load_scorer(path: Path) -> ModuleType:
    """Import score.py from where it lies."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_articles(scorer: ModuleType, rows: Iterable[dict[str, Any]]) -> Iterator[Article]:
    """Yield what score.py's `to-articles` prints."""
    for g in rows:
        if "sentences" in g:
            yield Article(id=g["id"], text="\n".join(s["sentence"] for s in g["sentences"]), date=g.get("date"))
        else:
            yield Article(id=g["id"], text=scorer.joined(g)[0])


def annotate(pipeline: onrecord.Pipeline, articles: Iterable[Article]) -> list[dict[str, Any]]:
    """Annotate gold articles; every one of them must come out."""
    out = []
    for record in pipeline.stream(articles):
        if isinstance(record, Failure):
            raise SystemExit(f"gold article {record.id} failed: {record.message}")
        out.append(records.to_dict(record))
    return out


def measure(folder: Path, *, data: Path, scorer: Path, work: Path) -> None:
    """Score the model on both dev sets; write the figures, the scorer's own words and the predictions."""
    score = load_scorer(scorer)
    pipeline = onrecord.load(folder, disable=["language"])
    figures: dict[str, Any] = {"counts": {"train": len(score.rows(data / "stance" / "train.jsonl")), "own": len(own_rows())}}
    for what, name in SETS.items():
        gold = score.rows(data / name)
        figures["counts"][what] = len(gold)
        started = time.monotonic()
        predicted = annotate(pipeline, gold_articles(score, gold))
        log.info("%s: %d articles in %.1f s", what, len(predicted), time.monotonic() - started)
        lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in predicted)
        (work / f"{what}.pred.jsonl").write_text(lines, encoding="utf-8")
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            getattr(score, what)(gold, predicted)
        (work / f"{what}.score.txt").write_text(said.getvalue(), encoding="utf-8")
        log.info("%s\n%s", what, said.getvalue())
        figures[what] = parse(said.getvalue())
    (work / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")


def parse(said: str) -> list[dict[str, Any]]:
    """Return the rows of score.py's report: name, p, r, f1 in per cent, and the interval or n where there is one."""
    rows = []
    for line in said.splitlines():
        if match := _ROW.match(line) or _RIGHT.match(line):
            values = match.groupdict()
            name = values.pop("name")
            row = {"name": name.strip(), "indent": line.startswith(" ")}
            rows.append(row | {k: float(v) for k, v in values.items() if v is not None})
    return rows
