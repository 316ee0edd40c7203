"""What nominals and pronouns stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.names.link import Named
from onrecord.components.people.affiliations import Affiliation
from onrecord.components.references.article import ArticleView
from onrecord.components.references.nominals import nominal_mentions
from onrecord.components.references.resolve import Reference, resolve_references
from onrecord.lexicon import Lexicon

LABELS = {"C": "COMPANY", "G": "GOVERNMENT", "P": "PLACE", "L": "LAW"}
THINGS = {
    "Norvik": ("company:norvik", "NO", "energy"),
    "Halden": ("company:halden", "US", "software"),
    "Brisk": ("company:brisk", "US", "internet"),
    "Skau Bank": ("company:skau", "NO", "bank"),
    "Daily Post": ("company:post", "GB", "media"),
    "Norway": ("country:no", "NO", "country"),
    "Sweden": ("country:se", "SE", "country"),
    "United States": ("country:us", "US", "country"),
    "Milk Agency": ("org:milk", "NO", "agency"),
    "Trade Ministry": ("org:trade", "NO", "ministry"),
}
WANTED = re.compile(r"\{([^}]*)\}|\[(\w):([^\]]*)\]")


@dataclass(frozen=True)
class Said:
    start: int
    end: int
    speaker_name: str | None = None
    organization: str | None = None


def read(source: str) -> tuple[str, list[tuple[int, int]], list[Named], list[Mention]]:
    """Read "[C:Norvik] left. {The company} …": text, sentences (one a line), names, wanted mentions."""
    text, named, wanted, at = "", [], [], 0
    for m in WANTED.finditer(source):
        text += source[at : m.start()]
        start, at = len(text), m.end()
        text += m[1] or m[3]
        if m[1]:
            wanted.append(Mention(start, len(text), "ACTOR"))
        else:
            ref, country, kind = THINGS.get(m[3], (None, None, None))
            named.append(Named(start, len(text), LABELS[m[2]], m[3], ref, country=country, kind=kind))
    text += source[at:]
    sentences = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return text, sentences, named, wanted


def meant(source: str, **options) -> list[str]:
    """The names that the last wanted mention stands for."""
    text, sentences, named, wanted = read(source)
    return [n.name for n in resolved(text, sentences, named, wanted, **options)[wanted[-1]].names]


def resolved(text, sentences, named, wanted, **options) -> dict[Mention, Reference]:
    """What the wanted mentions and the text's nominals stand for."""
    mentions = list({(m.start, m.end): m for m in [*nominal_mentions(text, sentences), *wanted]}.values())
    options.setdefault("lexicon", Lexicon.default())
    return resolve_references(ArticleView(text, sentences, named), mentions, **options)


@pytest.mark.parametrize(
    "source",
    [
        "[C:Norvik] agreed to leave.\n{The company} said it would go.",
        "[C:Norvik] said {it} would leave.",
        "[C:Norvik] agreed.\nThe company paused.\n{It} left.",
        "[C:Norvik] said on Monday that {the firm} had paused.",
        "[C:Norvik] told [C:Daily Post] that {the company} had paused.",
        "[C:Norvik] paused, according to the [C:Daily Post].\n{The company} left.",
        "A [C:Norvik] spokeswoman said {the company} had paused.",
        "[C:Halden] grew.\n[C:Halden] won.\nA [C:Norvik] spokesman said {the company} had paused work for [C:Brisk].",
        "[C:Halden] grew.\n[C:Halden] won.\n[C:Norvik] said on Monday that {the company} had left [C:Halden].",
        "[C:Halden] grew.\n[C:Halden] won.\n[C:Norvik]’s chief executive, Ana Vell, told reporters that {it} had paused.",
        "[G:Norway] fined [C:Norvik].\n{The company} will pay.",
        "[C:Halden] slowed.\n[C:Norvik], the oil producer, grew.\nHalden shares fell.\n{The oil producer} left.",
        "[C:Norvik] got the [G:Milk Agency]'s order.\n{It} read it.",
        "[G:Norwegian courts] sent [C:Norvik] an order.\n{It} paid.",
        "[C:Norvik] left.\n{Its} exit from [P:Sweden] took days.",
        "{[C:Norvik]}".replace("{", "").replace("}", "") + " said {they} would leave.",
    ],
)
def test_one_company(source: str):
    assert meant(source) == ["Norvik"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[C:Norvik] and [C:Skau Bank] met.\n[C:Skau Bank] agreed.\n{The bank} paid.", "Skau Bank"),
        ("[C:Norvik] called the [G:Milk Agency].\n{The agency} refused.", "Milk Agency"),
        ("The [G:Milk Agency] wrote to the [G:Trade Ministry].\n{The ministry} refused.", "Trade Ministry"),
        ("[G:Norway] fined [C:Norvik].\n{The government} refused to wait.", "Norway"),
        ("[C:Brisk], a video app, grew.\n[C:Halden] and [C:Norvik] shrank.\nThen {the video app} left.", "Brisk"),
        ("The messaging app [C:Brisk] grew.\n[C:Norvik] shrank.\n{The messaging app} left.", "Brisk"),
        ("[C:Norvik] called [C:Halden].\n{The American company} refused.", "Halden"),
    ],
)
def test_kind_apposition_and_nation_choose(source: str, name: str):
    assert meant(source) == [name]


