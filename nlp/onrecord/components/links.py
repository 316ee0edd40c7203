"""From a reading to draft claims: which candidate mention takes which stance, and about what.

A sentence's stance has a cue (where its attention looks). Each candidate mention is scored against the cue vector by
the link head, once as the actor, once as the target; polarity and stage are read off the actor's pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.components.mentions import Mention
from onrecord.types import STAGES, STANCES, Polarity, Stage, Stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.components.tagger import Reading, SentenceReading
    from onrecord.encoder import Backend

STANCE_FLOOR, ACTOR_FLOOR = 0.05, 0.05
"""Probabilities under which no draft is made; far below any sensible threshold on the confidence."""
TARGET_LABELS = ("TARGET", "LAW", "GOVERNMENT", "PLACE")
ACTOR, TARGET, NEGATED, FIRST_STAGE = 0, 1, 2, 3
"""Columns of the link head."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log-odds behind a draft claim, what its confidence is computed from."""

    stance: float
    """That the sentence takes the stance."""
    actor: float
    """That this mention takes it."""
    polarity: float
    """That the polarity is as said (>= 0)."""
    best: bool
    """Whether no other mention of the sentence fits better."""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim by its spans, before names, quotes and dates are known."""

    sentence: int
    stance: Stance
    actor: Mention
    target: Mention | None
    polarity: Polarity
    stage: Stage
    cue: tuple[int, int]
    """Offsets of the word that the stance looks at."""
    evidence: Evidence


def draft_claims(
    reading: Reading, candidates: Sequence[Mention], *, backend: Backend, thresholds: Mapping[str, float]
) -> list[DraftClaim]:
    """Return the draft claims of an article, the doubtful ones too.

    Args:
        reading: What the encoder read.
        candidates: Mentions that may act or be acted on, in any order.
        backend: Runs the link head.
        thresholds: `target`: probability from which a mention is taken as the target.
    """
    drafts: list[DraftClaim] = []
    by_start = sorted(set(candidates))
    starts = [m.start for m in by_start]
    for sentence in reading.sentences:
        a, b = np.searchsorted(starts, [int(sentence.starts[0]), int(sentence.ends[-1])])
        drafts += _sentence_drafts(sentence, by_start[a:b], backend, thresholds.get("target", 0.5))
    return drafts


def _sentence_drafts(
    sentence: SentenceReading, candidates: Sequence[Mention], backend: Backend, target_threshold: float
) -> Iterator[DraftClaim]:
    stances = [k for k in range(len(STANCES)) if sentence.scores[k] >= logit(STANCE_FLOOR)]
    spans = {(m.start, m.end): v for m in candidates if (v := sentence.mention(m.start, m.end)) is not None}
    if not stances or not spans:
        return
    scores = _pair_scores(sentence, stances, spans, backend)
    at = {span: i for i, span in enumerate(spans)}
    mentions = _by_span([m for m in candidates if (m.start, m.end) in at])
    for row, stance in enumerate(stances):
        actors = _pick_actors(scores[row, :, ACTOR], mentions, at)
        for rank, actor in enumerate(actors):
            pair = scores[row, at[actor.start, actor.end]]
            yield DraftClaim(
                sentence=sentence.index,
                stance=STANCES[stance],
                actor=actor,
                target=_pick_target(scores[row, :, TARGET], mentions, at, actor, target_threshold),
                polarity="negated" if pair[NEGATED] >= 0 else "affirmed",
                stage=STAGES[int(pair[FIRST_STAGE:].argmax())],
                cue=sentence.cue_span(stance),
                evidence=Evidence(float(sentence.scores[stance]), float(pair[ACTOR]), float(abs(pair[NEGATED])), rank == 0),
            )


def logit(p: float) -> float:
    """Return the log-odds of a probability."""
    return float(np.log(p / (1 - p)))


def _pair_scores(
    sentence: SentenceReading, stances: list[int], spans: Mapping[tuple[int, int], NDArray[np.float32]], backend: Backend
) -> NDArray[np.float32]:
    """Return [stances, spans, LINK_COLUMNS]."""
    vectors = np.stack(list(spans.values()))
    n = len(vectors)
    cues = np.repeat(np.stack([sentence.cue(k) for k in stances]), n, axis=0)
    pairs = backend.link(np.tile(vectors, (len(stances), 1)), cues, np.repeat(np.asarray(stances, dtype=np.int64), n))
    return pairs.reshape(len(stances), n, -1)


def _by_span(mentions: Sequence[Mention]) -> dict[tuple[int, int], list[Mention]]:
    found: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for m in mentions:
        found[m.start, m.end].append(m)
    return found


def _pick_actors(
    scores: NDArray[np.float32], mentions: Mapping[tuple[int, int], list[Mention]], at: Mapping[tuple[int, int], int]
) -> list[Mention]:
    """Return the actors, best first, none over another: the best always, others if they are likely at all."""
    picked: list[Mention] = []
    for span in sorted(mentions, key=lambda s: (-scores[at[s]], s)):
        if picked and scores[at[span]] < logit(ACTOR_FLOOR):
            break
        mention = _name_first(mentions[span])
        if not any(mention.overlaps(other) for other in picked):
            picked.append(mention)
    return picked


def _pick_target(
    scores: NDArray[np.float32],
    mentions: Mapping[tuple[int, int], list[Mention]],
    at: Mapping[tuple[int, int], int],
    actor: Mention,
    threshold: float,
) -> Mention | None:
    allowed = [m for ms in mentions.values() for m in ms if m.label in TARGET_LABELS and not m.overlaps(actor)]
    best = max(allowed, key=lambda m: (scores[at[m.start, m.end]], m.label != "TARGET"), default=None)
    return best if best and scores[at[best.start, best.end]] >= logit(threshold) else None


def _name_first(mentions: list[Mention]) -> Mention:
    """Return the mention with the most telling label among those over the same words: a name before a role."""
    order = ("COMPANY", "GOVERNMENT", "PERSON", "LAW", "PLACE", "ACTOR")
    return min(mentions, key=lambda m: order.index(m.label) if m.label in order else len(order))
