"""HTML exports of Nexis and Factiva as lines of text."""

from __future__ import annotations

import re

from onrecord.articles.blocks import blocks_of, fold
from onrecord.articles.dom import parse, strip_code
from onrecord.articles.exports.words import values_of

_HINTS = re.compile(
    r"end\s+of\s+document|\b\d+\s+of\s+\d+\s+documents\b|\bload-date\b|enarticle|articleparagraph|\bDocument\s+[A-Za-z0-9]{4,12}\d{8}",
    re.IGNORECASE,
)


def may_be_export(markup: str) -> bool:
    """Whether a page has a phrase or a class that exports have; cheap, and more than once wrong."""
    return bool(_HINTS.search(markup))


def html_lines(markup: str) -> list[str]:
    """Return the blocks of a page as lines, a table cell with a field code of Factiva as `HD|`.

    Raises:
        InputError: There is no markup to parse.
    """
    root = parse(markup)
    strip_code(root)
    body = root.find("body")
    codes, lines = values_of("factiva"), list[str]()
    for block in blocks_of(root if body is None else body):
        coded = block.tag in ("td", "th") and block.text in codes
        lines.append(f"{block.text}|" if coded else fold(block.text))
    return lines