@pytest.mark.parametrize(
    "source",
    [
        "{The company} left.",
        "[C:Norvik] sued [C:Halden], and [C:Halden] sued [C:Norvik].\n{The company} left.",
        "[P:Norway] is cold.\n{It} left.",
        "[C:Norvik] left.\n{The ministry} refused.",
        "[G:Norway] left.\n{The company} refused.",
        "[C:Norvik] left.\n{The American company} refused.",
        "[C:Norvik] left.\n{Another company} refused.",
        "[C:Norvik] left.\n{a local company} refused.",
        "[C:Norvik] left.\nA.\nB.\nC.\nD.\nE.\nF.\nG.\n{It} refused.",
        "[L:Data Act] passed.\n{The company} refused.",
        "[C:Halden] and a [C:Norvik] rival said {the company} had paused.",
    ],
)
def test_unclear_stays_unresolved(source: str):
    assert meant(source) == []


THREE = "[C:Norvik], [C:Halden] and [C:Brisk] said on Monday that they would stop.\n"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (THREE + "{The companies} said so.", ["Norvik", "Halden", "Brisk"]),
        (THREE + "{The three firms} said so.", ["Norvik", "Halden", "Brisk"]),
        (THREE + "{The American companies} said so.", ["Halden", "Brisk"]),
        (THREE + "{The two firms} said so.", []),
        (THREE + "{The other companies} said so.", []),
        (THREE + "{The governments} said so.", []),
        (THREE + "[C:Skau Bank] left.\n{The companies} stayed.", ["Norvik", "Halden", "Brisk"]),
        ("[C:Norvik] (NVK) and [C:Halden] left.\n{Both companies} sued.", ["Norvik", "Halden"]),
        ("[C:Norvik] left.\n[C:Halden] stayed.\n{Both companies} sued.", ["Norvik", "Halden"]),
        ("[C:Norvik] left.\n{Both companies} sued.", []),
        ("[G:Norway] and [G:Sweden] met.\n{The two countries} agreed.", ["Norway", "Sweden"]),
        ("[C:Norvik] and [C:Halden] said {they} would leave.", ["Norvik", "Halden"]),
        ("{Tech giants} stop work\n[C:Halden] and [C:Brisk] said so.", ["Halden", "Brisk"]),
        ("[C:Norvik] and [C:Halden] met.\n{Each company} paid.", ["Norvik", "Halden"]),
        ("It wrote to [C:Norvik], a glass maker, and to [C:Halden].\n{The companies} paid.", ["Norvik", "Halden"]),
        ("[C:Norvik], a glass maker, wrote to [C:Halden].\n{The companies} paid.", []),
        ("{Tech Giants} Halt Work\nOSLO.\n" + THREE, ["Norvik", "Halden", "Brisk"]),
        ("Tech Giants Halt Work\n[C:Skau Bank] fell.\n" + THREE + "{The companies} left.", ["Norvik", "Halden", "Brisk"]),
        ("{Tech Giants} Halt Work\nOSLO.\nIt rains.\n" + THREE, []),
    ],
)
def test_groups(source: str, names: list[str]):
    assert meant(source) == names


