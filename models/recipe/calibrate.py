"""Choose the claim threshold and fit the confidence on dev: a logistic function of each claim's evidence.

A claim counts as right when the scorer would match it (sentence, actor, stance, polarity); claims matched to gold
marked unsure are left out. Figures come from cross-validation by document, the shipped coefficients from all of dev.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from measure import load_scorer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import onrecord
from onrecord.components.confidence import features
from onrecord.components.links import DraftClaim
from onrecord.encoder.model import EncoderConfig

log = logging.getLogger(__name__)

FLOORS = {"target": 0.5, "COMPANY": 0.5, "GOVERNMENT": 0.6, "LAW": 0.6}
"""Least probability of a target, and least score of an entity by label: the best exact F1 on dev."""
OVERLAP = 0.5
"""Word IoU from which an actor mention is the gold one."""
COVERAGE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def calibrate(folder: Path, config: EncoderConfig, *, data: Path, scorer: Path, work: Path) -> None:
    """Write thresholds and calibration into the model's config, and the reliability table for the card."""
    write(folder, replace(config, thresholds={"claim": 0.0, **FLOORS}, calibration={}))
    score = load_scorer(scorer)
    gold = score.rows(data / "stance" / "dev.jsonl")
    pool = evidence_pool(folder, score, gold)
    x = np.array([features(p["evidence"])[1:] for p in pool])
    y = np.array([p["right"] for p in pool], dtype=float)
    groups = np.array([p["doc"] for p in pool])
    held = np.zeros(len(y))
    for fit, test in GroupKFold(5).split(x, y, groups):
        held[test] = model().fit(x[fit], y[fit]).predict_proba(x[test])[:, 1]
    final = model().fit(x, y)
    weights = [float(final.intercept_[0]), *(float(w) for w in final.coef_[0])]
    threshold = best_threshold(held, pool, gold)
    write(folder, replace(config, thresholds={"claim": threshold, **FLOORS}, calibration={"claim": weights}))
    table = {"threshold": threshold, "n": len(y), "ece": ece(held, y, emitted=0.1), "coverage": coverage(held, y)}
    (work / "calibration.json").write_text(json.dumps(table, indent=1), encoding="utf-8")
    log.info("%s", json.dumps(table))


def model() -> LogisticRegression:
    """Return the logistic function, lightly regularised."""
    return LogisticRegression(C=1.0, max_iter=1000)


def write(folder: Path, config: EncoderConfig) -> None:
    """Write the model's configuration."""
    (folder / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n", encoding="utf-8")


def evidence_pool(folder: Path, score: ModuleType, gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every draft claim on the gold sentences: its evidence, whether it is right, and what it was matched to."""
    pipeline = onrecord.load(folder)
    pool: list[dict[str, Any]] = []
    for g in gold:
        text, start, end = score.joined(g)
        drafts = [d for d in pipeline.draft(text).claims if start <= d.cue[0] < end and d.actor.start >= start]
        pool += judged(score, g, drafts, start)
    return pool


def judged(score: ModuleType, g: dict[str, Any], drafts: list[DraftClaim], start: int) -> list[dict[str, Any]]:
    """Match the drafts of one sentence to its gold as the scorer does; drafts matched to unsure gold are left out."""
    claims = [c | {"_o": score.occurrences(c["actor"], g["sentence"])} for c in g["claims"]]

    def same(d: DraftClaim, c: dict[str, Any]) -> bool:
        span = (d.actor.start - start, d.actor.end - start)
        right = d.stance == c["stance"] and d.polarity == c["polarity"]
        return right and any(score.word_iou(span, o, g["sentence"]) >= OVERLAP for o in c["_o"])

    matched = dict(score.match(drafts, claims, same))
    unsure = {i for i, j in matched.items() if claims[j].get("unsure")}
    return [
        {"evidence": d.evidence, "stance": d.stance, "right": i in matched, "doc": g["meta"]["doc_id"], "id": g["id"]}
        for i, d in enumerate(drafts)
        if i not in unsure
    ]


def best_threshold(confidence: Any, pool: list[dict[str, Any]], gold: list[dict[str, Any]]) -> float:
    """Return the threshold with the best mean of two F1s over four labels: claims (actor, stance), and sentence stances.

    Their curves are jagged on a few hundred claims, so each is averaged over its neighbours first; of thresholds within
    half a point of the best the highest is taken: a wrong claim costs more than a missed one.
    """
    thresholds = np.arange(0.1, 0.7, 0.01)
    scores = np.array([(claim_f1(confidence >= t, pool, gold) + stance_f1(confidence >= t, pool, gold)) / 2 for t in thresholds])
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    best = int(np.flatnonzero(smooth >= smooth.max() - 0.005)[-1])
    log.info("mean F1 %.3f at a confidence of %.2f", scores[best], thresholds[best])
    return round(float(thresholds[best]), 2)


def claim_f1(taken: Any, pool: list[dict[str, Any]], gold: list[dict[str, Any]]) -> float:
    """Return the F1 of sure claims: actor, stance and polarity right."""
    wanted = sum(not c.get("unsure") and c["stance"] != "refuse" for g in gold for c in g["claims"])
    counts = [p["right"] for p, t in zip(pool, taken, strict=True) if t and p["stance"] != "refuse"]
    return 2 * sum(counts) / (len(counts) + wanted)


def stance_f1(taken: Any, pool: list[dict[str, Any]], gold: list[dict[str, Any]]) -> float:
    """Return the F1 of the stances of sentences, whoever takes them; unsure gold is neither required nor punished."""
    found = {(p["id"], p["stance"]) for p, t in zip(pool, taken, strict=True) if t and p["stance"] != "refuse"}
    maybe = {(g["id"], c["stance"]) for g in gold for c in g["claims"]}
    sure = {(g["id"], c["stance"]) for g in gold for c in g["claims"] if not c.get("unsure") and c["stance"] != "refuse"}
    right = len(found & sure)
    return 2 * right / (right + len(found - maybe) + len(sure))


def ece(confidence: Any, right: Any, *, emitted: float, bins: int = 5) -> float:
    """Return the expected calibration error of claims with at least `emitted` confidence, in bins of equal mass."""
    chosen = confidence >= emitted
    order = np.argsort(confidence[chosen])
    parts = [(confidence[chosen][b], right[chosen][b]) for b in np.array_split(order, bins) if len(b)]
    return float(sum(abs(c.mean() - r.mean()) * len(c) for c, r in parts) / max(1, chosen.sum()))


def coverage(confidence: Any, right: Any) -> list[dict[str, float]]:
    """Return for each threshold how many of the claims over 0.1 are kept and how many of those are right."""
    whole = (confidence >= COVERAGE[0]).sum()
    rows = []
    for threshold in COVERAGE:
        kept = confidence >= threshold
        if kept.any():
            share, right_share = float(kept.sum() / whole), float(right[kept].mean())
            rows.append({"threshold": threshold, "kept": share, "right": right_share, "n": int(kept.sum())})
    return rows
