"""From labelled spans and links to a record, by the convention of docs/corpora.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.corpora.graph import Graph
from onrecord.corpora.marked_claims import claims_of
from onrecord.corpora.marked_quotes import quotes_of
from onrecord.records.gold import FIELDS
from onrecord.types import STANCES, Entity, ModelInfo, Record, Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from onrecord.corpora.markup import Document
    from onrecord.corpora.offsets import Place
    from onrecord.corpora.setup import Setup
    from onrecord.types import Claim

_CLAIM_FIELDS = {
    "attribution": ("attribution",),
    "jurisdiction": ("jurisdiction",),
    "dates": ("statement_date", "effective_date"),
}
"""Fields that attributes of a claim label."""


def assemble(document: Document, setup: Setup, labelled: Collection[str]) -> tuple[Record, dict[str, int]]:
    """Return the record of a document, and how often each label that is none of ours stands in it.

    What has no place in it stands under `meta`: `unmapped` counts labels without one of ours, `kept` has their spans,
    the relations and notes that were not used; `labelled_fields` says what was labelled at all.

    Args:
        document: What a reader made of the file.
        setup: The label maps.
        labelled: Fields that the corpus labels.

    Raises:
        InputError: An annotation cannot be a part of a record; the message says which and what to do.
        RecordError: The parts do not fit together.
    """
    graph = Graph(document, setup)
    sentences = _sentences(document, setup)
    entities = _entities(graph)
    quotes, quote_ids = quotes_of(graph)
    claims = claims_of(graph, entities, quote_ids, sentences)
    head = dict(document.head)
    model = head.pop("model", None)
    unmapped, kept = graph.rest()
    meta = dict(head.pop("meta", {})) | {key: value for key, value in (("unmapped", unmapped), ("kept", kept)) if value}
    if not document.own:
        meta |= {"format": setup.format, "labelled_fields": [field for field in FIELDS if field in labelled]}
    record = Record(
        **head,
        meta=meta,
        text=document.text,
        sentences=_with_stances(sentences, claims),
        entities=tuple(entities.values()),
        quotes=quotes,
        claims=claims,
        model=ModelInfo(**model) if model else None,
    )
    return record, unmapped


def fields_of(document: Document, setup: Setup) -> set[str]:
    """Return the fields that the labels of one document belong to; a corpus labels those of all its documents."""
    graph = Graph(document, setup)
    found = {field for field, role in (("entities", "entity"), ("quotes", "quote"), ("claims", "claim")) if graph.of(role)}
    for claim in graph.of("claim"):
        given = graph.attributes(claim).keys()
        found |= {field for field, names in _CLAIM_FIELDS.items() if given & set(names)}
        found |= {field for field, role in (("target", "target"), ("claim_quotes", "quote")) if graph.linked(claim, role)}
    return found


def _sentences(document: Document, setup: Setup) -> list[Place]:
    if document.sentences is None:
        return setup.segmenter(document.text)
    return sorted(place for place in document.sentences if place[0] < place[1])


def _with_stances(sentences: list[Place], claims: tuple[Claim, ...]) -> tuple[Sentence, ...]:
    counted = {(claim.sentence, claim.stance) for claim in claims if claim.counted}
    return tuple(
        Sentence(start=start, end=end, stances=tuple(stance for stance in STANCES if (i, stance) in counted))
        for i, (start, end) in enumerate(sentences)
    )


def _entities(graph: Graph) -> dict[str, Entity]:
    """The entities by the id of their mark."""
    marks = graph.of("entity")
    ids = {mark.id: graph.attributes(mark).get("id", f"e{number}") for number, mark in enumerate(marks, 1)}
    found = {}
    for mark in marks:
        given = graph.take(mark, "id", "name", "ref", "via")
        before = next((ids[other.id] for other in graph.follow(mark, "antecedent") if other.id in ids), None)
        found[mark.id] = Entity(
            id=ids[mark.id],
            **graph.span(mark),
            label=graph.entity_label(mark),
            name=given.get("name", graph.span(mark)["text"]),
            ref=given.get("ref"),
            via=graph.choice(mark, "via", "name" if before is None else "coref"),
            antecedent=before,
        )
    return found
