"""A gold record and what a system said of it, claim by claim and sentence by sentence.

Every list here is put into the order of the items' ids, so that figures do not depend on the order in which a file
has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.evaluate.alignment import Alignment
from onrecord.evaluate.words import Place, Words
from onrecord.records import LABELLED, labelled_fields, labelled_sentences
from onrecord.types import Claim, Entity, Quote, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from onrecord.evaluate.options import Options

    Item = TypeVar("Item", Claim, Entity, Quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A claim of a system, in the coordinates of the gold text."""

    claim: Claim
    """As the system wrote it."""
    sentence: int | None
    """Index of the gold sentence, None where it lies in none."""
    actor: Place | None
    """The actor's mention in the gold text."""
    target: Place | None
    """The target in the gold text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One gold record with one system's answer."""

    gold: Record
    pred: Record | None
    """None where the system gave no record."""
    alignment: Alignment
    words: Words
    """The words of the gold text."""
    labelled: tuple[int, ...]
    """Indexes of the gold sentences that were labelled."""
    fields: frozenset[str]
    """What the gold labels: entities, claims, target, attribution, jurisdiction, dates, quotes, claim_quotes."""
    claims: tuple[Claim, ...]
    """Gold claims."""
    found: tuple[Found, ...]
    """The system's claims in labelled sentences and, where all are labelled, those in none."""

    whole: bool
    """Whether a whole article was labelled, so that names can be judged over it; not so for a sentence with context."""

    @property
    def lost(self) -> int:
        """How many labelled sentences are not in the system's text."""
        if self.pred is None:
            return 0
        return sum(self.alignment.places[i] is None for i in self.labelled)


def make_document(gold: Record, pred: Record | None, options: Options) -> Document:
    """Return the pair in one set of coordinates, with the claims that the options leave."""
    alignment = Alignment(gold, gold.text if pred is None else pred.text)
    labelled = labelled_sentences(gold)
    whole = LABELLED not in gold.meta
    fields = labelled_fields(gold)
    claims = [c for c in by_id(gold.claims) if c.sentence in labelled] if "claims" in fields else []
    return Document(
        gold=gold,
        pred=pred,
        alignment=alignment,
        words=Words(gold.text),
        labelled=labelled,
        fields=fields,
        claims=tuple(_gold_claims(claims, options)),
        found=tuple(_found(pred, alignment, frozenset(labelled), options, whole=whole)),
        whole=whole,
    )


def by_id(items: Iterable[Item]) -> list[Item]:
    """Return the items in the order of their ids, `c2` before `c10`."""
    return sorted(items, key=lambda item: [(int(n) if n else -1, word) for n, word in re.findall(r"(\d+)|(\D+)", item.id)])


def _gold_claims(claims: list[Claim], options: Options) -> list[Claim]:
    if options.claims == "counted":
        claims = [c for c in claims if c.counted or c.unsure]
        claims = [c if c.counted else replace(c, unsure=True) for c in claims]
    return [replace(c, unsure=False) for c in claims] if options.unsure == "required" else claims


def _found(pred: Record | None, alignment: Alignment, labelled: frozenset[int], options: Options, *, whole: bool) -> list[Found]:
    if pred is None:
        return []
    out = []
    for claim in by_id(pred.claims):
        index = alignment.sentence_at((claim.evidence.start, claim.evidence.end))
        if (index in labelled or (whole and index is None)) and _wanted(claim, options):
            target = alignment.span((claim.target.start, claim.target.end)) if claim.target else None
            actor = alignment.span((claim.actor.start, claim.actor.end))
            out.append(Found(claim=claim, sentence=index, actor=actor, target=target))
    return out


def _wanted(claim: Claim, options: Options) -> bool:
    if options.claims == "counted" and not claim.counted:
        return False
    return options.threshold is None or claim.confidence is None or claim.confidence >= options.threshold
