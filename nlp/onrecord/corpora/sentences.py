"""Sentences for documents whose file gives none."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.corpora.offsets import Place

_LINE = re.compile(r"[^\n]+")


def split(text: str) -> list[Place]:
    """Return start and end of each sentence of `text`: line by line, by the rules of sentencex, white space left outside.

    Where the sentences must be those that the pipeline finds, give `onrecord.components.segment.segment` as `segmenter`.
    """
    from sentencex import get_sentence_boundaries

    found: list[Place] = []
    for line in _LINE.finditer(text):
        ends = [line.start() + boundary["end_index"] for boundary in get_sentence_boundaries("en", line.group())]
        start = line.start()
        for end in [*ends[:-1], line.end()]:
            found += trimmed(text, start, end)
            start = end
    return found


def sentence_at(sentences: list[Place], start: int) -> int | None:
    """Return the index of the sentence that an offset lies in, or of the next one; None after the last."""
    index = bisect_right(sentences, (start, float("inf"))) - 1
    if index >= 0 and start < sentences[index][1]:
        return index
    return index + 1 if index + 1 < len(sentences) else None


def trimmed(text: str, start: int, end: int) -> list[Place]:
    """Return the place without white space at its ends; none where nothing else is in it."""
    words = text[start:end]
    size = len(words.strip())
    return [(start + len(words) - len(words.lstrip()), start + len(words) - len(words.lstrip()) + size)] if size else []
