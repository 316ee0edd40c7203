"""The page as a tree: parsed without limits on nesting, then cleared of what is no text of the article."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.articles.wordlists import column
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The elements of lxml have no usable types.
Element = Any

MAX_TAGS = 1_000_000
"""Most `<` of a page: each may become an element of 200 bytes. The longest export has some 200,000."""
_MAX_DEPTH, _MANY = 200, 20_000
_NESTING = re.compile(r"</?(?:div|section|article|main|center|table|tbody|tr|td|ul|ol|li|dl|dd|blockquote)\b[^<>]*>", re.IGNORECASE)
_WRAPPING = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|tt)\b[^<>]*>", re.IGNORECASE)
_HIDING = re.compile(r"display:none|visibility:hidden")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATOR = re.compile(r"[^a-z]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def parse(markup: str) -> Element:
    """Return the root element of an HTML page; extreme nesting is flattened, comments are left out.

    Raises:
        InputError: There is no markup to parse, or more than a million tags.
    """
    if (tags := markup.count("<")) > MAX_TAGS:
        raise InputError(f"a page of {tags:,} tags, more than {MAX_TAGS:,}: save the article alone")
    root = _parse(markup)
    if _depth(root) > _MAX_DEPTH:
        # libxml2 drops what lies deeper than 2,048 levels, and readers of the tree recurse.
        root = _parse(_WRAPPING.sub("", _NESTING.sub("<p>", markup)))
    return root


def _parse(markup: str) -> Element:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_CONTROLS.sub(" ", markup).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError("the page is empty: it has no element and no text") from error
    return root


def _depth(root: Element) -> int:
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def is_huge(root: Element) -> bool:
    """Whether a tree has so many elements that readers slower than one pass over it would take seconds."""
    return next(islice(root.iter(), _MANY, None), None) is not None


def remove(element: Element) -> None:
    """Take an element and all in it out of the tree; the text after it stays, set off by a space."""
    parent = element.getparent()
    if parent is not None:
        element.tail = f" {element.tail}" if element.tail else " "
        element.drop_tree()


def strip_code(root: Element) -> None:
    """Remove scripts, styles, pictures and other elements that hold no text of the page, in place."""
    from lxml import etree

    etree.strip_elements(root, *column("tags", "tag", ("role", "code")), with_tail=False)


def strip_furniture(root: Element, wanted: Callable[[Element], bool]) -> None:
    """Remove navigation, forms, captions, hidden elements and whatever is named like furniture of the page.

    Args:
        root: The tree, changed in place.
        wanted: Says of an element whether it must stay whatever its name, because it holds the article.
    """
    for element in list(_candidates(root)):
        if not wanted(element):
            remove(element)


def _candidates(root: Element) -> Iterator[Element]:
    dropped, blocks = column("tags", "tag", ("role", "drop")), column("tags", "tag", ("role", "block"))
    for element in root.iter():
        tag = element.tag
        if tag in ("html", "head", "body"):
            continue
        if tag in dropped or _hidden(element) or (tag in blocks and _named_furniture(element)):
            yield element


def _hidden(element: Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", element.get("data-aria-hidden")) == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDING.search(style.lower().replace(" ", "")))


def _named_furniture(element: Element) -> bool:
    """Whether role, class or id name the element a part of the page that is not the article, such as `share-tools`."""
    if (element.get("role") or element.get("data-role")) in column("furniture_names", "name", ("where", "role")):
        return True
    if element.tag in ("article", "main", "h1"):
        return False
    return _named(element, "class")


def is_discussion(element: Element) -> bool:
    """Whether class or id name the element as the place where readers comment."""
    return _named(element, "discussion")


def _named(element: Element, where: str) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-testid', '')}"
    if not names.strip():
        return False
    words = "-" + _SEPARATOR.sub("-", _CAMEL.sub("-", names).lower()) + "-"
    return any(f"-{name}-" in words for name in column("furniture_names", "name", ("where", where)))
