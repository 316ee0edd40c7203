"""Hostile files that are packed, and web archives: bombs, cuts, heads without end."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from hostile_texts import MB, PAGE, STORY, File, fuzzed, line, repeated  # noqa: E402

WIDE = b"Norvik left. " * 40
"""What makes a row long: a bomb of three letters a row is no worse a bomb, only millions of rows to fail one by one."""


def packed(piece: bytes, size: int, *, head: bytes = b"", tail: bytes = b"") -> bytes:
    """Return gzip data of at least `size` bytes that repeat a piece: one member again and again, packed once."""
    each = min(size, 8 * MB)
    member = gzip.compress(piece * (each // len(piece) + 1))
    return gzip.compress(head) + member * (size // each) + gzip.compress(tail)


def gzips(whole: bool) -> Iterator[File]:
    """Bombs and broken streams."""
    size = 3_000 * MB if whole else MB // 16
    bombs = {
        "zeros.jsonl": (b"\0", b""), "blank.jsonl": (b"\n", b""), "lines.csv": (b"x," + WIDE + b"\n", b"id,text\n"), "text.txt": (b"Norvik left. ", b""),
        "page.html": (b"<p>Norvik left.", b"<html>"), "lists.json": (b"{},", b"["), "open.json": (b"[", b""), "spaces.md": (b" ", b"# a"),
        "mail.eml": (b"a\n", b"From: a@example.org\nSubject: b\n\n"), "breaks.ris": (b"TY  - NEWS\nN2  - " + WIDE + b"\n", b""), "rules.txt": (b"__________\nTitle: a\n" + WIDE + b"\n", b""),
        "braces.rtf": (b"{", b"{\\rtf1 "), "export.html": (b"<p>", b"<html>End of Document"), "unknown": (b"a", b""),
    }  # fmt: skip
    for name, (piece, head) in bombs.items():
        yield f"bomb{name}.gz", packed(piece, size, head=head)
    field = b'{"id":"bombfield","text":"'
    yield (
        "bombfield.jsonl.gz",
        packed(b"Norvik left. ", size // 3, head=field, tail=b'"}\n' + line({"id": "bombfieldafter", "text": STORY})),
    )
    good = gzip.compress(line({"id": "zipgood", "text": STORY}) * 3)
    yield "zipgoodcut.jsonl.gz", good[:-12]
    yield "zipgoodcrc.jsonl.gz", good[:-8] + bytes(8)
    yield "zipgoodtwo.jsonl.gz", good + gzip.compress(line({"id": "zipgoodtwo", "text": STORY})) + b"junk"
    yield "ziptwice.jsonl.gz", gzip.compress(gzip.compress(line({"id": "ziptwice", "text": STORY})))
    yield "zipplain.html.gz", PAGE.encode()
    yield "zipflip.html.gz", gzip.compress(PAGE.encode())[:40] + b"\xff" * 40


def stored(name: str, body: bytes, *, head: bytes = b"", length: int | None = None, kind: bytes = b"response") -> bytes:
    """Return a record of a web archive, by default one of a page."""
    http = b"HTTP/1.1 200 OK\r\n" + (head if b"Content-Type" in head else b"Content-Type: text/html\r\n" + head) + b"\r\n" + body
    given = b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: http://a.example/%b\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    return given % (kind, name.encode(), len(http) if length is None else length, http)


def archives(whole: bool) -> Iterator[File]:
    """Web archives, and what other packings than gzip hold."""
    page, size = PAGE.encode(), 100 * MB if whole else MB // 16
    chunked, html = b"Transfer-Encoding: chunked\r\n", b"Content-Type: text/html; charset="
    odd = {
        "long": stored("warclong", repeated(b"<p>Norvik left.", size)), "junk": stored("warcjunk", page) + b"junk\r\n",
        "bomb": stored("warcbomb", packed(b"<p>", 3 * size), head=b"Content-Encoding: gzip\r\n"),
        "chunk": stored("warcchunk", b"7fffffff\r\n" + repeated(b"x", size), head=chunked),
        "chunks": stored("warcchunks", repeated(b"1\r\nx\r\n", size // 11), head=chunked),
        "line": b"WARC/1.0\r\nX: " + repeated(b"x", size), "lines": b"WARC/1.0\r\n" + repeated(b"X: y\r\n", size),
        "httplines": stored("warchttplines", b"", head=repeated(b"X: y\r\n", size)), "cut": (stored("warccut", page) * 2)[:-300],
        "blank": stored("warcblank", page) + b"\r\n" * size, "none": stored("warcnone", page, kind=b"request"),
        "endless": stored("warcendless", page, length=2**63), "short": stored("warcshort", page, length=5),
        "charset": stored("warccharset", b"xn--" + b"a" * (9 * MB if whole else 9_000) + b"\xff", head=html + b"idna\r\n"),
        "same": stored("warcsame", page) * 3,
    }  # fmt: skip
    for name, data in odd.items():
        yield f"warc{name}.warc", data
    yield "warcpacked.warc.gz", gzip.compress(stored("warcpacked", page)) * 3
    yield "warcpackedcut.warc.gz", gzip.compress(stored("warcpackedcut", page))[:-30]
    rng = random.Random(11)
    for number in range(8):
        yield f"warcfuzz{number}.warc", fuzzed(stored(f"warcfuzz{number}", page) * 3, rng)
    rows = line({"id": "packingcut", "text": STORY})
    yield "packingbomb.jsonl.xz", lzma.compress(bytes(size)) * 10
    yield "packingblocks.jsonl.bz2", bz2.compress(bytes(size)) * 10
    yield "packingcut.jsonl.xz", lzma.compress(rows * 9)[:-20]
    yield "packingnone.jsonl.zst", rows
