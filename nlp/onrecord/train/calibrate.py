"""Confidences that can be believed, and the least one worth keeping: fitted on labelled records that were not trained on.

Every draft claim is judged as `onrecord.evaluate` judges claims; a logistic function of what it rests on gives its confidence
(see `components.confidence`). Figures come from cross-validation by document, the coefficients from all of the records.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.components.claims import build_claims
from onrecord.components.confidence import features
from onrecord.evaluate.calibration import Calibration, calibration, verdicts
from onrecord.evaluate.documents import Document, make_document
from onrecord.types import Record, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.components.links import DraftClaim
    from onrecord.encoder import EncoderConfig
    from onrecord.evaluate import Options
    from onrecord.pipeline import Pipeline

    Floats = NDArray[np.float64]

log = logging.getLogger(__name__)

FOLDS = 5
EMITTED = 0.1
"""Least confidence of the claims that figures of calibration are over."""
THRESHOLDS = np.arange(0.1, 0.7, 0.01)
SMOOTH = 5
"""Thresholds to each side over which F1 is averaged before the best is taken."""
UNFITTED = 0.5
"""Threshold where there is too little to choose one by."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """The judged draft claims of gold records."""

    documents: tuple[Document, ...]
    """Gold with all draft claims as predictions, ids `d0`, `d1`, … over all of them."""
    at: NDArray[np.int64]
    """[N] number of each judged draft."""
    x: Floats
    """[N, F] its features, without the constant."""
    right: Floats
    """[N] 1 where it matches gold."""
    groups: tuple[str, ...]
    """The document of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What was chosen, and how well it does on documents that it was not chosen on."""

    threshold: float
    coefficients: tuple[float, ...]
    """Empty where there was too little to fit them by."""
    table: Calibration | None
    """Over the cross-validated confidences of at least `EMITTED`; None where there are no coefficients."""


def fit_confidence(pipeline: Pipeline, gold: Sequence[Record], options: Options) -> Fitted:
    """Choose the claim threshold and fit the confidence.

    Args:
        pipeline: Its drafts are judged; its own threshold and calibration do not matter.
        gold: Labelled records that the model was not trained on.
        options: Stances that count for the threshold, and the bootstrap behind the intervals.
    """
    pool = judged_drafts(pipeline, gold, options)
    names = sorted(set(pool.groups))
    if len(names) < 2 or len(set(pool.right.tolist())) < 2:
        log.warning(
            "%d drafts of %d documents: too few to fit the confidence, it stays as the network gives it", len(pool.at), len(names)
        )
        return Fitted(threshold=UNFITTED, coefficients=(), table=None)
    held = _held_out(pool)
    final = _model().fit(pool.x, pool.right)
    coefficients = (float(final.intercept_[0]), *(float(w) for w in final.coef_[0]))
    confidences = dict(zip(pool.at.tolist(), held.tolist(), strict=True))
    docs = [_with_confidences(doc, confidences) for doc in pool.documents]
    shown = [replace(doc, found=tuple(f for f in doc.found if (f.claim.confidence or 0) >= EMITTED)) for doc in docs]
    threshold, score = best_threshold(docs)
    log.info("mean F1 %.3f at a confidence of %.2f", score, threshold)
    return Fitted(threshold=threshold, coefficients=coefficients, table=calibration(shown, options))


def calibrated(config: EncoderConfig, fitted: Fitted) -> EncoderConfig:
    """Return the configuration of a model with what was fitted in it."""
    found = {"claim": list(fitted.coefficients)} if fitted.coefficients else {}
    return replace(config, thresholds={**config.thresholds, "claim": fitted.threshold}, calibration=found)


def judged_drafts(pipeline: Pipeline, gold: Sequence[Record], options: Options) -> Pool:
    """Return every draft claim of a pipeline on gold records with its features and whether it is right.

    Drafts matched to gold that is marked unsure are neither right nor wrong and left out.
    """
    drafts: list[DraftClaim] = []
    docs = [make_document(g, _drafted(pipeline, g, drafts), replace(options, threshold=None)) for g in gold]
    judged = [(int(claim.id[1:]), right, doc.cluster) for doc in docs for claim, right in verdicts(doc)]
    x = [features(drafts[i], pipeline.stances)[1:] for i, _, _ in judged]
    return Pool(
        documents=tuple(docs),
        at=np.array([i for i, _, _ in judged], dtype=np.int64),
        x=np.array(x, dtype=float).reshape(len(judged), -1),
        right=np.array([right for _, right, _ in judged], dtype=float),
        groups=tuple(name for _, _, name in judged),
    )


def _drafted(pipeline: Pipeline, gold: Record, drafts: list[DraftClaim]) -> Record:
    """The record of a gold text with every draft as a claim; the draft of claim `d7` is the eighth of the list."""
    draft = pipeline.draft(gold.text)
    context = draft.joined.context
    claims = []
    for one in draft.claims:
        for claim in build_claims([one], context, threshold=0.0, calibration={}, stances=pipeline.stances):
            claims.append(replace(claim, id=f"d{len(drafts)}"))
            drafts.append(one)
    counted = {(c.sentence, c.stance) for c in claims if c.counted}
    meta = {} if pipeline.stances == gold.scheme else {"stance_scheme": list(pipeline.stances)}
    return Record(
        id=gold.id,
        text=gold.text,
        meta={**{k: v for k, v in gold.meta.items() if k == "stance_scheme"}, **meta},
        sentences=tuple(
            Sentence(start=s, end=e, stances=tuple(k for k in pipeline.stances if (i, k) in counted))
            for i, (s, e) in enumerate(context.sentences)
        ),
        entities=draft.joined.entities,
        quotes=tuple(context.quotes),
        claims=tuple(claims),
    )


def _held_out(pool: Pool) -> Floats:
    """The confidence of each draft by a function fitted on other documents."""
    from sklearn.model_selection import GroupKFold

    held = np.zeros(len(pool.right))
    for fit, test in GroupKFold(min(FOLDS, len(set(pool.groups)))).split(pool.x, pool.right, pool.groups):
        if len(set(pool.right[fit].tolist())) < 2:
            held[test] = pool.right[fit].mean()
        else:
            held[test] = _model().fit(pool.x[fit], pool.right[fit]).predict_proba(pool.x[test])[:, 1]
    return held


def _model() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=1000)


def _with_confidences(doc: Document, confidences: dict[int, float]) -> Document:
    """The document with its drafts' confidences; those that were not judged have none to speak of."""
    found = (replace(f, claim=replace(f.claim, confidence=confidences.get(int(f.claim.id[1:]), 0.0))) for f in doc.found)
    return replace(doc, found=tuple(found))


