"""The data contract checks itself: every span and every id of a record, named when it is wrong."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import OnrecordError, RecordError, SchemaVersionError
from onrecord.types import STAGES, STANCES, Actor, Claim, Entity, Quote, Record, Sentence, Span, Target
from strategies import records

TEXT = "🦀 Norvik said “we will leave” Freedonia. It rained."
FIRST, SECOND = (0, 40), (41, 51)


def at(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def span(words):
    return Span(**at(words))


def make(**changes):
    parts = {
        "id": "a1",
        "text": TEXT,
        "sentences": (Sentence(start=0, end=40, stances=("withdraw",)), Sentence(start=41, end=51)),
        "entities": (
            Entity(id="e1", **at("Norvik"), label="COMPANY", name="Norvik"),
            Entity(id="e2", **at("we"), label="COMPANY", name="Norvik", via="coref", antecedent="e1"),
        ),
        "quotes": (
            Quote(
                id="q1", **at("we will leave"), spans=(span("we will"), span("leave")), kind="direct", cue=span("said"),
                speaker=span("Norvik"), speaker_name="Norvik",
            ),
        ),
        "claims": (claim(),),
    }  # fmt: skip
    return Record(**parts | changes)


def claim(**changes):
    parts = {
        "id": "c1",
        "actor": Actor(**at("Norvik"), name="Norvik", label="COMPANY", entity="e1"),
        "stance": "withdraw",
        "stage": "announced",
        "target": Target(**at("Freedonia"), name="Freedonia", label="PLACE", ref=None, kind="market"),
        "sentence": 0,
        "evidence": Span.of(TEXT, *FIRST),
        "quotes": ("q1",),
    }
    return Claim(**parts | changes)


def wrong(part, **changes):
    return dataclasses.replace(part, **changes)


GOOD = make()
ENTITY, QUOTE, CLAIM = GOOD.entities[0], GOOD.quotes[0], GOOD.claims[0]


def test_a_record_whose_parts_fit_is_built():
    assert [TEXT[s.start : s.end] for s in GOOD.sentences] == ["🦀 Norvik said “we will leave” Freedonia.", "It rained."]


WHERE_SPANS_STAND = {
    "entities[0]": lambda **k: {"entities": (wrong(ENTITY, **k),)},
    "quotes[0]": lambda **k: {"quotes": (wrong(QUOTE, **k),)},
    "quotes[0].spans[1]": lambda **k: {"quotes": (wrong(QUOTE, spans=(QUOTE.spans[0], wrong(QUOTE.spans[1], **k))),)},
    "quotes[0].cue": lambda **k: {"quotes": (wrong(QUOTE, cue=wrong(QUOTE.cue, **k)),)},
    "quotes[0].speaker": lambda **k: {"quotes": (wrong(QUOTE, speaker=wrong(QUOTE.speaker, **k)),)},
    "claims[0].actor": lambda **k: {"claims": (wrong(CLAIM, actor=wrong(CLAIM.actor, **k)),)},
    "claims[0].evidence": lambda **k: {"claims": (wrong(CLAIM, evidence=wrong(CLAIM.evidence, **k)),)},
    "claims[0].target": lambda **k: {"claims": (wrong(CLAIM, target=wrong(CLAIM.target, **k)),)},
}


@pytest.mark.parametrize("path", WHERE_SPANS_STAND)
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "Belmora"}, "says 'Belmora' but the text at"),
        ({"start": -1}, "empty or outside the text of 51 characters"),
        ({"end": 52}, "empty or outside the text of 51 characters"),
        ({"start": 5, "end": 5, "text": ""}, "empty or outside"),
        ({"start": 6, "end": 5}, "empty or outside"),
    ],
    ids=["other text", "before the text", "after the text", "empty", "backwards"],
)
def test_a_span_that_does_not_fit_is_named(path, changes, says):
    with pytest.raises(RecordError) as caught:
        make(**WHERE_SPANS_STAND[path](**changes))
    message = str(caught.value)
    assert message.startswith(f"record 'a1': {path} ")
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 52), (3, 3), (4, 3)])
def test_a_sentence_outside_the_text_is_named(start, end):
    with pytest.raises(RecordError, match=rf"record 'a1': sentences\[1\] is {start}:{end}, .*51 characters$"):
        make(sentences=(GOOD.sentences[0], Sentence(start=start, end=end)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"entities": (ENTITY, ENTITY)}, "two entities share an id"),
        ({"quotes": (QUOTE, QUOTE)}, "two quotes share an id"),
        ({"claims": (CLAIM, CLAIM)}, "two claims share an id"),
        ({"entities": (wrong(ENTITY, antecedent="e9"),)}, "entity e1 points at 'e9', which is no entity of the record"),
        (
            {"entities": (ENTITY, wrong(GOOD.entities[1], antecedent=None))},
            "entity e2 refers back (via coref) but has no antecedent",
        ),
        ({"claims": (claim(sentence=2),)}, "claim c1 names sentence 2 of 2"),
        ({"claims": (claim(sentence=-1),)}, "claim c1 names sentence -1 of 2"),
        ({"claims": (claim(sentence=1),)}, "claim c1 has evidence 0:40, its sentence is 41:51"),
        ({"claims": (claim(evidence=Span.of(TEXT, 0, 39)),)}, "claim c1 has evidence 0:39, its sentence is 0:40"),
        ({"claims": (claim(actor=wrong(CLAIM.actor, entity="e9")),)}, "claim c1 names entity 'e9', which is not in the record"),
        ({"claims": (claim(quotes=("q1", "q9")),)}, "claim c1 names quotes ['q9'], which are not in the record"),
    ],
)
def test_an_id_that_does_not_fit_is_named(changes, says):
    with pytest.raises(RecordError) as caught:
        make(**changes)
    assert str(caught.value) == f"record 'a1': {says}"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"body_start": -1}, "body_start is -1, outside the text of 51 characters"),
        ({"body_start": 52}, "body_start is 52, outside the text of 51 characters"),
        ({"truncated_at": 52}, "truncated_at is 52, outside the text of 51 characters"),
        ({"truncated_at": -1}, "truncated_at is -1, outside the text of 51 characters"),
        (
            {"sentences": (GOOD.sentences[0], Sentence(start=39, end=51))},
            "sentences[1] begins at 39, before sentences[0] ends",
        ),
        ({"sentences": (GOOD.sentences[1], GOOD.sentences[0])}, "sentences[1] begins at 0, before sentences[0] ends"),
        (
            {"quotes": (wrong(QUOTE, spans=(QUOTE.spans[0], span("Freedonia"))),)},
            "quotes[0].spans[1] is 30:39, outside the quote's 15:28",
        ),
        ({"quotes": (wrong(QUOTE, spans=QUOTE.spans[::-1]),)}, "quotes[0].spans are not in the order of the text"),
        ({"claims": (claim(confidence=1.5),)}, "claims[0].confidence is 1.5, give a probability between 0 and 1"),
        ({"claims": (claim(confidence=-0.1),)}, "claims[0].confidence is -0.1, give a probability between 0 and 1"),
        ({"claims": (claim(confidence=math.nan),)}, "claims[0].confidence is nan, give a probability between 0 and 1"),
        (
            {"claims": (claim(jurisdiction="Japan"),)},
            "claims[0].jurisdiction is 'Japan', give ISO 3166-1 alpha-2, such as JP, or EU",
        ),
        (
            {"claims": (claim(statement_date="03/04/2020"),)},
            "claims[0].statement_date is '03/04/2020', give YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        ({"claims": (claim(effective_date="2020-13"),)}, "claims[0].effective_date is '2020-13', give YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"claims": ()}, "sentences[0].stances are withdraw, those of its counted claims are none"),
        ({"claims": (claim(polarity="negated"),)}, "sentences[0].stances are withdraw, those of its counted claims are none"),
        (
            {"claims": (CLAIM, claim(id="c2", stance="pause"))},
            "sentences[0].stances are withdraw, those of its counted claims are pause, withdraw",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_named(changes, says):
    with pytest.raises(RecordError) as caught:
        make(**changes)
    assert str(caught.value) == f"record 'a1': {says}"


@pytest.mark.parametrize("date", ["2031", "2031-02", "2031-02-28"])
def test_dates_are_as_precise_as_the_text(date):
    assert make(claims=(claim(statement_date=date, effective_date=date, jurisdiction="EU", confidence=1),))


def test_offsets_are_code_points_not_utf16_units_or_bytes():
    assert GOOD.entities[0].start == 2  # the crab is one character
    assert Span.of("İ🦀x", 1, 2).text == "🦀"


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("polarity", ["affirmed", "negated"])
@pytest.mark.parametrize("stage", STAGES)
def test_only_affirmed_claims_in_effect_or_announced_are_counted(stance, polarity, stage):
    expected = (polarity, stage) in {("affirmed", "in_effect"), ("affirmed", "announced")}
    assert claim(stance=stance, polarity=polarity, stage=stage).counted is expected


@pytest.mark.parametrize("part", [GOOD, ENTITY, QUOTE, CLAIM, CLAIM.actor, CLAIM.target, CLAIM.evidence, GOOD.sentences[0]])
def test_parts_are_frozen_and_take_no_other_fields(part):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(part, dataclasses.fields(part)[0].name, "other")
    assert not hasattr(part, "__dict__")


@pytest.mark.parametrize("kind", [Span, Sentence, Entity, Quote, Actor, Target, Claim, Record])
def test_parts_are_built_by_keyword_only(kind):
    with pytest.raises(TypeError, match="positional argument"):
        kind(0, 1, "x")


def test_errors_of_records_are_value_errors_and_ours():
    assert issubclass(RecordError, ValueError)
    assert issubclass(SchemaVersionError, RecordError)
    assert issubclass(RecordError, OnrecordError)


@settings(deadline=None, max_examples=20)
@given(records(), st.data())
def test_moving_any_one_span_of_a_record_is_noticed_or_leaves_its_text_equal(record, data):
    entity = data.draw(st.sampled_from(record.entities)) if record.entities else None
    if entity is None:
        return
    moved = wrong(entity, start=entity.start + 1, end=entity.end + 1)
    others = tuple(moved if e is entity else e for e in record.entities)
    if record.text[moved.start : moved.end] == entity.text and moved.end <= len(record.text):
        assert dataclasses.replace(record, entities=others).text == record.text
    else:
        with pytest.raises(RecordError):
            dataclasses.replace(record, entities=others)
