"""What the encoder's spans add to the drafts of the rules: better bounds, missing cues and speakers, more quotes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.drafts import DraftQuote, Offsets, Taken
from onrecord.components.quotes.indirect import kind_of
from onrecord.components.quotes.subjects import subject_after
from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.mentions import Mention, MentionLabel

_MIN_PART = 0.5
"""Score from which a cue or speaker counts."""
_MIN_CONTENT = 0.75
"""Score from which a content that no rule found counts: below, less than half are right on PolNeAR's development part."""
_MAX_PHRASE = 12
_MIN_LONGER = 0.9
"""Score from which a content moves a bound of the rules outwards."""
_MIN_WORDS = 3
_GAP = re.compile(r"\s*(?:[\w’']+\s*)?")


@dataclass(frozen=True, slots=True)
class Content:
    """A stretch that the encoder reads as reported words."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The encoder's spans in order."""

    contents: Sequence[Content]
    cues: Sequence[Offsets]
    speakers: Sequence[Offsets]

    @classmethod
    def of(cls, context: Context, mentions: Sequence[Mention]) -> Heard:
        """Return the CONTENT, CUE and SPEAKER spans among `mentions`; contents that a word or nothing parts are one.

        A speaker that is an article alone is the phrase that it begins: "the" of "the firm".
        """
        speakers = (_whole(context, s) for s in _spans(mentions, "SPEAKER"))
        return cls(_contents(context, mentions), _spans(mentions, "CUE"), [s for s in speakers if s])

    def contents_at(self, start: int, end: int) -> Sequence[Content]:
        """Return the contents that share a character with `start:end`."""
        first = bisect_right(self.contents, start, key=lambda c: c.end)
        return self.contents[first : bisect_left(self.contents, end, key=lambda c: c.start)]

    def is_speaker(self, span: Offsets) -> bool:
        """Return whether a SPEAKER span shares a character with `span`."""
        at = bisect_left(self.speakers, (span[1], 0))
        return at > 0 and self.speakers[at - 1][1] > span[0]


def _spans(mentions: Sequence[Mention], label: MentionLabel) -> list[Offsets]:
    found = sorted((m for m in mentions if m.label == label and m.score >= _MIN_PART), key=lambda m: (m.start, m.end))
    return [(m.start, m.end) for m in found]


def _whole(context: Context, span: Offsets) -> Offsets | None:
    """The speaker, for an article alone with what follows it; None where nothing does."""
    if not in_class(context.text[slice(*span)], "article"):
        return span
    first = context.words.index(span[0])
    subject = subject_after(context.words, first, min(first + _MAX_PHRASE, len(context.words.tokens)))
    return subject.offsets(context.words) if subject and subject.last > first + 1 else None


def _contents(context: Context, mentions: Sequence[Mention]) -> list[Content]:
    out: list[Content] = []
    for m in sorted((m for m in mentions if m.label == "CONTENT"), key=lambda m: (m.start, m.end)):
        if out and m.start < out[-1].end:
            continue
        if out and _belongs(context, out[-1], m):
            out[-1] = _joined(out[-1], m)
        else:
            out.append(Content(m.start, m.end, m.score))
    return out


def _belongs(context: Context, content: Content, later: Mention) -> bool:
    """Whether the two are pieces of one: at most a word between them, no cue, and no sentence's end."""
    if context.sentence_at(content.start) != context.sentence_at(later.start):
        return False
    first, last = context.words.slice(content.end, later.start)
    gap = _GAP.fullmatch(context.text, content.end, later.start)
    return gap is not None and not any(cue_at(context.words, i) for i in range(first, last))


def _joined(content: Content, later: Mention) -> Content:
    long, more = content.end - content.start, later.end - later.start
    return Content(content.start, later.end, (content.score * long + later.score * more) / (long + more))


