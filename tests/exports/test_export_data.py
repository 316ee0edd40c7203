"""DocBin and data sets: what is written is read back, by us and by the libraries that the formats are of."""

import pytest
from exports_support import exported, make, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.corpora.formats import docbin
from onrecord.errors import InputError
from onrecord.exports import export
from strategies import records

MANY = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


LISTS = st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.id)


@given(LISTS)
@MANY
def test_docbin(found):
    with exported(found, "docbin", "d.spacy") as (path, done):
        assert read(docbin, path) == found
        assert done.records == len(found)
        for record, doc in zip(found, docs(path), strict=True):
            assert doc.text == record.text
            entities = [(s.start_char, s.end_char, s.label_, s.kb_id_, s.id_) for s in doc.spans["onrecord_entities"]]
            assert sorted(entities) == sorted((e.start, e.end, e.label, e.ref or "", e.id) for e in record.entities)
            pieces = [(s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans["onrecord_quotes"]]
            assert sorted(pieces) == sorted((s.start, s.end, q.kind, q.id) for q in record.quotes for s in q.spans)
            for group, counted in (("onrecord_claims", True), ("onrecord_uncounted", False)):
                claims = [(s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans[group]]
                wanted = [c for c in record.claims if c.counted is counted]
                assert sorted(claims) == sorted((c.evidence.start, c.evidence.end, c.stance, c.id) for c in wanted)
                assert {name: rest["stage"] for name, rest in doc.spans[group].attrs.items()} == {c.id: c.stage for c in wanted}


def docs(path):
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    return list(DocBin().from_disk(path).get_docs(Vocab()))


def test_a_doc_is_fit_for_training(tmp_path):
    export([make()], "docbin", tmp_path / "d.spacy")
    (doc,) = docs(tmp_path / "d.spacy")
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [
        ("Brix", "COMPANY", "company:brix"),
        ("Ferry Act", "LAW", "law:ferry"),
    ]
    assert [sentence.start_char for sentence in doc.sents] == [s.start for s in make().sentences]
    assert doc.spans["onrecord_claims"].attrs["c1"]["target"]["name"] == "Ferry Act"
    with pytest.raises(InputError, match="setting lang is 'xx-nowhere'"):
        export([], "docbin", tmp_path / "e.spacy", lang="xx-nowhere")


def test_a_file_that_is_no_docbin(tmp_path):
    from spacy import blank
    from spacy.tokens import DocBin

    (tmp_path / "a.spacy").write_bytes(b"no")
    with pytest.raises(InputError, match="cannot be read as a DocBin"):
        read(docbin, tmp_path / "a.spacy")
    DocBin(docs=[blank("en")("Brix.")]).to_disk(tmp_path / "b.spacy")
    with pytest.raises(InputError, match="user_data has no 'onrecord'"):
        read(docbin, tmp_path / "b.spacy")


@given(LISTS)
@settings(max_examples=8, deadline=None)
def test_dataset(found):
    import datasets

    from onrecord.records import read_parquet
    from onrecord.records.arrow import from_row

    with exported(found, "dataset", "h", split="gold") as (path, done):
        (file,) = (path / "data").iterdir()
        assert list(read_parquet(file)) == found
        rows = datasets.Dataset.from_parquet(str(file), cache_dir=str(path.parent / "cache"))
        assert [from_row(row) for row in rows] == found
        assert (done.records, done.lost) == (len(found), {})


def test_a_dataset_is_what_the_hub_reads(tmp_path):
    import datasets
    import yaml

    export([make(lang="x: y"), make(id="b")], "dataset", tmp_path / "h", split="dev", license="cc-by-4.0")
    found = datasets.load_dataset(str(tmp_path / "h"), cache_dir=str(tmp_path / "cache"))
    assert isinstance(found, datasets.DatasetDict)
    assert {split: len(rows) for split, rows in found.items()} == {"dev": 2}
    assert found["dev"][0]["claims"][0]["actor"]["ref"] == "company:brix"
    assert found["dev"].features["truncated_at"].dtype == "int64"
    card = (tmp_path / "h" / "README.md").read_text(encoding="utf-8")
    front = yaml.safe_load(card.split("---\n")[1])
    assert (front["license"], front["language"], front["size_categories"]) == ("cc-by-4.0", ["en", "x: y"], ["n<1K"])
    assert "| withdraw | 2 |" in card
    assert "- `fake-en 0.0.1 (abababababab)`" in card
    with pytest.raises(InputError, match="setting split is"):
        export([], "dataset", tmp_path / "g", split="../x")
