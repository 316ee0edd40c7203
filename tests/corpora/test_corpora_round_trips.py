"""What the writers write is read back equal, emoji, curly quotes and all."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from onrecord.corpora import convert, label_studio_task, write_brat, write_label_studio
from onrecord.errors import InputError, RecordError
from onrecord.types import Actor, Claim, Entity, Quote, Record, Sentence, Span
from strategies import records

TEXT = "🦀 “We go, 🚀”\nsaid Brix.\nIt’s off."


@given(records())
@settings(max_examples=60, deadline=None)
def test_label_studio(record):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        assert write_label_studio([record], path) == 1
        assert list(convert("label_studio", path)) == [record]


@given(records())
@settings(max_examples=60, deadline=None)
def test_brat(record):
    with tempfile.TemporaryDirectory() as folder:
        assert write_brat([record], folder) == 1
        assert list(convert("brat", folder)) == [record]


def span(words):
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


def at(words):
    found = span(words)
    return {"start": found.start, "end": found.end, "text": found.text}


@pytest.fixture
def record():
    """A quote over a line end and in two pieces, an actor that is an entity, a target that is none."""
    whole = Span.of(TEXT, 0, TEXT.index("\nIt"))
    return Record(
        id="a/b: 🦀", title="Ferries", meta={"desk": "trade"}, text=TEXT, body_start=0,
        sentences=(Sentence(start=whole.start, end=whole.end, stances=("withdraw",)), Sentence(start=whole.end + 1, end=len(TEXT))),
        entities=(Entity(id="e1", **at("Brix"), label="COMPANY", name="Brix plc", ref="company:brix"),),
        quotes=(
            Quote(id="q1", **at("We go, 🚀”\nsaid"), spans=(span("We go"), span("🚀”\nsaid")), kind="mixed", speaker=span("Brix")),
            Quote(id="q2", **at("“We go, 🚀”\nsaid Brix"), spans=(span("“We go, 🚀”\nsaid Brix"),), kind="direct"),
        ),
        claims=(
            Claim(
                id="c1", actor=Actor(**at("Brix"), name="Brix plc", label="COMPANY", ref="company:brix", entity="e1"),
                stance="withdraw", stage="announced", sentence=0, evidence=whole, quotes=("q2", "q1"), attribution="own",
                confidence=0.25, jurisdiction="EU", unsure=True,
            ),
        ),
    )  # fmt: skip


def test_a_record_in_both_formats(tmp_path, record):
    write_label_studio([record], tmp_path / "tasks.json")
    write_brat([record], tmp_path)
    assert list(convert("label_studio", tmp_path / "tasks.json")) == [record]
    assert list(convert("brat", tmp_path)) == [record]


def test_label_studio_counts_code_points(record):
    task = label_studio_task(record)
    assert task["data"]["text"] == TEXT
    first, *_ = task["annotations"][0]["result"]
    assert first == {
        "id": "entity1", "from_name": "labels", "to_name": "text", "type": "labels",
        "value": {"start": TEXT.index("Brix"), "end": TEXT.index("Brix") + 4, "text": "Brix", "labels": ["COMPANY"]},
    }  # fmt: skip
    relation = {"type": "relation", "from_id": "claim1", "to_id": "entity1", "direction": "right", "labels": ["actor"]}
    assert relation in task["annotations"][0]["result"]


def test_brat_files_are_what_brat_reads(tmp_path, record):
    write_brat([record], tmp_path)
    name = "a%2Fb%3A %F0%9F%A6%80"
    assert (tmp_path / f"{name}.txt").read_bytes().decode() == TEXT
    lines = (tmp_path / f"{name}.ann").read_text(encoding="utf-8").split("\n")
    start = TEXT.index("Brix")
    assert lines[0] == f"T1\tCOMPANY {start} {start + 4}\tBrix"
    assert "T2\tQuote 3 8;10 12;13 17\tWe go 🚀” said" in lines, "no span of brat has a line end in it"
    assert any(line.startswith("E5\twithdraw:T5 actor:T1 quote:E4 quote:E2") for line in lines)
    assert (tmp_path / "annotation.conf").is_file()


def test_what_an_annotator_adds_is_read_with_the_rest(tmp_path, record):
    write_label_studio([record], tmp_path / "tasks.json")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    place = {"start": TEXT.index("It"), "end": TEXT.index("It") + 2, "text": "It"}
    for label in ("LAW", "PER"):
        tasks[0]["annotations"][0]["result"].append(
            {"id": f"new{label}", "from_name": "labels", "to_name": "text", "type": "labels", "value": {**place, "labels": [label]}}
        )
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    (found,) = convert("label_studio", tmp_path / "tasks.json", labels={"ORG": "COMPANY"})
    assert found.entities == (*record.entities, Entity(id="e2", **at("It"), label="LAW", name="It"))
    assert found.meta == {
        "desk": "trade",
        "unmapped": {"PER": 1},
        "kept": {"spans": [{"label": "PER", "start": place["start"], "end": place["end"]}]},
    }


def test_records_are_written_in_their_order_and_read_one_by_one(tmp_path, record):
    several = [replace(record, id=f"r{i}") for i in range(30)]
    assert write_label_studio(iter(several), tmp_path / "tasks.json") == 30
    assert list(convert("label_studio", tmp_path / "tasks.json")) == several
    assert write_label_studio([], tmp_path / "none.json") == 0
    assert list(convert("label_studio", tmp_path / "none.json")) == []


@pytest.mark.parametrize("name", ["..", ".hidden", "../up", "x" * 400, "a\nb", "Ä/ö"])
def test_ids_never_lead_out_of_the_folder(tmp_path, record, name):
    (tmp_path / "out").mkdir()
    write_brat([replace(record, id=name)], tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [r.id for r in convert("brat", tmp_path / "out")] == [name]


def test_what_cannot_be_written(tmp_path, record):
    with pytest.raises(InputError, match="record 'A': an earlier one has this id, or one that differs in case only"):
        write_brat([replace(record, id="a"), replace(record, id="A")], tmp_path)
    with pytest.raises(InputError, match="there is no such folder, make it first"):
        write_brat([record], tmp_path / "none")
    with pytest.raises(InputError, match="there is no folder"):
        write_label_studio([record], tmp_path / "none" / "tasks.json")
    with pytest.raises(RecordError, match="half a surrogate pair"):
        write_label_studio([replace(record, story="\ud800")], tmp_path / "tasks.json")
    assert not (tmp_path / "tasks.json").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sentences": [[0]]}, "sentences: not a list of pairs of offsets"),
        ({"body_start": "0"}, "body_start is '0', was the file changed by hand"),
        ({"model": {"name": "x"}}, "model is .*, give its name, version and digest"),
        ({"sentences": [[0, 4], [2, 6]]}, "begins at 2, before"),
    ],
)
def test_a_head_that_was_changed_by_hand(tmp_path, record, change, says):
    task = label_studio_task(record)
    task["data"] |= change
    (tmp_path / "tasks.json").write_text(json.dumps([task]), encoding="utf-8")
    with pytest.raises(InputError, match=rf"tasks\.json:1: .*{says}"):
        list(convert("label_studio", tmp_path / "tasks.json"))
