"""Quotes of an article: what is said, by which words it is reported, and who says it.

Quote marks and cue words give the quotes; the encoder's spans add what these miss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.components.quotes.context import Context
from onrecord.components.quotes.direct import direct_quotes, inherit_speakers
from onrecord.components.quotes.drafts import DraftQuote, SpokenQuote, Taken
from onrecord.components.quotes.encoder import with_encoder
from onrecord.components.quotes.indirect import indirect_quotes
from onrecord.components.quotes.layouts import headline_claim, transcript_turns
from onrecord.components.quotes.mixed import join_mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.mentions import Mention

__all__ = ["DraftQuote", "SpokenQuote", "find_quotes"]


def find_quotes(text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[DraftQuote]:
    """Return the quotes of `text`, by start; none shares a character with another.

    Args:
        text: the article.
        sentences: (start, end) of each sentence, in order, code points.
        mentions: what the encoder found, in any order; may be empty. CONTENT, CUE and SPEAKER spans add quotes that
            the rules miss and fill in cues and speakers; names tell a speaker from a topic or a place.
    """
    context = Context.of(text, sentences)
    turns = transcript_turns(context, mentions)
    drafts = [*turns, *direct_quotes(context, turns)]
    drafts += indirect_quotes(context, drafts)
    if headline := headline_claim(context, drafts, mentions):
        drafts.append(headline)
    drafts = join_mixed(context, sorted(drafts, key=lambda d: d.start))
    return inherit_speakers(context, _apart(with_encoder(context, drafts, mentions)))


def _apart(drafts: list[DraftQuote]) -> list[DraftQuote]:
    """The drafts without those that run into an earlier one."""
    kept: list[DraftQuote] = []
    taken = Taken()
    for draft in drafts:
        if all(taken.is_free(*span) for span in draft.spans):
            kept.append(draft)
            for span in draft.spans:
                taken.add(span)
    return kept
