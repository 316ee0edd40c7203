"""The loop around the formats: options, faults, what is counted, our own gold."""

import json
import re
from importlib import import_module

import pytest

from onrecord import corpora
from onrecord.components.segment import segment
from onrecord.corpora import FORMATS, convert
from onrecord.corpora.markup import CHOICES
from onrecord.errors import InputError
from onrecord.records import labelled_sentences, read_gold, to_json
from onrecord.records.gold import FIELDS
from tests_support import ROOT

SENTENCE = {
    "id": "s1", "prev": "It rained.", "sentence": "Brix left Ostrova.", "next": "It’s over 🦀.",
    "entities": [["Brix", "COMPANY"], ["Ostrova", "PLACE"]], "meta": {"desk": "trade"},
    "claims": [{"actor": "Brix", "actor_name": "Brix", "actor_type": "company", "stance": "withdraw", "polarity": "affirmed",
                "stage": "in_effect", "target": "Ostrova"}],
}  # fmt: skip
ARTICLE = {"id": "a1", "sentences": [{"sentence": "“No,” said Brix.", "quotes": [{"text": "No,", "kind": "direct", "by": "Brix"}]}]}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_module_that_says_where_it_comes_from(name):
    module = import_module(f"onrecord.corpora.formats.{name}")
    assert callable(module.read)
    assert isinstance(module.SETTINGS, tuple)
    assert "Source: " in module.__doc__ or name == "gold"
    assert all(f"`{setting}`" in module.__doc__ for setting in module.SETTINGS), "a setting is not described"


def test_names_are_there_without_loading_anything():
    assert set(corpora.__all__) <= set(dir(corpora))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = corpora.nothing


def gold(tmp_path, *rows):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_gold_of_every_shape_is_what_read_gold_gives(tmp_path):
    path = gold(tmp_path, json.dumps(SENTENCE), json.dumps(ARTICLE))
    first, second = convert("gold", path)
    assert [first, second] == list(read_gold(path))
    assert (first.text, first.claims[0].stance, labelled_sentences(first)) == (
        "It rained. Brix left Ostrova. It’s over 🦀.",
        "withdraw",
        (1,),
    )
    path = gold(tmp_path, to_json(first))
    assert list(convert("gold", path)) == [first]


def test_a_bad_line_is_named_or_skipped_and_counted(tmp_path, caplog):
    bad = {**SENTENCE, "id": "s2", "claims": [{**SENTENCE["claims"][0], "actor": "Zembla"}]}
    path = gold(tmp_path, json.dumps(bad), "{", '{"id": "x"}', json.dumps(SENTENCE))
    with pytest.raises(InputError, match=r"gold\.jsonl:1: record 's2': claims\[0\]\.actor: 'Zembla' is not in the sentence"):
        list(convert("gold", path))
    conversion = convert("gold", path, on_error="skip")
    assert [r.id for r in conversion] == ["s1"]
    assert (conversion.converted, conversion.skipped) == (1, 3)
    assert "gold.jsonl:2: not valid JSON" in caplog.text
    assert "gold.jsonl:3: no gold in any of the three shapes" in caplog.text


