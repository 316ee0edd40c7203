"""Label Studio: tasks, annotations, regions, relations, faults."""

import json

import pytest
from tools_support import TEXT, at, check, units

from onrecord.corpora import convert
from onrecord.errors import InputError


def region(name, label, words, *, count=at, **choices):
    start, end = count(words)
    value = {"start": start, "end": end, "text": words.replace("\n", "\\n"), "labels": [label]}
    given = [{"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}]
    for key, choice in choices.items():
        more = {"start": start, "end": end, "text": words, "choices": [choice]}
        given.append({"id": name, "from_name": key, "to_name": "text", "type": "choices", "value": more})
    return given


def relation(source, target, label):
    return {"from_id": source, "to_id": target, "type": "relation", "direction": "right", "labels": [label]}


def results(count=at):
    return [
        *region("a", "COMPANY", "Brix", count=count), *region("b", "PLACE", "Ostrova", count=count),
        *region("c", "LAW", "Ferry Act", count=count), *region("p", "PER", "Ada Quill", count=count),
        *region("d", "withdraw", "leave", count=count, polarity="negated", stage="announced", attribution="own"),
        *region("e", "Quote", "never", count=count), *region("f", "Speaker", "Ada Quill", count=count),
        *region("g", "Cue", "said", count=count),
        relation("d", "a", "actor"), relation("d", "b", "target"), relation("e", "d", "quote"), relation("e", "f", "speaker"),
        relation("e", "g", "cue"),
    ]  # fmt: skip


def task(found, **more):
    return {"id": 7, "data": {"text": TEXT, "desk": "trade"}, "annotations": [{"id": 1, "result": found}], **more}


def label_studio(tmp_path, tasks, **more):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks, indent=1), encoding="utf-8")
    return convert("label_studio", path, **more)


@pytest.mark.parametrize("count", [at, units], ids=["code points", "code units, before 2021"])
def test_label_studio(tmp_path, count):
    (record,) = label_studio(tmp_path, [task(results(count))])
    check(record)
    assert record.id == "export-7"
    assert record.meta["desk"] == "trade"


def test_label_studio_keeps_what_is_said_of_the_whole_task(tmp_path):
    topic = {"id": "t", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["ferries"]}}
    (record,) = label_studio(tmp_path, [task([*results(), topic])])
    assert record.meta["kept"]["results"] == [topic]


def test_label_studio_takes_a_region_with_two_labels_for_two(tmp_path):
    found = region("a", "COMPANY", "Brix")
    found[0]["value"]["labels"].append("PER")
    (record,) = label_studio(tmp_path, [task(found)])
    assert [e.label for e in record.entities] == ["COMPANY"]
    assert record.meta["unmapped"] == {"PER": 1}


def test_label_studio_several_annotations_are_several_records(tmp_path):
    given = task([])
    given["annotations"] = [{"id": 1, "result": []}, {"id": 2, "result": [], "was_cancelled": True}, {"id": 3, "result": []}]
    assert [r.id for r in label_studio(tmp_path, [given])] == ["export-7-1", "export-7-3"]
    assert [r.id for r in label_studio(tmp_path, [given], annotations="last")] == ["export-7"]


def test_label_studio_line_ends_and_other_keys(tmp_path):
    given = {"data": {"body": "A\r\nB"}, "annotations": [{"result": []}]}
    start = {"start": 0, "end": 4, "text": "A\\n\\nB", "labels": ["LAW"]}
    given["annotations"][0]["result"] = [{"id": "a", "type": "labels", "value": start}]
    (record,) = label_studio(tmp_path, [given], text="body")
    assert record.entities[0].text == "A\r\nB"


@pytest.mark.parametrize(
    ("tasks", "says"),
    [
        ([{"data": 1}], ":2: no task of Label Studio"),
        ([{"data": {}, "label": []}], ":2: annotations: not a list of objects with a `result`, export as JSON, not JSON-MIN"),
        ([{"data": {"text": "A"}, "annotations": []}], ":2: the task has no annotation, label it, or leave it out"),
        ([task([], data={"t": "A"})], r":2: data\.text: no text, name the key"),
        ([task([1])], r":2: result\[0\]: not an object"),
        ([task([relation("a", "b", "x")])], ":2: a relation leads to region a, which is not in the annotation"),
        ([task([{"id": "a", "type": "labels", "value": {"start": "/p", "end": 1, "labels": ["LAW"]}}])], ":2: region a: start and end"),
        ([task([{"id": "a", "type": "labels", "value": {"start": 0, "end": 4, "text": "Zemb", "labels": ["LAW"]}}])],
         ":2: region a says 'Zemb', other words than the text has there"),
        ([task([{"id": "a", "type": "labels", "value": {"start": 0, "end": 999, "labels": ["LAW"]}}])],
         ":2: LAW a at 0:999: empty, or outside the text"),
    ],
)  # fmt: skip
def test_label_studio_faults(tmp_path, tasks, says):
    with pytest.raises(InputError, match=rf"export\.json{says}"):
        list(label_studio(tmp_path, tasks))
