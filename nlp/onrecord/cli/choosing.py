"""From which confidence on enough of a system's claims are right, for `evaluate --precision`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.results import count
from onrecord.errors import InputError
from onrecord.evaluate.calibration import judged_claims, kept, pick_threshold

if TYPE_CHECKING:
    from onrecord.evaluate import Evaluation
    from onrecord.evaluate.calibration import Kept


def choose(result: Evaluation, precision: float) -> tuple[float | None, str]:
    """Return the least threshold that keeps claims of which the share `precision` is right, and a sentence on it.

    The threshold is None where no confidence is high enough or no claim has one; the sentence then says which.
    """
    try:
        threshold = pick_threshold(result.documents, result.options, precision=precision)
    except InputError as error:  # news about the system, no reason to hold its figures back
        message = str(error)
        return None, message[0].upper() + message[1:]
    exact, written = _kept(result, threshold), f"{threshold:.4f}"
    if _kept(result, float(written)).n != exact.n:
        written = repr(threshold)  # four digits would keep more or fewer claims than were judged
    found = "" if exact.recall is None else f", recall {exact.recall:.1%}"
    return threshold, (
        f"From a confidence of {written} on, {exact.right or 0:.1%} of the claims are right "
        f"({precision:.4g} was asked for): {count(exact.n, 'claim')} kept{found}"
    )


def _kept(result: Evaluation, threshold: float) -> Kept:
    import numpy as np

    claims, _, wanted = judged_claims(result.documents, result.options)
    p, y = np.array([c.confidence for c in claims]), np.array([c.right for c in claims], dtype=float)
    return kept(p, y, threshold, wanted)
