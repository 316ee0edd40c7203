"""The script that scores textacy beside us, without textacy."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import SimpleNamespace

import pytest
from quote_records import quote

from onrecord.types import Record
from tests_support import ROOT

TEXT = "“We stay,” said Ada Quill, “for now.”\n\n“It rains,” she said.\n\nAn odd “ mark."


@pytest.fixture
def peers(monkeypatch):
    folder = ROOT / "corpora" / "quotes"
    monkeypatch.syspath_prepend(folder)
    spec = importlib.util.spec_from_file_location("quotes_peers", folder / "peers.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.delitem(sys.modules, "score", raising=False)
    return module


def tokens(text, words, pos):
    return [SimpleNamespace(idx=m.start(), text=m.group(), pos_=pos) for m in re.finditer(words, text)]


def find(doc):
    """What textacy would yield: speaker and cue as tokens, each stretch between marks by itself."""
    if doc.text.count("“") != doc.text.count("”"):
        raise ValueError("1 quotation marks found")
    speaker = tokens(doc.text, "Ada|Quill", "PROPN") or tokens(doc.text, "she", "PRON")
    for m in re.finditer("“[^”]*”", doc.text):
        yield speaker, tokens(doc.text, "said", "VERB"), SimpleNamespace(start_char=m.start(), end_char=m.end())


def test_triples_become_quotes(peers, capsys):
    (record,) = peers.textacy_records([Record(id="a", text=TEXT)], lambda text: SimpleNamespace(text=text), find)
    first, second = record.quotes
    assert [piece.text for piece in first.spans] == ["“We stay,”", "“for now.”"]
    assert (first.cue.text, first.speaker.text, first.speaker_name) == ("said", "Ada Quill", "Ada Quill")
    assert (second.text, second.speaker.text, second.speaker_name) == ("“It rains,”", "she", None)
    assert capsys.readouterr().err == "textacy gave up on 1 of 3 paragraphs\n"


def test_figures_of_a_right_and_of_an_empty_answer(peers):
    first = quote(TEXT, "We stay,", "for now.", speaker="Ada Quill", speaker_name="Ada Quill")
    gold = [Record(id="a", text=TEXT, quotes=(first,))]
    assert peers.figures(gold, {"a": gold[0]}) == [1.0] * 6
    assert peers.figures(gold, {}) == [0.0] * 6
    assert peers.figures([Record(id="a", text=TEXT)], {}) == [None] * 6


def test_an_indirect_quote_counts_under_all_alone(peers):
    gold = Record(id="a", text=TEXT, quotes=(quote(TEXT, "It rains", kind="indirect"),))
    assert peers.figures([gold], {"a": gold})[:4] == [None, None, 1.0, 1.0]


def test_the_table_goes_between_the_marks(peers, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{peers.BEGIN}\nold\n{peers.END}\nafter\n", "utf-8")
    peers.write(page, peers.table({"ours": [0.5, None, 1.0, 0.0, 0.25, 0.125]}))
    lines = page.read_text("utf-8").splitlines()
    assert lines[4] == "| ours | 50.0 | n/a | 100.0 | 0.0 | 25.0 | 12.5 |"
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("before", peers.BEGIN, peers.END, "after")
    page.write_text("no marks", "utf-8")
    with pytest.raises(SystemExit, match="the table goes between them"):
        peers.write(page, "")


def test_the_lines_of_the_page_and_of_the_help_are_taken(peers):
    shown = (ROOT / "docs" / "quotes.md").read_text("utf-8") + peers.__doc__
    lines = re.findall(r"^ *python corpora/quotes/peers.py(.*?)(?:   .*)?$", shown, re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        peers.arguments().parse_args(line.replace("…", "").split())


def test_the_page_has_the_marks(peers):
    text = (ROOT / "docs" / "quotes.md").read_text("utf-8")
    assert (text.count(peers.BEGIN), text.count(peers.END)) == (1, 1)
