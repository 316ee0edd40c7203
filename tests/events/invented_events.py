"""Invented records for the tests of events: one sentence a claim."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord import types as t


@dataclass(frozen=True)
class Said:
    """A claim to build: who, which stance, on what, and what else a claim has."""

    actor: str
    stance: str = "withdraw"
    target: str | None = "Freedonia"
    quote: str | None = None
    kind: str = "direct"
    speaker: str | None = None
    words: str = "The firm"
    ref: str | None = None
    named: bool = True
    target_named: bool = True
    more: tuple = ()

    def sentence(self):
        """The sentence that the claim is in."""
        return f"{self.words} spoke of {self.target or 'it'}: “{self.quote or '…'}”."


def said(actor, stance="withdraw", target="Freedonia", **given):
    """A claim to build; what `Said` has no field for goes to the claim."""
    own = {key: given.pop(key) for key in list(given) if key in Said.__dataclass_fields__}
    return Said(actor, stance, target, **own, more=tuple(given.items()))


def article(name, *claims, date="2031-02-03", source="The Lantern", story=None):
    """A record that holds the claims, in order."""
    lines = [one.sentence() for one in claims] or ["It rained."]
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    text = " ".join(lines)
    quotes = [_quote(text, starts[i], i, one) for i, one in enumerate(claims) if one.quote]
    built = [_claim(text, starts[i], len(lines[i]), i, one) for i, one in enumerate(claims)]
    return t.Record(
        id=name, date=date, source=source, story=story, text=text, claims=tuple(built), quotes=tuple(quotes),
        sentences=tuple(
            t.Sentence(start=start, end=start + len(line), stances=tuple({c.stance for c in built if c.sentence == i and c.counted}))
            for i, (start, line) in enumerate(zip(starts, lines, strict=True))
        ),
    )  # fmt: skip


def _claim(text, start, size, index, one):
    actor = t.Actor(
        start=start, end=start + len(one.words), text=one.words, name=one.actor if one.named else None, label="COMPANY", ref=one.ref
    )
    return t.Claim(
        id=f"c{index + 1}", actor=actor, stance=one.stance, target=_target(text, start, one), sentence=index,
        evidence=t.Span.of(text, start, start + size), quotes=(f"q{index + 1}",) if one.quote else (), **dict(one.more),
    )  # fmt: skip


def _target(text, start, one):
    if one.target is None:
        return None
    at = text.index(one.target, start)
    return t.Target(
        start=at, end=at + len(one.target), text=one.target, name=one.target if one.target_named else None, label="PLACE", ref=None,
        kind="market",
    )  # fmt: skip


def _quote(text, start, index, one):
    at = text.index(one.quote, start)
    piece = t.Span.of(text, at, at + len(one.quote))
    return t.Quote(
        id=f"q{index + 1}", start=piece.start, end=piece.end, text=piece.text, spans=(piece,), kind=one.kind, speaker_name=one.speaker,
        organization=one.actor,
    )  # fmt: skip
