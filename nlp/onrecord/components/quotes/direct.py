"""Quotes between marks: who says them, by the words before and after."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.drafts import DraftQuote, Offsets
from onrecord.components.quotes.subjects import Subject, is_name, subject_after, subject_before
from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.quotes.marks import MarkedSpan

_WINDOW = 25
"""Tokens between a quote and its cue, at most."""
_MAX_CLAUSE = 200
_SCARE_WORDS = 5
"""A marked stretch with this many words or more can be a quote without a cue."""
_INNER_MARKS = " \t\r\n'’\"”»"
_DASHES = frozenset("–—―-")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that say whose a quote is."""

    cue: Offsets | None
    speaker: Offsets | None
    end: int
    """Offset after the last of these words, or of the quote if they stand before it."""


def direct_quotes(context: Context, taken: Sequence[DraftQuote] = ()) -> list[DraftQuote]:
    """Return the marked stretches that are quotes by themselves, a broken-up one as one draft with several pieces.

    Marks within the drafts in `taken` (transcript paragraphs, in order) are left alone.
    """
    drafts: list[DraftQuote] = []
    last_end = 0
    ends = [d.end for d in taken]
    for n, span in enumerate(context.marked):
        if (at := bisect_right(ends, span.start)) < len(taken) and taken[at].overlaps(span.start, span.end):
            continue
        before = context.marked[n - 1].end if n else 0
        after = context.marked[n + 1].start if n + 1 < len(context.marked) else len(context.text)
        found = attribution_after(context, span, after) or attribution_before(context, span, before)
        if found and found.cue and drafts and found.cue == drafts[-1].cue:
            drafts[-1] = replace(drafts[-1], spans=(*drafts[-1].spans, (span.start, span.end)))
            last_end = span.end
        elif found and (found.speaker or not _is_short(context, span)):
            drafts.append(_attributed(context, span, found, drafts))
            last_end = max(found.end, span.end)
        elif drafts and _continues(context, drafts[-1], span, last_end):
            drafts[-1] = replace(drafts[-1], spans=(*drafts[-1].spans, (span.start, span.end)))
            last_end = span.end
        elif _stands_alone(context, span):
            drafts.append(_unattributed(context, span, drafts))
            last_end = span.end
    return drafts


def _attributed(context: Context, span: MarkedSpan, found: Attribution, drafts: list[DraftQuote]) -> DraftQuote:
    speaker = found.speaker
    if speaker is None and drafts:
        speaker = drafts[-1].speaker
    start = _clause_start(context, span) if found.end > span.end else span.start
    if drafts and start < drafts[-1].end:
        start = span.start
    return DraftQuote(((start, span.end),), "direct" if start == span.start else "mixed", found.cue, speaker)


def _clause_start(context: Context, span: MarkedSpan) -> int:
    """Start of what is reported in `The plan is "a bad idea," she said`: the sentence's, when only its end is marked."""
    if not context.sentences or not context.text[span.inner_start : span.inner_end].strip()[:1].islower():
        return span.start
    start = context.sentences[context.sentence_at(span.start)][0]
    first, last = context.words.slice(start, span.start)
    return span.start if last - first > _WINDOW or any(cue_at(context.words, i) for i in range(first, last)) else start


def _continues(context: Context, draft: DraftQuote, span: MarkedSpan, last_end: int) -> bool:
    """Whether only the attribution stands between the draft and the span, as in `"A," she said. "B."`."""
    if context.paragraph_at(draft.end - 1) != context.paragraph_at(span.start) or _is_short(context, span, 3):
        return False
    between = context.sentence_at(span.start) - context.sentence_at(max(last_end - 1, draft.end - 1))
    adjacent = context.is_blank(draft.end, span.start)
    return adjacent or (between <= 1 and draft.cue is not None and draft.cue[0] >= draft.end and _is_whole(context, span))


def _stands_alone(context: Context, span: MarkedSpan) -> bool:
    """Whether a quote without a cue is one all the same: whole sentences, or a paragraph of its own."""
    if _is_short(context, span):
        return False
    opens = context.last_before(span.start) in ("", ".", "!", "?", ":", "”", '"', "’")
    return opens and _is_whole(context, span)


