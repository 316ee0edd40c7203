"""How far two annotators agree: what is joined, what is counted, and that neither of them is gold."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.invented import article, claim, find, pairs, random_pairs, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate import Options, evaluate
from onrecord.evaluate.agreement import agree, cohen_kappa

PLAIN = Options(scheme="five", bootstrap=0)
REQUIRED = Options(scheme="five", bootstrap=0, unsure="required")
LINES = ("Norvik paused exports.", "Belmora said it would comply with the Data Act.", "Rain fell on Freedonia.", "Zellbank stayed.")
AS_SCORED = (
    "claims.required",
    "entities.exact",
    "entities.overlap",
    "quotes.exact",
    "quotes.overlap",
    "quotes.speaker",
    "positions",
)


def text(name="a", **meta):
    return article(LINES, name, **meta)


def annotated(*claims, name="a", **meta):
    """The record with claims given as (sentence, actor, stance, more)."""
    plain = text(name, **meta)
    return with_claims(plain, [claim(plain, s, actor, stance, n, **more) for n, (s, actor, stance, more) in enumerate(claims, 1)])


def swapped(row):
    return replace(row, a=row.b, b=row.a)


@given(pairs(), st.sampled_from([PLAIN, REQUIRED, replace(PLAIN, claims="counted"), replace(PLAIN, scheme="four")]))
@settings(max_examples=80, deadline=None)
def test_annotators_change_places_and_every_row_stays(both, options):
    forth, back = agree(*both, options), agree(*reversed(both), options)
    assert [swapped(row) for row in forth.rows] == list(back.rows)


def _touched(text, quote):
    return frozenset(m.start() for m in re.finditer(r"\w+", text) if m.start() < quote.end and quote.start < m.end())


@given(pairs())
@settings(max_examples=50, deadline=None)
def test_marks_agree_as_the_scorer_of_systems_has_it(both):
    mine, scored = agree(*both, REQUIRED), evaluate(*both, REQUIRED)
    untold = any(c.actor.name is None for side in both for r in side for c in r.claims)  # never right in a system
    # Of two quotes over the same words one counts; which one, and so whose, is open.
    doubled = any(len({_touched(r.text, q) for q in r.quotes}) < len(r.quotes) for side in both for r in side)
    for name in AS_SCORED:
        if (name == "positions" and untold) or (name == "quotes.speaker" and doubled):
            continue
        assert mine[name].value == scored[name].value, name


@given(pairs())
@settings(max_examples=50, deadline=None)
def test_who_agrees_with_himself_agrees_in_all(both):
    for row in agree(both[0], both[0], REQUIRED).rows:
        assert row.value in (None, 1), row
        assert row.value == 1 or row.kind in ("kappa", "alpha") or not row.n, row


@given(pairs(), st.randoms())
@settings(max_examples=50, deadline=None)
def test_order_never_matters(both, rng):
    mixed = [[replace(r, claims=tuple(rng.sample(r.claims, len(r.claims)))) for r in side] for side in both]
    rng.shuffle(mixed[1])
    assert agree(*mixed, PLAIN).rows == agree(*both, PLAIN).rows


def test_rows_are_bounded_and_json_knows_them():
    rng = random.Random(3)
    sides = [
        list(side) for side in zip(*(pair for i in range(9) for pair in zip(*random_pairs(rng, f"{i}"), strict=True)), strict=True)
    ]
    result = agree(*sides, Options(scheme="five", bootstrap=40))
    for row in result.rows:
        least = -1 if row.kind in ("kappa", "alpha") else 0
        assert all(value is None or least <= value <= 1 for value in (row.value, row.low, row.high)), row
        assert row.low is None or row.low <= row.high
    assert len({row.id for row in result.rows}) == len(result.rows)
    assert json.loads(json.dumps(dataclasses.asdict(result)))["records"] == 9


def test_a_sentence_with_two_stances_has_one_label_of_both():
    one = annotated((0, "Norvik", "pause", {}), (0, "Norvik", "undecided", {}), (1, "Belmora", "comply", {}))
    two = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {}))
    result = agree([one], [two], PLAIN)
    assert result["detection.kappa"].value == 1
    assert result["stance.kappa"].equal == 0.75  # pause+undecided is not pause
    assert result["stance.kappa"].value == pytest.approx((0.75 - (4 + 1) / 16) / (1 - (4 + 1) / 16))
    assert result["stance.pause.kappa"].value == 1
    assert result["stance.undecided.kappa"].value == 0
    assert result["stance.withdraw.kappa"].value is None  # nobody sees one anywhere
    assert result["stance.withdraw.kappa"].equal == 1
    assert (result["claims.optional"].a, result["claims.optional"].b, result["claims.optional"].n) == (3, 2, 3)
    assert result["claims.optional"].value == pytest.approx(4 / 5)


def test_a_claim_that_tables_leave_out_is_detected_but_no_stance_of_the_sentence():
    one, two = annotated((0, "Norvik", "pause", {"stage": "threatened"})), annotated((0, "Norvik", "pause", {}))
    result = agree([one], [two], PLAIN)
    assert result["detection.kappa"].value == 1
    assert result["stance.pause.kappa"].equal == 0.75
    assert result["stage.share"].value == 0
    assert agree([one], [two], replace(PLAIN, claims="counted"))["claims.optional"].a == 0


def test_what_either_side_is_unsure_of_is_left_out_unless_it_is_required():
    alone = annotated((0, "Norvik", "pause", {"unsure": True}), (1, "Belmora", "comply", {}))
    other = annotated((1, "Belmora", "comply", {}))
    for sides in ((alone, other), (other, alone)):
        result = agree(sides[:1], sides[1:], PLAIN)
        assert result["claims.optional"].value == 1
        assert result["claims.required"].value == pytest.approx(2 / 3)
        assert result["claims.pause"].n == 0
        for name in ("detection", "stance"):
            assert (result[f"{name}.kappa"].equal, result[f"{name}.kappa"].n) == (1, 3)
            assert (result[f"{name}.required.kappa"].equal, result[f"{name}.required.kappa"].n) == (0.75, 4)
        assert result["stance.pause.kappa"].equal == 0.75
        required = agree(sides[:1], sides[1:], REQUIRED)
        assert required["claims.pause"].value == 0
        assert required["detection.kappa"].value == required["detection.required.kappa"].value < 1


def test_an_unsure_claim_that_the_other_has_too_is_no_agreement_either():
    unsure, sure = annotated((0, "Norvik", "pause", {"unsure": True})), annotated((0, "Norvik", "pause", {}))
    result = agree([unsure], [sure], PLAIN)
    assert result["stance.kappa"].n == 3
    assert result["stance.pause.kappa"].value == 1
    assert result["claims.optional"].n == 0
    assert result["claims.optional"].value is None
    assert result["claims.required"].value == 1
    assert result["stage.share"].n == 0


@given(pairs())
@settings(max_examples=50, deadline=None)
def test_a_sentence_label_is_its_annotators_own(both):
    """Chance is taken from what each side does alone: what the other marks, and what is unsure, must not move its labels."""
    result = agree(*both, PLAIN)
    carrying = [[{c.sentence for c in record.claims} for record in side] for side in both]
    sizes = [len(record.sentences) for record in both[0]]
    labels = [[i in found for found, size in zip(side, sizes, strict=True) for i in range(size)] for side in carrying]
    row = result["detection.required.kappa"]
    assert row.n == sum(sizes)
    assert row.value == (None if (value := cohen_kappa(*labels)) is None else pytest.approx(value))


def test_differences_that_annotators_flagged_do_not_vanish():
    """Every difference sits on an unsure claim: without those all is equal, and the row beside it says what was left out."""
    a = [annotated((0, "Norvik", "pause", {"unsure": i < 3}), name=f"n{i}") for i in range(9)]
    b = [text(f"n{i}") if i < 3 else annotated((0, "Norvik", "pause", {}), name=f"n{i}") for i in range(9)]
    result = agree(a, b, PLAIN)
    assert (result["detection.kappa"].value, result["detection.kappa"].n) == (1, 33)
    assert (result["detection.required.kappa"].value, result["detection.required.kappa"].n) == (cohen_kappa(
        [i % 4 == 0 for i in range(36)], [i % 4 == 0 and i >= 12 for i in range(36)]
    ), 36)  # fmt: skip
    assert result["detection.required.kappa"].value < 0.8


def test_fields_are_compared_on_claims_of_one_actor_and_stance():
    record = text()
    law = find(record, "Data Act")
    target = t.Target(start=law.start, end=law.end, text=law.text, name=None, label="LAW", ref=None, kind="law")
    more = {"attribution": "own", "jurisdiction": "JP", "statement_date": "2031-02", "target": target}
    one = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", more))
    other = {**more, "polarity": "negated", "jurisdiction": None, "target": replace(target, kind="order"), "name": "Belmora Ltd"}
    two = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {**other, "statement_date": "2031-02-01"}))
    result = agree([one], [two], PLAIN)
    shares = {name: result[f"{name}.share"].value for name in ("polarity", "stage", "target", "attribution", "jurisdiction")}
    assert shares == {"polarity": 0.5, "stage": 1, "target": 1, "attribution": 1, "jurisdiction": 0.5}
    assert result["statement_date.share"].value == 0.5
    assert result["actor_name.share"].value == 1  # Belmora Ltd is Belmora
    assert (result["target_kind.share"].value, result["target_kind.share"].n) == (0, 1)
    assert result["attribution.kappa"].value == 1
    assert result["claims.optional"].value == 0.5
    assert result["claims.strict"].value == 0.5


def test_members_of_a_group_are_one_mention_and_their_names_are_compared():
    names = ("Norvik", "Belmora")
    one = annotated(*((0, "Norvik", "pause", {"name": name}) for name in names))
    two = annotated((0, "Norvik", "pause", {"name": "Belmora; Norvik"}))
    result = agree([one], [two], PLAIN)
    assert (result["claims.optional"].value, result["claims.optional"].n) == (1, 1)
    assert result["actor_name.share"].value == 1
    fewer = agree([one], [annotated((0, "Norvik", "pause", {"name": "Norvik"}))], PLAIN)
    assert fewer["actor_name.share"].value == 0


def entity(record, words, label, number=1):
    place = find(record, words)
    return t.Entity(id=f"e{number}", start=place.start, end=place.end, text=words, label=label, name=words)


def test_entities_by_span_and_by_word():
    record = text()
    one = replace(record, entities=(entity(record, "Norvik", "COMPANY"), entity(record, "the Data Act", "LAW", 2)))
    two = replace(record, entities=(entity(record, "Norvik", "GOVERNMENT"), entity(record, "Data Act", "LAW", 2)))
    result = agree([one], [two], PLAIN)
    assert result["entities.exact"].value == 0
    assert result["entities.overlap"].value == pytest.approx(2 / 4)
    assert result["entities.exact.GOVERNMENT"].b == 1
    words = result["words.kappa"]
    assert words.n == sum(len(line.split()) for line in LINES)
    assert words.equal == pytest.approx((words.n - 2) / words.n)  # Norvik's label and the word "the"


def test_quotes_and_speakers():
    record = text()

    def quoted(words, speaker, **more):
        piece = find(record, words)
        mention = find(record, speaker) if speaker else None
        quote = t.Quote(
            id="q1", start=piece.start, end=piece.end, text=words, spans=(piece,), kind="indirect", speaker=mention, **more
        )
        return [replace(record, quotes=(quote,))]

    words = "it would comply with the Data Act"
    one = quoted(words, "Belmora", speaker_name="Ane", organization="Belmora AG")
    same = agree(one, quoted(f"{words}.", "Belmora", speaker_name="Ane", organization="Belmora"), PLAIN)
    assert [same[name].value for name in ("quotes.exact", "quotes.speaker", "speaker_name.share")] == [1, 1, 1]
    other = agree(one, quoted("would comply with the Data Act", None), PLAIN)
    assert [other[name].value for name in ("quotes.exact", "quotes.overlap", "quotes.speaker")] == [0, 1, 0]
    assert (other["speaker_name.share"].value, other["speaker_name.share"].n) == (0, 1)


def test_a_broken_up_quote_has_the_words_of_its_pieces():
    record = text()
    pieces = (find(record, "it would comply"), find(record, "Data Act"))
    given = {"id": "q1", "start": pieces[0].start, "end": pieces[1].end, "kind": "indirect"}
    words = record.text[given["start"] : given["end"]]
    broken = replace(record, quotes=(t.Quote(**given, text=words, spans=pieces),))
    whole = replace(record, quotes=(t.Quote(**given, text=words, spans=(find(record, words),)),))
    assert agree([broken], [broken], PLAIN)["quotes.exact"].value == 1
    assert agree([broken], [whole], PLAIN)["quotes.overlap"].value == 0  # 5 words of 7


def test_records_of_one_side_are_named_and_left_out():
    a = [annotated((0, "Norvik", "pause", {}), name="x"), text("y")]
    b = [text("z"), annotated((0, "Norvik", "pause", {}), name="x")]
    result = agree(a, b, PLAIN)
    assert (result.records, result.only_a, result.only_b) == (1, ("y",), ("z",))
    assert result["claims.optional"].value == 1


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([text("x")], [text("y")], r"share no id: .* such as 'x'"),
        ([], [text("y")], "share no id"),
        ([text(), text()], [text()], "two records of annotator a have the id 'a'"),
        ([text()], [text(), text()], "two records of annotator b have the id 'a'"),
        ([text()], [article([*LINES[:-1], "Zellbank left."])], "record 'a': the annotators' texts differ from character 104"),
        ([text()], [article([" ".join(LINES)])], "record 'a': the annotators' sentences differ"),
    ],
)
def test_what_cannot_be_compared_is_an_error_that_says_where(a, b, message):
    with pytest.raises(InputError, match=message):
        agree(a, b, PLAIN)


def test_a_threshold_of_confidence_makes_no_sense():
    with pytest.raises(InputError, match="no threshold"):
        agree([text()], [text()], Options(threshold=0.5))


def test_only_what_both_label_is_compared():
    given = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {}))
    one = replace(given, meta={"labelled_sentences": [0, 1], "labelled_fields": ["claims", "entities"]})
    two = replace(text(), meta={"labelled_sentences": [1, 2], "labelled_fields": ["claims", "quotes"]})
    result = agree([one], [two], PLAIN)
    assert result.sentences == 1
    assert (result["claims.optional"].a, result["claims.optional"].b) == (1, 0)
    assert [result[name].value for name in ("target.share", "positions", "entities.exact", "quotes.exact")] == [None] * 4
    assert result["words.kappa"].n == 0


def test_intervals_are_of_documents_drawn_again():
    a = [annotated((0, "Norvik", "pause", {}), name=f"s{i}", doc_id=f"d{i // 2}") for i in range(12)]
    b = [record if i % 4 else text(record.id, doc_id=record.meta["doc_id"]) for i, record in enumerate(a)]
    result = agree(a, b, Options(bootstrap=400, seed=1))
    row = result["claims.optional"]
    assert (result.documents, result.records) == (6, 12)
    assert row.value == pytest.approx(2 * 9 / (12 + 9))
    assert row.low < row.value < row.high
    assert agree(a, b, Options(bootstrap=400, seed=1)) == result
    assert agree(a, b, Options(bootstrap=0))["claims.optional"].low is None


def test_one_document_has_no_interval():
    a, b = annotated((0, "Norvik", "pause", {})), text()
    assert agree([a], [b])["claims.optional"].value == 0
    assert agree([a], [b])["claims.optional"].low is None


def test_the_interval_of_kappa_covers_what_it_should():
    """300 documents of one sentence each, both right in 85 of 100 by themselves: kappa 0.49 or so, by chance corrected."""
    rng = random.Random(5)
    sides = [], []
    for i in range(300):
        truth = rng.random() < 0.5
        for side in sides:
            there = truth if rng.random() < 0.85 else not truth
            plain = article(["Norvik paused exports."], f"s{i}")
            side.append(with_claims(plain, [claim(plain, 0, "Norvik", "pause")] if there else []))
    row = agree(*sides, Options(bootstrap=500))["detection.kappa"]
    assert row.low < 0.49 < row.high
    assert row.high - row.low == pytest.approx(2 * 1.96 * 0.05, abs=0.04)


def test_four_stances_leave_refusals_out():
    one, two = annotated((0, "Norvik", "refuse", {})), text()
    four = agree([one], [two], Options(bootstrap=0))
    assert four["claims.optional"].n == 0
    assert four["stance.kappa"].equal == 1
    with pytest.raises(KeyError):
        four["stance.refuse.kappa"]
    assert agree([one], [two])["claims.refuse"].value == 0  # all five where nothing is said
