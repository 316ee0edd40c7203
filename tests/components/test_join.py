"""Spans joined to entities and quotes."""

from __future__ import annotations

import re
import time

import pytest

from onrecord.components.join import join
from onrecord.components.mentions import Mention
from onrecord.components.segment import segment
from onrecord.lexicon import Lexicon

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "X": "PLACE", "P": "PERSON", "A": "ACTOR"}


def read(source: str, **options):
    """Read "[C:Norvik] left": the text, and what is joined from its mentions."""
    text, mentions = "", []
    for piece in re.split(r"(\[\w:[^\]]*\])", source):
        found = re.fullmatch(r"\[(\w):([^\]]*)\]", piece)
        if found:
            mentions.append(Mention(len(text), len(text) + len(found[2]), LABELS[found[1]]))
        text += found[2] if found else piece
    options = {"lexicon": Lexicon.default(), "published": None} | options
    return text, join(text, segment(text), mentions, **options)


def corefs(source: str) -> list[tuple[str, str, int]]:
    """Text of each coref entity, with the text and start of its antecedent."""
    _, joined = read(source)
    by_id = {e.id: e for e in joined.entities}
    return [
        (e.text, by_id[e.antecedent].text, by_id[e.antecedent].start)
        for e in joined.entities
        if e.via == "coref" and e.antecedent is not None
    ]


@pytest.mark.parametrize(
    ("source", "name", "organization"),
    [
        ("“We will withdraw from it,” [C:Meta Platforms Inc.] said.", "Facebook", "Facebook"),
        ("“We will leave,” said [P:Ana Vell], a spokeswoman for [C:Facebook Inc].", "Ana Vell", "Facebook"),
        ("President [P:Donald Trump] said the country would leave the pact.", "Donald Trump", "United States"),
        ("[C:Norvik Inc.] CEO [P:Ana Vell] left. “We stay here,” said [P:Vell].", "Ana Vell", "Norvik"),
        ("“We will stay here,” said [P:Ana Vell] of the union.", "Ana Vell", None),
    ],
)
def test_quotes_carry_canonical_names(source: str, name: str, organization: str | None):
    _, joined = read(source)
    (quote,) = joined.context.quotes
    assert (quote.speaker_name, quote.organization) == (name, organization)


def test_coref_points_at_the_nearest_name_before():
    source = "[C:Norvik] grew. [C:Norvik] said the company would leave. [C:Norvik] left."
    assert corefs(source) == [("the company", "Norvik", 13)]


def test_coref_of_a_headline_points_at_the_name_after():
    source = "“We will stay here,” said a spokesman for [C:Norvik]. It left."
    assert corefs(source) == [("We", "Norvik", 42), ("It", "Norvik", 42)]


@pytest.mark.parametrize(
    "source",
    [
        "[A:Mr. Trump] said no. [P:Trump] refused.",
        "“We will leave,” said [P:Donald Trump].",
        "[P:Donald Trump] met [X:United States] firms. He refused. [A:President Trump] left.",
    ],
)
def test_persons_are_no_entities_and_nothing_points_nowhere(source: str):
    _, joined = read(source)
    assert all(e.antecedent for e in joined.entities if e.via == "coref")
    assert not [e.text for e in joined.entities if e.via == "coref" and ("Trump" in e.text or e.text == "He")]


def test_reference_without_a_name_still_serves_the_actor():
    _, joined = read("“We will leave the pact,” said [P:Donald Trump].")
    assert joined.entities == ()
    assert [r.names[0].name for r in joined.context.who.references.values() if r.names] == ["United States"]


def test_a_piece_of_a_companys_name_is_nobody_who_acts():
    text, joined = read("[C:Sellers], [C:Rowe and Co] and [A:the firm] left with [A:Rowe and Co].")
    acting = [text[m.start : m.end] for m in joined.candidates if m.label == "ACTOR"]
    assert acting == ["the firm", "Rowe and Co"]


@pytest.mark.parametrize("source", ["[A:Norvik and] [C:Selmar] left.", "[A:Norvik -] has left.", "[A:Norvik of] Oland left."])
def test_a_name_with_the_joint_after_it_is_the_name(source: str):
    text, joined = read(source)
    at = text.index("Norvik")
    mentions = [Mention(at, at + len("Norvik"), "COMPANY"), *joined.candidates]
    found = join(text, segment(text), mentions, lexicon=Lexicon.default(), published=None)
    assert [text[m.start : m.end] for m in found.candidates if m.label == "ACTOR"] == []


def test_disabled_parts_are_left_out():
    _, joined = read("[C:Norvik] said it would leave.", disable=frozenset({"quotes", "references"}))
    assert [e.text for e in joined.entities] == ["Norvik"]
    assert joined.context.quotes == ()


UNITS = [
    "[C:Norvik] CEO [P:Ana Vell] said “we stay” and the company left, she said. ",
    "[P:Donald Trump] said [C:Norvik] and [C:Halden] met, he said it and the companies agreed, ",
    "“it stays” and “we go” with the company, ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_line_takes_less_than_eight_times_as_long(unit: str):
    def seconds(times: int) -> float:
        begun = time.process_time()
        read(unit * times)
        return time.process_time() - begun

    seconds(10)
    short = min(seconds(150) for _ in range(2))
    assert min(seconds(600) for _ in range(2)) < 8 * max(short, 0.05)


def test_whom_the_text_tells_to_be_a_person_is_no_company():
    text = "“We are leaving,” said Ana Vell, a vice president of Norvik."
    mentions = [Mention(text.index(n), text.index(n) + len(n), "COMPANY", 0.8) for n in ("Ana Vell", "Norvik")]
    joined = join(text, segment(text), mentions, lexicon=Lexicon.default(), published=None)
    assert [e.text for e in joined.entities if e.label == "COMPANY" and e.via != "coref"] == ["Norvik"]
    assert [joined.context.who.text[p.start : p.end] for p in joined.context.who.people] == ["Ana Vell"]


def test_its_spokesman_is_of_whom_only_the_quote_names():
    _, joined = read("“[C:Norvik] has paid what it owed,” insisted its spokesman.")
    assert joined.context.quotes[0].organization == "Norvik"


@pytest.mark.parametrize(
    ("text", "acts"), [("Never once did Oland waver in its refusal.", False), ("It was Oland waver that left.", True)]
)
def test_the_verb_after_a_subject_belongs_to_no_actor(text: str, acts: bool):
    at = text.index("Oland")
    mentions = [Mention(at, at + len("Oland"), "PLACE"), Mention(at, at + len("Oland waver"), "ACTOR")]
    joined = join(text, segment(text), mentions, lexicon=Lexicon.default(), published=None)
    assert ("Oland waver" in [text[m.start : m.end] for m in joined.candidates]) is acts
