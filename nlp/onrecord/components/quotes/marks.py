"""Quote marks: which marks belong together, decided on characters alone, in one pass.

Handled: curly, straight, low and angle marks, doubled single marks (``''``), apostrophes told apart from single quote
marks, quotes inside quotes, quotes over several paragraphs (reopened at each, closed once), and marks without a partner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(r"``|''|[“”„«»\"‘’'`]")
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|\n[ \t\r]*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")
_LONG_LINE = 120
"""A line longer than this is a paragraph: hard-wrapped text is narrower."""
_FAMILY = {
    "“": '"',
    "”": '"',
    "„": '"',
    '"': '"',
    "«": "«",
    "»": "«",
    "``": "``",
    "''": "``",
    "‘": "'",
    "’": "'",
    "'": "'",
    "`": "'",
}
_OPENING = "“„«‘``"
_SPACE_BEFORE = "([{-–—/"
_REOPENED = " "
_MAX_DEPTH = 8
_LOOK_AHEAD = 8
_APOSTROPHES = ("’", "'")
_STOPS = frozenset(",.?!…")
_LONGEST_UNOPENED = 400
"""Characters of a quote without its opening mark, at most."""
_ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|til|cause|bout|cuz|round|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A stretch between quote marks, the marks included."""

    start: int
    """Offset of the opening mark; where that is missing, of the first character of the quote."""
    end: int
    """Offset after the closing mark; where that is missing, after the last character of the quote."""
    inner_start: int
    """Offset after the opening mark; equal to `start` where it is missing."""
    inner_end: int
    """Offset of the closing mark; equal to `end` where it is missing."""
    depth: int = 0
    """How many other marked spans it lies in."""

    @property
    def closed(self) -> bool:
        """Whether there is a closing mark."""
        return self.inner_end < self.end


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    start: int
    inner: int
    family: str
    first_child: int | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    mark: str
    """The mark, or "" for the end of a paragraph."""
    soft: bool = False
    """For a paragraph's end: a single newline only."""


def find_marked(text: str) -> list[MarkedSpan]:
    """Return the stretches of `text` between quote marks, by start; an outer one before those inside it.

    Time is linear in the text. A mark without a partner ends with its paragraph, except single marks, which are then
    taken for apostrophes.
    """
    tokens = list(_tokens(text))
    found: list[MarkedSpan] = []
    stack: list[_Open] = []
    for i, token in enumerate(tokens):
        if token.mark == _REOPENED:
            continue
        if not token.mark:
            stack = _end_paragraph(text, tokens, i, stack, found)
        elif _opens(text, token, stack):
            _push(text, token, stack)
        else:
            _close(text, tokens, i, stack, found)
    _flush(text, len(text.rstrip()), stack, found)
    return _with_depth(found)


def _tokens(text: str) -> Iterator[_Token]:
    """Marks and paragraph ends, in order."""
    breaks = _breaks(text)
    pending = next(breaks, None)
    for m in _MARK.finditer(text):
        while pending and pending.start < m.start():
            yield pending
            pending = next(breaks, None)
        yield _Token(m.start(), m.end(), m.group())
    while pending:
        yield pending
        pending = next(breaks, None)


def _breaks(text: str) -> Iterator[_Token]:
    last = 0
    for m in _BREAK.finditer(text):
        blank = m.group().count("\n") > 1
        line = text[max(last, m.start() - 1) : m.start()]
        if blank or m.start() - last > _LONG_LINE or line in set(".!?:…”\"'’»)"):
            yield _Token(m.start(), m.end(), "", soft=not blank)
        last = m.end()


