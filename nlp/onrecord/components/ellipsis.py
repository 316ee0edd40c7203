"""Claims whose verb is left out: "Norvik left Freedonia, and so did Selmar", "Quintar complied. Zellbank has not".

The grammar of English says what such a clause repeats: the act before it, by another actor, affirmed or denied. A sentence's
stance has one cue, and the link head sees none of its words beside the second actor, so the repetition is made here. So it is
where the same verb stands twice ("Norvik signed the pledge; Selmar signed it too") and where a question is answered ("Will Norvik
leave? It will"). The train set has neither such a pair nor such an answer: this is grammar alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.polarity import word_start
from onrecord.components.references.nominals import numbers
from onrecord.components.scope import is_question
from onrecord.components.wording import RULE_ODDS

Kind = Literal["same", "not", "did"]
"""Does the same; does not; does, where the actor before did not."""

ACTOR_ODDS, ANSWER_ODDS = 3.0, 4.0
"""Least log-odds that the second actor is the one meant, and that a question asks for the act which its answer affirms."""
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
_GAP = re.compile(
    r", (?P<cue>(?P<same>(?:its|their|his|her) own|the same))(?: (?:in|on|at|by|from|for) [^,.;:]{1,40}|)(?=[.;:]|\Z)"
)
"""What follows the second actor where a comma stands for the verb: "Norvik halted ferries in May; Selmar, |its own| in June"."""
_JOINT = re.compile(r"(?:;|, (?:and|but|while))(?: the)? \Z")
"""What stands before that actor."""
_VERB = re.compile(
    r"(?P<verb>[a-z]{3,}(?:ed|s)|paid|sold|left|quit|broke|shut|withdrew|gave|met|kept|held) (?P<then>[\w’'-]+ [\w’'-]+)"
)
_TWICE = r"(?:, [^,.;]{{1,60}},)? (?:(?:also|then|now) )?(?P<cue>(?P<same>{verb})) (?:it|them|its own|theirs|too|as well|{then})\b"
"""What follows the second actor."""
_BEFORE = re.compile(
    r"(?:(?:^|[,;:—–-] ?|\b(?:and|but|while) )"
    rf"(?P<cue>(?P<same>(?:so|as|nor|neither)(?: too)?(?:, (?:it|he|she|they) (?:said|says),)? {_AUX})|(?P<not>not so)),?"
    r" (?:(?:the|its|their|his|her) (?:[a-z-]+ )?)?)\Z",
    re.IGNORECASE,
)
"""What stands before it."""
_CLOSED = re.compile(_END)
_INVERTED = re.compile(
    rf"\b(?:so|nor|neither)(?:, (?:it|he|she|they) (?:said|says),)? {_AUX} (?:(?:the|its|their|his|her) (?:[a-z-]+ )?)?"
    rf"(?P<name>[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){{0,3}}){_STOP}",
    re.IGNORECASE,
)
"""An inverted clause, whose end is a name even where no tag says so: "So did its rival |Selmar|"."""
_BEFORE_REACH = 40


@dataclass(frozen=True, slots=True)
class Elided:
    """A clause without its verb."""

    actor: Mention
    cue: tuple[int, int]
    """Offsets of the words that stand for the verb."""
    kind: Kind
    named: bool = True
    """Whether the actor has a name: "Some were in doubt. Seven did not" repeats nothing that anybody takes a stance on."""
    answers: bool = False
    """Whether the sentence before asks for the act."""


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
    for mention in sorted({m for m in candidates if m.label in _LABELS} | set(_untagged(text, sentences, by_sentence, candidates))):
        index = bisect_right(starts, mention.start) - 1
        if index < 0 or not (by_sentence.get(index) or by_sentence.get(index - 1)):
            continue
        clause = _clause(text, sentences[index], mention) or _second(text, sentences[index], mention, by_sentence[index])
        if clause and clause.kind != "same" and index and is_question(text, sentences[index - 1]):
            clause = replace(clause, answers=True)
        if clause:
            by_sentence[index] = _without_guesses(clause, by_sentence[index])
        if clause and (repeated := _repeated(clause, index, starts, by_sentence)):
            by_sentence[index] = _with(repeated, by_sentence[index])
    return [draft for index in sorted(by_sentence) for draft in by_sentence[index]]


def _untagged(
    text: str, sentences: Sequence[tuple[int, int]], drafts: Mapping[int, list[DraftClaim]], candidates: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield the names that end an inverted clause and that no candidate is, where an act stands before them to be repeated."""
    taken = {m.start for m in candidates}
    for index, sentence in enumerate(sentences):
        for found in _INVERTED.finditer(text, *sentence) if drafts.get(index) or drafts.get(index - 1) else ():
            if found.start("name") not in taken and found["name"][0].isupper():
                yield Mention(*found.span("name"), "ACTOR")


