"""Quotes by gender, as far as the user says whose gender is what. Nothing here guesses: a name tells no gender."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.quotes.speakers import Speaker

NOT_IN_FILE, BODY, NO_NAME = "(not in the file)", "(organization)", "(no name)"
"""Rows of those whose gender is not known: named people, bodies, and all whose name is not known."""
_MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class GenderRow:
    """A row of the gender table."""

    gender: str
    """As the user's file has it, or one of `NOT_IN_FILE`, `BODY`, `NO_NAME`."""
    speakers: int | None
    """Names; None where there are none to count."""
    quotes: int
    words: int
    share_of_quotes: float | None
    share_of_words: float | None
    """Of what speakers of known gender say, 0 to 1; None where the gender is not known, or nobody of known gender speaks."""


def read_genders(path: str | os.PathLike[str]) -> dict[str, str]:
    """Return the gender of each name of a CSV file, names without case and spacing.

    Args:
        path: CSV with the columns name and gender, UTF-8, at most 64 MiB. Any words may stand under gender; a row with none
            is left out, so that a list may be filled in bit by bit.

    Raises:
        InputError: The file cannot be read, lacks a column, or gives a name two genders; the message names the line.
    """
    genders: dict[str, str] = {}
    for line, cells in _rows(Path(path)):
        name, gender = _key(cells["name"] or ""), " ".join((cells["gender"] or "").split())
        if not gender:
            continue
        if not name:
            raise InputError(f"{path}, line {line}: the name is empty, fill it in or delete the row")
        if genders.setdefault(name, gender) != gender:
            raise InputError(f"{path}, line {line}: {cells['name']!r} is {gender!r} here and {genders[name]!r} above, keep one")
    return genders


def gender_rows(speakers: Iterable[Speaker], genders: Mapping[str, str]) -> list[GenderRow]:
    """Return quotes, words and shares by gender: most quotes first, those of unknown gender last and in no share.

    Args:
        speakers: From `SpeakerTally.speakers`.
        genders: From `read_genders`. Genders that no speaker has get a row too.
    """
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    known = dict.fromkeys(genders.values())
    for speaker in speakers:
        counts = sums[_gender(speaker, genders)]
        counts[:] = counts[0] + 1, counts[1] + speaker.quotes, counts[2] + speaker.words
    quotes, words = (sum(sums[gender][i] for gender in known) for i in (1, 2))
    rows = [_row(gender, sums[gender], (quotes, words)) for gender in known]
    rows.sort(key=lambda row: (-row.quotes, -row.words, row.gender))
    return rows + [_row(gender, sums[gender], None) for gender in (NOT_IN_FILE, BODY, NO_NAME) if gender in sums]


def _gender(speaker: Speaker, genders: Mapping[str, str]) -> str:
    if speaker.name is None:
        return NO_NAME
    return genders.get(_key(speaker.name)) or (BODY if speaker.kind == "organization" else NOT_IN_FILE)


def _row(gender: str, counts: list[int], whole: tuple[int, int] | None) -> GenderRow:
    n, quotes, words = counts
    return GenderRow(
        gender=gender, speakers=None if gender == NO_NAME else n, quotes=quotes, words=words,
        share_of_quotes=round(quotes / whole[0], 6) if whole and whole[0] else None,
        share_of_words=round(words / whole[1], 6) if whole and whole[1] else None,
    )  # fmt: skip


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path}: larger than {_MAX_BYTES // 2**20} MiB, give a list of names and genders")
        # `splitlines` would also end a line at characters that may stand in a cell.
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        if missing := {"name", "gender"} - set(reader.fieldnames or ()):
            raise InputError(
                f"{path}: no column {' and no column '.join(sorted(missing))}, its first line must name name and gender"
            )
        for cells in reader:
            if None in cells:
                raise InputError(f"{path}, line {reader.line_num}: more cells than columns, quote cells that hold a comma")
            yield reader.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read ({error}), give a CSV file in UTF-8") from error
