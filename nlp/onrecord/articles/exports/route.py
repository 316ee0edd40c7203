"""Which reader a file goes to, told by its format and, for HTML and text, by what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.articles.encoding import decode
from onrecord.articles.exports.factiva import factiva_drafts, is_factiva
from onrecord.articles.exports.mail import mail_draft
from onrecord.articles.exports.markup import html_lines, may_be_export
from onrecord.articles.exports.nexis import is_nexis, nexis_drafts
from onrecord.articles.exports.office import docx_lines, rtf_lines
from onrecord.articles.exports.pdf import pdf_draft
from onrecord.articles.exports.proquest import is_proquest, proquest_drafts
from onrecord.articles.exports.ris import ris_drafts
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.articles.exports.drafts import Draft

MAX_EXPORT = 64_000_000
"""Largest file in bytes."""
MAX_ARTICLES = 20_000
"""Most articles of an export: they are held in memory together. Databases give out 100 to 1,000."""
MAX_LINES = 2_000_000
"""Most lines of an export that is text."""
_RULE = 10
"""Fewest underscores that a text with a dividing line has."""
_TEXTUAL = ("html", "text")
_FOREIGN = "in no layout that is known (Nexis Uni, Factiva): save a single article as text or HTML, or export it again"


def split(form: str, data: bytes) -> list[Draft] | None:
    """Return a draft for each article of a file; None for HTML or text that is no export.

    Args:
        form: `docx`, `rtf`, `pdf`, `eml`, `ris`, or `html` and `text`, which may be exports or not.
        data: The file's bytes.

    Raises:
        InputError: The file is damaged, foreign, empty or too large; the message says what to do.
        MissingExtraError: A library that the format needs is not installed.
    """
    if len(data) > MAX_EXPORT:
        if form in _TEXTUAL:
            return None
        raise InputError(f"more than {MAX_EXPORT:,} bytes: export fewer articles to a file")
    if not data.strip():
        if form in _TEXTUAL:
            return None
        raise InputError("the file is empty: fetch it again")
    found = _textual(form, data) if form in _TEXTUAL else _binary(form, data)
    if found is not None and len(found) > MAX_ARTICLES:
        raise InputError(f"an export of {len(found):,} articles, more than {MAX_ARTICLES:,}: export fewer to a file")
    if found is not None and not found:
        raise InputError("an export that holds no article, only a cover or a list: export the documents themselves")
    return found


def _binary(form: str, data: bytes) -> list[Draft]:
    if form == "pdf":
        return [pdf_draft(data)]
    if form == "eml":
        return [mail_draft(data)]
    if form == "ris":
        return ris_drafts(decode(data))
    lines = docx_lines(data) if form == "docx" else rtf_lines(data)
    found = _database(lines)
    if found is None:
        raise InputError(f"{'a Word document' if form == 'docx' else 'RTF'} {_FOREIGN}")
    return found


def _textual(form: str, data: bytes) -> list[Draft] | None:
    if (form == "text" and data.count(b"_") < _RULE) or data.count(b"\n") > MAX_LINES:
        return None  # most texts: not even decoded
    try:
        text = decode(data, declared=form == "html")
    except InputError:
        return None  # the reader of pages or texts says what is wrong
    if form == "text":
        return proquest_drafts(text) if is_proquest(text) else None
    return _database(html_lines(text)) if may_be_export(text) else None


def _database(lines: Sequence[str]) -> list[Draft] | None:
    if is_nexis(lines):
        return nexis_drafts(lines)
    return factiva_drafts(lines) if is_factiva(lines) else None
