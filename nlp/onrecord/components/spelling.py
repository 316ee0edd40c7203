"""Slips of the pen in the words that stances hang on: "refuesd", "rejcted", "siad".

The network reads pieces of words, and a slip leaves it pieces that mean something else. A word of these whose neighbouring letters
are swapped, or of which a letter inside is lost or doubled, is read as what was meant; the text stays as it is. In the train set's
sentences and those beside them five words are such slips, and no other word looks like one but those that exist ("compiled").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_WORDS = (
    "said", "accept", "accepted", "agreed", "announced", "appeal", "appealed", "appealing", "because", "challenge", "challenged",
    "closed", "complied", "comply", "considering", "continue", "decided", "decision", "delayed", "demand", "demanded", "government",
    "halted", "ignored", "implement", "leaving", "obeyed", "ordered", "paused", "pausing", "pulled", "refuse", "refused", "refuses",
    "refusing", "reject", "rejected", "rejecting", "rejects", "request", "requested", "resume", "resumed", "reviewing", "signed",
    "stopped", "suspend", "suspended", "suspension", "whether", "withdraw", "withdrawal", "withdrawing", "withdrawn", "withdrew",
)  # fmt: skip
"""Each is one piece to the encoder."""
_EXIST = frozenset(("compiled", "laving", "reused", "singed", "sopped", "wether"))
"""What comes out as well and is a word."""
_LONG = 7
"""Letters from which a word can be told though one of them is lost."""
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,15}(?![\w’'-])")


def slips(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield (start, end) of each slip in `text[start:end]`, and the word that was meant."""
    meant = _meant()
    for found in _WORD.finditer(text, start, end):
        if word := meant.get(found.group()):
            yield found.span(), word


@cache
def _meant() -> dict[str, str]:
    """Return what each slip means, without slips that two words have."""
    found: dict[str, set[str]] = {}
    for word in _WORDS:
        for slip in _slips_of(word) - set(_WORDS) - _EXIST:
            found.setdefault(slip, set()).add(word)
    return {slip: words.pop() for slip, words in found.items() if len(words) == 1}


def _slips_of(word: str) -> set[str]:
    inner = range(1, len(word) - 1)
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    lost = {word[:i] + word[i + 1 :] for i in inner} if len(word) >= _LONG else set[str]()
    doubled = {word[:i] + word[i] + word[i:] for i in inner}
    return (swapped | lost | doubled) - {word}
