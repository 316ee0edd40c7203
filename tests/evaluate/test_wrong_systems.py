"""Systems that are wrong on purpose: every figure can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluate.invented import article, claim, find, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate import Options, evaluate

LINES = (
    "Norvik suspended its service under the Data Act.",
    "Belmora will comply with the Data Act.",
    "Zellbank left Freedonia over the Data Act.",
    "The weather was fine.",
)
STANCES = ("pause", "comply", "withdraw")
ACTORS = ("Norvik", "Belmora", "Zellbank")
PLAIN = Options(bootstrap=0)


def gold():
    """One claim in each of three sentences of four, an entity a claim, one direct quote."""
    plain = article(LINES)
    claims = [claim(plain, i, actor, s, i + 1) for i, (actor, s) in enumerate(zip(ACTORS, STANCES, strict=True))]
    entities = tuple(
        t.Entity(id=f"e{i}", start=s.start, end=s.end, text=s.text, label="COMPANY", name=s.text)
        for i, s in enumerate((find(plain, actor) for actor in ACTORS), 1)
    )
    words = find(plain, "its service under the Data Act")
    quote = t.Quote(id="q1", start=words.start, end=words.end, text=words.text, spans=(words,), kind="direct")
    return with_claims(replace(plain, entities=entities, quotes=(quote,)), claims)


def scored(pred, options=PLAIN):
    return evaluate([gold()], [pred], options)


def counts(figure):
    return figure.tp, figure.fp, figure.fn


def stances(record, new):
    """The record with other stances in place of its claims'."""
    return with_claims(record, [replace(c, stance=s) for c, s in zip(record.claims, new, strict=True)])


def test_the_gold_itself():
    result = scored(gold())
    for name in ("stance", "claims.mention", "claims.strict", "claims.name", "positions", "entities.exact", "quotes.speaker"):
        assert result[name].value == 1
    assert result["table"].value == 0
    assert result["stance.macro"].value == 1  # undecided stands in neither, so it is no class here


def test_shuffled_labels():
    result = scored(stances(gold(), ("comply", "withdraw", "pause")))
    assert counts(result["claims.mention"]) == (0, 3, 3)
    assert counts(result["stance"]) == (0, 3, 3)
    assert result["detection"].value == 1
    assert result.confusion["pause", "comply"] == result.confusion["comply", "withdraw"] == result.confusion["none", "none"] == 1
    assert result["polarity"].value is None  # nothing is matched, so nothing is scored: not 0


def test_all_pause():
    result = scored(stances(gold(), ("pause",) * 3))
    assert counts(result["claims.mention"]) == (1, 2, 2)
    assert result["claims.mention.pause"].precision == pytest.approx(1 / 3)
    assert result["claims.mention.comply"].value == 0
    assert result["stance.macro"].value == pytest.approx((0.5 + 0 + 0 + 1) / 4)


def test_empty():
    for pred in ([replace(article(LINES), claims=())], []):
        result = evaluate([gold()], pred, PLAIN)
        assert counts(result["claims.mention"]) == (0, 0, 3)
        assert counts(result["detection"]) == (0, 0, 3)
        assert counts(result["entities.exact"]) == (0, 0, 3)
        assert result["table"].value == 1
        assert result.confusion == {("pause", "none"): 1, ("comply", "none"): 1, ("withdraw", "none"): 1, ("none", "none"): 1}
        assert result.missing == (not pred)


def test_every_span_shifted_by_one():
    true = gold()

    def moved(part):
        return replace(part, start=part.start + 1, end=part.end + 1, text=true.text[part.start + 1 : part.end + 1])

    entities = tuple(moved(e) for e in true.entities)
    quotes = tuple(replace(moved(q), spans=tuple(moved(s) for s in q.spans)) for q in true.quotes)
    claims = tuple(replace(c, actor=moved(c.actor)) for c in true.claims)
    result = scored(replace(true, entities=entities, quotes=quotes, claims=claims))
    assert counts(result["entities.exact"]) == (0, 3, 3)
    assert counts(result["entities.overlap"]) == (3, 0, 0)
    assert result.entity_kinds["COMPANY"]["wrong boundary"] == 3
    assert result["claims.mention"].value == 1  # words decide, and the same words are touched
    assert result["quotes.overlap"].value == 1


def test_wrong_types_are_told_from_wrong_boundaries():
    true = gold()
    first, second, third = true.entities
    longer = replace(second, end=second.end + 5, text=true.text[second.start : second.end + 5])
    extra = t.Entity(
        id="e9", start=find(true, "weather").start, end=find(true, "weather").end, text="weather", label="LAW", name="w"
    )
    kinds = scored(replace(true, entities=(replace(first, label="LAW"), longer, extra))).entity_kinds
    assert kinds["COMPANY"] == {"correct": 0, "wrong type": 1, "wrong boundary": 1, "both wrong": 0, "missed": 1, "spurious": 0}
    assert kinds["LAW"]["spurious"] == 1
    assert third in true.entities


def test_unsure_gold_is_neither_required_nor_punished():
    true = gold()
    unsure = with_claims(true, [replace(true.claims[0], unsure=True), *true.claims[1:]])
    for pred, found in ((true, 2), (with_claims(true, true.claims[1:]), 2)):
        assert counts(evaluate([unsure], [pred], PLAIN)["claims.mention"]) == (found, 0, 0)
    required = evaluate([unsure], [with_claims(true, true.claims[1:])], Options(bootstrap=0, unsure="required"))
    assert counts(required["claims.mention"]) == (2, 0, 1)


