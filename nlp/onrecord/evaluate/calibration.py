"""Does a confidence of 0.8 mean right in 80 of 100? Reliability, Brier score, and what a threshold keeps and costs.

A claim is right when it matches gold, by name where whole articles were labelled, by mention in single sentences; one
that matches unsure gold is neither right nor wrong and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.evaluate.claims import judge_mentions, judge_names, mention_found, mention_gold, named_found, named_gold
from onrecord.evaluate.statistics import interval

if TYPE_CHECKING:
    from onrecord.evaluate.documents import Document
    from onrecord.evaluate.options import Options
    from onrecord.evaluate.statistics import Array
    from onrecord.types import Claim

BINS = 5
LEVELS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A predicted claim that was right or wrong."""

    confidence: float
    right: bool
    cluster: str
    """The document it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A stretch of confidences."""

    low: float
    high: float
    n: int
    confidence: float
    """Mean confidence."""
    right: float
    """Share of right claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a threshold keeps."""

    threshold: float
    n: int
    coverage: float
    """Share of the judged claims that are kept."""
    right: float | None
    """Share of the kept ones that are right, None when none is kept."""
    recall: float | None
    """Share of the sure gold claims that are found among the kept ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far confidences can be believed."""

    n: int
    ece: float
    """Expected calibration error over bins of equal mass."""
    ece_interval: tuple[float, float] | None
    """Bootstrap interval over documents, None without a bootstrap."""
    ece_perfect: tuple[float, float] | None
    """Interval of the error that a perfectly calibrated system of this size would show."""
    brier: float
    bins: tuple[Bin, ...]
    kept: tuple[Kept, ...]
    without: int
    """Claims without a confidence, not judged here."""


def judged_claims(docs: Sequence[Document], options: Options) -> tuple[list[Judged], int, int]:
    """Return the judged claims of the scheme, how many had no confidence, and how many sure gold claims there are."""
    out, without, wanted = list[Judged](), 0, 0
    for doc in (doc for doc in docs if "claims" in doc.fields):
        for claim, right in verdicts(doc):
            if claim.stance in options.stances and claim.confidence is not None:
                out.append(Judged(confidence=claim.confidence, right=right, cluster=doc.cluster))
            without += claim.stance in options.stances and claim.confidence is None
        claims = [m.claim for m in named_gold(doc)] if doc.whole else mention_gold(doc)
        wanted += sum(not c.unsure and c.stance in options.stances for c in claims)
    return out, without, wanted


def verdicts(doc: Document) -> Iterator[tuple[Claim, bool]]:
    """Yield every predicted claim with whether it is right; one matched to unsure gold is left out."""
    if doc.whole:
        named = judge_names(doc, named_gold(doc), named_found(doc))
        yield from ((f.claim, True) for g, f in named.pairs if not g.claim.unsure)
        yield from ((f.claim, False) for f in named.spurious)
    else:
        told = judge_mentions(doc, mention_gold(doc), mention_found(doc))
        yield from ((f.claim, True) for g, f in told.pairs if not g.unsure)
        yield from ((f.claim, False) for f in told.spurious)


def calibration(docs: Sequence[Document], options: Options) -> Calibration | None:
    """Return the calibration of a system's claims, None when no claim has a confidence."""
    import numpy as np

    claims, without, wanted = judged_claims(docs, options)
    if not claims:
        return None
    p, y = np.array([c.confidence for c in claims]), np.array([c.right for c in claims], dtype=float)
    return Calibration(
        n=len(claims),
        ece=ece(p, y),
        ece_interval=_resampled(p, y, [c.cluster for c in claims], options),
        ece_perfect=_perfect(p, options),
        brier=float(((p - y) ** 2).mean()),
        bins=tuple(bins(p, y)),
        kept=tuple(kept(p, y, threshold, wanted) for threshold in LEVELS),
        without=without,
    )


def bins(p: Array, y: Array, number: int = BINS) -> list[Bin]:
    """Return bins of equal mass over confidences `p` and verdicts `y` (arrays of equal length); equal confidences stay together."""
    import numpy as np

    order = np.argsort(p, kind="stable")
    p, y = p[order], y[order]
    edges = sorted(
        {int(np.searchsorted(p, p[min(i, len(p) - 1)], side="left")) for i in (len(p) * k // number for k in range(number))}
    )
    pairs = zip(edges, [*edges[1:], len(p)], strict=True)
    return [
        Bin(low=float(p[a]), high=float(p[b - 1]), n=b - a, confidence=float(p[a:b].mean()), right=float(y[a:b].mean()))
        for a, b in pairs
        if b > a
    ]


def ece(p: Array, y: Array, number: int = BINS) -> float:
    """Return the expected calibration error: the mean distance of confidence and share right, bins weighed by size."""
    return sum(b.n * abs(b.confidence - b.right) for b in bins(p, y, number)) / len(p)


def kept(p: Array, y: Array, threshold: float, wanted: int) -> Kept:
    """Return what a threshold keeps; `wanted` is the number of sure gold claims."""
    over = p >= threshold
    n, right = int(over.sum()), float(y[over].sum())
    return Kept(
        threshold=threshold, n=n, coverage=n / len(p), right=right / n if n else None, recall=right / wanted if wanted else None
    )


def pick_threshold(docs: Sequence[Document], options: Options, *, precision: float | None = None) -> float:
    """Return the confidence from which claims are worth keeping.

    Args:
        docs: Documents whose claims have confidences.
        options: What counts.
        precision: Least share of right claims to be kept; the threshold with the best F1 when it is None.

    Raises:
        InputError: No claim has a confidence, or no threshold reaches that share.
    """
    import numpy as np

    claims, _, wanted = judged_claims(docs, options)
    if not claims:
        raise InputError("no predicted claim has a confidence, so there is no threshold to choose")
    p, y = np.array([c.confidence for c in claims]), np.array([c.right for c in claims], dtype=float)
    rows = [kept(p, y, float(t), wanted) for t in np.unique(p)]
    if precision is None:
        return max(rows, key=lambda k: 2 * (k.right or 0) * k.n / (k.n + wanted)).threshold
    enough = [k.threshold for k in rows if k.right is not None and k.right >= precision]
    if not enough:
        raise InputError(f"no threshold keeps claims of which {precision:.0%} are right, ask for less")
    return min(enough)


def _resampled(p: Array, y: Array, clusters: list[str], options: Options) -> tuple[float, float] | None:
    """Interval of the error over documents drawn again."""
    import numpy as np

    names = sorted(set(clusters))
    members: dict[str, list[int]] = {name: [] for name in names}
    for i, name in enumerate(clusters):
        members[name].append(i)
    where = [np.array(members[name]) for name in names]
    rng = np.random.default_rng(options.seed)
    values = []
    for _ in range(options.bootstrap):
        drawn = np.concatenate([where[i] for i in rng.integers(0, len(names), len(names))])
        values.append(ece(p[drawn], y[drawn]))
    return interval(np.array(values), level=options.level)


def _perfect(p: Array, options: Options) -> tuple[float, float] | None:
    """Interval of the error if every claim were right with exactly its confidence."""
    import numpy as np

    rng = np.random.default_rng(options.seed)
    values = [ece(p, (rng.random(len(p)) < p).astype(float)) for _ in range(options.bootstrap)]
    return interval(np.array(values), level=options.level)
