"""The word lists of this package: which labels of others mean which of ours, and what each kind of span and link is."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from onrecord.errors import InputError
from onrecord.types import ENTITY_LABELS, STANCES


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>.csv` in file order, one dict of column to value each."""
    text = files("onrecord.corpora").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def roles(where: str) -> Mapping[str, str]:
    """Return what each label means by the convention; `where` is `span` or `link`, labels are in lower case."""
    return MappingProxyType({row["label"]: row["role"] for row in rows("roles") if row["where"] == where})


def entity_labels(name: str, given: Mapping[str, str] | str | Path | None = None) -> dict[str, str]:
    """Return the map from a format's labels, folded to lower case, to COMPANY, GOVERNMENT, LAW and PLACE.

    Args:
        name: The format.
        given: A map that takes the place of the package's own, or a CSV file with the columns label and entity.

    Raises:
        InputError: The file cannot be read, or a label is mapped to something else.
    """
    if given is None:
        found = {row["label"]: row["entity"] for row in rows("labels") if row["format"] in ("*", name)}
    else:
        found = dict(given) if isinstance(given, Mapping) else _from_file(Path(given))
    for label, entity in found.items():
        if entity not in ENTITY_LABELS:
            raise InputError(f"label {label!r} is mapped to {entity!r}, choose from {', '.join(ENTITY_LABELS)}")
    return {label.casefold(): entity for label, entity in found.items()}


def stance_labels(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the map from labels, folded to lower case, to stances: our own names, and what the caller maps.

    Raises:
        InputError: A label is mapped to something that is no stance.
    """
    for label, stance in (given or {}).items():
        if stance not in STANCES:
            raise InputError(f"label {label!r} is mapped to {stance!r}, choose from {', '.join(STANCES)}")
    return {stance: stance for stance in STANCES} | {label.casefold(): stance for label, stance in (given or {}).items()}


def _from_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}), give a CSV file with the columns label and entity") from None
    table = list(csv.DictReader(text.splitlines()))
    if not table or not {"label", "entity"} <= table[0].keys():
        raise InputError(f"{path}: columns label and entity missing, the first line must name them")
    return {row["label"]: row["entity"] for row in table}
