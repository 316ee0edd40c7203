"""Who acts in which clause: in "Norvik paid, while Selmar went to court" each act belongs to the subject of its own clause.

Of the train set's claims in sentences with such clauses, 75 of 89 have their actor by name in the clause of the act; most others
have a pronoun or noun for it there, and a few are reported by the first clause ("Norvik said …, and Selmar will …").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from onrecord.components.polarity import word_start

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim
    from onrecord.components.mentions import Mention

SUBJECT_ODDS = 2.0
"""Least log-odds that a clause's subject is its actor where no other mention fits better."""
MARGIN = 3.0
"""By so much better must a mention outside the clause fit to be kept."""
NAMES = frozenset(("COMPANY", "GOVERNMENT", "PLACE", "PERSON"))
_REACH = 40
_JOINT = re.compile(
    r"(?:;|, (?:and|but|while|whereas|though|although|yet)|,? while|(?P<bare> (?:and|but)))"
    r" (?:the |its |their |a )?(?:[a-z][\w-]* ){0,2}\Z"
)
"""What stands between two clauses and the subject of the second, a noun such as "rival" included."""
_VERB = re.compile(
    r"(?:\s\([^()]{1,30}\)|\s<[^<>]{1,12}>)?(?:,[^,.;]{1,80},)?\s(?:\w+ly\s|(?:also|now|then|still|just|only|both|has|have|had)\s){0,2}"
    r"(?:\w{2,}(?:ed|s)|is|are|was|were|will|would|can|could|may|might|did|do|said|told|paid|sold|took|gave|sent|kept|held|met|lost"
    r"|won|made|began|broke|chose|put|shut|cut|quit|left|went)\b"
)
_SUBORDINATOR = re.compile(
    r"(?:(?:[A-Z][\w-]*|[0-9]+) (?:[\w-]+ ){0,3})?(?:after|while|whereas|although|though|when|before|once|since) (?:the )?",
    re.IGNORECASE,
)
"""Opens a sentence with a clause of its own: "Two days |after| Norvik went to court, Selmar paid"."""
_MAIN = re.compile(r", (?:the |its |their |a )?(?:[a-z][\w-]* ){0,2}\Z")
"""Between such a clause and the subject of the main one."""
HEADLINE_VERB = re.compile(
    r" (?:abandon|accept|agree|appeal|back|challenge|cease|close|comply|consider|cut|defy|delay|drop|end|exit|fight|freeze|halt"
    r"|ignore|join|leave|lift|mull|obey|pause|pay|pledge|pull|quit|ratify|refuse|reject|resist|resume|review|say|scrap|seek|sell"
    r"|settle|shut|sign|stop|sue|suspend|vow|weigh|withdraw)\b",
    re.IGNORECASE,
)
"""A verb in the plural right behind a headline's subject; lists have a comma for its "and": "Norvik, Selmar |agree| to pay"."""
_INFINITIVE = re.compile(r" to (?!be\b)[a-z]+\b", re.IGNORECASE)
"""What a headline's future looks like: "Norvik |to leave|"."""
_AS = re.compile(r",? as (?:the |its |their )?\Z", re.IGNORECASE)
"""Joins two clauses of a headline, "Norvik to leave |as| banks halt payments"; all three such acts in train are of theirs."""
_NEXT = re.compile(r", \Z")
_SINGULAR = re.compile(r" (?:has|is|was) ")
"""A bare comma joins clauses where a verb in the singular follows the name, since no list of names has one."""
_SECOND_VERB = re.compile(
    r"\b(?:and|but|or|then)(?:, [^,.;:]{1,40},)?"
    r"(?: (?!(?:it|they|he|she|we|the|its|their|his|her|an?|who|which|that|what|whether|if|as)\b)[a-z][\w-]*){0,3} ?\Z"
)
"""From the coordinator to a verb without a subject of its own."""
_AUXILIARY = (
    r"(?:will|would|shall|have|has|had|are|is|were|was|do|does|did|can|could|must|may|might|be|been|being|not|never|yet|now|still|already|today"
    r"|also|therefore|immediately|going to|\w+ly)"
)
TO_VERB = re.compile(
    rf"(?:['’](?:ve|re|ll|d))?(?: {_AUXILIARY}(?:n['’]t)?)*(?: (?:made|reached|taken|come to) (?:an?|any|our|no)(?: final)?)? \Z"
)
"""From a pronoun or name to the verb that it is the subject of, or to the decision that it has made."""
_FIRST_PERSON = frozenset({"we", "i"})
_PRONOUN = re.compile(r"\b(?:it|they)\b", re.IGNORECASE)
_MARK = re.compile(r"[“”„«»\"‘]|''|``")
_STOPS = frozenset(".?!:;\"”’'")
"""With one of these a sentence ends that is no headline."""
_LINE = 1000
"""Characters to either side in which a quotation mark is looked for."""


