"""Everything that is counted of one document: by measure, as counts or as right out of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.evaluate.claims import (
    Judgement,
    by_stance,
    claims_of,
    judge,
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
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.quotes import quote_counts, quote_pairs, same_speaker_name
from onrecord.evaluate.sentences import sentence_counts
from onrecord.evaluate.words import overlap

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document, Found
    from onrecord.types import Claim

Share = tuple[int, int]
"""Right, out of all."""


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
        "claims.strict": _stances(_judge_strictly(doc, gold, found)),
    }


def _named_counts(doc: Document) -> dict[str, Counts]:
    gold, found = named_gold(doc), named_found(doc)
    required = [replace(m, claim=replace(m.claim, unsure=not m.names)) for m in gold]
    return {
        "claims.name": by_stance(*claims_of(judge_names(gold, found))),
        "claims.name_required": by_stance(*claims_of(judge_names(required, found))),
        "positions": position_counts(gold, found),
    }


def _stances(judgement: Judgement[Claim, Found]) -> Counts:
    pairs = [(gold, found.claim) for gold, found in judgement.pairs]
    return by_stance(pairs, judgement.missed, [found.claim for found in judgement.spurious])


def _judge_strictly(doc: Document, gold: Sequence[Claim], found: Sequence[Found]) -> Judgement[Claim, Found]:
    """Match claims on every field that the gold labels."""

    def same(g: Claim, f: Found) -> bool:
        return g.stance == f.claim.stance and same_mention(doc, g, f) and all(_fields(doc, g, f).values())

    return judge(gold, found, same, lambda g: not g.unsure)


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
    """Fields right on claims matched by sentence, stance and actor mention; unsure gold is left out."""
    pairs = judge_mentions(doc, mention_gold(doc), mention_found(doc), polarity=False).pairs
    rows = [(gold, found, _fields(doc, gold, found)) for gold, found in pairs if not gold.unsure]
    labelled = ("target", "attribution", "jurisdiction")
    names = ["polarity", "stage", *(n for n in labelled if n in doc.fields)]
    names += ["statement_date", "effective_date"] if "dates" in doc.fields else []
    names += ["actor_name"] if doc.whole else []
    shares = {name: _share(fields[name] for _, _, fields in rows if name in fields) for name in names}
    if "claim_quotes" in doc.fields:
        shares["claim_quotes"] = _share(_same_quotes(doc, gold, found) for gold, found, _ in rows)
    if "target" in doc.fields and "attribution" in doc.fields:
        both = [(g.target.kind, f.claim.target.kind) for g, f, agree in rows if g.target and f.claim.target and agree["target"]]
        shares["target_kind"] = _share(a == b for a, b in both)
    return shares


def _named_shares(doc: Document) -> dict[str, Share]:
    pairs = judge_names(named_gold(doc), named_found(doc)).pairs
    return {"stage_named": _share(g.claim.stage == f.claim.stage for g, f in pairs if not g.claim.unsure)}


def _same_quotes(doc: Document, gold: Claim, found: Found) -> bool:
    """Whether the claim's words lie in the same quotes, or in none: each gold quote overlaps a predicted one."""
    mine = [(q.start, q.end) for q in doc.gold.quotes if q.id in gold.quotes]
    quotes = doc.pred.quotes if doc.pred else ()
    spans = [doc.alignment.span((q.start, q.end)) for q in quotes if q.id in found.claim.quotes]
    theirs = [span for span in spans if span]
    return bool(mine) == bool(theirs) and all(any(overlap(a, b) for b in theirs) for a in mine)


def _share(right: Iterable[bool]) -> Share:
    rows = list(right)
    return sum(rows), len(rows)
