"""What a person speaks for, read from the words around the name: titles before it, appositions after it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from onrecord.components.names.lists import column, rows
from onrecord.components.people.nouns import is_name_noun
from onrecord.components.people.runs import name_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.components.names.link import Named
    from onrecord.lexicon import Entry, Lexicon

_APPOSITION = re.compile(r",\s+(?:who (?:is|was) )?((?:[^,.;()\n—–]|(?<=[A-Z])\.(?=[A-Z ]))+)|\s\(([^()\n]{1,80})\)")
_SAID = re.compile(r"\b(?:said|says|told|wrote|added|announced|did|has|had|would|will)\b")
_TIE = re.compile(r"\s(?:of|at|from)\s(?:the\s)?")
_TITLE_WORD = re.compile(r"([^\s,()]+)(,?)\s+$")
_OF_NAME = re.compile(r"\s(?:of|for|at)(?: the)? (?=[A-Z])")
_OF = re.compile(r"(?:of|for|at)(?: the)?\s$")
_FOR = re.compile(r"\b(?:for|in)(?: the)?\s$")
_REACH = re.compile(r"\b(?:for|in)\b")
_OWNERS = re.compile(r"(?:its|their|the (?:company|firm|group|bank|lender|carrier|airline|maker|operator)['’]s)\s", re.IGNORECASE)
"""Whose spokeswoman she is: of the company named shortly before."""
_MOST_TITLE_WORDS = 8
_CLOSE = (120, 250)
"""How far back, in characters, the company of a bare "CEO Ana Vell" may stand; the nearer stretch first."""


class TitleReader:
    """Reads one article's titles and appositions."""

    def __init__(self, text: str, named: Sequence[Named], lexicon: Lexicon) -> None:
        self._text = text
        self._named = sorted(n for n in named if n.label != "LAW")
        self._starts = [n.start for n in self._named]
        self._lexicon = lexicon

    def read(self, start: int, end: int) -> Named | Entry | None:
        """Return the organisation, or the country, of the person named at `text[start:end]`; None when not told."""
        return self._apposition(end) or self._title(start) or self._tied(end)

    def _apposition(self, end: int) -> Named | Entry | None:
        """Look after the name: "Ana Vell, a Norvik spokeswoman", "Ana Vell (chief executive of Norvik)"."""
        found = _APPOSITION.match(self._text, end)
        if not found:
            return None
        start, stop = found.span(1) if found[1] else found.span(2)
        if said := _SAID.search(self._text, start, stop):
            stop = said.start()
        segment = self._text[start:stop]
        side = _side(segment)
        if side is None or _is_former(segment):
            return None
        inside = (n for n in self._between(start, stop) if not self._only_reach(n))
        if found_inside := next((n for n in inside if _fits(n, side)), None):
            return None if self._is_of_another(found_inside.end, stop) else found_inside
        if _OWNERS.match(segment):
            return self._nearest_company(end)
        return self._nation(_REACH.split(segment)[0]) if side != "company" else None

    def _is_of_another(self, at: int, stop: int) -> bool:
        """Whether an unknown body follows, so that the name before only tells where: "Dominion president of the Miners' League"."""
        tie = _OF_NAME.search(self._text, at, stop)
        end = name_run(self._text, tie.end()) if tie else None
        if tie is None or end is None or any(self._between(tie.end(), stop)):
            return False
        return is_name_noun(self._text[tie.end() : end].rsplit(maxsplit=1)[-1])

    def _only_reach(self, named: Named) -> bool:
        """Whether a place is only where somebody is in charge: "head of policy for Asia" speaks for no Asia."""
        return named.label == "PLACE" and _FOR.search(self._text, max(0, named.start - 10), named.start) is not None

    def _title(self, start: int) -> Named | Entry | None:
        """Look before the name: "Norvik CEO Ana Vell", "the German chancellor, …", "the head of Norvik, Ana Vell"."""
        at, side = self._title_start(start)
        if side is None:
            return self._owner(start)
        before = self._text[max(0, at - 40) : at].rstrip(" \u00a0,")
        holder = self._ending_at(at) or self._ending_at(start)
        opening = min(at, holder.start) if holder else at
        if _is_former(self._text[max(0, opening - 12) : start]):
            return None
        if holder and _fits(holder, side):
            return holder
        if side != "company" and (nation := self._nation(before[-30:], last=True)):
            return nation
        return self._nearest_company(start) if side == "company" else None

    def _title_start(self, start: int) -> tuple[int, str | None]:
        """Where the title before a name begins, and whose title it is; the side is None without a title."""
        at = start
        for _ in range(_MOST_TITLE_WORDS):
            word = _TITLE_WORD.search(self._text, max(0, at - 40), at)
            if word is None:
                break
            if inner := self._ending_at(at):
                if at == start and not _fits(inner, "any"):
                    break
                tie = _OF.search(self._text, max(0, inner.start - 10), inner.start)
                if at != start or not tie or not word[2]:
                    break
                at = tie.start()
                continue
            if word[1].lower() not in _vocabulary():
                break
            at = word.start(1)
        return at, _side(self._text[at:start])

    def _tied(self, end: int) -> Named | None:
        """Look for "Ana Vell of Norvik"."""
        tie = _TIE.match(self._text, end)
        holder = self._starting_at(tie.end()) if tie else None
        return holder if holder and holder.label in {"COMPANY", "GOVERNMENT"} else None

    def _owner(self, start: int) -> Named | None:
        """Look for "Norvik's Ana Vell"."""
        holder = self._ending_at(start)
        owns = holder and self._text[holder.end : start].strip() in {"'s", "’s", "'", "’"}
        return holder if owns and holder and holder.label == "COMPANY" else None

    def _nation(self, words: str, *, last: bool = False) -> Entry | None:
        found = [e for m in re.finditer(r"[A-Z][\w.]*(?:[ -][A-Z][\w.]*)?", words) if (e := self._nation_of(m.group()))]
        if not found or (last and not re.search(r"[A-Z][\w.]*(?:['’]s?)?$", words)):
            return None
        return found[-1] if last else found[0]

    def _nation_of(self, words: str) -> Entry | None:
        return next(
            (
                e
                for part in (words, words.rsplit(maxsplit=1)[-1], words.split(maxsplit=1)[0])
                if (e := self._lexicon.nationality(part))
            ),
            None,
        )

    def _between(self, start: int, stop: int) -> Iterator[Named]:
        for at in range(bisect_left(self._starts, start), len(self._named)):
            if self._named[at].end > stop:
                return
            yield self._named[at]

    def _starting_at(self, at: int) -> Named | None:
        index = bisect_left(self._starts, at)
        return self._named[index] if index < len(self._named) and self._starts[index] == at else None

    def _ending_at(self, at: int) -> Named | None:
        """The name that ends at `at`, possessive, comma and space aside."""
        index = bisect_right(self._starts, at) - 1
        if index < 0 or self._named[index].end > at:
            return None
        return self._named[index] if re.fullmatch(r"(?:['’]s?)?,?\s+", self._text[self._named[index].end : at]) else None

    def _nearest_company(self, at: int) -> Named | None:
        """The company named shortly before, unless several are."""
        for reach in _CLOSE:
            near = [n for n in self._between(max(0, at - reach), at) if n.label == "COMPANY"]
            if near:
                return near[-1] if len({n.key for n in near}) == 1 else None
        return None


def _fits(named: Named, side: str) -> bool:
    return side == "any" or (named.label == "COMPANY") == (side == "company")


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(w for row in rows("name_roles") for w in row["word"].split()) | column("name_former")


@cache
def _roles() -> tuple[re.Pattern[str], dict[str, str]]:
    sides = {row["word"]: row["side"] for row in rows("name_roles") if row["part"] == "role"}
    longest = sorted(sides, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE), sides


def _side(words: str) -> str | None:
    """Whose role the words name: company, government or any; None when they name none."""
    pattern, sides = _roles()
    found = [sides[m[1].lower()] for m in pattern.finditer(words)]
    return next((s for s in found if s != "any"), found[0] if found else None)


def _is_former(words: str) -> bool:
    return any(w in column("name_former") or w.startswith("ex-") for w in re.findall(r"[\w-]+", words.lower()))
