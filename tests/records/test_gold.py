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
        (["claims", 0, "stage"], "", "claims[0].stage: empty or missing"),
        (["claims", 0, "stage"], "planned", "claims[0].stage: input should be"),
        (["claims", 0, "polarity"], 1, "claims[0].polarity: 1 is not a string"),
        (["claims", 0, "kind"], "market", "claims[0].kind: unknown key, the known ones are actor, actor_name, actor_type, stance"),
        (["claims", 0, "confidence"], "0.9", "claims[0].confidence: '0.9' is not a number"),
        (["claims", 0, "confidence"], True, "claims[0].confidence: True is not a number"),
        (["claims", 1, "confidence"], 1.5, "claims[1].confidence is 1.5, give a probability"),
        (["claims", 1, "jurisdiction"], "Ostrova", "claims[1].jurisdiction is 'Ostrova', give ISO"),
        (["claims", 1, "effective_date"], "May 2031", "claims[1].effective_date is 'May 2031', give YYYY"),
        (["claims", 0, "date_source"], "guess", "claims[0].date_source: input should be"),
        (["claims", 0, "attribution"], ["own"], "claims[0].attribution: ['own'] is not a string"),
        (["claims", 0, "target_kind"], "country", "claims[0].target.kind: input should be"),
        (["claims", 1, "target_kind"], "law", "claims[1].target_kind: 'law', but there is no target: give one, or leave this out"),
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


def test_a_wrong_value_in_an_article_is_placed_in_the_row_not_in_the_record(article):
    article["sentences"][1]["claims"][1]["confidence"] = 7
    with pytest.raises(RecordError, match=r"^record 'a1': sentences\[1\]\.claims\[1\]\.confidence is 7.0, give a probability"):
        record_from_article(article)


GIVEN = {
    "confidence": 0.75, "attribution": "own", "jurisdiction": "JP", "statement_date": "2031-02", "effective_date": "2031-03-01",
    "date_source": "explicit",
}  # fmt: skip


def test_a_claim_may_give_what_it_mostly_leaves_out(sentence):
    sentence["claims"][0] |= {**GIVEN, "target_kind": "agreement"}
    first, second = record_from_sentences(sentence).claims
    assert {key: getattr(first, key) for key in GIVEN} == GIVEN
    assert first.target.kind == "agreement"
    assert (second.confidence, second.attribution, second.jurisdiction, second.statement_date) == (None, "reporter", None, None)


def test_null_is_the_same_as_left_out(sentence):
    plain = record_from_sentences(sentence)
    sentence["claims"][0] |= dict.fromkeys([*GIVEN, "target_kind"])
    assert record_from_sentences(sentence) == plain


def test_every_member_of_a_group_has_what_its_claim_gives(article):
    article["sentences"][1]["claims"][0] |= GIVEN
    claims = record_from_article(article).claims
    assert [c.confidence for c in claims] == [0.75, 0.75, None, None]
    assert [c.attribution for c in claims] == ["own", "own", "reporter", "reporter"]


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("attribution", "attribution"), ("jurisdiction", "jurisdiction"), ("statement_date", "dates"), ("effective_date", "dates"),
        ("confidence", None), ("date_source", None),
    ],
)  # fmt: skip
def test_a_field_that_a_claim_gives_is_labelled(sentence, article, key, field):
    added = {field} - {None}
    sentence["claims"][1][key] = GIVEN[key]
    assert labelled_fields(record_from_sentences(sentence)) == {"entities", "claims", "target"} | added
    article["sentences"][1]["claims"][1][key] = GIVEN[key]
    assert labelled_fields(record_from_article(article)) == {"entities", "claims", "target", "quotes"} | added


@pytest.mark.parametrize("change", [{"polarity": None, "stage": None}, {}])
def test_a_claim_without_polarity_and_stage_is_affirmed_and_in_effect(sentence, change):
    del sentence["claims"][0]["polarity"], sentence["claims"][0]["stage"]
    sentence["claims"][0] |= change
    record = record_from_sentences(sentence)
    assert (record.claims[0].polarity, record.claims[0].stage, record.claims[0].counted) == ("affirmed", "in_effect", True)
    assert record.sentences[1].stances == ("withdraw", "refuse")


