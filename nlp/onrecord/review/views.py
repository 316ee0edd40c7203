"""What the page is told: the list of articles, one article, how far it has come."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

from onrecord.records import to_dict
from onrecord.review.places import least_confidence
from onrecord.types import STAGES, ActorLabel, Attribution, DateSource, EntityLabel, QuoteKind, TargetKind

if TYPE_CHECKING:
    from onrecord.review.review import Review
    from onrecord.review.state import Json, Judged

_HEAD = ("id", "title", "date", "source", "url", "text", "body_start", "sentences")
CHOICES = {
    "polarity": ("affirmed", "negated"), "stage": STAGES, "attribution": get_args(Attribution), "date_source": get_args(DateSource),
    "actor_label": get_args(ActorLabel), "target_kind": get_args(TargetKind), "entity_label": get_args(EntityLabel),
    "quote_kind": get_args(QuoteKind),
}  # fmt: skip
"""What the fields with a fixed set of values may be, in the order of the page."""


def session(review: Review) -> Json:
    """Return what the page needs to begin: who reviews what, and all articles in the order of the review."""
    return {
        "annotator": review.annotator,
        "gold": review.places.gold.name,
        "fields": review.options.fields,
        "choices": CHOICES,
        "articles": [row(review, index) for index in review.order],
        **standing(review),
    }


def standing(review: Review) -> Json:
    """Return how far the review has come, and the version that the next step must name."""
    return {
        "version": review.version,
        "progress": asdict(review.progress()),
        "undo": review.can_undo,
        "redo": review.can_redo,
        "trouble": review.trouble,
    }


def row(review: Review, index: int) -> Json:
    """Return an article's line in the list."""
    record = review.records[index]
    return {
        "index": index,
        "title": record.title or record.id,
        "date": record.date,
        "least": least_confidence(record),
        "claims": review.kept_claims(index),
        "open": review.open_claims(index),
        "finished": review.is_finished(index),
    }


def article(review: Review, index: int) -> Json:
    """Return an article with its parts as decided so far. Offsets are code points."""
    record, state, first = review.records[index], review.state(index), review.first(index)
    found = to_dict(record)
    confidence = {claim.id: claim.confidence for claim in record.claims}
    return {
        **{key: found[key] for key in _HEAD},
        "index": index,
        "stances": record.scheme,
        "entities": list(state.entities.values()),
        "quotes": list(state.quotes.values()),
        "claims": [_claim(judged, first.claims.get(name), confidence.get(name)) for name, judged in state.claims.items()],
        "finished": bool(state.finished),
    }


def _claim(judged: Judged, first: Judged | None, confidence: float | None) -> Json:
    """A claim with its status and, where it was corrected, what the model had said."""
    was = first.claim if first and first.claim != judged.claim else None
    return {**judged.claim, "status": judged.status, "confidence": confidence, "was": was}
