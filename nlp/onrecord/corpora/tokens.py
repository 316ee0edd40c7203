"""Tokens with tags as text with spans: BIO, IOB1, BIOES and BILOU, told apart by nothing but their prefixes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from onrecord.corpora.offsets import Place
from onrecord.errors import InputError

_OUTSIDE = frozenset({"O", "Out", "_", "-"})
_BEGIN, _SINGLE, _INSIDE, _END = frozenset("B"), frozenset("SUW"), frozenset("IM"), frozenset("EL")


class TokenText:
    """A text put together of sentences of tokens: a blank between tokens, a line end between sentences."""

    def __init__(self) -> None:
        self.sentences: list[Place] = []
        self.spans: list[tuple[int, int, str]] = []
        """Start, end and type of each span."""
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "\n".join(self._lines)

    def add(self, tokens: Sequence[str], tags: Sequence[str]) -> None:
        """Add a sentence, one tag a token.

        Raises:
            InputError: A tag is none of the schemes'.
        """
        start = self.sentences[-1][1] + 1 if self.sentences else 0
        ends = list(accumulate((len(token) + 1 for token in tokens), initial=start))
        for first, last, kind in tag_spans(tags):
            self.spans.append((ends[first], ends[last + 1] - 1, kind))
        self._lines.append(" ".join(tokens))
        self.sentences.append((start, ends[-1] - 1))


def tag_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return first token, last token and type of each span.

    A span begins at B or S (U, W), and at I, M, E or L where no span of its type is open; it ends before the next tag
    that does not go on with it, and at S, E and L. So each of the schemes gives the spans that it means.

    Raises:
        InputError: A tag has no prefix of these.
    """
    found: list[tuple[int, int, str]] = []
    going = False
    for i, tag in enumerate(tags):
        if tag in _OUTSIDE:
            going = False
            continue
        prefix, _, kind = tag.partition("-")
        if not kind or prefix not in _BEGIN | _SINGLE | _INSIDE | _END:
            raise InputError(f"tag {tag!r} is neither O nor one of the prefixes B, I, E, S (L, U, M) with a type")
        if going and prefix in _INSIDE | _END and found[-1][2] == kind:
            found[-1] = (found[-1][0], i, kind)
        else:
            found.append((i, i, kind))
        going = prefix not in _SINGLE | _END
    return found
