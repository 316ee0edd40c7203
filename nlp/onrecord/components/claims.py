"""Draft claims become claims: names, target, quotes, attribution, dates and jurisdiction are joined to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.actors import Who, actors, name_at, overlapping
from onrecord.components.attribution import Told, attribution, headings_summed_up, speaks
from onrecord.components.confidence import confidence
from onrecord.components.dates.find import claim_dates
from onrecord.components.mentions import Mention
from onrecord.components.targets import jurisdiction, target_kind
from onrecord.types import STANCES, Claim, Quote, Span, Stance, Target

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim
    from onrecord.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What claims are joined with."""

    who: Who
    sentences: Sequence[tuple[int, int]]
    quotes: Sequence[Quote]
    anonymous: frozenset[str]
    """Ids of the quotes whose speaker wants no name."""
    published: str | None
    """Publication date, YYYY-MM-DD."""
    lexicon: Lexicon
    dates: bool = True
    """Whether to look for dates."""


def build_claims(
    drafts: Iterable[DraftClaim],
    context: Context,
    *,
    threshold: float,
    calibration: Mapping[str, Sequence[float]],
    stances: Sequence[Stance] = STANCES,
) -> tuple[Claim, ...]:
    """Return the claims of an article, ids `c1`… in the order of sentence, stance and actor.

    Args:
        drafts: The draft claims, the doubtful ones too.
        context: The article's names, quotes and sentences.
        threshold: Least confidence of a claim.
        calibration: Coefficients of the confidence.
        stances: The model's stances, in the order of the coefficients.
    """
    sure = [(d, c) for d in drafts if (c := confidence(d, calibration, stances)) >= threshold]
    told = Told.of(context.quotes)
    claims = [replace_confidence(claim, c) for d, c in sure for claim in _claims(d, context, told)]
    in_order = sorted(claims, key=lambda c: (c.sentence, c.actor.start, c.stance, c.actor.name or ""))
    kept = list(_without_repeats(in_order, context.who))
    kept = headings_summed_up(kept, context.who.text)
    return tuple(replace(claim, id=f"c{i}") for i, claim in enumerate(kept, 1))


def replace_confidence(claim: Claim, value: float) -> Claim:
    """Return the claim with its confidence, to four decimals."""
    return replace(claim, confidence=round(value, 4))


def _claims(draft: DraftClaim, context: Context, told: Told) -> Iterator[Claim]:
    text = context.who.text
    start, end = context.sentences[draft.sentence]
    named = overlapping(context.who.named, start, end)
    places = [Mention(n.start, n.end, n.label) for n in named if n.label in ("PLACE", "GOVERNMENT")]
    target = _target(draft, context)
    quotes = told.around(draft.cue[0])
    earlier = [] if quotes else told.going_on(text, start, draft.cue[0])
    reports = [] if quotes or earlier else list(told.reporting(text, start, draft.cue[0]))
    dates = claim_dates(text, (start, end), draft.cue, published=context.published, stage=draft.stage) if context.dates else None
    for actor in actors(draft.actor, context.who, since=start):
        carriers = told.of_actor(actor, quotes, (start, end), text)
        carriers = carriers or [q for q in reports if q.speaker and speaks(actor, q.speaker, text)]
        yield Claim(
            id="",
            actor=actor,
            stance=draft.stance,
            polarity=draft.polarity,
            stage=draft.stage,
            target=target,
            jurisdiction=jurisdiction(draft.target, places, text=text, lexicon=context.lexicon),
            statement_date=dates.statement_date if dates else None,
            effective_date=dates.effective_date if dates else None,
            date_source=dates.date_source if dates else None,
            sentence=draft.sentence,
            evidence=Span.of(text, start, end),
            quotes=tuple(q.id for q in carriers),
            attribution=attribution(actor, carriers or earlier, context.anonymous, text=text, lexicon=context.lexicon),
        )


def _target(draft: DraftClaim, context: Context) -> Target | None:
    if (mention := draft.target) is None:
        return None
    text = context.who.text[mention.start : mention.end]
    named = name_at(mention, context.who)
    return Target(
        start=mention.start,
        end=mention.end,
        text=text,
        name=named.name if named else text,
        label=named.label if named else "OTHER",
        ref=named.ref if named else None,
        kind=target_kind(text, named.label if named else "TARGET", lexicon=context.lexicon),
    )


def _without_repeats(claims: Iterable[Claim], who: Who) -> Iterator[Claim]:
    """Leave out a second mention of one actor with one stance in a sentence; the same words, known or not, are one actor.

    A mention that stands for something goes before one that does not, the surer before the less sure: of "Vell pulled Freedonia
    out", where Vell is its president, the one that the sentence makes its subject.
    """
    people = frozenset((p.start, p.end) for p in who.people)
    kept: dict[tuple[int, str, str, str], Claim] = {}
    for claim in claims:
        acting = claim.actor.ref or claim.actor.name or claim.actor.text.lower()
        key = (claim.sentence, claim.stance, claim.polarity, acting)
        if key not in kept or _rank(claim, people) > _rank(kept[key], people):
            kept[key] = claim
    yield from kept.values()


def _rank(claim: Claim, people: frozenset[tuple[int, int]]) -> tuple[bool, float]:
    actor = claim.actor
    known = actor.label != "OTHER" and (actor.entity is not None or (actor.start, actor.end) in people)
    return known, claim.confidence or 0.0
