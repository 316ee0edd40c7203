"""From records to numbers: the record-level code feeds the core what it should."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from invented import ACTORS, LAW, SOURCES, coded, collection

from onrecord.errors import InputError
from onrecord.estimate import Estimate, Plan, Question, coded_rows, draw, estimate, estimate_folder, to_rows, write_sample
from onrecord.records import write_jsonl

EVERY = 10**6


@pytest.fixture(scope="module")
def made():
    return collection(60, claims=0.4)


@pytest.fixture(scope="module")
def every(made):
    """All units coded."""
    sample = draw(made.records, Plan(n=EVERY))
    return coded_rows(coded(sample.rows, made.truth), sample.design)


@pytest.fixture(scope="module")
def some(made):
    """A hundred units coded."""
    sample = draw(made.records, Plan(n=100))
    return coded_rows(coded(sample.rows, made.truth), sample.design)


def of(source=None, month=None):
    return lambda r: source in (None, r.source) and (month is None or r.date.startswith(month))


def by_name(found):
    return {e.group: e for e in found}


def test_all_coded_gives_the_true_share(made, every):
    (found,) = estimate(made.records, every)
    assert found.value == pytest.approx(made.true_sentences() / made.sentences()) == found.low == found.high
    assert found.n_coded == found.n_population == made.sentences()


@pytest.mark.parametrize("by", ["source", "month", "year"])
def test_all_coded_gives_the_true_counts_of_each_part(made, every, by):
    found = estimate(made.records, every, Question(quantity="count", stance=("withdraw",), by=by))
    parts = [{"source": of(e.group), "month": of(month=e.group), "year": of(month=e.group)}[by] for e in found]
    assert [e.value for e in found] == pytest.approx([made.true_sentences(stance="withdraw", record=p) for p in parts])
    assert [e.n_population for e in found] == [made.sentences(p) for p in parts]


def test_all_coded_gives_the_true_counts_of_each_actor(made, every):
    found = estimate(made.records, every, Question(quantity="count", by="actor"))
    assert {e.group: e.value for e in found} == pytest.approx({a: made.true_sentences(actor=a) for a in ACTORS})


def test_all_coded_gives_the_true_share_among_claims(made, every):
    found = estimate(made.records, every, Question(stance=("pause", "refuse"), among="claims", by="source"))
    for e in found:
        asked = sum(made.true_sentences(stance=s, record=of(e.group)) for s in ("pause", "refuse"))
        assert e.value == pytest.approx(asked / made.true_sentences(record=of(e.group)))


def test_all_coded_gives_the_true_regression(made, every):
    found = by_name(estimate(made.records, every, Question(quantity="regression", covariates=("source",))))
    rates = {s: made.true_sentences(record=of(s)) / made.sentences(of(s)) for s in SOURCES}
    first = max(SOURCES, key=lambda s: (sum(r.source == s for r in made.records), [-ord(c) for c in s]))
    other = next(s for s in SOURCES if s != first)
    assert found["intercept"].value == pytest.approx(rates[first])
    assert found[f"source={other}"].value == pytest.approx(rates[other] - rates[first])


def test_the_naive_value_is_that_of_predictions(made, some):
    predicted = sum(
        any(c.stance == "pause" for c in r.claims if c.sentence == i) for r in made.records for i in range(len(r.sentences))
    )
    (found,) = estimate(made.records, some, Question(quantity="count", stance=("pause",)))
    assert found.naive == predicted


def test_the_corrected_value_is_the_pseudo_outcome(made):
    """By hand, from rows and design: predictions, plus each coded unit's error over its chance."""
    sample = draw(made.records, Plan(n=60))
    rows = coded(sample.rows, made.truth)
    predicted = {
        f"{r.id}#{i}": any(c.actor.name == "Norvik" for c in r.claims if c.sentence == i) for r in made.records for i in range(len(r.sentences))
    }  # fmt: skip
    errors = sum(
        (any(c["actor_name"] == "Norvik" for c in row["claims"]) - predicted[row["id"]]) / row["inclusion_probability"]
        for row in rows
    )
    (found,) = estimate(made.records, coded_rows(rows, sample.design), Question(quantity="count", actor=("Norvik",)))
    assert found.value == pytest.approx(sum(predicted.values()) + errors)


def test_perfect_predictions_give_the_naive_value():
    made = collection(60, claims=0.4, sensitivity=(1, 1), false_alarm=(0, 0))
    truth = {f"{r.id}#{c.sentence}": [] for r in made.records for c in r.claims}
    for r in made.records:
        for c in r.claims:
            truth[f"{r.id}#{c.sentence}"].append(
                {"actor": c.actor.text, "actor_name": c.actor.name, "stance": c.stance, "target": LAW}
            )
    sample = draw(made.records, Plan(n=60))
    given = coded_rows(coded(sample.rows, truth), sample.design)
    for question in (
        Question(by="month"),
        Question(quantity="count", by="actor"),
        Question(quantity="regression", covariates=("date",)),
    ):
        for e in estimate(made.records, given, question):
            assert e.value is None or e.value == pytest.approx(e.naive)


