"""What is done to somebody is no act of his: a ban, a frozen account, a licence taken away (guidelines, hard cases 5 and 8).

The network looks for a verb and for who is named beside it; in the passive the one named did nothing. Counted on the train set:
a licence, permit or the like that is suspended or withdrawn, 14 sentences without a claim of 14; one that "was suspended", and
accounts that "were frozen", 16 of 17; who "had its accounts frozen", 10 of 10; who was named, listed or mentioned somewhere, 22 of
23; who was expelled, barred, shut out or the like, 82 of 82. None begins with "Denied a permit"; of 7 with "summoned by" and the
like one has a claim, by another verb. No claim of train's has "fined", "convicted" or the like for its cue; what somebody was fined
for may be one.
"""

from __future__ import annotations

import re

from onrecord.components.polarity import word_start

_LICENCE = r"(?:licen[cs]e|permit|registration|certificate|accreditation|certification|authori[sz]ation)"
_HELD = rf"(?:{_LICENCE}s?|accounts?|assets|credentials)"
_TAKEN = (
    r"(?:withdrawn|suspended|revoked|frozen|cancell?ed|rescinded|pulled|blocked|seized|terminated|denied|refused|rejected|sealed"
    r"|closed|shut|banned|confiscated|halted|stopped|removed)\b"
)
_PARTICIPLE = re.compile(_TAKEN, re.IGNORECASE)
_WAS = re.compile(
    rf"\b{_HELD}(?: (?!which\b|that\b|who\b)\w+){{0,3}}? (?:had been|has been|have been|was|were|is|are|being|been) (?:\w+ly )?\Z",
    re.IGNORECASE,
)
_HAD = re.compile(
    r"\b(?:had|has|have|having|saw|sees|seen) (?:(?:all|both|some|most|two|three) (?:of )?)?(?:its|their|his|her) (?:[\w-]+ ){1,3}"
    rf"(?:{_TAKEN} and (?:its|their|his|her) (?:[\w-]+ ){{1,3}})?\Z",
    re.IGNORECASE,
)
"""Before the participle: "had its accounts |frozen|", "had its accounts frozen and its tables |sealed|"."""
_LICENCE_AFTER = re.compile(rf"\w* (?:the|its|their|his|her|an?|[\w.]+['’]s?) (?:[\w’'-]+ ){{0,3}}?{_LICENCE}(?![\w-])")
_NAMED = re.compile(r"(?:named|listed|mentioned|cited) (?:as|in|on|by|among)\b", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be) (?:\w+ly )?\Z", re.IGNORECASE)
"""Right before a verb in the passive."""
_THINGS = re.compile(r"(?<![a-z-])[a-z-]{3,}s \Z")
_SOLD_IN = re.compile(r"(?:sold|made|produced|used|built|bought) (?:in|at|by|across)\b")
"""What tells which things are meant: "most of the teas |sold in| the state"; of 37 such
sentences 10 have a claim, none by that verb."""
_THROWN_OUT = re.compile(
    r"(?:expelled|excluded|barred|banned|ejected|ousted|evicted|(?:shut|locked|kicked|thrown) out|kicked off|blacklisted|removed"
    r"|blocked|suspended|cut off|dropped|disqualified) (?:from|of)\b",
    re.IGNORECASE,
)
"""What befalls a member or a guest: "was |expelled from| the pact"."""
_CALLED = re.compile(r"(?:summoned|subpoenaed|notified|informed) (?:by|of)\b", re.IGNORECASE)
"""What befalls who is in a list or has to appear: "was |named in| the order", "the banks |summoned by| the court"."""
_PUNISHED = re.compile(
    r"(?:fined|penali[sz]ed|sanctioned|punished|jailed|indicted|convicted|sentenced)\b"
    r"(?!(?:[^.;]|\.(?=\d)){0,160}? (?:for|over|after|because|of) )",
    re.IGNORECASE,
)
"""What a court or regulator does to somebody, where it is not said for what: "Norvik |fined| 40 million by Oland"."""
_SUED = re.compile(r"(?:sued|charged)\b", re.IGNORECASE)
_TAKES = re.compile(r"(?:withdr[ae]w|suspend|revok|pull|cancel)", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:Denied|Banned|Barred|Refused|Blocked|Expelled|Stripped|Forbidden|Excluded|Blacklisted|Shut out)"
    r" (?:an?|the|its|any|all|by|from|of|entry|access|permission|in)\b[^.;:]{1,100}, "
)
"""At the beginning of a sentence, about its subject: "|Denied| a permit by the port, Norvik …"."""
_OPENINGS = frozenset(("", *"“\"‘'"))
_SEEN = 120
"""Characters before the participle that are read."""


def is_done_to(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether what `text[cue[0]:cue[1]]` tells is done to somebody, or takes another's licence.

    Args:
        text: The article.
        sentence: Start and end of the cue's sentence.
        cue: Start and end of the word that the stance looks at.
    """
    start, end = sentence
    at = max(start, word_start(text, cue[0]))
    before = text[max(start, at - _SEEN) : at]
    if _PARTICIPLE.match(text, at, end) and (_WAS.search(before) or _HAD.search(before)):
        return True
    if _PUNISHED.match(text, at, end) or (_SUED.match(text, at, end) and PASSIVE.search(before)):
        return True
    if _SOLD_IN.match(text, at, end) and _THINGS.search(before) and not PASSIVE.search(before):
        return True
    if _CALLED.match(text, at, end) or (
        (_NAMED.match(text, at, end) or _THROWN_OUT.match(text, at, end)) and PASSIVE.search(before)
    ):
        return True
    if _TAKES.match(text, at, end) and _LICENCE_AFTER.match(text, cue[1], end):
        return True
    return before in _OPENINGS and _DENIED.match(text, at, end) is not None
