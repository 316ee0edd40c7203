"""The gold corpus: as large and as varied as its card says, and nothing of one split in another."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from onrecord.records import read_gold

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
SPLITS = ("train", "dev", "test")
GRAM = 12
"""Words in a row that articles of two events may not share; stock phrases of news are shorter."""


@pytest.fixture(scope="module")
def splits():
    return {split: list(read_gold(GOLD / f"{split}.jsonl")) for split in SPLITS}


@pytest.fixture(scope="module")
def records(splits):
    return [record for split in SPLITS for record in splits[split]]


def grams(record):
    words = re.findall(r"\w+", record.text.lower())
    return {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def test_size_and_variety(records):
    assert len(records) >= 80
    assert sum(len(r.sentences) for r in records) >= 1600
    assert len({r.meta["sector"] for r in records}) >= 12
    assert len({r.meta["jurisdiction"] for r in records}) >= 25
    assert {r.meta["genre"] for r in records} >= {"agency", "tabloid", "trade", "blog", "release", "transcript"}
    assert len({r.date[:3] for r in records}) >= 5  # decades
    laws = {(r.meta["event"], e.name) for r in records for e in r.entities if e.label == "LAW"}
    demands = {
        (r.meta["event"], c.target.name or c.target.text)
        for r in records
        for c in r.claims
        if c.target and c.target.kind in ("order", "agreement")
    }
    assert len(laws | demands) >= 40


def test_an_event_lies_in_one_split(splits):
    events = {split: {r.meta["event"] for r in found} for split, found in splits.items()}
    for one, other in combinations(SPLITS, 2):
        assert not events[one] & events[other]
    assert all(r.meta["split"] == split for split, found in splits.items() for r in found)


def test_no_near_copy_crosses_splits_or_articles(records):
    where = {}
    for record in records:
        for gram in grams(record):
            other = where.setdefault(gram, record)
            same_event = other.meta["event"] == record.meta["event"]
            assert other is record or same_event, f"{' '.join(gram)!r} stands in {other.id} and {record.id}"


def test_articles_of_one_event_are_no_copies(records):
    by_event = {}
    for record in records:
        by_event.setdefault(record.meta["event"], []).append(record)
    for found in by_event.values():
        for a, b in combinations(found, 2):
            x, y = grams(a), grams(b)
            assert len(x & y) / min(len(x), len(y)) < 0.05, f"{a.id} and {b.id}"


def test_most_sentences_carry_no_claim(records):
    carrying = sum(len({c.sentence for c in r.claims}) for r in records)
    assert 0.1 <= carrying / sum(len(r.sentences) for r in records) <= 0.3


def test_every_stance_stage_and_kind_of_quote_occurs(records):
    claims = [c for r in records for c in r.claims]
    stances = Counter(c.stance for c in claims)
    assert min(stances.values()) >= 40
    assert {c.stage for c in claims} >= {"in_effect", "announced", "threatened", "reversed"}
    assert {c.attribution for c in claims} == {"own", "other", "anonymous", "reporter"}
    assert sum(c.polarity == "negated" for c in claims) >= 20
    assert {q.kind for r in records for q in r.quotes} == {"direct", "indirect", "mixed"}
    assert any(len(q.spans) > 1 for r in records for q in r.quotes)


def test_test_articles_were_read_twice(splits):
    adjudicated = {path.stem for path in (GOLD / "annotations" / "adjudicated").glob("*.json")}
    second = {path.stem for path in (GOLD / "annotations" / "b").glob("*.json")}
    test = {r.id for r in splits["test"]}
    assert test <= adjudicated
    assert test <= second
    assert len(second) >= 0.3 * sum(len(found) for found in splits.values())


def test_the_files_are_what_their_sources_build(splits, monkeypatch):
    spec = importlib.util.spec_from_file_location("gold_build", GOLD / "build.py")
    build = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, build)
    spec.loader.exec_module(build)
    built = {s.id: build.annotated(s, "adjudicated") or build.annotated(s, "a") for s in build.sources()}
    assert built == {r.id: r for found in splits.values() for r in found}


@pytest.mark.parametrize("split", SPLITS)
def test_the_gold_scores_one_against_itself(splits, split):
    from onrecord.evaluate import Options, evaluate

    result = evaluate(splits[split], splits[split], Options(bootstrap=0, scheme="five"))
    for figure in result.figures:
        assert figure.value in (None, 0 if figure.kind == "error" else 1), figure.id
