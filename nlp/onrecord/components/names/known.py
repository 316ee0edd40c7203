"""A single surface against the lexicon: its entry, its trimmings, a government said in other words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.components.names.lists import column, rows
from onrecord.lexicon.words import fold, suffix_pattern, without_possessive, without_suffix, words

if TYPE_CHECKING:
    from onrecord.lexicon import Entry, Lexicon
    from onrecord.types import EntityLabel

_EDGE = ' \t\n\r\u00a0,;:"“”()[]<>-–—'
_DATELINE = re.compile(r"[A-Z][A-Z.]{2,}(?: [A-Z.]{2,}){0,2} +[-–—]+ +(?=[A-Z])")
"""A town in capitals that a report begins with: "BELMORA - Oland"."""
_INVERTED = re.compile(r"\b(?:[Dd]id|[Dd]oes|[Dd]o) (?:the )?$")
_VERB_AT_END = re.compile(r"(?<=\w) [a-z]+$")
_GOVERNMENT_OF = re.compile(
    r"(?:[Gg]overnment|[Aa]uthorities|[Oo]fficials|[Ss]tate|[Kk]ingdom|[Cc]ommonwealth) (?:of|in) (?=[A-Z])"
)
_ADVERB = re.compile(
    r"(?<=\w) (?:today|yesterday|tonight|tomorrow|now|then|also|already|still|later|again|meanwhile|itself|themselves)$"
)
"""What a name in front of its verb may drag along: "Norvik today said"."""
_MOST_HEAD_WORDS = 4


def trim(text: str, start: int, end: int, *, possessive: bool = True) -> tuple[int, int]:
    """Return the span without what does not belong to a name.

    That is punctuation at its edges, a dateline, a leading "the", a final "today", the verb of "did Norvik waver" and, with
    `possessive`, a final possessive.
    """
    start, end = _without_edges(text, start, end)
    if text[start : start + 4].lower() == "the " and end > start + 4:
        start += 4
    if dateline := _DATELINE.match(text, start, end):
        start = dateline.end()
    start, end = without_verb(text, start, end)
    if text.find(" ", start, end) >= 0 and (adverb := _ADVERB.search(text[start:end])):
        end = start + adverb.start()
    end = start + len(without_possessive(text[start:end])) if possessive else end
    return _without_edges(text, start, end)


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE and not _closes(text, start, end):
        end -= 1
    return start, end


def without_verb(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a name without the verb that follows a subject after "did": "did Norvik |waver|"."""
    verb = _VERB_AT_END.search(text[start:end]) if text.find(" ", start, end) >= 0 else None
    inverted = verb is not None and _INVERTED.search(text[max(0, start - 9) : start])
    return start, start + verb.start() if verb and inverted else end


def _closes(text: str, start: int, end: int) -> bool:
    opening = {")": "(", "]": "["}.get(text[end - 1])
    return opening is not None and text.find(opening, start, end) >= 0


def display(surface: str, label: EntityLabel) -> str:
    """Return the name that a surface shows: on one line, a company without its legal suffix."""
    one_line = " ".join(surface.split())
    if label != "COMPANY":
        return one_line
    at = next((m.start() for m in suffix_pattern().finditer(one_line) if m.end() == len(one_line)), len(one_line))
    name = one_line[:at]
    return name if name and not name.endswith((" and", "&")) else one_line


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, dots, hyphens and legal suffixes."""
    return _core(one) == _core(other)


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    return "".join(without_suffix(words(name), weak=True)).lower()


def known(surface: str, label: EntityLabel, lexicon: Lexicon) -> Entry | None:
    """Return what `surface`, tagged `label`, names in the lexicon; None for no match or more than one."""
    entries = lexicon.lookup(surface, label) or (_government(surface, lexicon) if label == "GOVERNMENT" else [])
    if not entries and label != "LAW":
        entries = [e for e in lexicon.lookup(surface) if not e.ambiguous and e.label != "LAW"]
    return _choose(entries, label)


def _choose(entries: list[Entry], label: EntityLabel) -> Entry | None:
    if len(entries) < 2:
        return entries[0] if entries else None
    # A capital is its government where it acts and a city where it is only a place.
    if label == "PLACE" and (cities := [e for e in entries if e.id is None]) and any(e.kind == "capital" for e in entries):
        return cities[0]
    exact = [e for e in entries if e.label == label and e.id] or [e for e in entries if e.id] or entries
    return exact[0] if len({e.id for e in exact}) == 1 else None


def _government(surface: str, lexicon: Lexicon) -> list[Entry]:
    """The country whose government a phrase means: "Freedonian officials", "Merkel government", "authorities in X"."""
    if of := _GOVERNMENT_OF.match(surface):
        return lexicon.lookup(surface[of.end() :], "PLACE")
    parts = surface.split()
    if len(parts) < 2 or parts[-1].lower() not in column("name_government_words"):
        return []
    for size in range(min(len(parts) - 1, _MOST_HEAD_WORDS), 0, -1):
        head, middle = " ".join(parts[:size]), parts[size:-1]
        if all(w.islower() for w in middle) and (entry := _country_of(head, lexicon)):
            return [entry]
    return []


def _country_of(head: str, lexicon: Lexicon) -> Entry | None:
    if found := lexicon.nationality(head):
        return found
    if places := [e for e in lexicon.lookup(head, "PLACE") if e.kind != "capital" or e.id]:
        return places[0]
    code = _leaders().get(fold(without_possessive(head)))
    return lexicon.entry(f"country:{code.lower()}") if code else None


@lru_cache(maxsize=1)
def _leaders() -> dict[str, str]:
    # "Obama administration": any surname that leads one country only.
    codes: dict[str, set[str]] = {}
    for row in rows("name_officeholders"):
        if row["iso2"] and not row["organization"]:
            codes.setdefault(fold(row["name"].split()[-1]), set()).add(row["iso2"])
    return {surname: next(iter(found)) for surname, found in codes.items() if len(found) == 1}
