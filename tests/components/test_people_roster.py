"""Who is who: people's full names and whom they speak for, unlisted bodies among them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.names.link import Named, link_names
from onrecord.components.names.lists import rows
from onrecord.components.people.affiliations import Affiliation, affiliations
from onrecord.components.people.persons import people_and_names
from onrecord.components.people.roster import Roster
from onrecord.lexicon import Lexicon

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "X": "PLACE", "P": "PERSON"}


def read(source: str, offices: dict[str, Affiliation] | None = None) -> Roster:
    """The roster of a text in which the encoder's mentions stand as [P:Ana Vell], or [P?:Ana Vell] where it doubts."""
    text, mentions = "", []
    for piece in re.split(r"(\[\w\??:[^\]]*\])", source):
        if found := re.fullmatch(r"\[(\w)(\??):([^\]]*)\]", piece):
            score = 0.6 if found[2] else 1.0
            mentions.append(Mention(len(text), len(text) + len(found[3]), LABELS[found[1]], score))
            text += found[3]
        else:
            text += piece
    named = link_names(text, mentions, Lexicon.default(), add=False)
    people, named = people_and_names(text, mentions, named)
    held = affiliations(text, mentions, named) if offices is None else offices
    return Roster.of(people, named, text=text, offices=held, hidden=[], lexicon=Lexicon.default())


def employer(source: str) -> str | None:
    """Whom Ana Vell speaks for."""
    return read(source).people["Ana Vell"].body


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("[P:Ana Vell], head of sales at the heat supplier Nordvarm, said no.", "Nordvarm"),
        ("[P:Ana Vell], president of the growers' co-operative Tierra Alta, said no.", "Tierra Alta"),
        ("[P:Ana Vell], a councillor for the Green Front League, said no.", "Green Front League"),
        ("Elder [P:Ana Vell] of the Saysi council said no.", "Saysi council"),
        ("[P:Ana Vell] of Helio Moto said no.", "Helio Moto"),
        ("[C:Norvik] named [P:Ana Vell] chief executive in May.", "Norvik"),
        ("[C:Norvik] named [P:Ana Vell] in a complaint about the chief.", None),
        ("The boat is let to Ostro Flot, a firm with four boats. Its owner is [P:Ana Vell], a former diver.", "Ostro Flot"),
        ("She flew to Ostro, a firm base. Its owner is [P:Ana Vell], a former diver.", None),
        ("[P:Ana Vell] of the growers' board said no.", "growers' board"),
        ("[P:Ana Vell], who bargains for the Tugmen's Brotherhood, said no.", "Tugmen's Brotherhood"),
        ("[P:Ana Vell], who runs the road builder Tilt Works, said no.", "Tilt Works"),
        ("[P:Ana Vell], whose press, Sarma, prints it, said no.", "Sarma"),
        ("[P:Ana Vell], who heads [P:Tolva Glas], said no.", "Tolva Glas"),
        ("[P:Ana Vell], who met [P:Bo Quist], said no.", None),
        ("[P:Ana Vell], managing director, Pillar Optics", "Pillar Optics"),
        ("[P:Ana Vell], a spokeswoman for the transport ministry, said no.", "transport ministry"),
        ("[C:Talmo] met [C:Ostrobank]. [P:Ana Vell], a spokeswoman for the bank, said no.", "Ostrobank"),
        ("[C:Talmo] met [C:Norvik]. [P:Ana Vell], a spokeswoman for the bank, said no.", None),
        ("[P:Ana Vell], a doctor at the hospital in [X:Huesca], said no.", "hospital in Huesca"),
        ("[P:Ana Vell] speaks for [C:Norvik]. She said no.", "Norvik"),
        ("[P:Ana Vell] has been head of the City Roads Agency for a week.", "City Roads Agency"),
        ("[P:Ana Vell]'s gallery, Stark Lowe, had them.", "Stark Lowe"),
        ("The airline [C:Pampa] flies again. Its owner is [P:Ana Vell].", "Pampa"),
        ("A New York gallery, Stark Lowe, had them. The gallery's co-owner, [P:Ana Vell], said no.", "Stark Lowe"),
        ("The Met Office is not amused. Its director, [P:Ana Vell], said no.", "Met Office"),
        ("[C:Norvik] sells eggs. “No,” said chief engineer [P:Ana Vell].", "Norvik"),
        ("[C:Norvik], led by [P:Ana Vell], sells eggs.", "Norvik"),
        ("[P:Bo Quist], who heads [C:Norvik], spoke. His deputy, [P:Ana Vell], said no.", "Norvik"),
        ("The Harrow Zoo and [C:Brandt] went to court. Keeper [P:Ana Vell] wept.", "Harrow Zoo"),
    ],
)
def test_employer(source: str, body: str):
    assert employer(source) == body


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("Transport minister [P:Ana Vell] said no. Copper is stolen in [X:Oslo].", "Norway"),
        ("Trade minister [P:Ana Vell] read a note from [G:Moscow]. [G:Norway] has halted the talks.", "Norway"),
        ("Trade minister [P:Ana Vell] read a note from [G:Moscow]. [G:Norway] halts talks, and [G:Sweden] waits.", None),
        ("The top lawyer of [C:Norvik], [P:Ana Vell], said no.", "Norvik"),
        ("[X:WELLINGTON] – The Minister of Farms, Mrs. [P:Ana Vell], came.", "New Zealand"),
        ("Polish consul general [P:Ana Vell] said no.", "Poland"),
        ("Mayor [P:Ana Vell] of [X:Porto Baleia] said no.", "Porto Baleia"),
        ("A village near [X:Arcen] flooded. Mayor [P:Ana Vell] said no.", "Arcen"),
    ],
)
def test_those_who_govern(source: str, body: str):
    assert employer(source) == body


