"""Files and lines of corpora, read within bounds, each fault with its file and line."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.corpora.markup import Link, Mark
from onrecord.corpora.offsets import Place
from onrecord.errors import InputError
from onrecord.records.files import MAX_LINE, opened


def files_below(path: Path, suffix: str) -> list[Path]:
    """Return the file itself, or the files with a suffix below a folder, in the order of their names.

    Raises:
        InputError: There is none.
    """
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob(f"*{suffix}") if file.is_file() and not file.name.startswith("."))
    if not found:
        raise InputError(f"{path}: no file with the suffix {suffix} below it, check the path")
    return found


def name_of(file: Path, root: Path) -> str:
    """Return a document's id: its path below the folder without suffix, `/` between folders."""
    return file.stem if file == root else file.relative_to(root).with_suffix("").as_posix()


def text_of(path: Path) -> str:
    """Return a file's text, line ends as they are: offsets count them.

    Raises:
        InputError: It cannot be read, is longer than `MAX_LINE` bytes, or is not UTF-8.
    """
    with opened(path) as raw:
        data = raw.read(MAX_LINE + 1)
    if len(data) > MAX_LINE:
        raise InputError(f"{path}: longer than {MAX_LINE:,} bytes, split it")
    return _decoded(data.removeprefix(codecs.BOM_UTF8), str(path))


def lines_of(path: Path, *, encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
    """Yield number, from 1, and text of each line, without its end; read one at a time.

    Raises:
        InputError: The file cannot be read or decoded, or a line is too long.
    """
    with opened(path) as raw:
        number = 0
        while line := raw.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise InputError(f"{path}:{number}: the line is longer than {MAX_LINE:,} bytes, split the file into lines")
            data = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            yield number, _decoded(data, f"{path}:{number}", encoding).removesuffix("\n").removesuffix("\r")


def _decoded(data: bytes, where: str, encoding: str = "utf-8") -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not {encoding} at byte {error.start}, save the file as UTF-8") from None


def whole_number(given: str, where: str, what: str) -> int:
    """Return a whole number that a file gives.

    Raises:
        InputError: It is none.
    """
    if not given.isascii() or not given.isdigit():
        raise InputError(f"{where}: {what} is {given!r}, a whole number is expected here")
    return int(given)


def linked(quote: str, marks: Iterable[Mark]) -> list[Link]:
    """Return links from a quote to its cue and speaker, each by the label of its mark."""
    return [Link(label=mark.label, source=quote, target=mark.id) for mark in marks]


def placed(pieces: Iterable[Place]) -> tuple[Place, ...]:
    """Return pieces in the order of the text."""
    return tuple(sorted(pieces))
