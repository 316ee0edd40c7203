"""Invented articles to review: with emoji beyond the first plane, curly quotes, and a composed family in one grapheme."""

from __future__ import annotations

from dataclasses import asdict

from evaluate.invented import article, claim, find, with_claims
from onrecord import types as t
from onrecord.records import write_jsonl

MOOSE = (
    "Norvik 🦌 said it would leave Freedonia over the Data Act.",
    "“We won’t hand over anything,” 👩‍👩‍👧 Belmora’s chief said of the Data Act.",
    "Zellbank AG has not decided.",
)
PLAIN = ("Belmora paused its shop in Freedonia.", "It rained.")
NOTHING = ("It rained in Freedonia, and Zellbank AG complied with the Harbour Treaty.",)


def _label(record, *marks):
    return [
        t.Entity(id=f"e{i}", **_place(find(record, text)), label=label, name=text, ref=ref)
        for i, (text, label, ref) in enumerate(marks, 1)
    ]


def _place(span):
    return {"start": span.start, "end": span.end, "text": span.text}


def moose():
    """Three sentences, three claims of confidence 0.9, 0.3 and 0.5."""
    plain = article(MOOSE, "moose", event="x")
    target = find(plain, "Data Act")
    law = t.Target(**_place(target), name="Data Act", label="LAW", ref=None, kind="law")
    marked = t.Record(
        id=plain.id, text=plain.text, sentences=plain.sentences, meta=plain.meta, date=plain.date, title="Norvik goes",
        model=t.ModelInfo(name="fake-en", version="0.0.1", digest="ab" * 32),
        entities=tuple(_label(plain, ("Norvik", "COMPANY", "company:norvik"), ("Freedonia", "PLACE", None), ("Data Act", "LAW", None))),
        quotes=(t.Quote(
            id="q1", **_place(find(plain, "We won’t hand over anything")), spans=(find(plain, "We won’t hand over anything"),), kind="direct"
        ),),
    )  # fmt: skip
    return with_claims(marked, [
        claim(marked, 0, "Norvik", "withdraw", 1, stage="announced", confidence=0.9, target=law),
        claim(marked, 1, "Belmora", "refuse", 2, confidence=0.3, quotes=("q1",)),
        claim(marked, 2, "Zellbank AG", "undecided", 3, confidence=0.5),
    ])  # fmt: skip


def records():
    """In the file: an article without claims, one of confidence 0.6, and `moose`, which is reviewed first."""
    plain = article(PLAIN, "plain")
    return [article(NOTHING, "nothing"), with_claims(plain, [claim(plain, 0, "Belmora", "pause", confidence=0.6)]), moose()]


def folder(path):
    """A folder as `onrecord annotate` leaves it, as far as a review looks."""
    path.mkdir(exist_ok=True)
    write_jsonl(records(), path / "annotations.jsonl")
    return path


def edit(record, actor="Norvik", stance="comply", nth=0, **more):
    """JSON of a claim as the page sends it."""
    words = {**_place(find(record, actor, nth)), "name": actor, "label": "COMPANY", "kind": None}
    return {
        "actor": words, "stance": stance, "polarity": "affirmed", "stage": "in_effect", "target": None, "jurisdiction": None,
        "statement_date": None, "effective_date": None, "date_source": None, "attribution": "reporter", "unsure": False, **more,
    }  # fmt: skip


def words(record, quoted, nth=0, **more):
    """JSON of an actor or target as the page sends it."""
    return {**_place(find(record, quoted, nth)), "name": quoted, "label": "LAW", "kind": "law", **more}


def span(record, text, nth=0):
    """JSON of a span."""
    return asdict(find(record, text, nth))
