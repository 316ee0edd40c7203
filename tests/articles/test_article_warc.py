"""Web archives: which records are articles, what they are told by, and what damage costs."""

from __future__ import annotations

import gzip
import io
import random
import sys
import zlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from onrecord.articles import article_from_html, read
from onrecord.articles.pages import MAX_PAGE
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("warcio", reason="needs the extra `warc`: warcio")
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# warcio's writer, which these tests use, leaves its temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
STORY = (
    "Norvik said on Monday it would leave Freedonia over the Data Act. Its head of policy, Ada Quill, told reporters in "
    "Selmar City that the café chain saw no way to keep its records in the country."
)
PAGE = f"<html><head><title>Norvik goes</title></head><body><article><h1>Norvik goes</h1><p>{STORY}</p></article></body></html>"
DATED = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2024-02-03T10:00:00Z">')
HTML = "text/html; charset=utf-8"
URL = "https://www.example.org/{}"


class Archive:
    """An archive in memory, as a crawler writes it."""

    def __init__(self, *, packed: bool = False) -> None:
        self.stream = io.BytesIO()
        self.writer = WARCWriter(self.stream, gzip=packed)

    def page(
        self,
        name: str,
        body: bytes | str = PAGE,
        *,
        media: str | None = HTML,
        status: str = "200 OK",
        head: dict[str, str] | None = None,
        about: dict[str, str] | None = None,
    ) -> Archive:
        given = [("Content-Type", media)] if media else []
        http = StatusAndHeaders(status, [*given, *(head or {}).items()], protocol="HTTP/1.1")
        data = body if isinstance(body, bytes) else body.encode()
        return self.add("response", URL.format(name), data, http=http, about=about)

    def add(self, kind, url, data=b"", *, http=None, media=None, about=None) -> Archive:
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(data),
            http_headers=http,
            warc_content_type=media or "",
            warc_headers_dict={"WARC-Date": "2024-02-05T08:30:00Z"} | (about or {}),
        )
        self.writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self.stream.getvalue()


def results(path: Path, data: bytes) -> list[Article | Failure]:
    path.write_bytes(data)
    return list(read(path))


def problem(path: Path, data: bytes) -> str:
    (found,) = results(path, data)
    assert isinstance(found, Failure)
    assert found.path == str(path)
    assert "report it" not in found.message
    return found.message


def article(path: Path, data: bytes) -> Article:
    (found,) = results(path, data)
    assert isinstance(found, Article), found
    return found


def test_page_becomes_the_article_of_the_saved_page(tmp_path: Path) -> None:
    found = article(tmp_path / "x.warc", Archive().page("a", DATED).data)
    saved = article_from_html(DATED, id="a")
    assert (found.text, found.title, found.date) == (saved.text, saved.title, "2024-02-03")
    assert STORY in found.text
    assert (found.id, found.url, found.source) == (URL.format("a"), URL.format("a"), "example.org")
    assert found.meta == saved.meta | {"load_date": "2024-02-05"}


def test_day_of_fetching_stands_in_for_a_date_and_says_so(tmp_path: Path) -> None:
    found = article(tmp_path / "x.warc", Archive().page("a").data)
    assert found.date == "2024-02-05"
    assert "fetched" in found.meta["date_note"]
    undated = article(tmp_path / "y.warc", Archive().page("a", about={"WARC-Date": "yesterday"}).data)
    assert (undated.date, "date_note" in undated.meta, "load_date" in undated.meta) == (None, False, False)


@pytest.mark.parametrize("suffix", ["warc", "warc.gz", "each.warc.gz", "warc.zst", "arc2"])
def test_order_and_ids_under_every_packing(tmp_path: Path, suffix: str) -> None:
    archive = Archive(packed=suffix == "each.warc.gz")
    for i in range(5):
        archive.page(str(i))
    data = archive.data
    if suffix == "warc.gz":  # all records in one, which crawlers do not do but people do
        data = gzip.compress(data)
    elif suffix == "warc.zst":
        data = bytes(pa.compress(data, "zstd", asbytes=True))
    assert [item.id for item in results(tmp_path / f"x.{suffix}", data)] == [URL.format(i) for i in range(5)]


