"""Hypothesis strategies for valid random records: texts with astral characters, curly quotes, marks that combine.

Take them with `from strategies import records`, give them with `@given(records())`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st

from onrecord import types as t

AWKWARD = "aB9 .,;=\"'\\“”‘’…—\n\r\t\u00a0\u2028\u0000İßé\u0301中🦀𝒳👩\u200d🚀\U0010ffff"
"""Characters that have broken readers, writers and offsets before."""

characters = st.sampled_from(AWKWARD) | st.characters(codec="utf-8")
words = st.text(characters, min_size=1, max_size=8)
maybe_words = st.none() | words
dates = st.sampled_from(["2031", "2031-02", "2031-02-03"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


def _one_of(literal):
    return st.sampled_from(get_args(literal))


@st.composite
def places(draw, start, end):
    """Offsets of a stretch of at least one character within `start:end`."""
    a = draw(st.integers(start, end - 1))
    return a, draw(st.integers(a + 1, end))


@st.composite
def spans(draw, text, start=0, end=None):
    """A span within `text[start:end]`."""
    return t.Span.of(text, *draw(places(start, len(text) if end is None else end)))


def _at(span):
    return {"start": span.start, "end": span.end, "text": span.text}


@st.composite
def sentence_places(draw, text):
    """Stretches of the text in order, with or without gaps between them."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    return list(pairwise(cuts))


@st.composite
def entities(draw, text):
    found = draw(st.lists(spans(text), max_size=4))
    ids = [f"e{i}" for i in range(1, len(found) + 1)]
    links = st.tuples(_one_of(t.Via), st.none() | st.sampled_from(ids)).filter(lambda link: link != ("coref", None))
    return tuple(
        t.Entity(
            id=name, **_at(span), label=draw(_one_of(t.EntityLabel)), name=draw(words), ref=draw(maybe_words),
            **dict(zip(("via", "antecedent"), draw(links), strict=True)),
        )
        for name, span in zip(ids, found, strict=True)
    )  # fmt: skip


@st.composite
def quotes(draw, text):
    out = []
    for i in range(draw(st.integers(0, 3))):
        pieces = sorted(draw(st.lists(spans(text), min_size=1, max_size=2)), key=lambda s: (s.start, s.end))
        cover = t.Span.of(text, pieces[0].start, max(p.end for p in pieces))
        out.append(t.Quote(
            id=f"q{i + 1}", **_at(cover), spans=tuple(pieces), kind=draw(_one_of(t.QuoteKind)), cue=draw(st.none() | spans(text)),
            speaker=draw(st.none() | spans(text)), speaker_name=draw(maybe_words), organization=draw(maybe_words),
        ))  # fmt: skip
    return tuple(out)


@st.composite
def targets(draw, text, start, end):
    return t.Target(
        **_at(draw(spans(text, start, end))), name=draw(maybe_words), label=draw(_one_of(t.ActorLabel)), ref=draw(maybe_words),
        kind=draw(_one_of(t.TargetKind)),
    )  # fmt: skip


@st.composite
def claims(draw, text, sentences, entity_ids, quote_ids, scheme=t.STANCES):
    out = []
    for i in range(draw(st.integers(0, 3))):
        index = draw(st.integers(0, len(sentences) - 1))
        start, end = sentences[index]
        actor = t.Actor(
            **_at(draw(spans(text, start, end))), name=draw(maybe_words), label=draw(_one_of(t.ActorLabel)), ref=draw(maybe_words),
            entity=draw(st.sampled_from([None, *entity_ids])),
        )  # fmt: skip
        out.append(t.Claim(
            id=f"c{i + 1}", actor=actor, stance=draw(st.sampled_from(scheme)), polarity=draw(_one_of(t.Polarity)),
            stage=draw(_one_of(t.Stage)), target=draw(st.none() | targets(text, start, end)),
            jurisdiction=draw(st.sampled_from([None, "EU", "HK"])), statement_date=draw(st.none() | dates),
            effective_date=draw(st.none() | dates), date_source=draw(st.none() | _one_of(t.DateSource)), sentence=index,
            evidence=t.Span.of(text, start, end), quotes=tuple(draw(st.sets(st.sampled_from(quote_ids)))) if quote_ids else (),
            attribution=draw(_one_of(t.Attribution)), confidence=draw(st.none() | st.floats(0, 1)), unsure=draw(st.booleans()),
        ))  # fmt: skip
    return tuple(out)


def _stances(found, index, scheme):
    counted = {c.stance for c in found if c.sentence == index and c.counted}
    return tuple(s for s in scheme if s in counted)


SCHEMES = (t.STANCES, ("dig_in", "buy_time"), ("stay",))
"""Our own stances, and schemes that others could have."""


@st.composite
def records(draw, schemes=(t.STANCES,)):
    """A valid record: spans, ids, sentences and stances that fit together. `schemes` are those it may be of."""
    scheme = draw(st.sampled_from(schemes))
    named = {} if scheme == t.STANCES else {"stance_scheme": list(scheme)}
    title = draw(maybe_words)
    body = draw(st.text(characters, min_size=1, max_size=60))
    text = f"{title}\n\n{body}" if title else body
    bounds = draw(sentence_places(text))
    entity, quote = draw(entities(text)), draw(quotes(text))
    claim = draw(claims(text, bounds, [e.id for e in entity], [q.id for q in quote], scheme))
    return t.Record(
        id=draw(words), title=title, date=draw(st.none() | st.just("2031-02-03")), source=draw(maybe_words), url=draw(maybe_words),
        lang=draw(st.sampled_from([None, "en"])), meta=draw(st.dictionaries(words, json_values, max_size=3)) | named, text=text,
        body_start=len(text) - len(body), truncated_at=draw(st.none() | st.integers(0, len(text))), story=draw(maybe_words),
        sentences=tuple(t.Sentence(start=s, end=e, stances=_stances(claim, i, scheme)) for i, (s, e) in enumerate(bounds)),
        entities=entity, quotes=quote, claims=claim,
        model=draw(st.none() | st.just(t.ModelInfo(name="fake-en", version="0.0.1", digest="ab" * 32))),
    )  # fmt: skip


failures = st.builds(
    t.Failure, id=words, path=maybe_words, stage=_one_of(t.FailureStage), error=words, message=words
)  # fmt: skip
