"""What is wrong with the claims of a document, fault by fault, from the same matching that the figures come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.evaluate.claims import (
    UNTOLD,
    Judgement,
    Meant,
    judge_mentions,
    judge_names,
    mention_found,
    mention_gold,
    named_found,
    named_gold,
    same_mention,
)
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.reporting.cases import Fault, Kind

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document, Found
    from onrecord.evaluate.options import Options
    from onrecord.types import Claim, Stance

MISSED = 0.5
"""Cost of a sure gold claim that was missed. A wrong claim costs its confidence, 1 where it has none."""
WRONG_STAGE = 0.25
"""Cost of a wrong stage on a claim that was found."""

Place = int | tuple[int, int]
"""Index of a gold sentence; the evidence in the system's text where a claim lies in no gold sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A fault and the sentence that it is in."""

    place: Place
    fault: Fault


def judged(doc: Document) -> Judgement[Meant, Meant]:
    """Return the matching of a document's claims: by name where the whole article was labelled, else by mention."""
    if doc.whole:
        return judge_names(doc, named_gold(doc), named_found(doc))
    told = judge_mentions(doc, mention_gold(doc), mention_found(doc))
    return Judgement(
        pairs=tuple((_gold(g), _found(f)) for g, f in told.pairs),
        missed=tuple(_gold(g) for g in told.missed),
        spurious=tuple(_found(f) for f in told.spurious),
    )


def place_of(found: Found) -> Place:
    """Return the sentence of a predicted claim."""
    return (found.claim.evidence.start, found.claim.evidence.end) if found.sentence is None else found.sentence


def shown(meant: Meant) -> str:
    """Return the actor as its side writes it: the name that was judged (of a group, the member meant), else the mention."""
    actor = meant.claim.actor
    parts = (part.strip() for part in (actor.name or "").split(";"))
    return next((part for part in parts if set(normalised(part)) & set(meant.names)), actor.text)


def faults(doc: Document, told: Judgement[Meant, Meant], options: Options) -> list[Placed]:
    """Return the faults of a document that touch a stance of the scheme, in no particular order.

    Args:
        doc: The document.
        told: What `judged` says of it.
        options: Those of the evaluation.
    """
    missed, spurious = [g for g in told.missed if not g.claim.unsure], told.spurious
    pairs = best_matching(len(missed), len(spurious), lambda i, j: _likeness(doc, missed[i], spurious[j]))
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    every = [_confused(doc, missed[i], spurious[j], options) for i, j in pairs]
    every += [_wrong(doc, found, options) for j, found in enumerate(spurious) if j not in columns]
    every += [_missed(doc, gold, options) for i, gold in enumerate(missed) if i not in rows]
    every += _stages(told, options)
    return [placed for placed in every if set(placed.fault.stances) & set(options.stances)]


def _likeness(doc: Document, gold: Meant, found: Meant) -> tuple[int, int, int] | None:
    """How far a missed and a spurious claim of one sentence say the same; None where they have nothing to do with each other."""
    if found.found is None or gold.sentence != found.sentence:
        return None
    same_actor = any_same(gold.names, found.names) or same_mention(doc, gold.claim, found.found)
    stance, polarity = gold.claim.stance == found.claim.stance, gold.claim.polarity == found.claim.polarity
    return (int(same_actor), int(stance), int(polarity)) if same_actor or (stance and polarity) else None


def _same_actor(doc: Document, gold: Meant, found: Meant) -> bool:
    """Whether the actors are the same in what decides: the name where whole articles were labelled, else the mention."""
    if doc.whole:
        return any_same(gold.names, found.names)
    return found.found is not None and same_mention(doc, gold.claim, found.found)


def _confused(doc: Document, gold: Meant, found: Meant, options: Options) -> Placed:
    a, b = gold.claim, found.claim
    told: list[tuple[Kind, str]] = []
    if a.stance != b.stance:
        told.append(("wrong stance", f"stance: {b.stance}, gold {a.stance}"))
    if a.polarity != b.polarity:
        told.append(("wrong polarity", f"polarity: {b.polarity}, gold {a.polarity}"))
    if not told or not _same_actor(doc, gold, found):
        told.append(("wrong actor", f"actor: {shown(found)}, gold {shown(gold)}"))
    cost = _cost(b, options) + MISSED * (a.stance in options.stances)
    return _placed(a.sentence, told[0][0], "; ".join(why for _, why in told), (b.stance, a.stance), cost)


def _wrong(doc: Document, found: Meant, options: Options) -> Placed:
    stance, place = found.claim.stance, place_of(found.found) if found.found else found.claim.sentence
    if found.sentence is None:
        why = f"{shown(found)}: {stance} found, in none of the gold's sentences"
    elif any(c.sentence == found.sentence for c in doc.claims):
        why = f"{shown(found)}: {stance} found, gold has no such claim"
    else:
        why = f"{stance} found, gold has none"
    return _placed(place, "wrong claim", why, (stance,), _cost(found.claim, options))


def _missed(doc: Document, gold: Meant, options: Options) -> Placed:
    stance, place = gold.claim.stance, gold.claim.sentence
    why = f"{shown(gold)}: {stance} missed"
    if doc.pred is None:
        why += ", the system has no record"
    elif doc.alignment.places[place] is None:
        why += ", the sentence is not in the system's text"
    elif not any(f.sentence == place for f in doc.found):
        why += ", nothing found"
    return _placed(place, "missed claim", why, (stance,), MISSED * (stance in options.stances))


def _stages(told: Judgement[Meant, Meant], options: Options) -> Iterator[Placed]:
    """Wrong stages of claims that were found; unsure gold is left out, as in the figures."""
    for gold, found in told.pairs:
        a, b = gold.claim, found.claim
        if a.stage != b.stage and not a.unsure:
            why = f"stage: {b.stage}, gold {a.stage}"
            yield _placed(a.sentence, "wrong stage", why, (a.stance,), WRONG_STAGE * (a.stance in options.stances))


def _cost(found: Claim, options: Options) -> float:
    sure = 1.0 if found.confidence is None else found.confidence
    return sure if found.stance in options.stances else 0.0


def _placed(place: Place, kind: Kind, why: str, stances: Sequence[Stance], cost: float) -> Placed:
    return Placed(place=place, fault=Fault(kind=kind, why=why, stances=tuple(dict.fromkeys(stances)), cost=cost))


def _gold(claim: Claim) -> Meant:
    return Meant(claim=claim, sentence=claim.sentence, names=())


def _found(found: Found) -> Meant:
    return Meant(claim=found.claim, sentence=found.sentence, names=UNTOLD, found=found)
