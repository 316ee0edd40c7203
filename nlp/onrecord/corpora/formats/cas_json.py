"""UIMA CAS JSON 0.4.0, as INCEpTION exports it; a record for each file.

Source: https://github.com/apache/uima-uimaj-io-jsoncas, SPECIFICATION.adoc, and dkpro-cassis. Offsets are UTF-16 code
units, as in Java. Annotations become marks: the feature `value` or `label`, else the layer's name, is the label, other
features are attributes; relation layers (Governor, Dependent), link features (role, target) and references to other
annotations are links. Tokens, parts of speech, lemmas and parses are left out. By the convention of docs/corpora.md, the
marks become entities, claims and quotes.

Settings: `view`, the view that has the text (`_InitialView`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.layers import SENTENCE, is_ignored, layer_mark, link_label, short
from onrecord.corpora.markup import Document, Link, Mark
from onrecord.corpora.offsets import Place, Units
from onrecord.corpora.reading import files_below, name_of, text_of
from onrecord.corpora.sentences import trimmed
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError
from onrecord.records.codec import parse_object

SETTINGS = ("view",)

_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_ENDS = (("Governor", "Dependent"), ("source", "target"))
"""Features of a relation layer: where it comes from, where it leads to."""
Structure = dict[str, Any]


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of a file, or of the `.json` files below a folder.

    Raises:
        InputError: There is none.
    """
    view = setup.text("view", "_InitialView")
    for file in files_below(path, ".json"):
        yield Pending(str(file), partial(_document, file, name_of(file, path), view))


def _document(file: Path, name: str, view: str) -> Document:
    cas = _Cas(parse_object(text_of(file)), view)
    marks = [mark for structure in cas.annotations() if (mark := cas.mark(structure))]
    known = {mark.id for mark in marks}
    links = [link for structure in cas.annotations() for link in cas.links(structure)]
    whole = [link for link in links if link.source in known and link.target in known]
    left = [{"label": link.label, "from": link.source, "to": link.target} for link in links if link not in whole]
    return Document(
        head={"id": name, "meta": cas.about()},
        text=cas.text,
        sentences=tuple(cas.sentences()) or None,
        marks=tuple(marks),
        links=tuple(whole),
        kept={"links": left} if left else {},
    )


class _Cas:
    """The feature structures of a document, and its text."""

    def __init__(self, given: dict[str, Any], view: str) -> None:
        self._all = _structures(given)
        sofas = [fs for fs in self._all.values() if fs.get("%TYPE") == "uima.cas.Sofa" and fs.get("sofaID") == view]
        if not sofas or not isinstance(sofas[0].get("sofaString"), str):
            raise InputError(f"no text in the view {view!r}, name the view that has it with the setting `view`")
        self.text: str = sofas[0]["sofaString"]
        self._sofa = sofas[0]["%ID"]
        self._units = Units(self.text)

    def annotations(self) -> Iterator[Structure]:
        """Yield the structures that stand on the text."""
        for structure in self._all.values():
            if structure.get("@sofa") == self._sofa and self._end(structure, "begin") is not None:
                yield structure

    def mark(self, structure: Structure) -> Mark | None:
        """The mark of an annotation; none for relations and for layers that are left out."""
        if is_ignored(structure["%TYPE"]) or _relation(structure):
            return None
        return layer_mark(_id(structure), structure["%TYPE"], self._place(structure), _features(structure))

    def links(self, structure: Structure) -> Iterator[Link]:
        """Yield the links that a relation is, or that an annotation's features hold."""
        if is_ignored(structure["%TYPE"]):
            return
        if ends := _relation(structure):
            given = _features(structure)
            label = given.get("value") or given.get("label") or short(structure["%TYPE"])
            yield Link(label=label, source=f"a{ends[0]}", target=f"a{ends[1]}")
            return
        for key, value in structure.items():
            if key.startswith("@") and key != "@sofa":
                for role, target in self._targets(value):
                    yield Link(label=link_label(role, key[1:]), source=_id(structure), target=f"a{target}")

    def sentences(self) -> Iterator[Place]:
        """Yield the sentences, white space left outside."""
        for structure in self.annotations():
            if structure["%TYPE"] == SENTENCE:
                yield from trimmed(self.text, *self._place(structure))

    def about(self) -> dict[str, Any]:
        """What the document says of itself."""
        found = [_features(fs) for fs in self._all.values() if fs.get("%TYPE") == _METADATA]
        return dict(found[0]) if found else {}

    def _targets(self, reference: Any) -> Iterator[tuple[str | None, Any]]:
        """The annotations that a reference leads to, through arrays and links with a role."""
        structure = self._all.get(reference) if isinstance(reference, int) else None
        if structure is None:
            return
        if isinstance(elements := structure.get("%ELEMENTS"), list):
            for element in elements:
                # Not an array again: references may lead in circles.
                if isinstance(element, int) and "%ELEMENTS" not in self._all.get(element, {}):
                    yield from self._targets(element)
        elif "@target" in structure and "@sofa" not in structure:
            role = structure.get("role")
            yield role if isinstance(role, str) else None, structure["@target"]
        else:
            yield None, reference

    def _place(self, structure: Structure) -> Place:
        start, end = self._end(structure, "begin"), self._end(structure, "end")
        if type(start) is not int or type(end) is not int:
            raise InputError(f"{structure['%TYPE']} {structure['%ID']}: begin and end are no whole numbers, export it again")
        return self._units.point(start), self._units.point(end)

    def _end(self, structure: Structure, name: str) -> Any:
        return structure.get(name, structure.get(f"^{name}"))


def _structures(given: dict[str, Any]) -> dict[Any, Structure]:
    found = given.get("%FEATURE_STRUCTURES")
    if isinstance(found, dict):
        found = [{"%ID": int(key) if key.isdecimal() else None, **fs} for key, fs in found.items() if isinstance(fs, dict)]
    if not isinstance(found, list) or not all(_whole(fs) for fs in found):
        raise InputError("no %FEATURE_STRUCTURES with %ID and %TYPE, is this UIMA CAS JSON 0.4.0?")
    return {fs["%ID"]: fs for fs in found}


def _whole(structure: Any) -> bool:
    """Whether a structure has an id and a type."""
    return isinstance(structure, dict) and type(structure.get("%ID")) is int and isinstance(structure.get("%TYPE"), str)


def _relation(structure: Structure) -> tuple[Any, Any] | None:
    for source, target in _ENDS:
        if f"@{source}" in structure and f"@{target}" in structure:
            return structure[f"@{source}"], structure[f"@{target}"]
    return None


def _features(structure: Structure) -> dict[str, str]:
    """The plain features that have a value, as strings."""
    found = {}
    for key, value in structure.items():
        if key[:1] in "%@^" or key in ("begin", "end") or value is None:
            continue
        found[key.removeprefix("#")] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def _id(structure: Structure) -> str:
    return f"a{structure['%ID']}"