def by_clause(
    text: str, sentence: tuple[int, int], drafts: Sequence[DraftClaim], candidates: Sequence[Mention]
) -> list[DraftClaim]:
    """Return a sentence's drafts without the actors of other clauses, where the act's own clause has one for it.

    Args:
        text: The article.
        sentence: Its start and end.
        drafts: What the network sees in it.
        candidates: Its mentions, by start.
    """
    names = [m for m in candidates if m.label in NAMES or _is_untagged(text, m)] if len(drafts) > 1 else []
    starts, least, margin = _clauses(text, sentence[0], names), SUBJECT_ODDS, MARGIN
    if not starts:
        # A headline is read least well, and says most plainly who does what.
        starts, margin = _headline_clauses(text, sentence, names), inf
    if not starts:
        # After "After Freedonia passed its law," the subject is clear, but not that the act is one.
        starts, least, margin = _main_clause(text, sentence[0], names), -inf, MARGIN
    if not starts:
        return list(drafts)
    by_act: defaultdict[tuple[str, tuple[int, int]], list[DraftClaim]] = defaultdict(list)
    for draft in drafts:
        by_act[draft.stance, draft.cue].append(draft)
    return [draft for (_, cue), found in by_act.items() for draft in _of_clause(found, cue, starts, least, margin)]


def _is_untagged(text: str, mention: Mention) -> bool:
    """Whether who acts has a name that the tags lack: each of its words has a capital, and it does not open a sentence or quote."""
    words = text[mention.start : mention.end].split()
    return mention.label == "ACTOR" and text[mention.start - 1 : mention.start] == " " and all(w[0].isupper() for w in words)


