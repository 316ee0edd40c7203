"""Reported words without marks, or only partly between marks: `X said that …`, `…, X said`, `according to X`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.clauses import MIN_CONTENT, CueInSentence, content_end, content_start, skip_addressee, strip_end
from onrecord.components.quotes.context import Context, cue_at
from onrecord.components.quotes.drafts import DraftQuote, Offsets
from onrecord.components.quotes.subjects import Subject, subject_after, subject_before
from onrecord.components.quotes.words import Words, cue_beginnings, in_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.types import QuoteKind

_MAX_SENTENCE = 300
"""Tokens before and after a cue that are read: what has no full stop for longer is a table, not a sentence."""
_MAX_ADJUNCT = 15
_MIN_TRAILED = 5
"""The same for words before a trailing cue: `In 2019, she said`."""


def indirect_quotes(context: Context, taken: list[DraftQuote]) -> list[DraftQuote]:
    """Return the reported clauses of the text outside the drafts in `taken`, mixed where marks stand in them."""
    used = {d.cue for d in taken if d.cue}
    blocked = sorted(s for d in taken for s in d.spans)
    drafts: list[DraftQuote] = []
    for found in _cues(context):
        offsets = _cue_offsets(context.words, found)
        inside = any(s <= offsets[0] < e for s, e in _near(blocked, offsets[0]))
        if offsets in used or inside or any(d.overlaps(*offsets) for d in drafts[-3:]):
            continue
        draft = _trailing(context, found) or _leading(context, found)
        if draft and (draft := _clear(context, draft, blocked, drafts)):
            drafts.append(draft)
    return drafts


def _between(blocked: list[Offsets], start: int, end: int) -> list[Offsets]:
    return blocked[max(0, bisect_right(blocked, (start, start)) - 1) : bisect_right(blocked, (end, end))]


def _near(blocked: list[Offsets], offset: int) -> list[Offsets]:
    at = bisect_right(blocked, (offset, 1 << 60))
    return blocked[max(0, at - 1) : at + 1]


def _cue_offsets(words: Words, found: CueInSentence) -> Offsets:
    return words.tokens[found.first].start, words.tokens[found.last - 1].end


def _cues(context: Context) -> Iterator[CueInSentence]:
    words, marked, beginnings = context.words, iter(context.marked), cue_beginnings()
    span = next(marked, None)
    for start, end in context.sentences:
        low, high = words.slice(start, end)
        after = low
        for i in range(low, high):
            if i < after or words.tokens[i].lower not in beginnings:
                continue
            while span and span.end <= words.tokens[i].start:
                span = next(marked, None)
            found = cue_at(words, i)
            if found and not (span and span.start <= words.tokens[i].start):
                yield CueInSentence(found[0], i, found[1], max(low, i - _MAX_SENTENCE), min(high, i + _MAX_SENTENCE))
            after = found[1] if found else i + 1


def _trailing(context: Context, found: CueInSentence) -> DraftQuote | None:
    """Read `The plant will close, she said on Monday`, `The plant, she said, will close`, `…, said Ana Vell`."""
    words = context.words
    if found.cue.kind == "source":
        return _source(context, found)
    if found.cue.kind not in ("say", "think"):
        return None
    subject = subject_before(words, found.first, found.low)
    if subject is None and words.lower(found.first - 1) == ",":
        return _inverted(context, found)
    if subject is None or subject.negated:
        return None
    comma = subject.reach - 1
    if words.lower(comma) == "as":
        return _as_told(context, found, subject)
    if comma <= found.low or words.tokens[comma].text != "," or found.cue.lemma == "put it":
        return None  # "when the box came, she put it on a shelf"
    if words.lower(found.last) == "," and found.high - found.last > MIN_CONTENT:
        rest = (found.last + 1, content_end(context, found.last + 1, found.high))
        return _draft(context, [(found.low, comma), rest], found, subject)
    if comma - found.low < _MIN_TRAILED or not _ends_here(words, found):
        return None
    return _draft(context, [(found.low, comma)], found, subject)


def _as_told(context: Context, found: CueInSentence, subject: Subject) -> DraftQuote | None:
    """Read `As Vell tells it, the plant will close`, `The plant will close, as Vell put it`."""
    words = context.words
    as_ = subject.reach - 1
    end = found.last + (words.lower(found.last) == "it")
    if as_ == found.low and words.lower(end) == ",":
        return _draft(context, [(end + 1, content_end(context, end + 1, found.high))], found, subject)
    if as_ - found.low > _MIN_TRAILED and words.lower(as_ - 1) == "," and _ends_here(words, replace(found, last=end)):
        return _draft(context, [(found.low, as_ - 1)], found, subject)
    return None


def _inverted(context: Context, found: CueInSentence) -> DraftQuote | None:
    words = context.words
    subject = None if found.cue.is_addressing else subject_after(words, found.last, found.high)
    comma = found.first - 1
    if subject is None or comma - found.low < _MIN_TRAILED or words.lower(found.first).endswith("ing"):
        return None
    return _draft(context, [(found.low, comma)], found, subject)


def _ends_here(words: Words, found: CueInSentence) -> bool:
    """Whether nothing but an adjunct ("on Monday", "in a statement") stands between the cue and the sentence's end."""
    first, high = found.last, found.high
    if found.cue.lemma == "tell":
        first = skip_addressee(words, first, high)
    if first >= high or words.tokens[first].text in ".,;!?…":
        return True
    if not in_class(words.tokens[first].text, "adjunct"):
        return False
    stop = next((i for i in range(first, high) if words.tokens[i].text in ",;"), high)
    return stop - first <= _MAX_ADJUNCT and all(words.lower(i) != "that" for i in range(first, high))