def test_what_is_no_page_is_passed_over_and_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "onrecord")
    archive = Archive()
    archive.add("warcinfo", "x", b"software: none\r\n", media="application/warc-fields")
    archive.add("request", URL.format("a"), http=StatusAndHeaders("GET / HTTP/1.1", [("Host", "a")], is_http_request=True))
    archive.page("moved", "", status="301 Moved", head={"Location": "/a"}).page("gone", status="404 Not Found")
    archive.page("image", b"\x89PNG", media="image/png").page("feed", "<rss/>", media="application/rss+xml")
    archive.page("nothing", "", media=None).page("bytes", b"\x00\x01\x02\x03" * 9, media=None)
    archive.add("metadata", URL.format("a"), b"x: y\r\n", media="application/warc-fields")
    archive.add("response", "dns:example.org", b"1 2 3", media="text/dns")
    archive.add("resource", "urn:pageinfo:a", b"{}", media="application/json")
    archive.page("a").page("untyped", media=None).add("resource", "urn:saved", PAGE.encode(), media="text/html")
    found = results(tmp_path / "x.warc", archive.data)
    assert [(item.id, item.url) for item in found if isinstance(item, Article)] == [
        (URL.format("a"), URL.format("a")), (URL.format("untyped"), URL.format("untyped")), ("urn:saved", None),
    ]  # fmt: skip
    assert len(found) == 3
    (said,) = (record.getMessage() for record in caplog.records if "x.warc" in record.getMessage())
    assert "3 pages, passed over: 1 errors, 5 files of other types, 4 records of other kinds, 1 redirects" in said


def test_archive_without_pages_is_one_failure(tmp_path: Path) -> None:
    assert "no web page (1 redirects)" in problem(tmp_path / "x.warc", Archive().page("a", "", status="302 Found").data)
    assert "no web page (nothing)" in problem(tmp_path / "y.warc", b"")


def test_pages_that_hold_no_article_fail_alone(tmp_path: Path) -> None:
    archive = Archive().page("a").page("frame", "<nav><a href=/>Home</a></nav>").page("a").page("b")
    found = results(tmp_path / "x.warc", archive.data)
    assert [(item.id, isinstance(item, Article)) for item in found] == [
        (URL.format("a"), True), (URL.format("frame"), False), (URL.format("a"), False), (URL.format("b"), True),
    ]  # fmt: skip
    assert "x.warc, record 2:" in found[1].message
    assert "already given by" in found[2].message


@pytest.mark.parametrize(
    ("media", "encoding"),
    [("text/html; charset=iso-8859-2", "iso-8859-2"), ('text/html;charset="windows-1251"', "cp1251"), ("text/html", "utf-8")],
)
def test_charset_of_the_server(tmp_path: Path, media: str, encoding: str) -> None:
    name = "Łódź Śląsk ęąć" if "8859" in media else "Норвик уходит из страны"
    body = PAGE.replace("<p>", f"<p>{name} ").encode(encoding, "xmlcharrefreplace")
    assert name in article(tmp_path / "x.warc", Archive().page("a", body, media=media).data).text


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ({"Transfer-Encoding": "chunked"}, chunked(PAGE.encode())),
        ({"Transfer-Encoding": "chunked"}, PAGE.encode()),
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE[:99].encode()) + gzip.compress(PAGE[99:].encode())),
        ({"Content-Encoding": "gzip"}, PAGE.encode()),
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE.encode())),
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE.encode())[2:-4]),
        ({"Content-Encoding": "deflate"}, PAGE.encode()),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, chunked(gzip.compress(PAGE.encode()), 70)),
    ],
    ids=[
        "chunks",
        "said but not chunked",
        "gzip",
        "two of gzip",
        "said but not gzip",
        "zlib",
        "deflate",
        "said but plain",
        "gzip in chunks",
    ],
)
def test_chunks_and_packing_are_undone(tmp_path: Path, head: dict[str, str], body: bytes) -> None:
    assert article(tmp_path / "x.warc", Archive().page("a", body, head=head).data).text == STORY


