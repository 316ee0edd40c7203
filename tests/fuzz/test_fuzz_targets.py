"""The targets of `make fuzz` on their seeds and on some texts of any Unicode: it has to be the code that breaks, not the target."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import fuzz_quotes
import fuzz_readers
import fuzz_segment
import pytest
import soup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.articles import read
from onrecord.records import from_json, to_json
from onrecord.types import Article

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("data", fuzz_readers.seeds())
def test_seeds_of_readers(data: bytes) -> None:
    fuzz_readers.target(data)


@pytest.mark.parametrize("data", soup.seeds())
def test_seeds_of_texts(data: bytes) -> None:
    assert "�" not in soup.text_of(data)
    fuzz_segment.target(data)
    fuzz_quotes.target(data)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=120) | st.text(max_size=80).map(str.encode))
@example(b"\xef\xbb\xbf")  # a byte order mark alone, which is no sentence
def test_soups_have_no_half_characters_and_hold(data: bytes) -> None:
    soup.text_of(data).encode()
    fuzz_segment.target(data)
    fuzz_quotes.target(data)


@settings(deadline=None, max_examples=40)
@given(
    text=st.binary(min_size=1, max_size=60).map(soup.text_of) | st.text(min_size=1, max_size=60),
    suffix=st.sampled_from(["txt", "jsonl", "md"]),
)
def test_offsets_hold_from_the_file_to_the_record(tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str) -> None:
    path: Path = tmp_path_factory.getbasetemp() / f"offsets.{suffix}"
    whole = f"{text} Norvik said: “We will leave {text} Freedonia.”"
    path.write_bytes(json.dumps({"id": "a", "text": whole}).encode() if suffix == "jsonl" else whole.encode())
    for article in read(path):
        if not isinstance(article, Article):
            continue
        record = fuzz_quotes.baseline()({"id": article.id, "text": article.text, "lang": "en"})
        assert record.text == article.text
        for span in (*record.entities, *record.quotes):
            assert record.text[span.start : span.end] == span.text
        assert from_json(to_json(record).encode()) == record
