"""Web archives (WARC): the pages in them, one after another. What is no page is passed over and counted.

The format is ISO 28500 (https://iipc.github.io/warc-specifications/). warcio parses heads and chunks; it is given a stream that
hands out no endless line or head, which it would read until memory is full, and the body of one page at a time.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onrecord.articles.dates import normal_date
from onrecord.articles.formats import sniff
from onrecord.articles.pages import MAX_PAGE, article_from_html
from onrecord.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from onrecord.types import Article

MAX_HEAD = 1 << 18
"""Most bytes of the head of a record, together with that of the HTTP message in it."""
_MAX_LINE = 1 << 16
_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_PARTS = 16
_WEB = ("http:", "https:")
_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_UNKNOWN = ("br", "zstd", "compress", "x-compress")
_NO_DATE = "the page gives no date: this is the day on which it was fetched"
_STOPS = "reading stops here: fetch the file again"

Head = Callable[[str], str | None]
"""Looks up a field of a head by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page out of an archive."""

    number: int
    """Which record of the file it is, counted from 1."""
    url: str = ""
    """Its address, empty where the archive gives none."""
    data: bytes = b""
    """What the server sent, unpacked."""
    charset: str | None = None
    """Encoding, as the server said."""
    fetched: str = ""
    """When, as written."""
    truncated: str = ""
    """Why the archive holds less than the whole page; empty where it holds all."""
    problem: str = ""
    """What is wrong and what to do, when there is no page to be had."""

    def article(self, name: str) -> Article:
        """Return the article with id `name`; its date is the day of fetching where the page gives none.

        Raises:
            InputError: The page has a problem, or holds no article.
        """
        if self.problem:
            raise InputError(self.problem)
        found = article_from_html(self.data, id=name, charset=self.charset)
        day, _ = normal_date(self.fetched)
        notes = {"load_date": day, "truncated": self.truncated, "date_note": _NO_DATE if day and not found.date else ""}
        return replace(
            found,
            date=found.date or day,
            source=found.source or _host(self.url),
            url=found.url or (self.url if self.url.lower().startswith(_WEB) else None),
            meta={**found.meta, **{key: value for key, value in notes.items() if value}},
        )


def _host(url: str) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def warc_pages(stream: io.BufferedReader, skipped: Counter[str]) -> Iterator[Page]:
    """Yield the HTML pages of a web archive that the server gave out (status 200).

    Args:
        stream: The archive, unpacked.
        skipped: Counts what is no such page, by kind.

    Raises:
        InputError: The archive is damaged or cut off; the message says in which record and where.
        MissingExtraError: warcio is not installed.
    """
    archive = _Archive(stream)
    try:
        while (record := archive.next()) is not None:
            found = _page(record, archive.number)
            archive.finish(record)
            if isinstance(found, Page):
                yield found
            else:
                skipped[found] += 1
    except InputError as error:
        raise InputError(f"record {archive.number}, which begins at byte {archive.at:,} unpacked: {error}") from error


@dataclass(frozen=True, slots=True)
class _Record:
    head: Head
    body: Any
    """A reader of warcio's that ends where the record ends; `limit` is the number of bytes that it has left."""


class _Archive:
    """Records one after another, out of a stream."""

    def __init__(self, stream: io.BufferedReader) -> None:
        try:
            from warcio.statusandheaders import StatusAndHeadersParser
        except ImportError as error:
            raise MissingExtraError("reading web archives", "warc") from error
        self._parser = StatusAndHeadersParser(["WARC/"])
        self._stream, self._place, self._head = stream, 0, 0
        self.number = self.at = 0

    def next(self) -> _Record | None:
        """The next record, None at the end of the stream."""
        self._head, line = 0, b"\n"
        while not line.strip():
            at, line = self._place, self.readline()
            if not line:
                return None
        self.number, self.at = self.number + 1, at
        head = self._parsed(line)
        length = (head("Content-Length") or "").strip()
        if not (length.isdecimal() and len(length) < 20):
            raise InputError(f"its head is cut off or does not tell its length, {_STOPS}")
        from warcio.limitreader import LimitReader

        return _Record(head, LimitReader(self, int(length)))

    def _parsed(self, line: bytes) -> Head:
        from warcio.statusandheaders import StatusAndHeadersParserException

        try:
            head: Head = self._parser.parse(self, line).get_header
        except StatusAndHeadersParserException as error:
            raise InputError(f"no WARC record where one should begin, {_STOPS}") from error
        return head

    def finish(self, record: _Record) -> None:
        """Go to the end of a record."""
        while record.body.read(_PIECE):
            pass
        if record.body.limit:
            raise InputError(f"the file ends {record.body.limit:,} bytes before the record does: fetch it again")

    def read(self, size: int) -> bytes:
        """Some bytes, `size` unless the stream ends; called by warcio."""
        data = self._stream.read(size)
        self._place += len(data)
        return data

    def readline(self, size: int = _MAX_LINE) -> bytes:
        """A line of a head, or `size` bytes of it; called by warcio."""
        line = self._stream.readline(min(size, _MAX_LINE))
        self._place += len(line)
        self._head += len(line)
        if self._head > MAX_HEAD or (len(line) == _MAX_LINE and not line.endswith(b"\n")):
            raise InputError(f"a head of more than {MAX_HEAD:,} bytes, or a line of it of more than {_MAX_LINE:,}, {_STOPS}")
        return line


