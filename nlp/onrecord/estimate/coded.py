"""Write a sample for the coder, and read it back with what was coded."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, RecordError
from onrecord.estimate.plan import DESIGN_VERSION, Design
from onrecord.records import record_from_article, record_from_sentences
from onrecord.records.checks import explain
from onrecord.records.codec import parse_object
from onrecord.records.files import opened, read_lines, write_lines

if TYPE_CHECKING:
    from onrecord.estimate.drawing import Sample
    from onrecord.types import Claim

CODING, DESIGN = "coding.jsonl", "design.json"
"""Files of a sample's folder."""
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What was coded by hand, and the design of the sample."""

    design: Design
    claims: Mapping[str, tuple[Claim, ...]]
    """The true claims of each coded unit, by id; none for a unit without one."""
    texts: Mapping[str, str]
    """The sentence of each coded unit as the coder saw it; of an article its sentences, a line each."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What an estimate from these units must be read with."""
        done, drawn = len(self.claims), len(self.design.units)
        if done == drawn:
            return ()
        return (f"{done} of {drawn} drawn units were coded: right only if what was left out has nothing to do with its content",)

    def taken(self) -> Counter[str]:
        """Return how many units of each stratum were coded."""
        return Counter(self.design.units[name] for name in self.claims)


def write_sample(sample: Sample, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write `coding.jsonl` and `design.json` into a folder, made if need be, and return the path of the coder's file.

    Raises:
        InputError: There is a sample already and `overwrite` is false: what was coded would be lost.
    """
    home = Path(folder)
    if home.exists() and not home.is_dir():
        raise InputError(f"{home}: is a file, give a folder")
    if not overwrite and (there := [name for name in (CODING, DESIGN) if (home / name).exists()]):
        raise InputError(f"{home / there[0]}: there is a sample already, take another folder or say that it may be overwritten")
    home.mkdir(parents=True, exist_ok=True)
    write_lines([json.dumps(asdict(sample.design), ensure_ascii=False, indent=1)], home / DESIGN)
    write_lines((json.dumps(row, ensure_ascii=False) for row in sample.rows), home / CODING)
    return home / CODING


def read_coded(path: str | os.PathLike[str]) -> Coded:
    """Read a sample's folder, or its coder's file with `design.json` beside it.

    Raises:
        InputError: A file is missing, nothing was coded, or a row doesn't belong to the sample.
        RecordError: A coded claim is wrong: an actor that isn't in the sentence, an unknown stance.
    """
    given = Path(path)
    file = given / CODING if given.is_dir() else given
    design = read_design(file.parent / DESIGN)
    rows = list(read_lines(file, parse_object))
    try:
        return coded_rows(rows, design)
    except (InputError, RecordError) as error:
        raise type(error)(f"{file}: {error}") from None


def read_design(path: str | os.PathLike[str]) -> Design:
    """Read `design.json`.

    Raises:
        InputError: It is missing, broken, or written by another version.
    """
    from pydantic import TypeAdapter, ValidationError

    with opened(path) as file:
        text = file.read()
    try:
        design = TypeAdapter(Design).validate_json(text)
    except ValidationError as error:
        raise InputError(f"{path}: is no design of a sample ({explain(error)}): draw the sample again") from None
    if design.version != DESIGN_VERSION:
        raise InputError(f"{path}: has version {design.version}, this onrecord reads {DESIGN_VERSION}: draw the sample again")
    return design


def coded_rows(rows: Iterable[Mapping[str, Any]], design: Design) -> Coded:
    """Return what was coded, from rows in the shape of the coder's file. Rows with `coded` false are left out.

    Raises:
        InputError: Nothing was coded, a row is not of the sample, has no inclusion probability or another one than the design.
        RecordError: A coded claim is wrong.
    """
    strata = {s.id: s for s in design.strata}
    claims: dict[str, tuple[Claim, ...]] = {}
    texts: dict[str, str] = {}
    for row in rows:
        name = row.get("id")
        if not isinstance(name, str) or name not in design.units:
            raise InputError(f"row {name!r} is not in the sample: code the rows of {CODING}, add none")
        _check_chance(row, name, strata[design.units[name]].probability)
        if not _is_coded(row, name):
            continue
        if name in claims:
            raise InputError(f"row {name!r} stands there twice: leave one out")
        claims[name], texts[name] = _claims(row), _text(row)
    if not claims:
        raise InputError(f"nothing was coded: fill in the claims of {CODING} and set `coded` to true in each row that is done")
    return Coded(design=design, claims=claims, texts=texts)


def _check_chance(row: Mapping[str, Any], name: str, chance: float) -> None:
    given = row.get("inclusion_probability")
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InputError(f"row {name!r} has no inclusion_probability: without it nothing can be estimated, take the file as drawn")
    if abs(given - chance) > _CLOSE:
        raise InputError(
            f"row {name!r} has inclusion_probability {given}, in the design it is {chance}: take the files of one sample"
        )


def _is_coded(row: Mapping[str, Any], name: str) -> bool:
    done = row.get("coded", False)
    if not isinstance(done, bool):
        raise InputError(f"row {name!r}: coded is {done!r}, give true or false")
    if not done and any(given.get("claims") for given in _parts(row)):
        raise InputError(f"row {name!r} has claims, but coded is false: set it to true once the row is done")
    return done


def _claims(row: Mapping[str, Any]) -> tuple[Claim, ...]:
    """The claims of a row, read as gold; polarity and stage may be left out where they are affirmed and in_effect."""
    if "sentences" not in row:
        return record_from_sentences({**row, "claims": _filled(row, row.get("claims"))}).claims
    parts = [part for part in _parts(row) if str(part.get("sentence", "")).strip()]
    sentences = [{**part, "claims": _filled(row, part.get("claims"))} for part in parts]
    return record_from_article({**row, "sentences": sentences}).claims if sentences else ()


def _filled(row: Mapping[str, Any], claims: Any) -> list[Any]:
    if not isinstance(claims, list):
        raise RecordError(f"record {row['id']!r}: claims: not a list, give one, empty where there is no claim")
    return [{"polarity": "affirmed", "stage": "in_effect", **c} if isinstance(c, Mapping) else c for c in claims]


def _parts(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = row.get("sentences")
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else [row]


def _text(row: Mapping[str, Any]) -> str:
    return "\n".join(str(part.get("sentence")) for part in _parts(row))
