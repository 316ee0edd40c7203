"""The convention: from marks and links to claims, quotes and names, and what becomes of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corpora.assemble import assemble
from onrecord.corpora.marked_quotes import quote_kind
from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.offsets import Units, counting
from onrecord.corpora.sentences import split
from onrecord.corpora.setup import Setup
from onrecord.corpora.tokens import TokenText, tag_spans
from onrecord.corpora.words import entity_labels, stance_labels
from onrecord.errors import InputError
from strategies import characters

TEXT = "The ferry firm said: “We stop”. Brix will pause.  It’s over."


def mark(given_id, role, words, /, **attributes):
    start = TEXT.index(words)
    return Mark(id=given_id, label=role, pieces=((start, start + len(words)),), attributes=attributes)


def link(label, source, target):
    return Link(label=label, source=source, target=target)


def built(*parts, stances=None, own=False, kept=None):
    setup = Setup(
        format="x", entities=entity_labels("x"), stances=stance_labels(stances), mapped=bool(stances), segmenter=split, labelled=None,
    )  # fmt: skip
    marks = tuple(p for p in parts if isinstance(p, Mark))
    links = tuple(p for p in parts if isinstance(p, Link))
    document = Document(head={"id": "d"}, text=TEXT, marks=marks, links=links, own=own, kept=kept or {})
    record, unmapped = assemble(document, setup, ["claims"])
    assert record.meta.get("unmapped", {}) == unmapped
    return record


def test_a_claim_may_name_its_stance_in_an_attribute():
    record = built(
        mark("c", "Claim", "will pause", Stance="Hold"),
        mark("a", "actor", "Brix"),
        link("actor", "c", "a"),
        stances={"hold": "pause"},
    )
    (claim,) = record.claims
    assert (claim.stance, claim.polarity, claim.stage, claim.attribution, claim.confidence) == (
        "pause",
        "affirmed",
        "in_effect",
        "reporter",
        None,
    )
    assert claim.evidence.text == "Brix will pause."
    assert record.sentences[claim.sentence].stances == ("pause",)


def test_a_stance_that_is_none_of_ours_is_kept_with_its_links():
    record = built(mark("c", "Claim", "will pause", stance="support"), mark("a", "actor", "Brix"), link("actor", "c", "a"))
    assert record.claims == ()
    assert record.meta["unmapped"] == {"Claim:support": 1, "actor": 1}
    assert record.meta["kept"]["relations"] == [{"label": "actor", "source": [37, 47], "target": [32, 36]}]


def test_an_actor_takes_what_the_entity_in_the_same_place_says():
    record = built(
        mark("c", "pause", "will pause"), mark("a", "Actor", "Brix"), mark("e", "COMPANY", "Brix", name="Brix plc", ref="company:brix"),
        link("actor", "c", "a"),
    )  # fmt: skip
    actor = record.claims[0].actor
    assert (actor.name, actor.label, actor.ref, actor.entity) == ("Brix plc", "COMPANY", "company:brix", "e1")


def test_a_mention_that_refers_back():
    record = built(mark("a", "COMPANY", "Brix"), mark("b", "company", "The ferry firm", name="Brix"), link("antecedent", "b", "a"))
    first, second = record.entities
    assert (first.text, first.via, first.antecedent, second.id) == ("The ferry firm", "coref", "e2", "e2")


def test_values_are_read_in_any_spelling():
    record = built(
        mark("c", "pause", "will pause", Stage="In Effect", polarity="NEGATED", unsure="true", confidence="0.5", target_kind="own-measure"),
        mark("a", "Actor", "Brix", label="company"), mark("t", "Target", "It"), link("Actor", "c", "a"), link("Target", "c", "t"),
    )  # fmt: skip
    (claim,) = record.claims
    assert (claim.stage, claim.polarity, claim.unsure, claim.confidence) == ("in_effect", "negated", True, 0.5)
    assert (claim.actor.label, claim.target.kind, claim.target.label) == ("COMPANY", "own_measure", "OTHER")


def test_attributes_that_have_no_field_are_kept():
    record = built(
        mark("c", "pause", "will pause", mood="sad"), mark("a", "Actor", "Brix"), link("actor", "c", "a"), kept={"note": "x"}
    )
    assert record.meta["kept"] == {
        "note": "x",
        "spans": [{"label": "pause", "start": 37, "end": 47, "attributes": {"mood": "sad"}}],
    }


def test_a_quote_in_pieces_that_are_marked_apart():
    record = built(
        mark("q", "Quote", TEXT[5:30]), mark("p2", "part", "stop"), mark("p1", "part", "We"), link("part", "q", "p2"), link("part", "q", "p1"),
    )  # fmt: skip
    (quote,) = record.quotes
    assert ([p.text for p in quote.spans], quote.text, quote.kind) == (["We", "stop"], "We stop", "direct")
    assert "unmapped" not in record.meta


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([mark("c", "pause", "will pause")], "pause c at 37:47: a claim without an actor, link it to the words that say who"),
        ([mark("c", "pause", "will pause", stage="soon")], "pause c at 37:47: stage is 'soon', choose from in_effect, announced"),
        ([mark("c", "pause", "will pause", confidence="high")], "confidence is 'high', give a number between 0 and 1"),
        ([Mark(id="c", label="LAW", pieces=((3, 3),))], "LAW c at 3:3: empty, or outside the text of 60 characters"),
        ([Mark(id="c", label="pause", pieces=((60, 61),))], "empty, or outside the text"),
        ([link("actor", "c", "a")], "relation actor leads to c, which is no annotation of the document"),
    ],
)
def test_what_cannot_be_a_part_of_a_record_is_named(parts, says):
    with pytest.raises(InputError) as caught:
        built(*parts)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("“Yes,” he said.", "Yes,", "direct"),
        ("“Yes,” he said.", "“Yes,”", "direct"),
        ("He said it was “over” now.", "it was “over” now", "mixed"),
        ("He said it was over.", "it was over", "indirect"),
        ("''It's off,'' he said.", "It's off,", "direct"),
        ("‘It’s off,’ he said.", "It’s off", "direct"),
        ("“It goes on.\n“And on.”", "And on.", "direct"),
        ("“It goes on.\nThen he said no.", "he said no", "indirect"),
        ('"Yes," he said. She said no. "Yes."', "no", "indirect"),
    ],
)
def test_the_kind_of_a_quote_is_told_by_its_marks(text, words, kind):
    start = text.index(words)
    assert quote_kind(text, [(start, start + len(words))]) == kind


@given(st.text(characters, max_size=30))
def test_code_units_are_turned_into_code_points(text):
    units = Units(text)
    for at in range(len(text) + 1):
        assert units.point(len(text[:at].encode("utf-16-le")) // 2) == at
    with pytest.raises(InputError, match="outside the text"):
        units.point(len(text.encode("utf-16-le")) // 2 + 1)


def test_half_a_character_is_no_offset():
    with pytest.raises(InputError, match="offset 2 splits a character in two"):
        Units("a🦀").point(2)


def test_the_words_tell_how_a_file_counts():
    assert counting("🦀 ab", [([(2, 4)], "ab")])(2) == 2
    assert counting("🦀 ab", [([(3, 5)], "ab")])(3) == 2
    assert counting("🦀 ab", [([(2, 4)], "ab"), ([(3, 5)], "ab")]) is None
    assert counting("🦀 ab", [])(3) == 3


@given(st.text(characters, max_size=60))
def test_sentences_lie_in_order_and_miss_no_word(text):
    found = split(text)
    assert all(a < b for a, b in found)
    assert all(found[i][1] <= found[i + 1][0] for i in range(len(found) - 1))
    inside = "".join(text[a:b] for a, b in found)
    assert "".join(inside.split()) == "".join(text.split())


kinds = st.sampled_from(["LAW", "PLACE"])
chunks = st.lists(st.tuples(st.none() | kinds, st.integers(1, 3)), max_size=5)


def tagged(chunk, scheme, before):
    kind, size = chunk
    if kind is None:
        return ["O"] * size
    if scheme == "BIOES":
        return [f"S-{kind}"] if size == 1 else [f"B-{kind}", *[f"I-{kind}"] * (size - 2), f"E-{kind}"]
    first = "B" if scheme == "BIO" or before == kind else "I"
    return [f"{first}-{kind}", *[f"I-{kind}"] * (size - 1)]


@given(chunks, st.sampled_from(["BIO", "IOB1", "BIOES"]))
def test_spans_come_back_from_tags_of_any_scheme(given_chunks, scheme):
    tags, spans, before = [], [], None
    for chunk in given_chunks:
        kind, size = chunk
        if kind:
            spans.append((len(tags), len(tags) + size - 1, kind))
        tags += tagged(chunk, scheme, before)
        before = kind
    assert tag_spans(tags) == spans


def test_a_type_may_have_a_hyphen():
    assert tag_spans(["B-ACT-2", "I-ACT-2"]) == [(0, 1, "ACT-2")]


@given(st.lists(st.lists(st.text("aé🦀", min_size=1, max_size=3), min_size=1, max_size=4), min_size=1, max_size=3))
def test_tokens_stand_where_their_spans_say(sentences):
    text = TokenText()
    for tokens in sentences:
        text.add(tokens, ["B-LAW"] * len(tokens))
    assert [text.text[s:e] for s, e, _ in text.spans] == [token for tokens in sentences for token in tokens]
    assert [text.text[s:e] for s, e in text.sentences] == [" ".join(tokens) for tokens in sentences]
