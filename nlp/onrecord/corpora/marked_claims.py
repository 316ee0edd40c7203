"""Claims from marked evidence with links to actor and target."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from onrecord.corpora.sentences import sentence_at
from onrecord.types import Actor, Claim, Span, Target, TargetKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.corpora.graph import Graph
    from onrecord.corpora.markup import Mark
    from onrecord.corpora.offsets import Place
    from onrecord.types import Entity

_KINDS: dict[str, TargetKind] = {"LAW": "law", "PLACE": "market"}
"""What a target is, by the label of its entity, where nothing says it."""
_PLAIN = ("jurisdiction", "statement_date", "effective_date")
_TRUE = frozenset({"true", "yes", "1", "unsure", "negated"})


def claims_of(graph: Graph, entities: Mapping[str, Entity], quotes: Mapping[str, str], sentences: list[Place]) -> tuple[Claim, ...]:
    """Return the claims of a document: one for each marked stance, actor and target.

    Args:
        graph: The document.
        entities: The entities by the id of their mark.
        quotes: Ids of the quotes by the id of their mark.
        sentences: Start and end of each sentence.

    Raises:
        InputError: A claim has no actor, stands in no sentence, or has an attribute of another value.
    """
    found: list[Claim] = []
    for mark in graph.of("claim"):
        shared = _shared(graph, mark, sentences)
        shared["quotes"] = tuple(quotes[other.id] for other in graph.follow(mark, "quote") if other.id in quotes)
        name = graph.take(mark, "id").get("id")
        actors = _actors(graph, mark, entities)
        targets: list[Target | None] = [_target(graph, mark, other, entities) for other in graph.follow(mark, "target")]
        several = len(actors) * len(targets) > 1
        for actor, target in product(actors, targets or [None]):
            found.append(Claim(id=f"c{len(found) + 1}" if several or not name else name, actor=actor, target=target, **shared))
    return tuple(found)


def _shared(graph: Graph, mark: Mark, sentences: list[Place]) -> dict[str, Any]:
    """What the claims of one mark have in common."""
    index = sentence_at(sentences, graph.span(mark)["start"])
    if index is None:
        raise graph.wrong(mark, "stands in no sentence, check its offsets")
    given = graph.take(mark, "stance", "negated", "unsure", "confidence", *_PLAIN)
    negated = _flag(given.get("negated"))
    return {
        "stance": graph.stance(mark),
        "polarity": graph.choice(mark, "polarity", "negated" if negated else "affirmed"),
        "stage": graph.choice(mark, "stage", "in_effect"),
        "attribution": graph.choice(mark, "attribution", "reporter"),
        "date_source": graph.choice(mark, "date_source", None),
        "sentence": index,
        "evidence": Span.of(graph.document.text, *sentences[index]),
        "confidence": _number(graph, mark, given.get("confidence")),
        "unsure": _flag(given.get("unsure")),
        **{name: given.get(name) for name in _PLAIN},
    }


def _actors(graph: Graph, claim: Mark, entities: Mapping[str, Entity]) -> list[Actor]:
    marks = graph.follow(claim, "actor")
    if not marks:
        raise graph.wrong(claim, "a claim without an actor, link it to the words that say who (relation `actor`)")
    return [_actor(graph, mark, entities) for mark in marks]


def _actor(graph: Graph, mark: Mark, entities: Mapping[str, Entity]) -> Actor:
    if entity := entities.get(mark.id):
        return Actor(**graph.span(mark), name=entity.name, label=entity.label, ref=entity.ref, entity=entity.id)
    entity = _entity(graph, mark, entities)
    given = graph.take(mark, "name", "ref")
    known = None if graph.document.own else entity
    return Actor(
        **graph.span(mark),
        name=given.get("name", known.name if known else None),
        label=graph.choice(mark, "label", known.label if known else "OTHER"),
        ref=given.get("ref", known.ref if known else None),
        entity=entity.id if entity else None,
    )


def _entity(graph: Graph, mark: Mark, entities: Mapping[str, Entity]) -> Entity | None:
    """The entity that an actor or target is linked to or, where that is to be guessed, that stands in the same place."""
    for other in graph.follow(mark, "entity"):
        if other.id in entities:
            return entities[other.id]
    if graph.document.own:
        return None
    return next((e for e in entities.values() if (e.start, e.end) == mark.place), None)


def _target(graph: Graph, claim: Mark, mark: Mark, entities: Mapping[str, Entity]) -> Target:
    known = entities.get(mark.id)
    if known is None and not graph.document.own:
        known = _entity(graph, mark, entities)
    given: dict[str, str] = {}
    label: Any = known.label if known else "OTHER"
    if mark.id not in entities:
        given = graph.take(mark, "name", "ref")
        label = graph.choice(mark, "label", label)
    kind = graph.choice(claim, "target_kind", None)
    if mark.id not in entities:
        kind = graph.choice(mark, "target_kind", kind)
    return Target(
        **graph.span(mark),
        name=given.get("name", known.name if known else None),
        label=label,
        ref=given.get("ref", known.ref if known else None),
        kind=kind or _KINDS.get(label, "other"),
    )


def _flag(given: str | None) -> bool:
    return given is not None and given.strip().casefold() in _TRUE


def _number(graph: Graph, mark: Mark, given: str | None) -> float | None:
    if given is None:
        return None
    try:
        return float(given)
    except ValueError:
        raise graph.wrong(mark, f"confidence is {given!r}, give a number between 0 and 1") from None
