"""Blocks that are no words of the article, told by what they say: bylines, credits, "Read more", repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.articles.wordlists import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.articles.blocks import Block

_BYLINE = re.compile(r"^(?:by|von|par)\s+[A-Z][^.!?]{1,120}$", re.IGNORECASE)
# A sentence ends so; "at 6 p.m." does not.
_SENTENCE = re.compile(r"""(?<![ap]\.m)[.!?\u2026\u3002\uff01\uff1f][)"'\u2019\u201d]*$""")
_LOWER = re.compile(r"\b[a-zà-ÿ][\w.\u2019'-]*")
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_QUOTES = " \"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_SHORT, _CREDIT_TAIL, _REPEAT, _MANY = 250, 80, 25, 2000


def is_furniture(text: str) -> bool:
    """Whether the whole block is a phrase of the page's frame, such as "Advertisement" or "Read more: …"."""
    if len(text) > _SHORT:
        return False
    folded = text.casefold()
    bare = folded.strip(" .:!\u2026\u203a\u00bb>\u2192|\u00b7-")
    if not bare or bare in column("phrases", "phrase", ("match", "exact")):
        return True
    return folded.startswith(tuple(column("phrases", "phrase", ("match", "prefix")))) or is_credit(text)


def is_credit(text: str) -> bool:
    """Whether a text ends in a photo credit, as captions do: "… last week. Photo: A. Name"."""
    if is_sentence(text):
        return False
    folded = text.casefold()
    places = (folded.rfind(f"{word}:") for word in column("phrases", "phrase", ("match", "credit")))
    return any(at >= 0 and len(folded) - at <= _CREDIT_TAIL and not folded[at - 1 : at].isalnum() for at in places)


def is_sentence(text: str) -> bool:
    """Whether a text closes as sentences do."""
    return bool(_SENTENCE.search(text))


def is_byline(text: str, *, heading: bool = False) -> bool:
    """Whether a text is a byline or a date line: "By A. Name", "Lisbon, 14 June 2019", "A. NAME, Media Editor".

    Args:
        text: The text of the block.
        heading: Whether the block is a heading; "Lender Quits Over Law" is written like a name, but is a deck.
    """
    if _BYLINE.match(text):
        return True
    if is_sentence(text) or (heading and not _DIGIT.search(text)):
        return False
    small = column("byline_words", "word")
    content = [word for word in _LOWER.findall(text) if word.rstrip(".") not in small]
    return len(text) < _SHORT and bool(_CAPITAL.search(text)) and len(content) < 2


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """Leave out blocks said before, and short ones that only repeat words of a longer one (pull quotes)."""
    seen: set[str] = set()
    kept = []
    # Looking for each block in all others takes time with the square of their number.
    whole = "\n".join(block.text for block in blocks) if len(blocks) <= _MANY else ""
    for block in blocks:
        core = block.text.strip(_QUOTES)
        if len(core) >= _REPEAT and (block.text in seen or (not block.prose and whole.count(core) > 1)):
            continue
        seen.add(block.text)
        kept.append(block)
    return kept
