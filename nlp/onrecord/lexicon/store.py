"""The lexicon: surfaces in, entries out."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.lexicon.entries import Entry, Row
from onrecord.lexicon.reading import builtin_rows, user_rows
from onrecord.lexicon.scan import Scanner
from onrecord.lexicon.words import key, same_case, without_article, without_possessive, without_suffix, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.types import EntityLabel

_Hit = tuple[tuple[str, ...], str, Row]
_FALLBACK_MIN = 4
"""Shortest surface worth asking countrynames about: shorter ones are codes, not names."""


class Lexicon:
    """Companies, countries, places, authorities and laws by every name they go by.

    Examples:
        >>> [e.id for e in Lexicon.default().lookup("U.K.'s")]
        ['country:gb']
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        own = {row.id for row in rows if row.own}
        self._rows = [row for row in rows if row.own or row.id not in own or row.id is None]

    @classmethod
    def default(cls) -> Lexicon:
        """Return the lexicon of the package's own word lists, read once per process."""
        return _default()

    def with_file(self, path: str | Path) -> Lexicon:
        """Return this lexicon with the rows of a CSV file added; they win over rows with the same id or surface.

        Args:
            path: CSV with the columns id, name, label and, if wanted, aliases, former_names, tickers, owner, country,
                kind, ambiguous; `|` joins several values.

        Raises:
            InputError: The file or one of its rows cannot be used; the message names the line.
        """
        return Lexicon([*self._rows, *user_rows(Path(path))])

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Entry]:
        return (row.entry(row.name) for row in self._rows)

    @cached_property
    def _index(self) -> dict[str, list[_Hit]]:
        index: dict[str, list[_Hit]] = {}
        for row in self._rows:
            for surface in row.surfaces:
                parts = words(surface)
                index.setdefault(key(parts), []).append((parts, surface, row))
        return index

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self._rows)

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row.id: row for row in self._rows if row.id}

    def entry(self, ref: str) -> Entry | None:
        """Return the thing with this id, None when there is none."""
        row = self._by_id.get(ref)
        return row.entry(row.name) if row else None

    def lookup(self, surface: str, label: EntityLabel | None = None) -> list[Entry]:
        """Return the things that `surface` names, [] when there are none.

        Compared without accents, dots of initials, hyphens and spaces, possessive, leading "the" and legal suffixes;
        case counts as evidence ("apple" is not Apple). Demonyms ("Freedonian") name no thing, see `nationality`.

        Args:
            surface: A name as it stands in a text.
            label: Only things of this kind; a country is both PLACE and GOVERNMENT.
        """
        for parts in _variants(surface):
            if entries := self._matches(parts, label):
                return entries
        fallback = _country_code(surface) if label in {"PLACE", "GOVERNMENT"} else None
        found = self.entry(f"country:{fallback}") if fallback else None
        return [found] if found else []

    def _matches(self, parts: tuple[str, ...], label: EntityLabel | None) -> list[Entry]:
        hits = [(form, row) for stored, form, row in self._index.get(key(parts), ()) if same_case(stored, parts)]
        if any(row.own for _, row in hits):
            hits = [hit for hit in hits if hit[1].own]
        found = [row.entry(form) for form, row in hits if row.surfaces[form] != "demonym"]
        return list(dict.fromkeys(e for e in found if label is None or label == e.label or _is_both(e, label)))

    def ends_possessive(self, surface: str) -> bool:
        """Whether `surface` is a name that ends in 's itself, like the names of many restaurants and shops."""
        parts = words(surface)
        hits = self._index.get(key(parts), ()) if without_possessive(surface) != surface else ()
        return any(without_possessive(form) != form and same_case(stored, parts) for stored, form, _ in hits)

    def nationality(self, word: str) -> Entry | None:
        """Return the country of a demonym ("Freedonian") or of its own name used as one ("U.S."), None without one."""
        for parts in _variants(word):
            for stored, form, row in self._index.get(key(parts), ()):
                if row.surfaces[form] in {"demonym", "country"} and same_case(stored, parts):
                    return row.entry(row.name)
        return None

    def find_names(self, text: str) -> list[tuple[int, int, Entry]]:
        """Return where surfaces of the lexicon stand in `text`: (start, end, entry), in order, none overlapping.

        The longest surface wins; words are matched whole and in the lexicon's case (telex capitals excepted). These
        are hits, not decisions: see `Entry.ambiguous`.
        """
        return self._scanner.find(text)


@cache
def _default() -> Lexicon:
    return Lexicon(builtin_rows())


def _is_both(entry: Entry, label: EntityLabel) -> bool:
    return label in {"PLACE", "GOVERNMENT"} and entry.label == "PLACE"


@lru_cache(maxsize=16_384)
def _variants(surface: str) -> tuple[tuple[str, ...], ...]:
    """The words of a surface, then with ever more of its trimmings off. Articles of a day name the same things."""
    short = without_possessive(surface)
    texts = [words(text) for text in (surface, short, without_article(short))]
    found = (parts for full in texts for parts in (full, without_suffix(full), without_suffix(full, weak=True)))
    return tuple(parts for parts in dict.fromkeys(found) if parts)


@lru_cache(maxsize=4096)
def _country_code(surface: str) -> str | None:
    """ISO code of a country spelt in a way our list does not know, by countrynames' exact match."""
    name = without_possessive(without_article(surface)).strip()
    if len(name) < _FALLBACK_MIN or not name[:1].isupper() or not re.search(r"[a-z]", name):
        return None
    import countrynames  # here, because it reads half a megabyte of YAML

    code: str | None = countrynames.to_code(name, fuzzy=False)
    return code.lower() if code else None
