"""Whom "he" and "she" mean: by what is known of the people, by who was last the subject, and by who is left."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.people.nouns import person_nouns
from onrecord.components.people.runs import opens_sentence, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.components.people.nouns import Sex
    from onrecord.components.people.roster import Person, Roster
    from onrecord.components.people.runs import Offsets

_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|himself|herself)\b", re.IGNORECASE)
_SEX: dict[str, Sex] = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}
_BREAK = re.compile(r"[.!?][\"”'’]*\s+|\n+")
_UNNAMED = re.compile(r"(?:An?|The|One|Another)\s[^.,;:\n“”\"]{2,60}")
_OBJECT_END = re.compile(r"\s*(?:[.,;:!?\n]|(?:to|at|on|in|for|from|with|and|but|when|that|all|out|up|down|back|again)\b)")
_NOT_SUBJECT = re.compile(
    r"(?:\b(?:of|to|with|for|from|by|at|than|against|about|whom?|told|met|asked|replaced|sued|and)\s|[\"”'’]\s\w+\s)$"
)
_FADE = 0.6
"""What is left of a mention's weight one sentence later."""
_MARGIN = 1.15
"""How many times heavier than the next the best candidate must be."""
_SUBJECT, _OTHER, _UNNAMED_SUBJECT, _SPEAKER = 1.0, 0.6, 0.85, 1.2
"""Weights of a subject, of another mention, of an unnamed subject, and of a quote's speaker."""
_KNOWN = 2.5
"""How many times likelier somebody is of whom it is known that "he" or "she" fits."""
_REACH = 12
"""Sentences that a pronoun reaches back."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a pronoun may mean."""

    name: str | None
    """Full name, None for an unnamed person."""
    span: Offsets
    """The last mention; of an unnamed person the description."""
    sex: Sex | None
    weight: float
    sentence: int
    """Number of the sentence with the last mention."""


def antecedents(roster: Roster, hidden: Sequence[Offsets], speakers: Sequence[Offsets]) -> Mapping[int, Candidate]:
    """Return whom the pronouns of an article mean, by their offsets; those that stay open are missing.

    Args:
        roster: Its people.
        hidden: Its quotes, in order: what stands in them is passed over.
        speakers: The words that name their speakers.
    """
    reader = _Reader(roster, hidden, speakers)
    for start, end, pronoun in sorted(reader.events()):
        if pronoun:
            reader.resolve(start, end)
        else:
            reader.meet((start, end))
    return reader.found


class _Reader:
    """Meets the people of an article one after the other."""

    def __init__(self, roster: Roster, hidden: Sequence[Offsets], speakers: Sequence[Offsets]) -> None:
        self.found: dict[int, Candidate] = {}
        self._roster = roster
        self._text = roster.bodies.text
        self._hidden = hidden
        self._speakers = set(speakers)
        self._speaking = {start for start, _ in speakers}
        # A sentence that ends within a quote ends there for the speaker only.
        self._breaks = [m.end() for m in _BREAK.finditer(self._text) if self._open(m.start()) or self._open(m.end() - 1)]
        self._known: dict[str | Offsets, Candidate] = {}
        self._openings: dict[int, str | Offsets] = {}

    def events(self) -> Iterator[tuple[int, int, bool]]:
        """Yield start and end of each name, description and pronoun outside quotes, and whether it is a pronoun."""
        yield from ((*span, False) for span in self._roster.full if self._open(span[0]))
        yield from ((*m.span(), True) for m in _PRONOUN.finditer(self._text) if self._open(m.start()))
        opening = {m.span() for m in _UNNAMED.finditer(self._text) if opens_sentence(self._text, m.start())}
        for start, end in opening | self._speakers:
            if self._open(start) and self._is_unnamed(start, end):
                yield start, end, False

    def _is_unnamed(self, start: int, end: int) -> bool:
        apposed = self._text.startswith(", ", end) and self._roster.at((end + 2, end + 4))
        return not apposed and not self._roster.at((start, end)) and bool(person_nouns(self._text, start, end))

    def _open(self, at: int) -> bool:
        return not overlaps(self._hidden, at, at + 1)

    def meet(self, span: Offsets) -> None:
        """Take note of a person who is named or described at `span`."""
        person = next(iter(self._roster.at(span)), None)
        nouns = [] if person else person_nouns(self._text, *span)
        person = person or self._described(span)
        sentence = bisect_right(self._breaks, span[0])
        key: str | Offsets = person.name if person else span
        known = self._known.get(key)
        sex = (known.sex if known else None) or (person.sex if person else next((n.sex for n in nouns if n.sex), None))
        weight = self._weight(span[0], sentence, named=person is not None)
        self._openings.setdefault(sentence, key)
        if known and known.sentence == sentence:
            weight = max(weight, known.weight)
        self._known[key] = Candidate(person.name if person else None, span, sex, weight, sentence)

    def _described(self, span: Offsets) -> Person | None:
        nouns = person_nouns(self._text, *span)
        if not nouns or not self._text[span[0] : span[0] + 4].lower().startswith("the "):
            return None
        return self._roster.called(self._text[nouns[0].start : nouns[0].end].lower().split()[-1], span[0])

    def _weight(self, at: int, sentence: int, *, named: bool) -> float:
        if at in self._speaking:
            return _SPEAKER
        if sentence in self._openings or _NOT_SUBJECT.search(self._text, max(0, at - 20), at):
            return _OTHER
        return _SUBJECT if named else _UNNAMED_SUBJECT

    def resolve(self, start: int, end: int) -> None:
        """Find whom the pronoun at `text[start:end]` means; one that is no subject only tells of the only one who fits."""
        word = self._text[start:end].lower()
        sentence = bisect_right(self._breaks, start)
        subject = word in ("he", "she")
        key = self._best(self._fitting(word, end, sentence), sentence, certain=not subject)
        if key is None:
            return
        chosen = replace(self._known[key], sex=_SEX[word])
        self.found[start] = chosen
        if subject:
            weight = _SPEAKER if start in self._speaking else _SUBJECT
            self._openings.setdefault(sentence, key)
        else:
            weight = _OTHER if sentence > chosen.sentence else chosen.weight
        self._known[key] = replace(chosen, weight=weight, sentence=sentence)

    def _fitting(self, word: str, end: int, sentence: int) -> list[str | Offsets]:
        """Those whom the pronoun may mean: "Vell met him" is not about Vell."""
        objects = word == "him" or (word == "her" and _OBJECT_END.match(self._text, end))
        subject = self._openings.get(sentence) if objects else None
        near = (key for key, c in self._known.items() if sentence - c.sentence <= _REACH and c.sex in (None, _SEX[word]))
        return [key for key in near if key != subject]

    def _best(self, keys: list[str | Offsets], sentence: int, *, certain: bool) -> str | Offsets | None:
        if len(keys) < 2 or certain:
            return keys[0] if len(keys) == 1 else None
        weights = {key: self._now(self._known[key], sentence) for key in keys}
        first, second = sorted(keys, key=lambda key: -weights[key])[:2]
        return first if weights[first] >= _MARGIN * weights[second] else None

    def _now(self, candidate: Candidate, sentence: int) -> float:
        return candidate.weight * _FADE ** (sentence - candidate.sentence) * (_KNOWN if candidate.sex else 1.0)
