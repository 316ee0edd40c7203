"""An evaluation as plain JSON: for programs, and for the gate that compares figures over time."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onrecord.evaluate.entities import ALL_LABELS
from onrecord.evaluate.entities import KINDS as ENTITY_KINDS
from onrecord.evaluate.reporting.wording import labels_claims, labels_entities, systems
from onrecord.evaluate.sentences import NONE

if TYPE_CHECKING:
    from onrecord.evaluate.calibration import Calibration
    from onrecord.evaluate.evaluation import Evaluation
    from onrecord.evaluate.figures import Figure

VERSION = "1"
"""Of the keys: a reader may count on those of one version."""


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as an object of JSON; its keys do not depend on what the gold labels.

    Returns:
        `version`; `systems` (name, version, digest of each model); `counts`; `options`; `figures` by id, each with its parts
        `by` key, shares as numbers of 0 to 1 and null where not scored; `confusion[gold stance][predicted stance]`,
        `entity_kinds[label][kind]` and `calibration`, null where there is none.
    """
    return {
        "version": VERSION,
        "systems": [asdict(model) for model in systems(evaluation)],
        "counts": {
            "documents": len(evaluation.documents),
            "sentences": evaluation.sentences,
            "missing": evaluation.missing,
            "lost": evaluation.lost,
            "extra": evaluation.extra,
        },
        "options": asdict(evaluation.options),
        "figures": {figure.id: _figure(figure) for figure in evaluation.figures},
        "confusion": _confusion(evaluation) if labels_claims(evaluation) else None,
        "entity_kinds": _entity_kinds(evaluation) if labels_entities(evaluation) else None,
        "calibration": _calibration(evaluation.calibration),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    names = ("title", "group", "kind", "value", "low", "high", "precision", "recall", "n", "tp", "fp", "fn")
    return {name: getattr(figure, name) for name in names} | {"by": {part.title: _figure(part) for part in figure.by}}


def _confusion(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    names = (*evaluation.options.stances, NONE)
    return {gold: {pred: float(evaluation.confusion.get((gold, pred), 0)) for pred in names} for gold in names}


def _entity_kinds(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    table = evaluation.entity_kinds
    return {label: {kind: table.get(label, {}).get(kind, 0) for kind in ENTITY_KINDS} for label in ALL_LABELS}


def _calibration(found: Calibration | None) -> dict[str, Any] | None:
    if found is None:
        return None
    plain = asdict(found)
    for name in ("ece_interval", "ece_perfect"):
        plain[name] = None if plain[name] is None else list(plain[name])
    return plain | {"bins": list(plain["bins"]), "kept": list(plain["kept"])}
