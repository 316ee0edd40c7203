"""Quotes by the genders that a user supplies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quote_records import said

from onrecord.errors import InputError
from onrecord.quotes import SpeakerTally, gender_rows, quotes_of, read_genders
from onrecord.quotes.genders import BODY, NO_NAME, NOT_IN_FILE


@pytest.fixture
def path(tmp_path):
    return tmp_path / "genders.csv"


def speakers(*given_records):
    tally = SpeakerTally()
    for record in given_records:
        tally.add(quotes_of(record))
    return tally.speakers()


def test_names_are_read_without_case_and_spacing(path):
    path.write_text("\ufeffid,name,gender\r\n1,Ada  Quill,female\r\n2,Bo Lark, non-binary \r\n3,Cy Dorn,\r\n", "utf-8")
    assert read_genders(path) == {"ada quill": "female", "bo lark": "non-binary"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,sex\nAda Quill,f\n", "no column gender"),
        ("", "no column gender and no column name"),
        ("name,gender\nAda Quill,f\nADA QUILL,m\n", "line 3: 'ADA QUILL' is 'm' here and 'f' above"),
        ("name,gender\n,f\n", "line 2: the name is empty"),
        ("name,gender\nQuill, Ada,f\n", "line 2: more cells than columns"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(path, text, message):
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_genders(path)


@pytest.mark.parametrize("content", [b"name,gender\n\xff\xfe,f\n", None])
def test_a_file_that_cannot_be_read_says_so(path, content):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read_genders(path)


def test_shares_are_of_known_genders_and_the_rest_is_kept_apart():
    found = speakers(
        said("Ada Quill", words="One two three"), said("Ada Quill", article="a2", words="four"), said("Bo Lark", words="five"),
        said("Cy Dorn"), said("Norvik", "Norvik"), said(None, "Norvik"), said(),
    )  # fmt: skip
    rows = gender_rows(found, {"ada quill": "female", "bo lark": "male", "dee fenn": "other"})
    assert [(r.gender, r.speakers, r.quotes, r.words) for r in rows] == [
        ("female", 1, 2, 4), ("male", 1, 1, 1), ("other", 0, 0, 0), (NOT_IN_FILE, 1, 1, 3), (BODY, 1, 1, 3), (NO_NAME, None, 2, 6),
    ]  # fmt: skip
    assert [r.share_of_quotes for r in rows] == [
        pytest.approx(2 / 3, abs=1e-6),
        pytest.approx(1 / 3, abs=1e-6),
        0,
        None,
        None,
        None,
    ]
    assert [r.share_of_words for r in rows][:2] == [0.8, 0.2]


def test_nobody_of_known_gender_gives_no_share():
    (row, rest) = gender_rows(speakers(said("Ada Quill")), {"bo lark": "male"})
    assert (row.gender, row.quotes, row.share_of_quotes) == ("male", 0, None)
    assert rest.gender == NOT_IN_FILE


@settings(deadline=None)
@given(names=st.lists(st.sampled_from(["Ada Quill", "Bo Lark", "Cy Dorn", "Norvik", None]), max_size=12))
def test_every_quote_is_in_one_row(names):
    found = speakers(*(said(name, "Norvik" if name == "Norvik" else None, article=str(i)) for i, name in enumerate(names)))
    rows = gender_rows(found, {"ada quill": "female", "bo lark": "male"})
    assert sum(row.quotes for row in rows) == len(names)
    shares = [row.share_of_quotes for row in rows if row.share_of_quotes is not None]
    assert not shares or sum(shares) == pytest.approx(1, abs=1e-5)
