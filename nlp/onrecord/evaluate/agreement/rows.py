"""The rows of an agreement: which there are, what they are called, and how they come of what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from onrecord.evaluate.agreement.coefficients import alpha, equal_share, kappa, margins
from onrecord.evaluate.entities import LABELS
from onrecord.evaluate.statistics import Statistic, interval, micro_f1, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.evaluate.agreement.measures import Measured
    from onrecord.evaluate.options import Options
    from onrecord.evaluate.statistics import Array

Kind = Literal["kappa", "alpha", "f1", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A row that can be asked for."""

    id: str
    title: str
    group: str
    kind: Kind
    measures: tuple[str, ...]
    """Names of the counts, share or tally it is made of; counts of several are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How far two annotators agree on one thing."""

    id: str
    title: str
    group: str
    kind: Kind
    """Cohen's kappa, Krippendorff's alpha, F1 of one annotator's marks on the other's, or share of equal ones."""
    value: float | None
    """At most 1; None means not scored: not labelled by both, nothing to compare, or (kappa, alpha) one label throughout."""
    low: float | None = None
    high: float | None = None
    """Bounds of the bootstrap interval over documents; None without a bootstrap, or with a single document."""
    n: int = 0
    """Units with a label of both (kappa, alpha), pairs compared (share), marks of either with a pair counted once (f1)."""
    equal: float | None = None
    """Share of units with equal labels, chance and all (kappa, alpha)."""
    a: int | None = None
    """Marks of annotator a that count (f1)."""
    b: int | None = None
    """Marks of annotator b that count (f1)."""


_SENTENCES, _CLAIMS, _FIELDS, _ARTICLES = "Sentences", "Claims", "Fields of matched claims", "Articles"
_ENTITIES, _QUOTES = "Entities", "Quotes"
_REQUIRED = "… every sentence, unsure claims too"
"""Always there: leaving out what annotators doubt leaves out differences, so that figure says little by itself."""
_KAPPA_ALPHA: tuple[Kind, ...] = ("kappa", "alpha")
_ALL: tuple[Kind, ...] = ("share", *_KAPPA_ALPHA)
_FIELD_ROWS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    ("polarity", "Polarity", _ALL),
    ("stage", "Stage", _ALL),
    ("target", "Target", ("share",)),
    ("target_kind", "Target's kind", _ALL),
    ("attribution", "Attribution", _ALL),
    ("jurisdiction", "Jurisdiction", _ALL),
    ("statement_date", "Statement date", ("share",)),
    ("effective_date", "Effective date", ("share",)),
    ("actor_name", "Actor's name", ("share",)),
)


def specs(options: Options) -> Iterator[Spec]:
    """Yield the rows in the order in which they are shown."""
    yield from _nominal("detection", "A sentence carries a claim", _SENTENCES, _KAPPA_ALPHA)
    yield from _nominal("detection.required", _REQUIRED, _SENTENCES, _KAPPA_ALPHA)
    yield from _nominal("stance", "Sentence stance, all counted", _SENTENCES, _KAPPA_ALPHA)
    yield from _nominal("stance.required", _REQUIRED, _SENTENCES, _KAPPA_ALPHA)
    for stance in options.stances:
        yield from _nominal(f"stance.{stance}", f"… {stance} or not, unsure claims too", _SENTENCES, _KAPPA_ALPHA)
    yield _f1("claims.optional", "Actor + stance + polarity, unsure left out", _CLAIMS)
    yield _f1("claims.required", "Actor + stance + polarity, unsure required", _CLAIMS)
    for stance in options.stances:
        yield _f1(f"claims.{stance}", f"… {stance}, unsure {_unsure(options)}", _CLAIMS)
    yield _f1("claims.strict", f"Every labelled field, unsure {_unsure(options)}", _CLAIMS)
    for name, title, kinds in _FIELD_ROWS:
        yield from _nominal(name, title, _FIELDS, kinds)
    yield _f1("positions", "Positions: name + stance an article", _ARTICLES)
    yield _f1("entities.exact", "Span and label", _ENTITIES, *(f"entities.exact.{label}" for label in LABELS))
    for label in LABELS:
        yield _f1(f"entities.exact.{label}", f"… {label}", _ENTITIES)
    yield _f1("entities.overlap", "Overlapping, same label", _ENTITIES, *(f"entities.overlap.{label}" for label in LABELS))
    yield _f1("entities.places", "Places, span and label", _ENTITIES, "entities.exact.PLACE")
    yield from _nominal("words", "Label of each word, places too", _ENTITIES, _KAPPA_ALPHA)
    yield _f1("quotes.exact", "Same words", _QUOTES)
    yield _f1("quotes.overlap", "Word IoU 0.8", _QUOTES)
    yield _f1("quotes.speaker", "… with the same speaker", _QUOTES)
    yield from _nominal("speaker_name", "Speaker's name", _QUOTES, ("share",))


def make_row(spec: Spec, measured: Sequence[Measured], weights: Any, options: Options) -> Row:
    """Return a row with its interval.

    Args:
        spec: What is asked for.
        measured: The numbers of each pair of records.
        weights: How often each pair was drawn, shape (samples, pairs); None for no intervals.
        options: The level of the interval.
    """
    import numpy as np

    plain = Row(id=spec.id, title=spec.title, group=spec.group, kind=spec.kind, value=None)
    parts = _parts(spec, measured)
    if parts is None:
        return plain
    stat = Statistic(parts=parts, of=_OF[spec.kind])
    row = _with_numbers(plain, parts.sum(axis=0))
    if np.isnan(value := stat.value()):
        return row
    bounds = None if weights is None else interval(stat.values(weights), level=options.level)
    low, high = bounds or (None, None)
    return replace(row, value=value, low=low, high=high)


_OF: dict[Kind, Callable[[Array], Array]] = {"kappa": kappa, "alpha": alpha, "f1": micro_f1, "share": share}


def _parts(spec: Spec, measured: Sequence[Measured]) -> Array | None:
    """What the row's value is made of, by pair of records; None where no pair labels it."""
    import numpy as np

    if spec.kind == "f1":
        found = [[m.counts.get(name, (0, 0, 0)) for name in spec.measures] for m in measured]
        labelled = any(name in m.counts for m in measured for name in spec.measures)
        return np.array(found, dtype=float).sum(axis=1) if labelled else None
    name = spec.measures[0]
    if spec.kind == "share":
        shares = [m.shares.get(name) for m in measured]
        return np.array([s or (0, 0) for s in shares], dtype=float) if any(shares) else None
    tallies = [m.tallies.get(name, Counter()) for m in measured]
    return margins(tallies) if any(tallies) else None


def _with_numbers(row: Row, sums: Array) -> Row:
    """The row with how much it rests on."""
    if row.kind == "f1":
        both, only_b, only_a = (int(n) for n in sums)
        return replace(row, n=both + only_a + only_b, a=both + only_a, b=both + only_b)
    if row.kind == "share":
        return replace(row, n=int(sums[1]))
    labels = (len(sums) - 1) // 2
    return replace(row, n=int(sums[1 : 1 + labels].sum()), equal=float(equal_share(sums.reshape(1, -1))[0]))


def _nominal(name: str, title: str, group: str, kinds: Sequence[Kind]) -> Iterator[Spec]:
    for kind in kinds:
        yield Spec(id=f"{name}.{kind}", title=title, group=group, kind=kind, measures=(name,))


def _f1(name: str, title: str, group: str, *measures: str) -> Spec:
    return Spec(id=name, title=title, group=group, kind="f1", measures=measures or (name,))


def _unsure(options: Options) -> str:
    return "left out" if options.unsure == "optional" else "required"
