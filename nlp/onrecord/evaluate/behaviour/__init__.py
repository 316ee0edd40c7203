"""Behavioural tests: what a system makes of negation, norms, threats, swapped names and the like, one phenomenon at a time.

After CheckList (Ribeiro et al. 2020): minimum functionality, invariance and directional tests, kept as CSV files. Any
system that writes the record can be checked.
"""

from __future__ import annotations

from onrecord.evaluate.behaviour.judging import Miss, Result, check
from onrecord.evaluate.behaviour.suite import Expected, Instance, Phenomenon, Speaker, articles, read_suite

__all__ = ["Expected", "Instance", "Miss", "Phenomenon", "Result", "Speaker", "articles", "check", "read_suite"]
