"""One article from a mapping."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles import article_from_mapping
from onrecord.articles.dates import normal_date
from onrecord.errors import InputError
from onrecord.types import Article


def test_known_keys_are_fields_and_others_meta() -> None:
    given_row = {
        "id": 7,
        "text": "Words.\r\n",
        "title": "T",
        "date": "2024-02-29",
        "source": "S",
        "url": "U",
        "lang": "en",
        "page": 3,
        "meta": {"a": [1]},
    }
    assert article_from_mapping(given_row) == Article(
        id="7", text="Words.\r\n", title="T", date="2024-02-29", source="S", url="U", lang="en", meta={"a": [1], "page": 3}
    )


def test_missing_values_are_none() -> None:
    article = article_from_mapping({"id": "a", "text": "Words.", "title": "", "date": None, "source": math.nan, "extra": None})
    assert article == Article(id="a", text="Words.")


def test_meta_is_what_json_knows() -> None:
    row = {"id": "a", "text": "W.", "n": Decimal("1.5"), "d": date(2024, 1, 2), "f": math.inf, "t": (1, 2), "o": {1: {"x"}}}
    assert article_from_mapping(row).meta == {"n": "1.5", "d": "2024-01-02", "f": None, "t": [1, 2], "o": {"1": ["x"]}}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"text": "x"}, "id"),
        ({"id": " ", "text": "x"}, "id"),
        ({"id": True, "text": "x"}, "id"),
        ({"id": 1.5, "text": "x"}, "id"),
        ({"id": "a"}, "text"),
        ({"id": "a", "text": None}, "text"),
        ({"id": "a", "text": " \n"}, "text"),
        ({"id": "a", "text": ["x"]}, "text"),
        ({"id": "a", "text": "\ud83d x"}, "text"),
        ({"id": "a", "text": "x", "title": 3}, "title"),
        ({"id": "a", "text": "x", "lang": ["en"]}, "lang"),
        ({"id": "a", "text": "x", "date": 2020}, "date"),
        ({"id": "a", "text": "x", "meta": "m"}, "meta"),
        ({"id": "a", "text": "x", "note": "\udc00"}, "note"),
    ],
)
def test_wrong_values_are_refused_by_name(row: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError, match=f"'{key}'") as caught:
        article_from_mapping(row)
    assert "\n" not in str(caught.value)


def test_endless_nesting_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(InputError, match="deep"):
        article_from_mapping({"id": "a", "text": "x", "loop": loop})


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T23:30:00-05:00", "2024-03-05"),
        ("2024-03-05 10:00", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05"),
        (datetime(2024, 3, 5, 10, tzinfo=UTC), "2024-03-05"),
        (date(2024, 3, 5), "2024-03-05"),
        ("05/03/2024", None),
        ("2024-02-30", None),
        ("2024-03", None),
        ("2024", None),
        ("March 2024", None),
        ("yesterday", None),
        ("20240305123", None),
    ],
)
def test_dates_are_normalised_without_guessing(written: object, day: str | None) -> None:
    found, note = normal_date(written)
    assert found == day
    assert note.get("date_given") == (None if day else written)


def test_date_that_cannot_be_told_is_kept() -> None:
    article = article_from_mapping({"id": "a", "text": "x", "date": "05/03/2024", "page": 2})
    assert article.date is None
    assert article.meta["date_given"] == "05/03/2024"
    assert article.meta["page"] == 2


@settings(deadline=None, max_examples=100)
@given(st.dates())
def test_iso_dates_come_back(day: date) -> None:
    assert normal_date(day.isoformat()) == (day.isoformat(), {})


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_text_is_taken_as_given(text: str) -> None:
    assert article_from_mapping({"id": "a", "text": text}).text == text


@pytest.mark.parametrize("missing", [pd.NaT, pd.NA, np.float64("nan"), math.nan, None])
def test_missing_values_of_tables_are_absent(missing: object) -> None:
    row = {"id": np.int64(3), "text": "Words.", "title": missing, "date": missing, "lang": missing, "x": missing, "y": [missing]}
    assert article_from_mapping(row) == Article(id="3", text="Words.", meta={"y": [None]})
    assert normal_date(missing) == (None, {})
    with pytest.raises(InputError, match="without an id"):
        article_from_mapping({"id": missing, "text": "Words."})


def test_values_of_tables_are_plain() -> None:
    row = {"id": np.uint8(7), "text": "Words.", "date": pd.Timestamp("2024-03-05 10:00"), "n": np.int64(5), "f": np.float64(0.5)}
    assert article_from_mapping(row) == Article(id="7", text="Words.", date="2024-03-05", meta={"n": 5, "f": 0.5})
    with pytest.raises(InputError, match="'id'"):
        article_from_mapping({"id": np.True_, "text": "Words."})
