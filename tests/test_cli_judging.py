"""The commands that judge, sample, estimate and convert."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from evaluate.invented import article, claim, with_claims
from onrecord.cli.results import count
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


def test_a_precision_is_reached_from_a_threshold_on(run, gold, pred):
    shown = run("evaluate", "--gold", gold, "--pred", pred, "--bootstrap", 0, "--precision", 0.9).stdout
    assert (
        "From a confidence of 0.8000 on, 100.0% of the claims are right (0.9 was asked for): 4 claims kept, recall 50.0%" in shown
    )


def test_a_threshold_is_not_rounded_past_a_claim(run, gold, pred, tmp_path):
    """The last record's claim is wrong; four digits of the others' confidence, 0.9036, would keep it or lose theirs."""
    records = list(read_jsonl(pred))
    found = [with_claims(r, [replace(r.claims[0], confidence=0.90364)]) for r in records[:3]]
    found.append(with_claims(records[3], [replace(records[3].claims[0], stance="comply", confidence=0.90362)]))
    write_jsonl(found, tmp_path / "close.jsonl")
    shown = run("evaluate", "--gold", gold, "--pred", tmp_path / "close.jsonl", "--bootstrap", 0, "--precision", 1.0).stdout
    assert "From a confidence of 0.90364 on, 100.0% of the claims are right (1 was asked for): 3 claims kept" in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stance": "comply"}, "No threshold keeps claims of which 90% are right"),
        ({"confidence": None}, "No predicted claim has a confidence, so there is no threshold to choose"),
    ],
)
def test_a_precision_out_of_reach_keeps_the_figures(run, gold, pred, tmp_path, change, sentence):
    write_jsonl((with_claims(r, [replace(r.claims[0], **change)]) for r in read_jsonl(pred)), tmp_path / "bad.jsonl")
    arguments = ("evaluate", "--gold", gold, "--pred", tmp_path / "bad.jsonl", "--bootstrap", 0, "--precision", 0.9)
    result = run(*arguments, "--html", tmp_path / "r.html")
    assert result.exit_code == 0, result.output
    assert result.stdout.index("actor + stance + polarity") < result.stdout.index(sentence)
    assert (tmp_path / "r.html").exists()
    found = json.loads(run(*arguments, "--json").stdout)
    assert found["threshold"] is None
    assert found["figures"]["claims.mention"]["n"] is not None


def test_without_a_precision_there_is_no_threshold_in_json(run, gold, pred):
    assert "threshold" not in json.loads(run("evaluate", "--gold", gold, "--pred", pred, "--bootstrap", 0, "--json").stdout)


def test_evaluate_runs_a_model_and_keeps_what_it_wrote(run, loaded, gold, tmp_path):
    result = run("evaluate", "--gold", gold, "--model", "mine", "--save", tmp_path / "kept.jsonl", "--bootstrap", 0)
    assert result.exit_code == 0, result.output
    assert loaded.name == "mine"
    assert [r.id for r in read_jsonl(tmp_path / "kept.jsonl")] == ["a0", "a1", "a2", "a3"]


def test_a_threshold_under_the_models_own_reaches_the_model(run, loaded, gold):
    """Else the model would keep back what is to be scored."""
    assert run("evaluate", "--gold", gold, "--model", "mine", "--threshold", 0.05, "--bootstrap", 0).exit_code == 0
    assert loaded.options["threshold"] == 0.05
    assert run("evaluate", "--gold", gold, "--model", "mine", "--bootstrap", 0).exit_code == 0
    assert loaded.options["threshold"] is None


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


@pytest.mark.parametrize(
    ("system", "more", "pair"),
    [
        ("--compare", ("--precision", "0.9"), "--precision would be ignored beside --compare"),
        ("--compare", ("--precision", "0"), "--precision would be ignored beside --compare"),
        ("--compare", ("--save", "x"), "--save would be ignored beside --compare"),
        ("--compare", ("--check",), "--check would be ignored beside --compare"),
        ("--compare", ("--behaviour", "x"), "--behaviour would be ignored beside --compare"),
        ("--compare", ("--threads", "1"), "--threads would be ignored beside --compare"),
        ("--pred", ("--save", "x"), "--save would be ignored beside --pred"),
        ("--pred", ("--check", "--html", "x"), "--check would be ignored beside --pred"),
        ("--pred", ("--threads", "1"), "--threads would be ignored beside --pred"),
        ("--pred", ("--behaviour", "x"), "--behaviour would be ignored without --html"),
        ("--model", ("--check",), "--check would be ignored without --html"),
        ("--model", ("--check", "--behaviour", "x", "--html", "y"), "--check would be ignored beside --behaviour"),
    ],
)
def test_evaluate_ignores_no_option(run, gold, pred, system, more, pair):
    given = {"--compare": (pred, pred), "--pred": (pred,), "--model": ("mine",)}[system]
    result = run("evaluate", "--gold", gold, system, *given, *more)
    assert (result.exit_code, result.stdout) == (4, "")
    assert pair in result.stderr


@pytest.mark.parametrize(
    ("more", "pair"),
    [
        (("--pred", "x", "--threads", 1), "--threads would be ignored beside --pred"),
        (("--pred", "x", "--misses", 1, "--json"), "--misses would be ignored beside --json"),
        (("--articles", "x", "--model", "mine"), "--model would be ignored beside --articles"),
        (("--articles", "x", "--json"), "--json would be ignored beside --articles"),
    ],
)
def test_check_ignores_no_option(run, more, pair):
    result = run("check", *more)
    assert (result.exit_code, pair in result.stderr) == (4, True)


def test_a_file_without_a_record_is_no_system(run, gold, pred, tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    page = ("--behaviour", empty, "--html", tmp_path / "r.html")
    for arguments in (("--pred", empty), ("--compare", pred, empty), ("--pred", pred, *page)):
        result = run("evaluate", "--gold", gold, *arguments, "--bootstrap", 0)
        assert (result.exit_code, f"no record in {empty}" in result.stderr) == (4, True)
    result = run("check", "--pred", empty)
    assert (result.exit_code, f"no record in {empty}" in result.stderr) == (4, True)


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
    assert "of 800 instances passed, 50 phenomena; 800 of 844 texts are judged, the others are bases of variants\n" in shown.stdout
    assert "no record" not in shown.stdout


def test_check_counts_texts_without_a_record(run, tmp_path):
    texts = tmp_path / "texts.jsonl"
    run("check", "--articles", texts)
    row = json.loads(texts.read_text(encoding="utf-8").splitlines()[0])
    write_jsonl([article([row["text"]], row["id"])], tmp_path / "one.jsonl")
    shown = run("check", "--pred", tmp_path / "one.jsonl").stdout
    assert " ".join(shown.split()).endswith("; 843 texts have no record")


def test_check_of_records_of_other_texts(run, pred):
    result = run("check", "--pred", pred)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "no record has the id of a text of the suite" in result.stderr


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


def test_agree_takes_scheme_claims_unsure_and_level(run, gold, pred):
    def found(*more):
        return json.loads(run("agree", gold, pred, "--bootstrap", 50, "--json", *more).stdout)

    plain, options = found(), found()["options"]
    assert (options["scheme"], options["claims"], options["unsure"], options["level"]) == ("five", "all", "optional", 0.95)
    changed = found("--scheme", "four", "--claims", "counted", "--unsure", "required", "--level", 0.5)
    options = changed["options"]
    assert (options["scheme"], options["claims"], options["unsure"], options["level"]) == ("four", "counted", "required", 0.5)
    five, four = ({row["id"] for row in result["rows"]} for result in (plain, changed))
    assert any("refuse" in name for name in five)
    assert not any("refuse" in name for name in four)


def test_agree_refuses_a_level_that_is_none_and_rows_that_json_has_no_place_for(run, gold, pred):
    assert "level is 95.0, give a number between 0 and 1" in run("agree", gold, pred, "--level", 95).stderr
    assert "--show would be ignored beside --json" in run("agree", gold, pred, "--show", 1, "--json").stderr


def test_one_of_a_thing_is_singular(run, gold, pred, tmp_path):
    (first, *_) = read_jsonl(gold)
    write_jsonl([first], tmp_path / "a.jsonl")
    write_jsonl([with_claims(first, first.claims[:1])], tmp_path / "b.jsonl")
    shown = run("agree", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--to", tmp_path / "d.jsonl", "--bootstrap", 0).stdout
    assert "\n1 disagreement in " in shown
    drawn = run("sample", tmp_path / "b.jsonl", "--out", tmp_path / "s", "--n", 1, "--by", "stance", "--unit", "article").stdout
    assert drawn.startswith("1 article to code in ")
    assert (count(0, "record"), count(1, "record"), count(2000, "record")) == ("0 records", "1 record", "2,000 records")


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
    assert result.stdout.startswith("1 record in ")
    (record,) = read_jsonl(tmp_path / "x.jsonl")
    assert [(e.text, e.label) for e in record.entities] == [("Peru", "PLACE")]
    assert "webanno_tsv" in run("corpus", "formats").stdout
    assert "has no setting 'nope'" in run("corpus", "convert", "conll", path, "--out", tmp_path / "y", "--set", "nope=1").stderr
    assert "give --stance" in run("corpus", "convert", "conll", path, "--out", tmp_path / "y", "--stance", "AGAINST").stderr


def test_every_command_has_help_and_says_its_exit_codes(run):
    for command in ("annotate", "show", "info", "evaluate", "check", "agree", "sample", "estimate", "train"):
        shown = run(command, "--help")
        assert shown.exit_code == 0
        assert "Exit codes" in shown.stdout
        annotates = command in ("annotate", "show", "info")
        assert ("every article annotated" in shown.stdout) == ("\n    3  " in shown.stdout) == annotates
        assert all(f"\n    {code:<5}" in shown.stdout for code in (0, 1, 2, 4, 130, 141))
