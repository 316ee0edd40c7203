"""A gold record and what a system said of it, claim by claim and sentence by sentence.

Every list here is put into an order of content, so that no figure depends on the order in which a file has them, nor
on their ids.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.evaluate.alignment import Alignment
from onrecord.evaluate.words import Place, Words
from onrecord.records import LABELLED, labelled_fields, labelled_sentences
from onrecord.types import STAGES, STANCES, Claim, Quote, Record, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.evaluate.options import Options


_TOLD = frozenset(("attribution", "jurisdiction", "dates"))
"""Fields of a claim that are scored only where the system tells them too."""


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
    """What is scored of what the gold labels: entities, claims, target, attribution, jurisdiction, dates, quotes, claim_quotes."""
    claims: tuple[Claim, ...]
    """Gold claims."""
    found: tuple[Found, ...]
    """The system's claims in labelled sentences and, where all are labelled, those in none."""

    stances: tuple[Stance, ...]
    """Stances of the scheme."""
    cluster: str
    """The document it is resampled with; see `cluster_of`."""
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
    if pred is not None:  # a file that never says when or in whose words is not wrong about it
        fields -= _TOLD - labelled_fields(pred)
    claims = [c for c in in_order(gold.claims) if c.sentence in labelled] if "claims" in fields else []
    return Document(
        gold=gold,
        pred=pred,
        alignment=alignment,
        words=Words(gold.text),
        labelled=labelled,
        fields=fields,
        claims=tuple(_gold_claims(claims, options)),
        found=tuple(_found(pred, alignment, frozenset(labelled), options, whole=whole)),
        stances=options.stances,
        cluster=cluster_of(gold, options.cluster),
        whole=whole,
    )


def records_by_id(records: Iterable[Record], what: str) -> dict[str, Record]:
    """Return records by their ids, in the order given.

    Raises:
        InputError: Two have one id; the message calls them `what`.
    """
    out: dict[str, Record] = {}
    for record in records:
        if record.id in out:
            raise InputError(f"two {what} have the id {record.id!r}, give each its own")
        out[record.id] = record
    return out


def cluster_of(record: Record, key: str) -> str:
    """Return the name of the document that a record is of: what its `meta` has under the key, else its own id.

    The two are told apart, so that a record's id is never taken for the name of a document.
    """
    name = record.meta.get(key)
    return f"id {record.id}" if name in (None, "") else f"key {name}"


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order of the text; of those with one actor and stance, counted ones first."""
    return sorted(claims, key=_rank)


def quotes_in_order(quotes: Iterable[Quote]) -> list[Quote]:
    """Return quotes in the order of the text."""
    return sorted(
        quotes, key=lambda q: (q.start, q.end, repr(q.spans), q.kind, repr(q.speaker), repr((q.speaker_name, q.organization)))
    )


def _place_of(stance: Stance) -> tuple[int, str]:
    """Our own stances in their order, others after them by their names."""
    return (STANCES.index(stance) if stance in STANCES else len(STANCES)), stance


def _rank(claim: Claim) -> tuple[object, ...]:
    actor, target = claim.actor, claim.target
    where = (claim.evidence.start, actor.start, actor.end, _place_of(claim.stance), claim.polarity)
    weight = (not claim.counted, STAGES.index(claim.stage))
    about = (target.start, target.end, target.name or "") if target else (-1, -1, "")
    rest = (claim.attribution, claim.jurisdiction or "", claim.statement_date or "", claim.effective_date or "")
    return (*where, *weight, *about, actor.name or "", *rest, claim.unsure, -(claim.confidence or 0))


def _gold_claims(claims: list[Claim], options: Options) -> list[Claim]:
    if options.claims == "counted":
        claims = [c for c in claims if c.counted or c.unsure]
        claims = [c if c.counted else replace(c, unsure=True) for c in claims]
    return [replace(c, unsure=False) for c in claims] if options.unsure == "required" else claims


def _found(pred: Record | None, alignment: Alignment, labelled: frozenset[int], options: Options, *, whole: bool) -> list[Found]:
    if pred is None:
        return []
    out = []
    for claim in in_order(pred.claims):
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
