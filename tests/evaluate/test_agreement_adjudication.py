"""From disagreements to a file, decisions, and one record."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.invented import article, claim, find, pairs, random_pairs, with_claims
from onrecord import types as t
from onrecord.errors import InputError, RecordError
from onrecord.evaluate.agreement import agree, apply_adjudication, disagreements, read_adjudication, write_adjudication
from onrecord.evaluate.agreement.stretches import Stretches
from onrecord.evaluate.options import Options
from onrecord.records import to_dict, to_json

PLAIN = Options(scheme="five", bootstrap=0)
LINES = ("Norvik 🚢 paused exports.", "Belmora said “we will comply” with the Data Act.", "It had told Ane so.")


def text(**more):
    return replace(article(LINES, "news"), **more)


def entity(words, label, number=1, **more):
    place = find(text(), words)
    given = {"name": words, **more}
    return t.Entity(id=f"e{number}", start=place.start, end=place.end, text=words, label=label, **given)


def quote(words, number=1, **more):
    piece = find(text(), words)
    return t.Quote(id=f"q{number}", start=piece.start, end=piece.end, text=words, spans=(piece,), **{"kind": "direct", **more})


def belmora(**more):
    """A record in which Belmora complies, by its own words."""
    plain = text(
        entities=(entity("Belmora", "COMPANY", ref="company:belmora"),),
        quotes=(quote("“we will comply”", cue=find(text(), "said")),),
    )
    found = claim(plain, 1, "Belmora", "comply", **{"quotes": ("q1",), "attribution": "own", **more})
    return with_claims(plain, [replace(found, actor=replace(found.actor, entity="e1", ref="company:belmora"))])


def decided(a, b, *decisions):
    rows = [asdict(row) for row in disagreements([a], [b])]
    assert len(rows) == len(decisions), [row["what"] for row in rows]
    (record,) = apply_adjudication([a], [b], [{**row, "decision": d} for row, d in zip(rows, decisions, strict=True)])
    return record


@given(pairs(), st.sampled_from("ab"))
@settings(max_examples=60, deadline=None)
def test_who_is_always_right_gets_all_his_marks(both, side):
    rows = [{**asdict(row), "decision": side} for row in disagreements(*both)]
    final = list(apply_adjudication(*both, rows))
    right = both["ab".index(side)]
    assert not list(disagreements(final, right))
    assert [record.id for record in final] == [record.id for record in both[0]]
    for row in agree(final, right, replace(PLAIN, unsure="required")).rows:
        assert row.value in (None, 1), row


@given(pairs(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_every_sentence_is_that_of_whom_the_decision_names(both, rng):
    rows = [{**asdict(row), "decision": rng.choice("ab")} for row in disagreements(*both)]
    for final, one, two in zip(apply_adjudication(*both, rows), *both, strict=True):
        right = {row["sentence"]: row["decision"] for row in rows if row["id"] == final.id and row["kind"] == "sentence"}
        for i in range(len(final.sentences)):
            source = two if right.get(i) == "b" else one
            assert said(final, i) == said(source, i)
        assert to_json(final)


def said(record, sentence):
    claims = sorted((c.actor.start, c.stance, c.polarity, c.stage, c.attribution) for c in record.claims if c.sentence == sentence)
    home = Stretches(record).home
    return claims, sorted({(e.start, e.end, e.label) for e in record.entities if home(e.start) == sentence})


def test_an_adjudicated_record_says_so_and_belongs_to_no_model():
    model = t.ModelInfo(name="m", version="1", digest="0" * 64)
    one = replace(belmora(confidence=0.7), model=model, meta={"source": "wire"})
    record = decided(one, replace(belmora(confidence=0.9), model=model))
    assert record.meta == {"source": "wire", "adjudicated": True}
    assert (record.model, record.claims[0].confidence) == (None, None)
    assert replace(record, meta={"source": "wire"}) == replace(one, model=None, claims=belmora().claims)


def test_parts_of_both_sides_keep_their_links():
    one = belmora()
    other = text(
        entities=(
            entity("Norvik", "COMPANY", 1),
            entity("Belmora", "COMPANY", 2),
            entity("It", "COMPANY", 3, via="coref", antecedent="e2"),
        ),
        quotes=(quote("will comply", 9),),
    )
    two = with_claims(other, [claim(other, 0, "Norvik", "pause"), claim(other, 1, "Belmora", "comply", 2, attribution="own")])
    record = decided(one, two, "b", "b")  # Norvik's pause, and a shorter quote
    assert [(e.id, e.text) for e in record.entities] == [("e1", "Norvik"), ("e2", "Belmora")]
    assert [(q.id, q.text) for q in record.quotes] == [("q1", "will comply")]
    assert [(c.id, c.actor.entity, c.quotes) for c in record.claims] == [("c1", None, ()), ("c2", "e2", ("q1",))]
    assert record.sentences[1].stances == ("comply",)


def test_a_mention_goes_with_what_it_refers_back_to():
    back = entity("It", "COMPANY", 2, via="coref", antecedent="e1")
    one = text(entities=(entity("Belmora", "COMPANY"), back))
    assert [e.id for e in decided(one, text(), "a").entities] == ["e1", "e2"]
    assert decided(one, text(), "b").entities == ()


def test_right_parts_in_the_shape_of_a_gold_sentence():
    right = {
        "entities": [["Belmora", "COMPANY"], ["Data Act", "LAW"]],
        "claims": [
            {
                "actor": "Belmora", "actor_name": "Belmora", "actor_type": "company", "stance": "comply", "polarity": "affirmed",
                "stage": "announced", "target": "Data Act",
            },
            {"actor": "we", "actor_name": "X; Y", "stance": "undecided", "polarity": "affirmed", "stage": "in_effect", "unsure": True},
        ],
    }  # fmt: skip
    record = decided(belmora(), text(quotes=belmora().quotes), right)
    assert [(e.text, e.label, e.ref) for e in record.entities] == [
        ("Belmora", "COMPANY", "company:belmora"),
        ("Data Act", "LAW", None),
    ]
    first, *rest = record.claims
    assert (first.stage, first.target.text, first.target.kind) == ("announced", "Data Act", "law")
    # What the shape lacks comes from the annotator who has the claim.
    assert (first.attribution, first.quotes, first.actor.ref, first.actor.entity) == ("own", ("q1",), "company:belmora", "e1")
    assert [(c.actor.text, c.actor.name, c.unsure, c.attribution) for c in rest] == [
        ("we", "X", True, "reporter"),
        ("we", "Y", True, "reporter"),
    ]
    assert record.sentences[1].stances == ("comply", "undecided")


def test_what_the_shape_lacks_and_annotators_differ_in_must_be_said():
    one, two = belmora(), belmora(attribution="other", statement_date="2031-02")
    bare = {"actor": "Belmora", "stance": "comply", "polarity": "affirmed", "stage": "in_effect"}
    with pytest.raises(RecordError, match=r"'news': sentences\[1\].decision.claims\[0\].attribution: .*\(own / other\): say it"):
        decided(one, two, {"claims": [bare]})
    with pytest.raises(RecordError, match=r"statement_date: .*\(None / 2031-02\)"):
        decided(one, two, {"claims": [{**bare, "attribution": "other"}]})
    record = decided(one, two, {"claims": [{**bare, "attribution": "other", "statement_date": None}]})
    assert (record.claims[0].attribution, record.claims[0].statement_date) == ("other", None)
    assert record.entities == one.entities  # nobody differs in them, so they may be left out


def test_right_quotes():
    one, two = belmora(), replace(belmora(), quotes=(quote("we will comply", 1, speaker_name="Ane"),))
    right = {
        "text": "“we will comply” with the Data Act",
        "kind": "mixed",
        "by": "Belmora",
        "speaker_name": "Ane",
        "organization": None,
    }
    record = decided(one, two, {"quotes": [right]})
    (found,) = record.quotes
    assert (found.text, found.kind, found.speaker.text, found.speaker_name, found.cue) == (
        right["text"],
        "mixed",
        "Belmora",
        "Ane",
        None,
    )
    assert record.claims[0].quotes == ("q1",)
    kept = decided(one, two, {"quotes": [{**right, "text": "“we will comply”"}]})
    assert kept.quotes[0].cue.text == "said"  # of the annotator with the same quote
    none = decided(one, two, {"quotes": []})
    assert (none.quotes, none.claims[0].quotes) == ((), ())


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ("c", 'decision is \'c\', give "a", "b" or an object'),
        (3, "decision is 3"),
        ({}, "decision.claims: missing, and the annotators differ"),
        ({"claims": []}, "decision.entities: missing, and the annotators differ"),
        ({"claims": [], "entities": [["Zell", "COMPANY"]]}, r"decision.entities\[0\]: 'Zell' is not in the sentence"),
        (
            {"claims": [], "entities": [], "quotes": []},
            "quotes: unknown here, a row of kind sentence is decided by claims and entities",
        ),
        ({"claims": [{"stance": "pause"}], "entities": []}, r"decision.claims\[0\].actor: empty or missing"),
        ({"claims": [], "entities": [["Belmora", "FIRM"]]}, "entities"),
    ],
)
def test_a_decision_that_is_none_is_an_error_that_says_where(decision, message):
    with pytest.raises(RecordError, match=message) as found:
        decided(belmora(), text(quotes=belmora().quotes), decision)
    assert "'news'" in str(found.value)


def test_undecided_rows_are_an_error_that_says_how_many():
    sides = [list(side) for side in random_pairs(random.Random(7), "ab")]
    rows = [asdict(row) for row in disagreements(*sides)]
    assert len(rows) > 2
    half = [{**row, "decision": "a"} for row in rows[1:]]
    half[-1]["decision"] = None
    with pytest.raises(InputError, match=f"2 of {len(rows)} rows are undecided, such as record '{rows[0]['id']}' sentence"):
        apply_adjudication(*sides, half)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 5}, "no difference of the annotators there"),
        ({"id": "old"}, "record 'old' at"),
        ({"kind": None}, "no difference"),
        ({"end": "x"}, "row 2 lacks id, kind, start or end"),
        ({}, "row 2: a second decision on record 'news'"),
    ],
)
def test_rows_of_something_else_are_an_error(change, message):
    one, two = belmora(), text(quotes=belmora().quotes)
    (row,) = (asdict(row) for row in disagreements([one], [two]))
    rows = [{**row, "decision": "a"}, {**row, "decision": "a", **change}]
    with pytest.raises(InputError, match=message):
        apply_adjudication([one], [two], rows)


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_what_is_written_to_decide_on_is_read_back(tmp_path, name):
    one, two = belmora(), replace(text(), quotes=())
    rows = list(disagreements([one], [two]))
    assert write_adjudication(rows, tmp_path / name) == len(rows) == 2
    back = list(read_adjudication(tmp_path / name))
    assert [row.pop("decision") for row in back] == [None, None]
    assert back == json.loads(json.dumps([asdict(row) for row in rows]))
    (record,) = apply_adjudication([one], [two], [{**row, "decision": "a"} for row in back])
    assert to_dict(record)["claims"] == to_dict(one)["claims"]


def test_a_file_of_another_name_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"as \.jsonl to decide on or \.json for Label Studio"):
        write_adjudication([], tmp_path / "rows.csv")
    assert not list(tmp_path.iterdir())


def test_a_line_that_is_no_object_is_an_error_with_its_number(tmp_path):
    (tmp_path / "rows.jsonl").write_text("{}\n[]\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"rows\.jsonl:2: this is a list"):
        list(read_adjudication(tmp_path / "rows.jsonl"))
