"""An article ready for the quote rules: tokens, sentences and paragraphs by offset."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.quotes.marks import MarkedSpan, find_marked
from onrecord.components.quotes.words import Cue, Words, cue_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.quotes.drafts import Offsets

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
        marked = tuple(m for m in find_marked(text) if m.depth == 0)
        breaks = tuple(m.end() for m in _PARAGRAPH.finditer(text))
        starts = tuple(m.start for m in marked)
        return cls(text, Words.of(text), sentences, marked, starts, tuple(s for s, _ in sentences), breaks)

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

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds `offset`."""
        return bisect_right(self.breaks, offset)

    def paragraph_end(self, offset: int) -> int:
        """Return where the paragraph that holds `offset` ends, white space included."""
        number = self.paragraph_at(offset)
        return self.breaks[number] if number < len(self.breaks) else len(self.text)

    def paragraph_start(self, offset: int) -> int:
        """Return where the paragraph that holds `offset` starts."""
        number = self.paragraph_at(offset)
        return self.breaks[number - 1] if number else 0


def cue_at(words: Words, i: int) -> tuple[Cue, int] | None:
    """Return the cue that begins at token `i` and the index after its last token, None when there is none."""
    forms = cue_forms()
    if (pair := f"{words.lower(i)} {words.lower(i + 1)}") in forms:
        return forms[pair], i + 2
    found = forms.get(words.lower(i))
    return (found, i + 1) if found and not _is_part_of_name(words, i, found) else None


def _is_part_of_name(words: Words, i: int, cue: Cue) -> bool:
    """Whether the token is capitalised within a sentence ("the United States"); headlines still write "X Says"."""
    inside = i > 0 and words.tokens[i].is_name and words.tokens[i - 1].is_word
    return inside and words.lower(i - 1) != "and" and cue.lemma not in ("say", "tell")
