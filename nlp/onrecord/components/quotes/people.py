"""Names in an article, for the speakers of its quotes: people by their full names, and whom they speak for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from onrecord.components.quotes.words import in_class
from onrecord.lexicon.words import without_possessive

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.components.people.affiliations import Affiliation
    from onrecord.components.quotes.drafts import Offsets

_WORD = re.compile(r"[\w.][\w.’'\-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_NAME_END = re.compile("[(,]")
_LONGEST = 200
"""Characters of a name, at most."""
_REACH = 2000
"""Characters of the paragraphs before a pronoun that are read: a text may have no line breaks."""


class _Placed(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Names:
    """The people and organisations that an article names."""

    text: str
    people: Sequence[Mention]
    bodies: Sequence[Named]
    full: Mapping[Offsets, str]
    """Full name of each person's mention, by its offsets."""
    offices: Mapping[str, Affiliation]
    """What each person speaks for, by every form of the name."""

    @classmethod
    def of(cls, text: str, people: Sequence[Mention], named: Sequence[Named], offices: Mapping[str, Affiliation]) -> Names:
        """Return the names of a text, people with their full names."""
        persons = sorted((m for m in people if m.label == "PERSON"), key=lambda m: (m.start, -m.end))
        bodies = sorted(n for n in named if n.label in ("COMPANY", "GOVERNMENT"))
        return cls(text, persons, bodies, _full_names(text, persons), offices)

    def employer(self, person: Mention) -> str | None:
        """Return the canonical name of what the person speaks for, None when the article doesn't tell."""
        written = without_possessive(self.text[person.start : person.end]).strip()
        return self.employer_of(self.full[person.start, person.end]) or self.employer_of(written)

    def employer_of(self, name: str) -> str | None:
        """Return the canonical name of what the person so called speaks for."""
        found = self.offices.get(name)
        return found.name if found else None

    def within(self, kind: Sequence[T], span: Offsets) -> list[T]:
        """Return the mentions of `kind` that share a character with `span`."""
        return [m for m in self.starting(kind, span[0] - _LONGEST, span[1]) if m.end > span[0]]

    def starting(self, kind: Sequence[T], start: int, end: int) -> list[T]:
        """Return the mentions of `kind` that start within `start:end`."""
        low, high = (bisect_left(kind, at, key=lambda m: m.start) for at in (start, end))
        return list(kind[low:high])

    def before(self, kind: Sequence[T], offset: int, paragraphs: int = 2) -> list[T]:
        """Return the mentions of `kind` before `offset`, from the start of its paragraph or of those before it on."""
        start, floor = offset, max(0, offset - _REACH)
        for _ in range(paragraphs):
            start = max(floor, self.text.rfind("\n", floor, max(floor, start)))
            while start > floor and self.text[start - 1].isspace():
                start -= 1
        return self.starting(kind, start, offset)


def _full_names(text: str, people: Sequence[Mention]) -> dict[Offsets, str]:
    full: dict[Offsets, str] = {}
    by_surname: dict[str, dict[str, None]] = {}
    for person in people:
        words = bare_name(text[person.start : person.end]).split()
        known = by_surname.setdefault(words[-1].lower() if words else "", {})
        longer = [k for k in known if len(k.split()) > len(words) and (len(words) == 1 or k.split()[0] == words[0])]
        name = longer[-1] if longer else " ".join(words)
        if not longer and len(words) > 1:
            known.pop(name, None)
            known[name] = None
        full[person.start, person.end] = name
    return full


def bare_name(text: str) -> str:
    """Return a person's name without titles ("Sen.", "Chief"), parentheses and a possessive ending."""
    words = _WORD.findall(_POSSESSIVE.sub("", _NAME_END.split(text, maxsplit=1)[0]))
    while len(words) > 1 and in_class(words[0], "title", "determiner", "role"):
        words.pop(0)
    return " ".join(words)
