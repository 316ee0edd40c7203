"""Samples: every unit has a chance, the chances are right, and the same seed gives the same sample."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from invented import SOURCES, claim, collection

from onrecord.errors import InputError
from onrecord.estimate import Plan, draw
from onrecord.estimate.cells import common_cell, leading, raw_cell
from onrecord.estimate.drawing import stratum_of
from onrecord.estimate.units import pieces, reread
from onrecord.records import record_from_article, record_from_sentences, write_jsonl, write_parquet


@pytest.fixture(scope="module")
def made():
    return collection(200, claims=0.3)


def units(made, plan):
    return [(record, piece) for record in made.records for piece in pieces(record, plan.unit)]


@pytest.mark.parametrize("unit", ["sentence", "article"])
@pytest.mark.parametrize("by", [("actor", "stance", "confidence"), ("month", "source"), ("source", "stance", "month"), ()])
def test_every_unit_is_in_a_stratum_with_a_chance(made, unit, by):
    plan = Plan(n=80, by=by, unit=unit)
    design = draw(made.records, plan).design
    place = stratum_of(design)
    count = Counter(place(raw_cell(record, piece, plan)) for record, piece in units(made, plan))
    assert count == {s.id: s.population for s in design.strata}
    assert all(0 < s.probability <= 1 for s in design.strata)
    assert Counter(design.units.values()) == {s.id: s.sampled for s in design.strata}


def test_units_without_a_predicted_claim_get_their_share(made):
    design = draw(made.records, Plan(n=100, none_share=0.4)).design
    drawn = sum(s.sampled for s in design.strata if s.label.startswith("none"))
    assert drawn == 40
    assert sum(s.sampled for s in design.strata) == 100


@pytest.mark.parametrize("sensitivity", [(0, 0), (1, 1)])
def test_where_one_kind_is_rare_the_other_takes_its_place(sensitivity):
    made = collection(40, claims=0.9, sensitivity=sensitivity, false_alarm=(0, 0))
    design = draw(made.records, Plan(n=90)).design
    assert sum(s.sampled for s in design.strata) == 90


def test_a_sample_larger_than_the_collection_takes_all(made):
    sample = draw(made.records, Plan(n=10**6))
    assert len(sample.rows) == made.sentences()
    assert {row["inclusion_probability"] for row in sample.rows} == {1.0}


def test_the_same_seed_gives_the_same_sample_in_any_order(made):
    shuffled = made.records.copy()
    random.Random(1).shuffle(shuffled)
    first, again, other = draw(made.records), draw(shuffled), draw(made.records, Plan(seed=1))
    assert first == again
    assert first.design.units != other.design.units


def test_units_of_a_stratum_have_the_same_chance():
    made = collection(12, claims=0.5)
    count = Counter()
    runs = 250
    for seed in range(runs):
        sample = draw(made.records, Plan(n=20, seed=seed))
        count.update(list(sample.design.units))
    design = sample.design
    place = stratum_of(design)
    chances = {s.id: s.probability for s in design.strata}
    for record, piece in units(made, design.plan):
        # Strata are numbered anew with each seed; their make-up stays.
        expected = chances[place(raw_cell(record, piece, design.plan))]
        assert abs(count[piece.id] / runs - expected) < 4.5 * (expected * (1 - expected) / runs) ** 0.5 + 1e-9


def test_rows_begin_with_the_least_of_each_stratum(made):
    sample = draw(made.records, Plan(n=100, floor=2))
    first = Counter(row["stratum"] for row in sample.rows[: 2 * len(sample.design.strata)])
    assert set(first.values()) == {2}
    assert len(first) == len(sample.design.strata)


def test_a_row_shows_the_sentence_in_its_place(made):
    by_id = {record.id: record for record in made.records}
    for row in draw(made.records, Plan(n=60)).rows:
        record = by_id[row["article"]]
        lines = record.text.split("\n")
        assert row["sentence"] == lines[row["index"]] == record.text[row["start"] : row["end"]]
        assert row["prev"] == (lines[row["index"] - 1] if row["index"] else None)
        assert row["next"] == (lines[row["index"] + 1] if row["index"] + 1 < len(lines) else None)
        assert (row["date"], row["claims"], row["coded"]) == (record.date, [], False)


def test_a_blind_row_says_nothing_of_what_was_predicted(made):
    blind, open_ = (draw(made.records, Plan(n=60, blind=b)) for b in (True, False))
    words = ("predicted", "confidence", "stance=", "none")
    assert not any(word in json.dumps(row) for row in blind.rows for word in words)
    shown = {row["id"]: row["predicted"] for row in open_.rows}
    predicted = {p.id: p.claims for _, p in units(made, Plan())}
    assert any(shown.values())
    for name, claims in shown.items():
        assert [c["stance"] for c in claims] == [c.stance for c in predicted[name]]


@pytest.mark.parametrize(("unit", "read"), [("sentence", record_from_sentences), ("article", record_from_article)])
def test_rows_are_gold_rows(made, unit, read):
    for row in draw(made.records, Plan(n=20, unit=unit)).rows:
        assert read(row).claims == ()


def test_the_sources_and_actors_beyond_the_top_share_a_stratum(made):
    design = draw(made.records, Plan(n=60, by=("source", "actor"), top=1)).design
    assert len(design.actors) == len(design.sources) == 1
    named = {part for s in design.strata for cell in s.cells for part in cell if part.startswith("source=")}
    assert named == {f"source={design.sources[0]}", "source=others"}
    assert set(design.sources) < set(SOURCES)


def test_a_counted_claim_stands_for_its_sentence():
    text = "Norvik left, under the Data Act."
    sure = claim(text, (0, len(text)), 0, "Norvik", "withdraw", 0.9, polarity="negated")
    counted = claim(text, (0, len(text)), 0, "Norvik", "pause", 0.3)
    assert leading((sure, counted)) is counted
    assert leading((sure,)) is sure


def test_cells_tell_how_near_a_claim_is(made):
    kinds = {}
    for record, piece in units(made, Plan()):
        cell = raw_cell(record, piece, Plan())
        if cell[0] == "none":
            kinds.setdefault(cell[1], []).append((piece.named, bool(record.claims)))
    assert set(kinds["near"]) == {(True, True)}
    assert set(kinds["named"]) == {(True, False)}
    assert {named for named, _ in kinds["bare"]} == {False}


def test_a_name_that_looks_like_a_trait_stays_a_name():
    cell = ("claim", "actor=a=b", "stance=pause")
    assert common_cell(cell, frozenset({"a=b"}), frozenset()) == cell


def test_records_are_read_from_folders_and_files(made, tmp_path):
    write_jsonl(made.records, tmp_path / "annotations.jsonl")
    write_parquet(made.records, tmp_path / "records.parquet")
    expected = draw(made.records)
    assert draw(tmp_path) == draw(tmp_path / "annotations.jsonl") == draw(tmp_path / "records.parquet") == expected


def test_what_can_be_read_only_once_is_refused(made):
    with pytest.raises(InputError, match="read twice"):
        draw(iter(made.records))


def test_no_records_are_refused():
    with pytest.raises(InputError, match="no sentence to draw from"):
        draw([])


def test_two_articles_of_one_id_are_refused(made):
    with pytest.raises(InputError, match="same id"):
        draw([*made.records, *made.records], Plan(n=10**6))


def test_records_that_change_between_the_passes_are_refused(made):
    class Changing:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter(made.records if self.passes <= 2 else [replace(made.records[0], date="2001-01-01"), *made.records[1:]])

    with pytest.raises(InputError, match="changed between"):
        draw(Changing())


def test_a_path_can_be_read_again_and_again(made, tmp_path):
    write_jsonl(made.records, tmp_path / "annotations.jsonl")
    begin = reread(tmp_path)
    assert list(begin()) == list(begin()) == made.records


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "n is 0"),
        ({"unit": "page"}, "no unit 'page'"),
        ({"none_share": 0}, "none_share is 0"),
        ({"none_share": 1}, "none_share is 1"),
        ({"by": ("colour",)}, "no trait 'colour'"),
        ({"by": ("actor", "actor")}, "a trait twice"),
        ({"bins": (0.8, 0.5)}, "bins"),
        ({"floor": 0}, "floor 0"),
    ],
)
def test_plans_that_make_no_sense_are_refused(options, message):
    with pytest.raises(InputError, match=message):
        Plan(**options)
