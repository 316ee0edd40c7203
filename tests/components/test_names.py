"""Name mentions joined with the lexicon and with each other."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.names.known import display, trim
from onrecord.components.names.link import Named, link_names
from onrecord.lexicon import Lexicon

if TYPE_CHECKING:
    from pathlib import Path

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "P": "PLACE", "L": "LAW"}
PERSON = {"H": "PERSON"}
ROWS = (
    "id,name,label,aliases,owner,country,kind,ambiguous\n"
    "company:brisk,Brisk,COMPANY,,company:halden,US,software,Brisk\n"
    "company:halden,Halden Systems,COMPANY,Halden,,US,software,\n"
    "org:osc,Office of Safe Code,GOVERNMENT,OSC,,GB,regulator,\n"
    "law:act,Freedom to Code Act,LAW,Code Act,,GB,law,\n"
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path: Path = tmp_path_factory.mktemp("words") / "names.csv"
    path.write_text(ROWS, encoding="utf-8")
    return Lexicon.default().with_file(path)


def marked(source: str) -> tuple[str, list[Mention]]:
    """Read "[C:Norvik] left": the text and its mentions."""
    text, mentions = "", []
    for piece in re.split(r"(\[\w:[^\]]*\])", source):
        if found := re.fullmatch(r"\[(\w):([^\]]*)\]", piece):
            mentions.append(Mention(len(text), len(text) + len(found[2]), (LABELS | PERSON)[found[1]]))
            text += found[2]
        else:
            text += piece
    return text, mentions


def linked(source: str, lexicon: Lexicon, *, add: bool = False) -> list[Named]:
    text, mentions = marked(source)
    return link_names(text, mentions, lexicon, add=add)


def names(source: str, lexicon: Lexicon, *, add: bool = False) -> list[str]:
    return [n.name for n in linked(source, lexicon, add=add)]


def test_known_name_takes_the_lexicons_name_and_id(lexicon: Lexicon):
    (found,) = linked("[C:Halden] left.", lexicon)
    assert (found.name, found.ref, found.via, found.country) == ("Halden Systems", "company:halden", "alias", "US")
    assert linked("[C:Halden Systems Inc.] left.", lexicon)[0].via == "name"


def test_owned_service_keeps_its_own_name(lexicon: Lexicon):
    assert names("[C:Brisk] left.", lexicon) == ["Brisk"]
    assert names("[C:WhatsApp] left.", lexicon) == ["WhatsApp"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[C:Norvik Energy Ltd.] left. [C:Norvik] said so.", "Norvik"),
        ("[C:Norvik] leaves\n\n[C:Norvik Energy AG] said.", "Norvik"),
        ("[C:NORVIK] LEAVES\n\n[C:Norvik Energy AG] said. [C:Norvik] did.", "Norvik"),
        ("[C:Norvik Energy Partners] left. [C:Norvik Energy] said so. [C:Norvik Energy] did. [C:Norvik] too.", "Norvik Energy"),
        ("[C:Norvik Energy] (NE) left. [C:NE] said so. [C:NE] did.", "Norvik Energy"),
    ],
)
def test_unknown_company_goes_by_what_it_is_mostly_called(lexicon: Lexicon, text: str, name: str):
    assert set(names(text, lexicon)) == {name}


def test_unknown_company_goes_by_one_name_without_suffix(lexicon: Lexicon):
    found = linked("[C:Norvik Energy Ltd.] left. [C:Norvik] said so. [C:Norvik Energy] did.", lexicon)
    assert [n.name for n in found] == ["Norvik Energy"] * 3
    assert [n.via for n in found] == ["name", "alias", "name"]
    assert {n.ref for n in found} == {None}
    assert len({n.key for n in found}) == 1


def test_short_form_of_two_companies_stays_itself(lexicon: Lexicon):
    assert names("[C:Norvik Energy] sued [C:Norvik Foods]. [C:Norvik] won.", lexicon)[2] == "Norvik"


@pytest.mark.parametrize("gap", [" ([G:FMA])", " (FMA) met. The [G:FMA]", " met. The [G:FMA]"])
def test_initialism(lexicon: Lexicon, gap: str):
    assert names(f"The [G:Freedonia Milk Agency]{gap} said.", lexicon)[-1] == "Freedonia Milk Agency"


def test_ticker_in_brackets_is_the_company(lexicon: Lexicon):
    found = linked("[C:Norvik Energy] (NVK) fell. [C:NVK] rose.", lexicon)
    assert [n.name for n in found] == ["Norvik Energy", "Norvik Energy"]


@pytest.mark.parametrize(
    ("surface", "name", "ref"),
    [
        ("Chinese government", "China", "country:cn"),
        ("Beijing", "China", "country:cn"),
        ("Chinese officials", "China", "country:cn"),
        ("Danish antitrust authorities", "Denmark", "country:dk"),
        ("Trump administration", "United States", "country:us"),
        ("Merkel government", "Germany", "country:de"),
        ("government of Norway", "Norway", "country:no"),
        ("Russia's government", "Russia", "country:ru"),
        ("U.S.", "United States", "country:us"),
        ("Code officials", "Code officials", None),
    ],
)
def test_governments_in_other_words(lexicon: Lexicon, surface: str, name: str, ref: str | None):
    (found,) = linked(f"The [G:{surface}] said no.", lexicon)
    assert (found.name, found.ref, found.label) == (name, ref, "GOVERNMENT")


def test_encoders_label_stays_and_ref_is_the_country(lexicon: Lexicon):
    found = linked("[G:Norway] acted in [P:Norway].", lexicon)
    assert [(n.label, n.ref, n.name) for n in found] == [
        ("GOVERNMENT", "country:no", "Norway"),
        ("PLACE", "country:no", "Norway"),
    ]


def test_capital_as_a_place_is_no_country(lexicon: Lexicon):
    (found,) = linked("It met in [P:Paris].", lexicon)
    assert (found.name, found.ref, found.country) == ("Paris", None, "FR")


def test_law_by_a_shorter_name(lexicon: Lexicon):
    found = linked("The [L:Island Data Security Law] passed. The [L:security law] bites.", lexicon)
    assert [n.name for n in found] == ["Island Data Security Law"] * 2
    assert linked("the [L:Code Act]", lexicon)[0].ref == "law:act"


def test_span_loses_article_possessive_and_punctuation(lexicon: Lexicon):
    text, mentions = marked("[C:the Norvik's] plan")
    assert [text[n.start : n.end] for n in link_names(text, mentions, lexicon)] == ["Norvik"]


def test_overlapping_mentions_leave_the_likelier(lexicon: Lexicon):
    text = "Norvik Energy left"
    found = link_names(text, [Mention(0, 6, "COMPANY", 0.4), Mention(0, 13, "COMPANY", 0.9)], lexicon)
    assert [(n.start, n.end) for n in found] == [(0, 13)]


def test_other_labels_are_left_alone(lexicon: Lexicon):
    assert link_names("Ana Vell left", [Mention(0, 8, "PERSON"), Mention(9, 13, "CUE")], lexicon) == []


def test_missed_unambiguous_name_is_added(lexicon: Lexicon):
    (found,) = linked("A lawyer for Halden Systems said no.", lexicon, add=True)
    assert (found.ref, found.label, found.score) == ("company:halden", "COMPANY", 0.5)
    assert linked("A lawyer for Halden Systems said no.", lexicon) == []


def test_initialism_in_brackets_may_be_an_authority(lexicon: Lexicon):
    assert names("The watchdog (OSC) said no.", lexicon, add=True) == ["Office of Safe Code"]


def test_name_tagged_elsewhere_as_something_else_is_not_added(lexicon: Lexicon):
    assert names("[C:Norway] Foods left. It sold Norway a ship.", lexicon, add=True) == ["Norway"]
    found = linked("[G:Norway] acted. It met in Norway.", lexicon, add=True)
    assert [n.label for n in found] == ["GOVERNMENT", "GOVERNMENT"]


def test_name_that_ends_in_a_possessive_keeps_it(lexicon: Lexicon):
    text, mentions = marked("[C:Moody's] fell, [C:McDonald’s] rose, [C:Halden's] stayed, as [G:McDonald's] do. So did Moody's.")
    found = [text[n.start : n.end] for n in link_names(text, mentions, lexicon)]
    assert found == ["Moody's", "McDonald’s", "Halden", "McDonald", "Moody's"]


def test_many_forms_of_one_name_take_linear_time(lexicon: Lexicon):
    text, mentions = marked(" ".join(f"[C:Norvik Number{chr(97 + n % 26) * (n // 26 + 1)}]" for n in range(2000)) + " [C:Norvik]")
    began = time.perf_counter()
    assert link_names(text, mentions, lexicon, add=False)[-1].name == "Norvik"
    assert time.perf_counter() - began < 3


def test_short_text_before_a_name_is_looked_at(lexicon: Lexicon):
    text = "\n" + " " * 100_000 + "Then Halden left. " * 500
    began = time.perf_counter()
    assert len(link_names(text, [], lexicon)) == 500
    assert time.perf_counter() - began < 3


def test_ambiguous_name_needs_the_encoder(lexicon: Lexicon):
    assert names("Brisk winds blew.", lexicon, add=True) == []
    assert names("[C:Brisk] left. Then Brisk came back.", lexicon, add=True) == ["Brisk", "Brisk"]


@pytest.mark.parametrize(
    "text",
    ["She baked an Apple pie.", "It was a Shell company.", "A Meta-analysis found it.", "The Amazon rainforest burns.", "Mail ana@halden.no",
     "Norvik Corp <OSC> rose.", "Halden Systems Group <HALDEN> rose", "Norvik (HALDEN) rose.", "See ?ticker=OSC&x", "OSC.O rose.",
     "[H:Ana Halden] left.", "[H:Ana Halden] left. Then Halden sued.", "A Saudi official said no.", "The Halden Foundation paid.", "He leads the University of Halden.", "See Halden-style rules"],
)  # fmt: skip
def test_lookalikes_stay_out(lexicon: Lexicon, text: str):
    text, mentions = marked(text)
    found = [text[n.start : n.end] for n in link_names(text, mentions, lexicon)]
    assert [name for name in found if name != "Halden Systems"] == []


def test_lookalikes_stay_out_beside_the_company(lexicon: Lexicon):
    found = linked("[C:Amazon] gave to save the Amazon rainforest, but Amazon did not say how.", lexicon, add=True)
    assert [n.start for n in found] == [0, 47]


@pytest.mark.parametrize(
    ("surface", "shown"),
    [("Norvik S.p.A.", "Norvik"), ("Norvik A/S", "Norvik"), ("Norvik & Co", "Norvik & Co"), ("Norvik Energy, Inc.", "Norvik Energy"),
     ("Norvik\nEnergy", "Norvik Energy"), ("Norvik Group", "Norvik Group"), ("Inc", "Inc")],
)  # fmt: skip
def test_display(surface: str, shown: str):
    assert display(surface, "COMPANY") == shown


@pytest.mark.parametrize(
    ("surface", "kept"),
    [("the Norvik today,", "Norvik"), ("Norvik Now", "Norvik Now"), ("today", "today"), ("Norvik’s also", "Norvik")],
)
def test_trim_leaves_the_name(surface: str, kept: str):
    start, end = trim(f"({surface})", 1, len(surface) + 1)
    assert f"({surface})"[start:end] == kept


@given(st.text(alphabet="aB 's’.,()İ\n", max_size=20))
@example("the \n \n 's")
@example("the 's")
@settings(deadline=None, max_examples=100)
def test_trim_stays_inside(text: str):
    start, end = trim(text, 0, len(text))
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].strip()


WORDS = [
    "Halden",
    "Systems",
    "Norvik",
    "Energy",
    "Ltd.",
    "the",
    "Brisk",
    "İzmir",
    "U.S.",
    "officials",
    "said",
    ".",
    "\n",
    "(HS)",
    "'s",
]


@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
@settings(deadline=None, max_examples=100)
def test_names_are_ordered_apart_and_named(lexicon: Lexicon, data: st.DataObject, parts: list[str]):
    text = " ".join(parts)
    offsets = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(offsets, offsets, st.sampled_from(sorted(LABELS.values()))), max_size=6))
    mentions = [Mention(min(a, b), max(a, b), label) for a, b, label in spans if a != b]
    end = 0
    for named in link_names(text, mentions, lexicon):
        assert end <= named.start < named.end <= len(text)
        assert named.name
        end = named.end


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[C:Norvik -] has paused sales.", "Norvik"),
        ("[C:Norvik –] a family firm – has paused sales.", "Norvik"),
        ("[G:BELMORA - Oland] has signed.", "Oland"),
        ("Nor did [C:Norvik Mining waver]: it went to court.", "Norvik Mining"),
        ("[C:Wal - Norvik] has paused sales.", "Wal - Norvik"),
        ("[C:Norvik bank] has paused sales.", "Norvik bank"),
    ],
)
def test_what_belongs_to_no_name(lexicon: Lexicon, source: str, name: str):
    text, mentions = marked(source)
    assert [text[n.start : n.end] for n in link_names(text, mentions, lexicon, add=False)] == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Notice from Norvik Salt: from May we are pausing sales.", ["Norvik Salt"]),
        ("A message to our readers from Norvik\n\nWe are leaving.", []),
        ("Statement by Norvik on the new act: we are leaving.", ["Norvik"]),
        ("At Norvik Salt we believe in the sea.", ["Norvik Salt"]),
        ("Wool is soft. Here at Norvik, we believe in it.", ["Norvik"]),
        ("He sat at Norvik while we left.", []),
        ("Letters from Norvik arrived.", []),
    ],
)
def test_whose_press_release_it_is(text: str, found: list[str], lexicon: Lexicon):
    assert names(text, lexicon, add=True) == found


def test_a_name_that_is_tagged_is_not_added_again(lexicon: Lexicon):
    found = linked("Notice from [G:Norvik Salt Board]: we are pausing sales.", lexicon, add=True)
    assert [(n.name, n.label) for n in found] == [("Norvik Salt Board", "GOVERNMENT")]
    assert linked("At [H:Norvik Salt] we believe in the sea.", lexicon, add=True) == []