def test_a_true_claim_counts_where_none_was_predicted():
    made = collection(40, claims=0.5, sensitivity=(0, 0), false_alarm=(0, 0))
    sample = draw(made.records, Plan(n=90))
    given = coded_rows(coded(sample.rows, made.truth), sample.design)
    for e in estimate(made.records, given, Question(quantity="count", by="actor")):
        assert e.naive == 0
        assert e.value > 0


def test_estimates_are_right_on_average_and_as_sure_as_they_say():
    made = collection(60, claims=0.4, seed=3)
    truth = {s: made.true_sentences(record=of(s)) / made.sentences(of(s)) for s in SOURCES}
    rows = []
    for seed in range(30):
        sample = draw(made.records, Plan(n=80, seed=seed))
        given = coded_rows(coded(sample.rows, made.truth), sample.design)
        found = estimate(made.records, given, Question(by="source"))
        rows += [(e.value - truth[e.group], e.low <= truth[e.group] <= e.high, e.naive - truth[e.group]) for e in found]
    error, held, naive = np.array(rows, dtype=float).T
    assert abs(error.mean()) < 3 * error.std() / len(error) ** 0.5
    assert held.mean() > 0.9
    assert abs(naive.mean()) > 3 * abs(error.mean())


def test_the_order_of_records_and_rows_does_not_matter(made, some):
    shuffled = made.records.copy()
    random.Random(2).shuffle(shuffled)
    rows = list(some.claims.items())
    random.Random(3).shuffle(rows)
    mixed = replace(some, claims=dict(rows))
    for question in (Question(by="month"), Question(quantity="difference", by="actor", among="claims", stance=("pause",))):
        one, other = estimate(made.records, some, question), estimate(shuffled, mixed, question)
        assert [e.group for e in one] == [e.group for e in other]
        for a, b in zip(one, other, strict=True):
            numbers = [[e.value, e.low, e.high, e.standard_error, e.naive, e.gain] for e in (a, b)]
            assert numbers[0] == pytest.approx(numbers[1], nan_ok=True)


@pytest.mark.parametrize("by", ["source", "month", "actor"])
def test_counts_of_groups_add_up(made, some, by):
    (whole,) = estimate(made.records, some, Question(quantity="count"))
    parts = estimate(made.records, some, Question(quantity="count", by=by))
    if all(e.value is not None for e in parts):
        # No invented sentence has claims of two actors.
        assert sum(e.value for e in parts) == pytest.approx(whole.value)


def test_differences_are_those_of_the_shares(made, some):
    shares = by_name(estimate(made.records, some, Question(by="source")))
    (found,) = estimate(made.records, some, Question(quantity="difference", by="source", reference=SOURCES[1]))
    assert found.group == f"{SOURCES[0]} - {SOURCES[1]}"
    assert found.value == pytest.approx(shares[SOURCES[0]].value - shares[SOURCES[1]].value)
    assert found.n_population == made.sentences()


def test_actors_beyond_the_top_are_one_group(made, every):
    found = by_name(estimate(made.records, every, Question(quantity="count", by="actor", top=1)))
    assert len(found) == 2
    (name,) = found.keys() - {"others"}
    assert found["others"].value == pytest.approx(made.true_sentences() - made.true_sentences(actor=name))


def test_actors_asked_for_are_the_groups(made, every):
    found = estimate(made.records, every, Question(quantity="count", by="actor", actor=("belmora", "Nobody")))
    assert [(e.group, round(e.value)) for e in found] == [("belmora", made.true_sentences(actor="Belmora")), ("Nobody", 0)]


def test_articles_can_be_the_units(made):
    sample = draw(made.records, Plan(n=EVERY, unit="article"))
    given = coded_rows(coded(sample.rows, made.truth), sample.design)
    (found,) = estimate(made.records, given, Question(quantity="count", stance=("pause",)))
    articles = {name.rpartition("#")[0] for name, claims in made.truth.items() if any(c["stance"] == "pause" for c in claims)}
    assert found.value == pytest.approx(len(articles))
    assert found.n_population == len(made.records)


def test_a_group_with_hardly_a_coded_unit_has_no_corrected_value(made):
    sample = draw(made.records, Plan(n=20))
    given = coded_rows(coded(sample.rows, made.truth), sample.design)
    found = estimate(made.records, given, Question(by="month"))
    thin = [e for e in found if e.n_coded < 5]
    assert thin
    for e in thin:
        assert (e.value, e.low, e.high, e.standard_error, e.gain) == (None,) * 5
        assert e.naive is not None
        assert "too few units" in e.notes[-1]


