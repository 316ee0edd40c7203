"""Brat's annotation files, line by line, and the spans, events, relations and attributes that they hold.

Source: https://brat.nlplab.org/standoff.html. Lines begin with an id: `T1` a span, `E1` an event on a span, `R1` a
relation, `A1` or `M1` an attribute, `N1` a reference to a data base, `#1` a note, `*` an equivalence.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.corpora.markup import Link, Mark
from onrecord.corpora.offsets import Place, counting, same_words
from onrecord.corpora.reading import whole_number
from onrecord.errors import InputError

NOTE = "onrecord"
"""Type of the notes in which onrecord keeps what attributes of brat cannot hold, as JSON."""
_FIELDS = {"T": 3, "E": 2, "R": 2, "A": 2, "M": 2, "N": 2, "*": 2, "#": 2}
"""How many fields, parted by tabs, a line must have at least."""
_LINE_ENDS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class _Span:
    where: str
    label: str
    pieces: list[Place]
    words: str


@dataclass(slots=True)
class Standoff:
    """What an annotation file says. Build one with `parse`."""

    spans: dict[str, _Span] = field(default_factory=dict)
    events: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Type and span of each event."""
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Where it stands, label, source and target."""
    attributes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    kept: list[str] = field(default_factory=list)
    """Notes, references and equivalences, as they stand in the file."""

    def marks(self, text: str) -> list[Mark]:
        """Return spans and events as marks of a text: an event takes the place of the span that triggers it.

        Raises:
            InputError: The offsets give other words than the file has beside them.
        """
        triggers = {span for _, span in self.events.values()}
        found = {name: span for name, span in self.spans.items() if name not in triggers}
        found |= {name: replace(self.spans[span], label=label) for name, (label, span) in self.events.items()}
        convert = counting(text, [(span.pieces, span.words) for span in self.spans.values()])
        if convert is None:
            raise self._wrong_words(text)
        return [
            Mark(
                id=name,
                label=span.label,
                pieces=_merged(text, [(convert(start), convert(end)) for start, end in span.pieces]),
                attributes=dict(self.attributes.get(name, {})),
            )
            for name, span in found.items()
        ]

    def arrows(self) -> list[Link]:
        """Return relations and the arguments of events as links; one to a trigger leads to its event.

        Raises:
            InputError: One leads to an id that isn't in the file.
        """
        of_trigger = {span: name for name, (_, span) in self.events.items()}
        found = []
        for where, label, *ends in self.links:
            source, target = (of_trigger.get(end, end) for end in ends)
            for end in (source, target):
                if end not in self.spans and end not in self.events:
                    raise InputError(f"{where}: {label} leads to {end}, which is not in the file, remove it")
            found.append(Link(label=label, source=source, target=target))
        return found

    def _wrong_words(self, text: str) -> InputError:
        for span in self.spans.values():
            found = " ".join(text[start:end] for start, end in span.pieces)
            if not same_words(span.words, found):
                return InputError(f"{span.where}: says {span.words!r} but the text there is {found!r}, is it the right text?")
        raise AssertionError  # counting() found a span that does not fit


def parse(lines: list[tuple[str, str]]) -> Standoff:
    """Return what the lines of an annotation file say.

    Args:
        lines: Where each line stands (file and number), and its text.

    Raises:
        InputError: A line has none of the forms.
    """
    found = Standoff()
    for where, line in lines:
        if line.strip():
            _add(found, where, line)
    for name, (_, span) in found.events.items():
        if span not in found.spans:
            raise InputError(f"{lines[0][0].rsplit(':', 1)[0]}: event {name} stands on {span}, which is not in the file")
    return found


def _add(found: Standoff, where: str, line: str) -> None:
    kind = line[0]
    parts = line.split("\t", 2)
    if kind not in _FIELDS or len(parts) < _FIELDS[kind]:
        raise InputError(f"{where}: {line!r} is no annotation of brat, its fields are parted by tabs")
    name, body = parts[0], parts[1].split()
    if kind == "T":
        found.spans[name] = _span(where, parts[1], parts[2])
    elif kind == "E":
        _add_event(found, where, name, body)
    elif kind == "R" and len(body) == 3:
        source, target = (end.partition(":")[2] for end in body[1:])
        found.links.append((where, body[0], source, target))
    elif kind in "AM" and len(body) >= 2:
        found.attributes[body[1]][body[0]] = " ".join(body[2:]) or "true"
    elif kind == "#" and len(body) == 2 and body[0] == NOTE:
        found.attributes[body[1]].update(_note(where, parts[-1]))
    elif kind in "N*#":
        found.kept.append(line)
    else:
        raise InputError(f"{where}: {line!r} is no annotation of brat, a part of it is missing")


def _span(where: str, place: str, words: str) -> _Span:
    label, _, rest = place.partition(" ")
    pieces = []
    for piece in rest.split(";"):
        start, _, end = piece.partition(" ")
        pieces.append((whole_number(start, where, "the start of a span"), whole_number(end, where, "the end of a span")))
    return _Span(where, label, pieces, words)


def _add_event(found: Standoff, where: str, name: str, body: list[str]) -> None:
    if not body or not all(":" in part for part in body):
        raise InputError(f"{where}: an event is its type and span (Claim:T1), then arguments (Actor:T2)")
    (label, span), *arguments = (part.rsplit(":", 1) for part in body)
    found.events[name] = (label, span)
    found.links += [(where, role, name, target) for role, target in arguments]


def _note(where: str, text: str) -> dict[str, str]:
    try:
        found: Any = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise InputError(f"{where}: a note of type {NOTE} is an object of strings in JSON, repair or remove it")
    return found


def _merged(text: str, pieces: list[Place]) -> tuple[Place, ...]:
    """The pieces, those put together between which only line ends stand: brat parts a span at each line end."""
    found: list[Place] = []
    for start, end in pieces:
        if found and _LINE_ENDS.fullmatch(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
