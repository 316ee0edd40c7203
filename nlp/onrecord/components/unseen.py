"""Who acts though no mention was found there: words that the link head takes for the actor of a stance.

Of the train set's claims one in eighteen has an actor that neither the tags nor the word lists find: "Republicans", "insurers",
"the leadership". The link head scores every piece of the sentence, so it knows them all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from onrecord.components.mentions import Mention

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.components.tagger import SentenceReading

UNLIKELY = -2.0
"""Log-odds of the likeliest of the mentions that were found, up to which somebody else is looked for."""
HEAD, BESIDE = 3.0, -2.0
"""Log-odds from which a word is the head of who acts, and from which the words beside it belong to it."""
SCORE = 0.5
"""What such a mention has for a score: no tag speaks for it."""
_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_BEFORE = re.compile(
    r"\b(?:(?:(?:the|an?) )?(?:\w+ )?(?:number|majority|group|coalition|alliance|handful|dozens|hundreds|thousands) of |the |an? )"
    r"\Z",
    re.IGNORECASE,
)
"""What belongs to a head and does not act by itself."""
_LONGEST_BEFORE = 40
_STOP = re.compile(
    r"(?:and|or|but|nor|while|that|which|who|whom|where|when|as|if|because|although|though|after|before|since|of|in|on|at|by|for|from"
    r"|to|with|between|among|around|across|against|through|via|has|have|had|is|are|was|were|will|would|said|says?|not|also|the|an?"
    r"|its|their|his|her|our|my|your)",
    re.IGNORECASE,
)
"""A word that is no part of a head."""


def unseen_actors(
    text: str, sentence: SentenceReading, odds: NDArray[np.float32], found: Iterable[NDArray[np.bool_]]
) -> Iterator[Mention]:
    """Yield the words that are likely to act, apart from every mention that was found.

    Args:
        text: The article.
        sentence: What the encoder read.
        odds: [n] log-odds of its pieces as part of the actor of one stance.
        found: Which pieces [n] each mention has.
    """
    if odds.max() < HEAD:
        return
    for start, end in _heads(text, sentence, odds, [*found]):
        before = _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start)
        yield Mention(before.start() if before else start, end, "ACTOR", SCORE)


def _heads(
    text: str, sentence: SentenceReading, odds: NDArray[np.float32], found: list[NDArray[np.bool_]]
) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the runs of likely words, only white space between them, that have a head among them."""
    seen = np.any([np.zeros(len(odds), dtype=bool), *found], axis=0)
    run: list[tuple[int, int]] = []
    most = BESIDE
    for word in _WORD.finditer(text, int(sentence.starts[0]), int(sentence.ends[-1])):
        inside = sentence.pieces(*word.span())
        best = float(odds[inside].max(initial=-np.inf))
        likely = best >= BESIDE and not seen[inside].any() and not _STOP.fullmatch(word.group())
        if run and not (likely and text[run[-1][1] : word.start()].isspace()):
            if most >= HEAD:
                yield run[0][0], run[-1][1]
            run, most = [], BESIDE
        if likely:
            run.append(word.span())
            most = max(most, best)
    if run and most >= HEAD:
        yield run[0][0], run[-1][1]
