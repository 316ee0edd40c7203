"""The subject right before the act's own verb, where the network reads a long sentence for another that stands out more.

A pronoun: "and in protest at their mandate |it| has suspended", "|its| exit". Whom it stands for the references know. In the train
set 258 of 312 claims with such a subject (or "they") and 67 of 84 with such an owner (or "their") are of whom it stands for; of the
others most are too, by another name than the lexicon's. A name in an inner clause: "the same day that |Selmar| sued"; 20 of 26
claims where the network doubts it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.actors import name_at
from onrecord.components.clauses import NAMES, TO_VERB
from onrecord.components.polarity import word_start

if TYPE_CHECKING:
    from onrecord.components.actors import Who
    from onrecord.components.links import DraftClaim
    from onrecord.components.mentions import Mention

PRONOUN_ODDS, NAME_ODDS = 1.0, 2.0
"""Least log-odds that who such a pronoun stands for acts, and that such a name does; with 2.5 for pronouns dev gets eight claims
more, all wrong."""
_REACH = 40
_SUBJECT, _OWNER = "it", "its"
"""Not "they" and "their": whom those stand for is too often another; dev loses a point with them."""
_TO_NOUN = re.compile(r" (?:[a-z][\w-]* ){0,2}\Z")
"""From the owner to the noun that is the act: "its |complete |withdrawal"."""
_INNER = re.compile(
    r",? (?:after|before|when|as|because|since|until|once|the (?:same )?(?:day|week|month|year)(?: that)?)"
    r" (?:the |its |their |a )?(?:[a-z][\w-]* ){0,2}\Z"
)
"""What stands before the subject of an inner clause."""
_BULLET, _LABELLED = re.compile(r"(?:\A|\n)[ \t]*(?:[-–—*•·]|\(?\w\)|\d+\.) \Z"), re.compile(r":| [-–—] ")
"""Around the name that an item of a list is about: "* |Norvik|: no decision yet"."""


def with_subjects(text: str, drafts: Sequence[DraftClaim], who: Who) -> list[DraftClaim]:
    """Return the drafts, the subject of each act's verb as its likeliest actor where a pronoun or an inner clause tells it.

    Args:
        text: The article.
        drafts: What the network sees.
        who: What the article's pronouns stand for, and its names.
    """
    acts: defaultdict[tuple[int, str, tuple[int, int]], list[DraftClaim]] = defaultdict(list)
    for draft in drafts:
        acts[draft.sentence, draft.stance, draft.cue].append(draft)
    pronouns = [m for m in who.references if text[m.start : m.end].lower() in (_SUBJECT, _OWNER) and who.references[m].names]
    drafts = [d for found in acts.values() for d in _by_subject(found, _subject(text, found[0].cue[0], pronouns), who)]
    return [_surer(text, d) if d.evidence.best and d.actor.label in NAMES else d for d in drafts]


def _surer(text: str, draft: DraftClaim) -> DraftClaim:
    """Return the draft of a name, as likely as grammar has it where it is the subject in an inner clause, or a list's item."""
    start, at = draft.actor.start, word_start(text, draft.cue[0])
    item = _LABELLED.match(text, draft.actor.end) and _BULLET.search(text, max(0, start - _REACH), start)
    inner = 0 < at - draft.actor.end <= _REACH and _INNER.search(text, max(0, start - _REACH), start)
    if not item and not (inner and TO_VERB.fullmatch(text, draft.actor.end, at)):
        return draft
    return replace(draft, evidence=replace(draft.evidence, actor=max(draft.evidence.actor, NAME_ODDS)))


def _subject(text: str, cue: int, pronouns: Sequence[Mention]) -> Mention | None:
    """Return the pronoun that is the subject of the verb at `cue`, or whose act a noun there is."""
    at = word_start(text, cue)
    for pronoun in reversed(pronouns):
        if 0 < at - pronoun.end <= _REACH:
            way = TO_VERB if text[pronoun.start : pronoun.end].lower() == _SUBJECT else _TO_NOUN
            return pronoun if way.fullmatch(text, pronoun.end, at) else None
    return None


def _by_subject(drafts: Sequence[DraftClaim], pronoun: Mention | None, who: Who) -> Iterator[DraftClaim]:
    if pronoun is None:
        yield from drafts
        return
    acting = _meant(drafts, pronoun, who)
    for draft in drafts:
        mine = any(draft is d for d in acting)
        odds = max(draft.evidence.actor, PRONOUN_ODDS) if mine else draft.evidence.actor
        yield replace(draft, evidence=replace(draft.evidence, actor=odds, best=mine or (draft.evidence.best and not acting)))


def _meant(drafts: Sequence[DraftClaim], pronoun: Mention, who: Who) -> list[DraftClaim]:
    """Return the drafts of those whom a pronoun stands for: by name, else by the noun before it, else by the pronoun."""
    keys = {n.key for n in who.references[pronoun].names}
    if by_name := [d for d in drafts if (name := name_at(d.actor, who)) and name.key in keys]:
        return by_name
    nouns = [d for d in drafts if d.actor.end <= pronoun.start and d.actor in who.references]
    same = [d for d in nouns if {n.key for n in who.references[d.actor].names} == keys]
    return same or [d for d in drafts if d.actor.start == pronoun.start]
