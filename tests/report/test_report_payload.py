"""What goes into the page comes out of it again."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError
from onrecord.report.bodies import PART, Bodies, body
from onrecord.report.columns import Codes, Names
from onrecord.report.index import FAILURES_SHOWN, Index
from onrecord.report.pack import packed, unpacked
from onrecord.types import Failure, Record, Sentence
from report.hostile_report import hostile_records
from report.invented_report import collection
from strategies import SCHEMES, json_values, records

CODED = ("id", "stance", "polarity", "stage", "jurisdiction", "statement_date", "effective_date", "date_source", "attribution")


def index_of(found):
    index = Index()
    for record in found:
        index.add(record)
    return index.content("t", [0])


def spread(steps, lengths):
    """Places as the page reads them."""
    found, start = [], 0
    for step, length in zip(steps, lengths, strict=True):
        start += step
        found.append((start, start + length))
    return found


@given(json_values)
def test_what_is_packed_is_unpacked_equal_and_cannot_end_its_element(content):
    line = packed(content)
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", line)
    assert unpacked(line) == json.loads(json.dumps(content))
    assert packed(content) == line


@pytest.mark.parametrize("content", [float("nan"), {1, 2}, "\ud800"])
def test_what_json_cannot_hold_is_refused(content):
    with pytest.raises(RecordError):
        packed(content)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(SCHEMES), max_size=4, unique_by=lambda record: record.id))
def test_the_index_holds_every_claim_with_its_values(found):
    content = unpacked(packed(index_of(found)))
    claims, values = content["claims"], content["values"]
    wanted = [(r, c) for r in found for c in r.claims]
    assert len({len(column) for column in claims.values()}) == 1
    assert len(claims["id"]) == len(wanted)
    assert content["articles"]["claims"] == [len(r.claims) for r in found]
    assert set(content["stances"]) >= {c.stance for _, c in wanted}
    for i, (record, claim) in enumerate(wanted):
        assert [values[name][claims[name][i]] for name in CODED] == [getattr(claim, name) for name in CODED]
        assert values["actor_text"][claims["actor_text"][i]] == claim.actor.text
        assert (claims["confidence"][i], claims["counted"][i]) == (claim.confidence, claim.counted)
        sentence = claims["sentence"][i]
        assert content["sentences"]["text"][sentence] == claim.evidence.text
        assert content["sentences"]["start"][sentence] == claim.evidence.start
        assert content["articles"]["id"][content["sentences"]["article"][sentence]] == record.id
        assert tuple(content["quotes"]["id"][q] for q in claims["quotes"][i]) == claim.quotes
        name = content["actors"][claims["actor"][i]][1]
        assert name is None if claim.actor.ref is None and claim.actor.name is None else True
        assert (claims["target_start"][i] >= 0) is (claim.target is not None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records())
def test_a_body_holds_every_mark_at_its_place(record):
    found = unpacked(packed(body(record)))
    assert found["text"] == record.text
    assert spread(*found["sentences"]) == [(s.start, s.end) for s in record.sentences]
    if record.entities:
        steps, lengths, ids, labels, names, vias, antecedents = found["entities"]
        rows = zip(spread(steps, lengths), ids, labels, names, vias, antecedents, strict=True)
        assert [
            (at, i, ("COMPANY", "GOVERNMENT", "LAW", "PLACE")[n], *found["names"][name], via, of)
            for at, i, n, name, via, of in rows
        ] == [((e.start, e.end), e.id, e.label, e.name, e.ref, e.via, e.antecedent) for e in record.entities]
    assert [q[2] for q in found["quotes"]] == [[[p.start, p.end] for p in q.spans] for q in record.quotes]
    assert [c[:3] for c in found["claims"]] == [[c.id, c.sentence, c.actor.entity] for c in record.claims]


def test_texts_come_in_parts_that_are_found_by_their_first_article():
    text = "word " * (PART // 12)
    found = Bodies()
    for i in range(7):
        found.add(Record(id=str(i), text=text, sentences=(Sentence(start=0, end=4),)))
    found.flush()
    sizes = [len(unpacked(part)) for part in found.parts]
    assert sum(sizes) == 7
    assert len(sizes) > 1
    assert found.firsts == [sum(sizes[:i]) for i in range(len(sizes))]


def test_an_article_that_comes_twice_is_refused():
    (record,) = collection(1)
    with pytest.raises(InputError, match="stands twice"):
        index_of([record, replace(record, text=record.text)])


def test_all_failures_are_counted_and_some_are_listed():
    index = Index()
    for i in range(FAILURES_SHOWN + 3):
        index.add_failure(Failure(id=str(i), error="InputError", message="empty, give a text"))
    content = index.content("t", [])
    assert content["failed"] == FAILURES_SHOWN + 3
    assert len(content["failures"]) == FAILURES_SHOWN
    assert content["stances"] == ["pause", "comply", "withdraw", "undecided", "refuse"]


def test_one_actor_under_several_names_is_one_row_under_the_most_frequent():
    names = Names()
    assert [names(("ref", "company:norvik"), *said) for said in (("Norvik AG", "x"), ("Norvik", "x"), ("Norvik", "x"))] == [0, 0, 0]
    assert names(("name", "norvik"), "Norvik", "x") == 1
    assert names.rows == [["company:norvik", "Norvik", "x"], ["name:norvik", "Norvik", "x"]]


def test_actors_that_cannot_be_told_share_a_row_without_a_name():
    found = collection(80, seed=4)
    content = index_of(found)
    untold = [row for row in content["actors"] if row[1] is None]
    assert untold == [["words:", None, None, None]]
    code = content["actors"].index(untold[0])
    assert content["claims"]["actor"].count(code) == sum(c.actor.name is None for r in found for c in r.claims)


def targeted(record, **change):
    """The record with the same target in each of its claims."""
    claims = tuple(replace(c, target=c.target and replace(c.target, **change)) for c in record.claims)
    return replace(record, claims=claims)


def test_a_target_without_a_name_is_known_in_its_story_only():
    one, other, third = collection(3, copies=0)
    found = [targeted(r, name="Order", label="OTHER") for r in (one, replace(one, id="copy", title="A copy"), other)]
    content = index_of([*(replace(r, story="s") for r in found[:2]), found[2], targeted(third, name="Port Act", label="LAW")])
    rows = content["targets"]
    assert rows == [
        ["words:s:order", "Order", "OTHER", "law", one.title],
        [f"words:{other.id}:order", "Order", "OTHER", "law", other.title],
        ["name:port act", "Port Act", "LAW", "law", None],
    ]
    of = {
        content["articles"]["id"][a]: t
        for a, t in zip(content["claims"]["article"], content["claims"]["target"], strict=True)
        if t >= 0
    }
    assert of == {one.id: 0, "copy": 0, other.id: 1, third.id: 2}


def test_codes_keep_none_and_order():
    codes = Codes(("a",))
    assert [codes(v) for v in (None, "a", "b", None)] == [1, 0, 2, 1]
    assert codes.values == ["a", None, "b"]


def test_attacks_are_kept_as_they_are_inside_the_data():
    found = hostile_records()
    content = unpacked(packed(index_of(found)))
    assert content["articles"]["title"] == [r.title for r in found]
