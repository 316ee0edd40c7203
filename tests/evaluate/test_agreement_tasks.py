"""Disagreements as tasks for Label Studio, and the labelling interface that goes with them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings

from evaluate.invented import article, claim, find, pairs, with_claims
from onrecord import types as t
from onrecord.evaluate.agreement import disagreements, labelling_config, write_adjudication
from onrecord.evaluate.agreement.tasks import task

LINES = ("🚢🚢 Rain fell.", "Norvik 👩‍🚀 “will pause 🛑 exports” under the Data Act 🇯🇵, Ane said.", "It stayed.")


def record():
    plain = article(LINES, "news 🚢")
    norvik, law, words = find(plain, "Norvik"), find(plain, "Data Act"), find(plain, "“will pause 🛑 exports”")
    entities = (t.Entity(id="e1", start=norvik.start, end=norvik.end, text="Norvik", label="COMPANY", name="Norvik"),)
    pieces = (find(plain, "will pause"), find(plain, "exports"))
    quote = t.Quote(
        id="q1", start=words.start, end=words.end, text=words.text, spans=pieces, kind="direct", speaker=find(plain, "Ane"),
        cue=find(plain, "said"), speaker_name="Ane 👩‍🚀",
    )  # fmt: skip
    plain = replace(plain, entities=entities, quotes=(quote,))
    target = t.Target(start=law.start, end=law.end, text="Data Act", name="Data Act", label="LAW", ref=None, kind="law")
    found = claim(plain, 1, "Norvik", "pause", target=target, quotes=("q1",), unsure=True, statement_date="2031")
    return with_claims(plain, [replace(found, actor=replace(found.actor, entity="e1"))])


def results(side, row):
    (prediction,) = (p for p in task(row)["predictions"] if p["model_version"] == side)
    return prediction["result"]


def empty():
    return article(LINES, "news 🚢")


def test_offsets_count_code_points_of_the_task_whatever_stands_before():
    for row in disagreements([record()], [empty()]):
        found = task(row)
        text = found["data"]["text"]
        assert text == LINES[1]
        regions = [r["value"] for r in results("a", row) if "value" in r]
        assert regions
        for value in regions:
            if "labels" in value:
                assert text[value["start"] : value["end"]] == value["text"]
        assert results("b", row) == []
    labels = {value["labels"][0]: value["text"] for value in regions if "labels" in value}
    assert labels["Quote"] == "“will pause 🛑 exports”"
    assert labels["Speaker"] == "Ane"


def test_a_claim_is_its_sentence_with_relations_to_actor_target_and_quote():
    row = next(iter(disagreements([record()], [empty()])))
    found = results("a", row)
    names = {r["id"]: r["value"]["labels"][0] for r in found if r["type"] == "labels"}
    places = {r["value"]["labels"][0]: r["value"]["text"] for r in found if r["type"] == "labels"}
    assert places["pause"] == LINES[1]
    links = {(names[r["from_id"]], r["labels"][0], names[r["to_id"]]) for r in found if r["type"] == "relation"}
    assert ("pause", "actor", "COMPANY") in links  # the entity itself: no second region of the same words
    assert {
        ("pause", "target", "Target"),
        ("pause", "quote", "Quote"),
        ("Quote", "speaker", "Speaker"),
        ("Quote", "cue", "Cue"),
    } <= links
    assert ("Quote", "part", "Part") in links
    said = {(names[r["id"]], r["from_name"]): (r["value"].get("choices") or r["value"].get("text")) for r in found if "value" in r}
    assert said["pause", "stage"] == ["in_effect"]
    assert said["pause", "unsure"] == ["true"]
    assert said["pause", "statement_date"] == ["2031"]
    assert said["Target", "name"] == ["Data Act"]
    assert ("pause", "jurisdiction") not in said


def test_an_actor_that_is_no_entity_has_a_region_of_its_own():
    plain = empty()
    row = next(iter(disagreements([with_claims(plain, [claim(plain, 2, "It", "pause", name=None)])], [plain])))
    found = results("a", row)
    assert [r["value"]["labels"] for r in found if r["type"] == "labels"] == [["pause"], ["Actor"]]
    assert "name" not in {r.get("from_name") for r in found}


def test_marks_outside_the_text_are_left_out_with_their_relations():
    plain = empty()
    first = find(plain, "Rain")
    target = t.Target(start=first.start, end=first.end, text="Rain", name=None, label="OTHER", ref=None, kind="other")
    row = next(iter(disagreements([with_claims(plain, [claim(plain, 2, "It", "pause", target=target)])], [plain])))
    found = results("a", row)
    assert {r["value"]["labels"][0] for r in found if r["type"] == "labels"} == {"pause", "Actor"}
    assert [r["labels"] for r in found if r["type"] == "relation"] == [["actor"]]


@given(pairs())
@settings(max_examples=40, deadline=None)
def test_tasks_fit_the_labelling_interface(both):
    controls = {node.get("name"): node for node in ET.fromstring(labelling_config()).iter() if node.get("toName")}
    allowed = {name: {child.get("value") for child in node} for name, node in controls.items()}
    relations = {node.get("value") for node in ET.fromstring(labelling_config()).iter("Relation")}
    for row in disagreements(*both):
        found = task(row)
        assert [p["model_version"] for p in found["predictions"]] == ["a", "b"]
        every = [r for p in found["predictions"] for r in p["result"]]
        regions = [r["id"] for r in every if r["type"] == "labels"]
        assert len(set(regions)) == len(regions)
        for result in every:
            if result["type"] == "relation":
                assert {result["from_id"], result["to_id"]} <= set(regions)
                assert set(result["labels"]) <= relations
                continue
            control = controls[result["from_name"]]
            assert control.tag.lower() == result["type"]
            assert control.get("toName") == result["to_name"] == "text"
            assert result["id"] in regions
            values = result["value"].get(result["type"], [])
            assert set(values) <= allowed[result["from_name"]]


def test_the_interface_knows_every_value_of_the_contract():
    root = ET.fromstring(labelling_config())
    assert root.tag == "View"
    controls = {node.get("name"): {child.get("value") for child in node} for node in root.iter() if node.get("toName")}
    assert {*t.STANCES, *t.ENTITY_LABELS} <= controls["labels"]
    for name, values in (
        ("polarity", t.Polarity),
        ("stage", t.Stage),
        ("attribution", t.Attribution),
        ("target_kind", t.TargetKind),
    ):
        assert controls[name] == set(get_args(values))
    assert controls["kind"] == set(get_args(t.QuoteKind))
    assert controls["label"] == set(get_args(t.ActorLabel))
    variables = {node.get("value")[1:] for node in root.iter() if (node.get("value") or "").startswith("$")}
    assert variables <= set(task(next(iter(disagreements([record()], [empty()]))))["data"])


def test_a_file_of_tasks_is_a_json_list(tmp_path):
    rows = list(disagreements([record()], [empty()]))
    assert write_adjudication(rows, tmp_path / "tasks.json") == 2
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    assert tasks == [task(row) for row in rows]
    assert [found["data"]["kind"] for found in tasks] == ["sentence", "quote"]
    assert tasks[0]["data"]["what"] == "unsure claim only in a; entity only in a"
    assert write_adjudication([], tmp_path / "none.json") == 0
    assert json.loads((tmp_path / "none.json").read_text(encoding="utf-8")) == []
