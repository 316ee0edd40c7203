"""The lexicon's own lists, and look-ups in a small one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.lexicon import Lexicon

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,name,label,aliases,tickers,owner,country,kind,ambiguous\n"
ROWS = HEAD + (
    "company:norvik,Norvik Energy,COMPANY,Norvik|Norvik Kraft,NVK.OL,,NO,energy,\n"
    "company:brisk,Brisk,COMPANY,,BRSK,company:norvik,NO,software,Brisk\n"
    "company:zwoelf,Café Zwölf,COMPANY,,,,DE,restaurants,\n"
    "org:fda,Freedonian Data Authority,GOVERNMENT,FDAU|WHO,,,NO,regulator,\n"
    "law:data-act,Freedonian Data Act,LAW,,,,NO,law,\n"
)


ISO = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("words") / "own.csv"
    path.write_text(ROWS, encoding="utf-8")
    return Lexicon([]).with_file(path)


def ids(lexicon: Lexicon, surface: str, label=None) -> list[str | None]:
    return [e.id for e in lexicon.lookup(surface, label)]


def test_default_lists_are_as_large_as_promised():
    kinds = Counter((e.id or "place:").split(":")[0] for e in Lexicon.default())
    assert kinds["company"] >= 1500
    assert kinds["org"] >= 300
    assert kinds["law"] >= 200
    assert kinds["country"] >= 249


def test_default_has_every_iso_country():
    # The 249 codes of ISO 3166-1 as of 2026, written out: no library of the base install lists exactly them.
    iso = set(ISO.split())
    assert len(iso) == 249
    ours = Counter(e.country for e in Lexicon.default() if (e.id or "").startswith("country:"))
    assert iso <= set(ours)
    assert set(ours) - iso == {"EU", "XK"}
    assert max(ours.values()) == 1


def test_default_ids_are_unique_and_well_formed():
    found = [e.id for e in Lexicon.default() if e.id]
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"(company|country|org|law):[a-z0-9][a-z0-9._-]*", ref) for ref in found)


def test_columns_kept_for_outside_ids_are_empty():
    import csv
    from importlib import resources

    folder = resources.files("onrecord.lexicon") / "data"
    files = [f for f in folder.iterdir() if f.name.endswith(".csv")]
    for file in files:
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            assert not any(row.get(column) for column in ("wikidata", "lei", "cik")), (file.name, row)


def test_default_is_read_once():
    assert Lexicon.default() is Lexicon.default()


@pytest.mark.parametrize(
    "surface",
    ["Norvik Energy", "Norvik", "norvik energy".upper(), "Norvik's", "the Norvik", "Norvik Energy Ltd.", "Norvik Energy, Inc.",
     "Norvik-Energy", "Norvik  Energy Group", "Nórvik", "NVK"],
)  # fmt: skip
def test_spelling_variants_meet(small: Lexicon, surface: str):
    assert ids(small, surface) == ["company:norvik"]


@pytest.mark.parametrize("surface", ["norvik", "Norvi", "Norvik Foods", "energy", "", "'s", "…", "Who", "nvk"])
def test_other_words_do_not(small: Lexicon, surface: str):
    assert ids(small, surface) == []


def test_label_narrows(small: Lexicon):
    assert ids(small, "Norvik", "COMPANY") == ["company:norvik"]
    assert ids(small, "Norvik", "LAW") == []


def test_entry_tells_owner_kind_and_ambiguity(small: Lexicon):
    (brisk,) = small.lookup("Brisk")
    assert (brisk.name, brisk.owner, brisk.kind, brisk.country, brisk.ambiguous) == (
        "Brisk",
        "company:norvik",
        "software",
        "NO",
        True,
    )
    assert small.lookup("Norvik")[0].ambiguous is False


def test_tickers_are_ambiguous(small: Lexicon):
    assert small.lookup("NVK")[0].ambiguous


@pytest.mark.parametrize(
    ("surface", "ref"),
    [
        ("U.S.", "country:us"),
        ("US", "country:us"),
        ("the U.K.'s", "country:gb"),
        ("Côte d’Ivoire", "country:ci"),
        ("EU", "country:eu"),
    ],
)
def test_countries_by_other_names(surface: str, ref: str):
    assert ref in ids(Lexicon.default(), surface)


def test_us_is_no_pronoun():
    assert ids(Lexicon.default(), "us") == []


def test_apple_the_fruit_is_not_found():
    assert ids(Lexicon.default(), "Apple", "COMPANY") == ["company:apple"]
    assert ids(Lexicon.default(), "apple") == []


def test_country_is_place_and_government():
    for label in ("PLACE", "GOVERNMENT"):
        assert "country:fr" in ids(Lexicon.default(), "France", label)
    assert ids(Lexicon.default(), "France", "COMPANY") == []


def test_countrynames_is_the_fallback():
    assert ids(Lexicon.default(), "Kingdom of Sweden", "PLACE") == ["country:se"]
    assert ids(Lexicon.default(), "McDonald's", "COMPANY") != ["country:hm"]


def test_demonym_is_a_nationality_and_no_name():
    entry = Lexicon.default().nationality("Danish")
    assert entry is not None
    assert entry.id == "country:dk"
    assert ids(Lexicon.default(), "Danish") == []
    assert Lexicon.default().nationality("danish") is None


def test_country_named_like_its_adjective_is_ambiguous():
    assert [e.ambiguous for e in Lexicon.default().lookup("Saudi", "PLACE")] == [True]


def test_names_that_end_in_a_possessive():
    assert Lexicon.default().ends_possessive("Moody’s")
    assert not Lexicon.default().ends_possessive("Google's")
    assert not Lexicon.default().ends_possessive("Moody")


def test_entry_by_id(small: Lexicon):
    found = small.entry("law:data-act")
    assert found is not None
    assert found.name == "Freedonian Data Act"
    assert small.entry("law:none") is None


def test_user_rows_win(tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text("id,name,label\ncompany:own-google,Google,COMPANY\ncompany:microsoft,Mikrosoft,COMPANY\n", encoding="utf-8")
    lexicon = Lexicon.default().with_file(path)
    assert ids(lexicon, "Google") == ["company:own-google"]
    assert ids(lexicon, "Mikrosoft") == ["company:microsoft"]
    assert ids(lexicon, "Microsoft") == []
    assert [e.id for _, _, e in lexicon.find_names("Google")] == ["company:own-google"]
    assert ids(Lexicon.default(), "Google") == ["company:google"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name,label\nX,COMPANY\n", "no column id"),
        ("id,name,label\na,X,FIRM\n", "line 2: label 'FIRM'"),
        ("id,name,label\na,,COMPANY\n", "line 2: the name is empty"),
        ("id,name,label\na,X,COMPANY\na,Y,COMPANY\n", "line 3: id 'a' is taken by line 2"),
        ("id,name,label\na,X,COMPANY,more\n", "line 2: 3 cells expected"),
        ("", "no column id, label, name"),
        ("id,name,label\n,X,COMPANY\n", "line 2: id '' is empty"),
        ("id,name,label\na b,X,COMPANY\n", "line 2: id 'a b' should be"),
        ("id,name,label,country\na,X,COMPANY,Norway\n", "line 2: country 'Norway' should be"),
        ('id,name,label\na,"X\nY",COMPANY\nb,,COMPANY\n', "line 4: the name is empty"),
        ("id,name,label\na," + "x" * 200_000 + ",COMPANY\n", "broken CSV"),
    ],
)
def test_errors_say_what_and_where(tmp_path: Path, content: str, says: str):
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        Lexicon.default().with_file(path)
    assert "own.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_cells_may_hold_any_character_and_codes_any_case(tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text("id,name,label,aliases,country\na,Nor\u2028vik,COMPANY,Nor\x85,no\n", encoding="utf-8")
    (entry,) = Lexicon([]).with_file(path)
    assert (entry.name, entry.country) == ("Nor\u2028vik", "NO")


def test_missing_and_binary_files_are_input_errors(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read"):
        Lexicon([]).with_file(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"id,name,label\na,Caf\xe9,COMPANY\n")
    with pytest.raises(InputError, match="UTF-8"):
        Lexicon([]).with_file(tmp_path / "latin.csv")


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=100)
def test_lookup_takes_any_text(surface: str):
    for entry in Lexicon.default().lookup(surface):
        assert entry.name
