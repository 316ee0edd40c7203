"""What no claim is though the words are those of one: weighing a new measure of one's own (guidelines, clarification 3).

"Is weighing whether to leave the pact" is a claim, "is weighing whether to impose tariffs" is none. The network sees the same
verb in both. Only words count here after which annotators almost never saw indecision: in one of 277 such sentences of the
train set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.components.links import DraftClaim

_WEIGHS = (
    r"(?:consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|contemplat(?:es|ed|ing)|debat(?:es|ed|ing)"
    r"|explor(?:es|ed|ing)|examin(?:es|ed|ing)|stud(?:y|ies|ied|ying)|look(?:s|ed|ing)? (?:at|into)"
    r"|(?:decid(?:e|ed|ing)|decisions?|determin(?:e|ed)|minds?|undecided)(?: yet)?(?: (?:on|about|as to))?)"
)
_WHO = r"(?:it|he|she|they|the [a-z]+(?: [a-z]+)?|[A-Z]\w+)"
_WHETHER = rf"(?: (?:whether|if|how))?(?: or not)?(?: {_WHO} (?:will|would|should|could|can))?(?: to)?(?: \w+ly)?"
_TO_TAKE = (
    r"(?:impos(?:e|ing)|ban|banning|declar(?:e|ing)|rais(?:e|ing)|upping|grant(?:ing)?|block(?:ing)?|issu(?:e|ing)|add(?:ing)?"
    r"|launch(?:ing)?|invok(?:e|ing)|fir(?:e|ing)|send(?:ing)?|attack(?:ing)?|employ(?:ing)?|us(?:e|ing)|introduc(?:e|ing)"
    r"|adopt(?:ing)?|interven(?:e|ing)|strik(?:e|ing)|deploy(?:ing)?|charg(?:e|ing)|indict(?:ing)?|prosecut(?:e|ing)|allow(?:ing)?"
    r"|tighten(?:ing)?|sanction(?:ing)?|increas(?:e|ing)|creat(?:e|ing)|establish(?:ing)?|offer(?:ing)?|requir(?:e|ing)|mak(?:e|ing)"
    r"|nominat(?:e|ing)|appoint(?:ing)?|pardon(?:ing)?|provid(?:e|ing)|acquir(?:e|ing)|run(?:ning)?|legali[sz](?:e|ing)|tax(?:ing)?"
    r"|retaliat(?:e|ing)|enact(?:ing)?|pass(?:ing)?|approv(?:e|ing) (?:air ?strikes|legislation|arms))"
)
_FURTHER = r"(?:new|additional|further|broader|tougher)"
_MEASURE = rf"(?:legislation|{_FURTHER} (?:sanctions|tariffs|restrictions|rules|measures)(?! relief))"
_NEW_MEASURE = re.compile(rf"\b{_WEIGHS}{_WHETHER} (?:{_TO_TAKE}|(?:an? |the )?{_MEASURE})\b")
_INQUIRY = re.compile(
    r"\b(?:review(?:s|ed|ing)?|examin(?:es|ed|ing)|stud(?:ies|ied|ying)|look(?:s|ed|ing)? (?:at|into)) "
    r"(?:(?:the|these|those|any|all|his|her|its|their|[A-Z][\w.’'-]+)[”\"’']? )?[“\"‘']?"
    r"(?:allegations?|incidents?|conduct|actions|evidence|footage|origins|circumstances|e-?mails)\b"
)
_REACH = 25
"""Characters by which the word that a stance looks at may lie outside what was matched: "has not", "yet"."""


def in_scope(text: str, sentences: Sequence[tuple[int, int]], drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts without the indecision that is about a new measure of the actor's own, or an inquiry into others.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        drafts: What the network sees.
    """
    return [d for d in drafts if d.stance != "undecided" or not is_own_measure(text, sentences[d.sentence], d.cue)]


def is_own_measure(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether what is weighed at `text[cue[0]:cue[1]]` is a new measure or an inquiry."""
    start, end = sentence
    found = (m.span() for pattern in (_NEW_MEASURE, _INQUIRY) for m in pattern.finditer(text, start, end))
    return any(a - _REACH < cue[1] and cue[0] < b + _REACH for a, b in found)
