"""Two tables of counts: sentences by gold and predicted stance, entities by kind of error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.evaluate.entities import ALL_LABELS
from onrecord.evaluate.entities import KINDS as ENTITY_KINDS
from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.tables import head, section, table
from onrecord.evaluate.reporting.tags import Html, tag
from onrecord.evaluate.sentences import NONE

if TYPE_CHECKING:
    from fractions import Fraction

    from onrecord.evaluate.evaluation import Evaluation

LEVELS = 4
"""Shades of a cell, beside none at all."""


def confusion_section(evaluation: Evaluation) -> Html:
    """Return the section with the confusion of sentence stances; shades show the share of the row."""
    title = "Confusion"
    if not wording.labels_claims(evaluation):
        return section("confusion", title, _unscored("the gold labels no claims"))
    names = (*evaluation.options.stances, NONE)
    rows = [_confusion_row(evaluation, gold, names) for gold in names]
    intro = (
        "Labelled sentences by the gold stance (rows) and the predicted one (columns), counted claims only. A sentence with "
        "several unmatched stances is shared out over its cells. Shades show the share of the row."
    )
    grid = table("Sentences by gold and predicted stance", head(("gold \\ predicted", *names, "all")), rows, class_="grid")
    return section("confusion", title, tag("p", intro), grid)


def entities_section(evaluation: Evaluation) -> Html:
    """Return the section with entities by kind of error."""
    title = "Entity errors"
    if not wording.labels_entities(evaluation):
        return section("entities", title, _unscored("the gold labels no entities"))
    intro = "Mentions under their gold label, a spurious one under the label that the system gave it."
    rows = [_entity_row(evaluation, label) for label in ALL_LABELS]
    grid = table("Entities by label and kind of error", head(("label", *ENTITY_KINDS)), rows, class_="grid")
    return section("entities", title, tag("p", intro), grid)


def _confusion_row(evaluation: Evaluation, gold: str, names: tuple[str, ...]) -> Html:
    row = {pred: evaluation.confusion.get((gold, pred), 0) for pred in names}
    every = sum(row.values())
    cells = [_cell(n, every, right=pred == gold) for pred, n in row.items()]
    return tag("tr", tag("th", gold, scope="row"), *cells, tag("td", wording.number(every), class_="all"))


def _entity_row(evaluation: Evaluation, label: str) -> Html:
    row = {kind: evaluation.entity_kinds.get(label, {}).get(kind, 0) for kind in ENTITY_KINDS}
    every = sum(row.values())
    return tag("tr", tag("th", label, scope="row"), *(_cell(n, every, right=kind == "correct") for kind, n in row.items()))


def _cell(n: Fraction | int, every: Fraction | int, *, right: bool) -> Html:
    """A count with its shade; one that is not 0 is never without."""
    level = max(1, round(LEVELS * n / every)) if n else 0
    shade = f"{'right' if right else 'wrong'}-{level}" if level else "zero"
    return tag("td", wording.number(n) if n else "·", class_=shade)


def _unscored(why: str) -> Html:
    return tag("p", f"Not scored: {why}.", class_="unscored")
