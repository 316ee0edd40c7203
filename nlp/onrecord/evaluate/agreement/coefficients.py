"""Agreement beyond chance: Cohen's kappa and Krippendorff's alpha for nominal labels.

Both also come as functions of sums over documents, so that documents can be drawn again and again: of a contingency table
they need no more than its diagonal and its margins. Where both sides use one and the same label throughout, chance alone
would agree as well, and neither says anything: the value is None (NaN in arrays), whatever the share of equal labels.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from onrecord.evaluate.statistics import Array

Tally = Counter[tuple[str, str]]
"""How often two annotators gave each pair of labels: (label of a, label of b)."""


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable]) -> float | None:
    """Return Cohen's kappa of two annotators: (observed - expected) / (1 - expected) agreement.

    Source: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20,
    37-46. Expected agreement is that of the two annotators' own label frequencies.

    Args:
        a: One annotator's label of each unit; None is missing, and the unit is left out.
        b: The other's, in the same order.

    Returns:
        At most 1; 0 is chance. None when no unit has both labels, or both give one and the same label throughout.

    Raises:
        InputError: The two are not equally long.
    """
    if len(a) != len(b):
        raise InputError(f"one annotator labelled {len(a)} units and the other {len(b)}, give one label of each for each unit")
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    n, equal = len(pairs), sum(x == y for x, y in pairs)
    mine, theirs = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(count * theirs[label] for label, count in mine.items())
    return (n * equal - chance) / (n * n - chance) if n * n > chance else None


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal labels: 1 - observed / expected disagreement.

    Source: K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, section C. A unit
    with m labels adds its ordered pairs of labels, each weighed 1 / (m - 1).

    Args:
        units: The labels that the coders gave each unit, any number of coders; None is missing. A unit with fewer than two
            labels has no pair and is left out.

    Returns:
        At most 1; 0 is chance. None when there is no pair, or only one label was ever used.
    """
    observed, used = 0.0, Counter[object]()
    for unit in units:
        counts = Counter(label for label in unit if label is not None)
        m = counts.total()
        if m > 1:
            used.update(counts)
            observed += _unlike(counts) / (m - 1)
    expected = _unlike(used) / max(1, used.total() - 1)
    return 1 - observed / expected if expected else None


def margins(tallies: Sequence[Tally]) -> Array:
    """Return what the coefficients need of each document's table.

    Returns:
        Shape (documents, 1 + 2 labels): units with equal labels, then units by label of a, then by label of b.
    """
    import numpy as np

    labels = {label: i for i, label in enumerate(sorted({label for tally in tallies for pair in tally for label in pair}))}
    out = np.zeros((len(tallies), 1 + 2 * len(labels)))
    for row, tally in enumerate(tallies):
        for (a, b), n in tally.items():
            out[row, 0] += n * (a == b)
            out[row, 1 + labels[a]] += n
            out[row, 1 + len(labels) + labels[b]] += n
    return out


def kappa(sums: Array) -> Array:
    """Return kappa of sums of `margins`: (samples, columns) in, (samples,) out; NaN where it says nothing."""
    equal, mine, theirs = _parts(sums)
    n = mine.sum(axis=1)
    chance = (mine * theirs).sum(axis=1)
    return _over(n * equal - chance, n * n - chance)


def alpha(sums: Array) -> Array:
    """Return alpha of sums of `margins`: (samples, columns) in, (samples,) out; NaN where it says nothing."""
    equal, mine, theirs = _parts(sums)
    both = mine + theirs
    n = both.sum(axis=1)
    value: Array = 1 - _over((n - 2 * equal) * (n - 1), n * n - (both * both).sum(axis=1))
    return value


def equal_share(sums: Array) -> Array:
    """Return the share of units with equal labels of sums of `margins`."""
    equal, mine, _ = _parts(sums)
    return _over(equal, mine.sum(axis=1))


def _parts(sums: Array) -> tuple[Array, Array, Array]:
    labels = (sums.shape[1] - 1) // 2
    return sums[:, 0], sums[:, 1 : 1 + labels], sums[:, 1 + labels :]


def _over(top: Array, bottom: Array) -> Array:
    import numpy as np

    value: Array = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return value


def _unlike(counts: Counter[object]) -> int:
    """The number of ordered pairs of labels that are not equal."""
    return counts.total() ** 2 - sum(n * n for n in counts.values())
