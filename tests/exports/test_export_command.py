"""`onrecord export`: what it writes, says and refuses."""

import pytest
from exports_support import make

from onrecord.cli import exporting
from onrecord.records import read_jsonl, write_failures, write_jsonl
from onrecord.types import Failure

assert exporting.export_command, "the command is known to the application once its module is imported"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    write_jsonl([make(), make(id="b")], tmp_path / "out" / "annotations.jsonl")
    return tmp_path / "out"


def test_export(run, folder, tmp_path):
    found = run("export", folder, "--to", "csv", "-o", tmp_path / "t.csv")
    assert found.exit_code == 0
    assert found.stdout == f"2 records as csv in {tmp_path / 't.csv'}\n"
    assert found.stderr.startswith("Not held by csv: URLs (2), entities (6), languages (2)")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").startswith("article_id,claim_id")


def test_what_keeps_everything_says_nothing_on_stderr(run, folder, tmp_path):
    found = run("export", folder / "annotations.jsonl", "--to", "jsonl", "-o", tmp_path / "r.jsonl")
    assert (found.exit_code, found.stderr) == (0, "")
    assert list(read_jsonl(tmp_path / "r.jsonl")) == [make(), make(id="b")]


def test_settings(run, folder, tmp_path):
    found = run("export", folder, "--to", "csv", "-o", tmp_path / "t.csv", "--set", "table=quotes")
    assert found.exit_code == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").startswith("article_id,quote_id")


def test_a_file_that_is_there(run, folder, tmp_path):
    (tmp_path / "r.jsonl").write_text("mine", encoding="utf-8")
    found = run("export", folder, "--to", "jsonl", "-o", tmp_path / "r.jsonl")
    assert found.exit_code == 4
    assert "is there already, pass --overwrite to replace it" in found.stderr
    assert (tmp_path / "r.jsonl").read_text(encoding="utf-8") == "mine"
    assert run("export", folder, "--to", "jsonl", "-o", tmp_path / "r.jsonl", "--overwrite").exit_code == 0


def test_a_file_beside_that_is_there(run, folder, tmp_path):
    (tmp_path / "t.xml").write_text("mine", encoding="utf-8")
    found = run("export", folder, "--to", "label_studio", "-o", tmp_path / "t.json")
    assert found.exit_code == 4
    assert "t.xml: is there already" in found.stderr
    assert (tmp_path / "t.xml").read_text(encoding="utf-8") == "mine"
    found = run("export", folder, "--to", "label_studio", "-o", tmp_path / "t.xml", "--overwrite")
    assert "label_studio writes another file of this name" in found.stderr


def test_articles_that_failed_are_told(run, folder, tmp_path):
    write_failures([Failure(id="c", error="InputError", message="no text")], folder / "failures.jsonl")
    found = run("export", folder, "--to", "jsonl", "-o", tmp_path / "r.jsonl")
    assert found.stderr == "1 article of the run failed and can't be exported: see failures.jsonl\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "word"], "no format 'word': choose from brat, csv"),
        (["--to", "csv", "--set", "table"], "table: give --set KEY=VALUE"),
        (["--to", "csv", "--set", "tabel=claims"], "csv has no setting 'tabel'"),
    ],
)
def test_refusals_are_one_line(run, folder, tmp_path, arguments, says):
    found = run("export", folder, "-o", tmp_path / "x", *arguments)
    assert found.exit_code == 4
    assert found.stderr.startswith(f"Error: {says}")
    assert found.stderr.count("\n") == 1
    assert not (tmp_path / "x").exists()


def test_formats(run):
    found = run("export", "--formats")
    assert found.exit_code == 0
    assert found.stdout.startswith("brat            brat standoff")
    assert found.stdout.count("\n") == 12
