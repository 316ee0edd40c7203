"""What is decided about one article, and how a step changes it: a function of values, so that undo is going back to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from onrecord.errors import InputError
from onrecord.records import to_dict

if TYPE_CHECKING:
    from onrecord.types import Record

Json = dict[str, Any]
Part = Literal["claim", "entity", "quote"]
Status = Literal["open", "accepted", "corrected", "rejected", "added"]
Do = Literal["accept", "reject", "reopen", "put", "remove", "finish", "unfinish"]

_NOT_DECIDED = ("confidence", "counted")
"""Keys of a claim that nobody decides on: one is the model's, the other follows from polarity and stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own way to configure a dataclass

    do: Do
    part: Part = "claim"
    id: str | None = None
    """Of the part; None for a new one, and for steps that are about the article."""
    to: Json | None = None
    """For `put`: the part as it is to be, in the shape of the record."""
    fields: tuple[str, ...] = ()
    """For `finish`: what the annotator answers for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with what is decided about it."""

    claim: Json
    """As it stands now, in the shape of the record."""
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An article as decided so far."""

    claims: Mapping[str, Judged]
    entities: Mapping[str, Json]
    quotes: Mapping[str, Json]
    finished: tuple[str, ...] = ()
    """Which fields are labelled; empty while the article is not finished."""

    @property
    def open(self) -> int:
        """How many claims are not decided."""
        return sum(judged.status == "open" for judged in self.claims.values())


def first_state(record: Record) -> State:
    """Return an article of which nothing is decided."""
    found = to_dict(record)
    claims = [{key: value for key, value in claim.items() if key not in _NOT_DECIDED} for claim in found["claims"]]
    return State(
        claims={claim["id"]: Judged(claim=claim, status="open") for claim in claims},
        entities={entity["id"]: entity for entity in found["entities"]},
        quotes={quote["id"]: quote for quote in found["quotes"]},
    )


def after(state: State, step: Step, first: State) -> State:
    """Return the state after a step. An article with an open claim is never finished.

    Args:
        state: Before the step.
        step: What is done.
        first: The article as the model left it.

    Raises:
        InputError: The step makes no sense here, such as a claim that isn't there.
    """
    if step.do == "finish":
        if state.open:
            raise InputError(f"{state.open} claims are not decided yet: accept, correct or reject them first")
        return replace(state, finished=step.fields)
    if step.do == "unfinish":
        return replace(state, finished=())
    if step.part != "claim":
        return _with_part(state, step)
    claims = _with_claim(state, step, first)
    found = replace(state, claims=claims)
    return replace(found, finished=()) if found.open else found


def new_id(state: State, part: Part, first: State) -> str:
    """Return an id that no part of this kind has, or had when the model left it."""
    taken: set[str] = {*parts_of(state, part), *parts_of(first, part)}
    n = len(taken) + 1
    while f"{part[0]}{n}" in taken:
        n += 1
    return f"{part[0]}{n}"


def parts_of(state: State, part: Part) -> Mapping[str, Any]:
    """Return the claims, entities or quotes of an article by their ids."""
    return {"claim": state.claims, "entity": state.entities, "quote": state.quotes}[part]


def _with_claim(state: State, step: Step, first: State) -> dict[str, Judged]:
    if step.do == "remove":
        raise InputError("a claim is rejected, not removed")
    claims = dict(state.claims)
    name = _known(step, claims) if step.do != "put" else str(step.id)
    given = first.claims.get(name)
    if step.do == "put":
        claims[name] = _settled(dict(step.to or {}), given)
    elif step.do == "accept":
        claims[name] = _settled(claims[name].claim, given)
    elif given is None:  # an added claim that is taken back leaves nothing to say about it
        del claims[name]
    elif step.do == "reopen":
        claims[name] = given
    else:
        claims[name] = Judged(claim=claims[name].claim, status="rejected")
    return claims


def _settled(claim: Json, given: Judged | None) -> Judged:
    if given is None:
        return Judged(claim=claim, status="added")
    return Judged(claim=claim, status="accepted" if claim == given.claim else "corrected")


def _with_part(state: State, step: Step) -> State:
    parts = dict(parts_of(state, step.part))
    if step.do == "put":
        parts[str(step.id)] = dict(step.to or {})
    elif step.do == "remove":
        del parts[_known(step, parts)]
    else:
        raise InputError(f"{step.do} is for claims: put or remove an {step.part}")
    return replace(state, entities=parts) if step.part == "entity" else replace(state, quotes=parts)


def _known(step: Step, parts: Mapping[str, object]) -> str:
    if step.id is None or step.id not in parts:
        raise InputError(f"there is no {step.part} {step.id!r} in this article any more")
    return step.id
