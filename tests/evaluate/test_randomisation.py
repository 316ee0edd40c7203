"""The randomisation test by sums over clusters gives the p of swapping documents one by one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array, issparse

from onrecord.evaluate.statistics import Statistic, _by_cluster, micro_f1, randomisation_p, share, table_error


def by_documents(a, b, clusters, rounds, seed):
    """The p of swaps drawn in the same order, every document of both systems weighed."""
    names = list(dict.fromkeys(clusters))
    member = [names.index(name) for name in clusters]
    rng = np.random.default_rng(seed)
    seen, extreme = abs(a.value() - b.value()), 0
    for start in range(0, rounds, 200):
        swap = rng.integers(0, 2, size=(min(200, rounds - start), len(names)))[:, member].astype(float)
        moved = np.abs(a.of(swap @ a.parts + (1 - swap) @ b.parts) - a.of((1 - swap) @ a.parts + swap @ b.parts))
        extreme += int((np.nan_to_num(moved) >= seen - 1e-12).sum())
    return (1 + extreme) / (1 + rounds)


@pytest.mark.parametrize("of", [micro_f1, share, table_error])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sparse", [False, True])
def test_the_same_p_for_the_same_seed(of, seed, sparse):
    rng = np.random.default_rng(100 + seed)
    right = rng.integers(0, 3, size=(2, 23, 6)).astype(float)
    one, two = (csr_array(x) if sparse else x for x in right)
    a, b = Statistic(parts=one, of=of), Statistic(parts=two, of=of)
    clusters = [f"c{i}" for i in rng.integers(0, 9 + 2 * seed, size=23)]
    for rounds in (130, 200, 530):
        p = randomisation_p(a, b, clusters, rounds=rounds, seed=seed)
        assert p == by_documents(a, b, clusters, rounds, seed)
        assert 0 < p <= 1


def test_the_swaps_do_not_depend_on_what_was_asked_before():
    a, b = (Statistic(parts=np.array([[x, 1.0]] * 9), of=share) for x in (1.0, 0.0))
    first = [randomisation_p(a, b, list("abcdefghi"), rounds=300, seed=s) for s in (1, 2, 3)]
    assert first == [randomisation_p(a, b, list("abcdefghi"), rounds=300, seed=s) for s in (1, 2, 3)]
    assert len({*first, randomisation_p(a, b, list("aabbccdde"), rounds=300, seed=1)}) > 1


def test_sparse_parts_stay_sparse():
    gap = _by_cluster(csr_array(np.array([[1.0, 0], [2, 0], [0, 3]])), ["x", "y", "x"])
    assert issparse(gap)
    assert gap.toarray().tolist() == [[1, 3], [2, 0]]
