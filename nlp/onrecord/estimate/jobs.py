"""The two jobs of the command line: draw a sample into a folder, and estimate from it when it is coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.estimate.coded import write_sample
from onrecord.estimate.drawing import draw
from onrecord.estimate.estimates import estimate
from onrecord.estimate.results import write_estimates_csv

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from onrecord.estimate.plan import Plan
    from onrecord.estimate.question import Question
    from onrecord.estimate.results import Estimate


def sample_folder(
    annotations: str | os.PathLike[str], out: str | os.PathLike[str], plan: Plan | None = None, *, overwrite: bool = False
) -> tuple[Path, int]:
    """Draw a sample from a folder of `onrecord annotate` and write it into a folder of its own.

    Args:
        annotations: The folder, or a file of records.
        out: Folder for `coding.jsonl` and `design.json`.
        plan: How to draw.
        overwrite: Whether a sample that is there already may be lost.

    Returns:
        The path of the coder's file and the number of its rows.

    Raises:
        InputError: There is nothing to draw from, or there is a sample already.
    """
    sample = draw(annotations, plan)
    return write_sample(sample, out, overwrite=overwrite), len(sample.rows)


def estimate_folder(
    annotations: str | os.PathLike[str],
    sample: str | os.PathLike[str],
    question: Question | None = None,
    *,
    out: str | os.PathLike[str] | None = None,
) -> list[Estimate]:
    """Estimate from a folder of annotations and the folder of its coded sample.

    Args:
        annotations: What the sample was drawn from.
        sample: The folder with `coding.jsonl`, filled in, and `design.json`.
        question: What to estimate.
        out: CSV file to write the estimates to, none by default.

    Raises:
        InputError: See `estimate`.
        RecordError: See `estimate`.
    """
    found = estimate(annotations, sample, question)
    if out is not None:
        write_estimates_csv(found, out)
    return found
