"""Records, figures and tables of a scheme that is not our own: its stances are declared in `meta`, and everything follows."""

import io
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from rich.console import Console

from onrecord.components.confidence import confidence, features
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.polarity import is_negated
from onrecord.encoder.model import EncoderConfig
from onrecord.errors import InputError, ModelError, RecordError
from onrecord.evaluate import Options, agreement, evaluate
from onrecord.evaluate.reporting import render, write_html
from onrecord.pipeline import meta_of
from onrecord.records import from_json, read_gold, to_json
from onrecord.terminal import render as show
from onrecord.types import STANCES, Article
from tests_support import MODEL

GRADES = ("withdraw", "suspend", "dig_in")
ROWS = [
    ("g1", "Norvik will close its shops in Freedonia.", "withdraw"),
    ("g2", "Selmar is opening a second plant in Freedonia.", "dig_in"),
    ("g3", "Quintar has stopped deliveries for now.", "suspend"),
    ("g4", "Belmora sells tea.", None),
]


def write(path, *, declare=()):
    lines = []
    for name, sentence, stance in ROWS:
        claims = [{"actor": sentence.split()[0], "actor_name": sentence.split()[0], "stance": stance}] if stance else []
        row = {"id": name, "sentence": sentence, "entities": [[sentence.split()[0], "COMPANY"]], "claims": claims}
        lines.append(json.dumps(row | ({"stance_scheme": list(declare)} if declare else {})))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path):
    return list(read_gold(write(tmp_path / "gold.jsonl", declare=GRADES)))


def test_a_gold_file_declares_its_scheme_in_every_line(gold):
    assert {r.scheme for r in gold} == {GRADES}
    assert [r.sentences[0].stances for r in gold] == [("withdraw",), ("dig_in",), ("suspend",), ()]
    assert all(from_json(to_json(r)) == r for r in gold)


def test_who_reads_a_gold_file_may_declare_its_scheme(tmp_path, gold):
    assert list(read_gold(write(tmp_path / "plain.jsonl"), stances=GRADES)) == gold


def test_a_stance_outside_the_scheme_is_named_with_its_place(tmp_path):
    path = write(tmp_path / "plain.jsonl")
    with pytest.raises(RecordError, match=r"claims\[0\].stance: input should be 'pause', .* or 'refuse', it is 'dig_in'"):
        list(read_gold(path))
    with pytest.raises(RecordError, match="input should be 'withdraw' or 'suspend', it is 'dig_in'"):
        list(read_gold(path, stances=GRADES[:2]))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([], "give a list of names"),
        ("withdraw", "give a list of names"),
        (["Dig in"], "small letters, digits and _"),
        (["dig_in", "none"], "none, any and all are taken"),
        (["dig_in", "dig_in"], "a name twice"),
    ],
)
def test_a_scheme_is_a_list_of_plain_names(gold, given, says):
    with pytest.raises(RecordError, match=says):
        replace(gold[3], meta={"stance_scheme": given})


def test_an_article_cannot_declare_a_scheme_to_a_model():
    article = Article(id="a", text="x", meta={"stance_scheme": ["dig_in"], "desk": "trade"})
    assert meta_of(article, STANCES) == {"desk": "trade"}
    assert meta_of(article, GRADES) == {"desk": "trade", "stance_scheme": list(GRADES)}


def wrong(gold):
    """Predictions with one stance taken for another and one claim missed."""
    lost = replace(gold[2], claims=(), sentences=(replace(gold[2].sentences[0], stances=()),))
    other = replace(gold[1].claims[0], stance="suspend")
    changed = replace(gold[1], claims=(other,), sentences=(replace(gold[1].sentences[0], stances=("suspend",)),))
    return [gold[0], changed, lost, gold[3]]


def test_figures_are_over_the_stances_of_the_gold(gold):
    result = evaluate(gold, wrong(gold), Options(bootstrap=0))
    assert result.options.stances == GRADES
    assert (result["claims.mention"].tp, result["claims.mention"].fp, result["claims.mention"].fn) == (1, 1, 2)
    assert result["stance.withdraw"].value == 1
    assert result["stance.dig_in"].value == 0
    assert result.confusion["dig_in", "suspend"] == 1
    assert evaluate(gold, gold)["claims.mention"].value == 1


