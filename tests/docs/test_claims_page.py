"""The examples of docs/claims.md use the words of the scheme, cover all of it, and say the same as records can."""

import re

import pytest

from onrecord.types import STAGES, STANCES
from tests_support import ROOT

PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
ROWS = [
    (cells[0], re.split(r":", cells[1])[0].replace("*", ""))
    for line in PAGE.splitlines()
    if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) in {2, 3}
    if re.match(r"\**(none|" + "|".join(STANCES) + r")\b", cells[1])
]
NONE = {text for text, label in ROWS if label == "none"}


def test_there_are_examples():
    assert len(ROWS) >= 45
    assert 10 <= len(NONE) <= len(ROWS) / 2


@pytest.mark.parametrize(("text", "label"), ROWS)
def test_labels_are_of_the_scheme(text, label):
    assert text
    words = set(re.sub(r"\([^)]*\)", "", label).replace(",", " ").split())
    assert words <= {*STANCES, *STAGES, "affirmed", "negated", "and", "none"}


@pytest.mark.parametrize("word", [*STANCES, *STAGES, "negated"])
def test_the_whole_scheme_has_examples(word):
    assert any(word in label for _, label in ROWS)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bmust\b", "none"), (r"declined to comment", "none"), (r"declined to say", "undecided"), (r"\bhas yet to comply", "comply, negated"),
        (r"will not comply", "refuse"), (r"\bnot decided whether", "undecided"), (r"Analysts expect", "none"), (r"^Will ", "none"),
        (r"\bmay have\b", "none"), (r"court found", "comply, negated"), (r"\bresumed\b|\brejoined\b|no longer plans", "reversed"),
        (r"\bwould leave\b.* if ", "threatened"), (r"is considering leaving", "undecided"), (r"imposed tariffs", "none"),
    ],
)  # fmt: skip
def test_hard_cases_are_labelled_as_the_guidelines_say(pattern, expected):
    found = [label for text, label in ROWS if re.search(pattern, text)]
    assert found
    assert all(expected in label for label in found)
