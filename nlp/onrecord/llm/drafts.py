"""An answer's items, each looked up in the article: what is there goes on with its place, what is not is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from onrecord.llm.ground import Ground, Offsets, Status, sentence_at

if TYPE_CHECKING:
    from onrecord.llm.answer import Answer, ClaimItem, EntityItem, QuoteItem
    from onrecord.llm.pieces import Piece

_MARKS = '“”„«»"'
_NEAR = 1
"""Sentences that a claim's number may be off."""


class Placed(NamedTuple):
    """Words that were found."""

    span: Offsets
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDraft:
    """A name mention with its place."""

    at: Placed
    item: EntityItem


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDraft:
    """A quote with the places of its parts."""

    pieces: tuple[Placed, ...]
    cue: Placed | None
    speaker: Placed | None
    item: QuoteItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A claim with the places of its parts."""

    sentence: int
    """Index in the article."""
    actor: Placed
    target: Placed | None
    cue: Placed | None
    item: ClaimItem


@dataclass(slots=True)
class Drafts:
    """What the answers about an article hold, in the order in which they came."""

    entities: list[EntityDraft] = field(default_factory=list)
    quotes: list[QuoteDraft] = field(default_factory=list)
    claims: list[ClaimDraft] = field(default_factory=list)
    statuses: Counter[Status] = field(default_factory=Counter)
    """How the words that the model gave were found."""
    dropped: Counter[str] = field(default_factory=Counter)
    """What was left out, by what it was and why."""

    def add(self, text: str, piece: Piece, answer: Answer) -> None:
        """Take in what an answer says about a piece of `text`."""
        self.dropped.update(answer.faults)
        placing = _Placing(text, piece, self.statuses, self.dropped)
        self.entities += placing.entities(answer.entities)
        self.quotes += placing.quotes(answer.quotes)
        self.claims += placing.claims(answer.claims)


class _Placing:
    """Looks up the items of one answer in its piece."""

    def __init__(self, text: str, piece: Piece, statuses: Counter[Status], dropped: Counter[str]) -> None:
        self._text = text
        self._piece = piece
        self._whole = (piece.spans[0][0], piece.spans[-1][1])
        self._ground = Ground(text, *self._whole)
        self._statuses = statuses
        self._dropped = dropped

    def entities(self, items: Iterable[EntityItem]) -> Iterator[EntityDraft]:
        taken: set[Offsets] = set()
        for item in items:
            if at := self._find(item.text, self._sentence(item.sentence), "entities: not in the text", taken=taken):
                taken.add(at.span)
                yield EntityDraft(at=at, item=item)

    def quotes(self, items: Iterable[QuoteItem]) -> Iterator[QuoteDraft]:
        for item in items:
            near = self._sentence(item.sentence)
            found = {at.span: at for words in item.pieces if (at := self._quoted(words, near))}
            pieces = [found[span] for span in sorted(found)]
            apart = [at for i, at in enumerate(pieces) if not i or pieces[i - 1].span[1] <= at.span[0]]
            if not apart:
                self._dropped["quotes: not in the text"] += 1
                continue
            begin = apart[0].span[0]
            near = self._piece.spans[sentence_at(self._piece.spans, begin)]
            yield QuoteDraft(
                pieces=tuple(apart),
                cue=self._find(item.cue, near, "quotes: no cue"),
                speaker=self._find(item.speaker, near, "quotes: no speaker"),
                item=item,
            )

    def _quoted(self, words: str, near: Offsets) -> Placed | None:
        """The place of a quote's piece, without the marks around it."""
        if not (at := self._find(words, near, "quotes: a piece not in the text")):
            return None
        start, end = at.span
        while start < end and self._text[start] in _MARKS:
            start += 1
        while start < end and self._text[end - 1] in _MARKS:
            end -= 1
        return Placed((start, end), at.status) if start < end else None

    def claims(self, items: Iterable[ClaimItem]) -> Iterator[ClaimDraft]:
        spans = self._piece.spans
        for item in items:
            index, cue = self._claim_sentence(item)
            if index is None:
                self._dropped["claims: no such sentence"] += 1
            elif actor := self._find(item.actor, spans[index], "claims: actor not in the text"):
                target = self._find(item.target, spans[index], "claims: no target")
                yield ClaimDraft(sentence=self._piece.first + index, actor=actor, target=target, cue=cue, item=item)

    def _claim_sentence(self, item: ClaimItem) -> tuple[int | None, Placed | None]:
        """The claim's sentence by its index in the piece: where its cue stands, if that is about where the number says."""
        given = item.sentence - 1 if 1 <= item.sentence <= len(self._piece.spans) else None
        cue = self._find(item.cue, self._sentence(item.sentence), "claims: no cue")
        if cue is None:
            return given, None
        index = sentence_at(self._piece.spans, cue.span[0])
        if given is None and cue.status == "ambiguous":
            return None, None
        if given is not None and abs(index - given) > _NEAR:
            self._dropped["claims: no cue"] += 1
            return given, None
        return index, cue

    def _sentence(self, number: int) -> Offsets:
        """The place of a sentence, the whole piece for a number that there is not."""
        return self._piece.spans[number - 1] if 1 <= number <= len(self._piece.spans) else self._whole

    def _find(self, words: str | None, near: Offsets, fault: str, *, taken: Iterable[Offsets] = ()) -> Placed | None:
        if words is None:
            return None
        found = self._ground.find(words, near, taken=taken)
        self._statuses[found.status] += 1
        if found.span is None:
            self._dropped[fault] += 1
            return None
        return Placed(found.span, found.status)
