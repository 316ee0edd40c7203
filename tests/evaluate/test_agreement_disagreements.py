"""Where two annotators differ, in short words, with what each of them has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from evaluate.invented import article, claim, find, pairs, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate.agreement import disagreements
from onrecord.records import to_dict

LINES = ("Norvik paused exports.", "Belmora said it would comply with the Data Act.", "Rain fell on Freedonia.", "“No,” it said.")


def text(**more):
    return replace(article(LINES, "news"), **more)


def annotated(*claims):
    plain = text()
    return with_claims(plain, [claim(plain, s, actor, stance, n, **more) for n, (s, actor, stance, more) in enumerate(claims, 1)])


def target(words, kind="law"):
    place = find(text(), words)
    return t.Target(start=place.start, end=place.end, text=words, name=None, label="LAW", ref=None, kind=kind)


def named(*entities):
    found = []
    for number, (words, label) in enumerate(entities, 1):
        place = find(text(), words)
        found.append(t.Entity(id=f"e{number}", start=place.start, end=place.end, text=words, label=label, name=words))
    return text(entities=tuple(found))


def quote(words, number=1, **more):
    piece = find(text(), words)
    return t.Quote(id=f"q{number}", start=piece.start, end=piece.end, text=words, spans=(piece,), **{"kind": "indirect", **more})


def what(a, b):
    return [(row.kind, row.sentence, row.what) for row in disagreements([a], [b])]


@given(pairs())
@settings(max_examples=60, deadline=None)
def test_nobody_differs_from_himself_and_rows_are_those_of_the_text(both):
    assert not list(disagreements(both[0], both[0]))
    texts = {record.id: record for record in both[0]}
    rows = list(disagreements(*both))
    for row in rows:
        record = texts[row.id]
        assert record.text[row.start : row.end] == row.text
        assert row.start == record.sentences[row.sentence].start
        assert row.what
    assert len({(row.id, row.kind, row.start, row.end) for row in rows}) == len(rows)
    back = [(row.id, row.kind, row.start, row.end, row.b, row.a) for row in disagreements(*reversed(both))]
    assert [(row.id, row.kind, row.start, row.end, row.a, row.b) for row in rows] == back


def test_a_claim_that_one_side_lacks():
    both = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {"unsure": True}))
    assert what(both, text()) == [("sentence", 0, ("claim only in a",)), ("sentence", 1, ("unsure claim only in a",))]
    assert what(text(), both)[0] == ("sentence", 0, ("claim only in b",))


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ({}, {"polarity": "negated"}, "polarity: affirmed / negated"),
        ({}, {"stage": "announced"}, "stage: in_effect / announced"),
        ({"attribution": "own"}, {}, "attribution: own / reporter"),
        ({"jurisdiction": "JP"}, {}, "jurisdiction: JP / none"),
        ({"statement_date": "2031"}, {"statement_date": "2032"}, "statement date: 2031 / 2032"),
        ({}, {"effective_date": "2032-01"}, "effective date: none / 2032-01"),
        ({"name": None}, {}, "actor name: none / Belmora"),
        ({"target": target("Data Act")}, {}, "target: Data Act / none"),
        ({"target": target("Data Act")}, {"target": target("Data Act", "order")}, "target kind: law / order"),
        ({"unsure": True}, {}, "unsure: yes / no"),
    ],
)
def test_fields_of_one_claim(a, b, words):
    one, two = annotated((1, "Belmora", "comply", a)), annotated((1, "Belmora", "comply", b))
    assert what(one, two) == [("sentence", 1, (words,))]


def test_ways_to_write_one_name_are_no_difference():
    one, two = annotated((0, "Norvik", "pause", {"name": "Norvik AG"})), annotated((0, "Norvik", "pause", {}))
    assert what(one, two) == []


def test_two_stances_of_one_actor():
    one, two = annotated((0, "Norvik", "pause", {})), annotated((0, "Norvik", "withdraw", {}))
    assert what(one, two) == [("sentence", 0, ("stance: pause / withdraw",))]
    more = annotated((0, "Norvik", "pause", {}), (0, "Norvik", "withdraw", {}))
    assert what(one, more) == [("sentence", 0, ("claim only in b",))]


def test_an_actor_of_other_bounds_is_still_the_actor():
    one, two = annotated((0, "Norvik", "pause", {})), annotated((0, "Norvik paused", "pause", {"name": "Norvik"}))
    assert what(one, two) == [("sentence", 0, ("actor boundary",))]


def test_names():
    one = named(("Norvik", "COMPANY"), ("the Data Act", "LAW"), ("Freedonia", "PLACE"))
    two = named(("Norvik", "GOVERNMENT"), ("Data Act", "LAW"))
    assert what(one, two) == [
        ("sentence", 0, ("entity label: COMPANY / GOVERNMENT",)),
        ("sentence", 1, ("entity boundary",)),
        ("sentence", 2, ("entity only in a",)),
    ]


def test_mentions_that_refer_back_are_not_compared():
    one = named(("Belmora", "COMPANY"))
    place = find(one, "it would")
    back = t.Entity(
        id="e2", start=place.start, end=place.start + 2, text="it", label="COMPANY", name="x", via="coref", antecedent="e1"
    )
    assert what(one, replace(one, entities=(*one.entities, back))) == []


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (quote("it would comply"), quote("would comply"), "quote boundary"),
        (quote("it would comply"), quote("it would comply", kind="mixed"), "quote kind: indirect / mixed"),
        (quote("it would comply", speaker=find(text(), "Belmora")), quote("it would comply"), "speaker: Belmora / none"),
        (
            quote("it would comply", speaker_name="Ane", organization="Belmora"),
            quote("it would comply", organization="Belmora"),
            "speaker name: Ane of Belmora / Belmora",
        ),
    ],
)
def test_quotes(a, b, words):
    assert what(text(quotes=(a,)), text(quotes=(b,))) == [("quote", 1, (words,))]


def test_quotes_that_hold_sentences_together_are_one_row():
    one = text(quotes=(quote("Rain fell", 1), quote("on Freedonia. “No,”", 2)))
    two = text(quotes=(quote("Rain fell", 1),))
    (row,) = disagreements([one], [two])
    assert (row.kind, row.sentence, row.what) == ("quote", 2, ("quote only in a",))
    assert row.text == "Rain fell on Freedonia. “No,” it said."
    assert (row.previous, row.next) == (LINES[1], None)
    assert [q["text"] for q in row.a["quotes"]] == ["Rain fell", "on Freedonia. “No,”"]
    assert row.b == {"quotes": to_dict(two)["quotes"]}


def test_a_speaker_far_away_does_not_stretch_the_row():
    one = text(quotes=(quote("“No,”", kind="direct", speaker=find(text(), "Norvik")),))
    (row,) = disagreements([one], [text()])
    assert row.text == LINES[3]


def test_a_row_has_what_it_takes_to_decide():
    one = text(title="Talks 🚢", quotes=(quote("it would comply"),))
    two = with_claims(text(title="Talks 🚢"), [claim(text(), 1, "Belmora", "comply")])
    sentence, quotes = disagreements([one], [two])
    assert (sentence.id, sentence.title, sentence.text) == ("news", "Talks 🚢", LINES[1])
    assert (sentence.previous, sentence.next) == (LINES[0], LINES[2])
    assert sentence.a == {"claims": [], "entities": [], "quotes": to_dict(one)["quotes"]}
    assert sentence.b == {"claims": to_dict(two)["claims"], "entities": [], "quotes": []}
    assert quotes.kind == "quote"


def test_sentences_that_one_side_did_not_label_are_passed_over():
    one = annotated((0, "Norvik", "pause", {}), (1, "Belmora", "comply", {}))
    two = text(meta={"labelled_sentences": [1]})
    assert what(one, two) == [("sentence", 1, ("claim only in a",))]
    assert what(one, text(meta={"labelled_fields": ["quotes"]})) == []


def test_records_that_do_not_join_are_an_error():
    with pytest.raises(InputError, match="share no id"):
        list(disagreements([text()], []))