def _without_guesses(clause: Elided, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return a sentence's drafts without other stances at the words that only repeat an act before: "…, and it |did|"."""
    first, last = clause.cue
    acts = {d.stance for d in drafts if d.evidence.stance > 0 and d.cue[1] <= first}
    return [d for d in drafts if not acts or d.stance in acts or not first <= d.cue[0] < last]


def _with(repeated: DraftClaim, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return a sentence's drafts and the repeated one; of the network's own about the same act what agrees is strengthened."""
    mine = [d for d in drafts if d.stance == repeated.stance and d.actor.overlaps(repeated.actor)]
    agreed = max((d for d in mine if d.polarity == repeated.polarity), key=lambda d: d.evidence.actor, default=repeated)
    stance, actor = (max(getattr(d.evidence, odds) for d in (agreed, repeated)) for odds in ("stance", "actor"))
    kept = replace(agreed, evidence=replace(agreed.evidence, stance=stance, actor=actor, best=True))
    return [*(d for d in drafts if d not in mine), kept]


def _clause(text: str, sentence: tuple[int, int], actor: Mention) -> Elided | None:
    start, end = sentence
    capital = actor.start > start and text[actor.start].isupper()
    named = (actor.label != "ACTOR" or capital) and text[actor.start : actor.end].lower() not in numbers()
    gap = _GAP.match(text, actor.end, end) if _JOINT.search(text, max(start, actor.start - _BEFORE_REACH), actor.start) else None
    if after := gap or _AFTER.match(text, actor.end, end):
        return Elided(actor, after.span("cue"), _kind(after), named)
    before = _BEFORE.search(text[max(start, actor.start - _BEFORE_REACH) : actor.start])
    if before and _CLOSED.match(text, actor.end, end):
        offset = max(start, actor.start - _BEFORE_REACH)
        first, last = before.span("cue")
        return Elided(actor, (offset + first, offset + last), _kind(before), named)
    return None


def _second(text: str, sentence: tuple[int, int], actor: Mention, drafts: Sequence[DraftClaim]) -> Elided | None:
    """Return the clause of an actor that has the verb of another's act again, about the same or about what a pronoun stands for."""
    for act in drafts:
        at = word_start(text, act.cue[0])
        first = _VERB.match(text, at, sentence[1])
        if actor.label == "ACTOR" or not first or not act.cue[1] < actor.start or act.actor.end > at:
            continue
        again = _TWICE.format(verb=re.escape(first["verb"]), then=re.escape(first["then"]))
        if found := re.compile(again).match(text, actor.end, sentence[1]):
            return Elided(actor, found.span("cue"), "same")
    return None


def _kind(match: re.Match[str]) -> Kind:
    kinds: tuple[Kind, ...] = ("same", "not", "did")
    return next(kind for kind in kinds if match.groupdict().get(kind))


def _repeated(clause: Elided, index: int, starts: Sequence[int], by_sentence: dict[int, list[DraftClaim]]) -> DraftClaim | None:
    """Return the act before an elided clause as its actor's, None where nothing stands before it that it could repeat."""
    first = min(clause.cue[0], clause.actor.start)
    here = list(_before(by_sentence[index], clause, first))
    near = first - starts[index] <= LATE
    earlier = by_sentence.get(index - 1, []) if (clause.named or clause.answers) and near else []
    if not (found := here or list(_before(earlier, clause, first))):
        return None
    act = max(
        found, key=lambda d: (d.evidence.stance > 0, d.evidence.best, d.cue[0] if d.evidence.stance > 0 else d.evidence.stance)
    )
    polarity = {"same": act.polarity, "not": "negated", "did": "affirmed"}[clause.kind]
    if (clause.kind == "did" and act.polarity == "affirmed" and not clause.answers) or (
        clause.kind == "not" and act.stance == "undecided"
    ):
        return None
    stance = max(act.evidence.stance, ANSWER_ODDS) if clause.answers else act.evidence.stance
    return replace(
        act,
        sentence=index,
        actor=clause.actor,
        target=act.target if here else None,
        polarity=polarity,
        stage=act.stage if polarity == act.polarity else "in_effect",
        cue=clause.cue,
        evidence=Evidence(stance, max(act.evidence.actor, ACTOR_ODDS), RULE_ODDS, best=True),
    )


def _before(drafts: Sequence[DraftClaim], clause: Elided, first: int) -> Iterator[DraftClaim]:
    """Yield the drafts of other actors whose cue stands before an elided clause."""
    return (d for d in drafts if d.cue[1] <= first and d.actor.end <= first and not d.actor.overlaps(clause.actor))
