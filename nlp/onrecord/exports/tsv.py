"""The table of a WebAnno TSV 3.3 file, written: layers as columns, tokens as rows.

Source: INCEpTION's user guide, "WebAnno TSV 3.3 File format", and its `Tsv3XSerializer`, `Tsv3XDeserializer` and `Escaping`
(inception-project/inception, `inception-io-webanno-tsv`). Offsets are UTF-16 code units. Every annotation has a number in
brackets (its disambiguation id), so that links of any layer can lead to any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.exports.offsets import units_of
from onrecord.exports.tokens import tokens_of

if TYPE_CHECKING:
    from onrecord.corpora.offsets import Place

PACKAGE = "webanno.custom"
"""Where INCEpTION keeps the layers of a project."""
LINKS = "links"
"""Name of the one link feature of a layer; its roles are those of docs/corpora.md."""

_VALUE = re.compile(r"->|[\\\[\]|_;\t\n*]")
_VALUE_NAMES = {"\t": "\\t", "\n": "\\n"}
_TEXT = re.compile(r"[\x00-\x08\x09\x0a\x0c\x0d\x0e-\x1f\\]")
_TEXT_NAMES = {"\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A span of a layer."""

    number: int
    """Unique in its document, from 1."""
    layer: str
    place: Place
    """Code points."""
    features: Mapping[str, str]
    links: Sequence[tuple[str, int]]
    """Role, and number of the annotation that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer, and its features in the order of their columns."""

    name: str
    features: tuple[str, ...]
    linked: bool
    """Whether it has the link feature."""

    @property
    def header(self) -> str:
        """The line that declares its columns."""
        columns = [f"|{feature}" for feature in self.features]
        if self.linked:
            columns.append(f"|ROLE_{PACKAGE}.{self.name}:{LINKS}_{PACKAGE}.{self.name}LinksLink|uima.tcas.Annotation")
        return f"#T_SP={PACKAGE}.{self.name}{''.join(columns) or '|'}"


def write_document(
    text: str, sentences: Sequence[Place], annotations: Sequence[Annotation], layers: Sequence[Layer]
) -> Iterator[str]:
    """Yield the lines of a file, with their ends.

    Args:
        text: The document.
        sentences: Start and end of each sentence, one where the other ends: what lies between sentences would be lost.
        annotations: All spans; none is empty.
        layers: The layers to declare; a project that doesn't know one of them can't read the file.
    """
    yield "#FORMAT=WebAnno TSV 3.3\n"
    yield from (f"{layer.header}\n" for layer in layers)
    yield "\n"
    places = [annotation.place for annotation in annotations]
    tokens = tokens_of(text, [*places, *sentences])
    numbered = list(_numbered(sentences, tokens))
    table = _Table(annotations, tokens, [unit for units in numbered for unit in units])
    unit_of = units_of(text)
    at = 0
    for (start, end), units in zip(sentences, numbered, strict=True):
        yield "\n"
        yield from (f"#Text={escape_text(line)}\n" for line in text[start:end].split("\n"))
        for unit in units:
            a, b = tokens[at]
            cells = [cell for layer in layers for cell in table.cells(at, layer)]
            fields = [unit, f"{unit_of(a)}-{unit_of(b)}", escape_text(text[a:b]), *cells]
            yield "".join(f"{field}\t" for field in fields) + "\n"
            at += 1


def escape_text(text: str) -> str:
    r"""Return a text as it stands after `#Text=`: line ends as `\n` and `\r`, a backslash before other controls and backslashes."""
    return _TEXT.sub(lambda match: _TEXT_NAMES.get(match[0], f"\\{match[0]}"), text)


def escape_value(value: str) -> str:
    """Return a value as it stands in a cell, a backslash before what means something there."""
    return _VALUE.sub(lambda match: _VALUE_NAMES.get(match[0], f"\\{match[0]}"), value)


def _numbered(sentences: Sequence[Place], tokens: Sequence[Place]) -> Iterator[list[str]]:
    """The ids of the tokens of each sentence, such as 2-1."""
    at = 0
    for number, (_, end) in enumerate(sentences, 1):
        first = at
        while at < len(tokens) and tokens[at][0] < end:
            at += 1
        yield [f"{number}-{index}" for index in range(1, at - first + 1)]


class _Table:
    """Which annotations stand on which token."""

    def __init__(self, annotations: Sequence[Annotation], tokens: Sequence[Place], units: Sequence[str]) -> None:
        starts = [start for start, _ in tokens]
        self._on: dict[tuple[int, str], list[Annotation]] = defaultdict(list)
        self._unit: dict[int, str] = {}
        for annotation in annotations:
            first, last = (bisect_left(starts, at) for at in annotation.place)
            self._unit[annotation.number] = units[first]
            for at in range(first, last):
                self._on[at, annotation.layer].append(annotation)

    def cells(self, at: int, layer: Layer) -> Iterator[str]:
        """Yield the cells of a token for the columns of a layer: the annotations that stand there, parted by `|`."""
        there = self._on.get((at, layer.name), [])
        for feature in layer.features or ("",):
            yield _stacked(f"{_value(annotation.features.get(feature))}[{annotation.number}]" for annotation in there)
        if layer.linked:
            yield _stacked(f"{self._roles(annotation)}[{annotation.number}]" for annotation in there)
            yield _stacked(self._targets(annotation) for annotation in there)

    def _roles(self, annotation: Annotation) -> str:
        return ";".join(escape_value(role) for role, _ in annotation.links) or "_"

    def _targets(self, annotation: Annotation) -> str:
        return ";".join(f"{self._unit[number]}[{number}]" for _, number in annotation.links) or "_"


def _value(value: str | None) -> str:
    return "*" if value is None else escape_value(value)


def _stacked(cells: Iterator[str]) -> str:
    return "|".join(cells) or "_"
