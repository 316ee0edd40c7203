"""Whether an article keeps a speaker's name back: "two people familiar with the matter said"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.components.quotes.words import in_class, word_classes

if TYPE_CHECKING:
    from onrecord.components.quotes.drafts import Offsets

AFTER = 90
"""Characters after the speaker in which "who asked not to be named" may stand."""
_WORD = re.compile(r"\w[\w’'\-]*")
_CLITIC = re.compile(r"[’'](?:s|ve|d|re|m|ll)$")
_CLAUSE_END = re.compile(r"[.;!?\n“\"]")
_ALWAYS = frozenset({"source", "sources", "insider", "insiders"})
"""Words for people whom nobody names, unless it is said whose they are."""


def is_anonymous(text: str, speaker: Offsets, *, named: bool, body: bool) -> bool:
    """Return whether the words at `speaker` stand for people whose names the article keeps back.

    Args:
        text: The article.
        speaker: Where the speaker's mention starts and ends.
        named: Whether the speaker's name is known.
        body: Whether the mention holds the name of a company or government: "Norvik sources".
    """
    words = {_CLITIC.sub("", word) for word in _WORD.findall(text[slice(*speaker)].lower())}
    if named or not any(in_class(word, "anonymous") for word in words):
        return False
    if words & _ALWAYS and not body:
        return True
    clause = _CLAUSE_END.split(text[speaker[0] : speaker[1] + AFTER])[0].lower()
    return any(phrase in clause for phrase in word_classes()["anonymity"])
