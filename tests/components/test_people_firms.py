"""Companies that the network takes for people or cuts in two."""

from __future__ import annotations

import re
import time

import pytest

from onrecord.components.mentions import Mention
from onrecord.components.people.firms import with_told_companies
from onrecord.components.people.persons import people_and_names

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "P": "PLACE", "H": "PERSON", "A": "ACTOR"}


def told(source: str, acting: str = "") -> list[tuple[str, str]]:
    """Read "[H:Norvik] left": the mentions by words and label."""
    text, mentions = "", []
    for piece in re.split(r"(\[\w:[^\]]*\])", source):
        if found := re.fullmatch(r"\[(\w):([^\]]*)\]", piece):
            mentions.append(Mention(len(text), len(text) + len(found[2]), LABELS[found[1]], 0.6))
            text += found[2]
        else:
            text += piece
    if acting:
        mentions.append(Mention(text.index(acting), text.index(acting) + len(acting), "ACTOR", 0.9))
    return [(text[m.start : m.end], m.label) for m in with_told_companies(text, sorted(mentions)) if m.label != "ACTOR"]


@pytest.mark.parametrize(
    "source",
    [
        "chief executive of the meat packer [H:Selmar].",
        "said Ada Vell of the salt wholesaler [H:Selmar].",
        "[H:Fratelli Ilves] agreed.",
        "[H:Ilves & Sons] agreed.",
        "[H:Ilves y Hijos] agreed.",
        "[H:Ilves]'s co-founder agreed.",
        "At [H:Ilves Salt], we agreed.",
    ],
)
def test_a_noun_or_a_family_tells_a_firm(source: str):
    ((_, label),) = told(source)
    assert label == "COMPANY"


@pytest.mark.parametrize(
    "source",
    [
        "the trader [H:Ada Vell] said.",
        "the minister [H:Vell] said.",
        "the rock group [H:Selmar] sang.",
        "of Oland. [H:Vell] said.",
        "the firm, [H:Vell] said.",
        "packer [H:selmar] said",
        "[H:Vell and Ilves] said.",
        "[H:Ada Vell]'s campaign chairman said.",
        "At [H:Ada Vell]'s house we met.",
        "Look at [H:Ada Vell], our neighbour.",
    ],
)
def test_people_stay_people(source: str):
    ((_, label),) = told(source)
    assert label == "PERSON"


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("The [H:Ministério das] [C:Águas] left.", ("Ministério das Águas", "GOVERNMENT")),
        ("The [H:Ministero della] [G:Salute] left.", ("Ministero della Salute", "GOVERNMENT")),
        ("[H:Norvik de] [C:Selmar] left.", ("Norvik de Selmar", "COMPANY")),
    ],
)
def test_a_name_that_ends_in_a_particle_goes_on(source: str, whole: tuple[str, str]):
    assert whole in told(source)


def test_other_neighbours_stay_apart():
    assert told("[H:Ada Vell] [C:Selmar] left.") == [("Ada Vell", "PERSON"), ("Selmar", "COMPANY")]
    assert told("[H:Ada de], [C:Selmar] left.") == [("Ada de", "PERSON"), ("Selmar", "COMPANY")]


@pytest.mark.parametrize(
    ("source", "acting", "name"),
    [
        ("[C:Ilves's] Dairy paid.", "Ilves's Dairy", "Ilves's Dairy"),
        ("[C:Ilves]’s Dairy paid.", "Ilves’s Dairy", "Ilves’s Dairy"),
        ("[C:Ilves's] Dairy paid.", "", "Ilves's"),
        ("[C:Ilves's] Dairy paid.", "Ilves", "Ilves's"),
        ("[C:Norvik]'s Chairman paid.", "Norvik's Chairman", "Norvik"),
    ],
)
def test_a_founders_name_goes_on_where_all_of_it_acts(source: str, acting: str, name: str):
    assert told(source, acting) == [(name, "COMPANY")]


def test_a_name_of_its_own_after_a_possessive_stays_apart():
    assert told("[C:Norvik]'s [C:Brisk] paid.", "Brisk") == [("Norvik", "COMPANY"), ("Brisk", "COMPANY")]


def test_a_person_has_a_capital():
    text = "Norvik paid. Ada Vell left."
    mentions = [Mention(7, 11, "PERSON"), Mention(13, 21, "PERSON")]
    people, _ = people_and_names(text, mentions, [])
    assert [text[p.start : p.end] for p in people] == ["Ada Vell"]


def test_time_grows_with_the_text():
    def seconds(n: int) -> float:
        text = "Norvik de x " * n
        mentions = [Mention(12 * i, 12 * i + 9, "PERSON") for i in range(n)] + [Mention(12 * n - 2, 12 * n - 1, "COMPANY")]
        begun = time.perf_counter()
        list(with_told_companies(text, mentions))
        return time.perf_counter() - begun

    small, large = min(seconds(2_000) for _ in range(3)), min(seconds(16_000) for _ in range(3))
    assert large < 40 * small


def test_what_acts_as_one_is_one_even_where_the_tags_have_two():
    assert told("[C:Ilves]'s [C:Dairy] paid.", "Ilves's Dairy")[0] == ("Ilves's Dairy", "COMPANY")
