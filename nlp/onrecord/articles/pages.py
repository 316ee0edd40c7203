"""Web pages: the article's words out of the page's frame, its title, deck and metadata."""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING, Any

from onrecord.articles.blocks import blocks_of, fold
from onrecord.articles.body import choose, find_region, find_title, holds_article
from onrecord.articles.dom import is_huge, parse, strip_code, strip_furniture
from onrecord.articles.encoding import decode
from onrecord.articles.glue import separate_links
from onrecord.articles.metadata import Facts, date_in, facts_of, structured_body
from onrecord.errors import InputError
from onrecord.types import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.articles.blocks import Block
    from onrecord.articles.dom import Element

_LOG = logging.getLogger(__name__)
_HEADER, _DATE_LINE = 15, 150
MAX_PAGE = 10_000_000
"""Largest page that is read, in bytes or characters."""
MAX_PAGE_TAGS = 200_000
"""Most `<` of a page; some hundred times those of a long article, and ten seconds of reading."""


def article_from_html(data: bytes | str, *, id: str, charset: str | None = None) -> Article:  # noqa: A002 (the contract's name)
    """Return the article of a saved web page.

    The text is the body with the deck as its first paragraph, paragraphs parted by an empty line, white space folded;
    captions, bylines, share tools, links to other pages and the like are left out.

    Args:
        data: The page as text, or as bytes in any encoding that can be told.
        id: The article's id.
        charset: The encoding that the server said, where there was one; heeded after what the bytes themselves show.

    Raises:
        InputError: The page is empty, larger than 10 MB or 200,000 tags, no text, or holds no article.
    """
    check_size(data, id)
    markup = data if isinstance(data, str) else decode(data, declared=True, charset=charset)
    if not markup.strip():
        raise InputError(f"page {id!r} is empty: save it again")
    if (tags := markup.count("<")) > MAX_PAGE_TAGS:
        raise InputError(f"page {id!r} has {tags:,} tags, more than {MAX_PAGE_TAGS:,}: save the article alone")
    return _article(parse(markup), id)


def check_size(data: bytes | str, name: str) -> None:
    """Raise `InputError` when a page is too large to be one article."""
    if len(data) > MAX_PAGE:
        raise InputError(f"page {name!r} has {len(data):,} bytes, more than {MAX_PAGE:,}: save the article alone")


def _article(root: Element, name: str) -> Article:
    facts, hidden = facts_of(root), structured_body(root)
    strip_code(root)
    seen = blocks_of(root)
    at = find_title(seen, facts.title, facts.page_title)
    title = seen[at].text if at >= 0 else facts.title or facts.page_title
    date = facts.date or _date_near(seen, at)
    strip_furniture(root, holds_article(seen, at))
    separate_links(root)
    paragraphs = _paragraphs(root, title, facts) or hidden
    if not paragraphs:
        raise InputError(f"page {name!r} holds no article text: save the page with its text, not only its frame or scripts")
    meta = {"author": facts.author} if facts.author else {}
    text = "\n\n".join(paragraphs)
    return Article(id=name, text=text, title=title, date=date, source=facts.source, url=facts.url, lang=facts.lang, meta=meta)


def _date_near(blocks: Sequence[Block], title: int) -> str | None:
    """The date in the lines about the title that are no prose, where the page marks no date as its own."""
    lines = [block.text for block in blocks[title + 1 : title + 1 + _HEADER] if not block.prose and len(block.text) < _DATE_LINE]
    return date_in(lines) if lines else None


def _paragraphs(root: Element, title: str | None, facts: Facts) -> list[str]:
    blocks = blocks_of(root)
    at = find_title(blocks, title)
    region = find_region(blocks, at)
    second = _second_opinion(root)
    if region is None:
        return [line for line in map(fold, second.split("\n")) if line and line != title]
    return choose(blocks, region, description=facts.description, voted=_voter(second))


def _voter(text: str) -> Callable[[str], bool]:
    whole = fold(text)
    return lambda block: not whole or block in whole


def _second_opinion(root: Element) -> str:
    """What trafilatura takes for the article, a paragraph a line; empty when it finds nothing or the page is huge."""
    if is_huge(root):
        return ""
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(copy.deepcopy(root), include_comments=False, favor_recall=True, with_metadata=False)
    except Exception:  # noqa: BLE001 (third-party code on arbitrary pages: our own reading stands without it)
        _LOG.debug("no second opinion", exc_info=True)
        return ""
    return (found.text or "") if found is not None else ""
