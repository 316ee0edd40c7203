"""The quote corpus: built from its passages, large enough, exact, no copy of the behavioural suite; and its scorer."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.records import labelled_fields, read_gold

CORPORA = Path(__file__).parents[1] / "corpora"
QUOTES = CORPORA / "quotes"
GRAM = 7
"""Words in a row that a passage may not share with the behavioural suite, our gold or another passage."""
MARKS = ("''", "'", "«", "»", "„", "“", "‘‘", "``")


def script(name, monkeypatch):
    spec = importlib.util.spec_from_file_location(f"quotes_{name}", QUOTES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build(monkeypatch):
    return script("build", monkeypatch)


@pytest.fixture
def scorer(monkeypatch):
    return script("score", monkeypatch)


@pytest.fixture(scope="module")
def records():
    return list(read_gold(QUOTES / "gold.jsonl"))


def grams(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def test_size_of_the_whole_and_of_each_phenomenon(records):
    by_phenomenon = Counter(r.meta["phenomenon"] for r in records)
    assert len(records) >= 80
    assert len(by_phenomenon) >= 10
    assert min(by_phenomenon.values()) >= 8
    assert len({r.id for r in records}) == len(records)


def test_passages_look_like_news(records):
    for record in records:
        assert 60 <= len(record.text.split()) <= 220, record.id
        assert 2 <= record.text.count("\n\n") + 1 <= 6, record.id


def test_the_file_is_what_the_passages_build(build, records):
    built, faults = build.build()
    assert not faults
    assert built == records


def test_offsets_are_exact(records):
    for record in records:
        for quote in record.quotes:
            assert (quote.start, quote.end) == (quote.spans[0].start, quote.spans[-1].end), (record.id, quote.id)
            for span in (quote, *quote.spans, *filter(None, (quote.cue, quote.speaker))):
                assert record.text[span.start : span.end] == span.text, (record.id, quote.id)
                assert span.text == span.text.strip(), (record.id, quote.id)


def test_pieces_lie_in_one_sentence_each_and_in_one_quote(records):
    for record in records:
        pieces = sorted((s.start, s.end) for quote in record.quotes for s in quote.spans)
        assert all(before[1] <= after[0] for before, after in pairwise(pieces)), record.id
        assert all(any(s.start <= a and b <= s.end for s in record.sentences) for a, b in pieces), record.id


def test_sentences_cover_the_text(records):
    for record in records:
        rest = "".join(record.text[a.end : b.start] for a, b in pairwise(record.sentences))
        assert not rest.strip(), record.id
        assert (record.sentences[0].start, record.sentences[-1].end) == (0, len(record.text)), record.id


def test_names_of_speakers_stand_in_the_text(records):
    for record in records:
        for quote in record.quotes:
            words = re.findall(r"\w+", quote.speaker_name or "")
            assert all(word.lower() in record.text.lower() for word in words), (record.id, quote.speaker_name)


def test_only_quotes_are_labelled(records):
    assert all(labelled_fields(r) == {"quotes"} for r in records)


def test_what_the_phenomena_are_about_occurs(records):
    of = {}
    for record in records:
        of.setdefault(record.meta["phenomenon"], []).append(record)
    quotes = {name: [q for r in found for q in r.quotes] for name, found in of.items()}
    assert all(any("\n\n" in q.text for q in r.quotes) for r in of["carry-over"])
    assert sum(q.speaker_name is None for q in quotes["anonymous"]) >= 12
    assert {q.kind for q in quotes["indirect-and-mixed"]} == {"indirect", "mixed"}
    assert sum(len(q.spans) > 1 for q in quotes["split-and-inverted"]) >= 8
    assert sum(re.search("['‘“]", q.text) is not None for q in quotes["nested"]) >= 8
    assert {mark for r in of["odd-marks"] for mark in MARKS if mark in r.text} == set(MARKS)
    assert sum(not r.quotes for r in of["not-quotes"]) >= 4
    assert any(r.quotes for r in of["not-quotes"])  # so that silence is not right everywhere


def test_no_near_copy_of_the_suite_of_our_gold_or_of_each_other(records):
    taken = {}
    for path in sorted((CORPORA / "behaviour").glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            taken |= {gram: path.stem for row in csv.DictReader(lines) for gram in grams(row.get("text") or "")}
    for split in ("train", "dev", "test"):
        taken |= {gram: record.id for record in read_gold(CORPORA / "gold" / f"{split}.jsonl") for gram in grams(record.text)}
    for record in records:
        mine = grams(record.text)
        assert not [f"{' '.join(gram)}: {taken[gram]}" for gram in mine if gram in taken], record.id
        taken |= dict.fromkeys(mine, record.id)


PASSAGE = """<1,2:Ann Lee> {1:said}:
"[1:We stay.]"

"[1:For now]", <3:she> {2:added} that [2:it rains].\\
> [3:Bye.]

---
1 direct | Ann Lee | Norvik
2 indirect | Ann Lee | -
3 direct | - | -
"""


def test_marks_become_spans(build):
    record = build.record("odd", "p1", PASSAGE)
    assert record.text == 'Ann Lee said:\x20"We stay."\n\n"For now", she added that it rains.\n> Bye.'
    assert [[s.text for s in q.spans] for q in record.quotes] == [["We stay.", "For now"], ["it rains"], ["Bye."]]
    assert [q.speaker.text for q in record.quotes] == ["Ann Lee", "Ann Lee", "she"]
    assert [q.organization for q in record.quotes] == ["Norvik", None, None]
    assert len(record.sentences) == 4


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[1:We stay.\n---\n1 direct | - | -", "not closed"),
        ("[1:We stay.]\n---\n", "no row for quotes \\[1\\]"),
        ("We stay.\n---\n1 direct | - | -", "mark one piece or more"),
        ("[1:We stay.]\n---\n1 said | - | -", "row '1 said"),
        ("[1:We] {1:said} {1:added}\n---\n1 direct | - | -", "at most one cue"),
    ],
)
def test_a_wrong_passage_says_what_is_wrong(build, source, message):
    with pytest.raises(build.PassageError, match=message):
        build.record("odd", "p1", source)


def test_the_gold_scores_one_against_itself(scorer, records):
    counts = scorer.score(records, {r.id: r for r in records})
    assert counts["all"]["passages"] == len(records)
    assert {scorer.f1(row, figure) for row in counts.values() for figure in scorer.FIGURES} == {1.0}
    assert len(list(scorer.lines(counts))) == len(counts) + 1


def test_a_wrong_name_costs_the_name_alone(scorer, records):
    gold = next(r for r in records if r.meta["phenomenon"] == "resolved-roles")
    wrong = replace(gold, quotes=tuple(replace(q, speaker_name="Nobody At All") for q in gold.quotes))
    row = scorer.score([gold], {gold.id: wrong})["all"]
    assert (scorer.f1(row, "found"), scorer.f1(row, "name"), scorer.f1(row, "organization")) == (1, 0, 1)


def test_a_name_for_an_anonymous_source_is_wrong(scorer):
    assert scorer.same(None, None)
    assert not scorer.same(None, "Ann Lee")
    assert not scorer.same("Ann Lee", None)
    assert scorer.same("Norvik", "Norvik Group")


def test_no_answer_finds_nothing(scorer, records):
    row = scorer.score(records, {})["all"]
    assert row["pred"] == row["found"] == 0
    assert scorer.f1(row, "found") == 0
