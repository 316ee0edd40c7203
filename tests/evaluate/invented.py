"""Invented gold and predictions, small and random, for the properties that every scorer must have."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from onrecord import types as t

NAMES = ("Norvik", "Zellbank AG", "Belmora", "Freedonia")
LAWS = ("Data Act", "Harbour Treaty")
LINES = tuple(f"{name} and the lender spoke of the {law}, said Ane." for name in NAMES for law in LAWS)


def article(lines, name="a", **meta):
    """A record of sentences joined by blanks, nothing found yet."""
    places, at = [], 0
    for line in lines:
        places.append(t.Sentence(start=at, end=at + len(line)))
        at += len(line) + 1
    return t.Record(id=name, text=" ".join(lines), sentences=tuple(places), meta=meta, date="2031-02-03")


def claim(record, index, actor, stance, number=1, **more):
    """A claim of the actor's first mention in a sentence of the record."""
    place = record.sentences[index]
    start = record.text.index(actor, place.start)
    mention = t.Actor(start=start, end=start + len(actor), text=actor, name=more.pop("name", actor), label="COMPANY")
    return t.Claim(
        id=f"c{number}", actor=mention, stance=stance, sentence=index, evidence=t.Span.of(record.text, place.start, place.end), **more
    )  # fmt: skip


def with_claims(record, claims):
    """The record with claims, its sentences' stances in order."""
    taken = {}
    for c in claims:
        if c.counted:
            taken.setdefault(c.sentence, set()).add(c.stance)
    sentences = tuple(
        replace(s, stances=tuple(x for x in t.STANCES if x in taken.get(i, ()))) for i, s in enumerate(record.sentences)
    )
    return replace(record, claims=tuple(claims), sentences=sentences)


def find(record, text, nth=0):
    """A span of the record by its text."""
    start = -1
    for _ in range(nth + 1):
        start = record.text.index(text, start + 1)
    return t.Span.of(record.text, start, start + len(text))


def _claims(rng, record, *, gold):
    """Claims of a record: of names, and of nominals whose name is told or not."""
    out = []
    for number in range(rng.randint(0, 4)):
        index = rng.randrange(len(record.sentences))
        place = record.sentences[index]
        own = next(n for n in NAMES if record.text.startswith(n, place.start))
        actor, name = rng.choice([(own, own), ("the lender", own), ("the lender", None), ("Ane", "Norvik")])
        target = None
        if rng.random() < 0.5:
            law = next(x for x in LAWS if x in record.text[place.start : place.end])
            start = record.text.index(law, place.start)
            target = t.Target(start=start, end=start + len(law), text=law, name=law, label="LAW", ref=None, kind="law")
        out.append(claim(
            record, index, actor, rng.choice(t.STANCES), number + 1, name=name, polarity=_one(rng, t.Polarity), target=target,
            stage=_one(rng, t.Stage), attribution=_one(rng, t.Attribution), unsure=gold and rng.random() < 0.4,
            confidence=None if gold or rng.random() < 0.3 else rng.random(),
        ))  # fmt: skip
    return out


def _marks(rng, record):
    """The record with entities and quotes anywhere in the text."""
    size = len(record.text)
    entities, quotes = [], []
    for number in range(rng.randint(0, 4)):
        a = rng.randrange(size - 1)
        b = rng.randint(a + 1, min(size, a + 12))
        label = _one(rng, t.EntityLabel)
        if record.text[a:b] != record.text[a:b].strip():
            continue
        entities.append(t.Entity(id=f"e{number + 1}", start=a, end=b, text=record.text[a:b], label=label, name="x"))
    for number in range(rng.randint(0, 3)):
        a = rng.randrange(size - 1)
        piece = t.Span.of(record.text, a, rng.choice([size, rng.randint(a + 1, size)]))
        speaker = rng.choice([None, find(record, "Ane")])
        quotes.append(t.Quote(
            id=f"q{number + 1}", start=a, end=piece.end, text=piece.text, spans=(piece,), kind=_one(rng, t.QuoteKind), speaker=speaker,
        ))  # fmt: skip
    return replace(record, entities=tuple(entities), quotes=tuple(quotes))


def _one(rng, literal):
    return rng.choice(get_args(literal))


def random_pairs(rng, names="ab"):
    """Gold and predicted records on the same texts, as many as there are names at most."""
    gold, pred = [], []
    for name in names[: rng.randint(1, len(names))]:
        plain = article(rng.choices(LINES, k=rng.randint(1, 3)), name)
        gold.append(with_claims(_marks(rng, plain), _claims(rng, plain, gold=True)))
        pred.append(with_claims(_marks(rng, plain), _claims(rng, plain, gold=False)))
    return gold, pred


def pairs(names="ab"):
    """Hypothesis strategy of `random_pairs`, drawn by seed: a hundred times as fast as drawing each part."""
    return st.integers(0, 2**63).map(lambda seed: random_pairs(random.Random(seed), names))