def _source(context: Context, found: CueInSentence) -> DraftQuote | None:
    words = context.words
    subject = subject_after(words, found.last, found.high)
    if subject is None:
        return None
    if found.first - found.low <= 1:
        return _after_source(context, found, subject)
    end = found.first - (words.tokens[found.first - 1].text == ",")
    return _draft(context, [(found.low, end)], found, subject)


def _after_source(context: Context, found: CueInSentence, subject: Subject) -> DraftQuote | None:
    words = context.words
    comma = next((i for i in range(subject.last, found.high) if words.tokens[i].text == ","), found.high)
    return _draft(context, [(comma + 1, strip_end(words, comma + 1, found.high))], found, subject)


def _leading(context: Context, found: CueInSentence) -> DraftQuote | None:
    """Read `She said (on Monday) (that) the plant would close`."""
    words = context.words
    if found.cue.kind == "call":
        return _called(context, found)
    subject = subject_before(words, found.first, found.low)
    participle = words.lower(found.first).endswith("ing")
    joined = words.lower(found.first - 1) in ("and", "but")
    if (subject is None and not (participle or joined)) or (subject and subject.negated):
        return None
    first = content_start(words, found)
    if first is None:
        return None
    last = content_end(context, first, found.high)
    return _draft(context, [(first, last)], found, subject or _clause_subject(words, found))


def _called(context: Context, found: CueInSentence) -> DraftQuote | None:
    """Read `She called the plan "a trap"`: to the end of the marks."""
    words = context.words
    subject = subject_before(words, found.first, found.low)
    if subject is None or subject.negated or found.last >= found.high:
        return None
    at = bisect_right(context.marked_starts, words.tokens[found.last].start - 1)
    if at == len(context.marked):
        return None
    first, last = words.slice(context.marked[at].start, context.marked[at].end)
    if first - found.last > _MAX_ADJUNCT or last > found.high or any(cue_at(words, i) for i in range(found.last, first)):
        return None
    return _draft(context, [(found.last, last)], found, subject)


def _clause_subject(words: Words, found: CueInSentence) -> Subject | None:
    for i in range(found.first - 1, found.low, -1):
        if cue_at(words, i) and (subject := subject_before(words, i, found.low)):
            return subject
    return subject_after(words, found.low, found.first)


def _draft(context: Context, pieces: list[tuple[int, int]], found: CueInSentence, subject: Subject | None) -> DraftQuote | None:
    words = context.words
    if max(last - first for first, last in pieces) < MIN_CONTENT:
        return None
    spans = tuple((words.tokens[first].start, words.tokens[last - 1].end) for first, last in pieces if first < last)
    return DraftQuote(spans, kind_of(context, spans), _cue_offsets(words, found), subject.offsets(words) if subject else None)


def kind_of(context: Context, spans: tuple[Offsets, ...]) -> QuoteKind:
    """Return the kind of a reported clause: mixed where a marked stretch lies in it, indirect elsewhere."""
    for start, end in spans:
        at = bisect_right(context.marked_starts, end - 1)
        if at and context.marked[at - 1].end > start:
            return "mixed"
    return "indirect"


def _clear(context: Context, draft: DraftQuote, blocked: list[Offsets], drafts: list[DraftQuote]) -> DraftQuote | None:
    """The draft cut off before a quote that is already found; None when too little is left."""
    spans = []
    for piece in draft.spans:
        start, end = _uncovered(piece, _between(blocked, *piece))
        text = context.text[start:end].strip(" ,\n")
        start = context.text.find(text, start, end) if text else start
        if text.strip() and not any(d.overlaps(start, start + len(text)) for d in drafts[-4:]):
            spans.append((start, start + len(text)))
    if not spans or max(len(context.text[s:e].split()) for s, e in spans) < MIN_CONTENT:
        return None
    return replace(draft, spans=tuple(spans), kind=kind_of(context, tuple(spans)))


def _uncovered(piece: Offsets, blocked: list[Offsets]) -> Offsets:
    start, end = piece
    for s, e in blocked:
        if s < end and start < e:
            start, end = (start, s) if start < s else (e, max(e, end))
    return start, end
