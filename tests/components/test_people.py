"""Persons and what they speak for."""

from __future__ import annotations

import re

import pytest

from onrecord.components.mentions import Mention
from onrecord.components.names.link import link_names
from onrecord.components.people.affiliations import affiliations
from onrecord.components.people.in_office import offices_in
from onrecord.lexicon import Lexicon

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "X": "PLACE", "P": "PERSON"}


def who(source: str, date: str | None = None) -> dict[str, str]:
    text, mentions = "", []
    for piece in re.split(r"(\[\w:[^\]]*\])", source):
        if found := re.fullmatch(r"\[(\w):([^\]]*)\]", piece):
            mentions.append(Mention(len(text), len(text) + len(found[2]), LABELS[found[1]]))
            text += found[2]
        else:
            text += piece
    named = link_names(text, mentions, Lexicon.default(), add=False)
    return {person: a.name for person, a in affiliations(text, mentions, named, date=date).items()}


@pytest.mark.parametrize(
    "source",
    [
        "[P:Ana Vell], a [C:Norvik] spokeswoman, said no.",
        "[C:Norvik] CEO [P:Ana Vell] said no.",
        "[P:Ana Vell], chief executive of [C:Norvik], said no.",
        "[C:Norvik]’s chief executive, [P:Ana Vell], said no.",
        "The head of [C:Norvik], [P:Ana Vell], said no.",
        "[C:Norvik] Vice President of Public Policy [P:Ana Vell] said no.",
        "[P:Ana Vell], who is [C:Norvik]'s general counsel, said no.",
        "[P:Ana Vell] (chairwoman of [C:Norvik]) said no.",
        "[C:Norvik]'s [P:Ana Vell] said no.",
        "[C:Norvik] cut prices. Chief executive [P:Ana Vell] said no.",
        "[C:Halden] " + "grew and grew " * 10 + "until [C:Norvik] cut prices. Chief executive [P:Ana Vell] said no.",
        "[C:Norvik] analyst [P:Ana Vell] said no.",
        "“[C:Norvik] obeys,” said [P:Ana Vell], its director of policy for [X:Norway].",
        "[C:Norvik] is selling. [P:Ana Vell], the company's head of sales in [X:Norway], said so.",
    ],
)
def test_company_people(source: str):
    assert who(source) == {"Ana Vell": "Norvik"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("German Chancellor [P:Ana Vell] said no.", "Germany"),
        ("French President [P:Ana Vell] said no.", "France"),
        ("U.S. Treasury Secretary [P:Ana Vell] said no.", "United States"),
        ("[P:Ana Vell], the Dutch trade minister, said no.", "Netherlands"),
        ("[X:Norway]'s foreign minister, [P:Ana Vell], said no.", "Norway"),
        ("[G:Justice Department] spokeswoman [P:Ana Vell] said no.", "Justice Department"),
    ],
)
def test_government_people(source: str, name: str):
    assert who(source) == {"Ana Vell": name}


@pytest.mark.parametrize(
    "source",
    [
        "former [C:Norvik] chief executive [P:Ana Vell] said no.",
        "[P:Ana Vell], a former [C:Norvik] chairwoman, said no.",
        "[P:Ana Vell], a professor of law, said [C:Norvik] erred.",
        "[P:Ana Vell] told [C:Reuters] that [C:Norvik] left.",
        "[C:Norvik] sued [C:Halden]. Chief executive [P:Ana Vell] said no.",
        "Chancellor [P:Ana Vell] spoke.",
        "[P:Ana Vell], director of policy for [X:Norway], said no.",
        "[P:Ana Vell], [C:Norvik] president of the Miners' League, said no.",
    ],
)
def test_untold_stays_untold(source: str):
    assert who(source) == {}


def test_later_mentions_go_by_the_last_name():
    assert who("[C:Norvik] CEO [P:Ana Vell] spoke. [P:Vell] left.") == {"Ana Vell": "Norvik", "Vell": "Norvik"}


def test_surname_of_two_people_is_nobodys():
    found = who("[C:Norvik] CEO [P:Ana Vell] met [C:Halden] CEO [P:Ivo Vell]. [P:Vell] left.")
    assert found == {"Ana Vell": "Norvik", "Ivo Vell": "Halden"}


@pytest.mark.parametrize(
    ("text", "date", "name"),
    [
        ("Angela Merkel refused.", "2015-07-01", "Germany"),
        ("Macron refused.", "2019-01-02", "France"),
        ("Donald Trump refused.", None, "United States"),
        ("Donald Trump refused.", "", "United States"),
        ("Ben Bernanke refused.", "2010-03-04", "Federal Reserve"),
    ],
)
def test_office_holders_need_no_mention(text: str, date: str | None, name: str):
    assert name in who(text, date).values()


def test_namesake_of_an_office_holder_holds_no_office():
    assert who("[P:Wendell Macron] and his wife refused. [P:Macron] left.", "2019-01-02") == {}
    assert who("[P:Mr. Macron] refused.", "2019-01-02")["Macron"] == "France"


def test_office_not_yet_held_does_not_count():
    assert who("Donald Trump opened a hotel.", "2005-05-05") == {}


def test_common_surname_alone_is_nobody():
    assert who("Johnson refused.", "2020-02-02") == {}
    assert who("Boris Johnson spoke. Johnson refused.", "2020-02-02")["Johnson"] == "United Kingdom"


def test_office_beats_an_apposition_when_the_date_is_known():
    source = "[P:Donald Trump], chairman of [C:Norvik], refused."
    assert who(source, "2018-01-01")["Donald Trump"] == "United States"
    assert who(source)["Donald Trump"] == "Norvik"


def test_list_of_office_holders_is_large_and_sound():
    from onrecord.components.names.lists import rows

    holders = rows("name_officeholders")
    assert len({r["name"] for r in holders}) >= 120
    for r in holders:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", r["from"]), r
        assert not r["to"] or r["from"] < r["to"], r
        assert not r["iso2"] or Lexicon.default().entry(f"country:{r['iso2'].lower()}"), r


def test_offices_in_text_without_names():
    assert offices_in("nobody known is named here", None) == {}
