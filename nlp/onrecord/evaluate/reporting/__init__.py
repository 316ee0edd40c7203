"""An evaluation for people and programs: a page, tables for the terminal, plain JSON, and the worst errors.

    from onrecord.evaluate import evaluate, reporting

    result = evaluate(gold, pred)
    reporting.write_html(result, "report.html")
    reporting.to_json(result)["figures"]["claims.mention"]["value"]

`errors` gives the sentences that cost most, the worst first.
"""

from __future__ import annotations

from onrecord.evaluate.reporting.cases import ErrorCase, Fault, Mark, Told
from onrecord.evaluate.reporting.errors import errors
from onrecord.evaluate.reporting.page import write_html
from onrecord.evaluate.reporting.plain import to_json
from onrecord.evaluate.reporting.terminal import render, render_behaviour, render_comparison

__all__ = [
    "ErrorCase",
    "Fault",
    "Mark",
    "Told",
    "errors",
    "render",
    "render_behaviour",
    "render_comparison",
    "to_json",
    "write_html",
]
