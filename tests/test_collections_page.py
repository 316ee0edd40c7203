"""What docs/collections.md shows runs."""

from __future__ import annotations

import re

import pytest

from onrecord.records import to_json, write_jsonl
from onrecord.types import Article
from tests_support import ROOT

PAGE = (ROOT / "docs" / "collections.md").read_text(encoding="utf-8")


@pytest.fixture
def recipe(fake_pipeline, monkeypatch, tmp_path):
    """The recipe for `Dataset.map`, with a pipeline that needs no model and a cache of its own."""

    class Given:
        def stream(self, rows):
            return fake_pipeline.stream(Article(**row) for row in rows)

    monkeypatch.setattr("onrecord.load", lambda **_: Given())
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    (block,) = re.findall(r"<!-- tested: map -->\n```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "the recipe", "exec"), names)
    return names


def test_map_gives_a_record_or_a_failure_for_each_row(recipe, fake_pipeline):
    assert recipe["annotated"].num_rows == 2
    rows = recipe["news"].map(recipe["annotate"], batched=True, batch_size=1)
    assert rows["record"][:] == recipe["annotated"]["record"][:]
    article = {key: value for key, value in recipe["news"][0].items() if value}
    assert recipe["annotated"]["record"][0] == to_json(fake_pipeline(Article(**article)))
    assert recipe["records"][0].text == article["text"]
    found = recipe["annotate"]({"id": ["x", "y"], "text": ["BROKEN", "Norvik paused."]})
    assert [bool(line) for line in found["record"]] == [False, True]
    assert found["failure"] == ["article 'x': the word BROKEN, take it out", None]


def test_tables_in_python(fake_pipeline, articles, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_jsonl(fake_pipeline.stream(articles), tmp_path / "annotations.jsonl")
    (block,) = [block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "onrecord.tables" in block]
    exec(compile(block.replace("out/", "annotations.jsonl"), "tables", "exec"), {})
    assert (tmp_path / "table.csv").read_text("utf-8").splitlines()[0] == "actor,month,articles"
