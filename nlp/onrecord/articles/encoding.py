"""Bytes to text: byte order marks, UTF-16, UTF-8, a declared charset, then windows-1252 or what looks likeliest."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import InputError

_BOMS = (
    # UTF-32's little-endian mark begins with UTF-16's, so it comes first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip data"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(rb"""(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "utf-7")
"""Codecs of Python's that no page is in; the first two take time that grows with the square of the data."""
_HIGH = re.compile(rb"[\x80-\xff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_HEAD = 4096
_SAMPLE = 65_536


def decode(data: bytes, *, declared: bool = False, charset: str | None = None) -> str:
    """Return the text of `data` without a byte order mark.

    Args:
        data: The bytes of one whole document.
        declared: Whether to heed a charset that the markup itself declares (HTML).
        charset: What the server said that it is in; heeded before what the markup declares.

    Raises:
        InputError: The bytes are no text: an image, an archive, full of control characters, or in no known encoding.
    """
    name = encoding_of(data, declared=declared, charset=charset)
    try:
        # A few broken bytes in UTF-8 are better shown as such than the whole read as something else.
        text = data.decode(name, errors="replace" if name == "utf-8" else "strict").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(f"text that looks like {name} cannot be decoded at byte {error.start}: save it again as UTF-8") from error
    if "\x00" in text:
        raise InputError(f"NUL at character {text.index(chr(0))}: this looks like a binary file, give text")
    return text


def encoding_of(head: bytes, *, declared: bool = False, charset: str | None = None) -> str:
    """Return the Python name of the encoding of a text that begins with `head`; arguments and errors as for `decode`."""
    if name := _marked(head) or _utf16_by_zeros(head):
        return name
    _refuse_binary(head)
    if _mostly_utf8(head):
        return "utf-8"
    return _legacy(head, [_codec(charset), _declared(head) if declared else None])


def _marked(data: bytes) -> str | None:
    return next((name for bom, name in _BOMS if data.startswith(bom)), None)


def _utf16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text nearly every second byte is zero."""
    head = data[: _HEAD & ~1]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _refuse_binary(data: bytes) -> None:
    if kind := next((kind for magic, kind in _MAGIC if data.startswith(magic)), None):
        raise InputError(f"this is {kind}, not text: convert it to HTML, Markdown or plain text first")
    if b"\x00" in data:
        raise InputError(f"NUL byte at byte {data.index(0)}: this looks like a binary file, give text")
    controls = len(_CONTROLS.findall(data[:_HEAD]))
    if controls > 2 + len(data[:_HEAD]) // 100:
        raise InputError(f"{controls} control characters at the start: this looks like a binary file, give text")


def _declared(data: bytes) -> str | None:
    """The charset that the markup names, as browsers read it (Latin-1 means windows-1252)."""
    found = _CHARSET.search(data[:_HEAD])
    return _codec(found[1].decode("ascii")) if found else None


def _codec(charset: str | None) -> str | None:
    """Python's name of a charset that a page in bytes may be in, None where there is none."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")) or name in _NO_CHARSETS:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _mostly_utf8(data: bytes) -> bool:
    """Whether the data is UTF-8, but for a character cut off at the end or a few broken bytes among many good ones."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        return len(_BEYOND_ASCII.findall(text)) - broken >= 10 * broken
    return True


def _legacy(data: bytes, declared: list[str | None]) -> str:
    names = [*declared, "cp1252" if _looks_western(data) else None]
    for name in filter(None, names):
        try:
            data.decode(name)
        except (UnicodeError, LookupError):
            continue
        return name
    return _guess(data)


def _looks_western(data: bytes) -> bool:
    """Whether high bytes are as rare as accents and curly quotes; in Cyrillic or Chinese text most bytes are high."""
    return len(_HIGH.findall(data)) <= 0.15 * len(data)


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise InputError("the bytes are text in no encoding that could be told: save the file as UTF-8")
    return best.encoding
