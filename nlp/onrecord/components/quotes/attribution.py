"""Who says the words between marks, by what stands before and after them: `said X`, `X wrote in a letter:`, a dash and X."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.marked import INNER_MARKS, is_short, is_whole
from onrecord.components.quotes.subjects import Subject, is_name, subject_after, subject_before
from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from onrecord.components.quotes.drafts import Offsets
    from onrecord.components.quotes.marks import MarkedSpan
    from onrecord.components.quotes.words import Words

_WINDOW = 25
"""Tokens between a quote and its cue, at most."""
_MAX_CLAUSE = 200
_LINE_BELOW = re.compile(r"[ \t]*\n[ \t]*([–—―-]*)[ \t]*([^\n]+)")
_MIN_NAME = 2
_MAX_UNLISTED = 8
"""Tokens of a subject before a verb that is on no list, at most."""
_MIN_VERB = 3
_NO_VERB = ("stop", "auxiliary", "determiner", "preposition", "subject_stop", "pronoun_other", "organization", "role", "anonymous")
_DASHES = frozenset("–—―-")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that say whose a quote is."""

    cue: Offsets | None
    speaker: Offsets | None
    end: int
    """Offset after the last of these words, or of the quote if they stand before it."""


def attribution(context: Context, span: MarkedSpan, before: int, after: int) -> Attribution | None:
    """Return what attributes the quote: the words after it, else those that lead to it.

    Args:
        context: The article.
        span: The marked stretch.
        before: Where what stands before the quote begins, at the earliest: the end of the marked stretch before.
        after: Where what stands after it ends, at the latest: the start of the next.
    """
    found = _after(context, span, after)
    if found and not (context.last_before(span.start) == ":" and _is_participle(context, found)):
        return found
    return _before(context, span, before) or found


def _is_participle(context: Context, found: Attribution) -> bool:
    """Whether the cue carries on with something else: `“…,” adding that`."""
    return found.cue is not None and context.text[slice(*found.cue)].lower().endswith("ing")


def _after(context: Context, span: MarkedSpan, stop: int) -> Attribution | None:
    """The attribution that follows the quote (`said X`, `X said`, a dash and X) before offset `stop`, if any."""
    words = context.words
    if byline := _line_below(context, span, stop):
        return byline
    first = words.index(span.end)
    last = _clause_end(context, first, min(stop, context.paragraph_end(span.end - 1)))
    ending = context.text[span.inner_start : span.inner_end].rstrip(INNER_MARKS)[-1:]
    if first < last and words.tokens[first].text in _DASHES and (byline := _byline(context, first + 1, last)):
        return byline
    if first < last and words.tokens[first].text == "(" and (byline := _byline(context, first + 1, last)):
        return replace(byline, cue=None)
    comma = first < last and words.tokens[first].text == ","
    first += first < last and words.tokens[first].text in ",–—-"
    if ending == "." and not (first < last and words.tokens[first].text.islower()):
        return None
    open_ended = ending in ",?!—–-…" or comma
    found = _following_cue(context, first, last, open_ended=open_ended)
    return found or (_unlisted_cue(context, first, last) if ending in ",?!—–-…" else None)


def _unlisted_cue(context: Context, first: int, last: int) -> Attribution | None:
    """Read any verb as the cue where the marks end with a comma or the like: `“…,” shrugged Vell`, `“…,” Vell shrugged`."""
    words = context.words
    if first >= last:
        return None
    if _is_verb(words, first) and (subject := subject_after(words, first + 1, last)):
        return _of(words, first, subject)
    for i in range(first + 1, min(last, first + _MAX_UNLISTED)):
        if _is_verb(words, i) and (subject := subject_before(words, i, first)) and (subject.reach, subject.last) == (first, i):
            return _of(words, i, subject)
    return None


def _of(words: Words, cue: int, subject: Subject) -> Attribution:
    """The attribution of a one-word cue and its subject."""
    start, end = words.tokens[cue].start, words.tokens[cue].end
    return Attribution((start, end), subject.offsets(words), max(end, subject.offsets(words)[1]))


def _is_verb(words: Words, i: int) -> bool:
    """Whether the word can be a verb in the past tense or the third person."""
    token = words.tokens[i]
    ending = token.text.islower() and len(token.text) > _MIN_VERB and token.lower.endswith(("ed", "s"))
    return ending and not token.lower.endswith("ss") and not in_class(token.lower, *_NO_VERB)


def _clause_end(context: Context, first: int, stop: int) -> int:
    tokens = context.words.tokens
    last = first
    while last < len(tokens) and last - first < _WINDOW and tokens[last].start < stop:
        if tokens[last].text in ".?!;" and context.words.lower(last + 1) not in (")", ","):
            break
        last += 1
    return last


def _line_below(context: Context, span: MarkedSpan, stop: int) -> Attribution | None:
    """The name that stands alone on the line under a quote that has its own line, with or without a dash."""
    below = _LINE_BELOW.match(context.text, span.end, stop)
    if not below or not context.begins_line(span.start):
        return None
    first, last = context.words.slice(*below.span(2))
    found = _byline(context, first, last)
    if found is None or (not below[1] and (found.end < below.end(2) or last - first < _MIN_NAME)):
        return None
    return replace(found, cue=below.span(1) if below[1] else None)


