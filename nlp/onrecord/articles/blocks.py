"""The text of a page as blocks, in order: paragraphs, headings, list items, cells, with how much of each is links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.articles.plain import is_soft, wrap_width
from onrecord.articles.wordlists import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.articles.dom import Element

_SPACE = re.compile(r"\s+")
# Zero-width characters, soft hyphens, direction marks, control characters: unseen on the page, in the way in a text.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")
_BREAK = "\n"
# Full stops of Western and East Asian scripts, then closing brackets and quotation marks.
_END = re.compile(r"""[.!?\u2026:\u3002\uff01\uff1f][)\]"'\u201d\u2019\u00bb\u300d\u300f]*$""")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One block of text."""

    text: str
    """Its text on one line, white space folded."""
    tag: str
    """The block element it stands in: `p`, `h1`, `li`, `td`, …."""
    linked: float
    """Share of its characters that lie in links, 0 to 1."""
    element: Element
    """The block element itself."""

    @property
    def heading(self) -> bool:
        """Whether the block is a heading."""
        return self.tag in ("h1", "h2", "h3", "h4", "h5", "h6")

    @property
    def prose(self) -> bool:
        """Whether the block reads like a paragraph: long or closed by a full stop, and not mostly links."""
        # An ideograph says about as much as three letters.
        size = len(self.text) + 2 * len(_IDEOGRAPH.findall(self.text))
        if self.linked > 0.5 or self.heading:
            return False
        return size >= 120 or (size >= 25 and bool(_END.search(self.text)))


@dataclass(slots=True)
class _Collector:
    """Gathers the text of the current block while the tree is walked."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    links: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append((_SPACE.sub(" ", _UNSEEN.sub("", text)), self.links > 0))

    def flush(self, element: Element) -> None:
        total = sum(len(text.strip()) for text, _ in self.pieces)
        if total:
            linked = sum(len(text.strip()) for text, link in self.pieces if link) / total
            raw = "".join(text for text, _ in self.pieces)
            self.blocks.extend(Block(text, element.tag, linked, element) for text in _paragraphs(raw))
        self.pieces.clear()


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of text below `root`, in document order."""
    from lxml import etree

    block_tags, gathered = column("tags", "tag", ("role", "block")), _Collector()
    owners = [root]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            _enter(gathered, element, owners, tag in block_tags)
            continue
        if tag in block_tags:
            gathered.flush(owners.pop())
        elif tag == "a":
            gathered.links -= 1
        if element is not root:
            gathered.add(element.tail)
    gathered.flush(root)
    return gathered.blocks


def _enter(gathered: _Collector, element: Element, owners: list[Element], is_block: bool) -> None:  # noqa: FBT001 (private, one call)
    if is_block:
        gathered.flush(owners[-1])
        owners.append(element)
    elif element.tag == "br":
        gathered.pieces.append((_BREAK, False))
    elif element.tag == "a":
        gathered.links += 1
    gathered.add(element.text)


def _paragraphs(raw: str) -> Iterator[str]:
    """Split a block at its line breaks: an empty line parts paragraphs, a single break does unless it only wraps."""
    lines = [fold(line) for line in raw.split(_BREAK)]
    width = wrap_width(lines)
    current = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        current = f"{current} {line}" if current else line
        if current and not (width and is_soft(line, following, width)) and not following[:1].islower():
            yield current
            current = ""


def fold(text: str) -> str:
    """Return `text` on one line: white space of every kind folded to single spaces, unseen characters left out."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