def test_refusals_count_in_the_scheme_of_five_only():
    refusing = stances(gold(), ("refuse", "refuse", "refuse"))
    assert evaluate([refusing], [refusing], PLAIN)["claims.mention"].value is None
    assert evaluate([refusing], [refusing], Options(bootstrap=0, scheme="five"))["claims.mention"].n == 3


def test_a_threshold_drops_claims_below_it_and_keeps_those_without_confidence():
    true = gold()
    sure = [replace(c, confidence=p) for c, p in zip(true.claims, (0.9, 0.2, None), strict=True)]
    assert counts(scored(with_claims(true, sure), Options(bootstrap=0, threshold=0.5))["claims.mention"]) == (2, 0, 1)


def test_fields_are_scored_on_matched_claims_only():
    true = gold()
    pred = with_claims(true, [replace(true.claims[0], stage="announced"), replace(true.claims[1], stance="refuse"), true.claims[2]])
    result = scored(pred)
    assert (result["stage"].tp, result["stage"].n) == (1, 2)
    assert (result["attribution"].tp, result["attribution"].n) == (2, 2)
    assert counts(result["claims.strict"]) == (1, 1, 2)


def test_a_text_with_other_white_space_and_a_title_is_aligned():
    true = gold()
    text = "A title\n\n" + true.text.replace(" ", "  ")

    def there(part):
        start = len("A title\n\n") + part.start + true.text.count(" ", 0, part.start)
        return {"start": start, "end": start + len(part.text.replace(" ", "  ")), "text": part.text.replace(" ", "  ")}

    moved = replace(
        true,
        text=text,
        sentences=(),
        quotes=(),
        entities=tuple(replace(e, **there(e)) for e in true.entities),
        claims=(),
    )
    places = [there(t.Span(start=s.start, end=s.end, text=true.text[s.start : s.end])) for s in true.sentences]
    sentences = tuple(
        t.Sentence(start=p["start"], end=p["end"], stances=s.stances) for p, s in zip(places, true.sentences, strict=True)
    )
    claims = tuple(
        replace(c, actor=replace(c.actor, **there(c.actor), entity=None), evidence=t.Span(**places[c.sentence]))
        for c in true.claims
    )
    result = scored(replace(moved, sentences=sentences, claims=claims))
    assert result.lost == 0
    assert result["claims.mention"].value == result["claims.name"].value == result["entities.exact"].value == 1


def test_sentences_that_are_not_there_are_lost_and_said_so():
    other = article(("Something else entirely.", *LINES[1:]))
    result = evaluate([gold()], [other], PLAIN)
    assert result.lost == 1
    assert counts(result["claims.mention"]) == (0, 0, 3)


def test_records_of_no_gold_document_are_refused_or_counted():
    stranger = replace(gold(), id="b")
    with pytest.raises(InputError, match="give records the gold's ids"):
        evaluate([gold()], [stranger], PLAIN)
    assert evaluate([gold()], [gold(), stranger], PLAIN).extra == 1
    with pytest.raises(InputError, match="two predicted records have the id 'a'"):
        evaluate([gold()], [gold(), gold()], PLAIN)
    with pytest.raises(InputError, match="no gold record"):
        evaluate([], [gold()], PLAIN)


def test_fields_that_a_system_never_tells_are_not_scored():
    true = gold()
    silent = replace(true, meta={"labelled_fields": ["entities", "claims", "target"]})
    result = scored(silent)
    assert result["attribution"].value is result["statement_date"].value is None
    assert result["target"].value == result["claims.strict"].value == 1


def test_one_document_has_no_interval_and_no_p():
    from onrecord.evaluate import compare

    one = scored(gold(), Options(bootstrap=50))
    assert (one["claims.mention"].low, one["claims.mention"].high) == (None, None)
    assert {d.p for d in compare(one, one)} == {None}


def test_records_without_a_document_name_are_documents_of_their_own():
    both = [replace(gold(), id=name, meta={"doc_id": None}) for name in "ab"]
    assert evaluate(both, both, PLAIN).clusters == 2
    with pytest.raises(InputError, match=r"no gold record has meta\.typo"):
        evaluate(both, both, Options(bootstrap=0, cluster="typo"))
    mixed = [replace(both[0], meta={"doc_id": "b"}), both[1]]
    assert evaluate(mixed, mixed, PLAIN).clusters == 2  # a record's id is not the name of a document


def test_several_targets_are_several_claims_where_targets_count():
    text = "Norvik complied with the Tarn Act and the Fenwick Rule."
    plain = article((text, *LINES[1:]))
    laws = [find(plain, "Tarn Act"), find(plain, "Fenwick Rule")]
    targets = [t.Target(start=s.start, end=s.end, text=s.text, name=s.text, label="LAW", ref=None, kind="law") for s in laws]
    both = with_claims(plain, [claim(plain, 0, "Norvik", "comply", i, target=target) for i, target in enumerate(targets, 1)])
    one = with_claims(plain, both.claims[:1])
    result = evaluate([both], [one], PLAIN)
    assert counts(result["claims.mention"]) == (1, 0, 0)
    assert counts(result["claims.strict"]) == (1, 0, 1)
    assert result["table"].value == pytest.approx(1 / 3)
