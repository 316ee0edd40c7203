"""Where a company's name begins and ends: the tags often lose its legal form or the stop after it.

In the train set the legal form always belongs to the name, and its stop 289 times in 306 within a sentence ("Norvik Corp. said")
but 12 times in 49 at the end of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.lexicon.words import suffix_pattern

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention

_SHORTENED = re.compile(r"(?:.*[\s,&])?(?:Corp|Co|Inc|Ltd|Bros)\.?")
_PLAIN_WORD = re.compile(r"(?:.*\s)?\w{4,}\.")
"""A word that no stop belongs to."""
_LOOSE_END = re.compile(r"(?<=\w) (?:of|and|the|for|in|at)\Z")
"""No name ends with such a word: "Alpen Re |of| Zurich"."""
_STOP_INSIDE = re.compile(r"\.(?=[ \u00a0][a-z(<]|,|['’]s\b)")
_BRANCH = re.compile(r" \([A-Z][\w ]{1,14}\)(?=,? [A-Z])")
"""Between a name and its legal form: "(HK)"."""
_AND_CO = re.compile(r", (?=[A-Z][\w ,&.’'-]{0,40}(?:and|&) Co\b)")
"""Between the halves of "Sellers, Rowe and Co"."""
_KIND = r"(?:Bank|Banco|Banque|Banca|Grupo|Groupe|Gruppo|Caixa|Cia)"
_PARTICLE = r"(?:van|von|d[aeiu]|d[aeo]s|del|della|den|der|[’']t)"
_HALF = re.compile(rf"{_KIND}|.* (?:{_PARTICLE}|do)")
"""The first half of a name of which the tags made two: "Banco" or "Norvik de", right before the other."""
_BEFORE = re.compile(rf"\b(?:{_KIND} |(?:[A-Z][\w’'-]* )+(?:{_PARTICLE} )+)\Z")
"""Where the tags begin too late: "|Banque| Norvik", "|Ter Velt van 't| Hoff". Before 11,684 labelled names stands one such word."""
_REACH = 60
"""Characters in which such words are looked for."""
_OWNER = re.compile(r"s [A-Z][\w-]+")
"""What goes on after an apostrophe at which the tags end: "Pell'|s Ferries|". No labelled name ends with one."""


def whole_companies(text: str, companies: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of companies with their ends mended, none overlapping another.

    Args:
        text: The article.
        companies: In order of their start.
    """
    whole: list[Mention] = []
    for company in companies:
        if _is_code(text, company):
            continue
        grown = _with_stop(text, _with_form(text, _with_owner(text, _without_loose_end(text, company))))
        if before := _BEFORE.search(text, max(whole[-1].end if whole else 0, grown.start - _REACH), grown.start):
            grown = grown._replace(start=before.start())
        if whole and grown.start < whole[-1].end:
            continue
        if whole and text[whole[-1].end : grown.start] == " " and _HALF.fullmatch(text, whole[-1].start, whole[-1].end):
            grown = grown._replace(start=whole.pop().start)
        if whole and (comma := _AND_CO.match(text, whole[-1].end)) and comma.end() == grown.start:
            grown = grown._replace(start=whole.pop().start)
        whole.append(grown)
    return whole


def _is_code(text: str, company: Mention) -> bool:
    """Whether it is the end of an exchange's code: the O of "<NVK.O>"."""
    return company.end - company.start <= 2 and text[company.start - 1 : company.start] == "."


def _without_loose_end(text: str, company: Mention) -> Mention:
    loose = _LOOSE_END.search(text, company.start, company.end)
    return company._replace(end=loose.start()) if loose else company


def _with_owner(text: str, company: Mention) -> Mention:
    """Take in what an owner owns where the tags end with the owner's apostrophe."""
    owned = _OWNER.match(text, company.end) if text[company.end - 1] in "'’" else None
    return company._replace(end=owned.end()) if owned else company


def _with_form(text: str, company: Mention) -> Mention:
    branch = _BRANCH.match(text, company.end)
    form = suffix_pattern().match(text, branch.end() if branch else company.end)
    return company._replace(end=form.end()) if form else company


def _with_stop(text: str, company: Mention) -> Mention:
    """Take in the stop of a shortened legal form within a sentence, leave out the one that ends the sentence."""
    surface = text[company.start : company.end]
    if not _SHORTENED.fullmatch(surface):
        plain = _PLAIN_WORD.fullmatch(surface)
        return company._replace(end=company.end - 1) if plain else company
    end = company.end - surface.endswith(".")
    inside = _STOP_INSIDE.match(text, end) or (surface.endswith(".") and text[company.end : company.end + 1] == " ")
    return company._replace(end=end + bool(inside))
