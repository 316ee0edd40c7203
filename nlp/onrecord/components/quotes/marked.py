"""What a marked stretch looks like: short, a whole sentence, a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from onrecord.components.quotes.context import Context
    from onrecord.components.quotes.marks import MarkedSpan

SCARE_WORDS = 5
"""A marked stretch with this many words or more can be a quote without a cue."""
INNER_MARKS = " \t\r\n'’\"”»"
"""What can stand between a quote's last stop and its end."""
_NEXT = re.compile(r"[ \t]+(\w)")
_INNER_STOP = re.compile(r"[.!?…]\s+\w")
_MIN_TITLE = 3
_NO_MAIN_WORD = ("preposition", "determiner", "stop")


def is_short(context: Context, span: MarkedSpan, words: int = SCARE_WORDS) -> bool:
    """Return whether the stretch has fewer than `words` words."""
    first, last = context.words.slice(span.start, span.end)
    return sum(context.words.tokens[i].is_word for i in range(first, last)) < words


def is_whole(context: Context, span: MarkedSpan) -> bool:
    """Return whether the stretch begins or ends as a sentence does."""
    inner = context.text[span.inner_start : span.inner_end].strip()
    return inner[:1].isupper() or inner[-1:] in ".!?…,"


def is_title(context: Context, span: MarkedSpan) -> bool:
    """Return whether the marks hold a title ("The Keeper of the Light"): from three words, all but the small ones capitalised."""
    first, last = context.words.slice(span.inner_start, span.inner_end)
    tokens = [t for t in context.words.tokens[first:last] if t.is_word]
    if len(tokens) < _MIN_TITLE or not tokens[0].is_name or _INNER_STOP.search(context.text, span.inner_start, span.inner_end):
        return False
    main = [t for t in tokens if not in_class(t.lower, *_NO_MAIN_WORD) and t.lower not in ("and", "or", "i")]
    return len(main) > 1 and all(t.is_name for t in main) and not all(t.text.isupper() for t in main)


def runs_on(context: Context, span: MarkedSpan) -> bool:
    """Return whether the sentence goes on after the marks, as in `“A mess” is what they left`."""
    after = _NEXT.match(context.text, span.end)
    stops = context.text[span.start : span.end].rstrip(INNER_MARKS)[-1:] in ".!?…,"
    return after is not None and after[1].islower() and not stops
