"""Choose the claim threshold and fit the confidence on dev: sentences and whole articles together."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, replace
from pathlib import Path

from measure import SETS

import onrecord
from onrecord.encoder.model import EncoderConfig
from onrecord.evaluate import Options
from onrecord.records import read_gold
from onrecord.train.calibrate import calibrated, fit_confidence

log = logging.getLogger(__name__)

FLOORS = {"target": 0.5, "COMPANY": 0.6, "GOVERNMENT": 0.6, "LAW": 0.6}
"""Least probability of a target, and least score of an entity by label: the best exact F1 on dev."""


def calibrate(folder: Path, config: EncoderConfig, *, data: Path, work: Path) -> None:
    """Write thresholds and calibration into the model's config, and the reliability table for the card."""
    plain = replace(config, thresholds={"claim": 0.0, **FLOORS}, calibration={})
    write(folder, plain)
    gold = [record for name in SETS.values() for record in read_gold(data / name)]
    fitted = fit_confidence(onrecord.load(folder, disable=["language"]), gold, Options())
    write(folder, calibrated(plain, fitted))
    table = asdict(fitted.table) if fitted.table else None
    said = {"threshold": fitted.threshold, "table": table}
    (work / "calibration.json").write_text(json.dumps(said, indent=1), encoding="utf-8")
    log.info("threshold %.2f, expected calibration error %s", fitted.threshold, table and table["ece"])


def write(folder: Path, config: EncoderConfig) -> None:
    """Write the model's configuration."""
    (folder / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n", encoding="utf-8")
