"""The coder's file: written, filled in, read back, and refused where it can't be trusted."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from invented import coded, collection

from onrecord.errors import InputError, RecordError
from onrecord.estimate import Plan, coded_rows, draw, read_coded, read_design, sample_folder, write_sample
from onrecord.records import read_gold, write_jsonl


@pytest.fixture(scope="module")
def made():
    return collection(60, claims=0.5)


@pytest.fixture(scope="module")
def sample(made):
    return draw(made.records, Plan(n=40))


def save(rows, folder):
    (folder / "coding.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_what_was_coded_reads_back(made, tmp_path, unit):
    sample = draw(made.records, Plan(n=30, unit=unit))
    write_sample(sample, tmp_path / "sample")
    save(coded(sample.rows, made.truth), tmp_path / "sample")
    found = read_coded(tmp_path / "sample")
    assert found.design == sample.design
    assert found.claims.keys() == set(sample.design.units)
    assert found.notes == ()
    for name, claims in found.claims.items():
        true = [c for key, row in made.truth.items() if name in (key, key.rpartition("#")[0]) for c in row]
        assert sorted((c.actor.name, c.stance) for c in claims) == sorted((c["actor_name"], c["stance"]) for c in true)
        assert all(c.counted for c in claims)


def test_the_file_may_be_given_instead_of_the_folder(made, sample, tmp_path):
    file = write_sample(sample, tmp_path)
    save(coded(sample.rows, made.truth), tmp_path)
    assert read_coded(file) == read_coded(tmp_path)


def test_a_coded_file_is_a_gold_file(made, sample, tmp_path):
    rows = coded(sample.rows, made.truth)
    for row in rows:
        for claim in row["claims"]:
            claim.update(polarity="affirmed", stage="in_effect")
    save(rows, tmp_path)
    assert sum(len(record.claims) for record in read_gold(tmp_path / "coding.jsonl")) == sum(len(row["claims"]) for row in rows)


def test_a_group_of_actors_is_a_claim_of_each(made, sample):
    rows = coded(sample.rows, {})
    row = next(row for row in rows if row["names"] and row["sentence"].startswith("Norvik"))
    row["claims"] = [{"actor": "Norvik", "actor_name": "Norvik; Belmora", "stance": "pause"}]
    assert [c.actor.name for c in coded_rows(rows, sample.design).claims[row["id"]]] == ["Norvik", "Belmora"]


def test_a_part_of_the_sample_may_be_coded(made, sample):
    rows = coded(sample.rows, made.truth)
    for row in rows[30:]:
        row.update(coded=False, claims=[])
    found = coded_rows(rows, sample.design)
    assert len(found.claims) == 30
    assert found.notes == ("30 of 40 drawn units were coded: right only if what was left out has nothing to do with its content",)


def spoiled(change):
    def spoil(rows):
        rows = deepcopy(rows)
        change(rows)
        return rows

    return spoil


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda r: [x.update(coded=False, claims=[]) for x in r], InputError, "nothing was coded"),
        (lambda r: r[0].update(id="a9999#0"), InputError, "row 'a9999#0' is not in the sample"),
        (lambda r: r[0].pop("id"), InputError, "row None is not in the sample"),
        (lambda r: r[0].pop("inclusion_probability"), InputError, "has no inclusion_probability"),
        (lambda r: r[0].update(inclusion_probability=None), InputError, "has no inclusion_probability"),
        (lambda r: r[0].update(inclusion_probability=0.5), InputError, "in the design it is"),
        (lambda r: r.append(r[0]), InputError, "stands there twice"),
        (lambda r: r[0].update(coded="yes"), InputError, "give true or false"),
        (lambda r: r[0].update(coded=False, claims=[{"actor": "It"}]), InputError, "has claims, but coded is false"),
        (lambda r: r[0].update(claims=None), RecordError, "claims: not a list"),
        (lambda r: r[0].update(claims=[{"actor": "Zzz", "stance": "pause"}]), RecordError, "'Zzz' is not in the sentence"),
        (lambda r: r[0].update(claims=[{"actor": r[0]["sentence"][:3], "stance": "go"}]), RecordError, "stance"),
    ],
)
def test_what_cannot_be_trusted_is_refused(made, sample, tmp_path, change, error, message):
    write_sample(sample, tmp_path)
    save(spoiled(change)(coded(sample.rows, made.truth)), tmp_path)
    with pytest.raises(error, match=message) as caught:
        read_coded(tmp_path)
    assert str(caught.value).startswith(str(tmp_path / "coding.jsonl"))
    assert "\n" not in str(caught.value)


def test_a_sample_is_not_overwritten_unasked(sample, tmp_path):
    write_sample(sample, tmp_path)
    with pytest.raises(InputError, match="there is a sample already"):
        write_sample(sample, tmp_path)
    write_sample(sample, tmp_path, overwrite=True)


def test_a_file_is_no_folder(sample, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="is a file"):
        write_sample(sample, tmp_path / "x")


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "no design of a sample"), ("{}", "no design of a sample"), (None, "cannot be read"), ("version", "has version 9")],
)
def test_a_broken_design_is_refused(sample, tmp_path, text, message):
    write_sample(sample, tmp_path)
    file = tmp_path / "design.json"
    if text is None:
        file.unlink()
    else:
        given = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(given | {"version": 9}) if text == "version" else text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_design(file)


def test_the_job_writes_both_files(made, tmp_path):
    write_jsonl(made.records, tmp_path / "annotations.jsonl")
    file, count = sample_folder(tmp_path, tmp_path / "sample", Plan(n=25))
    assert file == tmp_path / "sample" / "coding.jsonl"
    assert count == len(file.read_text(encoding="utf-8").splitlines()) == 25
    assert len(read_design(tmp_path / "sample" / "design.json").units) == 25
