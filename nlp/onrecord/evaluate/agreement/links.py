"""Parts of two records brought together: ids are replaced by places, which mean the same on both sides, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.contract import scheme_of
from onrecord.evaluate.words import Place
from onrecord.records.places import overlap
from onrecord.types import STANCES

Json = dict[str, Any]
Mention = tuple[int, int, str]
"""Start, end and label of an entity."""


def unlinked(side: Mapping[str, Any]) -> Json:
    """Return a record's JSON in which parts are named by their place instead of their id.

    The entity of an actor and an antecedent become a `Mention`, the quotes of a claim their places. Of a confidence nothing
    is left: what is decided by people has none.
    """
    entities = {e["id"]: mention(e) for e in side["entities"]}
    quotes = {q["id"]: _place(q) for q in side["quotes"]}
    claims = [
        {
            **{key: value for key, value in claim.items() if key not in ("confidence", "counted")},
            "actor": {**claim["actor"], "entity": entities.get(claim["actor"]["entity"])},
            "quotes": [quotes[name] for name in claim["quotes"]],
        }
        for claim in side["claims"]
    ]
    named = [{**entity, "antecedent": entities.get(entity["antecedent"])} for entity in side["entities"]]
    return {**side, "entities": named, "claims": claims}


def linked(head: Mapping[str, Any], parts: Mapping[str, Iterable[Json]]) -> Json:
    """Return a record's JSON of unlinked parts, numbered anew: entities and claims in the order of the text, quotes as given.

    A mention that refers back to one that is not there is left out, and so is the link of a claim to such a part; a quote
    whose bounds were decided otherwise is still the claim's.

    Args:
        head: A record's JSON; its own parts are replaced.
        parts: Its entities, quotes and claims.
    """
    entities = _resolvable({mention(e): e for e in reversed(list(parts["entities"]))})
    quotes: dict[Place, Json] = {}
    for quote in parts["quotes"]:
        quotes.setdefault(_place(quote), quote)
    names = {where: f"e{i}" for i, where in enumerate(sorted(entities), 1)}
    # Not sorted: of two quotes with the same words the scorers take the first.
    said = {where: f"q{i}" for i, where in enumerate(quotes, 1)}
    scheme = scheme_of(str(head.get("id")), head.get("meta") or {}, STANCES)
    order = {stance: i for i, stance in enumerate(scheme)}
    claims = sorted(parts["claims"], key=lambda c: (c["sentence"], c["actor"]["start"], order.get(c["stance"], len(order))))
    return {
        **head,
        "entities": [
            {**entities[where], "id": name, "antecedent": _name(entities[where].get("antecedent"), names)}
            for where, name in names.items()
        ],
        "quotes": [{**quotes[where], "id": name} for where, name in said.items()],
        "claims": [
            {
                **claim,
                "id": f"c{i}",
                "actor": {**claim["actor"], "entity": _name(claim["actor"]["entity"], names)},
                "quotes": list(dict.fromkeys(name for where in claim["quotes"] for name in _named(where, said))),
            }
            for i, claim in enumerate(claims, 1)
        ],
        "sentences": _with_stances(head["sentences"], claims, scheme),
    }


def mention(entity: Mapping[str, Any]) -> Mention:
    """Return what an entity is told by."""
    return entity["start"], entity["end"], entity["label"]


def _name(where: Mention | None, names: Mapping[Mention, str]) -> str | None:
    return None if where is None else names.get(where)


def _resolvable(entities: dict[Mention, Json]) -> dict[Mention, Json]:
    """The entities without those whose antecedent is gone, and without those that stood for these."""
    while lost := [k for k, e in entities.items() if e.get("antecedent") is not None and e["antecedent"] not in entities]:
        for where in lost:
            del entities[where]
    return {k: e for k, e in entities.items() if e.get("via") != "coref" or e.get("antecedent") is not None}


def _named(where: Place, names: Mapping[Place, str]) -> list[str]:
    """The quote at a place, else those that overlap it."""
    return [names[where]] if where in names else [name for place, name in names.items() if overlap(place, where)]


def _with_stances(sentences: Iterable[Json], claims: Iterable[Json], scheme: Sequence[str]) -> list[Json]:
    counted = {(c["sentence"], c["stance"]) for c in claims if _counted(c)}
    return [{**s, "stances": [stance for stance in scheme if (i, stance) in counted]} for i, s in enumerate(sentences)]


def _counted(claim: Mapping[str, Any]) -> bool:
    return claim["polarity"] == "affirmed" and claim["stage"] in ("in_effect", "announced")


def _place(part: Mapping[str, Any]) -> Place:
    return part["start"], part["end"]
