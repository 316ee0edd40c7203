"""From an answer to the parts of a record: what is in the text goes in, with the text's offsets; nothing else does."""

import json

import pytest
from fake_endpoint import answer, claim

from onrecord.components.segment import segment
from onrecord.lexicon import Lexicon
from onrecord.llm.answer import read_answer
from onrecord.llm.build import build
from onrecord.llm.drafts import Drafts
from onrecord.llm.pieces import cut
from onrecord.types import Article

TEXT = (
    "Norvik suspends Belmora service. "
    "The company said on Monday it had suspended reviews in Belmora, citing the Data Act. "
    "“We will not\ncomply,” Ada Quill, Norvik’s chief, said. “Never,” she added. "
    "Google and Norvik will leave; the two firms quit Belmora."
)
FIRST, SECOND, THIRD, FOURTH, FIFTH = range(1, 6)


def entity(sentence, text, label="COMPANY", name=None):
    return {"sentence": sentence, "text": text, "label": label, "name": name or text}


def quote(sentence, *pieces, **more):
    found = {"sentence": sentence, "pieces": list(pieces), "kind": "direct", "cue": None, "speaker": None}
    return found | {"speaker_name": None, "organization": None} | more


def built(given, *, text=TEXT, disable=()):
    sentences = segment(text)
    (piece,) = cut(Article(id="a", text=text), text, sentences, most=10_000)
    drafts = Drafts()
    drafts.add(text, piece, read_answer(json.dumps(given)))
    return build(text, sentences, drafts, lexicon=Lexicon.default(), disable=frozenset(disable)), drafts


def test_the_sentences_are_those_the_tests_count_on():
    assert [TEXT[a:b].split(maxsplit=1)[0] for a, b in segment(TEXT)] == ["Norvik", "The", "“We", "“Never,”", "Google"]


def test_entities_get_the_place_in_the_text_and_the_lexicons_name():
    parts, drafts = built(answer(entities=[entity(5, "Google", name="Google LLC"), entity(1, "Norvik"), entity(3, "Norvik's"),
                                           entity(2, "the Data Act", "LAW"), entity(2, "Selmar")]))  # fmt: skip
    assert [(e.id, e.text, e.name, e.ref) for e in parts.entities] == [
        ("e1", "Norvik", "Norvik", None), ("e2", "Data Act", "Data Act", "law:data-act"), ("e3", "Norvik", "Norvik", None),
        ("e4", "Google", "Google", "company:google"),
    ]  # fmt: skip
    assert all(TEXT[e.start : e.end] == e.text for e in parts.entities)
    assert parts.doubtful == {"e3": "normalised"}
    assert drafts.statuses == {"exact": 3, "normalised": 1, "failed": 1}
    assert drafts.dropped == {"entities: not in the text": 1}


def test_a_name_said_twice_is_two_mentions_and_no_mention_overlaps_another():
    text = "Norvik AG sued Norvik."
    parts, _ = built(
        answer(entities=[entity(1, "Norvik"), entity(1, "Norvik"), entity(1, "Norvik AG"), entity(1, "Norvik")]), text=text
    )
    assert [(e.start, e.text) for e in parts.entities] == [(0, "Norvik AG"), (15, "Norvik")]


def test_a_claim_stands_in_its_sentence_with_actor_target_and_a_mention_that_refers_back():
    given = claim(sentence=2, actor="The company", target="the Data Act", target_name="Data Act", target_label="LAW", target_kind="law",
                  jurisdiction="UK", statement_date="2031-03", effective_date="2031", date_source="relative")  # fmt: skip
    parts, _ = built(answer(entities=[entity(1, "Norvik"), entity(5, "Norvik")], claims=[given]))
    (found,) = parts.claims
    assert (found.id, found.sentence, found.evidence.text[:11]) == ("c1", 1, "The company")
    assert (found.actor.text, found.actor.name, found.actor.label, found.actor.entity) == ("The company", "Norvik", "COMPANY", "e2")
    assert (parts.entities[1].via, parts.entities[1].antecedent) == ("coref", "e1")
    assert (found.target.text, found.target.kind, found.jurisdiction) == ("the Data Act", "law", "GB")
    assert (found.statement_date, found.effective_date, found.date_source) == ("2031-03", "2031", "relative")
    assert (found.attribution, found.confidence) == ("own", 0.9)


def test_the_words_of_the_stance_correct_a_sentence_number_that_is_off_by_one():
    parts, _ = built(answer(claims=[claim(sentence=1, cue="had suspended", actor="it")]))
    assert parts.claims[0].sentence == 1
    far, drafts = built(answer(claims=[claim(sentence=1, cue="quit", actor="Norvik")]))
    assert far.claims[0].sentence == 0
    assert drafts.dropped == {"claims: no cue": 1}


