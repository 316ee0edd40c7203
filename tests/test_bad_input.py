"""A folder of everything that goes wrong: each file gets a failure row or a clear handling, the rest is annotated."""

import json

import pytest
from typer.testing import CliRunner

from onrecord.cli import app

GOOD = "Norvik said it would leave Germany because of the new data law. "


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("results") / "out"
    files = {
        "empty.txt": b"",
        "zero.html": b"",
        "no-text.html": b"<html><body><nav>Home</nav></body></html>",
        "binary.txt": bytes(range(256)) * 20,
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "utf16.txt": (GOOD * 3).encode("utf-16"),
        "invalid-utf8.txt": b"Norvik\xe2 said it would leave Germany \xff\xfe because of the new law. " * 5,
        "one-line.txt": (GOOD * 30_000).encode(),
        "nested.html": b"<html><body>" + b"<div>" * 10_000 + f"<p>{GOOD * 3}</p>".encode() + b"</div>" * 10_000,
        "chinese.txt": ("公司周一表示，将遵守法院的命令，不会上诉。" * 20).encode(),
        "rows.jsonl": b'{"id":"a","text":"Selmar left Germany."}\nnot json\n{"id":"b"}\n{"id":"a","text":"Again."}\n["x"]\n{"id":"c","text":"Fine."}\n',
        "table.csv": b"id,body\n1,Selmar left.\n",
        "corrupt.parquet": b"PAR1 and no more",
        "good.md": f"# Norvik to leave Germany\n\n{GOOD * 2}\n".encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    run = CliRunner().invoke(app, ["annotate", str(folder), str(folder / "missing.txt"), "-o", str(out), "--max-chars", "5000"])
    rows = {
        name: [json.loads(line) for line in (out / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("annotations", "failures")
    }
    return run, {r["id"]: r for r in rows["annotations"]}, {r["id"]: r for r in rows["failures"]}, sum(map(len, rows.values()))


@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "zero",
        "no-text",
        "binary",
        "picture",
        "chinese",
        "rows:2",
        "b",
        "rows:5",
        "table",
        "corrupt",
        "dangling",
        "missing",
    ],
)
def test_what_cannot_be_annotated_is_a_failure_row_that_says_why(outcome, name):
    _, records, failures, _ = outcome
    assert name not in records
    row = failures[name]
    assert len(row["message"]) > 15
    assert "\n" not in row["message"]
    assert row["stage"] in ("read", "annotate")


@pytest.mark.parametrize("name", ["utf16", "nested", "good", "a", "c", "one-line"])
def test_the_rest_is_annotated(outcome, name):
    _, records, _, _ = outcome
    assert records[name]["sentences"]


def test_the_second_article_with_an_id_is_a_failure_not_an_overwrite(outcome):
    _, records, failures, _ = outcome
    assert records["a"]["text"] == "Selmar left Germany."
    assert "a" in failures


def test_a_very_long_line_is_cut_and_counted(outcome):
    run, records, _, _ = outcome
    long = records["one-line"]
    assert 4000 < long["truncated_at"] <= 5000
    assert len(long["text"]) > 1_000_000
    assert "1" in next(line for line in run.output.splitlines() if "cut" in line or "trunc" in line)


def test_nothing_is_lost_and_the_run_says_so(outcome):
    run, records, failures, total = outcome
    assert run.exit_code == 3
    assert f"{total} articles in = {len(records)} records + {total - len(records)} failures" in run.output
    assert "invalid-utf8" in records or "invalid-utf8" in failures
