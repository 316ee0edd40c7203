"""The figures of an evaluation: which there are, what they are called, and how they come of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from onrecord.evaluate.entities import LABELS
from onrecord.evaluate.quotes import ELSEWHERE
from onrecord.evaluate.quotes import KINDS as QUOTE_KINDS
from onrecord.evaluate.sentences import NONE
from onrecord.evaluate.statistics import Statistic, interval, macro_f1, micro_f1, share

if TYPE_CHECKING:
    from onrecord.evaluate.measures import Measured
    from onrecord.evaluate.options import Options

Kind = Literal["f1", "macro", "share", "error"]
STANCE_KEYS = "stances"
"""Stands for the stances of the scheme among the keys of a measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A figure that can be asked for."""

    id: str
    title: str
    group: str
    measure: str
    """Name of the counts or shares it is made of."""
    keys: str | tuple[str, ...] = ()
    """Keys of the counts, `STANCE_KEYS` for those of the scheme."""
    kind: Kind = "f1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its interval."""

    id: str
    title: str
    group: str
    kind: Kind
    """F1 over keys together, mean of F1s by key, share of right ones, or error of a table (0 is best)."""
    value: float | None
    """0 to 1; None means not scored: the gold does not label it, or has nothing to score."""
    low: float | None = None
    high: float | None = None
    """Bounds of the bootstrap interval."""
    precision: float | None = None
    recall: float | None = None
    n: int | None = None
    """Gold items (F1), or items judged (share)."""
    tp: int | None = None
    fp: int | None = None
    fn: int | None = None
    by: tuple[Figure, ...] = field(default=())
    """The same figure for each key."""


_STANCE = STANCE_KEYS
_QUOTES = (*QUOTE_KINDS, ELSEWHERE)
_MENTION, _FIELDS, _NAME = "Claims by mention", "Fields of matched claims", "Claims by name"
SPECS = (
    Spec(id="detection", title="A sentence carries a claim", group="Sentences", measure="detection", keys=("any",)),
    Spec(id="stance", title="Sentence stance", group="Sentences", measure="stance", keys=_STANCE),
    Spec(id="stance.macro", title="… macro mean, none too", group="Sentences", measure="stance", keys=_STANCE, kind="macro"),
    Spec(id="claims.mention", title="Claims: actor + stance + polarity", group=_MENTION, measure="claims.mention", keys=_STANCE),
    Spec(id="claims.counted", title="… counted claims only", group=_MENTION, measure="claims.counted", keys=_STANCE),
    Spec(id="claims.required", title="… unsure gold required", group=_MENTION, measure="claims.required", keys=_STANCE),
    Spec(id="claims.negated", title="… negated claims", group=_MENTION, measure="claims.negated", keys=("negated",)),
    Spec(id="claims.strict", title="Whole claim, every labelled field", group=_MENTION, measure="claims.strict", keys=_STANCE),
    Spec(id="polarity", title="Polarity right", group=_FIELDS, measure="polarity", kind="share"),
    Spec(id="stage", title="Stage right", group=_FIELDS, measure="stage", kind="share"),
    Spec(id="actor_name", title="Actor's name right", group=_FIELDS, measure="actor_name", kind="share"),
    Spec(id="target", title="Target right", group=_FIELDS, measure="target", kind="share"),
    Spec(id="target_kind", title="Target's kind right", group=_FIELDS, measure="target_kind", kind="share"),
    Spec(id="attribution", title="Attribution right", group=_FIELDS, measure="attribution", kind="share"),
    Spec(id="jurisdiction", title="Jurisdiction right", group=_FIELDS, measure="jurisdiction", kind="share"),
    Spec(id="statement_date", title="Statement date right", group=_FIELDS, measure="statement_date", kind="share"),
    Spec(id="effective_date", title="Effective date right", group=_FIELDS, measure="effective_date", kind="share"),
    Spec(id="claim_quotes", title="Quotes of the claim right", group=_FIELDS, measure="claim_quotes", kind="share"),
    Spec(id="claims.name", title="Claims: sentence + name + stance", group=_NAME, measure="claims.name", keys=_STANCE),
    Spec(id="claims.name_required", title="… unsure gold required", group=_NAME, measure="claims.name_required", keys=_STANCE),
    Spec(id="stage_named", title="Stage right on matched claims", group=_NAME, measure="stage_named", kind="share"),
    Spec(id="positions", title="Positions: name + stance an article", group=_NAME, measure="positions", keys=_STANCE),
    Spec(id="entities.exact", title="Entities, exact", group="Entities", measure="entities.exact", keys=LABELS),
    Spec(id="entities.overlap", title="Entities, overlapping", group="Entities", measure="entities.overlap", keys=LABELS),
    Spec(id="entities.places", title="Places, exact", group="Entities", measure="entities.exact", keys=("PLACE",)),
    Spec(id="quotes.exact", title="Quotes, same words", group="Quotes", measure="quotes.exact", keys=_QUOTES),
    Spec(id="quotes.overlap", title="Quotes, word IoU 0.8", group="Quotes", measure="quotes.overlap", keys=_QUOTES),
    Spec(id="quotes.speaker", title="Quotes with the right speaker", group="Quotes", measure="quotes.speaker", keys=_QUOTES),
    Spec(id="speaker_name", title="Speaker's name right", group="Quotes", measure="speaker_name", kind="share"),
)  # fmt: skip
TABLE = Spec(id="table", title="Error of the collection's table", group=_NAME, measure="table", kind="error")


