"""Stages that the words around the act settle: on a condition, in the future perfect, done or taken back (guidelines, stage).

"Would leave if" and "unless amended, will suspend" are threats, "no longer plans to leave" takes a withdrawal back. The condition
has to be that of the act's own clause: an "if" behind a comma or another verb may belong to anything.
"""

from __future__ import annotations

import re

from onrecord.types import Polarity, Stage

_WILL = r"(?:will|would|won['’]t|wouldn['’]t|shall|['’]ll)"
_BEFORE = re.compile(
    rf"(?:\A|[“\"‘:;] ?|\b(?:that|said|and|but) )(?:[Ii]f|[Uu]nless|[Pp]rovided(?: that)?|Should) (?!only\b)[^.;:“”\"]{{3,120}}?,"
    rf" [^,.;:]{{1,50}}? {_WILL}(?: [\w-]+){{0,3}} ?\Z"
)
"""From the condition to the act: "If the bill passes, Norvik will |leave|"."""
_MODAL = re.compile(rf"(?<!\w){_WILL}(?: (?!have\b)[\w-]+){{0,3}} ?\Z")
_AFTER = re.compile(
    r"(?![^,.;:]*\b(?:but|because|and)\b[^,.;:]* if)[^,.;:“”\"]{0,80}?"
    r" (?:(?:if|unless) (?!and\b|any\b|only\b|needed\b|necessary\b)|provided (?:that )?|on condition that )"
)
_FUTURE_PERFECT = re.compile(r"\b(?:will|shall) have (?:\w+ly )?\Z")
_DONE = re.compile(
    r"\b(?:did(?: not|n['’]t) (?:hesitate to|(?:once )?think twice (?:about|before)|wait to|fail to)"
    r"|(?:has|have|had)(?: not|n['’]t) (?:hesitated|failed|waited) to|(?:lost|wasted) no time(?: in)?"
    r"|could(?: not|n['’]t)(?: help)? but)(?: [\w-]+)? ?\Z"
)
"""Right before an act that was done, whatever the negator says: "did not think twice about |leaving|"."""
_ENDS = (
    r"\b(?:called off|calls? off|g[ai]ve(?:n|s)? up|dropp?(?:ed|s)?|abandon(?:ed|s)?|shelve[ds]?|rescind(?:ed|s)?|reverse[ds])"
    r" (?:its|their|his|her|the|an?) (?:[\w-]+ ){0,2}?"
)
_PLANS = r"(?:plans?|decision|threat|intention) (?:to|of|for)"
_NO_MORE = re.compile(
    r"\bno longer (?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|want(?:s|ed)?|mean(?:s|t)?) to(?: [\w-]+)? ?\Z"
    rf"|{_ENDS}(?:{_PLANS} (?:[\w-]+ )?)?\Z"
)
"""Right before an act, or the noun for it, that is taken back: "called off its |withdrawal|", "no longer plans to |leave|"."""
_PLAN = re.compile(rf"{_ENDS}{_PLANS}\b")


def staged(text: str, sentence: tuple[int, int], cue: tuple[int, int], stage: Stage, polarity: Polarity) -> tuple[Stage, Polarity]:
    """Return stage and polarity of an act as the words around it settle them, else as they are.

    Args:
        text: The article.
        sentence: Start and end of the act's sentence.
        cue: Start and end of the word that the stance looks at.
        stage: What the network saw.
        polarity: What is known of it.
    """
    before, after = text[sentence[0] : cue[0]], text[cue[1] : sentence[1]]
    given_up = _PLAN.finditer(before + text[cue[0] : sentence[1]])
    if _NO_MORE.search(before) or any(plan.start() <= len(before) <= plan.end() for plan in given_up):
        return "reversed", "affirmed"
    if stage == "announced" and _DONE.search(before):
        return "in_effect", polarity
    if stage == "in_effect" and _FUTURE_PERFECT.search(before):
        return "announced", polarity
    if stage == "announced" and (_BEFORE.search(before) or (_MODAL.search(before) and _AFTER.match(after))):
        return "threatened", polarity
    return stage, polarity