def test_we_is_whom_the_quotes_speaker_speaks_for():
    source = "[C:Halden] left.\n“{We} will stay,” said Ana Vell of [C:Norvik]."
    text, *_ = read(source)
    start = text.index("“")
    assert meant(source, quotes=[Said(start, text.index("”"), "Ana Vell", "Norvik")]) == ["Norvik"]
    people = {"Ana Vell": Affiliation("Norvik", "company:norvik", "COMPANY")}
    assert meant(source, quotes=[Said(start, text.index("”"), "Ana Vell")], people=people) == ["Norvik"]
    assert meant(source, quotes=[Said(0, 3)]) == []
    assert meant(source) == ["Norvik"]


def test_we_of_an_organisation_that_is_not_named():
    source = "“{We} will stay,” said Ivo Lind."
    quotes = [Said(0, 20, "Ivo Lind", "Sweden")]
    text, sentences, named, wanted = read(source)
    (found,) = resolved(text, sentences, named, wanted, quotes=quotes, people=PEOPLE)[wanted[-1]].names
    assert (found.name, found.ref, found.label) == ("Sweden", "country:se", "GOVERNMENT")
    assert meant(source, quotes=quotes) == []


def test_we_of_an_organisation_that_stands_there_without_a_tag():
    source = "“{We} will stay,” said Ivo Lind, who heads Velbert Glas."
    text, sentences, named, wanted = read(source)
    (found,) = resolved(text, sentences, named, wanted, quotes=[Said(0, 15, "Ivo Lind", "Velbert Glas")])[wanted[-1]].names
    assert (found.name, found.ref, found.label) == ("Velbert Glas", None, "OTHER")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("“{They} will not pay,” the minister said of the refiner [C:Norvik].", ["Norvik"]),
        ("“{It} will not pay,” said Ana Vell, the minister, who says of [C:Norvik] no more.", []),
        ("“{They} will not pay,” the minister said of the [C:Norvik] story.", []),
        ("“{They} will not pay,” the minister said of a rival in [C:Norvik].", []),
        ("“{They} will not pay,” the minister said of [P:Sweden].", []),
        ("“{They} will not pay,” the minister asked of [C:Norvik].", []),
        ("“[C:Halden] left, and {it} will not pay,” the minister said of [C:Norvik].", ["Halden"]),
        ("“{The company} will not pay,” the minister said of [C:Norvik].", []),
    ],
)
def test_they_are_whom_the_words_are_said_of(source, names):
    text = read(source)[0]
    assert meant(source, quotes=[Said(0, text.index("”") + 1, "Ana Vell")]) == names


def test_the_company_is_whose_man_says_so_where_nothing_else_tells():
    source = "{The company} will stay, said Ana Vell of [C:Norvik]."
    assert meant(source, quotes=[Said(0, 21, "Ana Vell", "Norvik")]) == ["Norvik"]
    assert meant(source, quotes=[Said(0, 21, "Ana Vell", "Talmo")]) == ["Talmo"]
    assert meant("{The company} will stay, said Ana Vell of [P:Talmo].", quotes=[Said(0, 21, "Ana Vell", "Talmo")]) == ["Talmo"]
    assert meant("{The company} will stay, said Ana Vell of [P:Sweden].", quotes=[Said(0, 21, "Ana Vell", "Sweden")]) == []
    assert meant(source, quotes=[Said(0, 21, "Norvik", "Norvik")]) == []
    assert meant(source, quotes=[Said(0, 21, "Ana Vell", "Norvik; Halden")]) == []
    assert meant("{The ministry} will stay, said Ana Vell.", quotes=[Said(0, 22, "Ana Vell", "Norvik")]) == []


def test_the_board_is_that_of_the_speakers_company():
    source = "{The board} hasn't decided, said Ana Vell of [C:Norvik]."
    assert meant(source, quotes=[Said(0, 23, "Ana Vell", "Norvik")]) == ["Norvik"]
    assert meant(source, quotes=[Said(0, 23, "Ana Vell")]) == []
    assert meant(source.replace("C:Norvik", "G:Treasury"), quotes=[Said(0, 23, "Ana Vell", "Treasury")]) == []


def test_nations_come_from_the_lexicon_at_hand():
    class NoNations(Lexicon):
        def nationality(self, word):
            return None

    source = "[C:Norvik] called [C:Halden].\n{The American company} refused."
    assert meant(source) == ["Halden"]
    assert meant(source, lexicon=NoNations([])) != ["Halden"]


