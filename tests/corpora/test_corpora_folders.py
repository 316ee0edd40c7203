"""Where our corpora lie, gold as a data set, the interfaces for annotation tools, and JSON read item by item."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import corpora
from onrecord.corpora import folders, json_items, words
from onrecord.corpora.json_items import items
from onrecord.corpora.markup import CHOICES
from onrecord.corpora.writers import _data
from onrecord.errors import InputError, RecordError
from onrecord.records import to_json
from onrecord.types import ENTITY_LABELS, STANCES, Record, Sentence
from strategies import json_values
from tests_support import ROOT


def record(name, text="🦀 off."):
    return Record(id=name, text=text, sentences=(Sentence(start=0, end=len(text)),), meta={"desk": "trade"})


def test_names_and_folders():
    assert corpora.names() == ("gold", "behaviour", "training", "samples")
    assert corpora.folder("samples") == ROOT / "corpora" / "samples"
    with pytest.raises(InputError, match="no corpus 'silver': choose from gold, behaviour, training, samples"):
        corpora.folder("silver")


def test_the_package_may_carry_a_corpus_itself(tmp_path, monkeypatch):
    package = tmp_path / "site" / "onrecord" / "corpora"
    monkeypatch.setattr(folders, "__file__", str(package / "folders.py"))
    with pytest.raises(InputError, match="this installation was made without it"):
        corpora.folder("gold")
    (package / "data" / "gold").mkdir(parents=True)
    assert corpora.folder("gold") == package / "data" / "gold"


def test_gold_is_a_data_set_with_splits(tmp_path):
    for split, names in {"train": ["a", "b"], "dev": ["c"], "test": []}.items():
        (tmp_path / f"{split}.jsonl").write_text("".join(to_json(record(n)) + "\n" for n in names), encoding="utf-8")
    found = corpora.load("gold", tmp_path)
    assert {split: rows["id"][:] for split, rows in found.items()} == {"train": ["a", "b"], "dev": ["c"], "test": []}
    row = found["dev"][0]
    assert (row["text"], row["claims"], json.loads(row["meta"])) == ("🦀 off.", [], {"desk": "trade"})


def test_a_split_that_is_not_there_is_left_out(tmp_path):
    (tmp_path / "dev.jsonl").write_text(to_json(record("a")), encoding="utf-8")
    assert list(corpora.load(data_dir=tmp_path)) == ["dev"]
    with pytest.raises(InputError, match=r"none of train\.jsonl, dev\.jsonl, test\.jsonl is there, check the folder"):
        corpora.load("gold", tmp_path / "none")
    with pytest.raises(InputError, match="no corpus 'silver'"):
        corpora.load("silver", tmp_path)
    (tmp_path / "dev.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(RecordError, match=r"dev\.jsonl:1: not valid JSON"):
        corpora.load("gold", tmp_path)


def test_the_interface_for_label_studio_has_the_labels_of_the_convention():
    root = ET.fromstring(corpora.label_studio_config())
    labels = {label.get("value") for label in root.find("Labels")}
    assert {*ENTITY_LABELS, *STANCES} <= labels
    assert {label.casefold() for label in labels} - {e.casefold() for e in ENTITY_LABELS} - set(STANCES) <= set(words.roles("span"))
    assert {r.get("value") for r in root.find("Relations")} <= set(words.roles("link"))
    choices = {c.get("name"): tuple(v.get("value") for v in c) for c in root.findall("Choices")}
    assert choices == {**CHOICES, "unsure": ("true",)}


def test_the_types_for_brat_are_those_of_the_convention():
    text = _data("brat/annotation.conf")
    events = re.search(r"\[events\]\n(.*?)\n\n", text, re.DOTALL)[1]
    assert {line.split("\t")[0] for line in events.split("\n")} == {*STANCES, "Quote"}
    values = dict(re.findall(r"^(\w+)\tArg:\S+ Value:(\S+)$", text, re.MULTILINE))
    assert {name: tuple(given.split("|")) for name, given in values.items()} == CHOICES


def test_word_lists_map_to_our_labels():
    assert {row["entity"] for row in words.rows("labels")} <= set(ENTITY_LABELS)
    assert set(words.roles("span").values()) == {"claim", "quote", "cue", "speaker", "actor", "target", "part"}


def written(tmp_path, text):
    path = tmp_path / "items.json"
    path.write_text(text, encoding="utf-8")
    return path


@given(st.lists(json_values, max_size=4), st.sampled_from(["list", "indented", "lines"]), st.integers(1, 9))
def test_items_come_one_by_one_whatever_is_read_at_once(tmp_path_factory, values, form, chunk):
    path = tmp_path_factory.mktemp("json") / "items.json"
    values = [{"value": value} for value in values]
    text = "\n".join(map(json.dumps, values)) if form == "lines" else json.dumps(values, indent=1 if form == "indented" else None)
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_items, "_CHUNK", chunk)
        assert [item for _, item in items(path)] == values


def test_items_know_their_line(tmp_path):
    assert list(items(written(tmp_path, '[\n1,\n\n{"a":\n2}, 3]'))) == [(2, 1), (4, {"a": 2}), (5, 3)]
    assert list(items(written(tmp_path, ""))) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1, 2", ":1: the list is never closed"),
        ("[1 2]", ":1: a comma or the end of the list is expected here"),
        ("[\n{]", ":2: not JSON: "),
        ("[1,\n", ":2: the list is never closed"),
        ("{", ":1: not JSON: "),
        ("[" * 100_000, ":1: nested too deep"),
    ],
)
def test_faults_of_json_are_named_with_their_line(tmp_path, text, says):
    with pytest.raises(InputError) as caught:
        list(items(written(tmp_path, text)))
    assert str(caught.value).startswith(f"{tmp_path / 'items.json'}{says}")


def test_items_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(json_items, "MAX_LINE", 20)
    monkeypatch.setattr(json_items, "_CHUNK", 8)
    with pytest.raises(InputError, match="an item longer than 20 characters, split it"):
        list(items(written(tmp_path, json.dumps(["x" * 100]))))


def test_bytes_that_are_not_utf8(tmp_path):
    path = tmp_path / "items.json"
    path.write_bytes(b'["\xff"]')
    with pytest.raises(InputError, match="not UTF-8, save the file as UTF-8"):
        list(items(path))
