"""Who speaks: the subject of a cue word, found by word classes and capitals, without a parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.quotes.words import Token, Words, in_class

if TYPE_CHECKING:
    from onrecord.components.quotes.drafts import Offsets

_MAX_SUBJECT = 25
"""Tokens to look at for a subject with an apposition."""
_LONGEST_PARTICIPLE = 8
"""Tokens after a participle that tells who speaks, at most."""
_MARKS = frozenset('“”"„«»')
_PRONOUNS = ("pronoun_person", "pronoun_group", "pronoun_thing")
_POSSESSIVES = ("’s", "'s")
_CLITICS = ("’s", "'s", "’ve", "'ve", "’d", "'d", "’re", "'re", "’m", "'m", "’ll", "'ll")


@dataclass(frozen=True, slots=True)
class Subject:
    """The noun phrase that a cue word belongs to."""

    first: int
    """Index of its first token."""
    last: int
    """Index after its last token."""
    reach: int
    """Index of the first token after the verb group and its apposition, on the side away from the cue."""
    negated: bool = False

    def offsets(self, words: Words) -> Offsets:
        """Return the start and end of the phrase in the text, a clitic ("he's") left out."""
        end, last = words.tokens[self.last - 1].end, words.tokens[self.last - 1]
        clitic = next((c for c in _CLITICS if last.lower.endswith(c)), "")
        return words.tokens[self.first].start, end - len(clitic)


def subject_before(words: Words, cue: int, floor: int) -> Subject | None:
    """Return the subject of the cue at token `cue`, looking left down to token `floor`; None when there is none."""
    j, negated = _skip_auxiliaries(words, cue - 1, floor)
    if j < floor:
        return None
    token = words.tokens[j]
    if token.lower in ("and", "or", "but", "to") or (words.lower(cue).endswith("ing") and j == cue - 1):
        return None  # a second verb, an infinitive, a participle: the subject stands elsewhere
    if token.text in ",—–" or token.text == ")":
        return _before_apposition(words, j, floor, negated=negated)
    first = _noun_phrase_left(words, j, floor)
    return None if first is None else Subject(first, j + 1, first, negated)


def subject_after(words: Words, cue_end: int, ceiling: int) -> Subject | None:
    """Return the subject that follows the cue ("…," said X), up to token `ceiling`; None when there is none."""
    i = cue_end
    while i < ceiling and in_class(words.lower(i), "auxiliary"):
        i += 1
    if i >= ceiling or not words.tokens[i].is_word:
        return None
    if in_class(words.lower(i), *_PRONOUNS):
        return Subject(i, i + 1, i + 1)
    last = _noun_phrase_right(words, i, ceiling)
    return None if last is None else Subject(i, last, last)


def _skip_auxiliaries(words: Words, j: int, floor: int) -> tuple[int, bool]:
    negated = False
    while j >= floor:
        lower = words.tokens[j].lower
        adverb = lower.endswith("ly") and len(lower) > 4 and words.tokens[j].text.islower()
        if not (adverb or in_class(lower, "auxiliary") or lower.endswith(("n’t", "n't"))) or in_class(lower, "pronoun_person"):
            break
        negated = negated or lower in ("not", "never") or lower.endswith(("n’t", "n't"))
        j -= 1
    return j, negated


def _before_apposition(words: Words, j: int, floor: int, *, negated: bool) -> Subject | None:
    """The subject of "Ana Vell, a lawyer for the firm, said": the phrase before the earlier of the two commas."""
    low = max(floor, j - _MAX_SUBJECT)
    opener = {")": "("}.get(words.tokens[j].text, words.tokens[j].text)
    for k in range(j - 1, low - 1, -1):
        text = words.tokens[k].text
        if text in _MARKS or text in ";:":
            return None
        if text == opener and k > floor and _is_apposition(words, k + 1, j):
            first = _noun_phrase_left(words, k - 1, floor)
            if first is not None and (opener == "(" or _is_plain(words, first, k)):
                return Subject(first, k, first, negated)
    return None


def _is_apposition(words: Words, first: int, last: int) -> bool:
    if first >= last:
        return False
    word = words.tokens[first]
    return is_name(word) or word.text.islower() or not word.is_word


def _is_plain(words: Words, first: int, last: int) -> bool:
    """Whether the phrase can be what an apposition explains: a name, or a noun phrase with an article or an owner."""
    head = words.tokens[last - 1]
    if head.text == ")":
        return True
    if is_name(head) or in_class(words.lower(first), "determiner") or in_class(head.lower, "pronoun_person"):
        return True
    return _has_owner(words, first, last)


def _has_owner(words: Words, first: int, last: int) -> bool:
    """Whether a name that owns it opens the phrase: "Norvik's chairman", but not "Norvik to settle Oland's case"."""
    i = first
    while i < last - 1 and is_name(words.tokens[i]):
        if words.lower(i).endswith(_POSSESSIVES):
            return not any(in_class(words.lower(k), "preposition") for k in range(i + 1, last))
        i += 1
    return False


def is_name(token: Token) -> bool:
    """Return whether the token is capitalised and no function word ("The", "In")."""
    return token.is_name and not in_class(token.lower, "stop", "determiner", "preposition", "auxiliary", *_PRONOUNS)


def _noun_phrase_left(words: Words, j: int, floor: int) -> int | None:
    """Index of the first token of the noun phrase that ends with token `j`."""
    if j < floor:
        return None
    head = words.tokens[j]
    lower = next((head.lower.removesuffix(c) for c in _CLITICS if head.lower.endswith(c)), head.lower)
    if in_class(lower, *_PRONOUNS):
        return j
    if lower in ("who", "which", "that"):
        return _before_relative(words, j, floor)
    if head.text == ")":
        j = _before_parenthesis(words, j, floor)
        return None if j < floor else _noun_phrase_left(words, j, floor)
    if not head.is_word or in_class(head.text, "day", "month") or _stops(head) or in_class(head.lower, "preposition"):
        return None
    if in_class(head.lower, "determiner") and words.lower(j - 1) != "of":  # "a mother of three"
        return None
    first = _walk_left(words, j, floor)
    return first if _has_head(words, first, j + 1) else None


def _before_parenthesis(words: Words, j: int, floor: int) -> int:
    for k in range(j - 1, max(floor, j - 8) - 1, -1):
        if words.tokens[k].text == "(":
            return k - 1
    return floor - 1


def _before_relative(words: Words, j: int, floor: int) -> int | None:
    """Take "who" and "which" as they stand: the noun that they point at is found when names are resolved."""
    return j if j > floor and words.tokens[j].lower != "that" else None


def _stops(token: Token) -> bool:
    return in_class(token.lower, "stop", "auxiliary", "subject_stop")


def _walk_left(words: Words, j: int, floor: int) -> int:
    first = j
    while first - 1 >= floor and j - first < _MAX_SUBJECT and _joins_left(words, first - 1, first):
        first -= 1
    while first < j and in_class(words.lower(first), "preposition"):
        first = _after_preposition(words, first, j)
    return first


def _joins_left(words: Words, k: int, first: int) -> bool:
    token, follower = words.tokens[k], words.tokens[first]
    if token.text in "&/" or token.text == ".":
        return token.text != "." and follower.is_name
    if token.lower == "and":
        return is_name(follower) and k > 0 and is_name(words.tokens[k - 1])
    if not token.is_word or _stops(token) or in_class(token.text, "day"):
        return False
    if in_class(token.lower, *_PRONOUNS):
        return False
    starts = in_class(follower.lower, "determiner") and follower.lower not in ("all", "top", "more", "other")
    return in_class(token.lower, "preposition") if starts else True


def _after_preposition(words: Words, first: int, j: int) -> int:
    """Drop "On Monday" from "On Monday the firm": go to the next article, else to the run of names at the end."""
    for k in range(first + 1, j + 1):
        if in_class(words.lower(k), "determiner") and k > first + 1:
            return k
    k = j
    while k - 1 > first and is_name(words.tokens[k - 1]) and not in_class(words.tokens[k - 1].text, "day", "month"):
        k -= 1
    return k


def _has_head(words: Words, first: int, last: int) -> bool:
    if any(is_name(words.tokens[i]) for i in range(first, last)) or in_class(words.lower(first), "determiner"):
        return True
    nouns = ("role", "anonymous", "organization", "document", "pronoun_other")
    return words.lower(last - 1).endswith("s") or any(in_class(words.lower(i), *nouns) for i in range(first, last))


def _noun_phrase_right(words: Words, i: int, ceiling: int) -> int | None:
    """Index after the last token of the noun phrase that begins with token `i`."""
    last = i
    while last < min(ceiling, i + _MAX_SUBJECT) and _joins_right(words, i, last):
        last += 1
    while last > i and (in_class(words.lower(last - 1), "preposition") or not words.tokens[last - 1].is_word):
        last -= 1
    if (
        last > i + 2
        and words.lower(i) in ("a", "an")
        and words.tokens[last - 1].text.islower()
        and words.lower(last - 1).endswith("ing")
    ):
        last = _after_participle(words, last, ceiling)
    return last if last > i and _has_head(words, i, last) else None


def _after_participle(words: Words, last: int, ceiling: int) -> int:
    """Index after "a man waiting |for the ferry|": what he does is all that tells who he is. Names and clauses are not taken in."""
    end = last
    while end < ceiling and words.tokens[end].is_word:
        if end - last == _LONGEST_PARTICIPLE or words.tokens[end].is_name or in_class(words.lower(end), "stop", "conjunction"):
            return last
        end += 1
    return end


def _joins_right(words: Words, i: int, k: int) -> bool:
    token = words.tokens[k]
    if k == i:
        return token.is_word and not _stops(token) and not in_class(token.lower, "preposition")
    if in_class(token.text, "day"):
        return False
    if token.text in "&/":
        return True
    if token.lower == "and":
        return is_name(words.tokens[k - 1]) and k + 1 < len(words.tokens) and is_name(words.tokens[k + 1])
    if in_class(token.lower, "preposition"):
        return token.lower == "of" or (token.lower in ("for", "at", "with", "from") and in_class(words.lower(k - 1), "role"))
    if in_class(token.lower, "determiner"):
        return in_class(words.lower(k - 1), "preposition")
    if is_name(words.tokens[k - 1]) and token.text.islower() and not in_class(token.lower, "role", "organization"):
        return False  # after a name in lower case comes a verb: "Vell laughed"
    return token.is_word and not _stops(token) and not token.lower.endswith(("ly", "ed"))
