"""The fields of a record beside its text and annotations, as the writers put them into a file and the readers find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.corpora.offsets import Place
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.types import Record

_STRINGS = ("id", "title", "date", "source", "url", "lang")
_OURS: dict[str, tuple[type, ...]] = {
    "schema_version": (str,),
    "body_start": (int,),
    "truncated_at": (int, type(None)),
    "story": (str, type(None)),
    "model": (dict, type(None)),
}
"""Fields that only a record has, and their types: a file that gives the first of them was written by onrecord."""
_MODEL = {"name", "version", "digest"}


def head_of(record: Record) -> dict[str, Any]:
    """Return the fields of a record that are no annotations, as JSON objects; the sentences too, which no tool has."""
    from onrecord.records.codec import to_dict

    plain = to_dict(record)
    found = {key: plain[key] for key in (*_STRINGS, *_OURS, "meta")}
    return {**found, "sentences": [[sentence.start, sentence.end] for sentence in record.sentences]}


def document_head(given: Mapping[str, Any], name: str) -> tuple[dict[str, Any], tuple[Place, ...] | None, bool]:
    """Return the head of a document, its sentences where they are given, and whether onrecord wrote it.

    What is no field of a record is kept under `meta`.

    Args:
        given: What the file says of the document.
        name: Its id where the file gives none.

    Raises:
        InputError: A field is of another type.
    """
    own = "schema_version" in given
    head: dict[str, Any] = {"id": name}
    meta: dict[str, Any] = {}
    for key, value in given.items():
        if (key in _STRINGS and isinstance(value, str | None)) or (own and key in _OURS):
            head[key] = value
        elif key == "meta" and isinstance(value, dict):
            meta.update(value)
        elif key != "sentences" or not own:
            meta[key] = value
    head["id"] = head["id"] or name
    _check(head)
    return {**head, "meta": meta}, _sentences(given) if own else None, own


def _check(head: Mapping[str, Any]) -> None:
    for key, types in _OURS.items():
        if key in head and type(head[key]) not in types:
            raise InputError(f"{key} is {head[key]!r}, was the file changed by hand?")
    model = head.get("model")
    if model is not None and (model.keys() != _MODEL or not all(isinstance(value, str) for value in model.values())):
        raise InputError(f"model is {model!r}, give its name, version and digest")


def _sentences(given: Mapping[str, Any]) -> tuple[Place, ...] | None:
    pairs = given.get("sentences")
    if pairs is None:
        return None
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(type(at) is int for at in pair) for pair in pairs
    ):
        raise InputError("sentences: not a list of pairs of offsets, was the file changed by hand?")
    return tuple((start, end) for start, end in pairs)
