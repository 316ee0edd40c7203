"""Score a system on gold, compare two systems, and keep what is needed to see why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.evaluate.calibration import Calibration, calibration
from onrecord.evaluate.documents import Document, make_document, records_by_id
from onrecord.evaluate.entities import kinds_of_error
from onrecord.evaluate.figures import SPECS, TABLE, Figure, figure, statistic
from onrecord.evaluate.measures import measure
from onrecord.evaluate.options import Options, for_scheme
from onrecord.evaluate.sentences import Confusion, confusion
from onrecord.evaluate.statistics import bootstrap_weights, interval, randomisation_p
from onrecord.evaluate.tables import table_statistics

if TYPE_CHECKING:
    from onrecord.evaluate.statistics import Statistic
    from onrecord.types import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A system's figures on gold."""

    figures: tuple[Figure, ...]
    confusion: Confusion
    """Labelled sentences by gold and predicted stance."""
    entity_kinds: dict[str, dict[str, int]]
    """Mentions by label and kind of error."""
    calibration: Calibration | None
    documents: tuple[Document, ...]
    options: Options
    sentences: int
    """Labelled sentences."""
    clusters: int
    """Documents that were drawn again: gold records, those of one document once."""
    missing: int
    """Gold documents without a record."""
    lost: int
    """Labelled sentences that are not in the system's texts."""
    extra: int
    """Predicted records that no gold document asks for."""

    def __getitem__(self, name: str) -> Figure:
        """Return the figure with an id such as `claims.mention` or `stance.pause`."""
        for found in self.figures:
            for one in (found, *found.by):
                if one.id == name:
                    return one
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of two systems on the same gold."""

    id: str
    title: str
    a: float | None
    b: float | None
    value: float | None
    """b - a; None where either is not scored."""
    low: float | None = None
    high: float | None = None
    """Bounds of the paired bootstrap interval."""
    p: float | None = None
    """Two-sided p of approximate randomisation."""


def evaluate(gold: Iterable[Record], pred: Iterable[Record], options: Options | None = None) -> Evaluation:
    """Score predicted records against gold ones, joined by id.

    Args:
        gold: Gold records; see `onrecord.records.read_gold` for the files it reads.
        pred: Records of any system, in any order.
        options: What is scored and how.

    Raises:
        InputError: There is no gold, two records of one side have one id, no id of the two sides is the same, or they are of
            different schemes.
    """
    answers, asked = records_by_id(pred, "predicted records"), records_by_id(gold, "gold records")
    chosen = for_scheme(options or Options(), asked.values(), answers.values())
    docs = [make_document(g, answers.get(g.id), chosen) for g in asked.values()]
    if not docs:
        raise InputError("there is no gold record to score against")
    missing = sum(doc.pred is None for doc in docs)
    if answers and missing == len(docs):
        raise InputError(f"no predicted record has the id of a gold one, such as {docs[0].gold.id!r}: give records the gold's ids")
    return _evaluation(docs, chosen, missing=missing, extra=len(answers) - len(docs) + missing)


def _evaluation(docs: Sequence[Document], options: Options, *, missing: int, extra: int) -> Evaluation:
    rows = [measure(doc) for doc in docs]
    weights = _weights(docs, options)
    figures = [figure(spec, statistic(spec, rows, options), weights, options) for spec in SPECS]
    place = next(i for i, spec in enumerate(SPECS) if spec.id == "positions") + 1
    figures.insert(place, figure(TABLE, _table([docs])[0], weights, options))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    matrix: Confusion = defaultdict(Fraction)
    for doc in docs:
        for label, counts in kinds_of_error(doc).items():
            kinds[label].update(counts)
        for cell, n in confusion(doc, options.stances).items():
            matrix[cell] += n
    return Evaluation(
        figures=tuple(figures),
        confusion=dict(matrix),
        entity_kinds={label: dict(counts) for label, counts in kinds.items()},
        calibration=calibration(docs, options),
        documents=tuple(docs),
        options=options,
        sentences=sum(len(doc.labelled) for doc in docs),
        clusters=len(set(clusters(docs, options))),
        missing=missing,
        lost=sum(doc.lost for doc in docs),
        extra=extra,
    )


def compare(a: Evaluation, b: Evaluation) -> list[Difference]:
    """Return the difference of every figure, b - a, with its paired interval and an approximate randomisation p.

    Raises:
        InputError: The two were not scored on the same gold with the same options.
    """
    if [doc.gold for doc in a.documents] != [doc.gold for doc in b.documents] or a.options != b.options:
        raise InputError("the two systems were not scored on the same gold with the same options, score both again")
    weights, options = _weights(a.documents, a.options), a.options
    names = clusters(a.documents, options)
    rows = [[measure(doc) for doc in side.documents] for side in (a, b)]
    tables = _table([a.documents, b.documents])
    out = []
    for spec in (*SPECS, TABLE):
        pair = tables if spec is TABLE else [statistic(spec, side, options) for side in rows]
        out.append(_difference(spec.id, spec.title, pair, weights, names, options))
    return out


def _difference(
    name: str, title: str, pair: Sequence[Statistic | None], weights: Any, names: list[str], options: Options
) -> Difference:
    import numpy as np

    one, two = pair
    first, second = (None if s is None or np.isnan(v := s.value()) else v for s in pair)
    plain = Difference(id=name, title=title, a=first, b=second, value=None)
    if one is None or two is None or first is None or second is None:
        return plain
    bounds = None if weights is None else interval(two.values(weights) - one.values(weights), level=options.level)
    low, high = bounds or (None, None)
    p = randomisation_p(one, two, names, rounds=options.rounds, seed=options.seed) if len(set(names)) > 1 else None
    return Difference(id=name, title=title, a=first, b=second, value=second - first, low=low, high=high, p=p)


def clusters(docs: Sequence[Document], options: Options) -> list[str]:
    """Return the cluster of each document: what the gold's `meta` says under the options' key, else its id.

    Raises:
        InputError: No gold record has a key that isn't the default.
    """
    names = [doc.cluster for doc in docs]
    if options.cluster != Options().cluster and not any(name.startswith("key ") for name in names):
        raise InputError(f"no gold record has meta.{options.cluster}: give a key that names the document")
    return names


def _weights(docs: Sequence[Document], options: Options) -> Any:
    names = clusters(docs, options)
    if not options.bootstrap or len(set(names)) < 2:
        return None  # one document drawn again is that document: no interval
    return bootstrap_weights(names, samples=options.bootstrap, seed=options.seed)


def _table(systems: Sequence[Sequence[Document]]) -> list[Statistic | None]:
    whole = any("claims" in doc.fields and doc.whole for doc in systems[0])
    return [*table_statistics(systems)] if whole else [None] * len(systems)
