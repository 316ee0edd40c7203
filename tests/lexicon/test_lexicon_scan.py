"""Names found in running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.lexicon import Lexicon

ROWS = (
    "id,name,label,aliases,country,ambiguous\n"
    "company:norvik,Norvik Energy,COMPANY,Norvik,NO,\n"
    "company:brisk,Brisk,COMPANY,,NO,Brisk\n"
    "company:ab,A&B Stores,COMPANY,A&B,GB,\n"
    "company:owen,Owen's,COMPANY,,GB,\n"
    "org:osc,Office of Safe Code,GOVERNMENT,O.S.C.,GB,\n"
    "law:act,Data Act,LAW,,GB,\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("words") / "scan.csv"
    path.write_text(ROWS, encoding="utf-8")
    return Lexicon([]).with_file(path)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str | None]]:
    return [(text[start:end], entry.id) for start, end, entry in lexicon.find_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Norvik Energy and Norvik left.", ["Norvik Energy", "Norvik"]),
        ("Norvik Energy Ltd., which left", ["Norvik Energy Ltd."]),
        ("It sued Norvik Inc. The firm left.", ["Norvik Inc"]),
        ("Norvik's plan, Owen's plan", ["Norvik", "Owen's"]),
        ("a Norvik-\nEnergy unit", ["Norvik"]),
        ("NORVIK ENERGY LEAVES", ["NORVIK ENERGY"]),
        ("norvik, Norviks, XNorvik", []),
        ("A&B Stores, A & B and A&B", ["A&B Stores", "A & B", "A&B"]),
        ("the O.S.C. and the OSC", ["O.S.C.", "OSC"]),
        ("the Data\nAct, the data act", ["Data\nAct"]),
        ("Data. Act", []),
        ("BRISK", []),
        ("", []),
    ],
)
def test_surfaces_are_found_whole_and_longest_first(small: Lexicon, text: str, names: list[str]):
    assert [surface for surface, _ in found(small, text)] == names


def test_sentence_end_parts_two_names():
    text = "Ministers left the EU. Commission officials met in St. John's."
    assert "EU. Commission" not in dict(found(Lexicon.default(), text))


def test_demonyms_are_no_names():
    assert found(Lexicon.default(), "Danish voters") == []


@given(
    st.lists(
        st.sampled_from(["Norvik", "Energy", "Data", "Act", "A&B", "O.S.C.", "İ", "é", ",", ". ", " ", "\n", "'s", "-", "Ltd."]),
        max_size=30,
    )
)
@settings(deadline=None, max_examples=100)
def test_hits_are_ordered_apart_and_in_the_text(small: Lexicon, parts: list[str]):
    text = "".join(parts)
    end = 0
    for start, stop, entry in small.find_names(text):
        assert end <= start < stop <= len(text)
        assert entry.id in {e.id for e in small.lookup(text[start:stop])}
        end = stop


def test_scan_is_linear(small: Lexicon):
    text = "Norvik Energy and others met the Office of Safe Code about the Data Act on Monday. "

    def cost(times: int) -> float:
        began = time.process_time()
        small.find_names(text * times)
        return time.process_time() - began

    cost(10)
    # Ten times the text may cost forty times as much at most; a quadratic scan costs a hundred times as much.
    small_cost = min(cost(400) for _ in range(5))
    assert min(cost(4000) for _ in range(3)) < 40 * small_cost