def keys_of(spec: Spec, options: Options) -> tuple[str, ...]:
    """Return the keys that a figure takes in under the options."""
    if spec.keys != STANCE_KEYS:
        return tuple(spec.keys)
    return (*options.stances, NONE) if spec.kind == "macro" else options.stances


def statistic(spec: Spec, rows: Sequence[Measured], options: Options) -> Statistic | None:
    """Return the statistic of a figure over documents, None when no document labels it."""
    import numpy as np

    if spec.kind == "share":
        shares = [row.shares.get(spec.measure) for row in rows]
        return None if not any(shares) else Statistic(parts=np.array([s or (0, 0) for s in shares], dtype=float), of=share)
    keys = keys_of(spec, options)
    if not any(spec.measure in row.counts for row in rows):
        return None
    counts = [[row.counts.get(spec.measure, {}).get(key, (0, 0, 0)) for key in keys] for row in rows]
    parts = np.array(counts, dtype=float).reshape(len(rows), 3 * len(keys))
    return Statistic(parts=parts, of=macro_f1 if spec.kind == "macro" else micro_f1)


def figure(spec: Spec, stat: Statistic | None, weights: Any, options: Options) -> Figure:
    """Return a figure with its interval; `weights` are the bootstrap's, None for no intervals."""
    import numpy as np

    plain = Figure(id=spec.id, title=spec.title, group=spec.group, kind=spec.kind, value=None)
    if stat is None or np.isnan(value := stat.value()):
        return plain
    bounds = None if weights is None else interval(stat.values(weights), level=options.level)
    low, high = bounds or (None, None)
    known = replace(plain, value=value, low=low, high=high)
    sums = np.asarray(stat.parts.sum(axis=0)).ravel()
    if spec.kind == "error":
        return replace(known, n=int(sums[: len(sums) // 2].sum()))
    if spec.kind == "share":
        return replace(known, n=int(sums[1]), tp=int(sums[0]))
    keyed = sums.reshape(-1, 3).astype(int)
    by = _by_key(spec, stat, weights, options) if len(keyed) > 1 else ()
    return replace(
        _with_counts(known, keyed.sum(axis=0).tolist()) if spec.kind == "f1" else replace(known, n=int(keyed[:, [0, 2]].sum())),
        by=by,
    )


def _by_key(spec: Spec, stat: Statistic, weights: Any, options: Options) -> tuple[Figure, ...]:
    parts = [
        Spec(id=f"{spec.id}.{key}", title=key, group=spec.group, measure=spec.measure, keys=(key,))
        for key in keys_of(spec, options)
    ]
    columns = [Statistic(parts=stat.parts[:, 3 * i : 3 * i + 3], of=micro_f1) for i in range(len(parts))]
    return tuple(figure(part, column, weights, options) for part, column in zip(parts, columns, strict=True))


def _with_counts(known: Figure, counts: list[int]) -> Figure:
    tp, fp, fn = counts
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    return replace(known, tp=tp, fp=fp, fn=fn, n=tp + fn, precision=precision, recall=recall)
