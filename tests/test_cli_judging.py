"""The commands that judge, sample, estimate and convert."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from evaluate.invented import article, claim, with_claims
from onrecord.records import read_jsonl, write_jsonl

LINES = ("Norvik paused its service under the Data Act.", "Belmora will comply with the Data Act.", "It rained.")


@pytest.fixture
def gold(tmp_path):
    """A gold file of four articles with two claims each."""
    records = []
    for i in range(4):
        plain = article(LINES, f"a{i}")
        records.append(with_claims(plain, [claim(plain, 0, "Norvik", "pause", 1), claim(plain, 1, "Belmora", "comply", 2)]))
    write_jsonl(records, tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.fixture
def pred(gold, tmp_path):
    """A system that finds every pause, with a confidence, and nothing else."""
    found = [with_claims(r, [replace(r.claims[0], confidence=0.8)]) for r in read_jsonl(gold)]
    write_jsonl(found, tmp_path / "pred.jsonl")
    return tmp_path / "pred.jsonl"


def test_evaluate_prints_figures_with_intervals(run, gold, pred):
    result = run("evaluate", "--gold", gold, "--pred", pred, "--bootstrap", 100)
    assert result.exit_code == 0, result.output
    line = next(line for line in result.stdout.splitlines() if "actor + stance + polarity" in line)
    assert "66.7" in line
    assert "Calibration over 4 claims" in result.stdout


def test_evaluate_as_json(run, gold, pred):
    result = run("evaluate", "--gold", gold, "--pred", pred, "--bootstrap", 50, "--json", "--precision", 0.9)
    found = json.loads(result.stdout)
    assert found["figures"]["claims.mention"]["value"] == pytest.approx(2 / 3)
    assert found["figures"]["quotes.exact"]["value"] is None
    assert found["threshold"] == 0.8


def test_evaluate_runs_a_model_and_keeps_what_it_wrote(run, loaded, gold, tmp_path):
    result = run("evaluate", "--gold", gold, "--model", "mine", "--save", tmp_path / "kept.jsonl", "--bootstrap", 0)
    assert result.exit_code == 0, result.output
    assert loaded.name == "mine"
    assert [r.id for r in read_jsonl(tmp_path / "kept.jsonl")] == ["a0", "a1", "a2", "a3"]


def test_evaluate_compares_two_systems(run, gold, pred):
    result = run("evaluate", "--gold", gold, "--compare", pred, gold, "--json", "--bootstrap", 50)
    by_id = {d["id"]: d for d in json.loads(result.stdout)}
    assert by_id["claims.mention"]["value"] == pytest.approx(1 / 3)
    assert run("evaluate", "--gold", gold, "--compare", pred, gold, "--bootstrap", 50).exit_code == 0


def test_evaluate_writes_a_page(run, gold, pred, tmp_path):
    run("evaluate", "--gold", gold, "--pred", pred, "--html", tmp_path / "r.html", "--bootstrap", 20)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    assert "66.7" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give one of --pred FILE, --model NAME and --compare A B"),
        (["--pred", "{pred}", "--model", "x"], "give one of --pred FILE"),
        (["--pred", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
    ],
)
def test_evaluate_without_a_system(run, gold, pred, arguments, message):
    result = run("evaluate", "--gold", gold, *(a.format(pred=pred) for a in arguments))
    assert result.exit_code == 4
    assert message in result.stderr


def test_evaluate_on_a_split_that_is_not_there(run, pred):
    result = run("evaluate", "--gold", "gold:tset", "--pred", pred)
    assert (result.exit_code, "splits train, dev, test" in result.stderr) == (4, True)


def test_check_a_system_by_its_records(run, tmp_path):
    texts = tmp_path / "texts.jsonl"
    assert run("check", "--articles", texts).exit_code == 0
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    write_jsonl((replace(article([row["text"]], row["id"])) for row in rows), tmp_path / "silent.jsonl")
    result = run("check", "--pred", tmp_path / "silent.jsonl", "--json")
    rates = {r["id"]: r["rate"] for r in json.loads(result.stdout)}
    assert len(rates) == 50
    assert rates["threats"] < rates["forecasts"] < 1  # silence is right only where no claim is made
    shown = run("check", "--pred", tmp_path / "silent.jsonl", "--misses", 1)
    assert "not found:" in shown.stdout


def test_check_refuses_two_systems(run, tmp_path):
    assert "not both" in run("check", "--pred", tmp_path / "x", "--model", "y").stderr


def test_agree_prints_and_writes_what_to_adjudicate(run, gold, pred, tmp_path):
    result = run("agree", gold, pred, "--to", tmp_path / "adj.jsonl", "--show", 1, "--bootstrap", 50)
    assert result.exit_code == 0, result.output
    assert "Actor + stance + polarity" in result.stdout
    rows = (tmp_path / "adj.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 4
    assert f"4 disagreements in {tmp_path / 'adj.jsonl'}".split()[0] in result.stdout
    tasks = run("agree", gold, pred, "--to", tmp_path / "tasks.json", "--bootstrap", 0)
    assert tasks.exit_code == 0
    assert all("data" in task for task in json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8")))


def test_sample_then_code_then_estimate(run, gold, tmp_path):
    """Half the articles predicted wrong: the estimate from a full coding is the truth, whatever was predicted."""
    records = list(read_jsonl(gold))
    wrong = [with_claims(r, [replace(c, confidence=0.9) for c in r.claims[: i % 2 + 1]]) for i, r in enumerate(records)]
    write_jsonl(wrong, tmp_path / "annotations.jsonl")
    drawn = run("sample", tmp_path / "annotations.jsonl", "--out", tmp_path / "sample", "--n", 12, "--by", "stance")
    assert drawn.exit_code == 0, drawn.output
    path = tmp_path / "sample" / "coding.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 12
    for row in rows:
        row["coded"] = True
        if "comply" in row["sentence"]:
            row["claims"] = [
                {
                    "actor": "Belmora",
                    "actor_name": "Belmora",
                    "stance": "comply",
                    "polarity": "affirmed",
                    "stage": "announced",
                    "target": None,
                }
            ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "estimates.csv"
    result = run("estimate", tmp_path / "annotations.jsonl", "--gold", tmp_path / "sample", "--stance", "comply", "--out", out)
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert float(row["value"]) == pytest.approx(4 / 12)
    assert float(row["naive"]) == pytest.approx(2 / 12)
    assert "0.3333" in result.stdout


def test_corpus_convert(run, tmp_path):
    path = tmp_path / "x.conll"
    path.write_text("Norvik B-ORG\nleft O\nPeru B-LOC\n. O\n", encoding="utf-8")
    result = run("corpus", "convert", "conll", path, "--out", tmp_path / "x.jsonl")
    assert result.exit_code == 0, result.output
    assert "ORG 1" in result.stdout
    (record,) = read_jsonl(tmp_path / "x.jsonl")
    assert [(e.text, e.label) for e in record.entities] == [("Peru", "PLACE")]
    assert "webanno_tsv" in run("corpus", "formats").stdout
    assert "has no setting 'nope'" in run("corpus", "convert", "conll", path, "--out", tmp_path / "y", "--set", "nope=1").stderr
    assert "give --stance" in run("corpus", "convert", "conll", path, "--out", tmp_path / "y", "--stance", "AGAINST").stderr


def test_every_command_has_help_and_says_its_exit_codes(run):
    for command in ("annotate", "show", "info", "evaluate", "check", "agree", "sample", "estimate"):
        shown = run(command, "--help")
        assert shown.exit_code == 0
        assert "Exit codes" in shown.stdout
