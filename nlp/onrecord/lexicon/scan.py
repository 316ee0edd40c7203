"""Every place in a text where a surface of the lexicon stands, longest first, in one pass."""

from __future__ import annotations

import itertools
import re
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.lexicon.entries import Entry, Row
from onrecord.lexicon.words import WORD, fold, suffix_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Words = tuple[str, ...]
Found = tuple[int, int, Entry]

# What may stand between two words of one name. "St. John's" has a stop inside, "left the EU. Commission officials" ends.
_GAP = re.compile(r"[ \u00a0\t]{0,2}\n?[ \t]{0,2}|[ ]?[-\u2010-\u2013/][ ]?|[.'\u2019]|(?<=\b[A-Z])\. |(?<=\b[SDM][tr])\. ")
_SCANNED_FORMS = frozenset({"name", "alias", "country", "capital", "government"})
_CAPS_MIN = 4


def _first_best(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Every scanned surface with its row, the row that wins a shared surface last."""
    rank = {"PLACE": 0, "LAW": 1, "COMPANY": 2, "GOVERNMENT": 3}
    ordered = sorted(rows, key=lambda r: (r.own, r.country is not None and r.id is not None and r.label == "PLACE", rank[r.label]))
    for row in ordered:
        for surface, form in row.surfaces.items():
            if form in _SCANNED_FORMS and len(surface) > 1:
                yield surface, row


class Scanner:
    """Finds surfaces in texts; linear in the text, built once per lexicon."""

    def __init__(self, rows: Iterable[Row]) -> None:
        surfaces: dict[Words, tuple[str, Row]] = {}
        for surface, row in _first_best(rows):
            if parts := tuple(w for m in WORD.findall(surface) if (w := fold(m))):
                surfaces[parts] = (surface, row)
        self._surfaces = surfaces
        self._firsts = frozenset(parts[0] for parts in surfaces)
        self._sizes = _sizes_by_first_words(surfaces)

    @cached_property
    def _caps(self) -> dict[Words, tuple[str, Row]]:
        # Telex headlines shout: there "JAPAN" is Japan. Ambiguous surfaces would be noise.
        return {
            tuple(w.upper() for w in parts): hit
            for parts, hit in self._surfaces.items()
            if len("".join(parts)) >= _CAPS_MIN and hit[0] not in hit[1].ambiguous
        }

    @cached_property
    def _caps_sizes(self) -> dict[Words, list[int]]:
        return _sizes_by_first_words(self._caps)

    def find(self, text: str) -> list[Found]:
        """Return the surfaces found in `text`, none overlapping, in order, legal suffixes included."""
        marks = list(WORD.finditer(text))
        words = [m.group() for m in marks]
        first = [i for i, w in enumerate(words) if w in self._firsts or w.isupper() or "." in w or not w.isascii()]
        found: list[Found] = []
        end = 0
        for at in first:
            if marks[at].start() >= end and (hit := self._longest(text, marks, at)):
                size, entry = hit
                end = _with_suffix(text, marks[at + size - 1].end(), entry)
                found.append((marks[at].start(), end, entry))
        return found

    def _longest(self, text: str, marks: list[re.Match[str]], at: int) -> tuple[int, Entry] | None:
        pair = tuple([fold(m.group()) for m in marks[at : at + 2]])
        tables = [(self._surfaces, self._sizes)]
        if pair[0].isupper() and len(pair[0]) >= _CAPS_MIN:
            tables.append((self._caps, self._caps_sizes))
        for surfaces, sizes_of in tables:
            sizes = (*sizes_of.get(pair, ()), 1)
            near = tuple([fold(m.group()) for m in marks[at : at + sizes[0]]]) if len(sizes) > 1 else pair
            for size in sizes:
                hit = surfaces.get(near[:size]) if size <= len(near) else None
                if hit and _joined(text, marks[at : at + size]):
                    return size, hit[1].entry(hit[0])
        return None


def _sizes_by_first_words(surfaces: Iterable[Words]) -> dict[Words, list[int]]:
    """How many words the surfaces of several have, the longest first, by their first two: "the" begins many, few go on so."""
    sizes: dict[Words, set[int]] = {}
    for parts in surfaces:
        if len(parts) > 1:
            sizes.setdefault(parts[:2], set()).add(len(parts))
    return {first: sorted(found, reverse=True) for first, found in sizes.items()}


def _joined(text: str, window: list[re.Match[str]]) -> bool:
    return all(_GAP.fullmatch(text, a.end(), b.start()) for a, b in itertools.pairwise(window))


def _with_suffix(text: str, end: int, entry: Entry) -> int:
    if entry.label != "COMPANY":
        return end
    tail = suffix_pattern().match(text, end)
    return tail.end() if tail else end
