"""A record as JSON, and back."""

from __future__ import annotations

import copy
import dataclasses
import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.records import from_dict, from_json, to_dict, to_json
from onrecord.types import STANCES, Actor, Claim, Entity, Quote, Record, Sentence, Span
from strategies import SCHEMES, records

TEXT = "Belmora 🦀 paused “it” in Freedonia."


@pytest.fixture
def record():
    evidence = Span.of(TEXT, 0, len(TEXT))
    return Record(
        id="a1", text=TEXT, meta={"bureau": "Ostrova", "pages": [1, 2.5, None, True]},
        sentences=(Sentence(start=0, end=len(TEXT), stances=("pause",)),),
        entities=(Entity(id="e1", start=0, end=7, text="Belmora", label="COMPANY", name="Belmora"),),
        quotes=(Quote(id="q1", start=18, end=20, text="it", spans=(Span.of(TEXT, 18, 20),), kind="direct"),),
        claims=(
            Claim(
                id="c1", stance="pause", sentence=0, evidence=evidence, confidence=0.75, quotes=("q1",),
                actor=Actor(start=0, end=7, text="Belmora", name="Belmora", label="COMPANY", entity="e1"),
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def obj(record):
    return to_dict(record)


CONTRACT = {
    "": "schema_version id title date source url lang meta text body_start truncated_at story sentences entities quotes claims model",
    "sentences": "start end stances",
    "entities": "id start end text label name ref via antecedent",
    "quotes": "id start end text spans kind cue speaker speaker_name organization",
    "claims": "id actor stance polarity stage target jurisdiction statement_date effective_date date_source sentence evidence"
    " quotes attribution confidence counted",
}


@pytest.mark.parametrize("part", CONTRACT)
def test_keys_are_those_of_the_contract_in_its_order(obj, part):
    found = obj[part][0] if part else obj
    assert " ".join(found) == CONTRACT[part]


def test_actor_has_the_keys_of_the_contract(obj):
    assert " ".join(obj["claims"][0]["actor"]) == "start end text name label ref entity"


def test_the_line_is_compact_keeps_characters_and_has_no_line_end(record):
    line = to_json(record)
    assert "🦀" in line
    assert "“it”" in line
    assert "\n" not in line
    assert line.startswith('{"schema_version":"1","id":"a1","title":null,')


def test_line_ends_and_separators_inside_the_text_do_not_break_the_line():
    text = "a\nb\r\nc\u2028d\x85e\x00"
    line = to_json(Record(id="a", text=text))
    assert line.encode().count(b"\n") == 0
    assert from_json(line).text == text


def test_gold_claims_have_no_confidence_and_say_when_they_are_unsure(record):
    gold = dataclasses.replace(record.claims[0], confidence=None, unsure=True)
    found = to_dict(dataclasses.replace(record, claims=(gold,)))["claims"][0]
    assert "confidence" not in found
    assert found["unsure"] is True


def test_a_sure_claim_does_not_say_so(obj):
    assert "unsure" not in obj["claims"][0]


def test_to_dict_shares_no_list_with_the_record(record):
    found = to_dict(record)
    found["meta"]["bureau"] = "other"
    found["claims"][0]["quotes"].append("q9")
    assert record.meta["bureau"] == "Ostrova"
    assert record.claims[0].quotes == ("q1",)


def test_reading_does_not_change_its_input(obj):
    before = copy.deepcopy(obj)
    from_dict(obj)
    assert obj == before


@settings(deadline=None, max_examples=30)
@given(records(SCHEMES))
def test_what_is_written_reads_back_equal(record):
    line = to_json(record)
    assert from_json(line) == record
    assert from_json(line.encode()) == record
    assert from_dict(to_dict(record)) == record
    assert to_json(from_json(line)) == line


def _entity_ids(record):
    return [claim.actor.entity for claim in record.claims if claim.actor.entity]


@settings(deadline=None, max_examples=20)
@given(records(SCHEMES), st.data())
def test_a_field_taken_away_is_an_error_or_its_default(record, data):
    obj = to_dict(record)
    key = data.draw(st.sampled_from(sorted(obj)))
    value = obj.pop(key)
    pointed_at = {
        "sentences": record.claims,
        "claims": [stance for s in record.sentences for stance in s.stances],
        "entities": _entity_ids(record),
        "quotes": [q for c in record.claims for q in c.quotes],
        "meta": {*(stance for s in record.sentences for stance in s.stances), *(c.stance for c in record.claims)} - {*STANCES},
    }
    if key in ("id", "text") or pointed_at.get(key):
        with pytest.raises(RecordError):
            from_dict(obj)
    else:
        default = {"schema_version": "1", "body_start": 0}.get(key)
        assert (from_dict(obj) == record) is (value in ([], {}, default))


@settings(deadline=None, max_examples=60)
@given(st.text() | st.binary())
def test_any_line_is_read_or_refused_in_one_line(line):
    with pytest.raises(RecordError) as caught:  # no such line has the keys of a record
        from_json(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("polarity", ["affirmed", "negated"])
@pytest.mark.parametrize("stage", ["in_effect", "announced", "threatened", "considering", "reversed"])
def test_counted_must_fit_polarity_and_stage(obj, polarity, stage):
    right = polarity == "affirmed" and stage in ("in_effect", "announced")
    obj["claims"][0] |= {"polarity": polarity, "stage": stage, "counted": right}
    obj["sentences"][0]["stances"] = [obj["claims"][0]["stance"]] if right else []
    assert from_dict(obj).claims[0].counted is right
    obj["claims"][0]["counted"] = not right
    with pytest.raises(
        RecordError, match=rf"^record 'a1': claims\[0\]\.counted is {str(not right).lower()}, but {polarity} and {stage} make"
    ):
        from_dict(obj)


@pytest.mark.parametrize("given", [1, "true", None])
def test_counted_must_be_a_boolean(obj, given):
    obj["claims"][0]["counted"] = given
    with pytest.raises(RecordError, match=r"claims\[0\]\.counted is"):
        from_dict(obj)


@pytest.mark.parametrize("key", ["counted", "confidence", "unsure", "target", "quotes", "attribution", "jurisdiction"])
def test_what_has_a_default_may_be_left_out(obj, key):
    obj["claims"][0].pop(key, None)
    assert from_dict(obj).claims[0].stance == "pause"


def put(obj, path, value):
    *way, last = path
    for step in way:
        obj = obj[step]
    obj[last] = value


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["colour"], "red", "record 'a1': colour: unknown field, remove it"),
        (["claims", 0, "colour"], "red", "record 'a1': claims[0].colour: unknown field, remove it"),
        (["claims", 0, "actor", "colour"], 1, "record 'a1': claims[0].actor.colour: unknown field, remove it"),
        (["claims", 0, "stance"], "leave", "record 'a1': claims[0].stance: input should be 'pause', 'comply', "),
        (["claims", 0, "stage"], "done", "record 'a1': claims[0].stage: input should be "),
        (["claims", 0, "sentence"], "0", "record 'a1': claims[0].sentence: input should be a valid integer"),
        (["claims", 0, "sentence"], 0.5, "record 'a1': claims[0].sentence: input should be a valid integer"),
        (["claims", 0, "sentence"], True, "record 'a1': claims[0].sentence: input should be a valid integer"),
        (["claims", 0, "confidence"], "0.5", "record 'a1': claims[0].confidence: input should be a valid number"),
        (["claims", 0, "confidence"], 1.01, "record 'a1': claims[0].confidence is 1.01, give a probability between 0 and 1"),
        (["claims", 0, "confidence"], -0.1, "record 'a1': claims[0].confidence is -0.1, give"),
        (["claims", 0, "confidence"], math.nan, "record 'a1': holds what JSON cannot: "),
        (["claims", 0, "actor", "start"], 1, "record 'a1': claims[0].actor says 'Belmora' but the text at 1:7 is 'elmora'"),
        (["claims", 0, "quotes"], "q1", "record 'a1': claims[0].quotes: input should be a valid array"),
        (["claims", 0], 7, "record 'a1': claims[0]: input should be an object"),
        (["claims"], {}, "record 'a1': claims: input should be a valid array"),
        (["entities", 0, "label"], "PERSON", "record 'a1': entities[0].label: input should be "),
        (["quotes", 0, "spans", 0, "end"], None, "record 'a1': quotes[0].spans[0].end: input should be a valid integer"),
        (["body_start"], -1, "record 'a1': body_start is -1, outside the text of 35 characters"),
        (["truncated_at"], 10**30, f"record 'a1': truncated_at is {10**30}, outside the text"),
        (["text"], None, "record 'a1': text: input should be a valid string"),
        (["meta"], [], "record 'a1': meta: input should be "),
        (["meta", "when"], date(2031, 2, 3), "record 'a1': holds what JSON cannot: "),
        (["id"], 7, "id: input should be a valid string"),
    ],
)
def test_a_wrong_field_is_named_in_one_line(obj, path, value, says):
    put(obj, path, value)
    with pytest.raises(RecordError) as caught:
        from_dict(obj)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize("key", ["id", "text"])
def test_a_missing_field_is_named(obj, key):
    del obj[key]
    with pytest.raises(RecordError, match=f"{key}: missing, add it"):
        from_dict(obj)


def test_at_most_three_faults_are_listed_and_the_others_counted(obj):
    obj |= dict.fromkeys(["k1", "k2", "k3", "k4", "k5"], 1)
    with pytest.raises(RecordError, match=r"k1: unknown field.*; k2: .*; k3: unknown field, remove it; and 2 more$"):
        from_dict(obj)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not valid JSON at character 0"),
        ("{", "not valid JSON at character 1"),
        ('{"id": "a"} x', "not valid JSON at character 12: Extra data"),
        ("[]", "this is a list, give an object"),
        ("null", "this is null, give an object"),
        ('"text"', "this is a string, give an object"),
        ('{"meta": {"x": NaN}}', "not valid JSON: NaN is no number, give a number or null"),
        ('{"meta": {"x": -Infinity}}', "not valid JSON: -Infinity is no number"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 8, save the file as UTF-8"),
        ("[" * 100_000, "nested too deep, make it flatter"),
        ('{"body_start": ' + "9" * 5_000 + "}", "not valid JSON: "),
    ],
)
def test_a_line_that_is_no_record_is_refused_with_its_reason(line, says):
    with pytest.raises(RecordError) as caught:
        from_json(line)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize("given", [None, [], "text", 3])
def test_from_dict_wants_an_object(given):
    with pytest.raises(RecordError, match="give an object"):
        from_dict(given)


def test_a_confidence_that_is_no_probability_is_not_written(record):
    claim = dataclasses.replace(record.claims[0], confidence=1.5)
    with pytest.raises(RecordError, match=r"claims\[0\]\.confidence is 1\.5"):
        to_json(dataclasses.replace(record, claims=(claim,)))
