"""Claims whose verb is left out: "Norvik left Freedonia, and so did Selmar", "Quintar complied. Zellbank has not".

The grammar of English says what such a clause repeats: the act before it, by another actor, affirmed or denied. A sentence's
stance has one cue, and the link head sees none of its words beside the second actor, so the repetition is made here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from onrecord.components.links import DraftClaim
from onrecord.components.references.nominals import numbers
from onrecord.components.wording import RULE_ODDS

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention

Kind = Literal["same", "not", "did"]
"""Does the same; does not; does, where the actor before did not."""

ACTOR_ODDS = 2.0
"""Least log-odds that the second actor is the one meant."""
LATE = 80
"""Characters into its sentence after which a clause repeats no act of the sentence before."""
_LABELS = frozenset(("COMPANY", "GOVERNMENT", "PLACE", "PERSON", "ACTOR"))
_AUX = r"(?:did|does|do|has|have|had|will|would|is|are|was|were)"
_STOP = r"(?=\s*(?:[.,;:!?)”\"’—–]|\Z))"
_END = rf"(?:{_STOP}|(?=\s+(?:on|in|last|this|that|soon|later|earlier|after|before|within|and|but|while|though|when|because)\b))"
"""Where a clause ends: at a mark, or where no verb can follow."""
_AFTER = re.compile(
    rf"(?:, [^,.;:]{{1,60}},)? ?(?:(?:says?|said|insists?|insisted) (?:that )?(?:it|they) )?(?P<cue>"
    rf"(?:(?P<same>{_AUX} (?:too|as well|likewise|(?:(?:done|do|doing) )?(?:so|the same))"
    rf"|(?:(?:has|have|will|would|is to|are to) )?follow(?:ed|s|ing)? suit|likewise){_END})"
    rf"|(?P<not>(?:{_AUX}(?: not|n['’]t)|won['’]t|(?:has|have) yet to)(?: do(?:ne)? so)?){_STOP}|(?P<did>{_AUX}){_STOP})"
)
"""What follows the second actor."""
_BEFORE = re.compile(
    r"(?:(?:^|[,;:—–-] ?|\b(?:and|but|while) )"
    rf"(?P<cue>(?P<same>(?:so|as)(?: too)? {_AUX}|(?:nor|neither) {_AUX})|(?P<not>not so)),? (?:the )?)\Z",
    re.IGNORECASE,
)
"""What stands before it."""
_CLOSED = re.compile(_END)
_BEFORE_REACH = 40


@dataclass(frozen=True, slots=True)
class Elided:
    """A clause without its verb."""

    actor: Mention
    cue: tuple[int, int]
    """Offsets of the words that stand for the verb."""
    kind: Kind
    named: bool
    """Whether the actor has a name: "Some were in doubt. Seven did not" repeats nothing that anybody takes a stance on."""


def with_elided(
    text: str, sentences: Sequence[tuple[int, int]], drafts: Sequence[DraftClaim], candidates: Sequence[Mention]
) -> list[DraftClaim]:
    """Return the drafts, and a draft for each actor of a clause whose verb is left out.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        drafts: What the network sees; where it guesses otherwise at such a clause, the grammar goes before.
        candidates: Mentions that may act.
    """
    by_sentence: defaultdict[int, list[DraftClaim]] = defaultdict(list)
    for draft in drafts:
        by_sentence[draft.sentence].append(draft)
    starts = [start for start, _ in sentences]
    for mention in sorted({m for m in candidates if m.label in _LABELS}):
        index = bisect_right(starts, mention.start) - 1
        if index < 0 or not (by_sentence.get(index) or by_sentence.get(index - 1)):
            continue
        clause = _clause(text, sentences[index], mention)
        if clause and (repeated := _repeated(clause, index, starts, by_sentence)):
            by_sentence[index] = _with(repeated, by_sentence[index])
    return [draft for index in sorted(by_sentence) for draft in by_sentence[index]]


def _with(repeated: DraftClaim, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return a sentence's drafts and the repeated one; of the network's own about the same act what agrees is strengthened."""
    mine = [d for d in drafts if d.stance == repeated.stance and d.actor.overlaps(repeated.actor)]
    agreed = max((d for d in mine if d.polarity == repeated.polarity), key=lambda d: d.evidence.actor, default=repeated)
    stance, actor = (max(getattr(d.evidence, odds) for d in (agreed, repeated)) for odds in ("stance", "actor"))
    kept = replace(agreed, evidence=replace(agreed.evidence, stance=stance, actor=actor, best=True))
    return [*(d for d in drafts if d not in mine), kept]


def _clause(text: str, sentence: tuple[int, int], actor: Mention) -> Elided | None:
    start, end = sentence
    named = actor.label != "ACTOR" and text[actor.start : actor.end].lower() not in numbers()
    if after := _AFTER.match(text, actor.end, end):
        return Elided(actor, after.span("cue"), _kind(after), named)
    before = _BEFORE.search(text[max(start, actor.start - _BEFORE_REACH) : actor.start])
    if before and _CLOSED.match(text, actor.end, end):
        offset = max(start, actor.start - _BEFORE_REACH)
        first, last = before.span("cue")
        return Elided(actor, (offset + first, offset + last), _kind(before), named)
    return None


def _kind(match: re.Match[str]) -> Kind:
    kinds: tuple[Kind, ...] = ("same", "not", "did")
    return next(kind for kind in kinds if match.groupdict().get(kind))


def _repeated(clause: Elided, index: int, starts: Sequence[int], by_sentence: dict[int, list[DraftClaim]]) -> DraftClaim | None:
    """Return the act before an elided clause as its actor's, None where nothing stands before it that it could repeat."""
    first = min(clause.cue[0], clause.actor.start)
    here = list(_before(by_sentence[index], clause, first))
    earlier = by_sentence.get(index - 1, []) if clause.named and first - starts[index] <= LATE else []
    if not (found := here or list(_before(earlier, clause, first))):
        return None
    act = max(
        found, key=lambda d: (d.evidence.stance > 0, d.evidence.best, d.cue[0] if d.evidence.stance > 0 else d.evidence.stance)
    )
    polarity = {"same": act.polarity, "not": "negated", "did": "affirmed"}[clause.kind]
    if (clause.kind == "did" and act.polarity == "affirmed") or (clause.kind == "not" and act.stance == "undecided"):
        return None
    return replace(
        act,
        sentence=index,
        actor=clause.actor,
        target=act.target if here else None,
        polarity=polarity,
        stage=act.stage if polarity == act.polarity else "in_effect",
        cue=clause.cue,
        evidence=replace(act.evidence, actor=max(act.evidence.actor, ACTOR_ODDS), best=True, polarity=RULE_ODDS),
    )


def _before(drafts: Sequence[DraftClaim], clause: Elided, first: int) -> Iterator[DraftClaim]:
    """Yield the drafts of other actors whose cue stands before an elided clause."""
    return (d for d in drafts if d.cue[1] <= first and d.actor.end <= first and not d.actor.overlaps(clause.actor))
