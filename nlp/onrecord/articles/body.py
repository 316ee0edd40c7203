"""Which blocks of a page are the article: the densest container of prose, the deck before it, its subheadings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from onrecord.articles.dom import is_discussion
from onrecord.articles.furniture import is_byline, is_furniture, is_sentence, without_repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from onrecord.articles.blocks import Block
    from onrecord.articles.dom import Element

_DESCEND = 0.75
_MAIN = 0.5
_ALIKE, _SAME = 0.4, 0.8
_DECK, _ITEM = 5, 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Region:
    """Where the article lies among the blocks of a page, as indexes."""

    title: int
    """The block with the title, -1 when it isn't on the page."""
    first: int
    """The first paragraph."""
    last: int
    """The last paragraph."""
    inside: frozenset[int]
    """Every block of the container that holds the paragraphs."""


def prose_mass(blocks: Sequence[Block]) -> Counter[Element]:
    """Count the characters of prose below each element that has any."""
    mass: Counter[Element] = Counter()
    for block in blocks:
        if block.prose:
            for element in _lineage(block.element):
                mass[element] += len(block.text)
    return mass


def holds_article(blocks: Sequence[Block], title: int) -> Callable[[Element], bool]:
    """Return a test whether an element holds the title or more than half of the page's prose.

    Readers may write more than the article has: their comments are not the article, however long, where the title is
    elsewhere.
    """
    mass = prose_mass(blocks)
    total = max(mass.values(), default=0)
    above = set(_lineage(blocks[title].element)) if title >= 0 else set()

    def test(element: Element) -> bool:
        if element in above:
            return True
        return mass[element] > _MAIN * total and not (above and is_discussion(element))

    return test


def find_title(blocks: Sequence[Block], given: str | None, page_title: str | None = None) -> int:
    """Return the index of the block that is the article's title, -1 if none is.

    Args:
        blocks: The page's blocks.
        given: The title that the page's metadata gives.
        page_title: What the browser shows as the page's title, often with the site's name at its end.
    """
    ranked = [
        (_title_likeness(block, given, page_title), block.heading, -i)
        for i, block in enumerate(blocks)
        if block.heading or block.text == given
    ]
    best, _, at = max(ranked, default=(0.0, False, 1))
    if best >= _ALIKE:
        return -at
    tops = [i for i, block in enumerate(blocks) if block.tag == "h1"]
    return tops[0] if len(tops) == 1 else -1


def _title_likeness(block: Block, given: str | None, page_title: str | None) -> float:
    # A linked heading is likelier the site's name than the article's.
    doubt = 0.5 if block.linked > _MAIN else 1.0
    return max(doubt * likeness(block.text, given), likeness(block.text, page_title))


def find_region(blocks: Sequence[Block], title: int) -> Region | None:
    """Return where the article lies, None when the page has no block of prose."""
    mass = prose_mass(blocks)
    if not mass:
        return None
    container = _container(mass, _single_paragraphs(blocks, mass))
    inside = frozenset(i for i, block in enumerate(blocks) if container in _lineage(block.element))
    prose = [i for i in sorted(inside) if blocks[i].prose and i > title] or [i for i in sorted(inside) if blocks[i].prose]
    return Region(title if title < prose[0] else -1, prose[0], prose[-1], inside)


def choose(blocks: Sequence[Block], region: Region, *, description: str | None, voted: Callable[[str], bool]) -> list[str]:
    """Return the article's paragraphs in order: deck, prose, subheadings.

    Args:
        blocks: The page's blocks.
        region: Where the article lies.
        description: The page's own summary, which its deck often repeats.
        voted: Whether a second reader of the page (trafilatura) has the text too.
    """
    title = blocks[region.title].text if region.title >= 0 else None
    kept = []
    for i, block in enumerate(blocks):
        if block.text == title or i <= region.title or block.linked > _MAIN or is_furniture(block.text):
            continue
        if _wanted(i, block, region, description, voted):
            kept.append(block)
    return [block.text for block in without_repeats(_trim(kept))]


def _wanted(i: int, block: Block, region: Region, description: str | None, voted: Callable[[str], bool]) -> bool:
    words = len(_WORD.findall(block.text))
    inside = i in region.inside
    if i < region.first:
        if likeness(block.text, description) > _SAME:
            return True
        return (inside or region.title >= 0) and words >= _DECK and not is_byline(block.text, heading=block.heading)
    if not inside:
        return block.prose and i <= region.last and voted(block.text)
    if block.heading:
        return i < region.last
    return not is_byline(block.text) and (block.prose or is_sentence(block.text) or (words >= _ITEM and voted(block.text)))


def _trim(blocks: list[Block]) -> list[Block]:
    """Cut what follows the last paragraph, and headings with no paragraph of their own below them."""
    while blocks and not blocks[-1].prose:
        blocks.pop()
    following = blocks[1:]
    return [a for a, b in zip_longest(blocks, following) if b is None or not (a.heading and b.heading)]


def _single_paragraphs(blocks: Sequence[Block], mass: Counter[Element]) -> set[Element]:
    """Elements whose prose is one block of their own: however long, a paragraph is no container."""
    return {block.element for block in blocks if mass[block.element] == len(block.text)}


def _container(mass: Counter[Element], paragraphs: set[Element]) -> Element:
    """The innermost element that still holds most of the page's prose."""
    current, size = mass.most_common(1)[0]
    while True:
        children = [child for child in current if child in mass and child not in paragraphs]
        best = max(children, key=lambda child: mass[child], default=None)
        if best is None or mass[best] < _DESCEND * size:
            return current
        current = best


def _lineage(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def likeness(a: str | None, b: str | None) -> float:
    """Return the share of words that two texts have in common, 0 to 1; 0 when one is None."""
    x, y = (set(_WORD.findall((text or "").lower())) for text in (a, b))
    return len(x & y) / max(len(x | y), 1)
