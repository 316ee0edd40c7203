"""What the lexicon knows about a thing, and the surfaces it goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.types import EntityLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of the lexicon, as one of its surfaces names it."""

    id: str | None
    """Stable id: `company:…`, `country:…`, `org:…`, `law:…`; None for a place that is no country."""
    name: str
    """Canonical name."""
    label: EntityLabel
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the thing's country (of the country itself for a country), or EU."""
    owner: str | None = None
    """Id of the company that owns it."""
    ambiguous: bool = False
    """Whether the matched surface is often something else: evidence is needed before it counts."""
    kind: str | None = None
    """A company's sector, an authority's, law's or place's kind; for a country how the surface names it (`FORMS`)."""


FORMS = ("country", "capital", "government", "demonym")
"""How a surface names a country: Freedonia, its capital, "Freedonian government", "Freedonian"."""


@dataclass(slots=True, kw_only=True)
class Row:
    """A row of a word list: one thing and all of its surfaces."""

    id: str | None
    name: str
    label: EntityLabel
    country: str | None = None
    owner: str | None = None
    kind: str | None = None
    surfaces: dict[str, str] = field(default_factory=dict)
    """Each surface and its form: name, alias, ticker, or one of `FORMS`."""
    ambiguous: frozenset[str] = frozenset()
    """The surfaces that are often something else."""
    own: bool = False
    """Whether a user's file brought it: such rows win over built-in ones."""
    _entries: dict[str, Entry] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `entry` has given, by surface: articles name the same things over and over."""

    def entry(self, surface: str) -> Entry:
        """Return the row as `surface`, one of its surfaces, names it."""
        known = self._entries.get(surface)
        if known is None:
            known = self._entries[surface] = self._entry(surface)
        return known

    def _entry(self, surface: str) -> Entry:
        form = self.surfaces[surface]
        return Entry(
            id=self.id,
            name=self.name,
            label="GOVERNMENT" if form == "government" else self.label,
            country=self.country,
            owner=self.owner,
            ambiguous=form == "ticker" or surface in self.ambiguous,
            kind=form if form in FORMS else self.kind,
        )
