"""A reported clause and the marked words that go on with it are one quote: `She said |it was time because “nobody listens”|`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.quotes.context import Context
    from onrecord.components.quotes.drafts import DraftQuote

_STOPS = frozenset(("", *",:;.!?…—–"))
_TAIL = 20
_MARKS = "“”„«»\"'‘’`"


def join_mixed(context: Context, drafts: Sequence[DraftQuote]) -> list[DraftQuote]:
    """Return the drafts, given by start, with those made one that only quote marks part."""
    out: list[DraftQuote] = []
    for draft in drafts:
        if out and _goes_on(context, out[-1], draft):
            out[-1:] = _joined(out[-1], draft)
        else:
            out.append(draft)
    return out


def _goes_on(context: Context, draft: DraftQuote, later: DraftQuote) -> bool:
    """Whether the two meet within a clause, and nothing says that somebody else speaks in the second."""
    if {draft.kind, later.kind} not in ({"direct", "indirect"}, {"direct", "mixed"}):
        return False
    if draft.end > later.start or not context.is_blank(draft.end, later.start):
        return False
    if context.text[max(draft.start, draft.end - _TAIL) : draft.end].rstrip(_MARKS)[-1:] in _STOPS or context.parts_paragraphs(
        draft.end, later.start
    ):
        return False
    if draft.kind == "direct":
        return draft.cue is None or draft.cue == later.cue or later.cue is None
    return later.cue is None or later.cue == draft.cue or later.cue[0] >= later.spans[0][1]


def _joined(draft: DraftQuote, later: DraftQuote) -> list[DraftQuote]:
    """The two as one, and what else the second says by its own cue."""
    owner, rest = (later, ()) if draft.kind == "direct" and later.cue else (draft, later.spans[1:])
    spans = (*draft.spans[:-1], (draft.spans[-1][0], later.spans[0][1]))
    if not rest or later.cue in (None, draft.cue):
        return [replace(owner, spans=(*spans, *later.spans[1:]), kind="mixed")]
    return [replace(owner, spans=spans, kind="mixed"), replace(later, spans=rest)]
