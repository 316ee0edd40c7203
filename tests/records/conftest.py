"""A record for the tests of tables, Parquet and frames."""

from __future__ import annotations

import pytest

from onrecord.types import Actor, Claim, Entity, ModelInfo, Quote, Record, Sentence, Span, Target

FIRST = 'Norvik said: "We will, in time, leave Freedonia."'
TEXT = f"{FIRST}\nIt did not pause."
QUOTED = "We will, in time, leave Freedonia."


def at(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def record():
    """Two claims: one counted, with a target and a quote; one negated, with as little as may be."""
    return Record(
        id="a1", title="=Norvik goes", date="2031-02-03", source="The Lantern", story="s1", meta={"desk": "trade"}, text=TEXT,
        sentences=(Sentence(start=0, end=len(FIRST), stances=("withdraw",)), Sentence(start=len(FIRST) + 1, end=len(TEXT))),
        entities=(
            Entity(id="e1", **at("Norvik"), label="COMPANY", name="Norvik", ref="company:norvik"),
            Entity(id="e2", **at("It"), label="COMPANY", name="Norvik", via="coref", antecedent="e1"),
        ),
        quotes=(
            Quote(id="q1", **at("Norvik said"), spans=(Span(**at("Norvik said")),), kind="indirect"),
            Quote(
                id="q2", **at(QUOTED), spans=(Span(**at(QUOTED)),), kind="direct", cue=Span(**at("said")), speaker=Span(**at("Norvik")),
                speaker_name="Ada Quill", organization="Norvik",
            ),
        ),
        claims=(
            Claim(
                id="c1", actor=Actor(**at("Norvik"), name="Norvik", label="COMPANY", ref="company:norvik", entity="e1"),
                stance="withdraw", stage="announced", jurisdiction="FD", statement_date="2031-02", effective_date="2032",
                date_source="relative", sentence=0, evidence=Span.of(TEXT, 0, len(FIRST)), quotes=("q2", "q1"), attribution="own",
                target=Target(**at("Freedonia"), name="Republic of Freedonia", label="PLACE", ref="country:fd", kind="market"),
                confidence=0.875,
            ),
            Claim(
                id="c2", actor=Actor(**at("It"), name=None, label="OTHER"), stance="pause", polarity="negated", sentence=1,
                evidence=Span.of(TEXT, len(FIRST) + 1, len(TEXT)),
            ),
        ),
        model=ModelInfo(name="fake-en", version="0.0.1", digest="ab" * 32),
    )  # fmt: skip
