"""Quotes told by the layout: transcripts (`Q:`, `VELL:`) and headlines (`Vell: plant will close`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.components.quotes.drafts import DraftQuote, Offsets
from onrecord.components.quotes.indirect import kind_of
from onrecord.components.quotes.subjects import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.quotes.context import Context

_NAME = r"[A-Z][A-Z.’'\-]{1,30}(?:[ \t]+[A-Z][A-Z.’'\-]{0,30}){0,4}"
_TURN = re.compile(rf"^[ \t]*([“\"]?)({_NAME}|[QA])[ \t]*(:)[ \t]*(?=\S)", re.MULTILINE)
_STAGE = re.compile(r"[(\[][^()\[\]]*[)\]]")
"""What is no speech in a transcript: `(laughter)`."""
_LINE = re.compile(r"[^\n]+")
_MARKS = ' \t\r”"'
_HEADLINE = re.compile(r"\s*([^\n:“\"]{2,60})(:)[ \t]+([^\n]{10,200})")
_MIN_TURNS = 2


def transcript_turns(context: Context, mentions: Sequence[Mention]) -> list[DraftQuote]:
    """Return the turns of a transcript as direct quotes, each to its paragraph's end; none for fewer than two turns.

    Places begin lines in the same way, `LONDON: shares rose`: somebody must speak twice, or be a person by name. The
    questions of a `Q` whom nobody names are left out. A turn with a mark before the name, `"VELL: …`, goes on over the
    paragraphs that begin with a mark.
    """
    turns = list(_TURN.finditer(context.text))
    if len(turns) < _MIN_TURNS or not _is_talk(turns, mentions):
        return []
    ends = [turn.start() for turn in turns[1:]] + [len(context.text)]
    found = ((turn, tuple(_pieces(context.text, turn, end))) for turn, end in zip(turns, ends, strict=True) if turn[2] != "Q")
    return [DraftQuote(pieces, "direct", turn.span(3), turn.span(2)) for turn, pieces in found if pieces]


def _pieces(text: str, turn: re.Match[str], end: int) -> Iterator[Offsets]:
    """A turn's paragraph, and those after it that its mark is repeated before."""
    for line in _LINE.finditer(text, turn.end(), end):
        mark = line.start() + len(line[0]) - len(line[0].lstrip())
        first = line.start() == turn.end()
        if not first and (not turn[1] or not text.startswith(turn[1], mark)):
            return
        start = mark if first else mark + len(turn[1])
        stop = start + len(text[start : line.end()].rstrip(_MARKS if turn[1] else None))
        if stop > start and not _STAGE.fullmatch(text, start, stop):
            yield start, stop


def _is_talk(turns: Sequence[re.Match[str]], mentions: Sequence[Mention]) -> bool:
    speakers = [turn[2] for turn in turns]
    if len(set(speakers)) < len(speakers) or {"Q", "A"} & set(speakers):
        return True
    people = {at for m in mentions if m.label == "PERSON" for at in range(m.start, m.end)}
    return any(not people.isdisjoint(range(*turn.span(2))) for turn in turns)


def headline_claim(context: Context, drafts: Sequence[DraftQuote], mentions: Sequence[Mention]) -> DraftQuote | None:
    """Return what the headline says for somebody, `Vell: plant will close`.

    Many headlines begin with a topic instead; the words before the colon must be a named person, company or
    government, or somebody whom the article quotes.
    """
    found = _HEADLINE.match(context.text)
    if not found or any(d.overlaps(*found.span(3)) for d in drafts):
        return None
    first, last = context.words.slice(*found.span(1))
    if not all(is_name(context.words.tokens[i]) for i in range(first, last)):
        return None
    if not _speaks(context.text, found.span(1), drafts, mentions):
        return None
    start, end = found.span(3)
    end = start + len(context.text[start:end].rstrip(" ."))
    return DraftQuote(((start, end),), kind_of(context, ((start, end),)), found.span(2), found.span(1))


def _speaks(text: str, who: Offsets, drafts: Sequence[DraftQuote], mentions: Sequence[Mention]) -> bool:
    if any(m.label in ("PERSON", "COMPANY", "GOVERNMENT") and m.start < who[1] and who[0] < m.end for m in mentions):
        return True
    name = text[slice(*who)].strip().lower()
    return any(name in text[slice(*d.speaker)].lower() for d in drafts if d.speaker)