def with_shared_subjects(text: str, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return a sentence's drafts, the subject of two verbs as likely for the second: "will leave but |abide| by".

    Or where "it" or "they" repeats it: "did not say whether they would leave, just that they had |stopped| work". Of 34 such acts
    in the train set 24 are of the first one's actor or of those listed with it, the others of somebody who is named between.
    """
    best = [d for d in drafts if d.evidence.best]
    return [_sharing(text, d, best) if d.evidence.best else d for d in drafts]


def with_pronoun_subjects(text: str, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return a sentence's drafts, who acts as likely as the grammar says where a pronoun is the subject: "we are |pausing| checks".

    The network has hardly read a press release, which speaks for itself. In the train set all 108 claims whose verb has "we" for
    its subject are those of whom "we" stands for, 65 by that word and 43 by a name elsewhere in the sentence. Who is quoted may
    mean anybody, as an analyst with "We missed the target", so a line with quotation marks is left alone. Of the 644 whose verb has
    "it" or "they", 633 are of somebody who stands before, or of nobody known but the pronoun.
    """
    return [
        replace(d, evidence=replace(d.evidence, actor=max(d.evidence.actor, SUBJECT_ODDS)))
        if _is_we(text, d) or _is_before_it(text, d)
        else d
        for d in drafts
    ]


def _is_we(text: str, draft: DraftClaim) -> bool:
    actor, at = draft.actor, word_start(text, draft.cue[0])
    if not draft.evidence.best or text[actor.start : actor.end].lower() != "we" or not 0 < at - actor.end <= _REACH:
        return False
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[max(start, at - _LINE) : min(end if end >= 0 else len(text), at + _LINE)]
    return TO_VERB.fullmatch(text, actor.end, at) is not None and not _MARK.search(line)


def _is_before_it(text: str, draft: DraftClaim) -> bool:
    """Whether the act has "it" or "they" for its subject, and the likeliest actor stands before or is that pronoun."""
    at = word_start(text, draft.cue[0])
    if not draft.evidence.best or draft.actor.start >= at or text[draft.actor.start : draft.actor.end].lower() in _FIRST_PERSON:
        return False
    pronoun = _repeated(text, max(0, at - _REACH), at)
    return pronoun is not None and draft.actor.start <= pronoun


def _repeated(text: str, start: int, at: int) -> int | None:
    """Where the "it" or "they" stands, from `start` on, that is the subject of the verb at `at`."""
    found = [m.start() for m in _PRONOUN.finditer(text, start, at) if TO_VERB.fullmatch(text, m.end(), at)]
    return found[-1] if found else None


def _sharing(text: str, draft: DraftClaim, others: Sequence[DraftClaim]) -> DraftClaim:
    at = word_start(text, draft.cue[0])
    odds = [
        o.evidence.actor
        for o in others
        if o.actor == draft.actor
        and o.stance != draft.stance
        and o.cue[1] <= at
        and (_SECOND_VERB.search(text, o.cue[1], at) or _repeated(text, max(o.cue[1], at - _REACH), at) is not None)
    ]
    most = max([*odds, draft.evidence.actor])
    return replace(draft, evidence=replace(draft.evidence, actor=most)) if odds else draft


def _clauses(text: str, start: int, names: Sequence[Mention]) -> list[int]:
    """Return where each clause after the first begins: at a joint after which a name and a verb follow, as they did before it."""
    starts: list[int] = []
    low, verbs, ends = start, 0, {m.end for m in names}
    for name in names:
        if not _VERB.match(text, name.end):
            continue
        joint = _joint(text, max(low, name.start - _REACH), name, ends) if verbs else None
        if joint is not None:
            starts.append(joint)
            low = joint
        verbs += 1
    return starts


def _headline_clauses(text: str, sentence: tuple[int, int], names: Sequence[Mention]) -> list[int]:
    """Return where the clauses after the first begin in a headline that an "as" joins, each with its subject and verb."""
    if text[sentence[1] - 1] in _STOPS:
        return []
    verbs = (_VERB, HEADLINE_VERB, _INFINITIVE)
    subjects = [name for name in names if any(verb.match(text, name.end) for verb in verbs)]
    joints = (_AS.search(text, before.end, name.start) for before, name in pairwise(subjects))
    return [joint.start() for joint in joints if joint]


def _main_clause(text: str, start: int, names: Sequence[Mention]) -> list[int]:
    """Return where the main clause begins after one that opens the sentence: "After Norvik sued, |its rival Selmar paid"."""
    subjects = [name for name in names if _VERB.match(text, name.end)]
    if len(subjects) < 2 or not _SUBORDINATOR.fullmatch(text, start, subjects[0].start):
        return []
    second = subjects[1].start
    comma = _MAIN.search(text, max(subjects[0].end, second - _REACH), second)
    return [comma.start()] if comma and all(comma.start() != name.end for name in names) else []


def _joint(text: str, low: int, name: Mention, ends: set[int]) -> int | None:
    """Return where a joint before a clause's subject begins; "Norvik and Selmar" is a list and has none."""
    if joint := _JOINT.search(text, low, name.start):
        return None if joint["bare"] and joint.start() in ends else joint.start()
    splice = _NEXT.search(text, low, name.start) if _SINGULAR.match(text, name.end) else None
    return splice.start() if splice else None


def _of_clause(
    drafts: Sequence[DraftClaim], cue: tuple[int, int], starts: Sequence[int], least: float, margin: float
) -> Iterator[DraftClaim]:
    clause = bisect_right(starts, cue[0])
    inside = [d for d in drafts if bisect_right(starts, d.actor.start) == clause]
    best = max(inside, key=lambda d: d.evidence.actor, default=None)
    if best is None:
        yield from drafts
        return
    for draft in drafts:
        if draft is best:
            yield replace(draft, evidence=replace(draft.evidence, actor=max(draft.evidence.actor, least), best=True))
        elif draft in inside or draft.evidence.actor > best.evidence.actor + margin:
            yield draft
