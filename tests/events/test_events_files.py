"""Events in files, and the commands that write them."""

from __future__ import annotations

import csv
import json

import pyarrow.parquet as pq
import pytest
from invented_events import article, said

from onrecord.errors import RecordError
from onrecord.events import EVENT_COLUMNS, find_events, to_row, write_events_csv, write_events_jsonl
from onrecord.records import read_jsonl, write_claims_csv, write_claims_parquet, write_jsonl
from onrecord.records.runs import read_run
from onrecord.types import Record


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def records():
    return [
        article("a1", said("=Norvik", quote="We go.", confidence=0.5, attribution="own"), said("Belmora", "refuse")),
        article("desk/a2", said("=Norvik"), date="2031-02-05"),
        article("a3", said("=Norvik", polarity="negated"), date="2031-06-01", source=None),
    ]


@pytest.fixture
def folder(tmp_path, records):
    out = tmp_path / "out"
    out.mkdir()
    write_jsonl(records, out / "annotations.jsonl")
    write_claims_csv(records, out / "claims.csv")
    write_claims_parquet(records, out / "claims.parquet")
    return out


def test_jsonl_keeps_events_as_they_are(tmp_path, records):
    events = find_events(records)
    assert write_events_jsonl(events, tmp_path / "events.jsonl") == 3
    found = lines(tmp_path / "events.jsonl")
    assert found == [to_row(event) for event in events]
    assert tuple(found[0]) == EVENT_COLUMNS
    norvik = next(row for row in found if row["shown_as"] == "withdraw")
    assert norvik["claims"] == [{"article": "a1", "claim": "c1"}, {"article": "desk/a2", "claim": "c1"}]
    assert norvik["denied_by"] == [found[2]["id"]]


def test_csv_is_for_people(tmp_path, records):
    write_events_csv(find_events(records), tmp_path / "events.csv")
    found = rows(tmp_path / "events.csv")
    norvik = next(row for row in found if row["shown_as"] == "withdraw")
    assert norvik["claims"] == "a1#c1; desk/a2#c1"
    assert (norvik["counted"], norvik["effective_date"], norvik["actor"]) == ("true", "", "=Norvik")
    assert [row["outside_four"] for row in found].count("true") == 1


def test_no_events_give_a_header_and_nothing(tmp_path):
    write_events_csv([], tmp_path / "events.csv")
    assert (tmp_path / "events.csv").read_text(encoding="utf-8").strip() == ",".join(EVENT_COLUMNS)


@pytest.mark.parametrize("write", [write_events_csv, write_events_jsonl])
def test_what_utf8_cannot_hold_names_the_event_and_leaves_nothing(tmp_path, write):
    with pytest.raises(RecordError, match=r"ev-.*actor has half a surrogate pair"):
        write(find_events([article("a1", said("Nor\ud800vik"))]), tmp_path / "events")
    assert not list(tmp_path.iterdir())


def test_the_command_writes_both_files_and_a_table(run, folder):
    done = run("events", folder)
    assert done.exit_code == 0, done.stderr
    assert "4 claims in 3 events from 3 articles\n1 event of refusal, outside the four stances" in done.stdout
    assert "stays" in done.stdout
    assert "denied" in done.stdout
    assert "Belmora" not in done.stdout
    assert [row["id"] for row in rows(folder / "events.csv")] == [row["id"] for row in lines(folder / "events.jsonl")]
    assert "Belmora" in run("events", folder, "--overwrite", "--scheme", "five").stdout


def test_the_window_is_an_option(run, folder):
    assert "4 claims in 4 events" in run("events", folder, "--window", 1, "--copies", "keep").stdout


def test_events_are_not_replaced_unasked(run, folder):
    (folder / "events.csv").write_text("mine", encoding="utf-8")
    done = run("events", folder)
    assert (done.exit_code, (folder / "events.csv").read_text(encoding="utf-8")) == (4, "mine")
    assert "--overwrite" in done.stderr


def test_a_file_of_records_will_do(run, folder):
    assert run("events", folder / "annotations.jsonl", "--copies", "exact").exit_code == 0
    assert (folder / "events.jsonl").exists()


@pytest.mark.parametrize("command", ["events", "stories"])
def test_a_folder_without_annotations_is_an_error(run, tmp_path, command):
    done = run(command, tmp_path)
    assert done.exit_code == 4
    assert "annotations.jsonl" in done.stderr
    assert not list(tmp_path.glob("events.*"))


@pytest.mark.parametrize("command", ["events", "stories"])
def test_a_similarity_of_exact_copies_means_nothing(run, folder, command):
    done = run(command, folder, "--copies", "exact", "--similarity", "0.8")
    assert (done.exit_code, "--similarity would be ignored" in done.stderr) == (4, True)


@pytest.mark.parametrize("layout", ["files", "shards"])
def test_a_run_of_annotate_will_do_in_either_layout(run, tmp_path, layout):
    news = tmp_path / "news.jsonl"
    text = "Norvik paused its shop. " + " ".join(f"word{i}" for i in range(60))
    news.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name in "abc"), encoding="utf-8")
    assert run("annotate", news, "-o", tmp_path / "out", "--layout", layout, "--shard-size", 2).exit_code == 0
    assert run("stories", tmp_path / "out").stdout.strip() == "3 articles tell 1 story"
    assert [record.story for record in read_run(tmp_path / "out")] == ["a", "a", "a"]
    table = pq.read_table(tmp_path / "out" / ("claims.parquet" if layout == "files" else "claims"))
    assert table["story"].to_pylist() == ["a", "a", "a"]
    assert run("events", tmp_path / "out").exit_code == 0
    assert run("annotate", news, "-o", tmp_path / "out", "--layout", layout, "--shard-size", 2).exit_code == 0
    assert next(read_run(tmp_path / "out")).story == "a"


def test_stories_are_filled_in(run, tmp_path):
    words = " ".join(f"word{i}" for i in range(60))
    records = [Record(id=name, date=date, text=f"{name} {words}") for name, date in (("b", "2031-02-04"), ("a", "2031-02-05"))]
    claims = article("c", said("Norvik"))
    write_jsonl([*records, claims], tmp_path / "annotations.jsonl")
    write_claims_csv([claims], tmp_path / "claims.csv")
    write_claims_parquet([claims], tmp_path / "claims.parquet")
    done = run("stories", tmp_path)
    assert done.stdout.strip() == "3 articles tell 2 stories"
    assert [record.story for record in read_jsonl(tmp_path / "annotations.jsonl")] == ["b", "b", "c"]
    assert [row["story"] for row in rows(tmp_path / "claims.csv")] == ["c"]
    assert pq.read_table(tmp_path / "claims.parquet")["story"].to_pylist() == ["c"]
