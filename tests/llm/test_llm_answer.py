import json

import pytest
from fake_endpoint import answer, claim

from onrecord.errors import RecordError
from onrecord.llm.answer import MOST_ITEMS, read_answer, schema
from onrecord.llm.prompt import Prompt

ENTITY = {"sentence": 1, "text": "Norvik", "label": "COMPANY", "name": "Norvik"}
QUOTE = {
    "sentence": 1,
    "pieces": ["we pause"],
    "kind": "direct",
    "cue": None,
    "speaker": None,
    "speaker_name": None,
    "organization": None,
}


def read(**lists):
    return read_answer(json.dumps(answer(**lists)))


def test_an_answer_as_the_schema_has_it():
    found = read(entities=[ENTITY], quotes=[QUOTE], claims=[claim(target="Data Act", target_kind="law", effective_date="2031-02")])
    assert found.faults == {}
    assert found.entities[0].text == "Norvik"
    assert found.quotes[0].pieces == ("we pause",)
    assert (found.claims[0].actor_names, found.claims[0].effective_date) == (("Norvik",), "2031-02")
    assert found.claims[0].target_label == "OTHER"


@pytest.mark.parametrize("around", ["```json\n{}\n```", "<think>{no}</think>\n{}", "Here you are: {} Anything else?", "\ufeff{}"])
def test_what_stands_around_the_object_is_passed_over(around):
    assert read_answer(around.replace("{}", json.dumps(answer(entities=[ENTITY])))).entities


@pytest.mark.parametrize("thoughts", ["", "<think>{no}</think>", "<think>so</think><think>{and so}</think>"])
def test_a_thought_may_end_in_a_string_of_the_object(thoughts):
    text = "“</think> {} is how it ends”"
    found = read_answer(thoughts + json.dumps(answer(entities=[{**ENTITY, "text": text}])))
    assert [entity.text for entity in found.entities] == [text]


def test_what_was_only_thought_of_is_no_answer():
    with pytest.raises(RecordError):
        read_answer(f"<think>{json.dumps(answer(entities=[ENTITY]))}</think> I cannot say.")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no",
        "{",
        '{"entities": [',
        "[]",
        "{}",
        '{"entities": 3}',
        '{"claims": NaN}',
        '{"a":' * 10_000,
        "9" * 5000,
        '{"entities": null}',
    ],
)
def test_what_is_no_answer(content):
    with pytest.raises(RecordError):
        read_answer(content)


@pytest.mark.parametrize(
    "bad",
    [{"stance": "flee"}, {"stance": None}, {"polarity": "maybe"}, {"stage": "past"}, {"actor": None}, {"actor": 3}, {"sentence": "one"},
     {"actor_names": "Norvik"}],
)  # fmt: skip
def test_a_claim_without_what_it_needs_is_dropped_alone(bad):
    found = read(claims=[claim(**bad), claim()])
    assert len(found.claims) == 1
    assert found.faults == {"claims: malformed": 1}


@pytest.mark.parametrize(
    ("key", "value", "instead"),
    [
        ("target_kind", "statute", "other"), ("target_label", "PERSON", "OTHER"), ("attribution", "ceo", "reporter"),
        ("jurisdiction", "Japan", None), ("statement_date", "2031-02-30", None), ("effective_date", "soon", None),
        ("date_source", "guess", None), ("confidence", 90, None), ("confidence", True, None), ("cue", ["x"], None), ("target", {}, None),
        ("actor_label", "LLC", "OTHER"),
    ],
)  # fmt: skip
def test_what_a_claim_can_do_without_is_left_out_and_counted(key, value, instead):
    found = read(claims=[claim(**{key: value})])
    assert getattr(found.claims[0], key) == instead
    assert found.faults == {f"claims: no {key}": 1}


def test_other_bad_items_are_dropped_alone():
    found = read(entities=[ENTITY, {**ENTITY, "label": "PERSON"}, 3, None], quotes=[{**QUOTE, "kind": "loud"}, QUOTE])
    assert (len(found.entities), len(found.quotes)) == (1, 1)
    assert found.faults == {"entities: malformed": 3, "quotes: malformed": 1}


def test_an_endless_list_is_cut():
    found = read(entities=[ENTITY] * (MOST_ITEMS + 7))
    assert len(found.entities) == MOST_ITEMS
    assert found.faults == {"entities: more than 500": 7}


def test_the_schema_is_of_the_strict_kind():
    def objects(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for inner in node.values():
                yield from objects(inner)

    found = list(objects(schema()))
    assert len(found) == 4
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])


def test_a_good_answer_fits_the_schema():
    jsonschema = pytest.importorskip("jsonschema")
    given = answer(
        entities=[ENTITY],
        quotes=[QUOTE],
        claims=[claim(target_kind=None), claim(target="x", target_kind="law", target_label="LAW")],
    )
    jsonschema.validate(given, schema())


def test_the_prompt_speaks_of_every_field_and_value():
    def words(node):
        if isinstance(node, dict):
            yield from (key for key in node.get("properties", ()))
            yield from (value for value in node.get("enum", ()) if value)
            for inner in node.values():
                yield from words(inner)

    text = Prompt.read().text
    assert [word for word in words(schema()) if word not in text] == []
    assert "JSON" in text  # some endpoints refuse their JSON mode to a prompt that does not say so


def test_the_example_of_the_prompt_is_a_good_answer_with_every_word_in_its_text():
    given, example = (json.loads(line) for line in Prompt.read().text.splitlines() if line.startswith("{"))
    texts = {s["n"]: s["text"] for s in given["sentences"]}
    found = read_answer(json.dumps(example))
    assert found.faults == {}
    assert (len(found.entities), len(found.quotes), len(found.claims)) == (3, 2, 2)
    for entity in found.entities:
        assert entity.text in texts[entity.sentence]
    for quote in found.quotes:
        assert all(words in texts[quote.sentence] for words in (*quote.pieces, quote.cue, quote.speaker))
    for one in found.claims:
        assert all(words in texts[one.sentence] for words in (one.actor, one.cue, one.target))
    pytest.importorskip("jsonschema").validate(example, schema())
