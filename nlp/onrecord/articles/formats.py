"""Which format a file has: by its suffix, else by how it begins."""

from __future__ import annotations

import json
import re
from typing import Literal

from onrecord.articles.encoding import encoding_of

Format = Literal["html", "markdown", "text", "jsonl", "json", "csv", "parquet", "docx", "rtf", "pdf", "eml", "ris", "warc"]

_SUFFIXES: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".docx": "docx",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".eml": "eml",
    ".ris": "ris",
    ".warc": "warc",
}
_TAG = re.compile(r"<(?:!doctype|html|head|body|div|p|article|section|main|h[1-6]|table|meta|title)\b", re.IGNORECASE)
_MAGIC: tuple[tuple[bytes, Format], ...] = ((b"PAR1", "parquet"), (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"WARC/", "warc"))
_WORD = re.compile(rb"PK\x03\x04.{0,4000}?(?:\[Content_Types\]\.xml|word/)", re.DOTALL)
_RIS = re.compile(r"TY  - \S")
_HEADER = re.compile(
    r"^(from|date|subject|message-id|mime-version|return-path|received|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_MAIL = 3
"""Fewest different headers by which an e-mail is known; a text may begin with one or two such words."""
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\[[^\]\n]{1,200}\]:|-{3}$)|\]\((?:https?:/)?[/#]", re.MULTILINE)


def by_suffix(suffixes: tuple[str, ...]) -> Format | None:
    """Return the format of a file with this suffix (and `.gz` or the like after it), None when it doesn't tell."""
    return _SUFFIXES.get(suffixes[0]) if suffixes else None


def sniff(head: bytes) -> Format:
    """Return the format of a file that begins with `head`.

    Raises:
        InputError: The beginning is that of a binary file.
    """
    if form := next((form for magic, form in _MAGIC if head.startswith(magic)), None):
        return form
    if _WORD.match(head):
        return "docx"
    text = head.decode(encoding_of(head, declared=True), errors="ignore").lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return _sniff_json(text)
    if text.startswith("<") and _TAG.search(text[:2000]) and not _MARKDOWN.search(text):
        return "html"
    if text.lower().startswith(("<!doctype", "<html", "<?xml")):
        return "html"
    return _sniff_text(text)


def _sniff_text(text: str) -> Format:
    if _RIS.match(text):
        return "ris"
    block = text.replace("\r\n", "\n").split("\n\n", 1)[0]
    if re.match(r"[A-Za-z-]{2,40}:", block) and len({name.lower() for name in _HEADER.findall(block)}) >= _MAIL:
        return "eml"
    return "markdown" if _MARKDOWN.search(text) else "text"


def _sniff_json(text: str) -> Format:
    line = text.split("\n", 1)[0]
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        # A first line cut off at the end of the head, or one that is not JSON: a line of JSONL names a key at once.
        return "jsonl" if re.match(r'\{\s*"', line) else ("json" if re.match(r"[\[{]\s*[\[{\]}]?\s*$", line) else "text")
    if isinstance(first, dict):
        return "jsonl"
    return "json" if isinstance(first, list) else "text"