def with_encoder(context: Context, drafts: Sequence[DraftQuote], mentions: Sequence[Mention]) -> list[DraftQuote]:
    """Return the drafts with better bounds, cues and speakers, and those that only the encoder sees, by start."""
    heard = Heard.of(context, mentions)
    taken = Taken(s for d in drafts for s in d.spans)
    out = [_filled(context, _fitted(context, d, heard, taken), heard) for d in drafts]
    taken = Taken(s for d in out for s in d.spans)
    free = (c for c in heard.contents if taken.is_free(c.start, c.end))
    out += [draft for c in free if (draft := _from_encoder(context, c, heard))]
    return sorted(out, key=lambda d: d.start)


def _fitted(context: Context, draft: DraftQuote, heard: Heard, taken: Taken) -> DraftQuote:
    """The reported clause with the encoder's bounds, where these are the better ones."""
    if draft.kind == "direct":
        return draft
    spans = list(draft.spans)
    start, end = spans[0]
    if found := next((c for c in heard.contents_at(start, end) if c.end >= end - 2), None):
        start = _fitted_start(context, (start, end), found, taken)
        spans[0] = start, spans[0][1]
    start, end = spans[-1]
    if found := next((c for c in heard.contents_at(start, end) if context.is_near(start, c.start)), None):
        spans[-1] = start, _fitted_end(context, (start, end), found, taken)
    fitted = replace(draft, spans=tuple(spans), kind=kind_of(context, tuple(spans)))
    swallowed = draft.cue and fitted.overlaps(*draft.cue)
    return replace(fitted, cue=None, speaker=None) if swallowed else fitted


def _fitted_start(context: Context, span: Offsets, content: Content, taken: Taken) -> int:
    earlier = content.start < span[0] and context.is_near(content.end, span[1])
    if earlier and content.score >= _MIN_LONGER and taken.is_free(content.start, span[0]):
        return content.start
    return span[0]


def _fitted_end(context: Context, span: Offsets, content: Content, taken: Taken) -> int:
    if content.end > span[1]:
        free = content.score >= _MIN_LONGER and taken.is_free(span[1], content.end)
        return content.end if free else span[1]
    stops = context.text[content.end : span[1]].lstrip()[:1] in (",", ";")
    return content.end if stops and content.score >= _MIN_CONTENT else span[1]


def _from_encoder(context: Context, content: Content, heard: Heard) -> DraftQuote | None:
    """The encoder's content as a draft, when a cue or a speaker goes with it and it is long enough to say something."""
    span = content.start, content.end
    if content.score < _MIN_CONTENT or len(context.text[slice(*span)].split()) < _MIN_WORDS:
        return None
    draft = _filled(context, DraftQuote((span,), kind_of(context, (span,))), heard)
    return draft if draft.cue or draft.speaker else None


def _filled(context: Context, draft: DraftQuote, heard: Heard) -> DraftQuote:
    """The draft with the encoder's nearest cue and speaker in its sentences where the rules found none."""
    cue = draft.cue or _nearest(context, draft, heard.cues, draft)
    if draft.speaker and (draft.cue is None or _is_layout(context, draft.cue, draft.speaker) or heard.is_speaker(draft.speaker)):
        return replace(draft, cue=cue)
    at = DraftQuote((cue,), draft.kind) if cue and draft.cue else draft
    return replace(draft, cue=cue, speaker=_nearest(context, draft, heard.speakers, at) or draft.speaker)


def _is_layout(context: Context, cue: Offsets, speaker: Offsets) -> bool:
    """Whether a dash or colon says whose the words are, and a name stands there: `Ana Vell, coach: “…”`."""
    words = context.text[slice(*speaker)].split()
    return not context.text[cue[0]].isalpha() and all(w[0].isupper() for w in words) and not in_class(words[0], "determiner")


def _nearest(context: Context, draft: DraftQuote, spans: Sequence[Offsets], to: DraftQuote) -> Offsets | None:
    """The span nearest to `to` in the sentences of the draft, outside the draft."""
    if not context.sentences:
        return None
    low = context.sentences[context.sentence_at(draft.start)][0]
    high = context.sentences[context.sentence_at(draft.end - 1)][1]
    near = spans[bisect_left(spans, (low, 0)) : bisect_right(spans, (high, high))]
    outside = [s for s in near if not draft.overlaps(*s) and s[1] <= max(high, draft.end)]
    return min(outside, key=lambda s: max(to.start - s[1], s[0] - to.end), default=None)
