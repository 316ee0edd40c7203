"""What an article offers to refer back to: its named things, how prominent each is, and who stands side by side."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.components.references.nominals import Nominal, parse_nominal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.components.names.link import Named

_JOINED = re.compile(
    r"(?:\s?(?:\([^()]{1,30}\)|<[^<>]{1,12}>))?(?:,?\s(?:and|or|&|as well as)\s(?:the\s)?|,\s(?:the\s)?"
    r"|,\s(?:an?|the|its)\s[^,.;:()]{2,60},\sand\s(?:(?:to|from|with|by|of|against|for|at)\s)?(?:the\s)?)"
)
"""Between two that stand side by side, what tells who the first is included: "to Norvik, a maker of glass, and to |Halden|"."""
_VERB = re.compile(
    r"(?:\s\([^()]{1,30}\)|\s<[^<>]{1,12}>)?(?:,[^,.;]{1,80},)?\s(?:also\s|now\s|then\s|then\s|both\s|has\s|have\s|had\s)?"
    r"(?:\w{2,}ed|\w{2,}s|said|told|will|would|has|had|have|is|was|were|are|can|could|may|might|did|do|won|made|began|plan|shut|cut|quit|left|went)\b"
)
_OBLIQUE = re.compile(r"(?:\btold|\baccording to|\bby|\bby the|\bto|\bwith|\bfrom|\bagainst|\bof|\bin|\bfor)\s(?:the\s)?$")
_SOURCE = re.compile(r"(?:\btold|\baccording to)\s(?:the\s)?$")
_BEFORE_NAME = re.compile(r"(?<![\w.’'-])((?:[\w.’'-]+\s){1,4})$")
_AFTER_NAME = re.compile(r",\s(?:the|a|an|one of the)\s([^,.;()]{2,60})")
_POSSESSIVES = ("'s ", "’s ")
_PRESS = frozenset({"news-agency", "media"})


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand side by side: "Norvik, Halden and Brisk"."""

    start: int
    end: int
    members: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Prominent:
    """A mention that may be referred back to, and how much it stands out in its sentence."""

    named: Named
    start: int
    sentence: int
    weight: float


class ArticleView:
    """One article's sentences and named things, ready for look-ups by position."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], named: Sequence[Named]) -> None:
        self.text = text
        self.sentences = sorted(sentences)
        self.named = sorted(n for n in named if n.label != "LAW")
        self._starts = [start for start, _ in self.sentences]
        self._name_starts = [n.start for n in self.named]

    def sentence_of(self, at: int) -> int:
        """Return the index of the sentence that holds offset `at`, or of the last one before it."""
        return max(0, bisect_right(self._starts, at) - 1)

    def inside(self, start: int, end: int) -> list[Named]:
        """Return the names within `text[start:end]`."""
        found = self.named[bisect_left(self._name_starts, start) : bisect_left(self._name_starts, end)]
        return [n for n in found if n.end <= end]

    def exactly(self, start: int, end: int) -> Named | None:
        """Return the name at a span, a leading "the" and a final possessive aside."""
        return next(
            (n for n in self.inside(start, end) if n.start - start <= 4 and end - n.end <= 2 and self._only(n, start, end)), None
        )

    def _only(self, named: Named, start: int, end: int) -> bool:
        rest = self.text[start : named.start] + self.text[named.end : end]
        return rest.lower().strip() in {"", "the", "'s", "’s", "'", "’", "the's", "the’s", "the 's", "the ’s"}

    @cached_property
    def by_name(self) -> dict[str, Named]:
        """The last mention of each thing by its canonical name."""
        return {n.name: n for n in self.named}

    @cached_property
    def prominent(self) -> list[Prominent]:
        """The named mentions in order, subjects heaviest, sources ("told Reuters") lightest."""
        return [Prominent(n, n.start, self.sentence_of(n.start), self._weight(n)) for n in self.named]

    def _weight(self, named: Named) -> float:
        before = self.text[max(0, named.start - 20) : named.start]
        group = self._group_of.get(named.start)
        acts = bool(_VERB.match(self.text, group.end if group else named.end))
        # Whom the news was told, and papers that only pass it on, are not what it is about.
        if _SOURCE.search(before) or (named.kind in _PRESS and not acts):
            return 0.0
        weight = 0.4 if named.kind in _PRESS else 1.0
        if self.text.startswith(_POSSESSIVES, named.end):
            return weight * 0.6
        return weight * (0.6 if _OBLIQUE.search(before) else 1.6 if acts else 1.0)

    @cached_property
    def groups(self) -> list[Group]:
        """Two or more things of one kind named side by side, in order."""
        found: list[Group] = []
        run: list[Named] = []
        for named in [*self.named, None]:
            if named and run and self._joins(run[-1], named):
                run.append(named)
                continue
            if len({n.key for n in run}) > 1 and re.search(r"\b(?:and|or|as well as)\b|&", self.text[run[0].end : run[-1].start]):
                found.append(Group(run[0].start, run[-1].end, tuple({n.key: n for n in run}.values())))
            run = [named] if named else []
        return found

    @cached_property
    def _group_of(self) -> dict[int, Group]:
        return {n.start: g for g in self.groups for n in self.inside(g.start, g.end)}

    def _joins(self, one: Named, other: Named) -> bool:
        same = (one.label == "COMPANY") == (other.label == "COMPANY")
        return same and bool(_JOINED.fullmatch(self.text, one.end, other.start))

    @cached_property
    def described(self) -> dict[str, list[tuple[Named, Nominal]]]:
        """Names with what the text calls them, by its noun: "Brisk, the video app", "the video app Brisk"."""
        found: dict[str, list[tuple[Named, Nominal]]] = {}
        for named in self.named:
            for nominal in self._descriptions(named):
                found.setdefault(nominal.head, []).append((named, nominal))
        return found

    def _descriptions(self, named: Named) -> Iterator[Nominal]:
        if (after := _AFTER_NAME.match(self.text, named.end)) and (nominal := parse_nominal("the " + after[1])):
            yield nominal
        if before := _BEFORE_NAME.search(self.text[max(0, named.start - 60) : named.start]):
            words = before[1].split()
            for size in range(min(len(words), 4), 0, -1):
                if nominal := parse_nominal(" ".join(words[-size:])):
                    if not nominal.pronoun and not nominal.plural and before[1].rstrip().lower().endswith(nominal.head):
                        yield nominal
                    return
