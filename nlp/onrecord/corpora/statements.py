"""Statements of the Discourse Network Analyzer as claims with an actor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.corpora.markup import Link, Mark
from onrecord.corpora.offsets import Place

if TYPE_CHECKING:
    from onrecord.corpora.setup import Setup

VARIABLES = ("actor", "person", "concept", "qualifier")
"""Settings that name the variables of a statement, and below what they are called in DNA's own statement type."""
_DEFAULTS = {"actor": "organization", "person": "person", "concept": "concept", "qualifier": "agreement"}
_FALSE = frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A coded stretch of a text."""

    id: str
    place: Place
    """Start and end, code points."""
    variables: Mapping[str, str]
    """Name and value of each variable."""


def statement_marks(text: str, statements: Iterable[Statement], setup: Setup) -> tuple[list[Mark], list[Link]]:
    """Return statements as claims: the concept names the stance, the organisation, else the person, is the actor.

    Where the qualifier is false (the actor disagrees), the stance is that of `not CONCEPT` if the caller maps it, else
    that of the concept, negated. The actor's words are its name where the statement has it, else the whole statement.
    All variables are attributes, so that none is lost.
    """
    marks: list[Mark] = []
    links: list[Link] = []
    for statement in statements:
        claim = _claim(statement, setup)
        marks.append(claim)
        actors = list(_actor(text, statement, setup))
        marks += actors
        links += [Link(label="actor", source=claim.id, target=actor.id) for actor in actors]
    return marks, links


def _variable(statement: Statement, setup: Setup, role: str) -> str:
    return statement.variables.get(setup.text(role, _DEFAULTS[role]), "").strip()


def _claim(statement: Statement, setup: Setup) -> Mark:
    concept = _variable(statement, setup, "concept")
    attributes = {"stance": concept}
    if _variable(statement, setup, "qualifier").casefold() in _FALSE:
        against = f"not {concept}"
        attributes = {"stance": against} if against.casefold() in setup.stances else {"stance": concept, "negated": "true"}
    more = {f"variable:{name}": value for name, value in statement.variables.items() if value}
    return Mark(id=f"s{statement.id}", label="claim", pieces=(statement.place,), attributes={**attributes, **more})


def _actor(text: str, statement: Statement, setup: Setup) -> Iterator[Mark]:
    if _claim(statement, setup).attributes["stance"].casefold() not in setup.stances:
        return
    organization, person = (_variable(statement, setup, role) for role in ("actor", "person"))
    places = (_find(text, statement.place, name) for name in (organization, person) if name)
    place = next((place for place in places if place), statement.place)
    name = organization or person
    yield Mark(id=f"a{statement.id}", label="actor", pieces=(place,), attributes={"name": name} if name else {})


def _find(text: str, place: Place, name: str) -> Place | None:
    found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE).search(text, *place)
    return found.span() if found else None