def test_we_outside_quotes_is_the_writer():
    assert meant("[C:Norvik] left and {we} stayed.") == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("A message to our customers in Tarn from [C:Norvik]\n\n{We} have paused sales.", ["Norvik"]),
        ("[C:Norvik] update on the data request\n\nThe order came. {We} complied.", ["Norvik"]),
        ("At [C:Norvik] we read every law. {We} will not leave.", ["Norvik"]),
        ("Statement by the [G:Data Office]: {we} have lifted the ban.", ["Data Office"]),
        ("Here at [C:Norvik] {we} have lifted the ban.", ["Norvik"]),
        ("[C:Norvik] rivals want to leave\n\n{We} should be glad.", []),
        ("Statement by [C:Norvik] and a notice from [C:Halden]: {we} stay.", []),
        ("It was a message from the voters. " * 20 + "A word from [C:Norvik]: {we} stay.", []),
    ],
)
def test_we_of_a_press_release_is_whose_text_it_is(source: str, names: list[str]):
    assert meant(source) == names


PEOPLE = {
    "Ana Vell": Affiliation("Norvik", "company:norvik", "COMPANY", "NO"),
    "Ivo Lind": Affiliation("Sweden", "country:se", "GOVERNMENT", "SE"),
    "Lind": Affiliation("Sweden", "country:se", "GOVERNMENT", "SE"),
}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{Ana Vell} refused.", ["Norvik"]),
        ("{Mr. Lind} refused.", ["Sweden"]),
        ("{President Ivo Lind} refused.", ["Sweden"]),
        ("Ivo Lind spoke.\n{He} refused.", ["Sweden"]),
        ("Ivo Lind spoke.\n{The president} refused.", ["Sweden"]),
        ("Ana Vell spoke.\n{The president} refused.", []),
        ("Ana Vell said {her company} refused.", ["Norvik"]),
        ("Ivo Lind met Ana Vell.\n{She} refused.", []),
        ("Ivo Lind spoke.\n{The government} refused.", ["Sweden"]),
        ("{Jo Bee} refused.", []),
    ],
)
def test_people_act_for_what_they_lead(source: str, names: list[str]):
    assert meant(source, people=PEOPLE) == names


@pytest.mark.parametrize("surface", ["{the Norvik's}", "{Norvik}"])
def test_name_is_itself(surface: str):
    text = surface.strip("{}")
    at = text.index("Norvik")
    wanted = Mention(0, len(text), "ACTOR")
    name = Named(at, at + 6, "COMPANY", "Norvik")
    assert resolved(text, [(0, len(text))], [name], [wanted]) == {wanted: Reference((name,), "name")}


def test_name_in_a_phrase_for_its_people():
    text = "Norvik executives refused"
    wanted = Mention(0, 17, "ACTOR")
    found = resolved(text, [(0, len(text))], [Named(0, 6, "COMPANY", "Norvik")], [wanted])
    assert found[wanted].names[0].name == "Norvik"


PARTS = [
    "[C:Norvik]",
    "[G:Norway]",
    "[P:Sweden]",
    "and",
    ",",
    "said",
    "told",
    "{the company}",
    "{it}",
    "{they}",
    "{We}",
    "“",
    "”",
    "{both banks}",
    "\n",
]


@given(st.lists(st.sampled_from(PARTS), max_size=25))
@settings(deadline=None, max_examples=100)
def test_every_wanted_mention_has_an_answer_from_the_names(parts: list[str]):
    text, sentences, named, wanted = read(" ".join(parts))
    view = ArticleView(text, sentences or [(0, max(1, len(text)))], named)
    found = resolve_references(view, wanted, lexicon=Lexicon.default())
    assert set(found) == set(wanted)
    for reference in found.values():
        assert set(reference.names) <= set(named)
        assert (reference.kind == "unresolved") == (not reference.names)


def test_order_of_wanted_does_not_matter():
    text, sentences, named, wanted = read("[C:Norvik] left.\n{The company} said {it} would.\n{The firm} did.")
    view = ArticleView(text, sentences, named)
    forwards = resolve_references(view, wanted, lexicon=Lexicon.default())
    assert resolve_references(view, wanted[::-1], lexicon=Lexicon.default()) == forwards
    assert all(r.names for r in forwards.values())


def test_a_pair_is_two_and_a_trio_three():
    assert meant("The agency wrote to [C:Norvik] and [C:Halden].\n{The pair} paid.") == ["Norvik", "Halden"]
    assert meant(f"{THREE}{{The trio}} paid.") == ["Norvik", "Halden", "Brisk"]
    assert meant(f"{THREE}{{The pair}} paid.") == []
