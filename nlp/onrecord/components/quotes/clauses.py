"""Where reported words begin and end in a sentence, given the cue: `told reporters on Monday |that … closes|, adding …`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.subjects import is_name, subject_before
from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from onrecord.components.quotes.words import Cue, Words

MIN_CONTENT = 3
"""Tokens that reported words must have at least."""
_CLOSING = frozenset('”"»')
_DASHES = frozenset("–—―-")
_ENDS = _CLOSING | _DASHES | frozenset(",;")
_MAX_CONDITION = 40
"""Tokens of a clause before its main clause, and of that up to its verb, at most."""
_MAX_SUBJECT = 8
"""Tokens from a conjunction to the next speaker's cue, at most."""
_PRONOUNS = ("pronoun_person", "pronoun_group", "pronoun_thing", "pronoun_other")
_PREDICATES = frozenset(("is", "are", "was", "were"))
"""A verb of its own between cue and "that": `the body found there was |that| of a man`."""
_ADDRESSING = frozenset(("tell", "assure", "inform", "notify", "remind", "warn", "promise", "advise", "caution", "guarantee"))


@dataclass(frozen=True, slots=True)
class CueInSentence:
    """A cue in its sentence, as token indices."""

    cue: Cue
    first: int
    last: int
    """After the cue's last token."""
    low: int
    """First token of the sentence."""
    high: int
    """After the last token of the sentence."""


def content_start(words: Words, found: CueInSentence) -> int | None:
    """Return the index of the first token of what is reported; None when no clause follows the cue."""
    frames, i = found.cue.frames, found.last
    window = range(i, min(found.high, i + 14))
    for k in window:
        if (
            words.tokens[k].text in ";:."
            or words.lower(k) in _PREDICATES
            or (k > i and cue_at(words, k) and words.lower(k) != "that")
        ):
            break
        if words.lower(k) == "that" and (k == i or _is_aside(words, found, k)):
            return k
    if "b" not in frames and not _takes_bare(words, i):
        return None
    if found.cue.lemma == "tell":
        i = skip_addressee(words, i, found.high)
    i = _skip_adjuncts(words, i, found.high)
    starts = i < found.high and (_starts_clause(words, i) or _starts_condition(words, i, found.high))
    return i if starts else None


def _takes_bare(words: Words, i: int) -> bool:
    """Whether the cue is followed by what can only be a clause or quoted words: `announced it would …`."""
    return in_class(words.lower(i), "pronoun_person", "pronoun_group", "pronoun_thing") or words.lower(i) in ("“", '"', "there")


def _is_aside(words: Words, found: CueInSentence, last: int) -> bool:
    """Whether the words between the cue and "that" are an addressee or an adjunct, not a noun that "that" belongs to."""
    start = words.tokens[found.last]
    if in_class(start.text, "adjunct") or start.text == ",":
        return True
    return found.cue.lemma in _ADDRESSING and last - found.last <= 8


def skip_addressee(words: Words, i: int, high: int) -> int:
    """Return the index after the addressee: `told |reporters| …`, `told |both of them| …`."""
    if words.lower(i + 1) == "of" and in_class(words.lower(i), "determiner"):
        i += 2
    if i < high and in_class(words.lower(i), *_PRONOUNS, "subject_stop", "determiner"):
        i += 1
        if not in_class(words.lower(i - 1), "determiner"):
            return i
    if i < high and is_name(words.tokens[i]):
        while i < high and (is_name(words.tokens[i]) or words.lower(i) == "and"):
            i += 1
        return i
    return i + 1


def _skip_adjuncts(words: Words, i: int, high: int) -> int:
    while i < high and in_class(words.tokens[i].text, "adjunct") and not in_class(words.tokens[i].text, "stop"):
        i += 1
        while i < high and not in_class(words.tokens[i].text, "adjunct") and words.tokens[i].text.islower():
            if in_class(words.lower(i), *_PRONOUNS[:3]):
                return i
            i += 1
            if words.lower(i - 1) not in ("a", "an", "the", "his", "her", "its", "their") and not words.lower(i).isalpha():
                break
    return i


