"""Runs of capitals: where the name of a body begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from onrecord.components.people.nouns import begins_person_noun, ends_name, is_name_noun, is_person_noun, stays_in_name, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Offsets = tuple[int, int]
"""Start and end of a stretch of the article, code points, half-open."""

TOKEN = re.compile(r"(?:[A-Z]\.)+|St\.|[^\W_][\w’'\-]*(?:&\w+)?|&")
"""A word of a name: initials with their stops, "St.", words with their apostrophes and hyphens."""
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_SPACES = frozenset(" \u00a0")
_NEXT_TWO = re.compile(r" ([\w\-]+)(?: ([\w\-]+))?")
_AFTER_NOUN = frozenset({"of", "for", "the"})
_LONGEST = 9
"""Words of a name, at most."""
_NEXT = re.compile(r" [\w\-]+")
_BASED = re.compile(r"-[a-z]+(?:ed|run)$")
"""No name begins with "Wenzhou-based"."""
_OPENERS = " \u00a0\"“‘'"


def overlaps(spans: Sequence[Offsets], start: int, end: int) -> bool:
    """Return whether one of the spans, sorted and none overlapping another, shares a character with `start:end`."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    return at < len(spans) and spans[at][0] < end


def is_possessive(word: str) -> bool:
    """Return whether the word ends as a possessive does: "Norvik's", "Referees'"."""
    return word.endswith(("'s", "’s", "s'", "s’"))


def opens_sentence(text: str, at: int) -> bool:
    """Return whether a sentence opens at `at`: a capital there tells nothing."""
    return text[max(0, at - 8) : at].rstrip(_OPENERS)[-1:] in {"", ".", "!", "?", ":", "\n"}


def name_run(text: str, at: int) -> int | None:
    """Return where the name that begins at `at` ends, None when none does.

    A name is a run of capitalised words; "of" and "for" join after a noun for a body ("Bank of X"), "and" after these, and a
    possessive only where such a noun ends the run ("Farmers' League"). A noun for a person ends it: "Norvik | CEO Ana Vell".
    """
    end: int | None = None
    last, pos, long = "", at, False
    for _ in range(_LONGEST):
        token = TOKEN.match(text, pos)
        word = token.group() if token else ""
        if token is None or ("-" in word and _BASED.search(word)) or (end and _titles(text, *token.span())):
            break
        if word[0].isupper() or (end and last.endswith(("s'", "s’")) and ends_name(word)):
            end = token.end()
        elif not end or not _joins(word, last, long=long):
            break
        long = long or word in ("of", "for")
        if (is_possessive(word) and not _goes_on(text, end)) or text[token.end() : token.end() + 1] not in _SPACES:
            break
        last, pos = word, token.end() + 1
    return _with_noun(text, end) if end else None


def _titles(text: str, start: int, end: int) -> bool:
    """Whether a title begins there: "CEO", "State Secretary"."""
    if not begins_person_noun(text[start:end]):
        return False
    more = _NEXT.match(text, end)
    return is_person_noun(text[start:end]) or (more is not None and is_person_noun(text[start : more.end()]))


def _joins(word: str, last: str, *, long: bool) -> bool:
    """Whether a word in lower case may stand within a name, after the word `last`."""
    if word in words_of("joiner") or (word == "and" and long):
        return True
    return word in _AFTER_NOUN and (is_name_noun(last) or last in _AFTER_NOUN)


def _goes_on(text: str, end: int) -> bool:
    """Whether a noun for a body follows the possessive that ends at `end`, perhaps after another capitalised word."""
    words = _NEXT_TWO.match(text, end)
    if words is None:
        return False
    first, second = words[1], words[2] or ""
    if ends_name(first):
        return first[0].isupper() or text[end - 1] in "'’"
    return first[0].isupper() and second[:1].isupper() and ends_name(second)


def _with_noun(text: str, end: int) -> int:
    """Take in "council" of "the Sayisi council"."""
    noun = TOKEN.match(text, end + 1) if text[end : end + 1] in _SPACES else None
    return noun.end() if noun and stays_in_name(noun.group()) else end
