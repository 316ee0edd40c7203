"""The results of an annotation of Label Studio as marks and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.corpora.markup import Link, Mark
from onrecord.corpora.offsets import Convert, counting
from onrecord.errors import InputError

Result = Mapping[str, Any]


class Regions:
    """What an annotation's results say of a text.

    Raises:
        InputError: A result is no object, or a region's offsets are no numbers.
    """

    def __init__(self, text: str, results: list[Any]) -> None:
        self.kept: dict[str, list[Any]] = {}
        """Results that say something of the whole task, or are of other kinds."""
        self._text = text
        self._regions: dict[str, Mapping[str, Any]] = {}
        self._relations: list[Result] = []
        self._attributes: dict[str, dict[str, str]] = defaultdict(dict)
        others: list[tuple[str, Result]] = []
        for number, result in enumerate(results):
            if not isinstance(result, dict):
                raise InputError(f"result[{number}]: not an object, export again as JSON")
            name = str(result.get("id", f"result{number}"))
            if result.get("type") == "relation":
                self._relations.append(result)
            elif isinstance(result.get("value"), dict) and isinstance(result["value"].get("labels"), list):
                self._regions[name] = _region(name, result["value"])
            else:
                others.append((name, result))
        for name, result in others:
            self._say(name, result)

    def marks(self) -> Iterator[Mark]:
        """Yield each labelled region; one with several labels is a mark for each.

        Raises:
            InputError: The words of a region are not in the text.
        """
        convert = self._convert()
        for name, value in self._regions.items():
            place = (convert(value["start"]), convert(value["end"]))
            for i, label in enumerate(value["labels"] or ["(none)"]):
                attributes = self._attributes[name] if i == 0 else {}
                yield Mark(id=f"{name}#{i}" if i else name, label=str(label), pieces=(place,), attributes=attributes)

    def links(self) -> Iterator[Link]:
        """Yield the relations, one for each of their labels.

        Raises:
            InputError: One leads to a region that isn't there.
        """
        for relation in self._relations:
            source, target = str(relation.get("from_id")), str(relation.get("to_id"))
            for end in (source, target):
                if end not in self._regions:
                    raise InputError(f"a relation leads to region {end}, which is not in the annotation, remove it")
            if relation.get("direction") == "left":
                source, target = target, source
            labels = relation.get("labels")
            for label in labels if isinstance(labels, list) and labels else ["(none)"]:
                yield Link(label=str(label), source=source, target=target)

    def _say(self, name: str, result: Result) -> None:
        """Keep a result as an attribute of the region whose id it has; else it is one of the whole task."""
        kind, value = str(result.get("type")), result.get("value")
        given = value.get("text" if kind == "textarea" else kind) if isinstance(value, dict) else None
        if name not in self._regions or given is None:
            self.kept.setdefault("results", []).append(result)
            return
        said = given if isinstance(given, list) else [given]
        self._attributes[name][str(result.get("from_name"))] = "\n".join(str(item) for item in said)

    def _convert(self) -> Convert:
        spans = {
            name: ([(value["start"], value["end"])], value["text"])
            for name, value in self._regions.items()
            if isinstance(value.get("text"), str)
        }
        if convert := counting(self._text, spans.values()):
            return convert
        for name, span in spans.items():
            if counting(self._text, [span]) is None:
                raise InputError(f"region {name} says {span[1]!r}, other words than the text has there, is it the right text?")
        raise InputError("some regions count code points and others UTF-16 code units, export again from one version")


def _region(name: str, value: Mapping[str, Any]) -> Mapping[str, Any]:
    if type(value.get("start")) is not int or type(value.get("end")) is not int:
        raise InputError(f"region {name}: start and end are no whole numbers, only regions of plain text can be read")
    return value
