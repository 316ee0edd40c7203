"""Fuzz the readers of articles: whatever bytes, under any suffix, come out as articles and failures and never as an error."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tempfile
from pathlib import Path

import fuzzing

SUFFIXES = (
    "html", "md", "txt", "jsonl", "json", "csv", "parquet", "docx", "rtf", "pdf", "eml", "ris", "jsonl.gz", "html.gz", "xyz",
    "warc", "jsonl.zst", "jsonl.bz2", "jsonl.xz",
)  # fmt: skip
WORK = Path(tempfile.mkdtemp())


def instrument() -> None:
    """Import what is watched."""
    import onrecord.articles
    import onrecord.articles.exports.route
    import onrecord.articles.tables  # noqa: F401


def target(data: bytes) -> None:
    """Read bytes as a file; the first byte says of which suffix.

    Raises:
        AssertionError: There is no row, an article without text, or a failure of no known kind.
    """
    from onrecord.articles import read
    from onrecord.types import Article

    if not data:
        return
    path = WORK / f"x.{SUFFIXES[data[0] % len(SUFFIXES)]}"
    path.write_bytes(data[1:])
    found = list(read(path))
    assert found, "no row"
    for item in found:
        if isinstance(item, Article):
            assert item.text.strip(), "an article without text"
            json.dumps([item.id, item.title, item.text, item.meta], ensure_ascii=False, allow_nan=False).encode()
        else:
            assert "report it" not in item.message, item.message
            item.message.encode()


def seeds() -> list[bytes]:
    """One file of each format."""
    import export_samples as samples
    import pyarrow as pa

    story = "Norvik said it would leave Freedonia.\n\n“We go,” said Ada Quill."
    lines = samples.nexis_lines()
    row = json.dumps({"id": "a", "text": story, "date": "2031-02-03", "meta": {"a": [1, None]}}).encode()
    page = f"<html><head><title>T</title></head><body><article><h1>T</h1><p>{story}</p></article></body></html>".encode()
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
        % (len(page), page)
    )
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-02-03T10:00:00Z\r\n"
    contents = {
        "html": page, "md": f"---\ntitle: T\n---\n# T\n\n{story}\n\n- [a](b)\n".encode(), "txt": story.encode("utf-16"),
        "jsonl": row * 2, "json": b"[" + row + b"]", "csv": b'id,text\na,"Norvik\nleft."\n', "docx": samples.docx(lines[:4]),
        "rtf": samples.rtf(lines), "pdf": samples.pdf([["Norvik left."]]), "jsonl.gz": gzip.compress(row), "html.gz": gzip.compress(page),
        "eml": b"From: a@example.org\nSubject: T\nDate: Mon, 3 Feb 2031 10:00:00 +0000\n\nNorvik left.",
        "ris": b"TY  - NEWS\nTI  - T\nN1  - Full text: Norvik left.\nER  - \n", "xyz": ("_" * 12 + "\nTitle: T\nFull text: a\n").encode(),
        "warc": (head + b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(http), http)) * 2,
        "jsonl.zst": pa.compress(row, "zstd", asbytes=True), "jsonl.bz2": bz2.compress(row), "jsonl.xz": lzma.compress(row),
    }  # fmt: skip
    return [bytes([SUFFIXES.index(suffix)]) + data for suffix, data in contents.items()]


if __name__ == "__main__":
    fuzzing.run("readers", target, seeds(), instrument)
