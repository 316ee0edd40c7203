#!/usr/bin/env python3
"""The quality gate: no figure of the shipped model may fall below its floor.

    python tests/quality_gate.py                                   measure, compare with quality_floors.json, fail on a fall
    python tests/quality_gate.py --update                          raise floors to what is measured (never lowers one)
    python tests/quality_gate.py --lower gold/stance --reason "…"  lower a floor; the reason is kept in the file

Floors on our own gold corpus and behavioural suite always hold; those on the labelled news beside the project only where
it lies there, and only while it is the text that the floors were set on (its fingerprint). Most floors were set with weights
of eight bits, with which kinds of CPU differed by up to four points on the smallest sets, hence the slack.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import onrecord
from onrecord.articles import read
from onrecord.evaluate import Options, behaviour, evaluate
from onrecord.records import read_gold
from onrecord.types import Article, Quote, Record, Sentence, Span

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "tests" / "quality_floors.json"
GOLD = ROOT / "corpora" / "gold"
SUITE = ROOT / "corpora" / "behaviour"
SHARED = ROOT.parent / "shared" / "data"
SLACK = {
    "behaviour": 0.15,
    "suite": 0.03,
    "gold": 0.05,
    "stance-dev": 0.02,
    "articles-dev": 0.06,
    "hong-kong": 0.1,
    "polnear-dev": 0.01,
}
"""How far below its floor a figure of a set may lie: what kinds of CPU have been seen to differ by, two texts of a phenomenon."""
FIGURES = {
    "gold": (
        "detection", "stance", "claims.mention", "claims.name", "positions", "stage", "polarity", "target", "attribution", "jurisdiction",
        "statement_date", "actor_name", "entities.exact", "entities.exact.COMPANY", "entities.exact.GOVERNMENT", "entities.exact.LAW",
        "quotes.overlap", "quotes.speaker", "speaker_name",
    ),
    "stance-dev": ("detection", "stance", "claims.mention", "entities.exact", "stage"),
    "articles-dev": ("claims.name", "positions", "entities.exact"),
    "hong-kong": ("claims.name", "positions"),
    "polnear-dev": ("quotes.overlap", "quotes.speaker", "quotes.speaker.direct"),
}  # fmt: skip
"""The figures of each set that have floors."""

OWN = ("gold", "behaviour", "suite")
"""Sets that are part of the project: they are always there, and always what the floors were set on."""
Measured = dict[str, float]


def main() -> None:
    """Measure, then compare, raise or lower."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="raise floors to what is measured")
    parser.add_argument("--lower", metavar="FIGURE", action="append", default=[], help="lower the floor of this figure")
    parser.add_argument("--reason", help="why a floor is lowered")
    options = parser.parse_args()
    if options.lower and not options.reason:
        parser.error("--lower needs a --reason")
    floors = (
        json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"fingerprints": {}, "floors": {}, "lowered": []}
    )
    pipeline = onrecord.load(disable=["language"])
    measured, prints = measure(pipeline)
    problems = list(complaints(floors, measured, prints))
    for line in table(floors["floors"], measured):
        print(line)
    if options.update or options.lower:
        changed = updated(floors, measured, prints, lower=options.lower, reason=options.reason)
        FLOORS.write_text(json.dumps(changed, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        problems = list(complaints(changed, measured, prints))
    for problem in problems:
        print(f"FAILED {problem}", file=sys.stderr)
    sys.exit(bool(problems))


def measure(pipeline: onrecord.Pipeline) -> tuple[Measured, dict[str, str]]:
    """Return all figures, as `set/figure`, and the fingerprint of each set that is there."""
    measured, prints = Measured(), {}
    for name, (files, gold) in sets().items():
        if all(path.exists() for path in files):
            prints[name] = fingerprint(files)
            measured |= {f"{name}/{figure}": value for figure, value in figures(name, gold, pipeline).items()}
    suite = behaviour.read_suite(SUITE)
    prints["behaviour"] = fingerprint(sorted(SUITE.glob("*.csv")))
    results = behaviour.check(suite, annotated(pipeline, behaviour.articles(suite)))
    measured |= {f"behaviour/{r.id}": r.rate for r in results}
    for test in ("minimum", "invariance", "directional"):
        some = [r for r in results if r.test == test]
        measured[f"suite/{test}"] = sum(r.passed for r in some) / sum(r.n for r in some)
    prints["suite"] = prints["behaviour"]
    return measured, prints


def sets() -> dict[str, tuple[list[Path], Callable[[], list[Record]]]]:
    """Return each set's files and how its gold records are read."""
    stance, articles, quotes = (
        SHARED / "stance" / "dev.jsonl",
        SHARED / "articles" / "dev.jsonl",
        SHARED / "quotes" / "polnear-dev.jsonl",
    )
    page = [SHARED / "articles" / name for name in ("hong-kong-2020.gold.jsonl", "hong-kong-2020.md")]
    return {
        "gold": ([GOLD / "test.jsonl"], lambda: list(read_gold(GOLD / "test.jsonl"))),
        "stance-dev": ([stance], lambda: list(read_gold(stance))),
        "articles-dev": ([articles], lambda: list(read_gold(articles))),
        "hong-kong": (page, lambda: list(read_gold(page[0]))),
        "polnear-dev": ([quotes], lambda: list(quoted(quotes))),
    }


def figures(name: str, gold: Callable[[], list[Record]], pipeline: onrecord.Pipeline) -> Measured:
    """Return the figures of one set that have floors; what isn't scored is left out."""
    records = gold()
    if name == "hong-kong":
        found = pipeline.stream(a for a in read([str(SHARED / "articles" / "hong-kong-2020.md")]))
        pred = [
            onrecord.records.from_dict({**onrecord.records.to_dict(r), "id": records[0].id}) for r in found if isinstance(r, Record)
        ]
    else:
        pred = annotated(pipeline, (Article(id=g.id, text=g.text, date=g.date) for g in records))
    if name == "polnear-dev":
        pred = [in_pieces(record) for record in pred]  # as PolNeAR has broken-up quotes
    result = evaluate(records, pred, Options(bootstrap=0))
    values = {figure: result[figure].value for figure in FIGURES[name]}
    return {figure: value for figure, value in values.items() if value is not None}


def annotated(pipeline: onrecord.Pipeline, articles: Iterable[Article]) -> list[Record]:
    """Return the records of texts; each must come out."""
    found = list(pipeline.stream(articles))
    for item in found:
        if not isinstance(item, Record):
            raise SystemExit(f"{item.id}: {item.message}")
    return [item for item in found if isinstance(item, Record)]


def quoted(path: Path) -> Iterator[Record]:
    """Yield PolNeAR's articles as gold records that label quotes only."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        quotes = [
            Quote(
                id=f"q{i}", start=q["start"], end=q["end"], text=text[q["start"] : q["end"]], kind=q["kind"],
                spans=(Span.of(text, q["start"], q["end"]),), speaker=span(text, q.get("speaker")),
            )
            for i, q in enumerate(row["quotes"], 1)
        ]  # fmt: skip
        whole = (Sentence(start=0, end=len(text)),)
        yield Record(id=row["id"], text=text, sentences=whole, quotes=tuple(quotes), meta={"labelled_fields": ["quotes"]})


def in_pieces(record: Record) -> Record:
    """Return the record with each piece of a broken-up quote as a quote of its own."""
    pieces = [replace(quote, start=s.start, end=s.end, text=s.text, spans=(s,)) for quote in record.quotes for s in quote.spans]
    return replace(record, quotes=tuple(replace(quote, id=f"q{i}") for i, quote in enumerate(pieces, 1)), claims=(), sentences=())


def span(text: str, given: dict[str, Any] | None) -> Span | None:
    """Return a speaker's first piece as a span."""
    return None if given is None or given.get("start") is None else Span.of(text, given["start"], given["end"])


def fingerprint(files: Iterable[Path]) -> str:
    """Return the SHA-256 over the files' names and bytes."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def complaints(floors: dict[str, Any], measured: Measured, prints: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong: a figure below its floor, one without a floor, a corpus that isn't the one floors were set on."""
    changed = {name for name, found in prints.items() if floors["fingerprints"].get(name) != found}
    for name in sorted(changed):
        if name in OWN:
            yield f"{name}: the corpus is not the one that the floors were set on: run with --update, and --lower where a figure fell"
        else:
            print(f"note: {name} is not the text that the floors were set on; its floors are not applied", file=sys.stderr)
    for key, floor in sorted(floors["floors"].items()):
        name = key.partition("/")[0]
        if name not in prints or (name in changed and name not in OWN):
            continue
        if key not in measured:
            yield f"{key}: has a floor of {floor:.3f} and is not measured any more"
        elif measured[key] < floor - SLACK[name]:
            yield f"{key}: {measured[key]:.3f} is below its floor of {floor:.3f}"
    for key in sorted(measured.keys() - floors["floors"].keys()):
        yield f"{key}: has no floor yet: run with --update"


def updated(
    floors: dict[str, Any], measured: Measured, prints: dict[str, str], *, lower: list[str], reason: str | None
) -> dict[str, Any]:
    """Return the floors raised to what is measured, those named lowered to it, and the reasons kept."""
    known = dict(floors["floors"])
    lowered = list(floors["lowered"])
    for key, value in measured.items():
        floor = known.get(key)
        if floor is None or value > floor:
            known[key] = round(value, 4)
        elif key in lower and value < floor:
            known[key] = round(value, 4)
            day = datetime.now(UTC).date().isoformat()
            lowered.append({"figure": key, "from": floor, "to": known[key], "reason": reason, "date": day})
    return {"fingerprints": floors["fingerprints"] | prints, "floors": known, "lowered": lowered}


def table(floors: Measured, measured: Measured) -> Iterator[str]:
    """Yield a line for each figure: measured, floor, difference."""
    for key, value in measured.items():
        floor = floors.get(key)
        yield f"{key:40s} {value:.3f}" + ("   no floor" if floor is None else f"   floor {floor:.3f}   {value - floor:+.3f}")


if __name__ == "__main__":
    main()
