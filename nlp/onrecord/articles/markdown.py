"""Markdown: articles written in it, and web pages that a clipper or pandoc turned into it, frame and all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.articles.blocks import blocks_of, fold
from onrecord.articles.dates import normal_date
from onrecord.articles.dom import parse, strip_code
from onrecord.articles.encoding import decode
from onrecord.articles.pages import article_from_html, check_size
from onrecord.errors import InputError
from onrecord.types import Article

if TYPE_CHECKING:
    from onrecord.articles.blocks import Block

_PAGE = re.compile(r"^ {0,3}<(?:div|section|article|main|header|nav|aside|footer|table|body|html)\b", re.IGNORECASE | re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z_][\w-]{0,40}):[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_FIELDS = ("title", "date", "source", "url", "lang")
_MANY_LINKS = 8


def article_from_markdown(data: bytes | str, *, id: str) -> Article:  # noqa: A002 (the contract's name)
    """Return the article of a Markdown file.

    Lines are joined into paragraphs as CommonMark does, formatting goes, link texts stay. A first-level heading at the
    top is the title; `key: value` lines between `---` at the top give title, date, source, url, lang, author. A file
    that is a web page in Markdown (`<div>`s, lists of links) is read as a page: `article_from_html`.

    Args:
        data: The Markdown, or its bytes in any encoding that can be told.
        id: The article's id.

    Raises:
        InputError: The file is empty, larger than 10 MB, no text, or holds no article.
    """
    check_size(data, id)
    text = (data if isinstance(data, str) else decode(data)).replace("\r\n", "\n").replace("\r", "\n")
    front, source = _front_matter(text)
    markup = f"<html><body>{_render(source)}</body></html>"
    root = parse(markup)
    strip_code(root)
    blocks = blocks_of(root)
    if _PAGE.search(source) or sum(block.linked > 0.8 for block in blocks) >= _MANY_LINKS:
        return _with_front(article_from_html(markup, id=id), front)
    return _with_front(_written(blocks, id), front)


def _render(source: str) -> str:
    from markdown_it import MarkdownIt

    # Indented code is switched off: in a page's nested lists it would swallow text; articles hold no code.
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
    return str(renderer.render(source))


def _written(blocks: list[Block], name: str) -> Article:
    """The article of blocks that are all its own; a heading of the first level at the top is its title."""
    title = blocks[0].text if blocks and blocks[0].tag == "h1" else None
    body = blocks[1:] if title else blocks
    if not body:
        raise InputError(f"article {name!r} has no text: the file is empty or holds a heading only")
    return Article(id=name, text="\n\n".join(block.text for block in body), title=title)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT.match(text)
    if not found:
        return {}, text
    entries = {key.lower(): fold(value.strip("\"'")) for key, value in _ENTRY.findall(found[1])}
    return entries, text[found.end() :]


def _with_front(article: Article, front: dict[str, str]) -> Article:
    if not front:
        return article
    values = {key: front[key] for key in _FIELDS if front.get(key)}
    meta = dict(article.meta) | {key: value for key, value in front.items() if key not in _FIELDS}
    if "date" in values:
        day, note = normal_date(values.pop("date"))
        values |= {"date": day} if day else {}
        meta |= note
    return replace(article, **values, meta=meta)
