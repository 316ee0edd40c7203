"""What README and docs show runs: every `onrecord` line, and every block of Python, page by page, with a model that needs no weights.

Files that a page takes for granted lie ready in the folder it runs in. What cannot run here is named, with the test that runs it.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import onrecord
from onrecord.cli import app
from onrecord.exports import export
from onrecord.pipeline import load as real_load
from onrecord.records import read_jsonl, write_jsonl
from tests_support import ROOT

sys.path.insert(0, str(ROOT / "tests" / "llm"))
from fake_endpoint import Server

ENDPOINT = re.compile(r"llm:[\w.-]+@http://localhost:8000/v1")
BLOCK = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
ELSEWHERE = {
    "docs/tutorial.md": "tests/docs/test_tutorial.py",
    "docs/quotes.md python": "tests/quotes/test_quotes_page.py",
    "README.md python": "tests/test_readme.py",
    "onrecord review": "tests/review/test_review_browser.py: serves until it is stopped",
    "serve_forever": "tests/review/test_review_server.py: serves until it is stopped",
    "onrecord estimate": "tests/estimate/test_estimates_page.py: needs a sample coded by hand",
    "to_rows(estimate": "tests/estimate/test_estimates_page.py: needs a sample coded by hand",
    "onrecord train grades": "tests/train: trains a network",
    "grades/my-model": "tests/train: needs what was trained",
    "read_adjudication": "tests/evaluate/test_agreement_adjudication.py: needs decisions made by hand",
    "--engine ray": "tests/engines: needs a cluster",
    "pl.scan_parquet": "polars is no dependency",
}
"""What is not run here, and where it is."""


def elsewhere(words):
    return next((why for what, why in ELSEWHERE.items() if what in words), None)


@pytest.fixture
def home(tmp_path, monkeypatch, run, articles, fake_pipeline):
    """A folder with all that pages name, and the working directory of the test."""

    def load(name="onrecord-en", **options):
        return real_load(name, **options) if name.startswith("llm:") else fake_pipeline

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    for name in ("articles", "news", "folder"):
        Path(name).mkdir()
    for name in ("articles", "news"):
        for article in articles:
            Path(name, f"{article.id}.txt").write_text(article.text, encoding="utf-8")
    Path("page.html").write_text(f"<html><body><article><p>{articles[0].text}</p></article></body></html>", encoding="utf-8")
    Path("my.csv").write_text("id,name,label\ncompany:norvik,Norvik,COMPANY\n", encoding="utf-8")
    Path("genders.csv").write_text("name,gender\nAda Quill,woman\n", encoding="utf-8")
    Path("question.sql").write_text("SELECT count(*) FROM claims", encoding="utf-8")
    Path("news.conll").write_text("Norvik B-ORG\nleft O\nBelmora B-LOC\n", encoding="utf-8")
    assert run("annotate", "articles", "-o", "out").exit_code == 0
    assert run("stories", "out", "--copies", "exact").exit_code == 0
    assert run("annotate", "articles", "-o", "sharded", "--layout", "shards").exit_code == 0
    _gold(list(read_jsonl("out/annotations.jsonl")))
    monkeypatch.setattr("onrecord.pipeline.load", load)
    monkeypatch.setattr(onrecord, "load", load, raising=False)
    return tmp_path


def _gold(records):
    """The same records under every name that a page gives to gold or predictions; of two annotators one found fewer claims."""
    fewer = [replace(r, claims=r.claims[:1], sentences=_stances(r, r.claims[:1])) for r in records]
    for name in ("anna", "my-gold", "old", "my-system", "out/gold-anna", "ours", "more"):
        write_jsonl(records, f"{name}.jsonl")
    for name in ("ben", "new", "out/gold-ben", "llm"):
        write_jsonl(fewer, f"{name}.jsonl")
    export(records, "brat", "my-project")


def _stances(record, claims):
    return tuple(
        replace(s, stances=tuple(dict.fromkeys(c.stance for c in claims if c.sentence == i and c.counted)))
        for i, s in enumerate(record.sentences)
    )


def lines(block):
    """The lines of a shell block that are for onrecord: their arguments, and the file that goes in."""
    for line in block.splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["onrecord"]:
            given = words.index("<") if "<" in words else len(words)
            yield line, words[1:given], words[given + 1] if given < len(words) else None


def invoke(line, arguments, given):
    done = CliRunner().invoke(app, arguments, input=Path(given).read_text("utf-8") if given else None)
    assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"


@pytest.mark.parametrize("page", PAGES)
def test_its_lines_and_blocks_run_in_order(page, home, monkeypatch):
    text = (ROOT / page).read_text(encoding="utf-8")
    if elsewhere(page):
        return
    server = Server()
    monkeypatch.setattr("sys.stdout", io.StringIO())
    records = list(read_jsonl("out/annotations.jsonl"))
    names = {"__name__": page, "records": records, "to_frame": onrecord.to_frame}
    try:
        for language, raw in BLOCK.findall(text):
            block = ENDPOINT.sub(server.name, raw)
            if language == "sh":
                _run_lines(block, server)
            elif not elsewhere(f"{page} {language}") and not elsewhere(block):
                _fresh()
                exec(compile(_sharded(block), page, "exec"), names)
    finally:
        server.close()


def _run_lines(block, server):
    for line, arguments, given in lines(block):
        if elsewhere(line):
            continue
        _fresh(arguments)
        if server.name in block and "gold:test" in arguments:
            arguments[arguments.index("gold:test")] = "my-gold.jsonl"  # a round of questions for each of its sentences
        if "--workers" in arguments:  # workers are other processes, which would load the model after all
            at = arguments.index("--workers")
            del arguments[at : at + 2]
        if arguments[0] == "annotate" and server.name in arguments and "--show-prompt" not in arguments:
            arguments.append("--overwrite")  # out/ holds what another model gave
        invoke(line, arguments, given)


def _fresh(arguments=()):
    """Take away what an earlier line wrote under the same name: pages show ways to do a thing, one at a time."""
    for option in ("-o", "--html", "--to", "--save", "--init"):
        if option in arguments:
            path = Path(arguments[arguments.index(option) + 1])
            if path.is_file():
                path.unlink()
            elif path.is_dir() and arguments[0] != "annotate":
                shutil.rmtree(path)
    if not arguments:
        for path in ("inception", "sample"):
            shutil.rmtree(path, ignore_errors=True)


def _sharded(block):
    """Blocks that read shards read those of a run in shards."""
    return block.replace('"out/claims"', '"sharded/claims"').replace("out/records/*", "sharded/records/*")


def test_what_is_said_to_run_elsewhere_is_there():
    shown = "\n".join(f"{page}\n{(ROOT / page).read_text(encoding='utf-8')}" for page in PAGES)
    for what, why in ELSEWHERE.items():
        assert what.removesuffix(" python") in shown
        place = why.partition(":")[0]
        assert not place.startswith("tests/") or (ROOT / place).exists()


def test_most_lines_are_run_here():
    found = [
        line
        for page in PAGES
        if not elsewhere(page)
        for kind, b in BLOCK.findall((ROOT / page).read_text("utf-8"))
        if kind == "sh"
        for line, *_ in lines(b)
    ]
    here = [line for line in found if not elsewhere(line)]
    assert len(found) > 70
    assert len(here) / len(found) > 0.8
