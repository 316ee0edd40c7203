"""Mentions that do not act beside another one: they tell who it is (an owner, a parent, the noun before a name) or stand by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.components.clauses import TO_VERB
from onrecord.components.done_to import PASSIVE
from onrecord.components.polarity import word_start
from onrecord.components.references.nominals import parse_nominal

if TYPE_CHECKING:
    from onrecord.components.links import DraftClaim
    from onrecord.components.mentions import Mention

_OWNED = re.compile(r"['’]s? (?:[\w-]+ ){0,3}")
"""Between an owner and a name: "Freedonia's Norvik"."""
_NEIGHBOUR = re.compile(r"['’]s? [a-z][\w -]{2,40}, (?:the )?")
"""Between an owner and the name that a noun of its own tells: "Freedonia's neighbour to the north, Oland"."""
_PARENT = re.compile(
    r"(?:, | \()(?:[\w-]+ ){0,4}(?:(?:unit|subsidiary|division|arm|part|affiliate|brand) of|(?:owned|controlled|run) by)"
    r" (?:the )?(?:[\w-]+ ){0,3}"
)
"""Between a name and that of its owner in an apposition: "Norvik, a unit of Selmar"."""
_FROM = re.compile(
    r"(?:, | \(| ?[—–] ?| -{1,2} )(?!(?:along|together|joined|followed|like|unlike|as|both|and|but|or)\b)"
    r"(?:[a-z][\w’'-]* ){1,8}?(?:from|in|of|at|near|with|by|for|to) (?:the )?(?:[a-z][\w-]* ){0,2}"
)
"""Between a name and another in the noun phrase that tells what it is: "Norvik - a family business from Oland"."""
_IN = re.compile(r" (?:of|in|from|at|for|on) (?:the )?")
"""Between a noun and the name that tells which one: "banks |in| Oland"."""
_OF_HIS = re.compile(r"(?:his|her) (?:country|government|nation|company|firm|ministry|administration)$")
"""What a person before it speaks for: "the minister would not say if |his country| was to leave"."""
_STANDS_BY = re.compile(
    r"\b(?:[Aa]t the (?:request|urging|behest|insistence|invitation|direction|suggestion|demand) of|t(?:old|ells?|elling)"
    r"|interview with|(?:spoke|speaking) (?:to|with)) (?:the )?\Z"
)
"""Before who asks for what another does, or is told of it."""
_WHICH = re.compile(r"(?:, | \()(?:which|who) (?:has |have |had )?(?:said|says|say|told|added|announced|insist\w*) [^.;:]*\Z")
"""From the end of a name to the act that a clause about it tells: "Norvik, which said it was |reviewing| the order"."""
_RELATIVE = re.compile(r"(?:['’]s)?(?:\s\([^()]{1,40}\)|\s<[^<>]{1,14}>)?,? (?:which|who)\b")
"""From the end of a name to the verb of a clause about it: "Norvik Corp (NVK.O), |which| has left"."""
_LONGEST_REQUEST = 40
_VERB = re.compile(r"(?<![\w’'-])[a-z]\w*ed (?:even |both )?(?:the |an? |its |his |her |their )?\Z")
"""Before who something is done to: "Oland |angered the| banks"."""
_TO_DO = re.compile(
    r"[\w’']*(?: [\w’'-]+){0,6}? to (?:[a-z]+ly )?(?!(?:the|an?|its|their|his|her|all|any|that|this)\b)[a-z]+ "
    r"(?:(?:the|its|their|his|her|an?|all|any|[a-z]+ing) ){0,3}\Z"
)
"""From the act to the object of what it is to do: "has not |decided whether to keep selling| Norvik Maps"."""
_BY_DOING = re.compile(r"[\"”]? (?:(?:in|on|at|last|this|earlier|late|early) [^,;:.]{1,25} )?by (?:\w+ly )?")
"""From there to the act by which it is done: "angered the banks |in May by| suspending payments"."""
_DOING = re.compile(r"[a-z]+ing\b")
_BY = re.compile(r"\w* by (?:the )?")
"""From the verb in the passive to who does it: "the bill was |withdrawn by| Oland"."""
_ORDERED = re.compile(r"(?:order|tell|told|ask|requir|direct|instruct|forc|compel|request|oblig|urg|demand)", re.IGNORECASE)
"""What another does, who is not the one that stands there: "was |ordered by| Oland to pay"."""
_LONGEST_AGENT = 40
AGENT_ODDS = 2.0
"""Least log-odds that who stands there acts."""
_OF = re.compile(r"\b(?:of|in|on|at|by|for|from|to|with)\b")
"""What makes the name tell who the noun is, and not the other way round: "the government of Oland"."""
_LONGEST_TITLE = 60
"""Characters of a noun phrase before a name."""


def is_aside(text: str, draft: DraftClaim, others: Iterable[DraftClaim]) -> bool:
    """Whether a draft's actor only tells who another is that does the same.

    "The insurer" of "the insurer Norvik", the owner in "Freedonia's Norvik" and, unless it fits better, in "Norvik, a unit of
    Selmar", the home in "Norvik, a firm from Oland": in the train set neither the noun (2,225 names after one) nor the owner (28)
    nor another name in such an apposition (54) ever acts beside the name, nor one that tells which noun acts (130 of 130).
    """
    mine = draft.actor
    for other in (o.actor for o in others if o.stance == draft.stance and o.evidence.actor >= draft.evidence.actor):
        if mine.end < other.start and other.label != "ACTOR":
            if _is_title(text, mine, other) or _OWNED.fullmatch(text, mine.end, other.start):
                return True
        elif other.end < mine.start and (
            _OF_HIS.match(text, mine.start, mine.end)
            or any(between.fullmatch(text, other.end, mine.start) for between in (_PARENT, _FROM, _IN))
        ):
            return True
    return False


def _is_title(text: str, noun: Mention, name: Mention) -> bool:
    """Whether a noun stands right before a name, all of it or its beginning: "the toy" of "the toy maker Norvik".

    Of two companies side by side the first is such a noun that was taken for a name: "Glassmaker Norvik".
    """
    if name.start - noun.start > _LONGEST_TITLE or text[name.start - 1] != " " or _OF.search(text, noun.start, name.start):
        return False
    if noun.label != "ACTOR":
        return noun.label == name.label == "COMPANY" and noun.end + 1 == name.start
    return noun.end + 1 == name.start or parse_nominal(text[noun.start : name.start - 1]) is not None


def without_bystanders(text: str, drafts: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts without who only stands by where another can act, which is then the likeliest.

    Who asks for an act does not do it (none of 14 in the train set: "at the urging of Selmar, Norvik left"), nor who is told of it
    (two of 30,810 sentences, where nobody else is named: "Norvik told the Selmar Post that it had left"), and what "which said it"
    tells is an act of the name before it (all five: "Selmar referred questions to Norvik, which said it was leaving"). In the
    passive who stands behind "by" acts (all 14: "the bill was withdrawn by Oland"), and the name before a "which" or "who" that is
    the act's subject (all 40: "the banks bowed to Oland, which has suspended payments"). Nor does who is hit by an act take it
    (none of three drafts, none of 58 labelled acts after such a "by": "Oland angered the banks by suspending payments"), nor the
    object of what is to be done (two of 7,111 acts: "the banks were forced to sell Norvik").
    """
    acts: defaultdict[tuple[str, tuple[int, int]], list[DraftClaim]] = defaultdict(list)
    for draft in drafts:
        acts[draft.stance, draft.cue].append(draft)
    for (_, cue), mine in acts.items():
        acting = [d for d in mine if not _STANDS_BY.search(text, max(0, d.actor.start - _LONGEST_REQUEST), d.actor.start)]
        acting = [d for d in acting if not _is_hit(text, d) and not _TO_DO.match(text, cue[1], d.actor.start)]
        told = max((d.actor.end for d in acting if _WHICH.match(text, d.actor.end, cue[0])), default=0)
        acting = [d for d in acting if d.actor.end >= told]
        acting = (agents := _agents(text, cue, acting) or _relatives(text, acting)) or acting
        if not acting or len(acting) == len(mine):
            yield from mine
            continue
        likeliest = max(acting, key=lambda d: d.evidence.actor)
        odds = max([d.evidence.actor for d in mine] + [AGENT_ODDS] * bool(agents))
        for draft in acting:
            yield replace(draft, evidence=replace(draft.evidence, actor=odds, best=True)) if draft is likeliest else draft


