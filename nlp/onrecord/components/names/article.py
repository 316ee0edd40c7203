"""Names that one article gives the same thing: "Norvik Energy Ltd." first, "Norvik" later, "(NE)" in between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from onrecord.components.names.known import display
from onrecord.lexicon.words import without_suffix, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.lexicon import Entry
    from onrecord.types import EntityLabel

_BRACKETED = re.compile(r"['’]?s?,?\s?\((?:the |or |[\"“])?([A-Z][\w&.-]{1,11})[\"”]?\)")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de"})
_HALVES = frozenset({("north",), ("south",)})
"""What divided countries are called for short: "the North" for North Korea."""
_LONGEST_SHORT = 8
"""Words of the longest form that is taken for a longer one in short."""
_FAMILY = {"COMPANY": "company", "GOVERNMENT": "authority", "PLACE": "authority", "LAW": "law"}

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A mention, its words, and what the lexicon says of them."""

    mention: Mention
    surface: str
    entry: Entry | None
    core: Words
    """The words that count, lower case, legal suffixes off."""

    @property
    def family(self) -> str:
        """Mentions of one family may name one thing: a country is both PLACE and GOVERNMENT."""
        return _FAMILY[self.mention.label]

    @classmethod
    def of(cls, mention: Mention, surface: str, entry: Entry | None) -> Form:
        """Return the form of a mention that reads `surface`."""
        parts = words(surface)
        core = without_suffix(parts, weak=True) if mention.label == "COMPANY" else parts
        return cls(mention, surface, entry, tuple(w.lower() for w in core))


def link_forms(text: str, forms: Sequence[Form]) -> Iterator[tuple[Form, Entry | None, str]]:
    """Yield each form with its entry and canonical name, unknown forms joined to longer ones of the article.

    A company that the lexicon does not know goes by what the article mostly calls it: Norvik, not Norvik Energy Partners.
    """
    family = _Family(text, forms)
    fulls = [family.full(form) for form in forms]
    short = family.usual(zip(forms, fulls, strict=True))
    for form, full in zip(forms, fulls, strict=True):
        entry = form.entry or full.entry
        named = short.get(full.core, full) if full.family == "company" else full
        yield form, entry, entry.name if entry else display(named.surface, _label(named))


class _Family:
    """The forms of one article and which of them shorten which."""

    def __init__(self, text: str, forms: Sequence[Form]) -> None:
        self._table = {(f.family, f.core): f for f in _best_first(forms)}
        self._brackets = dict(_bracketed(text, forms))
        self._longer: dict[tuple[str, Words], Form | None] = {}
        self._longer_than: dict[tuple[str, Words], list[Form]] = {}
        for (kind, core), form in self._table.items():
            for short in _short_forms(core, kind):
                self._longer_than.setdefault((kind, short), []).append(form)

    def full(self, form: Form) -> Form:
        """Return the form that gives `form` its name: itself, a longer one, or the one that introduced it."""
        if form.entry:
            return form
        seen = {form.core}
        while True:
            spot = (form.family, form.core)
            step = self._brackets.get(spot) or self._longer_form(form) or self._table[spot]
            if step.entry or step.core in seen:
                return step
            seen.add(step.core)
            form = step

    def usual(self, forms: Iterable[tuple[Form, Form]]) -> dict[Words, Form]:
        """Return the form that names each company most often, the shorter of two, by the core of its full form.

        Initials are none: who has read only "NEP" does not know whom it means.
        """
        counts: dict[Words, Counter[Words]] = {}
        for form, full in forms:
            if full.family == "company" and full.core[: len(form.core)] == form.core:
                counts.setdefault(full.core, Counter())[form.core] += 1
        most = {full: max(found, key=lambda core: (found[core], -len(core))) for full, found in counts.items()}
        return {full: self._table["company", core] for full, core in most.items()}

    def _longer_form(self, form: Form) -> Form | None:
        spot = (form.family, form.core)
        if spot not in self._longer:
            self._longer[spot] = _longest(f for f in self._longer_than.get(spot, ()) if _shortens(form, f.core))
        return self._longer[spot]


def _short_forms(core: Words, family: str) -> set[Words]:
    """What `_shortens` may take for this name in short, so that each form need be held against few others."""
    sizes = range(1, min(len(core), _LONGEST_SHORT + 1))
    # A company's short form is how its name begins; "the Competition Authority" is how one ends.
    ends = {core[:size] if family == "company" else core[-size:] for size in sizes}
    return {*ends, core[:1], (_initials(core),)} - {core} if core else set()


def _label(form: Form) -> EntityLabel:
    return cast("EntityLabel", form.mention.label)


def _best_first(forms: Iterable[Form]) -> list[Form]:
    # Later keys win in a dict: those the lexicon knows, then mixed case over telex capitals, then earlier ones.
    return sorted(forms, key=lambda f: (f.entry is not None, not f.surface.isupper(), -f.mention.start))


def _longest(forms: Iterable[Form]) -> Form | None:
    found = sorted(forms, key=lambda f: len(f.core))
    # "Norvik" may grow to "Norvik Energy" and on to "Norvik Energy Partners", but not to two different things.
    nested = all(b.core[: len(a.core)] == a.core or b.core[-len(a.core) :] == a.core for a, b in pairwise(found))
    return found[-1] if found and nested else None


def _shortens(form: Form, core: Words) -> bool:
    short = form.core
    if not short or len(short) >= len(core):
        return False
    if len(short) == 1 and form.surface.isupper() and short[0] == _initials(core):
        return True
    if form.family == "company" or short in _HALVES:
        return core[: len(short)] == short
    if form.mention.label == "PLACE":
        return False
    return core[-len(short) :] == short and (len(short) > 1 or form.family == "law")


def _initials(core: Words) -> str:
    return "".join(w[0] for w in core if w not in _SMALL)


def _bracketed(text: str, forms: Iterable[Form]) -> Iterator[tuple[tuple[str, Words], Form]]:
    """Initialisms and tickers that follow a name in brackets, with the form that they abbreviate."""
    for form in forms:
        if found := _BRACKETED.match(text, form.mention.end):
            short = tuple(w.lower() for w in words(found[1]))
            if short and short != form.core:
                yield (form.family, short), form
