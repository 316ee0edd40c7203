"""Words for the quote rules: tokens with offsets, word classes and cue words, read from the CSV files beside the code."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

CueClass = Literal["say", "think", "show", "call", "source"]
_ADDRESSING = frozenset({"tell", "assure", "inform", "notify", "remind"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a cue word."""

    form: str
    lemma: str
    kind: CueClass
    """say (speech), think (belief), show (findings), call (naming, judging) or source ("according to")."""
    frames: str
    """What may follow: b a bare clause, t a that-clause, q quoted words, n a noun phrase."""

    @property
    def is_addressing(self) -> bool:
        """Whether the noun after it is who is spoken to, never who speaks: `“…,” Vell told |shareholders|`.

        Of 571 such cues in PolNeAR's train part two have their speaker after them; of those with "said", one in five.
        """
        return self.lemma in _ADDRESSING


class Token(NamedTuple):
    """A word or a single other character."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name: begins with a capital letter."""
        return self.text[0].isupper()


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of the data file `name` of this package as dicts."""
    content = (files("onrecord.components") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(content.splitlines()))


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Return each class of `data/quote_words.csv` with its words."""
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_rows("quote_words.csv"):
        classes[row["class"]].add(row["word"])
    return {name: frozenset(words) for name, words in classes.items()}


@cache
def _classes_by_word() -> dict[str, frozenset[str]]:
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for name, words in word_classes().items():
        for word in words:
            classes[word].add(name)
    return {word: frozenset(names) for word, names in classes.items()}


@lru_cache(maxsize=8192)
def in_class(word: str, *classes: str) -> bool:
    """Return whether `word` is in one of the classes, as written or in lower case."""
    known = _classes_by_word()
    found = known.get(word)
    if found is not None and not found.isdisjoint(classes):
        return True
    found = known.get(word.lower())
    return found is not None and not found.isdisjoint(classes)


@cache
def cue_forms() -> dict[str, Cue]:
    """Return the cue words of `data/cues.csv` by form, lower case."""
    rows = read_rows("cues.csv")
    return {r["form"]: Cue(r["form"], r["lemma"], r["class"], r["frames"]) for r in rows}  # type: ignore[arg-type]


@cache
def paired_cues() -> frozenset[str]:
    """Return the first words of the cues of two words."""
    return frozenset(first for first, _, second in (form.partition(" ") for form in cue_forms()) if second)


@cache
def cue_beginnings() -> frozenset[str]:
    """Return the first words of all cues."""
    return frozenset(form.partition(" ")[0] for form in cue_forms())


@cache
def _token_pattern() -> re.Pattern[str]:
    known = word_classes()["abbreviation"]
    abbreviations = "|".join(sorted((re.escape(a) for a in known), key=len, reverse=True))
    initials = re.escape("".join(sorted({a[0] for a in known})))  # tells for most words that they are none
    return re.compile(rf"(?:[A-Z]\.)+(?:[A-Z]\b)?|\b(?=[{initials}])(?:{abbreviations})|\w+(?:[’'\-&@]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text, found by offset."""

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the tokens of `text`."""
        fields = [(m.start(), m.end(), word := m.group(), word.lower()) for m in _token_pattern().finditer(text)]
        return cls(text, tuple(map(Token._make, fields)), tuple([field[0] for field in fields]))

    def index(self, offset: int) -> int:
        """Return the index of the first token that starts at or after `offset`."""
        return bisect_left(self.starts, offset)

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Return the indices [first, last) of the tokens that start within `start:end`."""
        return self.index(start), self.index(end)

    def lower(self, i: int) -> str:
        """Return token `i` in lower case, "" outside the text."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""
