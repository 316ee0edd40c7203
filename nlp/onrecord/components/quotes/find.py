"""Quotes of an article: what is said, by which words it is reported, and who says it.

Quote marks and cue words give the quotes; the encoder's spans add what these miss.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context
from onrecord.components.quotes.direct import direct_quotes
from onrecord.components.quotes.drafts import DraftQuote, Offsets, SpokenQuote
from onrecord.components.quotes.indirect import indirect_quotes, kind_of
from onrecord.components.quotes.layouts import headline_claim, transcript_turns
from onrecord.components.quotes.speakers import resolve_speakers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.mentions import Mention, MentionLabel

__all__ = ["DraftQuote", "SpokenQuote", "find_quotes", "resolve_speakers"]

_MIN_SCORE = 0.5
_MIN_WORDS = 3


def find_quotes(text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[DraftQuote]:
    """Return the quotes of `text`, by start; none shares a character with another.

    Args:
        text: the article.
        sentences: (start, end) of each sentence, in order, code points.
        mentions: what the encoder found, in any order; may be empty. CONTENT, CUE and SPEAKER spans add quotes that
            the rules miss and fill in cues and speakers; names tell a speaker from a topic or a place.
    """
    context = Context.of(text, sentences)
    turns = transcript_turns(context, mentions)
    drafts = [*turns, *direct_quotes(context, turns)]
    drafts += indirect_quotes(context, drafts)
    if headline := headline_claim(context, drafts, mentions):
        drafts.append(headline)
    return _apart(_with_encoder(context, sorted(drafts, key=lambda d: d.start), mentions))


def _apart(drafts: list[DraftQuote]) -> list[DraftQuote]:
    """The drafts without those that run into an earlier one."""
    kept: list[DraftQuote] = []
    taken: list[Offsets] = []
    for draft in drafts:
        if all(_free(taken, *span) for span in draft.spans):
            kept.append(draft)
            for span in draft.spans:
                insort(taken, span)
    return kept


def _with_encoder(context: Context, drafts: list[DraftQuote], mentions: Sequence[Mention]) -> list[DraftQuote]:
    cues, speakers, contents = (_spans(mentions, label) for label in ("CUE", "SPEAKER", "CONTENT"))
    filled = [_filled(context, d, cues, speakers) for d in drafts]
    taken = sorted(s for d in drafts for s in d.spans)
    for start, end in contents:
        if _free(taken, start, end) and (draft := _from_encoder(context, (start, end), cues, speakers)):
            filled.append(draft)
    return sorted(filled, key=lambda d: d.start)


def _spans(mentions: Sequence[Mention], label: MentionLabel) -> list[Offsets]:
    found = sorted((m for m in mentions if m.label == label and m.score >= _MIN_SCORE), key=lambda m: (m.start, m.end))
    return [(m.start, m.end) for m in found]


def _free(taken: list[Offsets], start: int, end: int) -> bool:
    at = bisect_left(taken, (end, 0))
    return at == 0 or taken[at - 1][1] <= start


def _from_encoder(context: Context, content: Offsets, cues: list[Offsets], speakers: list[Offsets]) -> DraftQuote | None:
    """The encoder's content as a draft, when a cue or a speaker goes with it and it is long enough to say something."""
    if len(context.text[slice(*content)].split()) < _MIN_WORDS:
        return None
    bare = DraftQuote((content,), kind_of(context, (content,)))
    draft = _filled(context, bare, cues, speakers)
    return draft if draft.cue or draft.speaker else None


def _filled(context: Context, draft: DraftQuote, cues: list[Offsets], speakers: list[Offsets]) -> DraftQuote:
    """The draft with the encoder's nearest cue and speaker in its sentences where the rules found none."""
    if draft.cue and draft.speaker:
        return draft
    cue = draft.cue or _nearest(context, draft, cues)
    return replace(draft, cue=cue, speaker=draft.speaker or _nearest(context, draft, speakers))


def _nearest(context: Context, draft: DraftQuote, spans: list[Offsets]) -> Offsets | None:
    if not context.sentences:
        return None
    low = context.sentences[context.sentence_at(draft.start)][0]
    high = context.sentences[context.sentence_at(draft.end - 1)][1]
    near = spans[bisect_left(spans, (low, 0)) : bisect_right(spans, (high, high))]
    outside = [s for s in near if not draft.overlaps(*s) and s[1] <= max(high, draft.end)]
    return min(outside, key=lambda s: max(draft.start - s[1], s[0] - draft.end), default=None)