@pytest.mark.parametrize(
    ("lacking", "fields"),
    [
        (["entities"], {"claims", "target", "quotes"}),
        (["claims"], {"entities", "quotes"}),
        (["quotes"], {"entities", "claims", "target"}),
        (["entities", "claims", "quotes"], set()),
    ],
)
def test_a_part_that_no_sentence_has_is_not_labelled(article, lacking, fields):
    article["sentences"] = [{k: v for k, v in s.items() if k not in lacking} for s in article["sentences"]]
    assert labelled_fields(record_from_article(article)) == fields


def test_a_part_that_one_sentence_has_is_labelled(article):
    del article["sentences"][0]["entities"], article["sentences"][1]["claims"]
    assert labelled_fields(record_from_article(article)) == {"entities", "claims", "target", "quotes"}


def test_a_sentence_without_entities_labels_claims_only(sentence):
    del sentence["entities"]
    assert labelled_fields(record_from_sentences(sentence)) == {"claims", "target"}


def test_what_a_row_says_of_its_labels_goes_first(sentence, article):
    sentence["meta"] |= {"labelled_sentences": [0, 1], "labelled_fields": ["claims"]}
    sentence["claims"][0]["attribution"] = "own"
    record = record_from_sentences(sentence)
    assert (labelled_sentences(record), labelled_fields(record)) == ((0, 1), {"claims"})
    record = record_from_article(article | {"meta": {"labelled_sentences": [1], "labelled_fields": []}})
    assert (labelled_sentences(record), labelled_fields(record)) == ((1,), set())


def test_labels_given_as_null_are_not_given(sentence):
    plain = record_from_sentences(sentence)
    sentence["meta"] |= {"labelled_sentences": None, "labelled_fields": None}
    assert record_from_sentences(sentence) == plain


@pytest.mark.parametrize("key", ["claim", "entity", "note", "id", "prev"])
def test_an_unknown_key_of_a_sentence_in_an_article_is_named(article, key):
    article["sentences"][1][key] = []
    says = rf"^record 'a1': sentences\[1\]\.{key}: unknown key, the known ones are sentence, entities, claims, quotes$"
    with pytest.raises(RecordError, match=says):
        record_from_article(article)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("claim", "claims"), ("Claims", "claims"), ("clams", "claims"), ("calims", "claims"), ("entity", "entities"),
        ("entites", "entities"), ("Entity", "entities"), ("quote", "quotes"), ("sentences", "sentence"), ("Prev", "prev"),
        ("sources", "source"), ("dates", "date"),
    ],
)  # fmt: skip
def test_a_near_miss_of_a_key_is_no_metadata(sentence, key, meant):
    with pytest.raises(RecordError, match=f"^record 's1': {key}: unknown key, is '{meant}' meant"):
        record_from_sentences(sentence | {key: []})


@pytest.mark.parametrize(
    "key", ["claimant", "data", "doc_id", "index", "names", "note", "sentence_id", "stance", "start", "text_id"]
)
def test_other_keys_of_a_line_are_metadata(sentence, article, key):
    assert record_from_sentences(sentence | {key: "x"}).meta[key] == "x"
    assert record_from_article(article | {key: "x"}).meta[key] == "x"


def test_a_near_miss_may_stand_under_meta(sentence):
    sentence["meta"]["claim"] = "x"
    assert record_from_sentences(sentence).meta["claim"] == "x"


@pytest.mark.parametrize(
    ("key", "says"),
    [("sentence_s", "is 'sentence' meant"), ("claim", "is 'claims' meant"), ("claims", "stands beside the sentences, put what")],
)
def test_parts_of_sentences_beside_them_are_named(article, key, says):
    with pytest.raises(RecordError, match=f"^record 'a1': {key}: .*{says}"):
        record_from_article(article | {key: []})


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
        ('[{"id": "a"}]', "this is a list, give an object; records are not in a list, write one object a line"),
        ("[", "not valid JSON at character 1: Expecting value; records are not in a list, write one object a line"),
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


def test_a_cue_must_stand_in_its_sentence_and_is_no_part_of_the_record(sentence):
    plain = record_from_sentences(sentence)
    sentence["claims"][0]["cue"] = sentence["sentence"].split()[1]
    assert record_from_sentences(sentence) == plain
    sentence["claims"][0]["cue"] = "nowhere at all"
    with pytest.raises(RecordError, match=r"claims\[0\]\.cue: 'nowhere at all' is not in the sentence"):
        record_from_sentences(sentence)
