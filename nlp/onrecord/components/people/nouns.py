"""Nouns for people ("spokeswoman", "judge") and for bodies ("charity", "union"), and verbs that tie one to the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from onrecord.components.names.lists import column, rows

PersonKind = Literal["staff", "loose", "state", "local", "nobody", "private"]
"""staff works for the body at hand; loose (an analyst) for the one that is named with it; state governs a country, local a
town; nobody (a judge) and private people speak for none."""
Sex = Literal["he", "she"]

_WORD = re.compile(r"\w[\w\-]*")
_LONGEST = 3
"""Words of the longest noun for a person."""
_WORDS = 8192
"""Words whose answers are kept: every word of a text is asked about, by several readers, and few words make up most of it."""


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun for a person at its place in a text."""

    start: int
    end: int
    kind: PersonKind
    sex: Sex | None = None
    at: str | None = None
    """What kind of body such a person works at: police for a detective."""


@cache
def _people() -> dict[str, tuple[PersonKind, Sex | None, str | None]]:
    return {
        r["word"]: (cast("PersonKind", r["kind"]), cast("Sex | None", r["sex"] or None), r["at"] or None)
        for r in rows("person_nouns")
    }


@cache
def _first_words() -> frozenset[str]:
    """The words that nouns for people begin with."""
    return frozenset(found.group() for noun in _people() if (found := _WORD.match(noun)))


@cache
def _bodies() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in rows("body_nouns")}


@cache
def _flagged(file: str, flag: str) -> frozenset[str]:
    return frozenset(r["word"] for r in rows(file) if r[flag])


@cache
def _ends_in_lower_case() -> frozenset[str]:
    return frozenset(r["word"] for r in rows("body_nouns") if r["ends"] and r["ends"] != "capital")


@cache
def _classes(file: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows(file):
        found.setdefault(row["class"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


@cache
def _cues() -> dict[str, str]:
    return {r["form"]: r["class"] for r in rows("cues")}


def words_of(name: str) -> frozenset[str]:
    """Return the words of a class of `data/person_words.csv`."""
    return _classes("person_words")[name]


@lru_cache(maxsize=_WORDS)
def in_class(word: str, *classes: str) -> bool:
    """Return whether `word` is in one of the classes of `data/quote_words.csv`, as written or in lower case.

    The quote rules have the same; they build on this package, which therefore can't import theirs.
    """
    known = _classes("quote_words")
    return any(word in known[c] or word.lower() in known[c] for c in classes)


def is_cue(word: str, kind: str | None = None) -> bool:
    """Return whether the word reports speech or thought, of one `kind` of `data/cues.csv` if given; in any case."""
    found = _cues().get(word.lower())
    return found is not None and kind in (None, found)


@lru_cache(maxsize=_WORDS)
def is_person_noun(word: str) -> bool:
    """Return whether the word, or the words, are a noun for a person, in any case."""
    return word.lower() in _people()


def may_be_firm(word: str) -> bool:
    """Return whether the noun for a person fits a company as well: owner, supplier."""
    return is_body_noun(word) or word.lower() in _flagged("person_nouns", "firm")


@lru_cache(maxsize=_WORDS)
def is_body_noun(word: str) -> bool:
    """Return whether the word is a noun for a company, an authority or another body, in any case."""
    return bool(_bodies().get(word.lower()))


@lru_cache(maxsize=_WORDS)
def is_firm_noun(word: str) -> bool:
    """Return whether the noun tells a company: airline, firm, foundry."""
    return _bodies().get(word.lower()) in ("any", "firm", "site")


def is_name_noun(word: str) -> bool:
    """Return whether the noun tells a body that is no company: council, union, ministry."""
    return _bodies().get(word.lower()) == "name"


def stays_in_name(word: str) -> bool:
    """Return whether the word in lower case is part of the name before it: "Sayisi council", but "the Norvik company"."""
    return word.islower() and _bodies().get(word) in ("name", "site") and word in _ends_in_lower_case()


@lru_cache(maxsize=_WORDS)
def ends_name(word: str) -> bool:
    """Return whether a name of a body may end in the word: "Farmers' League", "Sayisi council"."""
    return word.lower() in _flagged("body_nouns", "ends")


def is_placed(word: str) -> bool:
    """Return whether the noun and a place are a name: "the hospital in Huesca", "the University of Turku"; in any case."""
    return word.lower() in _flagged("body_nouns", "placed")


@lru_cache(maxsize=_WORDS)
def begins_person_noun(word: str) -> bool:
    """Return whether a noun for a person or its plural may begin with the word."""
    lower = word.lower()
    return lower in _first_words() or lower.removesuffix("s") in _first_words()


def person_nouns(text: str, start: int, end: int) -> list[PersonNoun]:
    """Return the nouns for people, plurals among them, within `text[start:end]`, the longest at each place, none overlapping."""
    found: list[PersonNoun] = []
    words = list(_WORD.finditer(text, start, end))
    i = 0
    while i < len(words):
        if not begins_person_noun(words[i].group()):
            i += 1
            continue
        for size in range(min(_LONGEST, len(words) - i), 0, -1):
            first, last = words[i].start(), words[i + size - 1].end()
            noun = text[first:last].lower()
            one = noun if text[last : last + 1] in ("'", "’") else noun.removesuffix("s")
            if known := _people().get(noun) or _people().get(one):
                found.append(PersonNoun(first, last, *known))
                i += size - 1
                break
        i += 1
    return found


def is_former(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` tells of a former office."""
    words = (w.group().lower() for w in _WORD.finditer(text, start, end))
    return any(w in column("name_former") or w.startswith("ex-") for w in words)


@cache
def _company_roles() -> frozenset[str]:
    return frozenset(r["word"] for r in rows("name_roles") if r["side"] == "company")


def works_for_company(words: frozenset[str]) -> bool:
    """Return whether a word among them is a role that companies have: executive, manager."""
    return not words.isdisjoint(_company_roles())


@cache
def tie_verbs() -> re.Pattern[str]:
    """Return what matches " heads " and " works for ": a verb whose object is what its subject speaks for."""
    verbs = sorted({rf"{r['verb']}\s(?:{r['by']})" if r["by"] else r["verb"] for r in rows("person_ties")})
    return re.compile(rf"\s?(?:\w+ly\s)?(?:{'|'.join(verbs)})\s")
