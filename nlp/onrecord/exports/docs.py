"""A record as a spaCy Doc, every span exact."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from onrecord.exports.tokens import blank_edges
from onrecord.records.codec import to_dict, to_json

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from onrecord.corpora.offsets import Place
    from onrecord.exports.job import Job
    from onrecord.types import Record

ATTRIBUTES = ("ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
"""What a DocBin keeps of each token."""
KEY = "onrecord"
"""Key of `doc.user_data` with the record as JSON, as in `onrecord.spacy_component`."""
_SPAN = ("start", "end", "text")
Mark = tuple[tuple[int, int], str, str, str]
"""Place, label, lexicon id and id of a span."""


def doc_of(record: Record, nlp: Language, job: Job) -> Doc:
    """Return a record as a Doc of the same text.

    Args:
        record: A record.
        nlp: Its tokenizer and vocabulary are used.
        job: Where tokens that were cut, and names that `doc.ents` cannot hold, are counted.
    """
    from spacy.tokens import Doc, SpanGroup

    tokens, cut = _tokens(record, [(token.idx, len(token.text), token.whitespace_) for token in nlp.tokenizer(record.text)])
    job.lose("tokens cut where a span begins or ends inside them", cut)
    starts = {sentence.start for sentence in record.sentences}
    doc = Doc(
        nlp.vocab,
        words=[record.text[start:end] for start, end, _ in tokens],
        spaces=[space for _, _, space in tokens],
        sent_starts=[start in starts for start, _, _ in tokens] if starts else None,
    )
    places = [start for start, _, _ in tokens]
    for name, (spans, attrs) in _groups(record).items():
        made = [_span(doc, places, *span) for span in spans]
        doc.spans[name] = SpanGroup(doc, name=name, spans=made, attrs=attrs)
    _set_entities(doc, record, job)
    doc.user_data[KEY] = to_json(record)
    return doc


def _tokens(record: Record, given: Iterable[tuple[int, int, str]]) -> tuple[list[tuple[int, int, bool]], int]:
    """Start, end and whether a blank follows of each token, and how many tokens of spaCy were cut."""
    text = record.text
    spans = list(_places(record))
    edges = {at for place in spans for at in place}
    inner = {at for place in spans for edge in blank_edges(text, *place) for at in range(*edge)}
    cuts = sorted(edges)
    found: list[tuple[int, int, bool]] = []
    cut = 0
    for start, size, blank in given:
        end = start + size
        inside = cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, end)]
        cut += bool(inside)
        alone = bool(blank) and end in inner  # a blank that is part of a span's edge is a token of its own
        pieces = list(pairwise([start, *inside, end]))
        found += [(a, b, b == end and bool(blank) and not alone) for a, b in pieces]
        if alone:
            found.append((end, end + 1, False))
    return found, cut


def _places(record: Record) -> Iterator[Place]:
    yield from ((entity.start, entity.end) for entity in record.entities)
    yield from ((piece.start, piece.end) for quote in record.quotes for piece in quote.spans)
    yield from ((claim.evidence.start, claim.evidence.end) for claim in record.claims)
    yield from ((sentence.start, sentence.end) for sentence in record.sentences if sentence.start < sentence.end)


def _groups(record: Record) -> dict[str, tuple[list[Mark], dict[str, Any]]]:
    """The spans of each group (place, label, lexicon id, id), and what else is known of each, by id."""
    plain = to_dict(record)
    entities: list[Mark] = [((e.start, e.end), e.label, e.ref or "", e.id) for e in record.entities]
    quotes: list[Mark] = [((piece.start, piece.end), q.kind, "", q.id) for q in record.quotes for piece in q.spans]
    claims: dict[bool, list[Mark]] = defaultdict(list)
    for claim in record.claims:
        claims[claim.counted].append(((claim.evidence.start, claim.evidence.end), claim.stance, "", claim.id))
    counted = {claim.id for claim in record.claims if claim.counted}
    details = {name: {part["id"]: _rest(part) for part in plain[name]} for name in ("entities", "quotes", "claims")}
    return {
        f"{KEY}_entities": (entities, details["entities"]),
        f"{KEY}_quotes": (quotes, details["quotes"]),
        f"{KEY}_claims": (claims[True], {name: rest for name, rest in details["claims"].items() if name in counted}),
        f"{KEY}_uncounted": (claims[False], {name: rest for name, rest in details["claims"].items() if name not in counted}),
    }


def _rest(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in (*_SPAN, "id")}


def _span(doc: Doc, starts: list[int], place: Place, label: str, ref: str, name: str) -> Span:
    from spacy.tokens import Span

    first, last = (bisect_left(starts, at) for at in place)
    found = Span(doc, first, last, label=label, kb_id=ref)
    found.id_ = name
    return found


def _set_entities(doc: Doc, record: Record, job: Job) -> None:
    """Put names and aliases into `doc.ents`, the longest first where they overlap; spans in white space alone cannot be there."""
    from spacy.util import filter_spans

    via = {entity.id: entity.via for entity in record.entities}
    names = [span for span in doc.spans[f"{KEY}_entities"] if via[span.id_] != "coref" and span.text == span.text.strip()]
    kept = filter_spans(names)
    job.lose(
        "mentions that doc.ents cannot hold (they refer back, overlap or begin with a blank)", len(record.entities) - len(kept)
    )
    doc.set_ents(kept)
