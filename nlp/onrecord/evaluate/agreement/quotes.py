"""Quotes of two annotators matched one to one, the same whichever of them comes first.

The rules are those of the scorer of systems (`onrecord.evaluate.quotes`): only words count, those of a broken-up quote are
those of its pieces, and a quote is found when the IoU of its words is at least 0.8.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised
from onrecord.evaluate.quotes import LEAST_IOU, Reported, same_speaker
from onrecord.evaluate.words import Words

if TYPE_CHECKING:
    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.evaluate.counts import Count
    from onrecord.evaluate.measures import Share
    from onrecord.types import Quote, Record


def quote_counts(pair: Pair) -> tuple[dict[str, Count], Share]:
    """Return how far two annotators' quotes agree.

    Returns:
        Quotes that both have, only b, only a: with the same words, with nearly the same, with those and the same speaker.
        And of the pairs for which either side says who speaks, how many have the same person and organisation.
    """
    words = Words(pair.a.text, joined=True)
    a, b = distinct_quotes(pair.a, words), distinct_quotes(pair.b, words)

    def worth(i: int, j: int) -> tuple[int, ...] | None:
        mine, theirs = a[i].words, b[j].words
        if len(mine & theirs) / len(mine | theirs) < LEAST_IOU:
            return None
        spoken = _one_speaker(pair, words, a[i].quote, b[j].quote)
        return int(mine == theirs), int(spoken), int(a[i].quote.kind == b[j].quote.kind)

    levels = [(a[i].quote, b[j].quote, worth(i, j) or ()) for i, j in best_matching(len(a), len(b), worth)]
    found = {
        "quotes.exact": sum(level[0] for _, _, level in levels),
        "quotes.overlap": len(levels),
        "quotes.speaker": sum(level[1] for _, _, level in levels),
    }
    named = [(x, y) for x, y, _ in levels if any((x.speaker_name, y.speaker_name, x.organization, y.organization))]
    counts = {name: (n, len(b) - n, len(a) - n) for name, n in found.items()}
    return counts, (sum(same_name_of_speaker(x, y) for x, y in named), len(named))


def same_name_of_speaker(a: Quote, b: Quote) -> bool:
    """Whether two quotes have the same resolved speaker: name and organisation are equal, or are given by neither."""
    pairs = ((a.speaker_name, b.speaker_name), (a.organization, b.organization))
    return all((not x and not y) or any_same(normalised(x), normalised(y)) for x, y in pairs)


def distinct_quotes(record: Record, words: Words) -> list[Reported]:
    """Return the quotes that have words, with the numbers of these; those with the same words once, in the order of the text.

    Args:
        record: Any record.
        words: The words of its text.
    """
    found: dict[frozenset[int], Reported] = {}
    for quote in sorted(record.quotes, key=_by_id):
        if numbers := frozenset(n for piece in quote.spans for n in words.within((piece.start, piece.end))):
            found.setdefault(numbers, Reported(quote, numbers))
    return sorted(found.values(), key=lambda reported: sorted(reported.words))


def _by_id(quote: Quote) -> list[tuple[int, str]]:
    """The order of ids, `q2` before `q10`: adjudication goes by it, so both must keep the same one of two alike."""
    return [(int(n) if n else -1, word) for n, word in re.findall(r"(\d+)|(\D+)", quote.id)]


def _one_speaker(pair: Pair, words: Words, a: Quote, b: Quote) -> bool:
    return same_speaker(pair.ab, words, a, b) or same_speaker(pair.ba, words, b, a)
