"""What docs/quotes.md shows runs, and its links lead somewhere."""

import re

import pytest

from onrecord.quotes import QUOTE_COLUMNS, SPEAKER_COLUMNS
from onrecord.quotes.genders import BODY, NO_NAME, NOT_IN_FILE
from tests_support import ROOT

DOCS = ROOT / "docs"
PAGE = (DOCS / "quotes.md").read_text(encoding="utf-8")


def test_python_blocks_run(capsys):
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"docs/quotes.md block {number}", "exec"), {})
    said = capsys.readouterr().out
    assert said.count("Ada Quill") >= 2


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!http)([^)#]+)", PAGE))))
def test_links_lead_somewhere(link):
    assert (DOCS / link).exists()


@pytest.mark.parametrize("column", [*QUOTE_COLUMNS, *SPEAKER_COLUMNS])
def test_every_column_is_described(column):
    ends = {"speaker_start", "speaker_end", "cue_start", "cue_end"}
    assert column in ends or f"`{column}`" in PAGE


@pytest.mark.parametrize("row", [NOT_IN_FILE, BODY, NO_NAME])
def test_every_row_of_unknown_gender_is_described(row):
    assert f"`{row}`" in PAGE