def test_part_of_the_sample_gives_wider_intervals_and_a_note(made):
    sample = draw(made.records, Plan(n=150))
    rows = coded(sample.rows, made.truth)
    least = 2 * len(sample.design.strata)
    assert least < 100
    partly = [row if i < least else row | {"coded": False, "claims": []} for i, row in enumerate(rows)]
    (whole,), (part,) = (estimate(made.records, coded_rows(r, sample.design)) for r in (rows, partly))
    assert part.standard_error > whole.standard_error
    assert part.n_coded == least
    assert "of 150 drawn units were coded" in part.notes[0]


def test_a_stratum_without_a_coded_unit_is_refused(made):
    sample = draw(made.records, Plan(n=100))
    gone = sample.design.strata[0]
    rows = [row | {"coded": False, "claims": []} if row["stratum"] == gone.id else row for row in coded(sample.rows, made.truth)]
    with pytest.raises(InputError, match=f"no unit of stratum {gone.id} was coded"):
        estimate(made.records, coded_rows(rows, sample.design))


def test_a_stratum_with_one_coded_unit_is_joined_and_noted(made):
    sample = draw(made.records, Plan(n=100))
    chosen = next(s.id for s in sample.design.strata if s.population > s.sampled > 1)
    ids = [row["id"] for row in sample.rows if row["stratum"] == chosen]
    rows = [row | {"coded": False, "claims": []} if row["id"] in ids[1:] else row for row in coded(sample.rows, made.truth)]
    (found,) = estimate(made.records, coded_rows(rows, sample.design))
    assert any("single coded unit" in note for note in found.notes)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r[1:],
        lambda r: [*r, r[0]],
        lambda r: [replace(r[0], date="2001-01-01"), *r[1:]],
        lambda r: [replace(r[0], claims=(), sentences=tuple(replace(s, stances=()) for s in r[0].sentences)), *r[1:]],
        lambda r: [replace(r[0], source="Elsewhere"), *r[1:]],
    ],
)
def test_other_records_than_those_drawn_from_are_refused(made, some, change):
    records = sorted(made.records, key=lambda r: not r.claims)
    with pytest.raises(InputError, match="not those that the sample was drawn from"):
        estimate(change(records), some)


def test_a_changed_sentence_is_refused(made):
    sample = draw(made.records, Plan(n=30))
    rows = coded(sample.rows, made.truth)
    rows[0]["sentence"] += " Really."
    with pytest.raises(InputError, match="not what the record says"):
        estimate(made.records, coded_rows(rows, sample.design))


def test_an_actor_that_no_record_knows_is_noted(made):
    sample = draw(made.records, Plan(n=60))
    rows = coded(sample.rows, made.truth)
    row = next(row for row in rows if row["claims"])
    row["claims"] = [row["claims"][0] | {"actor_name": "Norvik Holdings"}]
    found = estimate(made.records, coded_rows(rows, sample.design), Question(by="actor"))
    assert all("Norvik Holdings" in " ".join(e.notes) for e in found)


def test_a_reference_that_is_no_group_is_refused(made, some):
    with pytest.raises(InputError, match="no group 'Elsewhere'"):
        estimate(made.records, some, Question(quantity="difference", by="source", reference="Elsewhere"))


def test_one_group_has_no_difference(made, some):
    with pytest.raises(InputError, match="only one group by year, '2031'"):
        estimate(made.records, some, Question(quantity="difference", by="year"))


def test_the_job_writes_a_table(made, tmp_path):
    write_jsonl(made.records, tmp_path / "annotations.jsonl")
    sample = draw(tmp_path, Plan(n=50))
    write_sample(replace(sample, rows=tuple(coded(sample.rows, made.truth))), tmp_path / "sample")
    found = estimate_folder(tmp_path, tmp_path / "sample", Question(by="source"), out=tmp_path / "shares.csv")
    lines = (tmp_path / "shares.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "group,quantity,naive,value,low,high,standard_error,n_coded,n_population,gain,notes"
    assert len(lines) == 1 + len(found) == 3
    assert [row["group"] for row in to_rows(found)] == [e.group for e in found]


def test_rows_have_one_cell_of_notes():
    nothing = dict.fromkeys(("naive", "value", "low", "high", "standard_error", "gain"))
    found = Estimate(group="all", quantity="share", n_coded=0, n_population=0, notes=("a", "b"), **nothing)
    assert to_rows([found])[0]["notes"] == "a; b"


def test_all_strata_are_in_the_frame(made, some):
    taken = some.taken()
    assert taken == Counter(some.design.units.values())