def _byline(context: Context, first: int, last: int) -> Attribution | None:
    """A name between a dash or a bracket and a comma, a bracket or the end of the line, without a verb."""
    words = context.words
    end = first
    while end < last and (is_name(words.tokens[end]) or (end > first and words.lower(end) in ("of", "de", "van", "von"))):
        end += 1
    closed = end >= len(words.tokens) or end == last or words.tokens[end].text in ",)"
    if end == first or not closed or any(cue_at(words, i) for i in range(end, last)):
        return None
    dash = words.tokens[first - 1]
    return Attribution((dash.start, dash.end), (words.tokens[first].start, words.tokens[end - 1].end), words.tokens[end - 1].end)


def _following_cue(context: Context, first: int, last: int, *, open_ended: bool) -> Attribution | None:
    words = context.words
    for i in range(first, last):
        if not (found := cue_at(words, i)) or not ("q" in found[0].frames or found[0].kind == "source"):
            continue
        cue, end = found
        inverted = not cue.is_addressing and all(in_class(words.lower(k), "auxiliary") for k in range(first, i))
        subject = subject_after(words, end, last) if inverted else subject_before(words, i, first)
        if not inverted and not (open_ended and subject and _stands_first(words, subject, first) and cue.kind != "source"):
            continue
        if subject is None and not (inverted and open_ended):
            continue
        reach = max(words.tokens[end - 1].end, subject.offsets(words)[1] if subject else 0)
        return Attribution((words.tokens[i].start, words.tokens[end - 1].end), _offsets(context, subject), reach)
    return None


def _stands_first(words: Words, subject: Subject, first: int) -> bool:
    """Whether the subject begins what follows the quote, at most a word before it: `“…,” as Vell put it`."""
    return subject.reach - first <= 1 and not (subject.reach > first and in_class(words.lower(first), "conjunction"))


def _offsets(context: Context, subject: Subject | None) -> Offsets | None:
    return subject.offsets(context.words) if subject else None


def _before(context: Context, span: MarkedSpan, stop: int) -> Attribution | None:
    """The attribution that leads to the quote (`X said:`, `X told Y in a letter,`) after offset `stop`, if any."""
    words = context.words
    at = words.index(span.start)
    floor = words.index(max(stop, _lead_start(context, span)))
    if at <= floor:
        return None
    mark = words.tokens[at - 1].text
    last = at - 1 if mark in ",:—–" else at
    for i in range(last - 1, max(floor, last - _WINDOW) - 1, -1):
        found = cue_at(words, i)
        if found and ("q" in found[0].frames or (mark == "," and found[0].kind == "source")):
            if not _leads(context, span, (found[1], last), mark):
                return None
            return _leading(context, i, found[1], floor)
    return _colon(context, span, floor, last) if mark == ":" else None


def _lead_start(context: Context, span: MarkedSpan) -> int:
    """Start of the sentence that leads to the quote: the one before, where that ends with a colon or comma."""
    number = context.sentence_at(span.start)
    start = context.sentences[number][0] if context.sentences else 0
    if number and context.is_blank(start, span.start) and context.last_before(start) in (":", ","):
        return context.sentences[number - 1][0]
    return start


def _leads(context: Context, span: MarkedSpan, gap: tuple[int, int], mark: str) -> bool:
    """Whether the words between cue and quote are an addressee or an adjunct, not the beginning of what is said."""
    words = context.words
    first, last = gap
    if mark == ":":
        return True
    if mark == ",":
        return first >= last or in_class(words.lower(first), "adjunct") or is_name(words.tokens[first]) or last - first <= 4
    ends = context.last_before(span.inner_end) in ".?!,…" or context.text[span.end : span.end + 1] in ("", ".", ",", "\n")
    if not ends or not is_whole(context, span):
        return False
    return first >= last or (words.lower(first - 1) in ("told", "tells", "telling") and last - first <= 4)


def _leading(context: Context, i: int, end: int, floor: int) -> Attribution | None:
    words = context.words
    cue = (words.tokens[i].start, words.tokens[end - 1].end)
    if words.lower(i) == "according":
        return Attribution(cue, _offsets(context, subject_after(words, end, end + _WINDOW)), cue[1])
    subject = subject_before(words, i, floor)
    if subject is None and words.lower(i - 1) == "and" and _is_verb(words, i - 2):
        subject = subject_before(words, i - 2, floor)  # "Vell laughed and said"
    if subject is None:
        subject = subject_after(words, end, end + 8) if i == floor else _first_subject(context, floor, i)
    return Attribution(cue, _offsets(context, subject), cue[1])


def _first_subject(context: Context, floor: int, stop: int) -> Subject | None:
    """The subject of the clause that begins at token `floor`: that of "adding" and "saying" further on."""
    words = context.words
    for i in range(floor, min(stop, floor + _MAX_CLAUSE)):
        if cue_at(words, i) and (subject := subject_before(words, i, floor)):
            return subject
    return subject_after(words, floor, stop)


def _colon(context: Context, span: MarkedSpan, floor: int, last: int) -> Attribution | None:
    """`Ana Vell: "…"`, or `Vell did not mince words: "…"`."""
    words = context.words
    colon = words.tokens[last]
    if 0 < last - floor <= 6 and all(is_name(words.tokens[i]) for i in range(floor, last)):
        return Attribution((colon.start, colon.end), (words.tokens[floor].start, words.tokens[last - 1].end), colon.end)
    subject = _first_subject(context, floor, last)
    if subject is None or is_short(context, span):
        return None
    return Attribution((colon.start, colon.end), subject.offsets(words), colon.end)