def test_a_number_that_there_is_not_is_no_matter_where_the_words_tell():
    parts, drafts = built(
        answer(
            claims=[claim(sentence=99, cue="quit", actor="firms"), claim(sentence=99, cue="fled"), claim(sentence=0, cue="will")]
        )
    )
    assert [c.sentence for c in parts.claims] == [4]
    assert drafts.dropped == {"claims: no cue": 1, "claims: no such sentence": 2}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"actor": "Selmar"}, "actor not in the text"),
        ({"actor": ""}, "actor not in the text"),
        ({"actor": "Nor"}, "actor not in the text"),
    ],
)
def test_a_claim_without_its_actor_in_the_text_is_dropped(more, why):
    parts, drafts = built(answer(claims=[claim(cue="suspends", **more)]))
    assert parts.claims == ()
    assert drafts.dropped == {f"claims: {why}": 1}


def test_a_target_that_is_not_in_the_text_is_left_out():
    parts, drafts = built(answer(claims=[claim(cue="suspends", target="Privacy Act")]))
    assert parts.claims[0].target is None
    assert drafts.dropped == {"claims: no target": 1}


def test_a_group_is_a_claim_for_each_member_with_the_groups_words():
    given = claim(sentence=5, cue="quit", actor="the two firms", actor_names=["Google", "Norvik", "Google"], stance="withdraw")
    parts, _ = built(answer(entities=[entity(5, "Norvik")], claims=[given]))
    assert [(c.id, c.actor.name, c.actor.ref, c.actor.text, c.actor.entity) for c in parts.claims] == [
        ("c1", "Google", "company:google", "the two firms", None), ("c2", "Norvik", None, "the two firms", None),
    ]  # fmt: skip


def test_an_actor_that_cannot_be_told_has_no_name_unless_it_is_an_entity():
    given = [claim(sentence=2, actor="it", actor_names=[]), claim(cue="suspends", actor="Norvik", actor_names=[])]
    parts, _ = built(answer(entities=[entity(1, "Norvik")], claims=given))
    assert [c.actor.name for c in parts.claims] == ["Norvik", None]


def test_the_same_claim_twice_is_one():
    parts, _ = built(
        answer(claims=[claim(cue="suspends"), claim(cue="suspends", confidence=0.2), claim(cue="suspends", polarity="negated")])
    )
    assert [(c.polarity, c.confidence) for c in parts.claims] == [("affirmed", 0.9), ("negated", 0.9)]


def test_a_quote_is_its_words_without_the_marks_and_carries_the_claims_in_it():
    words = quote(
        3, "“We will not comply,”", "Never,", cue="said", speaker="Ada Quill", speaker_name="Ada  Quill", organization="Norvik"
    )
    given = claim(sentence=3, cue="will not", actor="We", stance="refuse")
    parts, drafts = built(answer(quotes=[words, words, quote(3, "not said at all")], claims=[given]))
    (found,) = parts.quotes
    assert [s.text for s in found.spans] == ["We will not\ncomply,", "Never,"]
    assert (found.start, found.end) == (found.spans[0].start, found.spans[1].end)
    assert (found.cue.text, found.speaker.text, found.speaker_name, found.organization) == (
        "said",
        "Ada Quill",
        "Ada Quill",
        "Norvik",
    )
    assert parts.claims[0].quotes == ("q1",)
    assert parts.doubtful == {"q1.spans[0]": "normalised"}
    assert drafts.dropped == {"quotes: a piece not in the text": 1, "quotes: not in the text": 1}


def test_names_are_made_fit_for_a_file():
    given = claim(cue="suspends", actor_names=["Nor\nvik \x1b[31m\ud800" + "x" * 500, "\u202e"])
    parts, _ = built(answer(entities=[], claims=[given]))
    (found,) = parts.claims
    assert found.actor.name.startswith("Nor vik [31mxxx")
    assert len(found.actor.name) == 200
    found.actor.name.encode()


@pytest.mark.parametrize("off", ["claims", "quotes", "dates", "references"])
def test_parts_may_be_left_out(off):
    given = answer(entities=[entity(1, "Norvik")], quotes=[quote(3, "Never")],
                   claims=[claim(sentence=2, actor="The company", statement_date="2031", date_source="explicit")])  # fmt: skip
    parts, _ = built(given, disable=[off])
    assert bool(parts.claims) is (off != "claims")
    assert bool(parts.quotes) is (off != "quotes")
    assert (off == "claims") or bool(parts.claims[0].statement_date) is (off != "dates")
    assert any(e.via == "coref" for e in parts.entities) is (off not in ("claims", "references"))


def test_emoji_and_curly_quotes_do_not_move_offsets():
    text = "🦀🚀 Norvik said: “👩\u200d🚀 we’ve suspended sales”."
    given = answer(
        entities=[entity(1, "Norvik")],
        quotes=[quote(1, "👩\u200d🚀 we've suspended sales", cue="said")],
        claims=[claim(actor="we")],
    )
    parts, _ = built(given, text=text)
    for span in (*parts.entities, *parts.quotes, parts.claims[0].actor):
        assert text[span.start : span.end] == span.text
    assert parts.claims[0].quotes == ("q1",)
