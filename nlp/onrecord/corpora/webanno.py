"""The table of a WebAnno TSV file: its columns by layer, its rows of tokens, and the annotations that they spell out.

Source: INCEpTION's user guide ("WebAnno TSV 3.3 File format") and its reader, `Tsv3XDeserializer`. A column of a span
layer is a feature; of a link feature there are two, role and target; of a relation layer the last column leads to where
the relation comes from; chains have a type and a link. A cell holds the stacked annotations of a token, parted by `|`;
a number in brackets says which cells are one annotation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from onrecord.corpora.layers import is_ignored, link_label, short
from onrecord.errors import InputError

_KINDS = {"#T_SP": "span", "#T_CH": "chain", "#T_RL": "relation"}
_STACK, _SLOTS = re.compile(r"(?<!\\)\|"), re.compile(r"(?<!\\);")
_ID = re.compile(r"^(.*)(?<!\\)\[([\d_]+)\]$", re.DOTALL)
_CHAIN = re.compile(r"^(.*)(?<!\\)->(\d+)-(\d+)$", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_EMPTY, _NO_VALUE = "_", "*"


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the first three."""

    layer: str
    kind: str
    """span, chain or relation."""
    feature: str
    """Name of the feature; empty where the layer has none."""
    part: str
    """feature, role, target, source or link."""
    target: str = ""
    """Layer that a target or source is of."""