def test_a_second_document_with_an_id_is_a_fault(tmp_path):
    path = gold(tmp_path, json.dumps(SENTENCE), json.dumps(SENTENCE))
    with pytest.raises(InputError, match=r"gold\.jsonl:2: document 's1': an earlier one has this id, give each its own"):
        list(convert("gold", path))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"name": "conl"}, "no format 'conl': choose from brat, "),
        ({"on_error": "ignore"}, "on_error is 'ignore', choose raise or skip"),
        ({"colour": 1}, "conll has no setting 'colour': choose from comments, labelled, segmenter, separator, "),
        ({"labels": {"ORG": "ORG"}}, "label 'ORG' is mapped to 'ORG', choose from COMPANY, GOVERNMENT, LAW, PLACE"),
        ({"stances": {"AGAINST": "against"}}, "label 'AGAINST' is mapped to 'against', choose from pause, "),
        ({"labelled": ["names"]}, r"labelled is \['names'\], list some of entities, "),
        ({"labelled": "claims"}, "labelled is 'claims', list some of"),
        ({"segmenter": 3}, "segmenter is 3, give a function"),
        ({"separator": "comma"}, "setting separator is 'comma', choose from space, tab"),
        ({"tag_column": "2"}, "setting tag_column is '2', give a whole number"),
        ({"path": "nowhere"}, "nowhere: does not exist, check the path"),
        ({"name": "polnear", "annotator": 3}, "setting annotator is 3, give a string"),
    ],
)
def test_options_that_cannot_be_used(tmp_path, options, says):
    path = tmp_path / "a.conll"
    path.write_text("A O\n", encoding="utf-8")
    options = {"name": "conll", "path": path, **options}
    with pytest.raises(InputError, match=says):
        list(convert(options.pop("name"), options.pop("path"), **options))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"dna"}))
def test_a_folder_without_such_files_is_a_fault(tmp_path, name):
    with pytest.raises(InputError, match=r"no file with the suffix \.\w+ below it"):
        list(convert(name, tmp_path))


def test_labels_may_come_from_a_file(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text("Brix B-ORG\nOstrova B-LOC\n", encoding="utf-8")
    (tmp_path / "labels.csv").write_text("label,entity\norg,COMPANY\n", encoding="utf-8")
    (record,) = convert("conll", path, labels=tmp_path / "labels.csv")
    assert [(e.text, e.label) for e in record.entities] == [("Brix", "COMPANY")]
    assert record.meta["unmapped"] == {"LOC": 1}, "the map takes the place of the package's own"
    (tmp_path / "labels.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"labels\.csv: columns label and entity missing"):
        convert("conll", path, labels=tmp_path / "labels.csv")
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        convert("conll", path, labels=str(tmp_path / "none.csv"))


def brat(tmp_path, name, text, *lines):
    (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / f"{name}.ann").write_text("\n".join(lines), encoding="utf-8")


def test_what_is_labelled_is_told_by_the_whole_corpus(tmp_path):
    brat(tmp_path, "a", "Brix left.")
    brat(tmp_path, "b", "Brix left.", "T1\tCOMPANY 0 4\tBrix", "T2\twithdraw 5 9\tleft", "E1\twithdraw:T2 actor:T1")
    assert [r.meta["labelled_fields"] for r in convert("brat", tmp_path)] == [["entities", "claims"]] * 2
    assert [r.meta["labelled_fields"] for r in convert("brat", tmp_path, labelled=["quotes"])] == [["quotes"]] * 2


def test_sentences_are_the_callers_to_find(tmp_path):
    text = "“It is off. We go,” said Brix.\nThen."
    brat(tmp_path, "a", text)
    (ours,) = convert("brat", tmp_path)
    assert [text[s.start : s.end] for s in ours.sentences] == ["“It is off. We go,” said Brix.", "Then."]
    (theirs,) = convert("brat", tmp_path, segmenter=segment)
    assert [(s.start, s.end) for s in theirs.sentences] == segment(text)


def test_the_page_on_corpora_names_every_format_setting_and_attribute():
    page = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in page.split("\n") if row.startswith("| `") and row.count("|") == 5}
    assert set(rows) == set(FORMATS)
    for name, row in rows.items():
        settings = import_module(f"onrecord.corpora.formats.{name}").SETTINGS
        assert re.findall(r"`(\w+)`", row.split("|")[4]) == list(settings), name
    assert all(f"`{attribute}`" in page for attribute in CHOICES)
    assert all(f"`{value}`" in page for name in ("polarity", "stage", "attribution", "target_kind") for value in CHOICES[name])
    assert all(f"`{field}`" in page for field in FIELDS)