def _unattributed(context: Context, span: MarkedSpan, drafts: list[DraftQuote]) -> DraftQuote:
    speaker = None
    if drafts and context.paragraph_at(span.start) - context.paragraph_at(drafts[-1].end - 1) <= 1:
        speaker = drafts[-1].speaker
    return DraftQuote(((span.start, span.end),), "direct", None, speaker)


def _is_short(context: Context, span: MarkedSpan, words: int = _SCARE_WORDS) -> bool:
    first, last = context.words.slice(span.start, span.end)
    return sum(context.words.tokens[i].is_word for i in range(first, last)) < words


def _is_whole(context: Context, span: MarkedSpan) -> bool:
    inner = context.text[span.inner_start : span.inner_end].strip()
    return inner[:1].isupper() or inner[-1:] in ".!?…,"


def attribution_after(context: Context, span: MarkedSpan, stop: int) -> Attribution | None:
    """Return the attribution that follows the quote (`said X`, `X said`, a dash and X) before offset `stop`, if any."""
    words = context.words
    first = words.index(span.end)
    last = _clause_end(context, first, min(stop, context.paragraph_end(span.end - 1)))
    ending = context.text[span.inner_start : span.inner_end].rstrip(_INNER_MARKS)[-1:]
    if first < last and words.tokens[first].text in _DASHES and (byline := _byline(context, first + 1, last)):
        return byline
    comma = first < last and words.tokens[first].text == ","
    first += first < last and words.tokens[first].text in ",–—-"
    if ending == "." and not (first < last and words.tokens[first].text.islower()):
        return None
    open_ended = ending in ",?!—–-…" or comma
    return _following_cue(context, first, last, open_ended=open_ended)


def _clause_end(context: Context, first: int, stop: int) -> int:
    tokens = context.words.tokens
    last = first
    while last < len(tokens) and last - first < _WINDOW and tokens[last].start < stop:
        if tokens[last].text in ".?!;" and context.words.lower(last + 1) not in (")", ","):
            break
        last += 1
    return last


def _byline(context: Context, first: int, last: int) -> Attribution | None:
    """A name between a dash and a comma or the end of the line, without a verb."""
    words = context.words
    end = first
    while end < last and (is_name(words.tokens[end]) or (end > first and words.lower(end) in ("of", "de", "van", "von"))):
        end += 1
    closed = end >= len(words.tokens) or end == last or words.tokens[end].text == ","
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
        inverted = all(in_class(words.lower(k), "auxiliary") for k in range(first, i))
        subject = subject_after(words, end, last) if inverted else subject_before(words, i, first)
        if not inverted and not (open_ended and subject and subject.reach - first <= 1 and cue.kind != "source"):
            continue
        if subject is None and not (inverted and open_ended):
            continue
        reach = max(words.tokens[end - 1].end, subject.offsets(words)[1] if subject else 0)
        return Attribution((words.tokens[i].start, words.tokens[end - 1].end), _offsets(context, subject), reach)
    return None


def _offsets(context: Context, subject: Subject | None) -> Offsets | None:
    return subject.offsets(context.words) if subject else None


def attribution_before(context: Context, span: MarkedSpan, stop: int) -> Attribution | None:
    """Return the attribution that leads to the quote (`X said:`, `X told Y in a letter,`) after offset `stop`, if any."""
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
    if not ends or not _is_whole(context, span):
        return False
    return first >= last or (words.lower(first - 1) in ("told", "tells", "telling") and last - first <= 4)


def _leading(context: Context, i: int, end: int, floor: int) -> Attribution | None:
    words = context.words
    cue = (words.tokens[i].start, words.tokens[end - 1].end)
    if words.lower(i) == "according":
        return Attribution(cue, _offsets(context, subject_after(words, end, end + _WINDOW)), cue[1])
    subject = subject_before(words, i, floor)
    if subject is None:
        subject = subject_after(words, end, end + 8) if i == floor else first_subject(context, floor, i)
    return Attribution(cue, _offsets(context, subject), cue[1])


def first_subject(context: Context, floor: int, stop: int) -> Subject | None:
    """Return the subject of the clause that begins at token `floor`: that of "adding" and "saying" further on."""
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
    subject = first_subject(context, floor, last)
    if subject is None or _is_short(context, span):
        return None
    return Attribution((colon.start, colon.end), subject.offsets(words), colon.end)