@dataclass(slots=True)
class Annotation:
    """An annotation put together from its cells."""

    id: str
    layer: str
    start: int
    """Offsets in UTF-16 code units."""
    end: int
    features: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link between annotations that are named by layer, unit and, where that is not enough, number."""

    label: str
    source: tuple[str, str, str]
    target: tuple[str, str, str]


def columns(where: str, declaration: str) -> Iterator[Column]:
    """Yield the columns that a line of the header declares, such as `#T_SP=webanno.custom.Claim|stance`.

    Raises:
        InputError: It names no layer; the message begins with `where`.
    """
    prefix, _, rest = declaration.partition("=")
    kind = _KINDS[prefix]
    layer, *features = [part for part in rest.split("|") if part] or [""]
    if not layer:
        raise InputError(f"{where}: {declaration!r} names no layer, export it again")
    if not features:
        yield Column(layer, kind, "", "feature")
    before = ""
    for feature in features:
        if kind == "relation" and feature.startswith("BT_"):
            yield Column(layer, kind, "", "source", feature.removeprefix("BT_"))
        elif kind == "span" and feature.startswith("ROLE_"):
            before = feature.partition(":")[2].partition("_")[0]
            yield Column(layer, kind, before, "role")
        elif kind == "span" and before:
            yield Column(layer, kind, before, "target", feature)
            before = ""
        else:
            yield Column(layer, kind, feature, "link" if kind == "chain" and feature == "referenceRelation" else "feature")


class Table:
    """The annotations of a file, filled row by row."""

    def __init__(self, header: list[Column]) -> None:
        self.header = header
        self.annotations: list[Annotation] = []
        self._by_id: dict[str, Annotation] = {}
        self._on_unit: dict[tuple[str, str], list[Annotation]] = defaultdict(list)
        self._slots: dict[str, list[str]] = {}
        self._arrows: dict[Arrow, None] = {}
        """In the order of the file; a cell is repeated in each row of its annotation."""
        self._made = 0
        self._relations: dict[tuple[str, str, int], str] = {}
        self._chains: dict[tuple[str, str], dict[int, tuple[Annotation, str]]] = defaultdict(dict)

    def add(self, unit: str, start: int, end: int, cells: list[str]) -> None:
        """Add the annotations of a token or a part of one.

        Args:
            unit: Its id, such as `2-3` or `2-3.1`.
            start: Offsets in UTF-16 code units.
            end: The same.
            cells: One for each column.
        """
        for column, cell in zip(self.header, cells, strict=False):
            if cell == _EMPTY:
                continue
            for index, value in enumerate(_STACK.split(cell)):
                if column.kind == "relation":
                    self._add_relation(column, unit, index, value)
                else:
                    self._add_span(column, (unit, start, end), index, value)

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield label, id of the source and id of the target of each link.

        Raises:
            InputError: One leads to no annotation.
        """
        for arrow in self._arrows:
            yield arrow.label, self._resolve(arrow.source, arrow.label), self._resolve(arrow.target, arrow.label)
        for chain in self._chains.values():
            elements = [chain[number] for number in sorted(chain)]
            for (one, label), (other, _) in pairwise(elements):
                yield label or "next", one.id, other.id

    def _add_span(self, column: Column, unit: tuple[str, int, int], index: int, value: str) -> None:
        number, chain = "", None
        if column.part != "target":
            value, number = _taken(_ID, value)
            if column.part == "link" and (found := _CHAIN.match(value)):
                value, chain = found[1], (found[2], int(found[3]))
        annotation = self._annotation(column, unit, index, "" if column.kind == "chain" else number)
        if chain:
            self._join_chain(column.layer, chain, annotation, "" if value == _NO_VALUE else unescaped(value))
        elif column.part == "role":
            self._slots[annotation.id] = _SLOTS.split(value)
        elif column.part == "target":
            self._add_targets(column, annotation, value)
        elif column.feature and value != _NO_VALUE:
            annotation.features[column.feature] = unescaped(value)

    def _annotation(self, column: Column, unit: tuple[str, int, int], index: int, number: str) -> Annotation:
        """The annotation of a cell: one that another column of the unit has, one that goes on from before, or a new one."""
        there = self._on_unit[column.layer, unit[0]]
        if index < len(there):
            found = there[index]
        elif number and number in self._by_id:
            found = self._by_id[number]
            found.end = unit[2]
            there.append(found)
        else:
            self._made += 1
            found = Annotation(f"a{self._made}", column.layer, unit[1], unit[2])
            self.annotations.append(found)
            there.append(found)
        if number:
            self._by_id[number] = found
        return found

    def _join_chain(self, layer: str, chain: tuple[str, int], annotation: Annotation, label: str) -> None:
        """Make an annotation an element of a chain; a further token of the same element only makes it longer."""
        elements = self._chains[layer, chain[0]]
        known = elements.get(chain[1])
        if known is None:
            elements[chain[1]] = (annotation, label)
        elif known[0] is not annotation:
            known[0].end = annotation.end
            self.annotations.remove(annotation)

    def _add_targets(self, column: Column, annotation: Annotation, value: str) -> None:
        roles = [] if is_ignored(column.target) else self._slots.pop(annotation.id, [])
        for role, target in zip(roles, _SLOTS.split(value), strict=False):
            if target not in (_NO_VALUE, _EMPTY):
                place, number = _taken(_ID, target)
                label = link_label(None if role == _NO_VALUE else unescaped(role), column.feature)
                self._arrows[Arrow(label, ("", "", annotation.id), (column.target, place, number))] = None

    def _add_relation(self, column: Column, unit: str, index: int, value: str) -> None:
        if is_ignored(column.layer) or is_ignored(column.target):
            return
        key = (column.layer, unit, index)
        if column.part != "source":
            given, _ = _taken(_ID, value)
            if given != _NO_VALUE and (column.feature in ("value", "label") or key not in self._relations):
                self._relations[key] = unescaped(given)
            return
        place, numbers = _taken(_ID, value)
        source, _, target = numbers.partition("_")
        label = self._relations.get(key, short(column.layer))
        ends = [number if number != "0" else "" for number in (source, target)]
        self._arrows[Arrow(label, (column.target, place, ends[0]), (column.target, unit, ends[1]))] = None

    def _resolve(self, name: tuple[str, str, str], label: str) -> str:
        layer, unit, number = name
        if not layer:
            return number
        there = self._on_unit.get((layer, unit), [])
        found = self._by_id.get(number) if number else there[0] if there else None
        if found is None:
            at = f"{unit}[{number}]" if number else unit
            raise InputError(f"{label} leads to {layer} at {at}, where there is none, export it again")
        return found.id


def unescaped(value: str) -> str:
    r"""Return a value without its backslashes; `\t` and `\n` are a tab and a line end."""
    return _ESCAPED.sub(lambda match: {"t": "\t", "n": "\n"}.get(match[1], match[1]), value)


def _taken(pattern: re.Pattern[str], value: str) -> tuple[str, str]:
    found = pattern.match(value)
    return (found[1], found[2]) if found else (value, "")
