"""The published JSON Schema: up to date, true of every record, and as strict as the reader."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from onrecord import records as onrecord_records
from onrecord import types
from onrecord.errors import InputError, RecordError
from onrecord.records import from_dict, json_schema, to_dict, write_schema
from onrecord.types import Actor, Claim, Record, Sentence, Span
from strategies import SCHEMES, records

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "record-1.json"
AGAIN = "write it again: python -c \"from onrecord.records import write_schema; write_schema('docs/schema/record-1.json')\""
TEXT = "Brix complied."


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def obj():
    actor = Actor(start=0, end=4, text="Brix", name="Brix", label="COMPANY")
    claim = Claim(id="c1", actor=actor, stance="comply", sentence=0, evidence=Span.of(TEXT, 0, 14), confidence=0.5)
    return to_dict(Record(id="a", text=TEXT, sentences=(Sentence(start=0, end=14, stances=("comply",)),), claims=(claim,)))


def test_the_published_schema_is_up_to_date():
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json_schema(), AGAIN


def test_the_schema_is_written_as_json_with_a_line_end(tmp_path):
    write_schema(tmp_path / "schema.json")
    text = (tmp_path / "schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == json_schema()
    assert text.endswith("}\n")


def test_the_schema_says_what_it_is():
    schema = json_schema()
    assert list(schema)[:4] == ["$schema", "$id", "title", "description"]
    assert schema["$id"] == "urn:onrecord:record:1"


@settings(deadline=None, max_examples=15)
@given(record=records(SCHEMES))
def test_every_record_is_valid(validator, record):
    validator.validate(to_dict(record))


@pytest.mark.parametrize("name", ["Span", "Sentence", "Entity", "Quote", "Actor", "Target", "Claim", "ModelInfo"])
def test_every_part_has_all_of_its_fields_and_no_others(name):
    part = json_schema()["$defs"][name]
    fields = {f.name for f in dataclasses.fields(getattr(types, name))}
    assert part["properties"].keys() - {"counted"} == fields
    assert part["additionalProperties"] is False
    assert part["description"]


@pytest.mark.parametrize(
    ("part", "field", "words"),
    [
        ("Claim", "jurisdiction", "ISO 3166-1 alpha-2"),
        ("Claim", "counted", "Whether tables count the claim"),
        ("Entity", "via", "How the mention got its name"),
        ("Quote", "spans", "pieces of a broken-up quote"),
    ],
)
def test_fields_are_described_by_their_docstrings(part, field, words):
    assert words in json_schema()["$defs"][part]["properties"][field]["description"]


def put(obj, path, value):
    *way, last = path
    for step in way:
        obj = obj[step]
    obj[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["colour"], "red"),
        (["schema_version"], "2"),
        (["schema_version"], 1),
        (["text"], None),
        (["meta"], []),
        (["body_start"], -1),
        (["truncated_at"], -1),
        (["sentences", 0, "start"], -1),
        (["sentences", 0, "end"], 0),
        (["sentences", 0, "stances"], ["leave"]),
        (["claims", 0, "stance"], "leave"),
        (["claims", 0, "sentence"], "0"),
        (["claims", 0, "counted"], "yes"),
        (["claims", 0, "confidence"], 1.5),
        (["claims", 0, "actor", "label"], "PERSON"),
        (["claims", 0, "target"], {"start": 0, "end": 4, "text": "Brix"}),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(validator, obj, path, value):
    put(obj, path, value)
    assert not validator.is_valid(obj)
    with pytest.raises(RecordError):
        from_dict(obj)


@pytest.mark.parametrize("version", ["1", "1.0", "1.12"])
def test_schema_and_reader_take_the_same_versions(validator, obj, version):
    obj["schema_version"] = version
    validator.validate(obj)
    from_dict(obj)


def test_gold_without_confidence_and_counted_is_valid(validator, obj):
    del obj["claims"][0]["confidence"], obj["claims"][0]["counted"]
    obj["claims"][0]["unsure"] = True
    validator.validate(obj)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="there is no folder"):
        write_schema(tmp_path / "none" / "schema.json")


@pytest.mark.parametrize("name", onrecord_records.__all__)
def test_every_public_name_is_there_and_documented(name):
    found = getattr(onrecord_records, name)
    assert name in dir(onrecord_records)
    assert found.__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'onrecord\.records' has no attribute 'colour'"):
        _ = onrecord_records.colour
