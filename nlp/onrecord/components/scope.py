"""What no claim is though the words are those of one.

A new measure of one's own (guidelines, clarification 3): "is weighing whether to leave the pact" is a claim, "is weighing whether
to impose tariffs" is none. The network sees the same verb in both. Only words count here after which annotators almost never saw
indecision: in one of 277 such sentences of the train set.

What a law asks for (hard case 3: "has to comply"), where the train set has a claim 6 times in 250; what rivals or analysts expect
(7), with none; an interview or a comment that is refused (2), with none in 81. What is only probable ("would probably refuse"): one
unsure claim in 85. A court that turns a request down (clarification 9): of 100 such sentences none has the court as its actor. An
order that somebody merely received or got: none of 6,861 cues says so. A stop for want of goods or for the weather
(clarification 7): none in 4. What guests and passengers do for themselves (clarification 1): none in 27,000 sentences. What a
question asks (9, "Will it leave the pact?"): none in 42 sentences that begin with the verb. Who leaves somebody no choice leaves
nothing: none in seven. How somebody feels about a law is an opinion (10): of 16,797 labelled cues one is such a word ("happy to
pull out"), nor does one tell of replies without saying what they are ("the insurers' replies to the order"). A place that
somebody is "out of" does not act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.components.done_to import is_done_to
from onrecord.components.links import DraftClaim
from onrecord.components.polarity import word_start

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
_SEEN = 250
"""Characters around the act that are read: a table without a stop is one long sentence."""
_REACH = 25
"""Characters by which the word that a stance looks at may lie outside what was matched: "has not", "yet"."""


_NO_MODAL = r"(?<!may )(?<!might )(?<!could )(?<!would )(?<!will )(?<!not )(?<!n['’]t )"
_OBLIGED = r"(?:is|are) (?:now |also |legally )?"
_DUTY = re.compile(
    _NO_MODAL + rf"\b(?:must|should|ought to|(?:has|have) to|{_OBLIGED}(?:obliged|required|bound|supposed) to)"
    r"(?: (?!not\b|have\b)\w+)? ?\Z",
    re.IGNORECASE,
)
"""Right before an act that is somebody's duty."""
_IS = re.compile(_NO_MODAL + rf"\b{_OBLIGED}\Z", re.IGNORECASE)
_BOUND = re.compile(r"(?:obliged|required|bound|supposed) to\b", re.IGNORECASE)
"""The duty itself, where a stance looks at its word: "is |obliged| to"."""
_OTHERS = (
    r"(?:analysts|investors|rivals|critics|observers|economists|experts|traders|competitors|commentators|pundits|brokers"
    r"|strategists)"
)
_FORESEE = (
    r"(?:predict|expect|believe|bet|foresee|forecast|think|reckon|doubt|fear|speculate|anticipate|wager)(?:s|d|ed)?|thought|foresaw"
)
_FORECAST = re.compile(
    rf"\b{_OTHERS}(?: (?:are|were|have|had|now|also|still))? (?:{_FORESEE}|betting|wagering)\b"
    r"[^.;:“”\"]{0,100}? (?:will|would|may|might|could)(?: \w+){0,2} ?\Z|\b(?:likely|tipped) to(?: \w+)? ?\Z"
    r"|\b(?:will|would|may|might|could) (?:(?:very|most|quite) )?(?:probably|likely|presumably|possibly|perhaps|almost certainly)"
    r"(?: (?!have\b)\w+)? ?\Z",
    re.IGNORECASE,
)
"""Right before an act that others expect, or that is only probable."""
_NO_INTERVIEW = re.compile(
    r"(?:turn\w* down|(?<=turned )down|declin\w*|refus\w*|reject\w*)(?: to(?: be| give| grant)?)?"
    r"(?: an?| the| all| any| our| requests? for){0,4}"
    r"(?: [\w-]+)? (?:interview|comment)",
    re.IGNORECASE,
)
_COURT = re.compile(r"\b(?:courts?|tribunals?|judges?|justices|magistrates?|cour|corte)\b|gericht(?:shof)?\b", re.IGNORECASE)
_MAIL = r"(?:orders?|word|notices?|letters?|summons|requests?|subpoenas?)\b"
_RECEIVES = re.compile(
    r"receiv(?:e[sd]?|ing)\b"
    rf"|g[eo]t(?:s|ting|ten)? (?:the |an? |its |their )?(?:[\w’'-]+ )?{_MAIL}",
    re.IGNORECASE,
)
_GOT = re.compile(r"\bg[eo]t(?:s|ting|ten)? \Z", re.IGNORECASE)
_WORD_OF = re.compile(_MAIL, re.IGNORECASE)
"""What is received, where a stance looks at the noun: "got |word| of the law"."""
_EVERYDAY = re.compile(
    r"[^.;:]{0,80}? (?:because(?: of)?|due to|owing to|for (?:lack|want) of|amid|after|as) [^,.;:]{0,40}?"
    r"\b(?:(?:weak|falling|slack|low|poor|sluggish|lack of) (?:demand|sales)|shortages?|snow\w*|storms?|fog|floods?|flooding"
    r"|hurricane|typhoon|blizzard|suppliers?|breakdown|(?:run|ran|running) (?:out|short|low) of|high costs|power cuts?"
    r"|blackouts?)\b",
    re.IGNORECASE,
)
"""After a stop, why it was made: goods, the weather, sales."""
_AUTHORITY = re.compile(
    r"\b(?:laws?|acts?|rules?|ruling|order(?:s|ed)?|bans?|sanctions?|embargo|decree|courts?|judges?|government|ministry|minister"
    r"|regulators?|authorit\w+|commission|agency|treaty|pact|accord|agreement|tariffs?|tax|levy|duty|licen[cs]es?|boycott|war|invasion)\b",
    re.IGNORECASE,
)
"""What may stand behind a stop all the same."""
_NO_CHOICE = re.compile(
    r"(?:leav\w*|left)\b[^;:]{0,60}? (?:no|little|few|without|without any) (?:other |real )?(?:choice|options?|alternatives?)\b",
    re.IGNORECASE,
)
"""What is left is no place: "will |leave| Congress with no choice but to act"."""
_FEELS = re.compile(
    r"(?:(?:un|dis)?(?:happy|pleased)|dissatisfied|angry|dismayed|disappointed|glad|worried|concerned|alarmed|outraged|furious"
    r"|delighted)\b(?! (?:to|enough) )",
    re.IGNORECASE,
)
"""How somebody feels, unless it is the will to do something."""
_REPLIES = re.compile(r"(?:(?<=['’] )|(?<=['’]s ))(?:replies|responses|reactions) to\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\bout of (?:the )?\Z", re.IGNORECASE)
_LONGEST_OUT_OF = len("out of the ")
_PROPOSED = re.compile(
    r"\b(?:propos(?:e|es|ed|ing|als?)|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|request(?:s|ed|ing)?|recommend(?:s|ed|ing|ations?)?"
    r"|calls?|plea) that (?P<who>[^,.;:]{1,60})\Z"
)
"""Before what somebody else is asked to do: "proposed that Norvik |suspend| its tests"."""
_WEIGHED = re.compile(rf"\b{_WEIGHS} (?:\w+ly )?\Z")
_DOING = re.compile(r"[a-z]+ing\b")
"""Right after `_WEIGHS` what is no more than weighed: "is considering |leaving|"."""
_QUESTION = re.compile(
    r"[“\"‘']?(?:Is|Are|Was|Were|Will|Would|Could|Can|Does|Do|Did|Has|Have|Should|May|Might) [^.?!;:]*\?[”\"’']?\s*\Z"
)
"""A sentence that asks for a yes or no: "Will Norvik leave?"."""
_PRIVATE = re.compile(
    r"(?:.*\s)?(?:guests|passengers|visitors|tourists|shoppers|travell?ers|motorists|patients|viewers|spectators|pupils"
    r"|holidaymakers|commuters|hikers)",
    re.IGNORECASE,
)
"""People who act for nobody but themselves."""


