"""Names in their usual ways of writing."""

from __future__ import annotations

import pytest

from onrecord.evaluate.names import known_as, normalised, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Norvik", "Norvik AG"), ("U.S.", "the United States"), ("Brussels", "EU"), ("Google", "Google Ireland Ltd."),
     ("FTC", "Federal Trade Commission"), ("Zell Bank", "Zellbank"), ("Norvik, Inc.", "NORVIK")],
)  # fmt: skip
def test_one_organisation(one, other):
    (a,), (b,) = normalised(one), normalised(other)
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(
    ("one", "other"), [("China", "Bank of China"), ("Norvik", "Norvikon"), ("Air", "Airline Co"), ("SE", "Sweden")]
)
def test_two_organisations(one, other):
    (a,), (b,) = normalised(one), normalised(other)
    assert not same_name(a, b)


def test_whom_an_actor_is_known_as():
    assert known_as("Norvik", "the lender") == [("norvik",)]
    assert known_as("Meta", "Facebook") == [("facebook", "facebook")]
    assert known_as("Norvik; Belmora", "The two firms") == [("norvik",), ("belmora",)]
    assert known_as(None, "Norvik") == [("norvik",)]
    assert known_as(None, "The lender") == known_as(None, "it") == []
