"""From paths to the files to read, each with the id that the contract gives it."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.articles.packed import PACKED, unpacked
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input."""

    file: Path
    path: str
    """Where it lies, for people; `-` for standard input."""
    id: str
    """The path below the input folder without suffix, `/` between folders; of a single file its stem."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file's suffix in small letters; two when the last is that of packed data: `.gz`, `.zst`, `.bz2`, `.xz`."""
        found = [suffix.lower() for suffix in self.file.suffixes]
        return tuple(found[-2:] if found and found[-1] in PACKED else found[-1:])

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader]:
        """Open the file for reading bytes, unpacked when its suffix says that it is packed. Standard input is not closed."""
        if self.path == STDIN:
            yield _peekable(sys.stdin.buffer)
            return
        with self.file.open("rb") as raw, unpacked(raw, self.file.suffix.lower()) as stream:
            yield stream


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    return cast("io.BufferedReader", stream if hasattr(stream, "peek") else io.BufferedReader(io.BytesIO(stream.read())))


def failure(name: str, path: str, message: str, *, error: str = "InputError") -> Failure:
    """Return the failure row for something that could not be read; its message is made one line."""
    return Failure(
        id=printable(name), path=printable(path), stage="read", error=error, message=printable(" ".join(message.split()))
    )


def printable(name: str) -> str:
    """Return a file name that any file can hold: names that are not UTF-8 come from the system as half characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def find_sources(given: str | os.PathLike[str], *, recursive: bool) -> Iterator[Source | Failure]:
    """Yield the files that an input stands for: itself, or those of a folder in sorted order, hidden ones left out.

    Folders that `recursive` forbids to enter are left out, folders reached twice over links are entered once, and
    the `page_files` folder that browsers save beside a `page.html` is skipped. What cannot be listed is a failure.
    """
    path = Path(given)
    if str(given) == STDIN:
        yield Source(path, STDIN, "stdin")
        return
    if path.is_dir():
        yield from _walk(path, recursive=recursive)
    elif os.path.lexists(path):
        yield Source(path, printable(str(path)), printable(without_suffix(path.name)))
    else:
        yield failure(without_suffix(path.name), str(path), f"{path}: no such file or folder, check the path")


def _walk(root: Path, *, recursive: bool) -> Iterator[Source | Failure]:
    errors: list[OSError] = []
    here = root.stat()
    seen = {(here.st_dev, here.st_ino)}  # a link to the folder itself would give everything twice
    empty = True
    for where, folders, names in os.walk(root, onerror=errors.append, followlinks=True):
        folder = Path(where)
        folders[:] = [name for name in sorted(folders) if recursive and _enter(folder / name, names, seen)]
        for name in sorted(name for name in names if not name.startswith(".")):
            empty = False
            yield _source(folder / name, root)
        yield from _unlisted(errors, root)
    yield from _unlisted(errors, root)
    if empty:
        yield failure(root.name, str(root), f"{root}: the folder has no files to read, check the path")


def _enter(folder: Path, beside: list[str], seen: set[tuple[int, int]]) -> bool:
    if folder.name.startswith(".") or _is_page_files(folder.name, beside):
        return False
    try:
        found = folder.stat()
    except OSError:
        return True  # os.walk reports it
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True


def _is_page_files(name: str, beside: list[str]) -> bool:
    stem = name.removesuffix("_files")
    return stem != name and any(f"{stem}{suffix}" in beside for suffix in (".html", ".htm", ".xhtml"))


def _source(path: Path, root: Path) -> Source | Failure:
    name = path.relative_to(root).with_name(without_suffix(path.name)).as_posix()
    try:
        special = not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return Source(path, printable(str(path)), printable(name))  # opening it says what is wrong
    if special:
        # Opening a pipe would wait for a writer for ever.
        return failure(name, str(path), f"{path}: not a regular file, give it directly to read from it")
    return Source(path, printable(str(path)), printable(name))


def _unlisted(errors: list[OSError], root: Path) -> Iterator[Failure]:
    while errors:
        error = errors.pop()
        path = Path(error.filename)
        name = path.relative_to(root).as_posix() if path != root else root.name
        message = f"{path}: the folder cannot be listed ({error.strerror}), check its permissions"
        yield failure(name, str(path), message, error=type(error).__name__)


def without_suffix(name: str) -> str:
    """Return a file's name without its suffix, and without the one before it where the last says that it is packed."""
    path = Path(name)
    return Path(path.stem).stem if path.suffix.lower() in PACKED else path.stem
