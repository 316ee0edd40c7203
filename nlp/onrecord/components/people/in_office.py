"""Well-known office holders that a text names, from `data/name_officeholders.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.components.names.lists import rows
from onrecord.lexicon.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Office:
    """An office and when one person held it."""

    person: str
    country: str
    """ISO 3166-1 alpha-2 code, EU, or "" for a body of no one country."""
    organization: str
    """The body that the office speaks for; "" where it speaks for the country."""
    since: str
    until: str
    """YYYY-MM-DD, "" while it lasts."""
    alone: bool
    """Whether the surname alone tells who is meant."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.person.split()[-1]

    def held(self, date: str | None) -> bool:
        """Whether the office was held on `date`, True without a date.

        Those who led a country go on standing for it in accounts of what they did then.
        """
        if not date:
            return True
        return self.since <= date[:10] and (not self.organization or not self.until or date[:10] <= self.until)


@cache
def _offices() -> tuple[Office, ...]:
    return tuple(
        Office(r["name"], r["iso2"], r["organization"], r["from"], r["to"], r["alone"] == "1") for r in rows("name_officeholders")
    )


@cache
def _by_word() -> dict[str, tuple[Office, ...]]:
    found: dict[str, list[Office]] = {}
    for office in _offices():
        found.setdefault(fold(office.surname), []).append(office)
    return {surname: tuple(offices) for surname, offices in found.items()}


_CAPITALISED = re.compile(r"[A-Z\u00c0-\u017d][\w-]+")


def offices_in(text: str, date: str | None = None) -> dict[str, Office]:
    """Return the offices of the known holders that `text` names, by full name and, where it is clear, by surname.

    Args:
        text: The article.
        date: YYYY-MM-DD; only offices held then count. Without it, a name whose offices differ is left out.
    """
    known = _by_word()
    surnames = {word for m in _CAPITALISED.finditer(text) if (word := fold(m.group())) in known}
    found: dict[str, Office] = {}
    for surname in surnames:
        held = [office for office in known[surname] if office.held(date)]
        written = {name for office in held for name in _written(office, text)}
        for name in written:
            if office := _only(o for o in held if name in _forms(o)):
                found[name] = office
        if office := _only([o for o in held if set(_forms(o)) & written] or [o for o in held if o.alone]):
            found |= dict.fromkeys({office.surname, fold(office.surname)}, office)
    return found


def _forms(office: Office) -> tuple[str, ...]:
    return tuple(dict.fromkeys((office.person, fold(office.person))))


def _written(office: Office, text: str) -> Iterator[str]:
    return (form for form in _forms(office) if re.search(rf"\b{re.escape(form)}\b", text))


def _only(offices: Iterable[Office]) -> Office | None:
    """The one office, when all speak for the same body or country."""
    found = list(offices)
    return found[-1] if found and len({(o.country, o.organization) for o in found}) == 1 else None
