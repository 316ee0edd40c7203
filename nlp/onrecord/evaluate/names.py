"""Names of organisations in their usual ways of writing: "Norvik AG" is Norvik, "U.S." is the United States.

The rules are those of the project's scorer: equal after normalising, but for blanks, as initials, or with generic words
added ("Google Ireland"). They are strict on purpose: "Bank of China" and "China" are two.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_MENTION_IS_NOMINAL = re.compile(r"(The|It|He|She|They|We|This|That|Its|Their)\b")
_SMALL_WORDS = ("and", "for")


@cache
def normalised(names: str | None) -> tuple[str, ...]:
    """Return the normalised names in a string of names joined by semicolons; none for an empty one."""
    parts = (_normal(part) for part in (names or "").split(";"))
    aliases = _aliases()
    return tuple(aliases.get(part, part) for part in parts if part)


@cache
def same_name(a: str, b: str) -> bool:
    """Whether two normalised names are ways to write one."""
    short, long = sorted((a, b), key=len)
    if short.replace(" ", "") == long.replace(" ", ""):
        return True
    if 2 <= len(short) <= 6 and " " in long and short == _initials(long):
        return True
    return long.startswith(short + " ") and set(long[len(short) :].split()) <= _words("generic")


def any_same(these: tuple[str, ...], those: tuple[str, ...]) -> bool:
    """Whether any of these normalised names is any of those."""
    return any(same_name(a, b) for a in these for b in those)


def known_as(name: str | None, mention: str | None) -> list[tuple[str, ...]]:
    """Return, for each actor meant, all its normalised names: the resolved one and, where it is one, the mention.

    Several names joined by semicolons are as many actors, and the mention names none of them. No actor is returned where
    neither name nor mention tells who it is.
    """
    own = normalised(mention) if mention and mention[0].isupper() and not _MENTION_IS_NOMINAL.match(mention) else ()
    resolved = normalised(name)
    if not resolved:
        return [own] if own else []
    return [(resolved[0], *own)] if ";" not in (name or "") else [(one,) for one in resolved]


def _normal(name: str) -> str:
    plain = re.sub(r"[^\w\s&.-]", " ", name.lower()).replace(".", "")
    return " ".join(_suffixes().sub(" ", plain).split())


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in _SMALL_WORDS)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    with (files("onrecord.evaluate") / "data" / "names.csv").open(encoding="utf-8") as lines:
        return tuple((row["kind"], row["word"], row["stands_for"]) for row in csv.DictReader(lines))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for found, word, _ in _rows() if found == kind)


@cache
def _aliases() -> dict[str, str]:
    return {word: meant for kind, word, meant in _rows() if kind == "alias"}


@cache
def _suffixes() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for kind, word, _ in _rows() if kind == "suffix")
    return re.compile(rf"\b({words})\b\.?")
