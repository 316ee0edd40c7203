"""The tutorial can be followed: its commands run in order, and so does its Python."""

import re
import shlex

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from tests_support import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)
BY_HAND = {"review": "waits for a browser", "evaluate": "needs what was reviewed", "estimate": "needs a coded sample"}


def commands(block):
    """The arguments of each line that is for onrecord."""
    return [shlex.split(line)[1:] for line in block.splitlines() if line.startswith("onrecord ")]


@pytest.mark.slow
def test_it_runs_from_top_to_bottom(tmp_path, monkeypatch, capsys):
    pytest.importorskip("datasketch")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, "docs/tutorial.md", "exec"), {})
            continue
        for arguments in commands(block):
            if arguments[0] not in BY_HAND:
                done = CliRunner().invoke(app, arguments)
                assert done.exit_code == 0, (arguments, done.output)
    assert "actor" in capsys.readouterr().out
    assert (tmp_path / "out" / "tutorial" / "report.html").is_file()
    assert (tmp_path / "out" / "tutorial" / "events.csv").is_file()
    assert (tmp_path / "out" / "coding" / "coding.jsonl").is_file()


def test_what_is_not_run_is_in_it():
    told = {arguments[0] for language, block in BLOCKS if language == "sh" for arguments in commands(block)}
    assert told >= set(BY_HAND) | {"annotate", "stories", "report", "events", "sample"}
