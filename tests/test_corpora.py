"""Our own texts are what their cards say they are."""

import json
import re

import pytest

from onrecord.evaluate.behaviour import articles, read_suite
from onrecord.records import read_gold, record_from_sentences
from onrecord.types import ENTITY_LABELS, STAGES, STANCES
from tests_support import ROOT

TRAINING = ROOT / "corpora" / "training"
GRAM = 7
"""Words in a row that training sentences may not share with what we test on."""
SAMPLES = ROOT / "corpora" / "samples"


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for path in sorted(TRAINING.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]


def test_training_rows_use_the_contracts_labels(rows):
    assert len({r["id"] for r in rows}) == len(rows) >= 500
    for r in rows:
        assert {label for _, label in r["entities"]} <= set(ENTITY_LABELS), r["id"]
        for c in r["claims"]:
            assert c["stance"] in STANCES, r["id"]
            assert c["stage"] in STAGES, r["id"]
            assert c["polarity"] in ("affirmed", "negated"), r["id"]


def test_every_training_row_becomes_a_record_with_all_its_claims(rows):
    for r in rows:
        record = record_from_sentences(r)
        assert len(record.entities) == len(r["entities"]), r["id"]
        assert len(record.claims) >= len(r["claims"]), r["id"]


def grams(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def test_nothing_that_is_tested_on_is_trained_on(rows):
    tested = {gram for article in articles(read_suite(ROOT / "corpora" / "behaviour")) for gram in grams(article.text)}
    for split in ("dev", "test"):
        tested |= {gram for record in read_gold(ROOT / "corpora" / "gold" / f"{split}.jsonl") for gram in grams(record.text)}
    for r in rows:
        found = {gram for key in ("prev", "sentence", "next") for gram in grams(r.get(key) or "")} & tested
        assert not found, (r["id"], found)


def test_the_training_card_counts_what_is_there(rows):
    card = (ROOT / "corpora" / "training" / "README.md").read_text(encoding="utf-8")
    claims = sum(len(r["claims"]) for r in rows)
    assert f"{len(rows)} sentences, {claims} claims" in card


def test_the_samples_card_names_every_file():
    card = (ROOT / "corpora" / "SAMPLES.md").read_text(encoding="utf-8")
    for file in SAMPLES.iterdir():
        assert file.name in card, file.name


def test_there_are_thirty_samples():
    wire = (SAMPLES / "wire.jsonl").read_text(encoding="utf-8").splitlines()
    files = [f for f in SAMPLES.iterdir() if f.suffix in {".html", ".md", ".txt"}]
    assert len(wire) + len(files) == 30
