"""Quotes from marked contents, cues and speakers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord.types import Quote, QuoteKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.corpora.graph import Graph
    from onrecord.corpora.markup import Mark
    from onrecord.corpora.offsets import Place

_QUOTED = re.compile(
    r"“[^”\n]*”?|„[^“”\n]*[“”]?|«[^»\n]*»?|\"[^\"\n]*\"?|(?:``|'').*?(?:''|$)|(?<!\w)‘(?:[^’\n]|’(?=\w))*’(?!\w)", re.MULTILINE
)
"""A stretch between quote marks; one that is left open runs to the end of its line, as in a quote over paragraphs."""


def quotes_of(graph: Graph) -> tuple[tuple[Quote, ...], dict[str, str]]:
    """Return the quotes of a document, and the id of each by the id of its mark.

    Raises:
        InputError: A span lies outside the text, or a kind is none of ours.
    """
    found = [(_quote(graph, mark, number), mark.id) for number, mark in enumerate(graph.of("quote"), 1)]
    return tuple(quote for quote, _ in found), {name: quote.id for quote, name in found}


def quote_kind(text: str, pieces: Sequence[Place]) -> QuoteKind:
    """Return whether words are quoted in full (direct), in part (mixed) or not at all (indirect), by the quote marks.

    Args:
        text: The document.
        pieces: Start and end of each piece of the words, with or without the marks around them.
    """
    inside = outside = 0
    for start, end in pieces:
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        line = text[first : last if last >= 0 else len(text)]
        quoted = [(first + m.start(), first + m.end()) for m in _QUOTED.finditer(line)]
        for at in range(start, end):
            if text[at].isalnum():
                hit = any(s <= at < e for s, e in quoted)
                inside, outside = inside + hit, outside + (not hit)
    return "indirect" if not inside else "mixed" if outside else "direct"


def _quote(graph: Graph, mark: Mark, number: int) -> Quote:
    given = graph.take(mark, "id", "speaker_name", "organization")
    text = graph.document.text
    whole = graph.span(mark)
    parts = [part.place for part in graph.follow(mark, "part")]
    pieces = parts or list(mark.pieces)
    if not graph.document.own:
        pieces.sort()
    if parts and not graph.document.own:
        start, end = min(s for s, _ in pieces), max(e for _, e in pieces)
        whole = {"start": start, "end": end, "text": text[start:end]}
    return Quote(
        id=given.get("id", f"q{number}"),
        **whole,
        spans=tuple(Span.of(text, start, end) for start, end in pieces),
        kind=graph.choice(mark, "kind", None) or quote_kind(text, pieces),
        cue=_first(graph, mark, "cue"),
        speaker=_first(graph, mark, "speaker"),
        speaker_name=given.get("speaker_name"),
        organization=given.get("organization"),
    )


def _first(graph: Graph, mark: Mark, role: str) -> Span | None:
    found: list[dict[str, Any]] = [graph.span(other) for other in graph.follow(mark, role)]
    return Span(**found[0]) if found else None
