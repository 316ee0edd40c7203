"""What must hold of every figure, whatever gold and prediction are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.invented import pairs, with_claims
from onrecord.evaluate import Options, evaluate
from onrecord.evaluate.documents import make_document
from onrecord.evaluate.measures import measure

PLAIN = Options(bootstrap=0)
SWAPPABLE = ("entities.exact", "entities.overlap", "quotes.exact", "quotes.overlap", "quotes.speaker")


def totals(gold, pred, options=PLAIN):
    """All counts and shares, summed over documents."""
    answers = {r.id: r for r in pred}
    out = {}
    for g in gold:
        found = measure(make_document(g, answers.get(g.id), options))
        for name, counts in found.counts.items():
            for key, numbers in counts.items():
                out[name, key] = tuple(a + b for a, b in zip(out.get((name, key), (0, 0, 0)), numbers, strict=True))
        for name, numbers in found.shares.items():
            out[name, "share"] = tuple(a + b for a, b in zip(out.get((name, "share"), (0, 0)), numbers, strict=True))
    return out


def shuffled(record, rng):
    """The record with everything in another order, and ids anew in that order."""
    parts = {}
    for name in ("claims", "entities", "quotes"):
        part = list(getattr(record, name))
        rng.shuffle(part)
        parts[name] = tuple(replace(item, id=f"{name[0]}{i}") for i, item in enumerate(part, 1))
    return replace(record, **parts)


@given(pairs(), st.randoms())
@settings(max_examples=500, deadline=None)
def test_order_never_matters(both, rng):
    gold, pred = both
    mixed_gold, mixed_pred = [shuffled(r, rng) for r in gold], [shuffled(r, rng) for r in pred]
    rng.shuffle(mixed_pred)
    assert totals(mixed_gold, mixed_pred) == totals(gold, pred)


@given(pairs("a"), pairs("bc"))
@settings(max_examples=500, deadline=None)
def test_counts_add_up_over_documents(one, two):
    together = totals(one[0] + two[0], one[1] + two[1])
    first, second = totals(*one), totals(*two)
    for key, numbers in together.items():
        apart = [x.get(key, (0,) * len(numbers)) for x in (first, second)]
        assert numbers == tuple(a + b for a, b in zip(*apart, strict=True))


@given(pairs())
@settings(max_examples=200, deadline=None)
def test_figures_are_bounded(both):
    result = evaluate(*both, Options(bootstrap=20))
    for figure in result.figures:
        for one in (figure, *figure.by):
            for value in (one.value, one.low, one.high, one.precision, one.recall):
                assert value is None or 0 <= value <= 1
            assert one.low is None or one.low <= one.high
    assert sum(result.confusion.values()) >= result.sentences


@given(pairs())
@settings(max_examples=400, deadline=None)
def test_perfection_scores_one(both):
    gold, _ = both
    named = [with_claims(r, [c for c in r.claims if c.actor.name]) for r in gold]  # an untold actor is never right
    same = [with_claims(r, [replace(c, unsure=False) for c in r.claims]) for r in named]
    for figure in evaluate(named, same, PLAIN).figures:
        assert figure.value in (None, 0 if figure.kind == "error" else 1), figure.id


@given(pairs())
@settings(max_examples=300, deadline=None)
def test_gold_and_prediction_change_places_where_nothing_tells_them_apart(both):
    gold, pred = both
    forth, back = totals(gold, pred), totals(pred, gold)
    for (name, key), (tp, fp, fn) in ((k, v) for k, v in forth.items() if k[0] in SWAPPABLE[:2]):
        assert back[name, key] == (tp, fn, fp)
    for name in SWAPPABLE[2:]:
        one, two = ([sum(v) for v in zip(*(v for k, v in x.items() if k[0] == name), strict=True)] for x in (forth, back))
        assert one == [two[0], two[2], two[1]]


@given(pairs())
@settings(max_examples=300, deadline=None)
def test_requiring_unsure_gold_adds_to_gold_and_takes_no_right_claim_away(both):
    relaxed, strict = totals(*both), totals(*both, Options(bootstrap=0, unsure="required"))
    for (name, key), (tp, fp, fn) in ((k, v) for k, v in relaxed.items() if len(v) == 3):
        if name == "claims.mention":
            assert strict[name, key][0] >= tp
            assert strict[name, key][1] == fp
            assert sum(strict[name, key][::2]) >= tp + fn
