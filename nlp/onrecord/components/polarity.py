"""Negation at the cue: a safety net under the network, which has seen few negated claims.

"X said it would not withdraw" must never count as a withdrawal. The words right before the cue decide; a negator that
belongs to another verb ("did not say whether it would leave", "did not hesitate to comply") does not. Nor is anything denied
where no word denies: of the 74 pauses, withdrawals and refusals that the train set has as negated, 72 stand in sentences with one.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from onrecord.types import Polarity, Stance

REACH = 60
"""Characters before the cue that are looked at."""
_OTHER_VERB = r"say|says|said|whether|if|that|hesitate|only|just|merely|rule|clear|because|despite|until|and|but|or"
_CLAUSE = re.compile(r"[,;:.—–()“”\"]|\b(?:but|while|although|because)\b")
_NOT = r"(?:not|never|n['’]t)"
_DOES_IT = re.compile(
    rf"(?:\b(?:los[et]|loses|losing|wast(?:e|es|ed)) no time(?: in)?|\b(?:could not|couldn['’]t|cannot|can['’]t)(?: help)? but"
    rf"|{_NOT} (?:hesitat\w+|fail(?:ed)?|wait\w*) to|{_NOT} (?:once )?(?:think|thought) twice(?: about| before)?"
    rf"|{_NOT} (?:stop(?:ped|ping)?|ceas(?:e|ed|ing)(?: to)?|waver(?:ed)? in (?:its|their|his|her))|\bwithout hesitation"
    r"|\b(?:[Nn]ever|[Nn]or|[Nn]ot)\b[^,.;:]{1,40}? waver in (?:its|their|his|her)"
    r"|\b[Nn]othing (?:could|can|will|would) (?:keep|stop|prevent) [^,.;:]{1,40}? from"
    r"|\b(?:no|little) (?:choice|option|alternative) but to)(?: [\w-]+){0,2} ?\Z"
)
"""Words that deny nothing though they hold a negator (guidelines, polarity: "did not hesitate to comply" is affirmed)."""
_DOES_IT_HAS = ("no ", "not ", "n't ", "n’t ", "never ", "othing ", "waver in ", "without hesitation", "little ")
"""One of these stands in whatever that matches; few sentences have any, and the pattern is slow."""
_UNTRUE = r"(?:false|untrue|wrong|not true|incorrect|baseless|unfounded|inaccurate|fabricated|nonsense)"
_STORY = r"(?:[Rr]eports?|[Rr]umou?rs?|[Ss]uggestions?|[Ss]tor(?:y|ies)|[Ss]peculation|[Cc]laims?|[Tt]alk) that "
_STORY_BEFORE = re.compile(rf"\b{_STORY}[^.;:]*\Z")
_FALSE_AFTER = re.compile(rf"[^.;:]*? (?:is|are|was|were) (?:\w+ )?[“\"‘']?{_UNTRUE}\b")
_FALSE_BEFORE = re.compile(
    rf"\b(?:(?:is|was|['’]s|called it)(?: \w+)?,? [“\"‘']?(?:\w+ )?{_UNTRUE}[”\"’']?"
    r" (?:that|to (?:say|claim|suggest|report)(?: that)?)"
    rf"|no truth (?:in|to) (?:the |any )?{_STORY.rstrip()}) [^.;:]*\Z"
)
_INVERTED = re.compile(
    r"(?:^|[,;:“\"] ?)(?:[Aa]t no (?:point|time|stage|moment)|Never(?: once| before)?|Not once|[Ii]n no way"
    r"|[Uu]nder no circumstances)\b[^.;:]{0,60}? (?:did|does|do|has|have|had|will|would|is|was) [^,.;:]{1,60}\Z"
)
"""A negator in front and the verb before the subject: "At no point did Norvik suspend"."""
_NONE_IS = re.compile(
    r"(?:\A|[,;:“\"] ?|\bthat )(?:[Nn]ot (?:one|a single)|[Nn]one|[Nn]o)\b[^,.;:“”\"]{1,80}"
    r" (?:been|was|were|is|are|be) (?:\w+ly )?\Z"
)
"""A subject that is nothing, of a verb in the passive: "Not one of the orders has been obeyed". The train set has no such claim."""
_NO_OBJECT = re.compile(r"\w* no (?!longer\b|more\b|less\b|later\b|sooner\b|one\b|doubt\b)[a-z]")
"""A denied object right after the verb denies the act: "had ignored no order"."""
_DENIAL = re.compile(
    r"\b(?:no|not|never|neither|nor|none|nobody|nothing|cannot|without|hardly|den(?:y|ies|ied|ying|ial)|rul(?:e|es|ed|ing) out"
    r"|fail\w*|refus\w*|refrain\w*|reject\w*|declin\w*|yet to|short of|untrue|false|wrong|instead of|rather than|avoid\w*|stay\w*"
    r"|remain\w*|keep\w*|kept|continu\w*|unlikely|dismiss\w*|unable|stop\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_BREACH = re.compile(
    r"\b(?:miss(?:ed|es|ing)?|violat\w*|breach\w*|br(?:eak|oke)\w*|ignor\w*|defi\w*|defy\w*|flout\w*|resist\w*)\b", re.IGNORECASE
)
"""Words for what is not complied with."""
_DENIES = re.compile(
    r"\bden(?:y|ies|ied|ying) (?:having |that (?:it|they|he|she) (?:has |have |had )?)?(?:ever |[a-z]+ly )?\Z", re.IGNORECASE
)
"""Right before a breach that is denied: of 16 such sentences of the train set 8 have compliance, none a breach."""
_NOT_BREACHED = re.compile(r"(?:\b(?:never|nor|neither|not(?! (?:only|just|merely)\b))\b|n['’]t\b)[^,.;:]{0,40}\Z", re.IGNORECASE)
"""Before a breach that did not happen: "nor has Norvik violated the deal"; of nine such sentences of the train set eight comply."""
_PART = re.compile(
    r"\b(?:(?:a|one|two|three) (?:half|thirds?|quarters?|fifths?|tenth|fraction|handful|part)|half|part|some|\d[\d,.]*)"
    r"(?: out)? of\b"
)
_OBEYING = re.compile(
    r"(?:obey|compl[yi]|abid|pay|hand|sign|accept|follow|co-?operat|honou?r|respect|implement|heed|submit|observ)", re.IGNORECASE
)


def settled(text: str, sentence: tuple[int, int], cue: tuple[int, int], stance: Stance, polarity: Polarity) -> Polarity:
    """Return the polarity of a stance: what the words of its sentence settle, else what the network saw.

    Args:
        text: The article.
        sentence: Start and end of the cue's sentence.
        cue: Start and end of the word that the stance looks at.
        stance: Which stance; what `is_negated` leaves to the network stays as it is.
        polarity: What the network saw.
    """
    if _pattern(stance) is None:
        return polarity
    start, end = sentence
    before = text[start : cue[0]]
    if stance == "comply" and _BREACH.match(text, cue[0], end) and (_DENIES.search(before) or _NOT_BREACHED.search(before)):
        return "affirmed"
    if polarity == "affirmed":
        denied = is_negated(text, start, cue[0], stance) or _is_called_false(before, text[cue[1] : end])
        inverted = (
            _INVERTED.search(before) is not None
            or _NONE_IS.search(before) is not None
            or (stance in ("refuse", "pause") and _NO_OBJECT.match(text, cue[1], end))
        )
        return "negated" if denied or (inverted and not does_it(before)) else "affirmed"
    return "affirmed" if does_it(before) or not _is_denied(text, sentence, cue, stance) else "negated"


def does_it(before: str) -> bool:
    """Return whether the words before a cue say that the act is done though they hold a negator: "did not hesitate to"."""
    return any(part in before for part in _DOES_IT_HAS) and _DOES_IT.search(before) is not None


def _is_called_false(before: str, after: str) -> bool:
    """Whether the cue stands in a report that the sentence calls false: "Reports that Norvik had left were untrue"."""
    return _FALSE_BEFORE.search(before) is not None or bool(_STORY_BEFORE.search(before) and _FALSE_AFTER.match(after))


def _is_denied(text: str, sentence: tuple[int, int], cue: tuple[int, int], stance: Stance) -> bool:
    """Whether any word of the sentence can be what denies a stance that the network sees as denied.

    Who does part of what is asked complies (guidelines, hard case 12), and "will not obey" is a refusal that nothing denies.
    """
    denied = _DENIAL.search(text, *sentence) is not None
    if stance == "comply":
        return denied or _BREACH.search(text, *sentence) is not None or _PART.search(text, *sentence) is None
    return denied and not (stance == "refuse" and _OBEYING.match(text, word_start(text, cue[0])))


def word_start(text: str, at: int) -> int:
    """Return where the word begins that `at` lies in: a stance looks at a piece of a word."""
    while at and text[at - 1].isalpha():
        at -= 1
    return at


@cache
def _pattern(stance: Stance) -> re.Pattern[str] | None:
    """Return what matches a negator of this stance, at most three words before the end."""
    text = (files("onrecord.components") / "data" / "negators.csv").read_text(encoding="utf-8")
    forms = [r["negator"] for r in csv.DictReader(text.splitlines()) if stance in r["stances"].split()]
    if not forms:
        return None
    joined = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    word = rf"\s+(?!(?:{_OTHER_VERB})\b)[\w-]+"
    return re.compile(rf"(?:(?<!\w)|(?<=\w)(?=n['’]t))(?:{joined})(?:{word}){{0,3}}\s*$", re.IGNORECASE)


def is_negated(text: str, start: int, cue: int, stance: Stance) -> bool:
    """Return whether the words before a cue deny the stance.

    Args:
        text: The article.
        start: Where the cue's sentence begins.
        cue: Where the cue begins.
        stance: Which stance; indecision is never negated here ("has not decided" is indecision), nor is a stance that is none of
            our five: no negator is known for it, the network alone decides.
    """
    pattern = _pattern(stance)
    if pattern is None:
        return False
    before = text[max(start, cue - REACH) : cue]
    if does_it(before) or (stance == "refuse" and _OBEYING.match(text, word_start(text, cue))):
        return False
    breaks = list(_CLAUSE.finditer(before))
    return pattern.search(before[breaks[-1].end() :] if breaks else before) is not None
