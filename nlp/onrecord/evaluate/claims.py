"""Claims against claims: by the actor's mention in the sentence, or by the actor's name over an article.

By mention, a claim is right when sentence, stance and polarity are right and the actor shares at least half its words
with an occurrence of the gold actor. By name, the actor must be the same organisation, however it is written. Several
predictions that say the same of the same actor count once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from onrecord.evaluate.counts import Count, Counts
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, known_as, normalised
from onrecord.evaluate.words import Place
from onrecord.types import STANCES, Claim

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from onrecord.evaluate.documents import Document, Found

LEAST_IOU = 0.5
"""Word IoU from which an actor or target is the gold one."""
UNTOLD = ("?",)
"""Names of a predicted actor that can't be told: never right."""

Gold = TypeVar("Gold")
Pred = TypeVar("Pred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Generic[Gold, Pred]):
    """Which predictions are which gold claims."""

    pairs: tuple[tuple[Gold, Pred], ...]
    missed: tuple[Gold, ...]
    spurious: tuple[Pred, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A claim of one actor, by name."""

    claim: Claim
    sentence: int | None
    names: tuple[str, ...]
    """Normalised names of the actor, none where gold can't tell, `UNTOLD` where the system can't."""
    found: Found | None = None
    """For a prediction, where it stands."""


def judge(
    gold: Sequence[Gold],
    pred: Sequence[Pred],
    same: Callable[[Gold, Pred], bool],
    *,
    levels: Callable[[Gold, Pred], Sequence[int]],
) -> Judgement[Gold, Pred]:
    """Match two lists one to one, as many as possible, and return pairs, missed and spurious items.

    Args:
        gold: Gold items.
        pred: Predicted items.
        same: Whether a pair may be matched.
        levels: By what equally large matchings are told apart, the most important first: 1 or 0 each, as many for each pair.
    """
    pairs = best_matching(len(gold), len(pred), lambda i, j: levels(gold[i], pred[j]) if same(gold[i], pred[j]) else None)
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    return Judgement(
        pairs=tuple((gold[i], pred[j]) for i, j in pairs),
        missed=tuple(g for i, g in enumerate(gold) if i not in rows),
        spurious=tuple(p for j, p in enumerate(pred) if j not in columns),
    )


def by_stance(pairs: Iterable[tuple[Claim, Claim]], missed: Iterable[Claim], spurious: Iterable[Claim]) -> Counts:
    """Return counts by stance, ours and those that the claims take; unsure gold is neither required nor punished."""
    counts = {stance: [0, 0, 0] for stance in STANCES}
    for gold, _ in pairs:
        counts.setdefault(gold.stance, [0, 0, 0])[0] += not gold.unsure
    for pred in spurious:
        counts.setdefault(pred.stance, [0, 0, 0])[1] += 1
    for gold in missed:
        counts.setdefault(gold.stance, [0, 0, 0])[2] += not gold.unsure
    return {stance: (tp, fp, fn) for stance, (tp, fp, fn) in counts.items()}


def mention_gold(doc: Document) -> list[Claim]:
    """Return the gold claims that differ by sentence, actor text, stance or polarity; unsure if all that don't differ are."""
    groups: dict[Hashable, list[Claim]] = {}
    for claim in doc.claims:
        groups.setdefault((claim.sentence, claim.actor.text, claim.stance, claim.polarity), []).append(claim)
    return [replace(group[0], unsure=all(c.unsure for c in group)) for group in groups.values()]


def mention_found(doc: Document) -> list[Found]:
    """Return the predicted claims that differ by sentence, actor mention, stance or polarity."""
    return _distinct(doc.found, lambda f: (f.sentence, f.claim.actor.start, f.claim.actor.end, f.claim.stance, f.claim.polarity))


def same_mention(doc: Document, gold: Claim, found: Found) -> bool:
    """Whether the predicted actor is the gold actor, by its words in the sentence."""
    return found.sentence == gold.sentence and _same_words(doc, gold, gold.actor.text, found.actor)


def same_target(doc: Document, gold: Claim, found: Found) -> bool:
    """Whether the targets are the same: by words in the sentence or by name, or there is none on either side."""
    if gold.target is None or found.claim.target is None:
        return gold.target is found.claim.target
    if any_same(normalised(gold.target.name), normalised(found.claim.target.name)):
        return True
    return _same_words(doc, gold, gold.target.text, found.target)


def judge_mentions(doc: Document, gold: Sequence[Claim], found: Sequence[Found]) -> Judgement[Claim, Found]:
    """Match claims by sentence, stance, polarity and actor mention."""

    def same(g: Claim, f: Found) -> bool:
        return (g.stance, g.polarity) == (f.claim.stance, f.claim.polarity) and same_mention(doc, g, f)

    return judge(gold, found, same, levels=lambda g, f: (int(not g.unsure), int(g.stage == f.claim.stage)))


def named_gold(doc: Document, *, targets: bool = False) -> list[Meant]:
    """Return the gold claims by name; an actor that can't be told makes a claim unsure.

    Args:
        doc: The document.
        targets: Whether claims of one actor and stance on several targets are as many claims.
    """
    out, groups = [], _groups(doc.claims)
    for claim in doc.claims:
        text = None if _mention_key(claim) in groups else claim.actor.text
        for names in known_as(claim.actor.name, text) or [()]:
            sure = claim if names else replace(claim, unsure=True)
            out.append(Meant(claim=sure, sentence=claim.sentence, names=names))
    needed = {_key(m, targets=targets) for m in out if not m.claim.unsure}
    first = _distinct(out, lambda m: _key(m, targets=targets))
    return [replace(m, claim=replace(m.claim, unsure=_key(m, targets=targets) not in needed)) for m in first]


def named_found(doc: Document, *, targets: bool = False) -> list[Meant]:
    """Return the predicted claims by name; see `named_gold`."""
    out, groups = list[Meant](), _groups([found.claim for found in doc.found])
    for found in doc.found:
        actor = found.claim.actor
        known = known_as(actor.name, None if _mention_key(found.claim) in groups else actor.text) or [UNTOLD]
        out += [Meant(claim=found.claim, sentence=found.sentence, names=names, found=found) for names in known]
    return _distinct(out, lambda m: _key(m, targets=targets))


def judge_names(doc: Document, gold: Sequence[Meant], found: Sequence[Meant]) -> Judgement[Meant, Meant]:
    """Match claims by sentence, stance, polarity and name; gold that can't tell the name accepts any."""

    def same(g: Meant, f: Meant) -> bool:
        alike = (g.sentence, g.claim.stance, g.claim.polarity) == (f.sentence, f.claim.stance, f.claim.polarity)
        return alike and (not g.names or any_same(g.names, f.names))

    def levels(g: Meant, f: Meant) -> tuple[int, ...]:
        target = f.found is not None and same_target(doc, g.claim, f.found)
        return int(not g.claim.unsure), int(g.claim.stage == f.claim.stage), int(target)

    return judge(gold, found, same, levels=levels)


def positions(claims: Iterable[Meant]) -> list[Meant]:
    """Return one claim for each actor and stance of an article: those with one name are merged, all names kept.

    A position is unsure only if every claim behind it is.
    """
    out: list[Meant] = []
    for meant in claims:
        for i, other in enumerate(out):
            alike = other.names == meant.names or any_same(other.names, meant.names)
            if other.claim.stance == meant.claim.stance and alike:
                names = tuple(dict.fromkeys(other.names + meant.names))
                unsure = other.claim.unsure and meant.claim.unsure
                out[i] = replace(other, names=names, claim=replace(other.claim, unsure=unsure))
                break
        else:
            out.append(meant)
    return out


def position_counts(gold: Iterable[Meant], found: Iterable[Meant]) -> Counts:
    """Return the counts of an article's positions: actor and stance, over counted claims whose actor is known."""
    these = positions(m for m in gold if m.claim.counted)
    those = positions(m for m in found if m.claim.counted and m.names != UNTOLD)

    def same(g: Meant, f: Meant) -> bool:
        return g.claim.stance == f.claim.stance and (not g.names or any_same(g.names, f.names))

    return by_stance(*claims_of(judge(these, those, same, levels=lambda g, _: (int(not g.claim.unsure),))))


def claims_of(
    judgement: Judgement[Meant, Meant],
) -> tuple[list[tuple[Claim, Claim]], list[Claim], list[Claim]]:
    """Return pairs, missed and spurious as plain claims."""
    pairs = [(g.claim, f.claim) for g, f in judgement.pairs]
    return pairs, [m.claim for m in judgement.missed], [m.claim for m in judgement.spurious]


def total(counts: Counts) -> Count:
    """Return the sum over all keys."""
    tp, fp, fn = (sum(values) for values in zip(*counts.values(), strict=True)) if counts else (0, 0, 0)
    return tp, fp, fn


def _same_words(doc: Document, gold: Claim, text: str, place: Place | None) -> bool:
    """Whether a place shares at least half its words with an occurrence of a text in the gold claim's sentence."""
    if place is None:
        return False
    start, end = gold.evidence.start, gold.evidence.end
    inside = max(place[0], start), min(place[1], end)
    return any(doc.words.iou(inside, found) >= LEAST_IOU for found in occurrences(text, doc.gold.text, start, end))


def occurrences(text: str, article: str, start: int, end: int) -> list[Place]:
    """Return every place of a text in a stretch of an article, whole words where there is one."""
    word = re.escape(text)
    found = [m.span() for m in re.compile(rf"(?<!\w){word}(?!\w)").finditer(article, start, end)]
    return found or [m.span() for m in re.compile(word).finditer(article, start, end)]


def _groups(claims: Iterable[Claim]) -> set[Hashable]:
    """Mentions that stand for several actors: such a mention names none of them by itself."""
    names: dict[Hashable, set[str | None]] = {}
    for claim in claims:
        names.setdefault(_mention_key(claim), set()).add(claim.actor.name)
    return {key for key, found in names.items() if len(found) > 1}


def _mention_key(claim: Claim) -> Hashable:
    return claim.actor.start, claim.actor.end, claim.stance, claim.polarity


def _key(meant: Meant, *, targets: bool) -> tuple[Hashable, ...]:
    target = meant.claim.target if targets else None
    about = (target.start, target.end, target.name) if target else None
    return meant.sentence, meant.names, meant.claim.stance, meant.claim.polarity, about


Item = TypeVar("Item")


def _distinct(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[Item]:
    """The first item of each key, in order."""
    first: dict[Hashable, Item] = {}
    for item in items:
        first.setdefault(key(item), item)
    return list(first.values())
