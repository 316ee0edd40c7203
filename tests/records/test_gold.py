"""Gold files in their three shapes, as records."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from onrecord.errors import RecordError
from onrecord.records import (
    from_json,
    labelled_fields,
    labelled_sentences,
    read_gold,
    record_from_article,
    record_from_sentences,
    to_dict,
    to_json,
)


@pytest.fixture
def sentence():
    return {
        "id": "s1",
        "prev": " Ostrova passed the Ferry Act. ",
        "sentence": "Norvik and Brix said Norvik would leave Ostrova if the Ferry Act stood 🦀.",
        "next": "Belmora…",
        "entities": [["Norvik", "COMPANY"], ["Brix", "COMPANY"], ["Norvik", "COMPANY"], ["Ostrova", "PLACE"], ["Ferry Act", "LAW"]],
        "claims": [
            {
                "actor": "Norvik", "actor_name": "Norvik", "actor_type": "company", "stance": "withdraw", "polarity": "affirmed",
                "stage": "threatened", "target": "Ostrova", "unsure": 1,
            },
            {
                "actor": "Brix", "actor_name": None, "actor_type": "other", "stance": "refuse", "polarity": "affirmed",
                "stage": "in_effect", "target": None,
            },
        ],
        "meta": {"source": "The Lantern", "doc_id": "d7", "date": "2031-02-03"},
    }  # fmt: skip


@pytest.fixture
def article():
    return {
        "id": "a1",
        "title": "Carriers stop",
        "date": "2031-02-03",
        "licence": "CC0-1.0",
        "sentences": [
            {"sentence": "Carriers stop", "entities": [], "claims": []},
            {
                "sentence": "The carriers paused over the toll order and obeyed it, Ada Quill said: “We paused.”",
                "entities": [],
                "claims": [
                    {
                        "actor": "The carriers", "actor_name": "Norvik; Brix ;Norvik", "actor_type": "company", "stance": stance,
                        "polarity": "affirmed", "stage": "in_effect", "target": "toll order",
                    }
                    for stance in ("comply", "pause")
                ],
                "quotes": [
                    {"text": "We paused.", "kind": "direct", "by": "Ada Quill", "speaker_name": "Ada Quill", "organization": "Norvik"},
                    {"text": "The carriers paused", "kind": "indirect", "by": None, "speaker_name": None, "organization": None},
                ],
            },
        ],
    }  # fmt: skip


def test_a_sentence_stands_between_its_neighbours(sentence):
    record = record_from_sentences(sentence)
    assert record.text == f"Ostrova passed the Ferry Act. {sentence['sentence']} Belmora…"
    found = [record.text[s.start : s.end] for s in record.sentences]
    assert found == ["Ostrova passed the Ferry Act.", sentence["sentence"], "Belmora…"]
    assert labelled_sentences(record) == labelled_sentences(from_json(to_json(record))) == (1,)


@pytest.mark.parametrize(
    ("before", "after", "index", "count"), [("", "", 0, 1), ("", "B.", 0, 2), ("A.", " ", 1, 2), (None, None, 0, 1)]
)
def test_a_neighbour_that_is_missing_is_no_sentence(sentence, before, after, index, count):
    record = record_from_sentences(sentence | {"prev": before, "next": after})
    assert (labelled_sentences(record), len(record.sentences)) == ((index,), count)
    assert {c.sentence for c in record.claims} == {index}


def test_head_and_meta_of_a_sentence(sentence):
    record = record_from_sentences(sentence | {"bucket": "b2"})
    assert (record.id, record.date, record.source, record.title) == ("s1", "2031-02-03", "The Lantern", None)
    assert record.meta == {
        "doc_id": "d7", "bucket": "b2", "labelled_sentences": [1], "labelled_fields": ["entities", "claims", "target"],
    }  # fmt: skip


def test_what_a_gold_file_labels(sentence):
    record = record_from_sentences(sentence)
    assert labelled_fields(record) == {"entities", "claims", "target"}
    assert "attribution" in labelled_fields(replace(record, meta={}))
    with pytest.raises(RecordError, match=r"meta\.labelled_fields is \['stance'\]"):
        labelled_fields(replace(record, meta={"labelled_fields": ["stance"]}))


def test_entities_are_located_in_order_of_appearance(sentence):
    record = record_from_sentences(sentence)
    base = record.sentences[1].start
    assert [(e.id, e.start - base, e.text, e.label, e.name) for e in record.entities] == [
        ("e1", 0, "Norvik", "COMPANY", "Norvik"), ("e2", 11, "Brix", "COMPANY", "Brix"), ("e3", 21, "Norvik", "COMPANY", "Norvik"),
        ("e4", 40, "Ostrova", "PLACE", "Ostrova"), ("e5", 55, "Ferry Act", "LAW", "Ferry Act"),
    ]  # fmt: skip


def test_claims_of_a_sentence(sentence):
    first, second = record_from_sentences(sentence).claims
    assert (first.actor.text, first.actor.name, first.actor.label, first.actor.entity) == ("Norvik", "Norvik", "COMPANY", "e1")
    assert (first.stance, first.stage, first.counted, first.unsure, first.confidence) == (
        "withdraw",
        "threatened",
        False,
        True,
        None,
    )
    assert (first.target.text, first.target.name, first.target.kind) == ("Ostrova", "Ostrova", "market")
    assert (second.actor.name, second.actor.label, second.target, second.unsure) == (None, "OTHER", None, False)


def test_stances_of_sentences_are_those_of_counted_claims(sentence):
    assert [s.stances for s in record_from_sentences(sentence).sentences] == [(), ("refuse",), ()]


def test_a_group_is_one_claim_for_each_member_with_the_mention_of_the_group(article):
    record = record_from_article(article)
    assert [(c.id, c.actor.name, c.stance) for c in record.claims] == [
        ("c1", "Norvik", "comply"), ("c2", "Brix", "comply"), ("c3", "Norvik", "pause"), ("c4", "Brix", "pause"),
    ]  # fmt: skip
    assert {(c.actor.text, c.actor.entity) for c in record.claims} == {("The carriers", None)}


def test_a_group_that_is_an_entity_is_none_of_its_members(article):
    article["sentences"][1]["entities"] = [["The carriers", "COMPANY"]]
    record = record_from_article(article)
    assert len(record.entities) == 1
    assert {c.actor.entity for c in record.claims} == {None}


def test_stances_stand_in_the_order_of_the_contract(article):
    assert record_from_article(article).sentences[1].stances == ("pause", "comply")


def test_an_article_is_its_sentences_a_line_each(article):
    record = record_from_article(article)
    assert record.text == "\n".join(s["sentence"] for s in article["sentences"])
    assert (record.title, record.date, record.body_start) == ("Carriers stop", "2031-02-03", 0)
    assert record.meta == {"licence": "CC0-1.0", "labelled_fields": ["entities", "claims", "target", "quotes"]}
    assert labelled_sentences(record) == (0, 1)


def test_quotes_of_an_article(article):
    first, second = record_from_article(article).quotes
    assert (first.text, first.kind, first.speaker.text, first.speaker_name, first.organization) == (
        "We paused.", "direct", "Ada Quill", "Ada Quill", "Norvik",
    )  # fmt: skip
    assert first.spans[0].text == first.text
    assert (second.id, second.text, second.speaker) == ("q2", "The carriers paused", None)


def test_ids_go_on_over_the_sentences(article):
    line = {
        "sentence": "Brix left.",
        "entities": [["Brix", "COMPANY"]],
        "claims": [],
        "quotes": [{"text": "left", "kind": "indirect"}],
    }
    article["sentences"] = [line, line, *article["sentences"]]
    record = record_from_article(article)
    assert [e.id for e in record.entities] == ["e1", "e2"]
    assert [q.id for q in record.quotes] == ["q1", "q2", "q3", "q4"]
    assert [e.start for e in record.entities] == [0, 11]


def test_a_speaker_is_looked_for_outside_the_quote(article):
    article["sentences"][1] = {
        "sentence": "“Brix is Brix,” Brix said.", "quotes": [{"text": "Brix is Brix,", "kind": "direct", "by": "Brix"}],
    }  # fmt: skip
    quote = record_from_article(article).quotes[0]
    assert quote.speaker.start == quote.end + 2


def test_the_same_words_quoted_twice_are_two_quotes(article):
    article["sentences"][1] = {"sentence": "“No.” Then: “No.”", "quotes": [{"text": "No.", "kind": "direct"}] * 2}
    first, second = record_from_article(article).quotes
    assert second.start - first.start == 12


def test_an_entity_listed_more_often_than_it_stands_there_is_taken_once(sentence):
    sentence["entities"].append(["Ferry Act", "LAW"])
    assert [e.text for e in record_from_sentences(sentence).entities].count("Ferry Act") == 1


def test_an_actor_without_a_type_has_the_label_of_its_entity(sentence):
    for claim in sentence["claims"]:
        del claim["actor_type"]
    assert [c.actor.label for c in record_from_sentences(sentence).claims] == ["COMPANY", "COMPANY"]


@pytest.mark.parametrize(
    ("target", "label", "kind"), [("Ferry Act", "LAW", "law"), ("Ostrova", "PLACE", "market"), ("Act stood", "OTHER", "other")]
)
def test_the_kind_of_a_target_follows_its_entity(sentence, target, label, kind):
    sentence["claims"][0]["target"] = target
    found = record_from_sentences(sentence).claims[0].target
    assert (found.text, found.label, found.kind) == (target, label, kind)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["claims", 0, "actor"], "Zembla", "claims[0].actor: 'Zembla' is not in the sentence, copy it exactly"),
        (["claims", 0, "target"], "Zembla", "claims[0].target: 'Zembla' is not in the sentence"),
        (["claims", 0, "actor"], " ", "claims[0].actor: empty or missing, give a text"),
        (["claims", 0, "actor_type"], "person", "claims[0].actor_type: 'person' is none of company, government, other"),
        (["claims", 0, "actor_name"], 7, "claims[0].actor_name: 7 is not a string"),
        (["claims", 0, "stance"], "leave", "claims[0].stance: input should be"),
        (["claims", 0, "stage"], None, "claims[0].stage: empty or missing"),
        (["claims", 0], "text", "claims[0]: not an object"),
        (["claims"], {}, "claims: not a list"),
        (["entities", 1], ["Zembla", "PLACE"], "entities[1]: 'Zembla' is not in the sentence"),
        (["entities", 1], ["Brix"], "entities[1]: not a pair of text and label"),
        (["entities", 1], ["", "PLACE"], "entities[1]: not a pair of text and label"),
        (["entities", 1], ["Brix", "PERSON"], "entities[1].label: input should be"),
        (["quotes"], [{"text": "Zembla", "kind": "direct"}], "quotes[0].text: 'Zembla' is not in the sentence"),
        (["quotes"], [{"text": "Brix", "kind": "direct", "by": "Zembla"}], "quotes[0].by: 'Zembla' is not in the sentence"),
        (["sentence"], "", "sentence: empty or missing, give a text"),
        (["meta"], [], "meta: not an object"),
    ],
)
def test_what_is_wrong_in_a_sentence_is_named(sentence, path, value, says):
    *way, last = path
    place = sentence
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(RecordError) as caught:
        record_from_sentences(sentence)
    assert str(caught.value).startswith(f"record 's1': {says}")


def test_what_is_wrong_in_an_article_is_named_with_its_sentence(article):
    article["sentences"][1]["claims"][1]["actor"] = "Zembla"
    with pytest.raises(RecordError, match=r"^record 'a1': sentences\[1\]\.claims\[1\]\.actor: 'Zembla' is not in the sentence"):
        record_from_article(article)


@pytest.mark.parametrize("convert", [record_from_sentences, record_from_article])
def test_a_row_without_an_id_is_named(convert):
    with pytest.raises(RecordError, match="gold row: id: empty or missing"):
        convert({"sentence": "Brix left.", "sentences": []})


@pytest.mark.parametrize("sentences", [None, "text", 3])
def test_an_article_without_sentences_is_named(sentences):
    with pytest.raises(RecordError, match="record 'a1': sentences: not a list"):
        record_from_article({"id": "a1", "sentences": sentences})


def test_conversion_does_not_change_its_input(sentence, article):
    before = copy.deepcopy((sentence, article))
    record_from_sentences(sentence)
    record_from_article(article)
    assert (sentence, article) == before


def test_a_gold_file_may_mix_the_three_shapes(tmp_path, sentence, article):
    record = record_from_article(article)
    lines = [json.dumps(sentence), json.dumps(article), to_json(record)]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert list(read_gold(tmp_path / "gold.jsonl")) == [record_from_sentences(sentence), record, record]


def test_gold_of_the_first_shape_needs_no_confidence_nor_counted(tmp_path, sentence):
    obj = to_dict(record_from_sentences(sentence))
    for claim in obj["claims"]:
        del claim["counted"]
    (tmp_path / "gold.jsonl").write_text(json.dumps(obj), encoding="utf-8")
    assert list(read_gold(tmp_path / "gold.jsonl")) == [record_from_sentences(sentence)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "a", "words": []}', "no gold in any of the three shapes: it has none of the keys 'text', 'sentence', 'sentences'"),
        ('{"id": "a", "sentence": "Brix left.", "claims": [{"actor": "Zembla"}]}', "record 'a': claims[0].actor: 'Zembla' is not"),
        ("{", "not valid JSON"),
    ],
)
def test_errors_of_gold_files_name_file_and_line(tmp_path, line, says):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        list(read_gold(path))
    assert str(caught.value).startswith(f"{path}:2: {says}")


@pytest.mark.parametrize("given", [[3], [-1], ["1"], [True], "1", 1])
def test_labelled_sentences_must_be_sentences_of_the_record(sentence, given):
    record = record_from_sentences(sentence)
    record.meta["labelled_sentences"] = given
    with pytest.raises(RecordError, match=r"record 's1': meta\.labelled_sentences is .*, give a list of indexes below 3"):
        labelled_sentences(record)
