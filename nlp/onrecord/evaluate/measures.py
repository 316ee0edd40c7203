"""Everything that is counted of one document: by measure, as counts or as right out of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.evaluate.claims import (
    Judgement,
    by_stance,
    claims_of,
    judge_mentions,
    judge_names,
    mention_found,
    mention_gold,
    named_found,
    named_gold,
    position_counts,
    same_mention,
    same_target,
    total,
)
from onrecord.evaluate.counts import Counts
from onrecord.evaluate.entities import entity_counts
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.quotes import quote_counts, quote_pairs, same_speaker_name
from onrecord.evaluate.sentences import sentence_counts
from onrecord.records.places import overlap

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document, Found
    from onrecord.types import Claim

Share = tuple[int, int]
"""Right, out of all."""
_LABELLED = {
    "target": "target",
    "attribution": "attribution",
    "jurisdiction": "jurisdiction",
    "statement_date": "dates",
    "effective_date": "dates",
}
"""Fields of a claim, and what the gold must say that it labels for them to be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The numbers of one document. A measure that the gold does not label is absent."""

    counts: dict[str, Counts]
    shares: dict[str, Share]


def measure(doc: Document) -> Measured:
    """Return all counts and shares of a document."""
    counts = entity_counts(doc) | sentence_counts(doc) | quote_counts(doc)
    shares: dict[str, Share] = {}
    if "claims" in doc.fields:
        counts |= _mention_counts(doc)
        shares |= _attributes(doc)
        if doc.whole:
            counts |= _named_counts(doc)
            shares |= _named_shares(doc)
    if "quotes" in doc.fields:
        shares["speaker_name"] = _share(same_speaker_name(g, p) for g, p in quote_pairs(doc) if g.speaker_name or g.organization)
    return Measured(counts=counts, shares=shares)


def _mention_counts(doc: Document) -> dict[str, Counts]:
    gold, found = mention_gold(doc), mention_found(doc)
    counted = [c if c.counted else replace(c, unsure=True) for c in gold if c.counted or c.unsure]
    negated = _stances(
        judge_mentions(doc, [c for c in gold if c.polarity == "negated"], [f for f in found if f.claim.polarity == "negated"])
    )
    return {
        "claims.mention": _stances(judge_mentions(doc, gold, found)),
        "claims.counted": _stances(judge_mentions(doc, counted, [f for f in found if f.claim.counted])),
        "claims.required": _stances(judge_mentions(doc, [replace(c, unsure=False) for c in gold], found)),
        "claims.negated": {"negated": total(negated)},
        "claims.strict": _strict(doc),
    }


def _named_counts(doc: Document) -> dict[str, Counts]:
    gold, found = named_gold(doc), named_found(doc)
    required = [replace(m, claim=replace(m.claim, unsure=not m.names)) for m in gold]
    return {
        "claims.name": by_stance(*claims_of(judge_names(doc, gold, found))),
        "claims.name_required": by_stance(*claims_of(judge_names(doc, required, found))),
        "positions": position_counts(gold, found),
    }


def _stances(judgement: Judgement[Claim, Found]) -> Counts:
    pairs = [(gold, found.claim) for gold, found in judgement.pairs]
    return by_stance(pairs, judgement.missed, [found.claim for found in judgement.spurious])


def _judge_fields(doc: Document, gold: Sequence[Claim], found: Sequence[Found], *, every: bool) -> list[tuple[Claim, Found]]:
    """Match claims by sentence, stance and actor mention so that most fields agree, in the order of their weight.

    Args:
        doc: The document.
        gold: Gold claims.
        found: Predicted claims.
        every: Whether only pairs that agree on every labelled field count.
    """

    def worth(i: int, j: int) -> tuple[int, ...] | None:
        g, f = gold[i], found[j]
        if g.stance != f.claim.stance or not same_mention(doc, g, f):
            return None
        fields = _fields(doc, g, f)
        return (int(not g.unsure), *map(int, fields.values())) if all(fields.values()) or not every else None

    return [(gold[i], found[j]) for i, j in best_matching(len(gold), len(found), worth)]


def _strict(doc: Document) -> Counts:
    """Counts of whole claims: those of one actor and stance that differ in any other field are as many claims."""
    gold, found = _whole_claims(doc)
    pairs = _judge_fields(doc, gold, found, every=True)
    hit, used = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    missed, spurious = [g for g in gold if id(g) not in hit], [f.claim for f in found if id(f) not in used]
    return by_stance([(g, f.claim) for g, f in pairs], missed, spurious)


def _whole_claims(doc: Document) -> tuple[list[Claim], list[Found]]:
    """Gold and predicted claims that differ in anything but their ids and confidences."""
    gold = {replace(claim, id="", unsure=False): claim for claim in reversed(doc.claims)}
    found = {replace(f.claim, id="", confidence=None): f for f in reversed(doc.found)}
    return list(gold.values())[::-1], list(found.values())[::-1]


def _fields(doc: Document, gold: Claim, found: Found) -> dict[str, bool]:
    """Whether a pair of claims agrees, by field; only fields that the gold labels."""
    pred = found.claim
    agree = {"polarity": gold.polarity == pred.polarity, "stage": gold.stage == pred.stage}
    if "target" in doc.fields:
        agree["target"] = same_target(doc, gold, found)
    if doc.whole and gold.actor.name:
        agree["actor_name"] = any_same(normalised(gold.actor.name), normalised(pred.actor.name))
    if "attribution" in doc.fields:
        agree["attribution"] = gold.attribution == pred.attribution
    if "jurisdiction" in doc.fields:
        agree["jurisdiction"] = gold.jurisdiction == pred.jurisdiction
    if "dates" in doc.fields:
        agree["statement_date"] = gold.statement_date == pred.statement_date
        agree["effective_date"] = gold.effective_date == pred.effective_date
    return agree


def _attributes(doc: Document) -> dict[str, Share]:
    """Fields right on claims matched by sentence, stance and actor mention; unsure gold is left out.

    Polarity and stage are judged once for an actor and stance, as the scorer has it, the other fields for every claim.
    """
    once = [pair for pair in _judge_fields(doc, mention_gold(doc), mention_found(doc), every=False) if not pair[0].unsure]
    each = [pair for pair in _judge_fields(doc, *_whole_claims(doc), every=False) if not pair[0].unsure]
    rows = [(_fields(doc, *pair), pair) for pair in each]
    names = [name for name, field in _LABELLED.items() if field in doc.fields] + (["actor_name"] if doc.whole else [])
    shares = {name: _share(_fields(doc, *pair)[name] for pair in once) for name in ("polarity", "stage")}
    shares |= {name: _share(fields[name] for fields, _ in rows if name in fields) for name in names}
    if "claim_quotes" in doc.fields:
        shares["claim_quotes"] = _share(_same_quotes(doc, *pair) for pair in each)
    if "target" in doc.fields and "attribution" in doc.fields:
        about = [(g.target, f.claim.target) for fields, (g, f) in rows if fields["target"]]
        shares["target_kind"] = _share(a.kind == b.kind for a, b in about if a and b)
    return shares


def _named_shares(doc: Document) -> dict[str, Share]:
    pairs = judge_names(doc, named_gold(doc), named_found(doc)).pairs
    return {"stage_named": _share(g.claim.stage == f.claim.stage for g, f in pairs if not g.claim.unsure)}


def _same_quotes(doc: Document, gold: Claim, found: Found) -> bool:
    """Whether the claim's words lie in the same quotes, or in none: each quote of either side meets one of the other."""
    mine = [(q.start, q.end) for q in doc.gold.quotes if q.id in gold.quotes]
    quotes = doc.pred.quotes if doc.pred else ()
    spans = [doc.alignment.span((q.start, q.end)) for q in quotes if q.id in found.claim.quotes]
    theirs = [span for span in spans if span]
    met = all(any(overlap(a, b) for b in theirs) for a in mine) and all(any(overlap(a, b) for a in mine) for b in theirs)
    return bool(mine) == bool(theirs) and met


def _share(right: Iterable[bool]) -> Share:
    rows = list(right)
    return sum(rows), len(rows)
