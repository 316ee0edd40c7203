"""The model that the package carries: an article's record does not depend on the articles that are read beside it."""

from __future__ import annotations

from functools import partial

import pytest
from batch_fakes import contents

import onrecord
from onrecord.batch import Options, annotate
from onrecord.types import Article

TEXTS = (
    "Norvik said it would leave Freedonia over the Data Act. “We will not hand over keys,” said Ada Quill, a spokeswoman.",
    "The ministry fined Belmora on Tuesday. Belmora, which denied wrongdoing, said it would comply with the order.",
    "It rained in Freedonia. Nobody paused anything.",
    "Norvik has suspended its service in Selmar. The company has not decided whether to return.",
    "Café Zwölf 🦀 threatened to close its shops unless the Data Act is changed, Reuters reported on 3 February 2031.",
)
ARTICLES = [Article(id=f"a{i}", text=text, date="2031-02-04") for i, text in enumerate(TEXTS)]
LOAD = partial(onrecord.load, threads=1)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Results of one process, and the lines of the records."""
    out = tmp_path_factory.mktemp("alone")
    annotate(ARTICLES, LOAD, out)
    return contents(out)


def test_two_workers_give_the_bytes_of_one_process(tmp_path, alone):
    annotate(ARTICLES, LOAD, tmp_path / "two", options=Options(workers=2, batch_size=1))
    assert contents(tmp_path / "two") == alone


def test_the_order_changes_no_record(tmp_path, alone):
    order = [3, 0, 4, 2, 1]
    annotate([ARTICLES[i] for i in order], LOAD, tmp_path, options=Options(workers=1, batch_size=5))
    lines = alone["annotations.jsonl"].splitlines()
    assert (tmp_path / "annotations.jsonl").read_bytes().splitlines() == [lines[i] for i in order]
