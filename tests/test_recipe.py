"""The recipe's own parts that need none of the data it trains on."""

import json
import sys

import pytest

from tests_support import ROOT

sys.path.append(str(ROOT / "models" / "recipe"))

import compare
from labels import FOLDER, agreement, document_rows, labelled, read_labels, sentence_hash, tagged_rows
from licences import is_permissive, licences

SENTENCE = "Norvik suspended sales in Freedonia."
ROW = {"id": "n1", "prev": "", "sentence": SENTENCE, "next": "", "entities": [["Freedonia", "PLACE"]], "claims": []}
LABEL = {
    "id": "n1",
    "sha256": sentence_hash(SENTENCE),
    "claims": [{"actor": [0, 6], "stance": "pause", "polarity": "affirmed", "stage": "in_effect", "target": None, "cue": [7, 16]}],
}


def test_labels_find_their_words_in_the_sentence():
    (row,) = labelled([ROW, {**ROW, "id": "n2"}], {"n1": LABEL})
    (claim,) = row["claims"]
    assert (claim["actor"], claim["cue"], claim["target"]) == ("Norvik", "suspended", None)
    assert row["entities"] == ROW["entities"]


def test_entities_of_a_label_replace_those_of_the_row():
    (row,) = labelled([ROW], {"n1": {**LABEL, "entities": [[0, 6, "COMPANY"]]}})
    assert row["entities"] == [["Norvik", "COMPANY"]]


def test_a_sentence_that_changed_is_left_out_and_said(caplog):
    assert list(labelled([{**ROW, "sentence": SENTENCE + " "}], {"n1": LABEL})) == []
    assert "n1" in caplog.text


def test_a_sentence_of_a_document_comes_with_its_neighbours():
    text = f"Freedonia passed the act. {SENTENCE} Selmar did not."
    start = text.index(SENTENCE)
    name = f"d-1:{start}-{start + len(SENTENCE)}"
    document = {"id": "d-1", "text": text, "licence": "CC BY 2.5"}
    label = {**LABEL, "id": name, "entities": []}
    (row,) = labelled(document_rows([document, {**document, "id": "d-2"}], {name: label}), {name: label})
    assert (row["prev"], row["sentence"], row["next"]) == ("Freedonia passed the act.", SENTENCE, "Selmar did not.")
    assert is_permissive(row)


def test_a_tagged_sentence_comes_as_its_tokens_and_only_if_labelled():
    tokens, label = SENTENCE.split(), {**LABEL, "entities": []}
    sets = [{"id": "n1", "tokens": tokens}, {"id": "n2", "tokens": tokens}]
    (row,) = labelled(tagged_rows(sets, {"n1": label}), {"n1": label})
    assert (row["sentence"], row["prev"], row["claims"][0]["actor"]) == (SENTENCE, "", "Norvik")
    assert not is_permissive(row)


def test_the_labels_that_ship_hold_no_text():
    labels = read_labels()
    assert labels
    for label in labels.values():
        assert len(label["sha256"]) == 64
        assert set(label) <= {"id", "sha256", "entities", "claims"}
        for start, end in [c[k] for c in label["claims"] for k in ("actor", "target", "cue") if c.get(k)]:
            assert 0 <= start < end


@pytest.mark.parametrize(
    ("row", "permitted"),
    [
        ({"meta": {"licence": "CC BY-NC 4.0"}}, False),
        ({"licence": "CC BY 2.5"}, True),
        ({"licence": "terms that nobody has read"}, False),
        ({"meta": {}}, False),
    ],
)
def test_only_sources_that_allow_commercial_use_train_the_permissive_model(row, permitted):
    assert is_permissive(row) is permitted


def test_no_licence_that_says_non_commercial_counts_as_permissive():
    assert not [text for text, allowed in licences().items() if allowed and ("NC" in text or "research" in text)]


def test_agreement_is_the_f1_of_one_annotator_against_the_other():
    claim = LABEL["claims"][0]
    one = {"a": {"claims": [claim]}, "b": {"claims": []}, "only-one": {"claims": [claim]}}
    two = {"a": {"claims": [{**claim, "stance": "withdraw"}]}, "b": {"claims": [claim]}}
    assert agreement(one, one)["actor, stance, polarity"] == 1
    found = agreement(one, two)
    assert found["a sentence carries a claim"] == pytest.approx(2 / 3)
    assert found["sentence stance"] == found["actor, stance, polarity"] == 0


def test_the_second_annotator_read_what_the_first_one_read():
    first, second = read_labels(), read_labels(FOLDER / "second")
    assert len(second) >= 100
    assert {i: first[i]["sha256"] for i in second} == {i: row["sha256"] for i, row in second.items()}
    assert agreement(first, second)["actor, stance, polarity"] > 0.9


def test_the_card_shows_what_another_model_costs_and_brings(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "COMPARED", tmp_path / "compared")
    assert compare.comparison_section() == ""
    (tmp_path / "model").mkdir()
    for name in compare.FILES:
        (tmp_path / "model" / name).write_bytes(bytes(400_000))
    (tmp_path / "model" / "model.safetensors").write_bytes(bytes(9_000_000))  # float weights, which do not ship
    rows = {what: [{"id": i, "value": 0.5} for i in ids] for what, ids in compare.FIGURES.items()}
    (tmp_path / "figures.json").write_text(json.dumps({"counts": {"news": 1234}, **rows}), encoding="utf-8")
    monkeypatch.setattr(compare, "relative_speed", lambda folder: 0.251)
    compare.compare_models(tmp_path / "model", config={"name": "onrecord-en-large", "encoder": "wide"}, work=tmp_path)
    beside = compare.EncoderConfig.read(compare.SHIPPED).version
    row = f"| `onrecord-en-large` | wide | 1,234 | 2 | 0.25 | {beside} | 50.0 / 50.0 / 50.0 | 50.0 / 50.0 | 50.0 / 50.0 |"
    assert row in compare.comparison_section().splitlines()