def _page(record: _Record, number: int) -> Page | str:
    """The page in a record, or what kind of thing it holds instead."""
    url = (record.head("WARC-Target-URI") or "").strip().strip("<>").replace(" ", "%20")
    head = _answer(record, url)
    if isinstance(head, str):
        return head
    media, charset = _media(head("Content-Type") or "")
    if media and media not in _HTML:
        return "files of other types"
    page = Page(number=number, url=url, charset=charset, fetched=(record.head("WARC-Date") or "").strip())
    try:
        data, cut = _body(record, head)
    except InputError as error:
        return replace(page, problem=str(error))
    if not media and not _is_html(data):
        return "files of other types"
    return replace(page, data=data, truncated=(record.head("WARC-Truncated") or "").strip() or cut)


def _answer(record: _Record, url: str) -> Head | str:
    """The head of what the server gave out, or what kind of thing the record holds instead."""
    kind = record.head("WARC-Type")
    if kind == "resource":  # stored without HTTP
        return {"Content-Type": record.head("Content-Type")}.get
    if kind != "response" or not url.lower().startswith(_WEB):
        return "records of other kinds"
    from warcio.statusandheaders import StatusAndHeadersParser

    try:
        http = StatusAndHeadersParser(["HTTP/"], verify=False).parse(record.body)
    except EOFError:
        return "errors"
    status = http.get_statuscode()
    if status != "200":
        return "redirects" if status.startswith("3") else "errors"
    head: Head = http.get_header
    return head


def _media(given: str) -> tuple[str, str | None]:
    """The type of content and the charset in `text/html; charset=utf-8`."""
    charset = _CHARSET.search(given)
    return given.partition(";")[0].strip().lower(), charset[1] if charset else None


def _is_html(data: bytes) -> bool:
    try:
        return sniff(data[:_PIECE]) == "html"
    except InputError:
        return False


def _body(record: _Record, head: Head) -> tuple[bytes, str]:
    """A page without chunks and packing, and why it is not whole, empty when it is.

    Raises:
        InputError: It is too large, damaged, or packed in a way that is not known.
    """
    data = record.body.read(MAX_PAGE + 1)
    _check_size(data)
    if (head("Transfer-Encoding") or "").strip().lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        data = ChunkedDataReader(io.BytesIO(data)).read()
    packing = (head("Content-Encoding") or "").strip().lower()
    if packing in _UNKNOWN:
        raise InputError(f"a page packed with {packing}, which is not read: fetch it with gzip")
    return _unpacked(data, packing)


def _check_size(data: bytes) -> None:
    if len(data) > MAX_PAGE:
        raise InputError(f"a page of more than {MAX_PAGE:,} bytes: save the article alone")


def _unpacked(data: bytes, packing: str) -> tuple[bytes, str]:
    """Data without its packing; crawlers that unpack often keep the head, so what is not packed stays as it is."""
    if packing in ("gzip", "x-gzip") and data.startswith(_GZIP):
        return _inflated(data, 16 + zlib.MAX_WBITS)
    if packing == "deflate" and not data.lstrip().startswith(b"<"):
        wrapped = data[:1] == b"x"  # servers send deflate with zlib's head or without
        return _inflated(data, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    return data, ""


def _inflated(data: bytes, bits: int) -> tuple[bytes, str]:
    """Unpacked data, of gzip up to `_PARTS` one after another."""
    found = b""
    for _ in range(_PARTS):
        unpacking = zlib.decompressobj(bits)
        try:
            found += unpacking.decompress(data, MAX_PAGE + 1 - len(found))
        except zlib.error as error:
            raise InputError(f"a page of damaged packed data ({error}): fetch it again") from error
        _check_size(found)
        data = unpacking.unused_data
        if not data.startswith(_GZIP):
            break
    return found, "" if unpacking.eof and not data.startswith(_GZIP) else "packed data that breaks off"
