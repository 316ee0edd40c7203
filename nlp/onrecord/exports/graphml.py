"""GraphML, written.

Source: http://graphml.graphdrawing.org/specification.html. Values are declared before the graph, so all edges are looked at
first; a value that is None is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.exports.escapes import xml_text

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.exports.network import Edge, Value

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {int: "int", float: "double", str: "string"}


def write_graph(nodes: Mapping[str, Mapping[str, Value]], edges: Iterable[Edge], path: Path) -> int:
    """Write an undirected graph, and return how many characters were replaced because XML cannot hold them.

    Args:
        nodes: Id and values of each node.
        edges: The edges; several may join the same nodes.
        path: The file.
    """
    from lxml import etree

    graph = _Graph(list(nodes.items()), list(edges))
    etree.ElementTree(graph.root).write(str(path), encoding="utf-8", xml_declaration=True, pretty_print=True)
    return graph.replaced


class _Graph:
    """The tree of elements, and how many characters were replaced in it."""

    def __init__(self, nodes: list[tuple[str, Mapping[str, Value]]], edges: list[Edge]) -> None:
        from lxml import etree

        self.replaced = 0
        self.root = etree.Element("graphml", nsmap={None: NAMESPACE})
        self._keys: dict[tuple[str, str], str] = {}
        for kind, given in (("node", [values for _, values in nodes]), ("edge", [edge.values for edge in edges])):
            self._declare(kind, given)
        graph = etree.SubElement(self.root, "graph", edgedefault="undirected")
        for name, values in nodes:
            self._fill(etree.SubElement(graph, "node", id=self._text(name)), "node", values)
        for number, edge in enumerate(edges, 1):
            ends = {"source": self._text(edge.source), "target": self._text(edge.target)}
            self._fill(etree.SubElement(graph, "edge", id=f"e{number}", **ends), "edge", edge.values)

    def _declare(self, kind: str, given: list[Mapping[str, Value]]) -> None:
        from lxml import etree

        types: dict[str, str] = {}
        for values in given:
            for name, value in values.items():
                if value is not None:
                    types.setdefault(name, _TYPES[type(value)])
        for name, datatype in types.items():
            key = f"d{len(self._keys)}"
            self._keys[kind, name] = key
            etree.SubElement(self.root, "key", {"id": key, "for": kind, "attr.name": name, "attr.type": datatype})

    def _fill(self, element: Any, kind: str, values: Mapping[str, Value]) -> None:
        from lxml import etree

        for name, value in values.items():
            if value is not None:
                data = etree.SubElement(element, "data", key=self._keys[kind, name])
                data.text = self._text(value) if isinstance(value, str) else repr(value)

    def _text(self, text: str) -> str:
        kept, replaced = xml_text(text)
        self.replaced += replaced
        return kept
