"""Agreement of two annotators, neither of them gold: figures with intervals, where they differ, and how that is settled.

    from onrecord.evaluate.agreement import agree, disagreements, write_adjudication
    from onrecord.records import read_gold

    a, b = list(read_gold("anna.jsonl")), list(read_gold("ben.jsonl"))
    result = agree(a, b)
    result["stance.kappa"].value, result["stance.kappa"].low
    write_adjudication(disagreements(a, b), "adjudicate.jsonl")

It sees records only, never the pipeline.
"""

from __future__ import annotations

from onrecord.evaluate.agreement.adjudication import apply_adjudication
from onrecord.evaluate.agreement.agreement import Agreement, agree
from onrecord.evaluate.agreement.coefficients import cohen_kappa, krippendorff_alpha
from onrecord.evaluate.agreement.disagreements import Disagreement, disagreements
from onrecord.evaluate.agreement.files import read_adjudication, write_adjudication
from onrecord.evaluate.agreement.render import render, render_disagreements
from onrecord.evaluate.agreement.rows import Row
from onrecord.evaluate.agreement.tasks import labelling_config

__all__ = [
    "Agreement",
    "Disagreement",
    "Row",
    "agree",
    "apply_adjudication",
    "cohen_kappa",
    "disagreements",
    "krippendorff_alpha",
    "labelling_config",
    "read_adjudication",
    "render",
    "render_disagreements",
    "write_adjudication",
]
