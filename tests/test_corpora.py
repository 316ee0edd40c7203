"""Our own texts are what their cards say they are."""

import json

import pytest

from onrecord.records import record_from_sentences
from onrecord.types import ENTITY_LABELS, STAGES, STANCES
from tests_support import ROOT

OWN = ROOT / "corpora" / "training" / "own.jsonl"
SAMPLES = ROOT / "corpora" / "samples"


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]


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