def in_scope(text: str, sentences: Sequence[tuple[int, int]], drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts without what is no claim.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        drafts: What the network sees.
    """
    return [d for d in drafts if not _is_none(text, sentences[d.sentence], d)]


def _is_none(text: str, sentence: tuple[int, int], draft: DraftClaim) -> bool:
    cue, actor = draft.cue, text[draft.actor.start : draft.actor.end]
    if (draft.actor.label == "ACTOR" and _PRIVATE.fullmatch(actor)) or is_question(text, sentence):
        return True
    if is_no_act(text, cue) or is_left(text, draft):
        return True
    if draft.stance != "undecided" and is_done_to(text, sentence, cue):
        return True
    if draft.stance == "undecided":
        return is_own_measure(text, sentence, cue) or is_no_comment(text, cue)
    if draft.stance == "refuse":
        rules = draft.actor.label != "COMPANY" and _COURT.search(actor) is not None
        return rules or is_forecast(text, sentence, cue) or is_no_comment(text, cue)
    if draft.stance == "pause" and is_everyday(text, sentence, cue):
        return True
    if draft.stance == "comply" and is_received(text, cue):
        return True
    if draft.stance == "withdraw" and _NO_CHOICE.match(text, cue[0], sentence[1]):
        return True
    if is_proposed(text, sentence, draft) or is_weighed(text, sentence, cue):
        return True
    return is_duty(text, sentence, cue) or is_forecast(text, sentence, cue)


def is_no_act(text: str, cue: tuple[int, int]) -> bool:
    """Return whether the word that a stance looks at tells a feeling, or replies and not what they are."""
    word = word_start(text, cue[0])
    return _FEELS.match(text, word) is not None or _REPLIES.match(text, word) is not None


def is_left(text: str, draft: DraftClaim) -> bool:
    """Return whether the actor is a place that somebody is out of."""
    start = draft.actor.start
    return draft.actor.label == "PLACE" and _OUT_OF.search(text, max(0, start - _LONGEST_OUT_OF), start) is not None


def is_question(text: str, sentence: tuple[int, int]) -> bool:
    """Return whether a sentence asks whether something is done, and so does not say that it is."""
    return _QUESTION.match(text, *sentence) is not None


def is_proposed(text: str, sentence: tuple[int, int], draft: DraftClaim) -> bool:
    """Return whether the act is what others ask of the actor."""
    start = max(sentence[0], draft.cue[0] - _SEEN)
    asked = _PROPOSED.search(text, start, draft.cue[0])
    return asked is not None and draft.actor.end > asked.start("who")


def is_weighed(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether the act is only being thought about, which is indecision."""
    start = word_start(text, cue[0])
    return _DOING.match(text, start) is not None and _WEIGHED.search(text, max(sentence[0], start - _SEEN), start) is not None


def is_received(text: str, cue: tuple[int, int]) -> bool:
    """Return whether an order or word of one only arrives: "got the court's letter"."""
    if _RECEIVES.match(text, cue[0]):
        return True
    return _WORD_OF.match(text, cue[0]) is not None and _GOT.search(text, max(0, cue[0] - _REACH), cue[0]) is not None


def is_duty(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether the act at `text[cue[0]:cue[1]]` is one that has to or should be done."""
    before = _before(text, sentence, cue)
    return _DUTY.search(before) is not None or (_BOUND.match(text, cue[0]) is not None and _IS.search(before) is not None)


def is_everyday(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether goods, the weather or sales are why something stops, and no authority is named beside them."""
    end = min(sentence[1], cue[1] + _SEEN)
    reason = _EVERYDAY.match(text, cue[1], end)
    return reason is not None and _AUTHORITY.search(text, max(sentence[0], cue[0] - _SEEN), end) is None


def is_forecast(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether the act is what analysts, rivals and the like expect, or only likely."""
    return _FORECAST.search(_before(text, sentence, cue)) is not None


def _before(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> str:
    return text[max(sentence[0], cue[0] - _SEEN) : cue[0]]


def is_no_comment(text: str, cue: tuple[int, int]) -> bool:
    """Return whether what is refused is an interview or a comment."""
    return _NO_INTERVIEW.match(text, cue[0]) is not None


def is_own_measure(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Return whether what is weighed at `text[cue[0]:cue[1]]` is a new measure or an inquiry."""
    start, end = max(sentence[0], cue[0] - _SEEN), min(sentence[1], cue[1] + _SEEN)
    found = (m.span() for pattern in (_NEW_MEASURE, _INQUIRY) for m in pattern.finditer(text, start, end))
    return any(a - _REACH < cue[1] and cue[0] < b + _REACH for a, b in found)
