"""Words that stand for a name: "the company", "both banks", "the American carmakers", "it", "we"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from onrecord.components.mentions import Mention
from onrecord.components.names.lists import column, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DETERMINERS = (
    "his", "her", "my", "all of the", "both of the", "all the", "all", "the", "this", "that", "these", "those", "each", "both",
    "some of the", "many of the", "most of the",
)  # fmt: skip
_DETERMINER = rf"(?:{'|'.join(_DETERMINERS)})"
_POSSESSORS = frozenset({"his", "her", "my"})
_MOST_MODIFIERS = 3


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a nominal or pronoun says about the thing it stands for."""

    head: str
    """The noun in the singular, or the pronoun, lower case."""
    kind: str
    """company, government, authority, country, place or person; thing or speaker for pronouns."""
    plural: bool
    count: int | None = None
    """How many are meant, None when not told."""
    modifiers: tuple[str, ...] = ()
    """The words between determiner and head, as they stand."""
    sectors: frozenset[str] = frozenset()
    """Sectors of the lexicon that a company so called may be in; empty for any."""
    pronoun: bool = False
    definite: bool = True
    """Whether a determiner or number points back ("the companies"), or not ("companies")."""
    possessor: str = ""
    """his, her or my: the thing is that person's."""


def nominal_mentions(text: str, sentences: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return the nominals and pronouns of an article that may stand for a company or government, label ACTOR.

    The headline may begin with companies that have no article yet: "Tech Giants Halt …".

    Args:
        text: The article.
        sentences: (start, end) of its sentences; a mention lies within one.
    """
    found = [Mention(m.start(), m.end(), "ACTOR") for start, end in sentences for m in _finder().finditer(text, start, end)]
    opening = _opener().match(text, *sentences[0]) if sentences else None
    if opening and parse_nominal(opening.group()) and not (found and found[0].start < opening.end()):
        return [Mention(opening.start(), opening.end(), "ACTOR"), *found]
    return found


@lru_cache(maxsize=4096)
def parse_nominal(surface: str) -> Nominal | None:
    """Return what the words say, None when they are neither a pronoun nor headed by a known noun."""
    words = surface.lower().split()
    if len(words) == 1 and words[0] in _pronouns():
        number, kind = _pronouns()[words[0]]
        return Nominal(words[0], kind, number == "many", 2 if number == "two" else None, pronoun=True)
    # Most words are no heads, and the pattern tries each head after each word.
    found = None if _last_words().isdisjoint(words) else _shape().fullmatch(" ".join(surface.split()))
    if not found:
        return None
    written = found["head"].lower()
    head, plural = _singular(written)
    kind, sectors = _heads()[head]
    together = numbers().get(head)
    determiner, modifiers = (found["determiner"] or "").lower(), tuple(found["modifiers"].split())
    if any(m.lower() in column("ref_open_modifiers") | column("ref_not_modifiers") for m in modifiers):
        return None
    return Nominal(
        head,
        kind,
        plural or determiner == "each" or together is not None,
        together or _count((found["number"] or determiner).lower()),
        modifiers,
        sectors,
        definite=bool(determiner or found["number"]),
        possessor=determiner if determiner in _POSSESSORS else "",
    )


@cache
def _heads() -> dict[str, tuple[str, frozenset[str]]]:
    return {r["word"]: (r["kind"], frozenset(s for s in r["sectors"].split("|") if s)) for r in rows("ref_nominals")}


@cache
def _pronouns() -> dict[str, tuple[str, str]]:
    return {r["word"]: (r["number"], r["kind"]) for r in rows("ref_pronouns")}


@cache
def numbers() -> dict[str, int]:
    """Return how many each number word stands for ("seven", "both")."""
    return {r["word"]: int(r["count"]) for r in rows("ref_numbers")}


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "x")) else "s")


@cache
def _singulars() -> dict[str, str]:
    return {_plural(noun): noun for noun in _heads()}


@cache
def _last_words() -> frozenset[str]:
    """The last words of all heads: "chain" of "supermarket chain"."""
    return frozenset(head.split()[-1] for head in (*_heads(), *_singulars()))


def _singular(noun: str) -> tuple[str, bool]:
    return (_singulars()[noun], True) if noun in _singulars() else (noun, False)


def _count(word: str) -> int | None:
    first = word.split(" ", maxsplit=1)[0] if word else ""
    return int(first) if first.isdigit() else numbers().get(first)


def _any_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first among those that begin alike: two letters rule out all but a few of them."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[:2], []).append(re.escape(word[2:]).replace(r"\ ", r"\s"))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


@cache
def _shape() -> re.Pattern[str]:
    heads = _any_of([*_heads(), *_singulars()])
    counts = _any_of(list(numbers()))
    return re.compile(
        rf"(?:(?P<determiner>{_DETERMINER})\s)?(?:(?P<number>{counts}|\d+)\s(?:of\sthe\s)?)?"
        rf"(?P<modifiers>(?:[\w.’'-]+\s){{0,{_MOST_MODIFIERS}}}?)(?P<head>{heads})(?:\s(?:in|of|with|from|at|on|that|which|who)\s.*)?",
        re.IGNORECASE,
    )


@cache
def _finder() -> re.Pattern[str]:
    heads = _any_of([*_heads(), *_singulars()])
    counts = _any_of(list(numbers()))
    start = rf"(?:{_DETERMINER}\s(?:(?:{counts}|\d+)\s)?|(?:{counts})\s)"
    closed = _any_of(sorted(column("ref_not_modifiers")))
    nominal = rf"(?i:{start})(?:(?!(?i:{_DETERMINER}|{closed})\s)[\w.-]+\s){{0,{_MOST_MODIFIERS}}}?(?i:{heads})"
    pronouns = _any_of([w for w in _pronouns() if w not in {"both", "i", "us", "her", "him"}])
    # A letter is told at once; the words would all be tried at each word of the text.
    initials = "".join(sorted({word[0] for word in (*_DETERMINERS, *numbers(), *_pronouns())}))
    # "its" and "their" belong to the thing itself in "its app", and are the actor in "its withdrawal".
    return re.compile(rf"\b(?=(?i:[{initials}]))(?:{nominal}|(?i:{pronouns}))(?![\w-])")


@cache
def _opener() -> re.Pattern[str]:
    companies = _any_of([plural for plural, noun in _singulars().items() if _heads()[noun][0] == "company"])
    # A word in -s or -ed is a verb here: "Norvik Sues Banks".
    return re.compile(rf"(?:[A-Z](?:[\w-]*(?<!s)(?<!ed)|[A-Z.]+)\s){{1,2}}(?i:{companies})(?![\w-])")
