"""From a reading to draft claims: which candidate mention takes which stance, and about what.

A sentence's stance has a cue (where its attention looks). The link head reads the sentence once more with the cue marked and
scores every piece as part of the actor and of the target; polarity and stage are read off the actor's pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from onrecord.components.asides import is_aside, of_neighbours, with_titles, without_bystanders
from onrecord.components.clauses import HEADLINE_VERB, by_clause, with_pronoun_subjects, with_shared_subjects
from onrecord.components.mentions import Mention
from onrecord.components.unseen import UNLIKELY, unseen_actors
from onrecord.components.wording import worded
from onrecord.types import STAGES, STANCES, Polarity, Stage, Stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.components.tagger import Reading, SentenceReading
    from onrecord.encoder import Backend

STANCE_FLOOR, ACTOR_FLOOR = 0.02, 0.02
"""Probabilities under which no draft is made; far below any sensible threshold on the confidence."""
_STANCE_ODDS, _ACTOR_ODDS = (float(np.log(p / (1 - p))) for p in (STANCE_FLOOR, ACTOR_FLOOR))
TARGET_LABELS = ("TARGET", "LAW", "GOVERNMENT", "PLACE")
_JOINT = re.compile(
    r"(?:\s*\([^()]{1,20}\)|\s*<[^<>\s]{1,20}>|>)?"
    r"(?:,\s*|,?\s+(?P<last>and|or|nor|&)(?:\s+also)?(?:,[^,.;:]{1,40},)?\s+(?:the\s+)?)<?"
)
"""What stands between two members of a list, a ticker in brackets and a word on when the last one joined left aside."""
_JOINING = re.compile(r"(?: (?:has|have|had|will|would|to))? join(?:s|ed|ing)? (?:the )?")
_IN_DOING = re.compile(r"[^,.;:]{0,40}? in (?:\w+ly )?\w+ing\b")
"""After the second of two who do the same: "Norvik joined |Selmar| this week in suspending"; in the train set both always do."""
_BOTH = re.compile(r"\b(?:both|neither) (?:the )?\Z", re.IGNORECASE)
_LONGEST_BOTH = 13
_EXAMPLES = re.compile(r",? (?:such as|including|among them) (?:the )?<?")
"""Between a group and those of its members that are named."""
_ARTICLES = frozenset({"", "a", "an", "the"})
_QUANTITY = re.compile(r"(?:an? )?(?:slew|host|string|handful|raft|flurry|spate|wave|number|series)", re.IGNORECASE)
"""With an "of" behind it, no more than how many act: "|a slew| of banks"; no actor of the train set."""
_TICKER = re.compile(r"[A-Z]{1,5}(?:[.:][A-Z]{1,3})?[)>]")
"""What a name has in brackets after it: "Norvik (NVK.O)", "<NVK>"."""
_EXCHANGE = re.compile(r"(?<=[(<])[A-Z]{1,5}[.:]$")
"""What stands before the exchange in such a code."""
_LONGEST_CODE, _CODE_ENDS = 6, frozenset(".:\n")
_TWO = 2
Offsets = tuple[int, int]
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
    ngrams: float = 0.0
    """That the sentence takes the stance, by its words alone (`onrecord.encoder.ngrams`)."""


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
    text: str,
    reading: Reading,
    candidates: Sequence[Mention],
    *,
    backend: Backend,
    thresholds: Mapping[str, float],
    stances: Sequence[Stance] = STANCES,
) -> list[DraftClaim]:
    """Return the draft claims of an article, the doubtful ones too.

    Args:
        text: The article.
        reading: What the encoder read.
        candidates: Mentions that may act or be acted on, in any order.
        backend: Runs the link head.
        thresholds: `target`: probability from which a mention is taken as the target.
        stances: What the network tells apart, in the order of its outputs.
    """
    drafts: list[DraftClaim] = []
    by_start = sorted({m for m in candidates if not is_fragment(text, m)})
    starts = [m.start for m in by_start]
    for sentence in reading.sentences:
        bounds = int(sentence.starts[0]), int(sentence.ends[-1])
        a, b = (bisect_left(starts, at) for at in bounds)
        found = worded(
            text, bounds, _sentence_drafts(text, sentence, by_start[a:b], backend, thresholds.get("target", 0.5), stances)
        )
        titled = with_titles(text, list(found))
        acting = list(without_bystanders(text, list(_coordinated(text, titled))))
        in_clauses = by_clause(text, bounds, list(of_neighbours(text, acting)), by_start[a:b])
        joined = with_pronoun_subjects(text, with_shared_subjects(text, in_clauses))
        drafts += [d for d in joined if not is_group(text, d, joined) and not is_aside(text, d, joined)]
    return drafts


def is_fragment(text: str, mention: Mention) -> bool:
    """Whether a candidate is no mention that could act: a code in brackets, an article, a quantity, a piece of a word."""
    start, end = mention.start, mention.end
    if text[start:end].lower() in _ARTICLES or text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return True
    if text.startswith(" of ", end) and _QUANTITY.fullmatch(text, start, end):
        return True
    if text[start - 1 : start] in _CODE_ENDS and _EXCHANGE.search(text, max(0, start - _LONGEST_CODE - 1), start):
        return True
    return text[start - 1 : start] in {"(", "<"} and _TICKER.match(text, start, end + 1) is not None


def is_group(text: str, draft: DraftClaim, others: Iterable[DraftClaim]) -> bool:
    """Whether a draft's actor is a group of which members are named that do the same: "banks such as P and Q" is P and Q."""
    follows = _EXAMPLES.match(text, draft.actor.end)
    return follows is not None and any(o.stance == draft.stance and o.actor.start == follows.end() for o in others)