def _starts_clause(words: Words, i: int) -> bool:
    token = words.tokens[i]
    if in_class(token.lower, "determiner", *_PRONOUNS) or is_name(token) or token.text in '“"' or token.lower == "there":
        return True
    return token.text.islower() and not in_class(token.lower, "adjunct", "preposition", "stop", "auxiliary", "subject_stop")


def _starts_condition(words: Words, i: int, high: int) -> bool:
    """Whether a clause with a condition or time of its own begins at token `i`: `noted |after it passed the law, firms left|`."""
    if not in_class(words.lower(i), "subordinator"):
        return False
    for k in range(i + MIN_CONTENT, min(high - MIN_CONTENT, i + _MAX_CONDITION)):
        if words.tokens[k].text == ",":
            rest = range(k + 2, min(high, k + _MAX_CONDITION))
            return _starts_clause(words, k + 1) and any(_is_finite(words, m) for m in rest)
    return False


def _is_finite(words: Words, i: int) -> bool:
    """Whether the token looks like a verb in a tense of its own."""
    token = words.tokens[i]
    return in_class(token.lower, "finite") or (token.text.islower() and token.lower.endswith("ed"))


def content_end(context: Context, first: int, high: int) -> int:
    """Return the index after what is reported: the sentence's end, or `, adding that …`, `, but the firm said …`, a semicolon."""
    words = context.words
    for k in range(first + MIN_CONTENT, high - 1):
        token = words.tokens[k]
        if token.text not in _ENDS and token.lower not in ("and", "but"):
            continue
        if context.is_marked(token.start):
            continue
        if token.text == ";" or _ends_at(words, k, high):
            return _without_joint(words, k)
    return strip_end(words, first, high)


def _without_joint(words: Words, k: int) -> int:
    """Index after a clause that ends at token `k`: a closing mark belongs to it, a comma or "and" doesn't."""
    if words.tokens[k].text in _CLOSING:
        return k + 1
    return k - 1 if words.tokens[k].text not in _ENDS and words.tokens[k - 1].text == "," else k


def _ends_at(words: Words, k: int, high: int) -> bool:
    """Whether somebody speaks on, or another speaks, behind the comma, dash, closing mark or "and" at token `k`."""
    token = words.tokens[k]
    if token.text not in _ENDS:
        return _second_verb(words, k + 1)
    if token.text in _CLOSING and words.tokens[k - 1].text != ",":
        return False
    found = cue_at(words, k + 1)
    if found and words.lower(k + 1).endswith("ing") and found[0].kind == "say":
        return True
    conjunction = in_class(words.lower(k + 1), "conjunction")
    if conjunction and _second_verb(words, k + 2):
        return True
    return (conjunction or token.text in _DASHES) and _new_cue(words, k + 1 + conjunction, high)


def _second_verb(words: Words, i: int) -> bool:
    """Whether the speaker goes on speaking: `… and said …`."""
    while in_class(words.lower(i), "auxiliary") and words.lower(i) not in ("be", "is", "are"):
        i += 1
    if not (found := cue_at(words, i)):
        return False
    finite = words.lower(i).endswith(("ed", "s", "said", "told"))
    return finite and found[0].kind == "say" and "b" in found[0].frames


def _new_cue(words: Words, first: int, high: int) -> bool:
    for i in range(first, min(high, first + _MAX_SUBJECT)):
        if (found := cue_at(words, i)) and found[0].kind == "say":
            return (subject := subject_before(words, i, first)) is not None and subject.reach == first
    return False


def strip_end(words: Words, first: int, high: int) -> int:
    """Return `high` moved left over the sentence's final stops."""
    while high > first and words.tokens[high - 1].text in ".!?…":
        high -= 1
    return high
