"""The file: whole, the same each time, and closed to what the data might carry. And the command that writes it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html
from typer.testing import CliRunner

from onrecord.cli import app, reporting
from onrecord.errors import InputError, RecordError
from onrecord.records import write_failures, write_jsonl
from onrecord.report import write_report
from onrecord.report.pack import packed, unpacked
from onrecord.report.page import page, script, style
from onrecord.types import Failure, Record
from report.hostile_report import PAYLOADS, hostile_records
from report.invented_report import collection


def written(tmp_path, records, **options):
    path = tmp_path / "report.html"
    found = write_report(records, path, **options)
    return found, path.read_text(encoding="utf-8")


def test_the_page_holds_all_articles_and_loads_nothing(tmp_path):
    records = collection(30)
    found, text = written(tmp_path, records, failures=[Failure(id="x", error="InputError", message="m")], title="A & B")
    assert (found.articles, found.claims, found.failures) == (30, sum(len(r.claims) for r in records), 1)
    assert found.size == len(text.encode())
    tree = html.document_fromstring(text)
    assert tree.findtext(".//title") == "A & B"
    index = unpacked(tree.get_element_by_id("index").text)
    bodies = [one for i in range(len(index["parts"])) for one in unpacked(tree.get_element_by_id(f"part-{i}").text)]
    assert [one["text"] for one in bodies] == [r.text for r in records]
    assert index["title"] == "A & B"
    assert tree.xpath("//@src | //link[@rel!='icon']/@href | //@srcset | //@style | //@*[starts-with(name(), 'on')]") == []


def test_the_policy_allows_this_script_and_this_style_only(tmp_path):
    _, text = written(tmp_path, collection(2))
    policy = html.document_fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for name, source in (("script-src", script()), ("style-src", style())):
        assert source in text
        assert rules[name] == f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_same_records_give_the_same_bytes(tmp_path):
    assert written(tmp_path, collection(5))[1] == written(tmp_path, collection(5))[1]


def test_no_attack_gets_out_of_the_data(tmp_path):
    failures = [Failure(id=p, error=p, message=p) for p in PAYLOADS]
    _, text = written(tmp_path, hostile_records(), failures=failures, title="; ".join(PAYLOADS))
    _, calm = written(tmp_path, collection(1), title="calm")
    shape = re.compile(r"<(?!/)[a-z]+")
    data = re.compile(r'<script type="application/gzip\+base64".*?</script>')
    assert shape.findall(data.sub("", text)) == shape.findall(data.sub("", calm))
    assert re.search("[\u202a-\u202e\u2066-\u2069\x00]", data.sub("", text)) is None
    assert "{{" not in html.document_fromstring(data.sub("", text)).findtext(".//style")


def test_slots_in_a_title_are_text():
    text = "".join(page("{{script}} {{data}}", packed([]), []))
    assert html.document_fromstring(text).findtext(".//title") == "{{script}} {{data}}"


def test_nothing_is_left_behind_when_it_fails(tmp_path):
    records = collection(2)
    path = tmp_path / "report.html"
    with pytest.raises(InputError, match="stands twice"):
        write_report([*records, records[0]], path)
    with pytest.raises(RecordError, match="surrogate"):
        write_report([Record(id="a", text="x", title="\ud800")], path)
    with pytest.raises(InputError, match="no folder"):
        write_report(records, tmp_path / "nowhere" / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_nothing_is_a_page(tmp_path):
    assert written(tmp_path, [])[0].articles == 0
    assert written(tmp_path, [Record(id="a", text="Rain.")])[0].claims == 0


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    write_jsonl(collection(4), out / "annotations.jsonl")
    write_failures([Failure(id="x", error="InputError", message="m")], out / "failures.jsonl")
    return out


def run(*arguments):
    assert reporting.report_command  # the command is there once its module is
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_the_command_writes_the_page_of_a_folder(folder, tmp_path):
    path = tmp_path / "r.html"
    result = run(folder, "-o", path, "--title", "Mine")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("4 articles, ")
    tree = html.document_fromstring(path.read_text(encoding="utf-8"))
    assert tree.findtext(".//title") == "Mine"
    assert unpacked(tree.get_element_by_id("index").text)["failed"] == 1


def test_the_command_takes_a_file_and_replaces_only_when_told(folder, tmp_path):
    path = tmp_path / "r.html"
    assert run(folder / "annotations.jsonl", "-o", path).exit_code == 0
    again = run(folder, "-o", path)
    assert again.exit_code == 4
    assert "--overwrite" in again.stderr
    assert run(folder, "-o", path, "--overwrite").exit_code == 0


def test_the_command_says_what_is_wrong(tmp_path):
    result = run(tmp_path / "nothing", "-o", tmp_path / "r.html")
    assert result.exit_code == 4
    assert "nothing" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_stories_that_the_records_tell_are_in_the_page(tmp_path):
    found = [replace(r, story="s") for r in collection(2, copies=0)]
    _, text = written(tmp_path, found)
    assert unpacked(html.document_fromstring(text).get_element_by_id("index").text)["articles"]["story"] == ["s", "s"]
