"""Train the linear model of n-grams on labelled sentences: logistic regression on naive Bayes log-count ratios.

After Wang and Manning (2012): each n-gram counts by how much more frequent it is in sentences with the stance, so that the
regression need not learn that from a few sentences. A stance is told from no stance, not from the others: a sentence may take
two, and the network tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from onrecord.encoder.ngrams import NgramModel, buckets
from onrecord.train.stance_data import entity_spans
from onrecord.types import Stance

BUCKETS = 2**18
"""2.6 MB with five stances."""
_C = 1.0
"""Inverse strength of the regularisation."""
_UNSURE = 0.3
"""Weight of a sentence of which annotators were not sure that it takes the stance; it counts as one that does not."""
_NEVER = -6.0
"""Log-odds of a stance that no sentence takes."""


def fit_ngrams(rows: Iterable[Mapping[str, Any]], stances: Sequence[Stance], *, size: int = BUCKETS) -> NgramModel:
    """Return the model of some training rows.

    Args:
        rows: `sentence`, `entities` ([text, label] in order) and `claims`, each with `stance` and, where it is so, `unsure`.
        stances: The scheme, in order.
        size: Buckets of n-grams.
    """
    from scipy.sparse import csr_matrix, diags
    from sklearn.linear_model import LogisticRegression

    taken = list(rows)
    found = [buckets(row["sentence"], entity_spans(row["sentence"], row["entities"] or []), size) for row in taken]
    ends = np.cumsum([0, *(len(at) for at in found)])
    at = np.concatenate([*found, np.empty(0, np.int64)])
    counts = csr_matrix((np.ones(len(at)), at, ends), shape=(len(taken), size))
    weights, bias = np.zeros((size, len(stances)), np.float16), np.full(len(stances), _NEVER, np.float32)
    none = np.array([not row["claims"] for row in taken], dtype=bool)
    for k, stance in enumerate(stances):
        sure, unsure = (np.array([_takes(row, stance, unsure=u) for row in taken], dtype=bool) for u in (False, True))
        told = sure | unsure | none
        if not 0 < sure.sum() < told.sum():
            continue
        ratio = _log_ratio(counts[sure]) - _log_ratio(counts[told & ~sure])
        model = LogisticRegression(C=_C, max_iter=200, solver="liblinear", random_state=0)
        model.fit((counts @ diags(ratio))[told], sure[told], sample_weight=np.where(unsure & ~sure, _UNSURE, 1.0)[told])
        weights[:, k] = ratio * model.coef_[0]
        bias[k] = model.intercept_[0]
    return NgramModel(weights, bias)


def _takes(row: Mapping[str, Any], stance: Stance, *, unsure: bool) -> bool:
    return any(c["stance"] == stance and bool(c.get("unsure")) == unsure for c in row["claims"])


def _log_ratio(counts: Any) -> Any:
    """Return the log of each bucket's share of the counts, one count added."""
    total = np.asarray(counts.sum(axis=0)).ravel() + 1.0
    return np.log(total / total.sum())
