"""Packed files: what is in them is read as if it lay there unpacked, and damage costs what it hits."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from onrecord.articles import read
from onrecord.articles.packed import PACKED, unpacked
from onrecord.errors import InputError
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def zstd(data: bytes) -> bytes:
    target = pa.BufferOutputStream()
    with pa.CompressedOutputStream(target, "zstd") as stream:
        stream.write(data)
    return bytes(target.getvalue().to_pybytes())


PACKERS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd, ".bz2": bz2.compress, ".xz": lzma.compress}
SUFFIXES = pytest.mark.parametrize("suffix", PACKERS)
RNG = random.Random(5)
ROWS = b"".join(json.dumps({"id": i, "text": RNG.randbytes(300).hex()}).encode() + b"\n" for i in range(2_000))


def results(path: Path, data: bytes) -> list[Article | Failure]:
    path.write_bytes(data)
    return list(read(path))


def test_every_packing_has_a_packer_here() -> None:
    assert set(PACKERS) == set(PACKED)


@SUFFIXES
def test_lines_are_those_of_the_unpacked_file(tmp_path: Path, suffix: str) -> None:
    expected = results(tmp_path / "x.jsonl", ROWS)
    assert results(tmp_path / f"x.jsonl{suffix}", PACKERS[suffix](ROWS)) == expected
    assert len(expected) == 2_000


@SUFFIXES
def test_other_formats_and_ids(tmp_path: Path, suffix: str) -> None:
    (article,) = results(tmp_path / f"my.note.txt{suffix}", PACKERS[suffix](b"Norvik left."))
    assert article == Article(id="my.note", text="Norvik left.")
    (article,) = results(tmp_path / f"Table.CSV{suffix.upper()}", PACKERS[suffix](b"id,text\na,Norvik left.\n"))
    assert article == Article(id="a", text="Norvik left.")


@SUFFIXES
def test_streams_one_after_another(tmp_path: Path, suffix: str) -> None:
    one, two = (PACKERS[suffix](b'{"id": "%b", "text": "Words."}\n' % name) for name in (b"a", b"b"))
    assert [item.id for item in results(tmp_path / f"x.jsonl{suffix}", one + two)] == ["a", "b"]


@SUFFIXES
def test_what_precedes_the_cut_is_kept_and_the_cut_is_told(tmp_path: Path, suffix: str) -> None:
    data = PACKERS[suffix](ROWS)
    *kept, last = results(tmp_path / f"x.jsonl{suffix}", data[: len(data) * 9 // 10])
    assert all(isinstance(item, Article) for item in kept)
    assert len(kept) > 1_000
    assert isinstance(last, Failure)
    assert f"damaged {PACKED[suffix]} data" in last.message


@SUFFIXES
@pytest.mark.parametrize("data", [b"plain", bytes(2_000)])
def test_what_is_not_packed_is_one_failure(tmp_path: Path, suffix: str, data: bytes) -> None:
    (found,) = results(tmp_path / f"x.jsonl{suffix}", data)
    assert isinstance(found, Failure)
    assert "data (" in found.message
    assert "report it" not in found.message


@SUFFIXES
def test_empty_file_is_one_failure(tmp_path: Path, suffix: str) -> None:
    (found,) = results(tmp_path / f"x.jsonl{suffix}", b"")
    assert isinstance(found, Failure)
    assert "holds no articles" in found.message


def test_xz_that_wants_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.articles.packed._MEMORY", 1_000_000)
    (found,) = results(tmp_path / "x.jsonl.xz", lzma.compress(ROWS, preset=6))
    assert isinstance(found, Failure)
    assert "damaged xz data" in found.message or "memory" in found.message.lower()


@pytest.mark.parametrize("suffix", [*PACKERS, ""])
def test_trouble_with_the_disk_is_not_taken_for_damage(suffix: str) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

        readinto = read1 = read  # type: ignore[assignment]

    with pytest.raises(OSError, match="Input/output") as caught, unpacked(Failing(b"x"), suffix) as stream:
        stream.read(10)
    assert not isinstance(caught.value, InputError)
