"""An act that was demanded is compliance: "suspended the app, as the court had ordered" (guidelines, hard cases 4 and 6).

The words that say so often stand far from the verb, where the network, which looks for the verb, gives them little weight.
Only words that leave no doubt count; "after talks with the regulator" or an order alone does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.components.links import DraftClaim

_DEMANDED = r"(?:ordered|instructed|directed|demanded|required|requested|commanded)"
_DEMANDS = rf"(?:{_DEMANDED}|requires?|demands?|obliges?)"
_RULE = (
    r"(?i:orders?|ruling|decree|judge?ment|injunction|directive|law|act|rules?|ban|embargo|sanctions|agreement|settlement|demand)\b"
)
_NAME = r"[^,;:.]{1,60}?"
_TOLD = r"(?:ordered|instructed|directed|told|required|forced|compelled)"
_OBEYING = r"(?:in (?:line|compliance|accordance|keeping) with|to comply with|to obey|to satisfy|on orders? (?:of|from))"
_BANS = r"(?:(?:now|has|had|have) )?(?:bans?|banned|outlaw(?:s|ed)?|forbids?|forbade|forbidden|prohibit(?:s|ed)?)"
_BANNED_THING = (
    r"(?: (?!says? |said |saying |insisting |arguing )[\w’'-]+){1,6} that (?!no )"
    rf"[^,;:.“”\"]{{1,40}}?\b{_RULE} {_BANS}(?=[,.;]| and | but |$)"
)
"""From an act to the end of what it is done to: "stripped |the cladding that the Fire Act outlaws|"."""
_AFTER = re.compile(
    rf"\bas (?:(?:it|they) (?:was|were|is|are|had been) )?{_DEMANDED}\b"
    rf"|\bas (?:the|a|an|its|their|[A-Z]){_NAME} (?:(?:has|had) )?{_DEMANDS}\b"
    rf"|\b(?:after|when|once|because) {_NAME} (?:(?:has|had) )?{_TOLD} (?:it|them) to\b"
    rf"|\b{_OBEYING} {_NAME}\b{_RULE}"
    rf"|\A\w*{_BANNED_THING}"
    rf"|, the (?:limit|deadline|date|term) (?:set|laid down|fixed) (?:in|by) {_NAME}\b{_RULE}"
)
"""After the verb, in its sentence."""
_FORCED = re.compile(r"\b(?:was|were|been|is|are) (?:forced|compelled|obliged)(?: by [^,;:.]{1,60}?)? to (?:[\w-]+ ){0,2}\Z")
"""Right before the verb."""
_FORCED_TO = re.compile(r"(?:forced|compelled|obliged)(?: by [^,;:.]{1,60}?)? to\b")
_PASSIVE = re.compile(r"\b(?:was|were|been) \Z")
_OPENING = re.compile(
    r"(?:To (?:comply with|obey|satisfy)|Complying with|Obeying|Bowing to|In (?:compliance|line|accordance|keeping) with|Under)"
    rf" {_NAME}\b{_RULE}[^,;:.]{{0,40}}, "
    r"|(?:Ordered|Told|Instructed|Directed|Forced|Compelled) (?:by [^,;:.]{1,60}? )?to [^,;:.]{1,60}, "
    r"|As (?:ordered|instructed|required)\b[^,;:.]{0,60}, "
)
"""At the beginning of the sentence."""
_UNMET = re.compile(
    r"\b(?:refus|declin|appeal|challeng|defi|not\b|n['’]t\b|without\b|before\b|rather than|instead of)", re.IGNORECASE
)
_CONTRAST = re.compile(r"\b(?:but|while|whereas|although|though)\b|;")
"""Between two acts of which only the second was demanded: "is leaving, but will hand over data, as the law demands"."""
STANCE_ODDS = 3.0
"""Least log-odds of the stance: what the network doubts most is whether a law is in play at all, and the demand settles that."""
ACTOR_ODDS = 2.0
"""Least log-odds of the likeliest actor, who is the one that the demand was made of."""
_REACH = 160
"""Characters on either side of the verb that are looked at."""


def as_demanded(text: str, sentences: Sequence[tuple[int, int]], drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts, pauses and withdrawals that were demanded as compliance, and compliance with a demand as surer.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        drafts: What the network sees. Where one actor complies already, what becomes the same claim is left out.
    """
    acts: defaultdict[int, list[int]] = defaultdict(list)
    for draft in drafts:
        if draft.evidence.stance > 0:
            acts[draft.sentence].append(draft.cue[0])
    return list(_once(_relabelled(text, sentences[d.sentence], d, acts[d.sentence]) for d in drafts))


def _relabelled(text: str, sentence: tuple[int, int], draft: DraftClaim, acts: Sequence[int]) -> DraftClaim:
    done = draft.polarity == "affirmed" and draft.stage in ("in_effect", "announced")
    if draft.stance not in ("pause", "withdraw", "comply") or not done or not is_demanded(text, sentence, draft.cue, acts):
        return draft
    actor = max(draft.evidence.actor, ACTOR_ODDS) if draft.evidence.best else draft.evidence.actor
    evidence = replace(draft.evidence, stance=max(draft.evidence.stance, STANCE_ODDS), actor=actor)
    return replace(draft, stance="comply", evidence=evidence)


def is_demanded(text: str, sentence: tuple[int, int], cue: tuple[int, int], acts: Sequence[int] = ()) -> bool:
    """Return whether a sentence says that the act whose verb is `text[cue[0]:cue[1]]` was demanded of the one who does it.

    Args:
        text: The article.
        sentence: Start and end of the act's sentence.
        cue: Start and end of its verb.
        acts: Where the sentence's acts have their verbs: what was demanded may be a later one.
    """
    start, end = sentence
    before, after = text[max(start, cue[0] - _REACH) : cue[0]], text[cue[1] : min(end, cue[1] + _REACH)]
    if (match := _AFTER.search(after)) and not _UNMET.search(after, 0, match.start()):
        contrast = _CONTRAST.search(after, 0, match.start())
        return contrast is None or not any(contrast.end() <= act - cue[1] < match.start() for act in acts)
    if _FORCED_TO.match(text, cue[0], end) and _PASSIVE.search(before):
        return True
    return bool(_FORCED.search(before)) or (cue[0] - start <= _REACH and _OPENING.match(before) is not None)


def _once(drafts: Iterator[DraftClaim]) -> Iterator[DraftClaim]:
    """Leave out the less likely of two drafts of one sentence, stance and actor mention."""
    best: dict[tuple[int, str, int, int], DraftClaim] = {}
    for draft in drafts:
        key = (draft.sentence, draft.stance, draft.actor.start, draft.actor.end)
        if key not in best or draft.evidence.stance + draft.evidence.actor > best[key].evidence.stance + best[key].evidence.actor:
            best[key] = draft
    yield from best.values()