def _relatives(text: str, drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts of whom a "which" or "who" tells the act, those that are listed with them included, which are as likely."""
    odds = {d.evidence.actor for d in drafts if _is_relative(text, d)}
    return [d for d in drafts if d.evidence.actor in odds]


def _is_relative(text: str, draft: DraftClaim) -> bool:
    """Whether the act is the verb of a "which" or "who" right behind the actor's name, and not in the passive."""
    at = word_start(text, draft.cue[0])
    which = _RELATIVE.match(text, draft.actor.end, at)
    if which is None or draft.actor.label == "ACTOR" or not TO_VERB.fullmatch(text, which.end(), at):
        return False
    return _DOING.match(text, at) is not None or not PASSIVE.search(text, max(0, at - _LONGEST_AGENT), at)


def _is_hit(text: str, draft: DraftClaim) -> bool:
    """Whether a draft's actor is what a verb is done to "by" the act: the subject of that verb acts."""
    start, end = draft.actor.start, draft.actor.end
    if not _DOING.match(text, draft.cue[0]) or not _BY_DOING.fullmatch(text, end, draft.cue[0]):
        return False
    return _VERB.search(text, max(0, start - _LONGEST_REQUEST), start) is not None


def _agents(text: str, cue: tuple[int, int], drafts: Sequence[DraftClaim]) -> list[DraftClaim]:
    """Return the drafts whose actor stands behind the "by" of a verb in the passive, but for the owner of who does."""
    at = word_start(text, cue[0])
    by = _BY.match(text, cue[1])
    if by is None or _ORDERED.match(text, at) or not PASSIVE.search(text, max(0, at - _LONGEST_AGENT), at):
        return []
    agents = [d for d in drafts if by.end() - len("the ") <= d.actor.start <= by.end() + _LONGEST_AGENT]
    return [d for d in agents if not any(_OWNED.fullmatch(text, d.actor.end, other.actor.start) for other in agents)]


def with_titles(text: str, drafts: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts, a name as likely to act as the noun right before it: "the upstart Norvik"."""
    for draft in drafts:
        titles = [
            d
            for d in drafts
            if d.stance == draft.stance and d.actor.end < draft.actor.start and _is_title(text, d.actor, draft.actor)
        ]
        if titles and draft.actor.label != "ACTOR":
            most = max(d.evidence.actor for d in (draft, *titles))
            best = any(d.evidence.best for d in (draft, *titles))
            yield replace(draft, evidence=replace(draft.evidence, actor=most, best=best))
        else:
            yield draft


def of_neighbours(text: str, drafts: Sequence[DraftClaim]) -> Iterator[DraftClaim]:
    """Yield the drafts; where the actor owns what an apposed name is, that one acts: "Freedonia's neighbour, Oland, has signed"."""
    for draft in drafts:
        apposed = (
            d
            for d in drafts
            if d.stance == draft.stance
            and d.actor.label in ("COMPANY", "GOVERNMENT", "PLACE")
            and text.startswith(",", d.actor.end)
            and draft.evidence.best
            and _NEIGHBOUR.fullmatch(text, draft.actor.end, d.actor.start)
        )
        if other := next(apposed, None):
            yield replace(other, evidence=draft.evidence)
        else:
            yield draft
