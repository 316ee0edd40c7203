"""Which claims agree with their target, and which disagree: the rule behind DNA's `agreement` and a network's signs.

The rule is a table with the columns stance, polarity, stage and agreement (yes, no, or nothing for neither); `*` is any
value, and the first row that fits decides. By default who complies agrees, who pauses, withdraws or refuses disagrees;
a denial turns it round, and so does taking the stance back. Who is undecided, or may only be considering it, does neither.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.exports.words import rows
from onrecord.records.files import replacing

if TYPE_CHECKING:
    import os

    from onrecord.exports.job import Job
    from onrecord.types import Claim

BESIDE = ".rule.csv"
"""Suffix of the rule's file, beside what was written by it."""
_COLUMNS = ("stance", "polarity", "stage", "agreement")
_VALUES = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A table from stance, polarity and stage to agreement."""

    rows: tuple[tuple[str, str, str, str], ...]
    """stance, polarity, stage, agreement."""

    def agreement(self, claim: Claim) -> bool | None:
        """Return whether a claim's actor agrees with its target; None for neither, also where no row fits."""
        given = (claim.stance, claim.polarity, claim.stage)
        for row in self.rows:
            if all(wanted in ("*", value) for wanted, value in zip(row, given, strict=False)):
                return _VALUES[row[3]]
        return None

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the rule as CSV, as `read_rule` reads it.

        Raises:
            InputError: There is no such folder.
        """
        with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([_COLUMNS, *self.rows])


def read_rule(path: str | os.PathLike[str] | None = None) -> Rule:
    """Return the rule of a CSV file, by default the package's own.

    Raises:
        InputError: The file cannot be read, a column is missing, or an agreement is none of yes, no and nothing.
    """
    if path is None:
        return _rule("agreement.csv", rows("agreement"))
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{Path(path)}: cannot be read ({error}), give a CSV file with {', '.join(_COLUMNS)}") from None
    return _rule(str(path), list(csv.DictReader(text.splitlines())))


def rule_of(job: Job) -> Rule:
    """Return the rule that the setting `rule` names, by default the package's own.

    Raises:
        InputError: It cannot be read.
    """
    return read_rule(job.settings.get("rule"))


def write_beside(rule: Rule, job: Job) -> None:
    """Write the rule beside the export, as `NAME.rule.csv`."""
    path = job.path.with_suffix(BESIDE)
    rule.write(path)
    job.files.append(path)


def _rule(where: str, table: Iterable[Mapping[str, str]]) -> Rule:
    found = []
    for number, row in enumerate(table, 2):
        if missing := [name for name in _COLUMNS if row.get(name) is None]:
            raise InputError(f"{where}:{number}: no {missing[0]}, the columns are {', '.join(_COLUMNS)}")
        stance, polarity, stage, agreement = (row[name].strip() for name in _COLUMNS)
        if agreement not in _VALUES:
            raise InputError(f"{where}:{number}: agreement is {agreement!r}, give yes, no, or nothing for neither")
        found.append((stance, polarity, stage, agreement))
    if not found:
        raise InputError(f"{where}: no rows, give one for each stance")
    return Rule(rows=tuple(found))
