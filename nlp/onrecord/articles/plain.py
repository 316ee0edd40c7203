"""Plain text: left as it is, but for hard-wrapped lines, whose breaks become spaces one for one."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.articles.encoding import decode
from onrecord.errors import InputError
from onrecord.types import Article

_NARROW, _WIDE = 50, 110
_FOLD = 1_000_000
_IDEOGRAPHS = 0x2E80
_SURROGATE = re.compile("[\ud800-\udfff]")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u2013\u2014]\s|\d{1,3}[.)]\s|>)")


def article_from_text(data: bytes | str, *, id: str, max_chars: int = _FOLD) -> Article:  # noqa: A002 (the contract's name)
    r"""Return the article that a plain text is.

    Line ends become `\n`; after that no character is moved: in a hard-wrapped text the breaks inside a paragraph turn
    into single spaces, so offsets into the article are offsets into the text given.

    Args:
        data: The text, or its bytes in any encoding that can be told.
        id: The article's id.
        max_chars: A text longer than this is left hard-wrapped.

    Raises:
        InputError: The text is empty or its bytes are no text.
    """
    text = data if isinstance(data, str) else decode(data)
    if half := _SURROGATE.search(text):
        raise InputError(f"article {id!r} has half a surrogate pair at character {half.start()}, write it again as UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"article {id!r} has no text: the file is empty or blank")
    return Article(id=id, text=unwrap(text) if len(text) <= max_chars else text)


def unwrap(text: str) -> str:
    """Return `text`, as long as before, with the line breaks of hard-wrapped paragraphs turned into spaces."""
    lines = text.split("\n")
    width = wrap_width(lines)
    if not width:
        return text
    seams = (" " if is_soft(a, b, width) else "\n" for a, b in pairwise(lines))
    return lines[0] + "".join(seam + line for seam, line in zip(seams, lines[1:], strict=True))


def wrap_width(lines: list[str]) -> int:
    """Return the width at which the lines were wrapped, 0 if they were not.

    A text is hard-wrapped when nearly all of its lines fit a page of 50 to 110 columns and most breaks between two
    lines stand where the next word would not have fitted.
    """
    lengths = sorted(len(line.rstrip()) for line in lines if " " in line.strip())
    if len(lengths) < 3:
        return 0
    width = lengths[-1 - len(lengths) // 50]
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if not _NARROW <= width <= _WIDE or len(pairs) < 2:
        return 0
    soft = sum(is_soft(a, b, width) for a, b in pairs)
    return width if soft >= 0.6 * len(pairs) else 0


def is_soft(line: str, following: str, width: int) -> bool:
    """Whether the break after `line` only wraps: the next word would have passed `width`, and no list item begins."""
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    if not line.strip() or not word or ord(word[0]) >= _IDEOGRAPHS or _ITEM.match(following):
        return False
    # Editors that balance their lines break a little early.
    return len(line.rstrip()) + 1 + len(word) > width - 3
