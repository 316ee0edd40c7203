"""Names that the lexicon finds in a text and the encoder missed: evidence to weigh, not decisions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from onrecord.components.mentions import Mention, MentionLabel
from onrecord.components.names.known import trim
from onrecord.components.names.lists import column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.lexicon import Entry, Lexicon

SCORE_SEEN_ELSEWHERE = 0.6
"""Score of an added name whose words the encoder tagged elsewhere in the article."""
SCORE_LEXICON_ONLY = 0.5
"""Score of an added name that only the lexicon knows."""

# A country is a place where it only says where, and a government where it acts.
_FAMILIES: dict[str, str] = {"COMPANY": "COMPANY", "GOVERNMENT": "GOVERNMENT", "PLACE": "GOVERNMENT", "LAW": "LAW"}
_DISTINCTIVE = 4
_LONGEST_WORD = 40
_WORD_AFTER = re.compile(r"[ \u00a0]([\w'’]+)")
_CODE_AFTER = re.compile(r"\.[A-Z]{1,2}\b")
_WORD_BEFORE = re.compile(r"([\w.'’-]+)(?:[ \u00a0]of(?: the)?)?[ \u00a0]$")
_JOINED_BEFORE, _JOINED_AFTER = frozenset("@#/_-–.&"), frozenset("@/_-–&")
_CAPITALS = r"[^\W\d_a-z][\w&’'-]*(?: [^\W\d_a-z][\w&’'-]*){0,3}"
_ISSUER = re.compile(
    r"(?:(?<![^\n])(?:An? )?(?:Statement|Notice|Message|Letter|Update|Announcement|Note)(?: to [^.:\n]{1,60}?)?"
    r" (?:by|from) (?:the )?"
    r"|(?:(?<![^\n])|(?<=[.!?] ))(?:Here a|A)t )"
    rf"({_CAPITALS})(?=:|\n|,? we\b| on (?:the|its)\b)"
)
"""Who a press release is by: "Notice from Norvik:", "At Norvik we …"."""
_HEAD = 600
"""Characters at the beginning of a text in which it may say so."""


def issuers(text: str, kept: Sequence[Mention], people: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the names of those whose press release or notice the text says it is, where neither tags nor lexicon have them."""
    free = _Gaps(sorted([*kept, *people]))
    for found in _ISSUER.finditer(text, 0, _HEAD):
        if free(*found.span(1)):
            yield Mention(*found.span(1), "COMPANY", SCORE_LEXICON_ONLY)


def missed_names(text: str, kept: Sequence[Mention], people: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the names of the lexicon that `kept` lacks and that may be added, in order.

    An unambiguous distinctive name may be added wherever it stands alone; an ambiguous one only where the encoder
    tagged the same words elsewhere in the article. What is the surname of one of the `people` is nobody else's name.
    """
    tagged = _tagged(text, kept)
    free = _Gaps(sorted([*kept, *people]))
    surnames = {text[m.start : m.end].rpartition(" ")[2] for m in people}
    for start, stop, entry in lexicon.find_names(text):
        start, end = trim(text, start, stop, possessive=False)  # noqa: PLW2901 - the span without "the"
        if not free(start, end) or _part_of_another(text, start, end) or _is_code(text, start, end, entry):
            continue
        if text[start:end] in surnames or _inside_longer_name(text, start, end):
            continue
        if label := tagged.get(text[start:end]):
            if _FAMILIES[label] == _FAMILIES[entry.label]:
                yield Mention(start, end, label, SCORE_SEEN_ELSEWHERE)
        elif _may_stand_alone(text[start:end], entry):
            yield Mention(start, end, entry.label, SCORE_LEXICON_ONLY)


class _Gaps:
    """Whether a span is clear of the kept mentions; asked in text order."""

    def __init__(self, kept: Sequence[Mention]) -> None:
        self._kept = kept
        self._at = 0

    def __call__(self, start: int, end: int) -> bool:
        while self._at < len(self._kept) and self._kept[self._at].end <= start:
            self._at += 1
        return self._at == len(self._kept) or self._kept[self._at].start >= end


def _tagged(text: str, kept: Iterable[Mention]) -> dict[str, MentionLabel]:
    counts: dict[str, Counter[MentionLabel]] = {}
    for m in kept:
        counts.setdefault(text[m.start : m.end], Counter())[m.label] += 1
    return {surface: found.most_common(1)[0][0] for surface, found in counts.items()}


def _part_of_another(text: str, start: int, end: int) -> bool:
    """Whether the surface belongs to other words: "Amazon rainforest", "Meta-analysis", "@Norvik", a longer name."""
    if (start and text[start - 1] in _JOINED_BEFORE) or (end < len(text) and text[end] in _JOINED_AFTER):
        return True
    after = _WORD_AFTER.match(text, end)
    return after is not None and after[1].lower() in column("name_not_before")


def _is_code(text: str, start: int, end: int, entry: Entry) -> bool:
    """Whether capitals in brackets or an address are a ticker or an exchange: "<NVK>", "(NVK)", "NVK.O", "?ticker=NVK"."""
    if not text[start:end].isupper():
        return False
    before = text[max(0, start - 1) : start]
    bracketed = before in {"<", "="} or (before == "(" and entry.label in {"COMPANY", "PLACE"})
    return bracketed or _CODE_AFTER.match(text, end) is not None


def _may_stand_alone(surface: str, entry: Entry) -> bool:
    # "U.S." alone is mostly an adjective ("a U.S. judge"); "IBM" is a name.
    short = " " not in surface and len(surface.replace(".", "")) < _DISTINCTIVE
    return not entry.ambiguous and not (short and (entry.label == "PLACE" or not surface.isupper()))


def _inside_longer_name(text: str, start: int, end: int) -> bool:
    """Whether another capitalised word touches: "Norvik Foundation", "Bank of Norvik", "Ana Norvik"; titles aside."""
    after = _WORD_AFTER.match(text, end)
    if after and after[1][:1].isupper() and after[1].lower() not in column("name_roles"):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
    return before is not None and before[1][:1].isupper() and not _opens_sentence(text, before.start(1))


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - _LONGEST_WORD) : at].rstrip()
    return before[-1:] in {"", *'.!?:"“”\n'} or text[at - 1 : at] == "\n"
