"""An article ready for the quote rules: tokens, sentences and paragraphs by offset."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.components.quotes.marks import MarkedSpan, find_marked
from onrecord.components.quotes.subjects import subject_after
from onrecord.components.quotes.words import Cue, Words, cue_forms, in_class, paired_cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.quotes.drafts import Offsets

_MIN_NOUN = 3
_PRONOUNS = ("pronoun_person", "pronoun_group", "pronoun_thing")
_MAX_NEAR = 4
_SAME_IN_THE_PAST = frozenset({"read"})
"""Forms of the present that may be the past after a noun in the singular: "the notice read"."""
_SPACE = re.compile(r"\s*")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n(?=[ \t]*[“\"])|(?<=[.!?:”\"])\n")


@dataclass(frozen=True, slots=True)
class Context:
    """A text with what the rules look up in it."""

    text: str
    words: Words
    sentences: Sequence[Offsets]
    marked: tuple[MarkedSpan, ...]
    """The outermost marked spans."""
    marked_starts: tuple[int, ...]
    sentence_starts: tuple[int, ...]
    breaks: tuple[int, ...]
    """Offsets at which paragraphs begin, except the first."""

    @classmethod
    def of(cls, text: str, sentences: Sequence[Offsets]) -> Context:
        """Return the context of `text`, whose sentences are given in order."""
        words = Words.of(text)
        marked = tuple(m if m.closed else _cut(words, m) for m in find_marked(text) if m.depth == 0)
        breaks = tuple(m.end() for m in _PARAGRAPH.finditer(text))
        starts = tuple(m.start for m in marked)
        return cls(text, words, sentences, marked, starts, tuple(s for s, _ in sentences), breaks)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before `offset`, 0 before the first."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def last_before(self, offset: int) -> str:
        """Return the last character before `offset` that is no space, "" when there is none."""
        while offset and self.text[offset - 1].isspace():
            offset -= 1
        return self.text[offset - 1 : offset]

    def is_blank(self, start: int, end: int) -> bool:
        """Return whether nothing but white space stands within `start:end`."""
        found = _SPACE.match(self.text, start, end)
        return found is None or found.end() >= end

    def is_marked(self, offset: int) -> bool:
        """Return whether `offset` lies between quote marks; the offset of the closing mark does not."""
        at = bisect_right(self.marked_starts, offset)
        return at > 0 and offset < self.marked[at - 1].inner_end

    def is_near(self, a: int, b: int) -> bool:
        """Return whether at most one word and punctuation stand between the two offsets."""
        first, last = self.words.slice(min(a, b), max(a, b))
        return last - first < _MAX_NEAR and sum(self.words.tokens[i].is_word for i in range(first, last)) <= 1

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds `offset`."""
        return bisect_right(self.breaks, offset)

    def parts_paragraphs(self, a: int, b: int) -> bool:
        """Return whether a paragraph ends between the two offsets."""
        return self.paragraph_at(a) != self.paragraph_at(b)

    def begins_line(self, offset: int) -> bool:
        """Return whether nothing but spaces stands before `offset` on its line."""
        while offset and self.text[offset - 1] in " \t\r":
            offset -= 1
        return offset == 0 or self.text[offset - 1] == "\n"

    def paragraph_end(self, offset: int) -> int:
        """Return where the paragraph that holds `offset` ends, white space included."""
        number = self.paragraph_at(offset)
        return self.breaks[number] if number < len(self.breaks) else len(self.text)

    def paragraph_start(self, offset: int) -> int:
        """Return where the paragraph that holds `offset` starts."""
        number = self.paragraph_at(offset)
        return self.breaks[number - 1] if number else 0


def _cut(words: Words, span: MarkedSpan) -> MarkedSpan:
    """A quote whose end mark is missing, up to the comma before its attribution: `"We leave, said Vell`."""
    first, last = words.slice(span.inner_start, span.end)
    for i in range(first + 1, last - 1):
        if words.tokens[i].text != "," or not (found := cue_at(words, i + 1)):
            continue
        if "q" in found[0].frames and not found[0].form.endswith("ing") and subject_after(words, found[1], last):
            return replace(span, end=words.tokens[i].end, inner_end=words.tokens[i].end)
    return span


def cue_at(words: Words, i: int) -> tuple[Cue, int] | None:
    """Return the cue that begins at token `i` and the index after its last token, None when there is none."""
    forms, word = cue_forms(), words.lower(i)
    if word in paired_cues() and (pair := f"{word} {words.lower(i + 1)}") in forms:
        return forms[pair], i + 2
    found = forms.get(word)
    return (found, i + 1) if found and not _is_part_of_name(words, i, found) and not _is_noun(words, i, found) else None


def _is_noun(words: Words, i: int, cue: Cue) -> bool:
    """Whether a form that is a noun too is one here: "by email", and, after a noun in the singular, "storm signal"."""
    before = words.lower(i - 1)
    if in_class(before, "before_noun"):
        return cue.form == cue.lemma or cue.form.endswith("s")
    return cue.form == cue.lemma and cue.form not in _SAME_IN_THE_PAST and i > 0 and _is_singular(words, i - 1)


def _is_singular(words: Words, i: int) -> bool:
    token = words.tokens[i]
    if not token.is_word or token.lower.endswith(("s", "ly")) or len(token.text) < _MIN_NOUN:
        return False
    return not in_class(
        token.lower, "stop", "auxiliary", "determiner", "preposition", "subject_stop", "pronoun_other", "plural", *_PRONOUNS
    )


def _is_part_of_name(words: Words, i: int, cue: Cue) -> bool:
    """Whether the token is capitalised within a sentence ("the United States"); headlines still write "X Says"."""
    inside = i > 0 and words.tokens[i].is_name and words.tokens[i - 1].is_word
    return inside and words.lower(i - 1) != "and" and cue.lemma not in ("say", "tell")