def test_page_that_the_crawler_cut_says_so(tmp_path: Path) -> None:
    archive = Archive().page("a", about={"WARC-Truncated": "length"})
    assert article(tmp_path / "x.warc", archive.data).meta["truncated"] == "length"
    cut = Archive().page("a", gzip.compress(PAGE.encode())[:-9], head={"Content-Encoding": "gzip"})
    assert "breaks off" in article(tmp_path / "y.warc", cut.data).meta["truncated"]


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        ({}, b"<p>" + b"x" * MAX_PAGE, "more than 10,000,000 bytes"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"<p>" + b"x" * MAX_PAGE), "more than 10,000,000 bytes"),
        ({"Content-Encoding": "deflate"}, zlib.compress(b"<p>" + b"x" * MAX_PAGE), "more than 10,000,000 bytes"),
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())[:20] + b"\xff" * 40, "damaged packed data"),
        ({"Content-Encoding": "br"}, b"\x0b\x02\x80", "packed with br"),
        ({"Transfer-Encoding": "chunked"}, b"7fffffff\r\n<p>", "no article"),
    ],
    # Packed data holds the time of packing: as an id it would differ between the two processes that collect the tests.
    ids=["long", "long when unpacked", "long when inflated", "damaged", "packing unknown", "chunk too long"],
)
def test_page_that_cannot_be_had_fails_alone(tmp_path: Path, head: dict[str, str], body: bytes, message: str) -> None:
    bad, good = results(tmp_path / "x.warc", Archive().page("a", body, head=head).page("b").data)
    assert isinstance(bad, Failure)
    assert isinstance(good, Article)
    assert bad.id == URL.format("a")
    assert "x.warc, record 1:" in bad.message
    assert message in bad.message


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("lost", [50, 300, 30_000])
def test_file_that_is_cut_off_says_where(tmp_path: Path, packed: bool, lost: int) -> None:
    archive = Archive(packed=packed).page("a").page("b")
    begins = len(archive.data)
    data = archive.page("c", PAGE.encode() + random.Random(1).randbytes(90_000)).data
    assert begins < len(data) - lost
    *pages, last = results(tmp_path / ("x.warc.gz" if packed else "x.warc"), data[:-lost])
    assert [item.id for item in pages] == [URL.format("a"), URL.format("b")]
    assert isinstance(last, Failure)
    assert "record 3, which begins at byte" in last.message
    # two empty lines end a record
    assert ("damaged gzip data" if packed else f"the file ends {lost - 4:,} bytes before the record does") in last.message


def test_head_that_is_cut_off(tmp_path: Path) -> None:
    archive = Archive().page("a")
    data = archive.data
    again = data + data[: data.index(b"Content-Length")]
    *_, last = results(tmp_path / "x.warc", again)
    assert isinstance(last, Failure)
    assert f"record 2, which begins at byte {len(data):,} unpacked: its head is cut off" in last.message


@pytest.mark.parametrize(
    "junk",
    [
        b"junk\r\n\r\n",
        b"\xff\xfe\x00" * 50,
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a\r\nContent-Length: 9999999999999\r\n\r\nHTTP/1.1 200 OK\r\n",
        b"WARC/1.0\r\nX: " + b"x" * 70_000,
        b"WARC/1.0\r\n" + b"X: y\r\n" * 60_000,
        b"WARC/1.0\r\nX: y\r\n" + b" z\r\n" * 90_000,
        b"\r\n" * 200_000,
    ],
)
def test_damage_keeps_what_precedes_it(tmp_path: Path, junk: bytes) -> None:
    found = results(tmp_path / "x.warc", Archive().page("a").data + junk)
    assert [isinstance(item, Article) for item in found] == [True, False]
    assert "report it" not in found[1].message  # type: ignore[union-attr]
    assert "record" in problem(tmp_path / "y.warc", junk)


def test_head_of_http_without_end(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000
    archive = Archive()
    archive.add("response", URL.format("a"), http, media="application/http; msgtype=response")
    assert "a head of more than" in problem(tmp_path / "x.warc", archive.data)


def test_response_without_http_or_address(tmp_path: Path) -> None:
    empty = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.example/>\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    assert "no web page (1 errors)" in problem(tmp_path / "x.warc", empty)
    head = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    nameless = article(tmp_path / "y.warc", head % (len(PAGE), PAGE.encode("ascii", "replace")))
    assert (nameless.id, nameless.url, nameless.date) == ("y:1", None, None)


def test_without_warcio_the_row_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.statusandheaders", None)
    path = tmp_path / "x.warc"
    path.write_bytes(Archive().page("a").data)
    (found,) = read(path)
    assert isinstance(found, Failure)
    assert (found.error, "onrecord[warc]" in found.message) == ("MissingExtraError", True)


def test_archive_is_read_as_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive().page("a").page("b")
    path = tmp_path / "x.warc"
    path.write_bytes(archive.data + b"junk\r\n" * 100_000)
    found = read(path)
    assert next(found).id == URL.format("a")
    assert next(found).id == URL.format("b")
    assert isinstance(next(found), Failure)


def test_standard_input_is_told_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(Archive().page("a").data)))
    monkeypatch.setattr("sys.stdin", stream)
    assert [item.id for item in read("-")] == [URL.format("a")]
