"""Defiance that leaves no doubt: who sues over a law, asks a court to strike it down or vows never to obey (clarifications 2, 9).

To the network "asked" and "sue" say little; the law or the authority that they are about says what is meant. In the train set 9
of the 11 sentences in which somebody sues an authority or over a law have the refusal, of those in which a court is asked to strike
down, block or lift a rule 6 of 8, and the one vow not to yield.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.components.links import DraftClaim

_RULE = (
    r"(?:laws?|rules?|rulings?|orders?|bans?|regulations?|[Aa]ct|polic(?:y|ies)|mandate|levy|tax|decree|restrictions?|requirements?"
    r"|tariffs?|injunction|decision|verdict|fine|sanctions)\b"
)
_STATE = (
    r"(?:[Gg]overnment|[Aa]dministration|[Ss]tate|[Cc]ity|[Cc]ounty|[Mm]inistry|[Dd]epartment|[Aa]gency|[Cc]ommission|regulators?"
    r"|authorit\w+|EU|U\.S\.|US|United States|Treasury)"
)
_UNDO = (
    r"(?:strike down|overturn|annul|block|quash|set aside|throw out|void|suspend|halt|stay|reverse|invalidate|lift|nullify|freeze)"
)
_DEFIANCE = re.compile(
    r"\bsu(?:e|es|ed|ing) (?:"
    rf"(?:[^.;:,]{{0,60}}? )?(?:over|to {_UNDO}|to challenge) [^.;:,]{{0,40}}?\b{_RULE}"
    rf"|(?:the )?(?:[\w.’'-]+ ){{0,3}}?{_STATE} (?:over|to {_UNDO}|to stop|to challenge)\b)"
    r"|\b(?:ask(?:s|ed|ing)?|petition(?:s|ed|ing)?|urg(?:es|ed|ing))"
    r" [^.;:,]{0,50}?\b(?:[Cc]ourt|[Jj]udges?|[Tt]ribunal|[Jj]ustices)\b"
    rf"[^.;:,]{{0,20}}? to {_UNDO} [^.;:,]{{0,60}}?\b{_RULE}"
    r"|\bvow(?:s|ed|ing)? (?:never|not) to"
    r" (?:comply|obey|accede|yield|bow|submit|surrender|give in|back down|stop|close|pay|hand over)\b"
)
_POSSIBLE = re.compile(r"\b(?:may|might|could|can|cannot|allow\w*|rights?|able|entitled|let|whether|if)\b[^.;,]{0,40}\Z")
"""Before it: somebody may or can, which nobody has said to do."""
STANCE_ODDS = 3.0
"""Least log-odds of the refusal."""
ACTOR_ODDS = 2.0
"""Least log-odds of the likeliest actor, unless he is a person, who may sue for himself."""
_BACK, _ON = 80, 200
"""Characters on either side of the word that the stance looks at."""


def defiant(text: str, sentences: Sequence[tuple[int, int]], drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts, refusals that leave no doubt as surer.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        drafts: What the network sees.
    """
    return [_surer(d) if d.stance == "refuse" and is_defiance(text, sentences[d.sentence], d.cue) else d for d in drafts]


def _surer(draft: DraftClaim) -> DraftClaim:
    evidence = draft.evidence
    likeliest = evidence.best and draft.actor.label != "PERSON"
    actor = max(evidence.actor, ACTOR_ODDS) if likeliest else evidence.actor
    return replace(draft, evidence=replace(evidence, stance=max(evidence.stance, STANCE_ODDS), actor=actor))


def is_defiance(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether the word `text[cue[0]:cue[1]]` is part of words that leave no doubt."""
    start, end = max(sentence[0], cue[0] - _BACK), min(sentence[1], cue[1] + _ON)
    found = next((m for m in _DEFIANCE.finditer(text, start, end) if m.start() <= cue[0] < m.end()), None)
    return found is not None and not _POSSIBLE.search(text[start : found.start()])
