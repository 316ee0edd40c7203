"""Evaluation of any system that writes the record: on gold, with intervals; agreement; behaviour.

    from onrecord.evaluate import Options, evaluate
    from onrecord.records import read_gold, read_jsonl

    result = evaluate(read_gold("gold.jsonl"), read_jsonl("annotations.jsonl"), Options(scheme="five"))
    result["claims.mention"].value, result["claims.mention"].low

It sees records only, never the pipeline.
"""

from __future__ import annotations

from onrecord.evaluate.evaluation import Difference, Evaluation, compare, evaluate
from onrecord.evaluate.figures import Figure
from onrecord.evaluate.options import Options

__all__ = ["Difference", "Evaluation", "Figure", "Options", "compare", "evaluate"]
