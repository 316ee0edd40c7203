"""The files of a suite: `phenomena.csv` lists the phenomena, each has a CSV file of its own.

Columns of a phenomenon: `id`, `group` (id of the base row), `text`, `claims`, `speakers`, `swap`, `change`. Claims are
written `Actor: stance` with `negated` and a stage after commas where they matter, ` | ` between claims, round brackets
around one that may be missing; `?` is an actor that can't be told. Speakers are written `words => Speaker @ Organisation`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, cast, get_args

from onrecord.errors import InputError
from onrecord.types import STAGES, STANCES, Article, Polarity, Stage, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Test = Literal["minimum", "invariance", "directional"]

COLUMNS = ("id", "group", "text", "claims", "speakers", "swap", "change")
UNTOLD = "?"
_CHANGE = re.compile(rf"drop|negate|less|stage=({'|'.join(STAGES)})|stance=({'|'.join(STANCES)})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A claim that a text makes."""

    actor: str
    """Name of the organisation, `?` where it can't be told."""
    stance: Stance
    polarity: Polarity = "affirmed"
    stage: Stage | None = None
    """None where any stage passes."""
    needed: bool = True
    """False for a claim that may be found or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A quote of a text and who speaks it."""

    words: str
    name: str | None
    organization: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One text to try."""

    id: str
    text: str
    claims: tuple[Expected, ...]
    speakers: tuple[Speaker, ...] = ()
    base: str | None = None
    """Id of the text that this one is a variant of, None for a base or a text that stands alone."""
    swap: tuple[tuple[str, str], ...] = ()
    """What was replaced by what in a variant."""
    change: str = ""
    """What must happen to the base's claim in a directional test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phenomenon:
    """A phenomenon with its texts."""

    id: str
    test: Test
    title: str
    about: str
    instances: tuple[Instance, ...]


def read_suite(folder: Path) -> tuple[Phenomenon, ...]:
    """Return the phenomena of a suite in the order of its list.

    Raises:
        InputError: A file is missing or a row is wrong; the message names file and line.
    """
    listed = folder / "phenomena.csv"
    out = []
    for line, row in _rows(listed, ("phenomenon", "test", "title", "about")):
        if row["test"] not in get_args(Test):
            _wrong(listed, line, f"test is {row['test']!r}, give one of {', '.join(get_args(Test))}")
        test = cast("Test", row["test"])
        instances = tuple(_instances(folder / f"{row['phenomenon']}.csv", test))
        out.append(Phenomenon(id=row["phenomenon"], test=test, title=row["title"], about=row["about"], instances=instances))
    return tuple(out)


def articles(suite: Iterable[Phenomenon]) -> Iterator[Article]:
    """Yield the texts as articles for a system to annotate; their ids are the instances'."""
    for phenomenon in suite:
        for instance in phenomenon.instances:
            yield Article(id=instance.id, text=instance.text)


def _instances(path: Path, test: Test) -> Iterator[Instance]:
    seen = set[str]()
    for line, row in _rows(path, COLUMNS):
        name, group = row["id"], row["group"]
        if not name or name in seen:
            _wrong(path, line, f"id is {name!r}, give each row an id of its own")
        if test == "minimum" and (group or row["swap"] or row["change"]):
            _wrong(path, line, "a minimum functionality test has no group, swap or change")
        if group and group != name and group not in seen:
            _wrong(path, line, f"the base {group!r} does not stand above its variant")
        variant = bool(group) and group != name
        if row["change"] and not _CHANGE.fullmatch(row["change"]):
            _wrong(path, line, f"change is {row['change']!r}, give drop, negate, less, stage=… or stance=…")
        if variant and test == "directional" and not row["change"]:
            _wrong(path, line, "a directional variant says in `change` what must happen")
        seen.add(name)
        yield Instance(
            id=name,
            text=row["text"],
            claims=tuple(_claim(part, path, line) for part in _parts(row["claims"])),
            speakers=tuple(_speaker(part, path, line) for part in _parts(row["speakers"])),
            base=group if variant else None,
            swap=tuple(_swap(part, path, line) for part in row["swap"].split("; ") if part),
            change=row["change"],
        )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != columns:
                _wrong(path, 1, f"the columns are not {', '.join(columns)}")
            for row in reader:
                if None in row or None in row.values():
                    _wrong(path, reader.line_num, f"the row has not {len(columns)} cells")
                yield reader.line_num, row
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}), give the folder of a suite") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 ({error.reason}), save it as UTF-8") from None


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split(" | ") if part]


def _claim(given: str, path: Path, line: int) -> Expected:
    bracketed = given.startswith("(") and given.endswith(")")
    actor, found, rest = (given[1:-1] if bracketed else given).rpartition(": ")
    stance, *more = rest.split(", ")
    stages = [word for word in more if word in STAGES]
    if not found or not actor or stance not in STANCES or len(stages) > 1 or set(more) - {"negated", *stages}:
        _wrong(path, line, f"the claim {given!r} is not `Actor: stance`, with `negated` and one stage after commas")
    return Expected(
        actor=actor,
        stance=stance,
        polarity="negated" if "negated" in more else "affirmed",
        stage=stages[0] if stages else None,
        needed=not bracketed,
    )


def _speaker(given: str, path: Path, line: int) -> Speaker:
    words, arrow, who = given.partition("=>")
    name, _, organization = who.partition("@")
    if not arrow or not words.strip():
        _wrong(path, line, f"the speaker {given!r} is not `words => Speaker @ Organisation`")
    return Speaker(words=words.strip(), name=name.strip() or None, organization=organization.strip() or None)


def _swap(given: str, path: Path, line: int) -> tuple[str, str]:
    old, found, new = given.partition("=")
    if not found or not old or not new:
        _wrong(path, line, f"the swap {given!r} is not `Old=New`")
    return old, new


def _wrong(path: Path, line: int, message: str) -> NoReturn:
    raise InputError(f"{path}:{line}: {message}")