@pytest.mark.parametrize(
    "source",
    [
        "[P:Ana Vell], a judge in [X:Oslo], freed [C:Norvik].",
        "[C:Norvik] sued. A lawyer for the driver, [P:Ana Vell], said no.",
        "Prosecutor [P:Ana Vell] sued [C:Norvik].",
        "[P:Ana Vell], a former [C:Norvik] engineer, said no.",
        "Former Tarro president [P:Ana Vell] said no.",
        "[C:Norvik] hit a car. [P:Ana Vell], a passenger, said no.",
        "[C:Norvik] met [C:Talmo]'s rival. The crews' leader, [P:Ana Vell], said no.",
        "[P:Ana Vell] of [X:Leeds] said no.",
        "[C:Norvik] left. [P:Ana Vell], who chairs a rival, said no.",
        "The Arts Union sued. The shop's manager, [P:Ana Vell], said no.",
    ],
)
def test_untold_stays_untold(source: str):
    assert employer(source) is None


@pytest.mark.parametrize(
    ("source", "office"),
    [
        ("[P:Ana Vell], a vice president of Haneul, said no.", Affiliation("Haneul", None, "OTHER")),
        ("[P:Ana Vell], chief executive of Haneul, said no.", Affiliation("Haneul", None, "COMPANY")),
        ("Norway is cold. [P:Ana Vell], the finance minister, said no.", None),
    ],
)
def test_whom_a_person_acts_for_needs_no_tag_but_stands_with_the_name(source: str, office: Affiliation | None):
    assert read(source, {}).affiliations([]).get("Ana Vell") == office


def test_what_a_tag_calls_a_place_is_nobodys_employer_by_name():
    source = "[P:Ana Vell], a vice president of [X:Haneul], said no."
    place = Named(34, 40, "PLACE", "Haneul")
    assert read(source, {}).affiliations([place]) == {}


def test_a_place_in_the_name_is_no_employer():
    source = "[P:Ana Vell], [C:Dominion] president of the Farmers' League, said no."
    assert employer(source) == "Farmers' League"


