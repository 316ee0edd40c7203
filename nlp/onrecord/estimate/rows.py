"""The coder's file: one row a unit, in the shape of a gold sentence or gold article, with an empty list of claims to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.contract import SCHEME
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.estimate.plan import Stratum
    from onrecord.estimate.units import Piece
    from onrecord.types import Claim, Record


def coding_row(record: Record, piece: Piece, stratum: Stratum, *, blind: bool) -> dict[str, Any]:
    """Return the row of a drawn unit.

    A sentence has `prev`, `sentence`, `next` and `claims`; an article has `sentences`, each with its own `claims`. The coder
    fills `claims` in and sets `coded` to true, also where there is no claim. `names` are the canonical names of the
    companies and governments mentioned there, for `actor_name`. `read_gold` reads the file too.

    Args:
        record: The article.
        piece: The unit.
        stratum: Where it was drawn from.
        blind: Whether to leave out what was predicted.
    """
    shown = {"id": piece.id, "article": record.id, "index": piece.index, "start": piece.start, "end": piece.end}
    row = {**shown, "title": record.title, "date": record.date, "source": record.source, **_words(record, piece)}
    row |= {"stratum": stratum.id, "inclusion_probability": stratum.probability, "coded": False}
    if record.scheme != STANCES:
        row[SCHEME] = list(record.scheme)
    if piece.index is not None:
        row["claims"] = []
    if not blind:
        row["predicted"] = [_predicted(claim) for claim in piece.claims]
    return row


def _words(record: Record, piece: Piece) -> dict[str, Any]:
    texts = [record.text[s.start : s.end] for s in record.sentences]
    if piece.index is None:
        return {"names": _names(record, 0, len(record.text)), "sentences": [{"sentence": t, "claims": []} for t in texts]}
    i = piece.index
    around = record.sentences[max(i - 1, 0) : i + 2]
    return {
        "prev": texts[i - 1] if i else None,
        "sentence": texts[i],
        "next": texts[i + 1] if i + 1 < len(texts) else None,
        "names": _names(record, around[0].start, around[-1].end),
    }


def _names(record: Record, start: int, end: int) -> list[str]:
    return sorted({e.name for e in record.entities if start <= e.start < end and e.label in ("COMPANY", "GOVERNMENT")})


def _predicted(claim: Claim) -> dict[str, Any]:
    return {
        "actor": claim.actor.text, "actor_name": claim.actor.name, "stance": claim.stance, "polarity": claim.polarity,
        "stage": claim.stage, "target": claim.target and claim.target.text, "confidence": claim.confidence,
    }  # fmt: skip
