"""Covariates from records and from a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from invented import SOURCES, coded, collection

from onrecord.errors import InputError
from onrecord.estimate import Plan, Question, coded_rows, draw, estimate


@pytest.fixture(scope="module")
def made():
    return collection(80, claims=0.5)


@pytest.fixture(scope="module")
def every(made):
    return all_coded(made)


def all_coded(made):
    sample = draw(made.records, Plan(n=10**6))
    return coded_rows(coded(sample.rows, made.truth), sample.design)


def table(path, made, lines=lambda r: f"{r.id},{int(r.id[1:]) % 7},{'daily' if r.source == SOURCES[0] else 'weekly'}"):
    path.write_text("id,reach,kind\n" + "\n".join(lines(r) for r in made.records) + "\n", encoding="utf-8")
    return path


def least_squares(made, columns, keep=lambda r: True):
    """The regression of the truth on what `columns` gives for an article, by hand."""
    kept = [(r, i) for r in made.records if keep(r) for i in range(len(r.sentences))]
    x = np.array([[1.0, *columns(r)] for r, _ in kept])
    y = np.array([float(f"{r.id}#{i}" in made.truth) for r, i in kept])
    return np.linalg.lstsq(x, y, rcond=None)[0]


def test_dates_are_years_since_the_first(made, every):
    found = estimate(made.records, every, Question(quantity="regression", covariates=("date",)))
    days = [np.datetime64(r.date) for r in made.records]
    expected = least_squares(made, lambda r: [(np.datetime64(r.date) - min(days)).astype(int) / 365.25])
    assert [e.group for e in found] == ["intercept", "date"]
    assert [e.value for e in found] == pytest.approx(expected)
    assert found[0].notes == (f"date in years since {min(r.date for r in made.records)}",)
    assert found[0].n_coded == made.sentences()


def test_articles_without_a_date_are_left_out(made):
    some = replace(made, records=[replace(r, date=None) if i % 4 == 0 else r for i, r in enumerate(made.records)])
    found = estimate(some.records, all_coded(some), Question(quantity="regression", covariates=("date",)))
    days = [np.datetime64(r.date) for r in some.records if r.date]
    expected = least_squares(some, lambda r: [(np.datetime64(r.date) - min(days)).astype(int) / 365.25], lambda r: r.date)
    assert [e.value for e in found] == pytest.approx(expected)
    assert "20 articles without one left out" in found[0].notes[0]
    assert found[0].n_population == some.sentences(lambda r: r.date)


def test_columns_of_a_table_are_numbers_or_dummies(made, every, tmp_path):
    file = table(tmp_path / "t.csv", made)
    found = estimate(made.records, every, Question(quantity="regression", covariates=("reach", "kind"), table=file))
    expected = least_squares(made, lambda r: [int(r.id[1:]) % 7, r.source != SOURCES[0]])
    assert [e.group for e in found] == ["intercept", "reach", "kind=weekly"]
    assert [e.value for e in found] == pytest.approx(expected)
    assert "kind compared with daily" in found[0].notes


def test_an_actor_is_known_of_the_coded_claim_not_of_the_predicted_one(made, every):
    found = estimate(
        made.records, every, Question(quantity="regression", covariates=("actor",), among="claims", stance=("pause", "withdraw"))
    )  # fmt: skip
    claims = [c[0] for c in made.truth.values()]
    base = found[0].notes[0].removeprefix("actor compared with ")

    def rate(actor):
        own = [c["stance"] in ("pause", "withdraw") for c in claims if c["actor_name"] == actor]
        return sum(own) / len(own)

    assert found[0].value == pytest.approx(rate(base))
    for e in found[1:]:
        assert e.value == pytest.approx(rate(e.group.removeprefix("actor=")) - rate(base))
        assert e.naive != pytest.approx(e.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,reach\n", "has no row for 80 articles, the first is 'a0000'"),
        ("name,reach\n", "has no column 'id'"),
        ("id,size\n", "has no column 'reach'"),
        ("id,reach\na0000,1\na0000,2\n", "stands there twice"),
        ("id,reach\na0000,\n", "a value is missing"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(made, every, tmp_path, text, message):
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        estimate(made.records, every, Question(quantity="regression", covariates=("reach",), table=file))


def test_a_table_that_is_not_utf_8_is_refused(made, every, tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes(b"id,reach\na0000,\xff\n")
    with pytest.raises(InputError, match="not UTF-8 at byte 15"):
        estimate(made.records, every, Question(quantity="regression", covariates=("reach",), table=file))


@pytest.mark.parametrize(("cell", "message"), [("nan", "no finite numbers"), ("word", "80 different words")])
def test_a_column_that_makes_no_covariate_is_refused(made, every, tmp_path, cell, message):
    file = table(tmp_path / "t.csv", made, lambda r: f"{r.id},{cell if cell == 'nan' else r.id},x")
    with pytest.raises(InputError, match=message):
        estimate(made.records, every, Question(quantity="regression", covariates=("reach",), table=file))


def test_no_dates_at_all_are_refused(made):
    bare = replace(made, records=[replace(r, date=None) for r in made.records])
    with pytest.raises(InputError, match="no article has a date"):
        estimate(bare.records, all_coded(bare), Question(quantity="regression", covariates=("date",)))
