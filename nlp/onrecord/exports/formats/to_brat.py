"""brat standoff: a folder with `NAME.txt`, `NAME.ann` and `NAME.json` for each record, `annotation.conf` and `visual.conf`.

`NAME.json` has the fields that brat has no place for; with it `onrecord corpus convert brat` gives the records back equal.
Offsets are code points. Stances of a scheme of one's own are span types with relations, since events are ours alone; those
are not read back as claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.corpora.writers import write_brat
from onrecord.exports.words import data
from onrecord.types import STANCES

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ()

_CONFIG = "annotation.conf"
_RELATIONS = ("actor", "target", "quote")


def write(records: Iterable[Record], job: Job) -> int:
    """Write a folder; return the number of records.

    Raises:
        InputError: The folder has something in it, or two records have the same id.
    """
    other: dict[str, None] = {}
    with job.folder() as folder:
        count = write_brat(_seen(records, other, job), folder)
        (folder / "visual.conf").write_text(data("visual.conf"), encoding="utf-8")
        if other:
            _configure(folder / _CONFIG, list(other))
    return count


def _seen(records: Iterable[Record], other: dict[str, None], job: Job) -> Iterator[Record]:
    """The records, stances that are none of ours kept in `other`."""
    for record in records:
        if record.scheme != STANCES:
            other.update(dict.fromkeys(record.scheme))
            job.lose("claims of a scheme of one's own, not read back as claims", len(record.claims))
        yield record


def _configure(path: Path, stances: list[str]) -> None:
    """Declare span types for stances, the relations from them, and their attributes."""
    names = "|".join(stances)
    lines = path.read_text(encoding="utf-8")
    lines = lines.replace("[entities]\n", "[entities]\n" + "".join(f"{stance}\n" for stance in stances))
    relations = "".join(f"{role}\tArg1:{names}, Arg2:<ANY>\n" for role in _RELATIONS)
    lines = lines.replace("[relations]\n", f"[relations]\n{relations}")
    path.write_text(re.sub(r"(?<=\tArg:)<EVENT>", f"<EVENT>|{names}", lines), encoding="utf-8")
