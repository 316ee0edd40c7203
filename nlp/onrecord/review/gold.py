"""From what is decided about an article to a gold record."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from onrecord.evaluate.agreement.links import linked, unlinked
from onrecord.records import LABELLED, from_dict, to_dict
from onrecord.records.gold import LABELLED_FIELDS

if TYPE_CHECKING:
    from onrecord.review.state import Json, State
    from onrecord.types import Record

GUIDELINES = "1"
"""Version of the annotation guidelines."""
SUGGESTED_BY = "suggested_by"
"""Key of `meta` with the model whose claims the annotator was shown: gold made so leans towards that model."""


def gold_record(record: Record, state: State, annotator: str) -> Record:
    """Return the article as the annotator has it: parts numbered anew, no model, no confidences.

    Claims that are rejected are left out, open ones are in. `meta` says who annotated, by which guidelines, which fields are
    labelled, and which model's claims were shown.

    Raises:
        RecordError: The parts do not fit together; the message names the field.
    """
    head = {**to_dict(replace(record, claims=(), sentences=_bare(record))), "meta": _meta(record, state, annotator), "model": None}
    claims = [judged.claim for judged in state.claims.values() if judged.status != "rejected"]
    quotes = sorted(state.quotes.values(), key=lambda quote: (quote["start"], quote["end"]))
    known = {quote["id"] for quote in quotes}
    side: Json = {
        **head,
        "entities": list(state.entities.values()),
        "quotes": quotes,
        "claims": [{**claim, "quotes": [name for name in claim["quotes"] if name in known]} for claim in claims],
    }
    parts = unlinked(side)
    return from_dict(linked(head, {key: parts[key] for key in ("entities", "quotes", "claims")}))


def _bare(record: Record) -> tuple[Any, ...]:
    return tuple(replace(sentence, stances=()) for sentence in record.sentences)


def _meta(record: Record, state: State, annotator: str) -> Json:
    """The record's own `meta` with what gold says there; all sentences of an article are labelled once it is finished."""
    kept = {key: value for key, value in record.meta.items() if key != LABELLED}
    own = {"annotators": [annotator], "adjudicated": False, "guideline_version": GUIDELINES, LABELLED_FIELDS: list(state.finished)}
    return {**kept, **own, **({SUGGESTED_BY: asdict(record.model)} if record.model else {})}
