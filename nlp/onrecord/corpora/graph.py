"""The marks and links of a document by what they mean, and what of them was used."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onrecord.corpora.markup import CHOICES
from onrecord.corpora.words import roles
from onrecord.errors import InputError
from onrecord.types import ENTITY_LABELS

if TYPE_CHECKING:
    from onrecord.corpora.markup import Document, Link, Mark
    from onrecord.corpora.setup import Setup

_NUMBER = re.compile(r"\d+$")
"""Brat numbers the second and later arguments of a kind: Actor2."""
_DIRECTED = frozenset({"antecedent", "entity"})
"""Links that mean something else the other way round; of the others one end is always a claim or a quote."""


class Graph:
    """A document's marks by role and its links by end; remembers what was taken, so that nothing gets lost."""

    def __init__(self, document: Document, setup: Setup) -> None:
        self.document = document
        self.setup = setup
        ours = {label.casefold(): label for label in ENTITY_LABELS} if document.own else {}
        self._entities: Mapping[str, str] = {**setup.entities, **ours}
        self._marks = {mark.id: mark for mark in document.marks}
        order = document.marks if document.own else sorted(document.marks, key=lambda mark: mark.place)
        self._roles: dict[str, list[Mark]] = defaultdict(list)
        for mark in order:
            self._roles[self.role(mark)].append(mark)
        self._links: dict[str, list[tuple[str, Link]]] = defaultdict(list)
        self._used_marks: set[str] = set()
        self._used_links: set[int] = set()
        self._taken: dict[str, set[str]] = defaultdict(set)
        for link in document.links:
            self._index(link)

    def role(self, mark: Mark) -> str:
        """Return what a mark is: entity, claim, quote, actor, target, cue, speaker or part; empty for none of ours."""
        label = mark.label.casefold()
        if label in self._entities:
            return "entity"
        role = "claim" if label in self.setup.stances else roles("span").get(label, "")
        return "" if role == "claim" and self.stance(mark) is None else role

    def of(self, role: str) -> list[Mark]:
        """Return the marks of a role, in the order of the text."""
        return self._roles.get(role, [])

    def attributes(self, mark: Mark) -> dict[str, str]:
        """Return a mark's attributes, names in lower case as the convention has them."""
        return {name.casefold(): value for name, value in mark.attributes.items()}

    def stance(self, mark: Mark) -> str | None:
        """Return the stance that a claim's label or its attribute `stance` names, None where it is none of ours."""
        given = self.attributes(mark).get("stance", mark.label)
        return self.setup.stances.get(given.casefold())

    def entity_label(self, mark: Mark) -> Any:
        """Return the label that an entity's mark is mapped to."""
        return self._entities[mark.label.casefold()]

    def linked(self, mark: Mark, role: str) -> list[Mark]:
        """Return the marks at the other end of the links of a role."""
        return [self._marks[other] for other, _ in self._ends(mark, role)]

    def follow(self, mark: Mark, role: str) -> list[Mark]:
        """Return the same as `linked`, and remember that the links and what they lead to were used."""
        ends = self._ends(mark, role)
        self._used_links |= {id(link) for _, link in ends}
        self._used_marks |= {other for other, _ in ends}
        return [self._marks[other] for other, _ in ends]

    def _ends(self, mark: Mark, role: str) -> list[tuple[str, Link]]:
        there = [(other, link) for other, link in self._links[mark.id] if _role(link) == role]
        return [(other, link) for other, link in there if link.source == mark.id or role not in _DIRECTED]

    def take(self, mark: Mark, *names: str) -> dict[str, str]:
        """Return those attributes of a mark, and remember that they and the mark were used."""
        self._used_marks.add(mark.id)
        self._taken[mark.id].update(names)
        given = self.attributes(mark)
        return {name: given[name] for name in names if name in given}

    def choice(self, mark: Mark, name: str, default: str | None) -> Any:
        """Return an attribute with a closed set of values, in our spelling.

        Raises:
            InputError: It has another value.
        """
        given = self.take(mark, name).get(name)
        if given is None:
            return default
        spelled = {value.casefold(): value for value in CHOICES[name]}
        found = spelled.get(given.strip().casefold().replace(" ", "_").replace("-", "_"))
        if found is None:
            raise self.wrong(mark, f"{name} is {given!r}, choose from {', '.join(CHOICES[name])}")
        return found

    def span(self, mark: Mark) -> dict[str, Any]:
        """Return start, end and text of a mark, from its first piece to its last.

        Raises:
            InputError: It lies outside the text.
        """
        start, end = mark.place
        if not 0 <= start < end <= len(self.document.text):
            raise self.wrong(mark, f"empty, or outside the text of {len(self.document.text)} characters, correct its offsets")
        return {"start": start, "end": end, "text": self.document.text[start:end]}

    def wrong(self, mark: Mark, what: str) -> InputError:
        """Return the error that says what is wrong with a mark."""
        start, end = mark.place
        return InputError(f"{mark.label} {mark.id} at {start}:{end}: {what}")

    def rest(self) -> tuple[dict[str, int], dict[str, Any]]:
        """Return how often each label was not used, and all that was not used, as JSON."""
        left = [mark for mark in self.document.marks if mark.id not in self._used_marks]
        spans = [_span(mark, mark.attributes) for mark in left]
        for mark in self.document.marks:
            extra = {k: v for k, v in mark.attributes.items() if k.casefold() not in self._taken[mark.id]}
            if mark.id in self._used_marks and extra:
                spans.append(_span(mark, extra))
        relations = [self._relation(link) for link in self.document.links if id(link) not in self._used_links]
        kept = {**self.document.kept, "spans": spans, "relations": relations}
        return dict(Counter(self._name(mark) for mark in left)), {key: value for key, value in kept.items() if value}

    def _index(self, link: Link) -> None:
        for end, other in ((link.source, link.target), (link.target, link.source)):
            if end not in self._marks:
                raise InputError(f"relation {link.label} leads to {end}, which is no annotation of the document, remove it")
            self._links[end].append((other, link))

    def _name(self, mark: Mark) -> str:
        stance = self.attributes(mark).get("stance")
        return f"{mark.label}:{stance}" if stance and roles("span").get(mark.label.casefold()) == "claim" else mark.label

    def _relation(self, link: Link) -> dict[str, Any]:
        ends = (("source", link.source), ("target", link.target))
        return {"label": link.label, **{name: list(self._marks[end].place) for name, end in ends}}


def _role(link: Link) -> str:
    return roles("link").get(_NUMBER.sub("", link.label).casefold(), "")


def _span(mark: Mark, attributes: Mapping[str, str]) -> dict[str, Any]:
    start, end = mark.place
    found: dict[str, Any] = {"label": mark.label, "start": start, "end": end}
    if len(mark.pieces) > 1:
        found["pieces"] = [list(piece) for piece in mark.pieces]
    return {**found, "attributes": dict(attributes)} if attributes else found
