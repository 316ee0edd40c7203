"""Surfaces cut into words and folded, so that spelling variants of a name meet and different words do not."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

# Dotted initials are one word ("U.S." = "US"); "&", "+" and "," are words because names turn on them.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+|[&+,]")
_STROKED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "\u0131": "i"}
)
_LIKE_AND = {"&": "and", ",": ""}
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_LONGEST_SUFFIX, _SHORTEST_FORM = 4, 4
"""Words of the longest legal suffix; letters of the shortest one-word form taken from cleanco."""
_ACRONYM_CASE_MATTERS = 3
"""Up to so many letters "WHO" is not "Who"; "NATO" may be written "Nato"."""


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return a word without dots and accents, case kept: `"U.S."` → `"US"`, `"Nestlé"` → `"Nestle"`."""
    if word.isascii():
        return word.replace(".", "")
    plain = unicodedata.normalize("NFKD", word.translate(_STROKED).replace(".", ""))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=16_384)
def words(surface: str) -> tuple[str, ...]:
    """Return the folded words of a surface, commas left out and `&` as `and`."""
    found = (fold(_LIKE_AND.get(w, w)) for w in WORD.findall(surface))
    return tuple(w for w in found if w)


def without_possessive(surface: str) -> str:
    """Return a surface without its final 's or apostrophe."""
    return _POSSESSIVE.sub("", surface) if "'" in surface or "’" in surface else surface


def without_article(surface: str) -> str:
    """Return a surface without a leading "the"."""
    return surface[4:] if surface[:4].lower() == "the " else surface


@cache
def _suffixes() -> dict[tuple[str, ...], str]:
    """The suffixes that news writes, with their strength, and cleanco's for the legal forms of other countries."""
    return dict.fromkeys(_legal_forms(), "strong") | _news_suffixes()


def _legal_forms() -> Iterator[tuple[str, ...]]:
    from cleanco.termdata import terms_by_type

    for form in {words(term) for terms in terms_by_type.values() for term in terms}:
        # Two letters alone ("as", "at") end too many names that have no legal form.
        if 1 < len(form) <= _LONGEST_SUFFIX or (form and len(form[0]) >= _SHORTEST_FORM):
            yield form


@cache
def _news_suffixes() -> dict[tuple[str, ...], str]:
    text = (resources.files("onrecord.lexicon") / "data" / "suffixes.csv").read_text(encoding="utf-8")
    return {tuple(row["suffix"].split()): row["strength"] for row in csv.DictReader(text.splitlines())}


@cache
def suffix_pattern() -> re.Pattern[str]:
    """Return what matches the strong legal suffixes that follow a name: `" Inc."`, `", Ltd."`, `" S.p.A."`."""
    strong = (s for s, strength in _news_suffixes().items() if strength == "strong")
    forms = sorted({form for suffix in strong for form in _written(suffix)}, key=len, reverse=True)
    # The final stop belongs to the suffix unless a sentence may end there.
    return re.compile(rf"(?:,?[ \u00a0](?:{'|'.join(map(re.escape, forms))})\b(?:\.(?!\s+[A-Z]))?)+")


def _written(suffix: tuple[str, ...]) -> set[str]:
    """How a suffix stands in running text: Inc or INC, S.A., S.p.A. or A/S, never "as" or "a"."""
    if len(suffix) > 1:
        initials = ".".join(suffix)
        return {initials.upper(), "/".join(suffix).upper(), initials[0].upper() + initials[1:-1] + initials[-1].upper()}
    word = suffix[0]
    return {word.upper(), *({word.capitalize()} if len(word) > 2 or word in {"co", "oy"} else ()), *_ODD.get(word, ())}


_ODD = {"gmbh": ("GmbH",), "kgaa": ("KGaA",), "spa": ("SpA",), "sarl": ("SàRL",)}


def without_suffix(parts: tuple[str, ...], *, weak: bool = False) -> tuple[str, ...]:
    """Return the words of a company name without its legal suffixes, one word always left.

    With `weak`, words such as Group and Holdings go as well: good for matching, too much for a name to show.
    """
    suffixes, left = _suffixes(), parts
    while len(left) > 1:
        for size in range(_LONGEST_SUFFIX, 0, -1):
            strength = suffixes.get(tuple(w.lower() for w in left[-size:])) if len(left) > size else None
            if strength == "strong" or (weak and strength == "weak"):
                left = left[:-size]
                break
        else:
            return left
    return left


def key(parts: tuple[str, ...]) -> str:
    """Return the key under which a surface is found: its words without spaces, hyphens or case."""
    return "".join(parts).lower()


def same_case(stored: tuple[str, ...], seen: tuple[str, ...]) -> bool:
    """Whether `seen`, of the same key as `stored`, is cased like a name: "apple" is no Apple, "Who" no WHO."""
    one, two = "".join(stored), "".join(seen)
    if one == two:
        return True
    if one.isupper() and len(one) <= _ACRONYM_CASE_MATTERS:
        return False
    return two[:1].isupper()
