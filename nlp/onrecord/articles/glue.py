"""Words that run into a link where the page lost the space: `suspend</a>the` becomes `suspend</a> the`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.articles.wordlists import column

if TYPE_CHECKING:
    from onrecord.articles.dom import Element

_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"^[^\W\d_]+")
_LONGEST = 40
"""Letters of the longest word at a seam; a longer run of letters is no word."""
_WORD = re.compile(r"[^\W\d_]+")


def separate_links(root: Element) -> None:
    """Put a space between a link and its neighbour where two words were glued, in place.

    A seam is opened only where one side is a whole function word that neither begins nor ends other words (`the`,
    `which`), or a word in small letters meets one with a capital (`law</a>Facebook`), and the page nowhere else has the
    two as one word. `Google</a>s` and `un<a>fair</a>` stay.
    """
    words = frozenset(word.lower() for node in root.itertext() for word in _WORD.findall(node))
    for link in list(root.iter("a")):
        inside = link.text_content()
        if _glued(_last(inside), _first(link.tail), words):
            link.tail = f" {link.tail}"
        if _glued(_last(_before(link)), _first(inside), words):
            link.text = f" {link.text or ''}"


def _last(text: str) -> str:
    # From the whole of a long run of letters the search would start at every letter.
    return _word(_LAST.search(text[-_LONGEST - 1 :]))


def _first(text: str | None) -> str:
    return _word(_FIRST.search((text or "")[: _LONGEST + 1]))


def _word(found: re.Match[str] | None) -> str:
    return found[0] if found and len(found[0]) <= _LONGEST else ""


def _before(link: Element) -> str:
    """The text right before the link's start tag, as far as it lies in the same parent."""
    previous, parent = link.getprevious(), link.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text or "") if parent is not None else ""


def _glued(left: str, right: str, words: frozenset[str]) -> bool:
    if not left or not right or (left + right).lower() in words:
        return False
    free = column("free_words", "word")
    if left in free or right in free:
        return min(len(left), len(right)) > 1
    return left.islower() and len(left) > 2 and right[0].isupper() and right[1:].islower() and len(right) > 2
