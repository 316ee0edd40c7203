"""Companies that the network takes for people or cuts in two, told by the words around them.

"The meat packer Selmar", "Fratelli Ilves", "Ministério das Águas", "Ilves's Dairy": one noun or particle says what the capitals
are. In the train set 47 of the 49 named things after such a noun for a firm are companies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.components.people.nouns import is_firm_noun, is_person_noun

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention

_NOUN_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?|its|of|by|from|at|and) (?:[a-z][\w-]* ){0,3}?([a-z][\w-]*) \Z")
"""From the determiner to the noun before a name: "the meat |packer| "."""
_BACK = 60
_VAGUE = frozenset(("group", "giant", "press", "business", "house", "site", "label", "brand", "website", "newspaper", "magazine"))
"""Nouns for firms after which bands, parties and pseudonyms are named as well."""
_FAMILY = re.compile(
    r"(?:Fratelli|Gebr(?:üder|oeders|\.)|Brüder|Frères|Hermanos|Irmãos|Bröderna|Brødrene|Bracia) [A-Z].*"
    r"|[A-Z].* (?:(?:&|and|y|et|e|und|och|og) (?:Sons?|Hijos?|Fils|Figli|Söhne|Söner|Sønner|Filhos|Co)|Frères|Hermanos|Irmãos"
    r"|Brothers)"
)
"""Brothers, or somebody and sons: a firm, not one of them."""
_HALF = re.compile(r"[A-Z][\w’'-]*(?: [\w’'-]+)* (?:d[aeiou]|d[aeo]s|del|della|delle|degli|du|des)")
"""A name that ends in a particle goes on."""
_MINISTRY = re.compile(r"M[ií]nist[eèé]ri?[oeu]\w{0,2}\b")
_OWNED = re.compile(r"['’]s ?((?: ?[A-Z][\w&-]+){1,2})")
"""After the founder's name: "Ilves|'s Dairy|"."""
_ITS_HEAD = re.compile(r"['’]s (?:co-?)?(?:founder|chief executive|CEO|chairman|chairwoman|chairperson)\b", re.IGNORECASE)
"""After who has one: "Ilves|'s founder|". In the train set none of 18 is a person."""
_AT, _WE = re.compile(r"\bAt \Z"), re.compile(r",? (?:we|our)\b")
"""Around who speaks for itself: "|At| Ilves |we| …"."""
_OTHERS = frozenset(("GOVERNMENT", "LAW", "PLACE", "PERSON"))


def with_told_companies(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions; people that the words around them tell to be firms as companies, the halves of a name as one.

    Args:
        text: The article.
        mentions: The network's, in order of their start.
    """
    acting = {m.start: m.end for m in mentions if m.label == "ACTOR"}
    starts = {m.start for m in mentions if m.label in _OTHERS}
    half: Mention | None = None
    for mention in mentions:
        if mention.label == "PERSON" and _is_firm(text, mention):
            yield mention._replace(label="COMPANY")
        elif mention.label == "COMPANY" and (end := _owned_end(text, mention, acting, starts)):
            yield mention._replace(end=end)
        elif mention.label in ("COMPANY", "GOVERNMENT") and half and half.end + 1 == mention.start and text[half.end] == " ":
            label = "GOVERNMENT" if _MINISTRY.match(text, half.start) else mention.label
            yield mention._replace(start=half.start, label=label)
        else:
            yield mention
        if mention.label == "PERSON" and _HALF.fullmatch(text, mention.start, mention.end):
            half = mention


def _is_firm(text: str, person: Mention) -> bool:
    if not text[person.start].isupper():
        return False
    if _FAMILY.fullmatch(text, person.start, person.end) or _ITS_HEAD.match(text, person.end):
        return True
    if _AT.search(text, max(0, person.start - len("At ")), person.start) and _WE.match(text, person.end):
        return True
    noun = _NOUN_BEFORE.search(text, max(0, person.start - _BACK), person.start)
    return noun is not None and is_firm_noun(noun[1]) and noun[1] not in _VAGUE and not is_person_noun(noun[1])


def _owned_end(text: str, company: Mention, acting: dict[int, int], starts: set[int]) -> int | None:
    """Return where a name goes on to after a possessive, as what acts does: "Ilves's Dairy" where the tags have "Ilves's".

    All 9 actors of that form in the train set are one name, even where its halves have tags of their own; where they are two
    ("Norvik's Brisk"), the second acts alone. What is another kind of name or a title ("Norvik's Chairman") is none of it.
    """
    at = company.end - 2 if text[company.end - 2 : company.end] in ("'s", "’s") else company.end
    rest = _OWNED.match(text, at)
    if rest is None or acting.get(company.start) != rest.end() or is_person_noun(rest[1].split()[-1]):
        return None
    return None if any(rest.start(1) <= start < rest.end() for start in starts) else rest.end()
