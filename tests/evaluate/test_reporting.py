"""The worst errors of a system, and an evaluation as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from evaluate.invented import article, claim, find, pairs, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate import Options, evaluate
from onrecord.evaluate.reporting import errors, to_json

LINES = ("Norvik, the lender, paused its shop.", "Belmora spoke of the Data Act.", "It rained in Freedonia.")
PLAIN = article(LINES)
QUICK = Options(scheme="five", bootstrap=0)


def said(*claims, record=PLAIN):
    """The record with claims given as (sentence, actor, stance, more fields)."""
    return with_claims(record, [claim(record, i, actor, stance, n, **more) for n, (i, actor, stance, more) in enumerate(claims, 1)])


def cases(gold, pred, options=QUICK, top=50):
    return errors(evaluate([gold], [pred], options), top)


def sentences_only(record):
    """The same gold as labelled sentences, so that claims are judged by mention."""
    return replace(record, meta={"labelled_sentences": list(range(len(record.sentences)))})


@pytest.mark.parametrize(
    ("gold", "pred", "kind", "why"),
    [
        ((), (0, "Norvik", "pause", {}), "wrong claim", "pause found, gold has none"),
        ((1, "Belmora", "comply", {}), (), "missed claim", "Belmora: comply missed, nothing found"),
        ((0, "Norvik", "pause", {}), (0, "Norvik", "comply", {}), "wrong stance", "stance: comply, gold pause"),
        (
            (0, "Norvik", "pause", {}),
            (0, "Norvik", "pause", {"polarity": "negated"}),
            "wrong polarity",
            "polarity: negated, gold affirmed",
        ),
        (
            (0, "the lender", "pause", {"name": "Belmora"}),
            (0, "the lender", "pause", {"name": "Norvik"}),
            "wrong actor",
            "actor: Norvik, gold Belmora",
        ),
        (
            (0, "Norvik", "pause", {}),
            (0, "Norvik", "pause", {"stage": "announced"}),
            "wrong stage",
            "stage: announced, gold in_effect",
        ),
    ],
)
def test_each_kind_of_error_says_what_differs(gold, pred, kind, why):
    (case,) = cases(said(*[gold] if gold else []), said(*[pred] if pred else []))
    assert (case.kinds, case.why) == ((kind,), why)


def test_an_actor_is_judged_by_mention_where_only_sentences_are_labelled():
    gold = sentences_only(said((0, "Norvik", "pause", {"name": "Norvik"})))
    assert cases(gold, said((0, "Norvik", "pause", {"name": "Belmora"}))) == []
    (case,) = cases(gold, said((0, "the lender", "pause", {"name": "Norvik"})))
    assert case.why == "actor: the lender, gold Norvik"


def test_a_claim_beside_other_gold_and_a_missed_one_beside_others_say_so():
    gold, pred = (
        said((0, "Norvik", "pause", {}), (0, "shop", "comply", {})),
        said((0, "Norvik", "pause", {}), (0, "lender", "refuse", {})),
    )
    (case,) = cases(gold, pred)
    assert case.why == "lender: refuse found, gold has no such claim; shop: comply missed"


def test_a_case_shows_neighbours_both_sides_and_verdicts():
    law = find(PLAIN, "Data Act")
    target = t.Target(start=law.start, end=law.end, text=law.text, name=None, label="LAW", ref=None, kind="law")
    gold = said((1, "Belmora", "comply", {"target": target}), (1, "Belmora", "pause", {"unsure": True}))
    pred = said((1, "Belmora", "refuse", {"confidence": 0.7}), (1, "Belmora", "pause", {"confidence": 0.3}))
    (case,) = cases(gold, pred)
    assert (case.document, case.sentence, case.previous, case.text, case.next) == ("a", 1, *LINES)
    assert [(told.stance, told.right, told.unsure) for told in case.gold] == [("pause", True, True), ("comply", False, False)]
    assert [(told.stance, told.right, told.confidence) for told in case.predicted] == [("pause", None, 0.3), ("refuse", False, 0.7)]
    assert {(m.side, m.role, case.text[m.start : m.end]) for m in case.marks} == {
        ("gold", "actor", "Belmora"),
        ("gold", "target", "Data Act"),
        ("predicted", "actor", "Belmora"),
    }


def test_marks_of_another_text_stand_where_the_words_stand_in_gold():
    spaced = article([line.replace(" ", "   ") for line in LINES])
    (case,) = cases(said(), said((1, "Belmora", "comply", {}), record=spaced))
    assert [case.text[m.start : m.end] for m in case.marks] == ["Belmora"]
    assert case.text == LINES[1]


def test_a_claim_in_no_gold_sentence_shows_the_systems_own_text():
    longer = article([*LINES, "Zellbank AG left Freedonia."])
    (case,) = cases(said(), said((3, "Zellbank AG", "withdraw", {}), record=longer))
    assert (case.sentence, case.text, case.previous, case.gold) == (None, "Zellbank AG left Freedonia.", LINES[2], ())
    assert [case.text[m.start : m.end] for m in case.marks] == ["Zellbank AG"]
    assert case.why == "Zellbank AG: withdraw found, in none of the gold's sentences"


def test_a_missing_record_and_a_lost_sentence_are_told_as_such():
    gold = said((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {}))
    other = replace(article(LINES, "b"), claims=())
    (first, *_) = errors(evaluate([other, gold], [other], QUICK))
    assert first.why == "Norvik: pause missed, the system has no record"
    (case,) = cases(said((0, "Norvik", "pause", {})), article(LINES[1:]))
    assert case.why == "Norvik: pause missed, the sentence is not in the system's text"


def test_confident_mistakes_come_first_then_what_was_missed_then_stages():
    lines = [f"Norvik paused shop {i}." for i in range(4)]
    plain = article(lines)
    gold = said((1, "Norvik", "pause", {}), (2, "Norvik", "pause", {}), record=plain)
    pred = said(
        (0, "Norvik", "pause", {"confidence": 0.6}),
        (2, "Norvik", "pause", {"stage": "announced", "confidence": 0.9}),
        (3, "Norvik", "pause", {"confidence": 0.95}),
        record=plain,
    )
    found = cases(gold, pred)
    assert [case.sentence for case in found] == [3, 0, 1, 2]
    assert [case.cost for case in found] == [0.95, 0.6, 0.5, 0.25]
    assert [case.sentence for case in cases(gold, pred, top=2)] == [3, 0]


def test_ties_stand_in_the_order_of_documents_and_text():
    golds = [said((1, "Belmora", "comply", {}), (0, "Norvik", "pause", {}), record=article(LINES, name)) for name in "cab"]
    found = errors(evaluate(golds, [article(LINES, name) for name in "abc"], QUICK))
    assert [(case.document, case.sentence) for case in found] == [(name, i) for name in "cab" for i in (0, 1)]


def test_unsure_gold_and_stances_outside_the_scheme_are_no_errors():
    unsure = said((0, "Norvik", "pause", {"unsure": True}))
    assert cases(unsure, PLAIN) == []
    refused = said((0, "Norvik", "refuse", {}))
    assert cases(refused, PLAIN, Options(bootstrap=0)) == []
    (case,) = cases(refused, said((0, "Norvik", "pause", {"confidence": 0.4})), Options(bootstrap=0))
    assert (case.why, case.cost) == ("stance: pause, gold refuse", 0.4)


def test_gold_without_claims_has_no_errors():
    assert cases(replace(PLAIN, meta={"labelled_fields": ["entities"]}), said((0, "Norvik", "pause", {}))) == []


def test_a_negative_number_of_errors_is_refused():
    with pytest.raises(InputError, match="top is -1"):
        cases(PLAIN, PLAIN, top=-1)


@pytest.mark.parametrize("whole", [True, False])
@settings(max_examples=60, deadline=None)
@given(both=pairs())
def test_faults_add_up_to_the_figures(whole, both):
    gold, pred = both
    if not whole:
        gold = [sentences_only(record) for record in gold]
    result = evaluate(gold, pred, QUICK)
    faults = [fault for case in errors(result, 10_000) for fault in case.faults]
    figure = result["claims.name" if whole else "claims.mention"]
    wrong = sum(fault.kind not in ("missed claim", "wrong stage") for fault in faults)
    missed = sum(fault.kind not in ("wrong claim", "wrong stage") for fault in faults)
    assert (wrong, missed) == ((figure.fp, figure.fn) if figure.value is not None else (0, 0))


@settings(max_examples=40, deadline=None)
@given(both=pairs())
def test_every_mark_lies_in_its_sentence_and_no_order_of_the_files_matters(both):
    gold, pred = both
    result = evaluate(gold, pred, QUICK)
    found = errors(result, 10_000)
    assert all(0 <= m.start < m.end <= len(case.text) for case in found for m in case.marks)
    assert [case.cost for case in found] == sorted((case.cost for case in found), reverse=True)
    turned = [replace(r, claims=r.claims[::-1]) for r in pred[::-1]]
    assert errors(evaluate(gold, turned, QUICK), 10_000) == found


@settings(max_examples=25, deadline=None)
@given(both=pairs())
def test_json_holds_the_figures_and_nothing_json_cannot_say(both):
    gold, pred = both
    result = evaluate(gold, pred, Options(scheme="five", bootstrap=20))
    found = json.loads(json.dumps(to_json(result), allow_nan=False))
    for figure in result.figures:
        plain = found["figures"][figure.id]
        assert (plain["value"], plain["low"], plain["tp"], plain["n"]) == (figure.value, figure.low, figure.tp, figure.n)
        assert {key: part["value"] for key, part in plain["by"].items()} == {part.title: part.value for part in figure.by}
    cells = [n for row in found["confusion"].values() for n in row.values()]
    assert sum(cells) == pytest.approx(float(sum(result.confusion.values())))
    assert found["counts"]["documents"] == len(gold)


def shape(value):
    """The keys of an object, at every level; what a list or an empty place holds is left open."""
    return {key: shape(part) for key, part in value.items() if key != "by"} if isinstance(value, dict) else None


def test_the_keys_of_the_json_do_not_depend_on_what_gold_labels():
    gold, pred = said((0, "Norvik", "pause", {})), said((0, "Norvik", "pause", {"confidence": 0.5}))
    little = replace(gold, meta={"labelled_fields": ["claims"]})
    one, two = (to_json(evaluate([g], [pred], QUICK)) for g in (gold, little))
    assert two["entity_kinds"] is None
    assert two["figures"]["entities.exact"]["value"] is None
    assert shape(one["figures"]) == shape(two["figures"])
    assert one.keys() == two.keys()
    assert one["calibration"]["bins"] == [{"low": 0.5, "high": 0.5, "n": 1, "confidence": 0.5, "right": 1.0}]


def test_the_json_names_the_systems():
    info = t.ModelInfo(name="trial", version="3", digest="ab" * 32)
    result = evaluate([PLAIN], [replace(PLAIN, model=info)], QUICK)
    assert to_json(result)["systems"] == [{"name": "trial", "version": "3", "digest": "ab" * 32}]
    assert to_json(evaluate([PLAIN], [PLAIN], QUICK))["systems"] == []


def test_what_is_wrong_for_each_member_of_a_group_is_said_once():
    gold = said((0, "the lender", "pause", {"name": "Norvik; Belmora"}))
    (case,) = cases(gold, said((0, "the lender", "comply", {"name": "Norvik; Belmora", "confidence": 0.5})))
    assert (case.why, len(case.faults), case.cost) == ("stance: comply, gold pause", 2, 2.0)