def test_who_governs_is_known_by_office():
    offices = {"Ana Vell": Affiliation("Norway", "country:no", "GOVERNMENT", "NO")}
    assert read("[P:Ana Vell], owner of the Fjord Club, said no.", {}).people["Ana Vell"].body == "Fjord Club"
    assert read("[P:Ana Vell] of the Fjord Club said no.", offices).people["Ana Vell"].body == "Norway"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("[P:Ana Vell] met [P:Vell].", ["Ana Vell"]),
        ("[P:Maar Vis] and [P:Luc Vis] left. [P:Luc] came back.", ["Maar Vis", "Luc Vis"]),
        ("[P:Mabel] and [P:Ernest Tuck] closed.", ["Mabel Tuck", "Ernest Tuck"]),
        ("[P:Abbot Cuthbert Rooney] joked.", ["Cuthbert Rooney"]),
        ("[P:Ms Vell] joked.", ["Vell"]),
        ("[P:Dean Vell] joked.", ["Dean Vell"]),
        ("Odd-[P:Arne Vell] joked.", ["Odd-Arne Vell"]),
        ("Plant manager [C?:Colm Devane] told us.", ["Colm Devane"]),
        ("Its regional manager, [X?:Delia Strand], told us.", ["Delia Strand"]),
        ("[C?:Ragna Moe] speaks for [C:Norvik].", ["Ragna Moe"]),
        ("[C?:Ragna Moe] closed the mill. She wept.", ["Ragna Moe"]),
        ("[P:Ana Vell] left. Later Vell came back.", ["Ana Vell"]),
        ("[P:Ivo Marek], coach of [P:Slavoj Kolin], wept.", ["Ivo Marek"]),
        ("The label [P:Tiny Anchor] closed.", []),
    ],
)
def test_names(source: str, names: list[str]):
    assert list(read(source).people) == names


def test_surname_that_the_encoder_missed_is_found():
    roster = read("[P:Ana Vell] left. Later Vell came back.")
    assert len(roster.people["Ana Vell"].spans) == 2


@pytest.mark.parametrize(
    ("source", "noun", "body"),
    [
        ("The charity Deep Cup digs. [C:Norvik] pays.", "charity", "Deep Cup"),
        ("[C:Norvik], an airline, met [C:Talmo].", "airline", "Norvik"),
        ("[C:Norvik] fell.", "company", "Norvik"),
        ("[C:Norvik] fell.", "council", None),
        ("[C:Norvik] met [C:Talmo].", "company", None),
        ("The Arts Union met.", "airline", None),
    ],
)
def test_what_a_noun_stands_for(source: str, noun: str, body: str | None):
    roster = read(source)
    assert roster.bodies.called(noun, len(roster.bodies.text)) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("the Bank of Rain said", "Bank of Rain"),
        ("the Belgian bakery said", None),
        ("a Wenzhou-based Ruix", None),
        ("the new council said", None),
    ],
)
def test_noun_phrases(text: str, body: str | None):
    assert read(text).bodies.phrase(0) == body


WORDS = [
    "Ana",
    "Vell",
    "Norvik",
    "the",
    "of",
    "'s",
    "company",
    "manager",
    ",",
    ".",
    "said",
    "Union",
    "she",
    "its",
    "\n",
    "“",
    "and",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.data())
def test_any_words_have_a_sound_roster(text: str, data: st.DataObject):
    starts = [m.start() for m in re.finditer(r"Ana|Vell|Norvik", text)]
    chosen = data.draw(st.lists(st.sampled_from(starts), unique=True) if starts else st.just([]))
    mentions = [Mention(at, at + len(re.match(r"\w+", text[at:]).group()), "PERSON") for at in chosen]
    roster = Roster.of(mentions, [], text=text, offices={}, hidden=[], lexicon=Lexicon.default())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in roster.full)
    assert all(a.end <= b.start for a, b in zip(roster.bodies.found, roster.bodies.found[1:], strict=False))
    assert set(roster.full.values()) == set(roster.people)


def test_word_lists_are_sound():
    people, bodies = rows("person_nouns"), rows("body_nouns")
    assert {r["kind"] for r in people} == {"staff", "loose", "state", "local", "nobody", "private"}
    assert {r["sex"] for r in people} <= {"", "he", "she"}
    assert {r["kind"] for r in bodies} <= {"", "any", "firm", "site", "name"}
    assert {r["at"] for r in people} <= {"", *(r["word"] for r in bodies)}
    for words in ([r["word"] for r in people], [r["word"] for r in bodies], [(r["verb"], r["by"]) for r in rows("person_ties")]):
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("“I saw it,” said [C?:Eamon Gray]. “It was big.” Then he sat down.", ["Eamon Gray"]),
        ("“We saw it,” said [C?:Eamon Gray]. “It was big.” The sale goes on.", []),
    ],
)
def test_who_said_something_and_is_he_later_is_a_person(text: str, people: list[str]):
    assert list(read(text).people) == people
