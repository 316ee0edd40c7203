"""The sentences that a system got worst, with what is needed to see why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.evaluate.reporting.cases import ErrorCase, Fault, Mark, Role, Side, Told
from onrecord.evaluate.reporting.faults import Place, faults, judged, place_of

if TYPE_CHECKING:
    from onrecord.evaluate.claims import Judgement, Meant
    from onrecord.evaluate.documents import Document, Found
    from onrecord.evaluate.evaluation import Evaluation
    from onrecord.evaluate.words import Place as Stretch
    from onrecord.types import Claim, Record

TOP = 50


def errors(evaluation: Evaluation, top: int = TOP) -> list[ErrorCase]:
    """Return the sentences that cost most, the worst first; equal ones in the order of documents and text.

    A wrong claim costs its confidence (1 where it has none), a sure gold claim that was missed 0.5, a wrong stage on a
    claim that was found 0.25; a sentence costs the sum of its faults. A wrong and a missed claim of one sentence that
    share the actor, or stance and polarity, are told as one fault. Claims are judged by name where whole articles were
    labelled, else by mention; unsure gold is never a fault, nor are stances outside the scheme.

    Args:
        evaluation: A system's figures, from `onrecord.evaluate.evaluate`.
        top: Most sentences.

    Raises:
        InputError: `top` is negative.
    """
    if top < 0:
        raise InputError(f"top is {top}, give the number of sentences")
    found = [case for doc in evaluation.documents for case in _cases(doc, evaluation)]
    return sorted(found, key=lambda case: -round(case.cost, 9))[:top]


def _cases(doc: Document, evaluation: Evaluation) -> Iterator[ErrorCase]:
    """The sentences of a document that have a fault, in the order of the text, those in none of the gold's last."""
    if "claims" not in doc.fields:
        return
    told = judged(doc)
    at: dict[Place, list[Fault]] = defaultdict(list)
    for placed in faults(doc, told, evaluation.options):
        at[placed.place].append(placed.fault)
    order: list[Place] = [*sorted(p for p in at if isinstance(p, int))]
    for place in [*order, *sorted(p for p in at if isinstance(p, tuple))]:
        yield _case(doc, told, place, sorted(at[place], key=lambda f: (-f.cost, f.why)))


def _case(doc: Document, told: Judgement[Meant, Meant], place: Place, wrong: list[Fault]) -> ErrorCase:
    inside = isinstance(place, int)
    record = doc.gold if inside or doc.pred is None else doc.pred
    here = [f for f in doc.found if place_of(f) == place]
    index = place if isinstance(place, int) else here[0].claim.sentence
    gold = [c for c in doc.claims if inside and c.sentence == place]
    start, end = record.sentences[index].start, record.sentences[index].end
    marks = [*_gold_marks(gold), *_found_marks(here, carried=inside)]
    return ErrorCase(
        document=doc.gold.id,
        title=doc.gold.title,
        sentence=index if inside else None,
        previous=_sentence(record, index - 1),
        text=record.text[start:end],
        next=_sentence(record, index + 1),
        gold=_gold_told(gold, told),
        predicted=_found_told(here, told),
        marks=tuple(_inside(marks, start, end)),
        faults=tuple(wrong),
    )


def _sentence(record: Record, index: int) -> str:
    if not 0 <= index < len(record.sentences):
        return ""
    return record.text[record.sentences[index].start : record.sentences[index].end]


def _gold_told(claims: Iterable[Claim], told: Judgement[Meant, Meant]) -> tuple[Told, ...]:
    missed = {m.claim.id for m in told.missed if not m.claim.unsure}
    matched = {g.claim.id for g, _ in told.pairs}
    return tuple(_told(claim, right=_verdict(claim, matched, missed)) for claim in claims)


def _found_told(found: Iterable[Found], told: Judgement[Meant, Meant]) -> tuple[Told, ...]:
    wrong = {m.claim.id for m in told.spurious}
    matched = {f.claim.id for g, f in told.pairs if not g.claim.unsure}
    return tuple(_told(f.claim, right=_verdict(f.claim, matched, wrong)) for f in found)


def _verdict(claim: Claim, right: Collection[str], wrong: Collection[str]) -> bool | None:
    """A claim that says what another said, or meets unsure gold, is neither right nor wrong."""
    return False if claim.id in wrong else True if claim.id in right else None


def _told(claim: Claim, *, right: bool | None) -> Told:
    return Told(
        stance=claim.stance,
        polarity=claim.polarity,
        stage=claim.stage,
        actor=claim.actor.name,
        mention=claim.actor.text,
        target=(claim.target.name or claim.target.text) if claim.target else None,
        confidence=claim.confidence,
        unsure=claim.unsure,
        right=right,
    )


Pointed = tuple[Side, Role, "Stretch"]
"""A side, a role, and a place in the text that the sentence is taken from."""


def _gold_marks(claims: Iterable[Claim]) -> Iterator[Pointed]:
    for claim in claims:
        yield "gold", "actor", (claim.actor.start, claim.actor.end)
        if claim.target:
            yield "gold", "target", (claim.target.start, claim.target.end)


def _found_marks(found: Iterable[Found], *, carried: bool) -> Iterator[Pointed]:
    """Places in the gold text where they could be carried over to it, else in the system's own."""
    for one in found:
        actor, target = one.claim.actor, one.claim.target
        own: list[tuple[Role, Stretch | None]] = [("actor", (actor.start, actor.end))]
        own += [("target", (target.start, target.end))] if target else []
        there: list[tuple[Role, Stretch | None]] = [("actor", one.actor), ("target", one.target)]
        for role, stretch in there if carried else own:
            if stretch:
                yield "predicted", role, stretch


def _inside(marks: Iterable[Pointed], start: int, end: int) -> list[Mark]:
    """The marks as offsets into a sentence, cut at its ends, each once."""
    cut = {
        Mark(side=side, role=role, start=max(a, start) - start, end=min(b, end) - start)
        for side, role, (a, b) in marks
        if a < end and b > start
    }
    return sorted(cut, key=lambda m: (m.start, m.end, m.side, m.role))