def _coordinated(text: str, drafts: Iterable[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts of a sentence; in "A, B and C said" each is as likely to act as the likeliest of them."""
    drafts = list(drafts)
    for stance in dict.fromkeys(d.stance for d in drafts):
        mine = sorted((d for d in drafts if d.stance == stance), key=lambda d: d.actor.start)
        for chain in _chains(text, mine):
            if len(chain) == 1:
                yield chain[0]
                continue
            odds = max(d.evidence.actor for d in chain)
            best = any(d.evidence.best for d in chain)
            yield from (replace(d, evidence=replace(d.evidence, actor=odds, best=best)) for d in chain)


def _chains(text: str, drafts: Sequence[DraftClaim]) -> Iterator[list[DraftClaim]]:
    """Yield runs of drafts whose actors are joined by commas and a closing "and"; a lone actor is a run of its own."""
    run: list[DraftClaim] = []
    closed = False
    for draft in drafts:
        joined = bool(run) and _is_joined(text, run[-1].actor, draft.actor)
        between = _JOINT.fullmatch(text, run[-1].actor.end, draft.actor.start) if run and not closed else None
        alike = joined or (between and (draft.actor.label == run[-1].actor.label or _follows_both(text, run[0].actor)))
        if not alike:
            yield from _ended(run, closed=closed or _is_headline_list(text, run))
            run, closed = [], False
        run.append(draft)
        closed = closed or joined or bool(between and between["last"])
    yield from _ended(run, closed=closed or _is_headline_list(text, run))


def _is_headline_list(text: str, run: Sequence[DraftClaim]) -> bool:
    """Whether a run begins a line and a verb in the plural follows it: commas join what a headline has no "and" for."""
    if len(run) < _TWO or not HEADLINE_VERB.match(text, run[-1].actor.end):
        return False
    return run[0].actor.start == 0 or text[run[0].actor.start - 1] == "\n"


def _is_joined(text: str, one: Mention, other: Mention) -> bool:
    """Whether the second does what the first joins it in."""
    return _JOINING.fullmatch(text, one.end, other.start) is not None and _IN_DOING.match(text, other.end) is not None


def _follows_both(text: str, mention: Mention) -> bool:
    return _BOTH.search(text, max(0, mention.start - _LONGEST_BOTH), mention.start) is not None


def _ended(run: list[DraftClaim], *, closed: bool) -> Iterator[list[DraftClaim]]:
    """Yield a run that an "and" closed as one; without it ("Norvik, Selmar's parent") the commas join nothing."""
    if closed:
        yield run
    else:
        yield from ([draft] for draft in run)


def _sentence_drafts(
    text: str,
    sentence: SentenceReading,
    candidates: Sequence[Mention],
    backend: Backend,
    target_threshold: float,
    names: Sequence[Stance],
) -> Iterator[DraftClaim]:
    stances: list[int] = np.flatnonzero(sentence.scores[: len(names)] >= _STANCE_ODDS).tolist()
    if not stances:
        return
    looks = np.ascontiguousarray(sentence.attention[:, stances].T)
    pieces = backend.link(sentence.hidden, looks, np.asarray(stances, dtype=np.int64))
    inside = {(m.start, m.end): sentence.pieces(m.start, m.end) for m in candidates}
    inside = {span: at for span, at in inside.items() if at.any()}
    found = [m for m in candidates if (m.start, m.end) in inside]
    means = {span: _mean(pieces[:, at]) for span, at in inside.items()}
    for row, stance in enumerate(stances):
        scores = {span: mean[row] for span, mean in means.items()}
        likeliest = max((float(score[ACTOR]) for score in scores.values()), default=UNLIKELY)
        odds = pieces[row, :, ACTOR]
        unseen = list(unseen_actors(text, sentence, odds, inside.values())) if likeliest <= UNLIKELY else []
        scores |= {(m.start, m.end): _mean(pieces[row : row + 1, sentence.pieces(m.start, m.end)])[0] for m in unseen}
        mentions = _by_span([*found, *unseen])
        for rank, actor in enumerate(_pick_actors(scores, mentions)):
            pair = scores[actor.start, actor.end]
            yield DraftClaim(
                sentence=sentence.index,
                stance=names[stance],
                actor=actor,
                target=_pick_target(scores, mentions, actor, target_threshold),
                polarity="negated" if pair[NEGATED] >= 0 else "affirmed",
                stage=STAGES[int(pair[FIRST_STAGE:].argmax())],
                cue=sentence.cue_span(stance),
                evidence=Evidence(
                    stance=float(sentence.scores[stance]),
                    actor=float(pair[ACTOR]),
                    polarity=float(abs(pair[NEGATED])),
                    best=rank == 0,
                ),
            )


def _mean(pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean [stances, LINK_COLUMNS] over pieces [stances, n, LINK_COLUMNS], without what numpy's own does around it."""
    return cast("NDArray[np.float32]", np.add.reduce(pieces, axis=1) / pieces.shape[1])


def logit(p: float) -> float:
    """Return the log-odds of a probability."""
    return float(np.log(p / (1 - p)))


def _by_span(mentions: Sequence[Mention]) -> dict[Offsets, list[Mention]]:
    found: dict[Offsets, list[Mention]] = defaultdict(list)
    for m in mentions:
        found[m.start, m.end].append(m)
    return found


def _pick_actors(scores: Mapping[Offsets, NDArray[np.float32]], mentions: Mapping[Offsets, list[Mention]]) -> list[Mention]:
    """Return the actors, best first, none over another: the best always, others if they are likely at all."""
    picked: list[Mention] = []
    for span in sorted(mentions, key=lambda s: (-scores[s][ACTOR], s)):
        if picked and scores[span][ACTOR] < _ACTOR_ODDS:
            break
        mention = _name_first(mentions[span])
        if not any(mention.overlaps(other) for other in picked):
            picked.append(mention)
    return picked


def _pick_target(
    scores: Mapping[Offsets, NDArray[np.float32]], mentions: Mapping[Offsets, list[Mention]], actor: Mention, threshold: float
) -> Mention | None:
    allowed = [m for ms in mentions.values() for m in ms if m.label in TARGET_LABELS and not m.overlaps(actor)]
    best = max(allowed, key=lambda m: (scores[m.start, m.end][TARGET], m.label != "TARGET"), default=None)
    return best if best and scores[best.start, best.end][TARGET] >= logit(threshold) else None


def _name_first(mentions: list[Mention]) -> Mention:
    """Return the mention with the most telling label among those over the same words: a name before a role."""
    order = ("COMPANY", "GOVERNMENT", "PERSON", "LAW", "PLACE", "ACTOR")
    return min(mentions, key=lambda m: order.index(m.label) if m.label in order else len(order))
