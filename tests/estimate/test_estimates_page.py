"""The example of docs/estimates.md is what the code gives."""

from __future__ import annotations

import re

import pytest
from invented import SOURCES, coded, collection

from onrecord.estimate import Plan, Question, coded_rows, draw, estimate
from tests_support import ROOT

PAGE = (ROOT / "docs" / "estimates.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made():
    return collection(2000, claims=0.3, seed=31)


@pytest.fixture(scope="module")
def answer(made):
    sample = draw(made.records, Plan(n=600, seed=1))
    given = coded_rows(coded(sample.rows, made.truth), sample.design)
    return lambda **question: {e.group: e for e in estimate(made.records, given, Question(**question))}


def shown(label):
    """The numbers of a row of the table."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {label} |"))
    return [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", row.removeprefix(f"| {label} |"))]


def test_the_table_is_what_the_code_gives(made, answer):
    def share(source):
        return made.true_sentences(record=lambda r: r.source == source) / made.sentences(lambda r: r.source == source)

    first, second = SOURCES
    found = answer(by="source")
    rows = {f"share, {s}": (found[s], share(s)) for s in SOURCES}
    (difference,) = answer(quantity="difference", by="source").values()
    rows[f"{first} less {second}"] = (difference, share(first) - share(second))
    (count,) = answer(quantity="count", stance=("withdraw",)).values()
    rows["sentences with `withdraw`"] = (count, made.true_sentences(stance="withdraw"))
    for label, (e, truth) in rows.items():
        digits = 0 if e.quantity == "count" else 3
        assert shown(label) == [round(x, digits) for x in (e.naive, e.value, e.low, e.high, truth)], label
    assert f"{made.sentences():,} sentences" in PAGE
    assert f"`gain` was {found[first].gain:.1f}" in PAGE