def best_threshold(docs: Sequence[Document]) -> tuple[float, float]:
    """Return the threshold with the best mean of two F1s, and that mean: claims (actor, stance, polarity), and sentence stances.

    Their curves are jagged on a few hundred claims and flat around the best, so they are averaged over `SMOOTH` to each side
    first: what comes out lies within the plateau, not at its edge.
    """
    verdict = [(c.confidence or 0.0, right, c.stance in doc.stances) for doc in docs for c, right in verdicts(doc)]
    claims = np.array([(p, right) for p, right, ours in verdict if ours], dtype=float).reshape(-1, 2)
    wanted = sum(not c.unsure and c.stance in doc.stances for doc in docs for c in doc.claims)
    scores = np.array([(_claim_f1(claims, wanted, t) + _stance_f1(docs, t)) / 2 for t in THRESHOLDS])
    smooth = np.convolve(np.pad(scores, SMOOTH, mode="edge"), np.ones(2 * SMOOTH + 1) / (2 * SMOOTH + 1), mode="valid")
    best = int(np.flatnonzero(smooth >= smooth.max() - 1e-9)[-1])  # the highest of equals
    return round(float(THRESHOLDS[best]), 2), float(scores[best])


def _claim_f1(claims: Floats, wanted: int, threshold: float) -> float:
    taken = claims[claims[:, 0] >= threshold, 1]
    return float(2 * taken.sum() / max(1, len(taken) + wanted))


def _stance_f1(docs: Sequence[Document], threshold: float) -> float:
    """F1 of the stances of sentences, whoever takes them; unsure gold is neither required nor punished."""
    right = spurious = wanted = 0
    for doc in docs:
        found = {(f.sentence, f.claim.stance) for f in doc.found if (f.claim.confidence or 0) >= threshold}
        found = {one for one in found if one[1] in doc.stances}
        maybe, sure = (set(_stances(doc, unsure=unsure)) for unsure in (True, False))
        right, wanted = right + len(found & sure), wanted + len(sure)
        spurious += len(found - maybe)
    return 2 * right / max(1, right + spurious + wanted)


def _stances(doc: Document, *, unsure: bool) -> Iterator[tuple[int, str]]:
    return ((c.sentence, c.stance) for c in doc.claims if c.stance in doc.stances and (unsure or not c.unsure))
