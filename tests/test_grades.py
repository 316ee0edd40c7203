"""The example corpus of a scheme of one's own is as its card and its configuration say."""

import re
from collections import Counter

import pytest

from onrecord.records import read_gold
from onrecord.train.labels import read_split
from onrecord.train.project import read_project
from tests_support import ROOT

FOLDER = ROOT / "corpora" / "grades"
GRADES = ("withdraw", "suspend", "scale_back", "buy_time", "dig_in")


@pytest.fixture(scope="module")
def records():
    return {part: list(read_gold(FOLDER / f"{part}.jsonl", stances=GRADES)) for part in ("train", "dev")}


def test_the_card_counts_right(records):
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for part, found in records.items():
        counts = Counter(c.stance for r in found for c in r.claims)
        cells = [len(found), *(counts[g] for g in GRADES), sum(not r.claims for r in found)]
        assert f"| `{part}.jsonl` | {' | '.join(map(str, cells))} |" in card


def test_no_company_and_no_sentence_is_in_both(records):
    companies, sentences = (
        {part: {x for r in found for x in of(r)} for part, found in records.items()} for of in (_companies, _texts)
    )
    assert not companies["train"] & companies["dev"]
    assert not sentences["train"] & sentences["dev"]
    assert len(sentences["train"]) == len(records["train"])


def _companies(record):
    return (e.name for e in record.entities if e.label == "COMPANY")


def _texts(record):
    return (re.sub(r"\W+", " ", record.text.lower()),)


def test_its_configuration_can_be_trained():
    project = read_project(FOLDER / "train.toml")
    assert project.scheme.names == GRADES
    assert list(read_split(project).warnings(GRADES)) == []
