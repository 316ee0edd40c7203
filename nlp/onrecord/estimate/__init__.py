"""From labels to estimates: draw a validation sample, code it by hand, get numbers that the classifier's errors don't bias.

    from onrecord.estimate import Plan, Question, draw, estimate, write_sample

    write_sample(draw("out", Plan(n=300)), "sample")
    # code sample/coding.jsonl by hand
    found = estimate("out", "sample", Question(quantity="share", stance=("withdraw",), by="year"))

The sample is stratified by what was predicted, units without a predicted claim included; estimates are those of design-based
supervised learning (Egami, Hinck, Stewart and Wei, NeurIPS 2023). See docs/estimates.md. Names are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.estimate.coded import Coded, coded_rows, read_coded, read_design, write_sample
    from onrecord.estimate.drawing import Sample, draw
    from onrecord.estimate.estimates import estimate
    from onrecord.estimate.jobs import estimate_folder, sample_folder
    from onrecord.estimate.plan import Design, Plan, Stratum
    from onrecord.estimate.question import Question
    from onrecord.estimate.results import Estimate, to_rows, write_estimates_csv

_HOME = {
    "coded": ("Coded", "coded_rows", "read_coded", "read_design", "write_sample"),
    "drawing": ("Sample", "draw"),
    "estimates": ("estimate",),
    "jobs": ("estimate_folder", "sample_folder"),
    "plan": ("Design", "Plan", "Stratum"),
    "question": ("Question",),
    "results": ("Estimate", "to_rows", "write_estimates_csv"),
}

__all__ = [
    "Coded", "Design", "Estimate", "Plan", "Question", "Sample", "Stratum", "coded_rows", "draw", "estimate", "estimate_folder",
    "read_coded", "read_design", "sample_folder", "to_rows", "write_estimates_csv", "write_sample",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
