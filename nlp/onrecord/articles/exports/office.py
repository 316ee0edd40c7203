"""Word documents and RTF as lines of text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from onrecord.articles.blocks import fold
from onrecord.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_UNPACKED = 200_000_000
"""Most bytes that the parts of a Word document may have together when unpacked."""
MAX_RTF = 32_000_000
"""Largest RTF file in bytes."""
MAX_TAGS = 3_000_000
"""Most `<` and `=` in the XML of a Word document, most `{` in RTF: each may become an object of 200 bytes. A document of a thousand
articles has a few hundred thousand."""
_MAX_PARTS = 5_000
_PIECE = 1 << 20
_MAX_DEPTH = 5
_FONTS = re.compile(r"\{[^{}]{0,40}\\fonttbl")
_MAX_FONTS = 48_000
"""Longest table of fonts that is looked at; without it the characters of a file are in the code page it names."""
_LINK = re.compile(r"\\fldinst", re.IGNORECASE)
_FONT = re.compile(r"(?<!\\)\\f(?=\d)")
_LINES = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def docx_lines(data: bytes) -> list[str]:
    """Return the paragraphs of a Word document, table rows as `cell|cell`, blank ones left out.

    Page headers and footers, comments and pictures are no part of them.

    Raises:
        InputError: The file is damaged, no Word document, protected, or unpacks to more than `MAX_UNPACKED` bytes.
        MissingExtraError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError("reading Word documents", "formats") from error
    _check_archive(data)
    try:
        return _folded(_paragraphs(docx.Document(io.BytesIO(data))))
    except Exception as error:
        raise InputError(f"damaged Word document ({type(error).__name__}): open and save it again, or fetch it again") from error


def _check_archive(data: bytes) -> None:
    """Refuse an archive that unpacks to too much. zipfile never unpacks more of a part than the size that is declared."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("an old or password-protected Office document: save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, OSError, NotImplementedError) as error:
        raise InputError("no Word document, or a damaged one: fetch it again, or save it as .docx") from error
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise InputError(f"a document of {total:,} bytes in {len(parts):,} parts when unpacked, too large: export fewer articles")
    if not any(part.filename.startswith("word/") for part in parts):
        raise InputError("an archive that is no Word document: unpack it, or save the document as .docx")
    if _tags(data) > MAX_TAGS:
        raise InputError(f"a document with more than {MAX_TAGS:,} tags and attributes, too large: export fewer articles")


def _tags(data: bytes) -> int:
    """How many tags and attributes the XML of an archive has, counted up to a little more than `MAX_TAGS`."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(part) as stream:
                    while total <= MAX_TAGS and (piece := stream.read(_PIECE)):
                        total += piece.count(b"<") + piece.count(b"=")
            except Exception as error:
                raise InputError(f"damaged Word document ({type(error).__name__}): fetch it again, or save it again") from error
    return total


def _paragraphs(container: Any, depth: int = 0) -> Iterator[str]:
    for item in container.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                yield from _row(row, depth)
        else:
            yield item.text


def _row(row: Any, depth: int) -> Iterator[str]:
    """A row with a code in its first cell as `code|first line`, then the other lines; of other rows all lines."""
    cells = [_folded(_paragraphs(cell, depth + 1)) for cell in row.cells] if depth < _MAX_DEPTH else []
    if len(cells) > 1 and len(cells[0]) == 1 and len(cells[0][0]) <= 3:
        rest = [line for cell in cells[1:] for line in cell]
        yield f"{cells[0][0]}|{rest[0] if rest else ''}"
        yield from rest[1:]
    else:
        yield from (line for cell in cells for line in cell)


def rtf_lines(data: bytes) -> list[str]:
    """Return the paragraphs of an RTF file, table rows as `cell|cell|`, blank ones left out.

    Raises:
        InputError: The file is damaged, no RTF, or larger than `MAX_RTF`.
        MissingExtraError: striprtf is not installed.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise MissingExtraError("reading RTF", "formats") from error
    if not data.lstrip()[:5] == b"{\\rtf":
        raise InputError("no RTF, although it is named so: give the file as it was exported")
    if len(data) > MAX_RTF:
        raise InputError(f"RTF of {len(data):,} bytes, more than {MAX_RTF:,}: export fewer articles, or without pictures")
    if data.count(b"{") > MAX_TAGS:
        raise InputError(f"RTF of more than {MAX_TAGS:,} groups: export fewer articles")
    # RTF is ASCII; a byte beyond it is in the code page that most files declare.
    markup = _tamed(data.decode("cp1252", errors="replace"))
    convert: Callable[..., str] = rtf_to_text
    try:
        text = convert(markup, errors="replace")
    except Exception as error:
        raise InputError(f"damaged RTF ({type(error).__name__}): fetch it again") from error
    return _folded([_paired(text)])


def _tamed(markup: str) -> str:
    """The markup without what striprtf searches for in time that grows with the square of the file.

    Addresses of links go: they are no words of the text. `fldtype` is a destination too, whose content is not shown.
    """
    markup = _LINK.sub(r"\\fldtype", markup)
    start = _FONTS.search(markup)
    if not start:
        return markup
    table = markup[start.start() : start.start() + _MAX_FONTS]
    if not _closes(table):
        return markup.replace("\\fonttbl", "\\fldtype")
    # It looks for a font's character set up to the end of the line.
    return markup[: start.start()] + _FONT.sub(r"\n\\f", table) + markup[start.start() + _MAX_FONTS :]


def _closes(markup: str) -> bool:
    """Whether the group that the markup begins with ends in it."""
    depth = 0
    for brace in re.finditer(r"[{}]", markup):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return True
    return False


def _paired(text: str) -> str:
    """The text with characters beyond U+FFFF, which RTF writes in two halves, made whole."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATES.search(text) else text


def _folded(paragraphs: Any) -> list[str]:
    return [line for text in paragraphs for line in map(fold, _LINES.split(text)) if line]
