"""Quantiles of Student's t, for degrees of freedom that need not be whole."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

_STEPS = 8_001
_MANY = 500.0


def t_quantile(chance: float, freedom: float) -> float:
    """Return the value below which a t-distributed number lies with the given chance.

    With t = sqrt(df) tan(a) the density of a is proportional to cos(a) ** (df - 1), which is smooth and bounded: it is
    summed on a grid and read backwards. From 500 degrees on, the first two terms of the Cornish-Fisher series are exact to
    six digits. Checked against scipy.

    Args:
        chance: Between 0 and 1, both excluded.
        freedom: Degrees of freedom, at least 1; infinity gives the normal quantile.
    """
    z = NormalDist().inv_cdf(chance)
    if freedom >= _MANY:
        return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    angle = np.linspace(0, math.pi / 2, _STEPS)
    density = np.cos(angle) ** (max(freedom, 1.0) - 1)
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    found = np.interp(abs(2 * chance - 1) * below[-1], below, angle)
    return math.copysign(math.sqrt(max(freedom, 1.0)) * math.tan(found), chance - 0.5)