def _after_space(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return before.isspace() or before in _SPACE_BEFORE or before in "“„«‘\"'`"


def _before_word(text: str, end: int) -> bool:
    after = text[end] if end < len(text) else " "
    return not after.isspace() and after not in ",.;:!?)]}–—"


def _is_open(family: str, stack: list[_Open]) -> bool:
    # Only the innermost few count: deeper nesting than this is soup, and looking at it all would not be linear.
    return any(o.family == family for o in stack[-4:])


def _opens(text: str, token: _Token, stack: list[_Open]) -> bool:
    family = _FAMILY[token.mark]
    looks = _after_space(text, token.start) and _before_word(text, token.end)
    if family == "'":
        elided = token.mark not in "‘`" and _ELISION.match(text, token.end) is not None
        return looks and not elided and token.mark != "’"
    if token.mark in _OPENING:
        return looks or not _is_open(family, stack)  # German: „so“, »so«
    if _is_open(family, stack):
        return token.mark == '"' and looks and not _ends_word(text, token.start)
    return looks


def _ends_word(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return not before.isspace() and before not in _SPACE_BEFORE


def _push(text: str, token: _Token, stack: list[_Open]) -> None:
    if stack and stack[-1].first_child is None and _FAMILY[token.mark] == stack[-1].family:
        stack[-1].first_child = token.start
    if not (stack and _repeats(text, stack[-1], token)):
        stack.append(_Open(token.start, token.end, _FAMILY[token.mark]))
        del stack[:-_MAX_DEPTH]


def _repeats(text: str, top: _Open, token: _Token) -> bool:
    """Whether the mark directly follows another of its family: one of the two is a slip."""
    return top.family == _FAMILY[token.mark] and not text[top.inner : token.start].strip()


def _close(text: str, tokens: list[_Token], i: int, stack: list[_Open], found: list[MarkedSpan]) -> None:
    token = tokens[i]
    family = _FAMILY[token.mark]
    if family == "'" and (not _closes_single(text, tokens, i) or not stack or stack[-1].family != "'"):
        return
    if not _is_open(family, stack):
        if not stack and (start := _unopened(text, tokens, i)) is not None:
            found.append(MarkedSpan(start, token.end, start, token.start))
        return
    while stack[-1].family != family:
        stack.pop()  # an inner mark that was never closed
    top = stack.pop()
    if text[top.inner : token.start].strip():
        found.append(MarkedSpan(top.start, token.end, top.inner, token.start))


def _unopened(text: str, tokens: list[_Token], i: int) -> int | None:
    """Where a quote begins whose opening mark is missing: with its paragraph, when its end mark is the first in there."""
    token = tokens[i]
    if token.mark != "”" or text[token.start - 1] not in _STOPS:
        return None
    low = max(0, i - _LOOK_AHEAD)
    first = next((k + 1 for k in range(i - 1, low - 1, -1) if tokens[k].mark not in _APOSTROPHES), low)
    if first and tokens[first - 1].mark:
        return None
    start = tokens[first - 1].end if first else 0
    return start if token.start - start <= _LONGEST_UNOPENED and " " in text[start : token.start] else None


def _closes_single(text: str, tokens: list[_Token], i: int) -> bool:
    token = tokens[i]
    after = text[token.end] if token.end < len(text) else " "
    if token.mark in "‘`" or after.isalnum() or text[token.start - 1].isspace():
        return False
    plural = text[token.start - 1] in "sS" and text[token.end : token.end + 2].strip().islower()
    if not plural or i + 1 == len(tokens):
        return True
    later = tokens[i + 1]  # "the workers’ rights’": the plural's apostrophe, if a better end follows
    better = later.mark in ("’", "'") and not text[later.end : later.end + 1].isalnum() and not text[later.start - 1].isspace()
    return not better


def _end_paragraph(text: str, tokens: list[_Token], i: int, stack: list[_Open], found: list[MarkedSpan]) -> list[_Open]:
    """Carry an open quote into the next paragraph where that reopens it, end it here otherwise."""
    later = tokens[i + 1] if i + 1 < len(tokens) else None
    if stack and later and later.start == tokens[i].end and _reopens(text, later, stack[0]):
        tokens[i + 1] = replace(later, mark=_REOPENED)
        return stack[:1]
    stack = [o for o in stack if o.family != "'"]
    if not stack:
        return []
    if tokens[i].soft and _closes_later(text, tokens[i + 1 : i + _LOOK_AHEAD], stack):
        return stack
    _flush(text, tokens[i].start, stack, found)
    return []


def _reopens(text: str, token: _Token, top: _Open) -> bool:
    """Whether a paragraph begins with the open mark again; a single mark must have begun its paragraph, too."""
    if not text.startswith(token.mark or "\n", top.start) or not _opens(text, token, []):
        return False
    return top.family != "'" or text[max(0, top.start - 1) : top.start] in ("", "\n")


def _closes_later(text: str, ahead: list[_Token], stack: list[_Open]) -> bool:
    """Whether the next mark, past single newlines only, closes what is open: a hard-wrapped quote."""
    for token in ahead:
        if token.mark:
            return _FAMILY[token.mark] == stack[-1].family and not _opens(text, token, stack)
        if not token.soft:
            return False
    return False


def _flush(text: str, end: int, stack: list[_Open], found: list[MarkedSpan]) -> None:
    for top in stack:
        if top.family == "'":
            continue
        stop = end if top.first_child is None else _cut(text, top.inner, top.first_child)
        while stop > top.inner and text[stop - 1].isspace():
            stop -= 1
        if stop > top.inner:
            found.append(MarkedSpan(top.start, stop, top.inner, stop))


def _cut(text: str, start: int, end: int) -> int:
    """End of the last sentence that ends between the two offsets, `start` when none does."""
    window = max(start, end - 500)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, window, end)]
    return ends[-1] if ends else start


def _with_depth(found: list[MarkedSpan]) -> list[MarkedSpan]:
    out: list[MarkedSpan] = []
    open_ends: list[int] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        while open_ends and open_ends[-1] <= span.start:
            open_ends.pop()
        if open_ends and span.end > open_ends[-1]:
            continue  # crosses its neighbour: one of the two marks is a slip
        out.append(replace(span, depth=len(open_ends)))
        open_ends.append(span.end)
    return out
