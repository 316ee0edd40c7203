"""Reports of one event made into the event."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from math import prod
from typing import TYPE_CHECKING, Any

from onrecord.events.event import Event, shown
from onrecord.events.reports import Words
from onrecord.events.when import when
from onrecord.types import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.events.reports import Report

CAP = 0.99
"""Highest confidence of an event: one model read all stories, so its errors are not as independent as the sum assumes."""

_KINDS = ("direct", "mixed", "indirect")


def event_of(reports: list[Report]) -> Event:
    """Return the event that reports of one actor, stance, polarity and target tell of, nothing linked yet.

    Args:
        reports: At least one, in any order.
    """
    reports = sorted(reports, key=lambda report: report.id)
    days = sorted(report.published for report in reports if report.published)
    first = reports[0].claim
    is_reversed = reports[0].reversed
    return Event(
        id=_id(reports[0], days[0] if days else ""),
        shown_as=shown(first.stance, negated=first.polarity == "negated", reversed_=is_reversed),
        stance=first.stance,
        polarity=first.polarity,
        reversed=is_reversed,
        first_report=days[0] if days else None,
        last_report=days[-1] if days else None,
        counted=any(report.claim.counted for report in reports),
        outside_four=any(report.outside_four for report in reports),
        confidence=confidence(reports),
        **_actor(reports),
        **_target(reports),
        **_dates(reports),
        **_counts(reports),
        **_best_words(reports),
    )


def confidence(reports: Iterable[Report]) -> float | None:
    """Return the probability that one story at least is read aright: 1 - Π(1 - p), p the best of each story, at most `CAP`.

    That assumes that stories are misread independently of each other. Copies of one story are misread alike, so they count
    once. Claims without a confidence are left out; None where no claim has one.
    """
    best: dict[str, float] = {}
    for report in reports:
        if (p := report.claim.confidence) is not None:
            best[report.story] = max(p, best.get(report.story, 0.0))
    # Sorted, so that rounding does not depend on the order of stories.
    return round(min(CAP, 1 - prod(1 - p for p in sorted(best.values()))), 6) if best else None


def _id(report: Report, day: str) -> str:
    parts = [report.actor, report.claim.stance, report.claim.polarity, report.reversed, report.target, day]
    return f"ev-{blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()}"


def _actor(reports: list[Report]) -> dict[str, Any]:
    actors = [report.claim.actor for report in reports]
    return {
        "actor": most_frequent(actor.name for actor in actors), "actor_label": most_frequent(actor.label for actor in actors),
        "actor_ref": actors[0].ref, "actor_text": most_frequent(actor.text for actor in actors),
    }  # fmt: skip


def _target(reports: list[Report]) -> dict[str, Any]:
    targets = [report.claim.target for report in reports if report.claim.target]
    # Words without a name can stand in an event of a known target, where they joined the rest of their article.
    return {
        "target": most_frequent(target.name for target in targets) or most_frequent(target.text for target in targets),
        "target_ref": most_frequent(target.ref for target in targets),
        "target_kind": most_frequent(target.kind for target in targets),
        "jurisdictions": _all(report.claim.jurisdiction for report in reports),
    }


def _dates(reports: list[Report]) -> dict[str, Any]:
    stated, effective = when(reports, "statement_date"), when(reports, "effective_date")
    return {
        "statement_date": stated.date, "statement_date_note": stated.note,
        "effective_date": effective.date, "effective_date_note": effective.note,
    }  # fmt: skip


def _counts(reports: list[Report]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "articles": _all(report.article for report in reports),
        "stories": _all(report.story for report in reports),
        "sources": _all(report.source for report in reports),
        "claims": tuple(report.id for report in reports),
    }
    seen = {report.claim.stage for report in reports}
    return found | {f"n_{name}": len(items) for name, items in found.items()} | {"stages": tuple(s for s in STAGES if s in seen)}


def _best_words(reports: list[Report]) -> dict[str, Any]:
    """The best quote and the sentence that goes with it."""
    said = [(report, words) for report in reports for words in report.quotes]
    report, words = min(said or [(report, Words(text="")) for report in reports], key=_rank)
    return {
        "quote": words.text or None, "quote_kind": words.kind, "speaker": words.speaker, "organization": words.organization,
        "evidence": report.claim.evidence.text, "evidence_article": report.article,
    }  # fmt: skip


def _rank(found: tuple[Report, Words]) -> tuple[Any, ...]:
    report, words = found
    kind = _KINDS.index(words.kind) if words.kind in _KINDS else len(_KINDS)
    # Own words as they were said; a paraphrase of the actor is not its words.
    own = report.claim.attribution == "own"
    return not own, kind, -(report.claim.confidence or 0.0), report.published or "9", report.id, words.text


def most_frequent(values: Iterable[Any]) -> Any:
    """Return the value that is there most often, the least of several; None where all are None."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _all(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value is not None}))