def test_labels_take_in_some_of_the_stances(gold):
    result = evaluate(gold, wrong(gold), Options(bootstrap=0, labels=("withdraw",)))
    assert (result["claims.mention"].fp, result["claims.mention"].fn) == (0, 0)
    with pytest.raises(InputError, match="labels have 'pause', the gold's stances are withdraw, suspend, dig_in"):
        evaluate(gold, gold, Options(labels=("pause",)))


def test_records_of_another_scheme_are_not_comparable(gold):
    ours = replace(gold[3], meta={})
    with pytest.raises(InputError, match="not comparable"):
        evaluate(gold, [*gold[:3], ours])
    with pytest.raises(InputError, match="score each scheme apart"):
        evaluate([*gold[:3], ours], gold)


def test_the_page_and_the_table_name_the_stances(gold, tmp_path):
    result = evaluate(gold, wrong(gold), Options(bootstrap=10))
    write_html(result, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<option value="dig_in">' in page
    assert "undecided" not in page
    console = Console(record=True, width=150, file=io.StringIO())
    for part in (*render(result), *show(gold[1], marked=True)):
        console.print(part)
    assert "dig_in" in console.export_text()


def test_annotators_of_a_scheme_agree_and_their_differences_are_settled(gold):
    other = wrong(gold)
    found = agreement.agree(gold, other, Options(bootstrap=0))
    assert found["claims.withdraw"].value == 1
    assert found["claims.dig_in"].value == 0
    rows = [json.loads(json.dumps({"decision": "a", **row})) for row in map(_row, agreement.disagreements(gold, other))]
    final = list(agreement.apply_adjudication(gold, other, rows))
    assert [[c.stance for c in r.claims] for r in final] == [["withdraw"], ["dig_in"], ["suspend"], []]


def _row(disagreement):
    return {"id": disagreement.id, "kind": disagreement.kind, "start": disagreement.start, "end": disagreement.end}


def test_the_command_line_scores_a_file_that_does_not_say_its_scheme(run, tmp_path):
    path = write(tmp_path / "plain.jsonl")
    done = run("evaluate", "--gold", path, "--pred", path, "--labels", ",".join(GRADES), "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["claims.mention"]["value"] == 1
    assert run("evaluate", "--gold", path, "--pred", path).exit_code == 4


def test_no_rule_denies_a_stance_that_none_is_known_for():
    text = "Norvik will not dig in."
    assert is_negated(text, 0, text.index("dig"), "withdraw")
    assert not is_negated(text, 0, text.index("dig"), "dig_in")


def test_a_confidence_has_a_coefficient_for_each_stance_of_the_model():
    evidence = Evidence(stance=1.0, actor=1.0, polarity=1.0, best=True)
    draft = DraftClaim(0, "dig_in", Mention(0, 6, "COMPANY"), None, "affirmed", "in_effect", (7, 10), evidence)
    assert features(draft, GRADES)[-5:-2] == [0.0, 0.0, 1.0]
    weights = [0.0] * (len(features(draft, GRADES)) - 3) + [2.0, 0.0, 0.0]
    assert confidence(draft, {"claim": weights}, GRADES) == pytest.approx(1 / (1 + np.exp(-2)))


def config(folder, **values):
    for name in ("encoder.onnx", "link.onnx", "ngrams.safetensors", "tokenizer.json"):
        (folder / name).write_bytes(b"")
    known = {"name": "grades", "version": "1"}
    (folder / "config.json").write_text(json.dumps(known | values), encoding="utf-8")
    return folder


def test_a_model_folder_says_its_stances(tmp_path):
    assert EncoderConfig.read(config(tmp_path, stances=list(GRADES))).stances == GRADES
    assert EncoderConfig.read(config(tmp_path)).stances == STANCES
    assert EncoderConfig.read(MODEL).stances == STANCES
    for broken in ("withdraw", [], [1], None):
        with pytest.raises(ModelError, match="no configuration of a model"):
            EncoderConfig.read(config(tmp_path, stances=broken))


def test_a_run_of_a_model_of_other_stances_counts_all_of_them(capsys, tmp_path):
    from onrecord.cli.results import report

    summary = SimpleNamespace(
        first_failures=(), failures=0, table={"Norvik": {"dig_in": 2}}, articles_in=1, records=1, claims=2, words=9, seconds=1.0,
        words_per_second=9.0, truncated=0,
    )  # fmt: skip
    report(summary, tmp_path, stances=GRADES, refusals=False, quiet=False)
    assert "dig_in" in capsys.readouterr().out
