"""Fuzz the segmenter: sentences of any text are in order, trimmed, apart, and lose nothing."""

from __future__ import annotations

import fuzzing
import soup

UNSEEN = str.maketrans("", "", "\u200b\ufeff")
"""Characters that are no white space to Python, and that the segmenter leaves outside sentences as well."""


def instrument() -> None:
    """Import what is watched."""
    import onrecord.components.segment  # noqa: F401


def target(data: bytes) -> None:
    """Cut a text into sentences.

    Raises:
        AssertionError: Offsets do not hold.
    """
    from onrecord.components.segment import segment

    text, end = soup.text_of(data), 0
    for start, stop in segment(text):
        assert end <= start < stop <= len(text), "out of order"
        assert text[start:stop] == text[start:stop].strip(), "not trimmed"
        assert not text[end:start].translate(UNSEEN).strip(), "words between two sentences"
        end = stop
    assert not text[end:].translate(UNSEEN).strip(), "words after the last"


if __name__ == "__main__":
    fuzzing.run("segment", target, soup.seeds(), instrument)
