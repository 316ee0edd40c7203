"""Quotes between marks: which marked stretches are quotes by themselves, and which belong together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.components.quotes.attribution import Attribution, attribution
from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.drafts import DraftQuote, Offsets
from onrecord.components.quotes.marked import INNER_MARKS, is_short, is_title, is_whole, runs_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.quotes.marks import MarkedSpan

_WINDOW = 25
"""Tokens of a clause before its marked end, at most."""
_TAIL = 20
_OPENING = frozenset("“„«‘`\"'")
_THE_WORDS = re.compile(r"\b(?:the|these) words:?\s\Z")
"""What says of however short a stretch that it is quoted: `a banner with the words "No levy"`."""
_MAX_PIECES = 50
"""Pieces of one quote, at most: more are a text whose marks went wrong."""


def direct_quotes(context: Context, taken: Sequence[DraftQuote] = ()) -> list[DraftQuote]:
    """Return the marked stretches that are quotes by themselves, a broken-up one as one draft with several pieces.

    Marks within the drafts in `taken` (transcript paragraphs, in order) are left alone.
    """
    drafts: list[DraftQuote] = []
    last_end = 0
    ends = [d.end for d in taken]
    for n, span in enumerate(context.marked):
        at = bisect_right(ends, span.start)
        if is_title(context, span) or (at < len(taken) and taken[at].overlaps(span.start, span.end)):
            continue
        before = context.marked[n - 1].end if n else 0
        after = context.marked[n + 1].start if n + 1 < len(context.marked) else len(context.text)
        found = attribution(context, span, before, after)
        said = found is not None and (found.speaker is not None or not is_short(context, span))
        same_cue = found is not None and found.cue is not None and bool(drafts) and found.cue == drafts[-1].cue
        if same_cue or (drafts and not said and _continues(context, drafts[-1], span, last_end)):
            drafts[-1] = replace(drafts[-1], spans=(*drafts[-1].spans, *_pieces(context, span.start, span.end)))
            last_end = span.end
        elif found and said:
            drafts.append(_attributed(context, span, found, drafts))
            last_end = max(found.end, span.end)
        elif _stands_alone(context, span):
            drafts.append(DraftQuote(_pieces(context, span.start, span.end), "direct"))
            last_end = span.end
    return drafts


def _attributed(context: Context, span: MarkedSpan, found: Attribution, drafts: list[DraftQuote]) -> DraftQuote:
    speaker = found.speaker
    if speaker is None and drafts:
        speaker = drafts[-1].speaker
    start = _clause_start(context, span) if found.end > span.end else span.start
    if drafts and start < drafts[-1].end:
        start = span.start
    return DraftQuote(_pieces(context, start, span.end), "direct" if start == span.start else "mixed", found.cue, speaker)


def _pieces(context: Context, start: int, end: int) -> tuple[Offsets, ...]:
    """The marked stretch, a piece for each paragraph that opens the marks again."""
    breaks = context.breaks[bisect_right(context.breaks, start) : bisect_left(context.breaks, end)]
    starts = [start, *(at for b in breaks if context.text[at := _first(context, b)] in _OPENING)]
    return tuple((a, a + len(context.text[a:b].rstrip())) for a, b in pairwise([*starts, end]))


def _first(context: Context, at: int) -> int:
    """Where the first character stands from `at` on that is no space."""
    while context.text[at].isspace():
        at += 1
    return at


def _clause_start(context: Context, span: MarkedSpan) -> int:
    """Start of what is reported in `The plan is "a bad idea," she said`: the sentence's, when only its end is marked."""
    if not context.sentences or not context.text[span.inner_start : span.inner_end].strip()[:1].islower():
        return span.start
    start = context.sentences[context.sentence_at(span.start)][0]
    first, last = context.words.slice(start, span.start)
    return span.start if last - first > _WINDOW or any(cue_at(context.words, i) for i in range(first, last)) else start


def _continues(context: Context, draft: DraftQuote, span: MarkedSpan, last_end: int) -> bool:
    """Whether only the attribution stands between the draft and the span, as in `"A," she said. "B."`."""
    if len(draft.spans) == _MAX_PIECES or is_short(context, span, 3):
        return False
    if context.paragraph_at(draft.end - 1) != context.paragraph_at(span.start):
        return _carries_over(context, draft, span, last_end)
    between = context.sentence_at(span.start) - context.sentence_at(max(last_end - 1, draft.end - 1))
    adjacent = context.is_blank(draft.end, span.start)
    return adjacent or (between <= 1 and draft.cue is not None and draft.cue[0] >= draft.end and is_whole(context, span))


def _carries_over(context: Context, draft: DraftQuote, span: MarkedSpan, last_end: int) -> bool:
    """Whether the quote, at a paragraph's beginning, goes on with the one that ended the paragraph before.

    An answer to a question is no continuation.
    """
    paragraphs = context.paragraph_at(span.start) - context.paragraph_at(draft.end - 1)
    if draft.kind != "direct" or paragraphs != 1 or not context.begins_line(span.start) or not is_whole(context, span):
        return False
    if context.text[max(draft.start, draft.end - _TAIL) : draft.end].rstrip(INNER_MARKS).endswith("?"):
        return False
    rest = context.text[max(last_end, draft.end) : span.start].strip()
    return "." not in rest[:-1]


def _stands_alone(context: Context, span: MarkedSpan) -> bool:
    """Whether a quote without a cue is one all the same: called so, whole sentences, or a paragraph of its own."""
    if _THE_WORDS.search(context.text, max(0, span.start - _TAIL), span.start):
        return True
    if is_short(context, span) or runs_on(context, span):
        return False
    opens = context.last_before(span.start) in ("", ".", "!", "?", ":", "”", '"', "’")
    return (opens or context.begins_line(span.start)) and is_whole(context, span)


def inherit_speakers(context: Context, drafts: Sequence[DraftQuote]) -> list[DraftQuote]:
    """Return the drafts, given by start, with marked quotes that nothing attributes handed to whoever spoke last.

    That is the speaker of the draft before, in the same paragraph or the one before it.
    """
    out: list[DraftQuote] = []
    for draft in drafts:
        heir = draft.kind == "direct" and draft.cue is None and draft.speaker is None and out
        near = heir and context.paragraph_at(draft.start) - context.paragraph_at(out[-1].end - 1) <= 1
        out.append(replace(draft, speaker=out[-1].speaker) if near else draft)
    return out
