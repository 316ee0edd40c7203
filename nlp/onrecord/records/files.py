"""Files written whole or not at all, and files of lines read within bounds."""

from __future__ import annotations

import gzip
import os
import secrets
import zlib
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, cast

from onrecord.errors import InputError, RecordError
from onrecord.records.checks import prefixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

MAX_LINE = 1 << 28
"""Most bytes of one line that are read: a record of a million characters takes a few per cent of it."""
_BOM = b"\xef\xbb\xbf"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new, empty file to write beside `path`; it takes that name once the block ends well, else it is removed.

    The bytes reach the disk before the name does, so a crash leaves the old file or the new one, never half of one.

    Raises:
        InputError: The folder does not exist, or `path` is a folder.
    """
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{target}: is a folder, give the name of a file")
    if not target.parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}, make it first")
    # Not tempfile: its files are private to the user, and these are to have the rights of any new file.
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    temporary.touch(exist_ok=False)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def write_lines(lines: Iterable[str], path: str | os.PathLike[str]) -> int:
    """Write lines as UTF-8, packed when the name ends in `.gz`; return how many.

    Raises:
        InputError: There is no such folder.
        OSError: The disk is full or the folder may not be written to.
    """
    count = 0
    with replacing(path) as temporary, temporary.open("wb") as raw, _packed(raw, packed=_is_gz(path)) as out:
        for line in lines:
            out.write(line.encode("utf-8") + b"\n")
            count += 1
    return count


def read_lines(path: str | os.PathLike[str], parse: Callable[[bytes], T]) -> Iterator[T]:
    """Yield what `parse` makes of each line that is not blank. Names ending in `.gz` are unpacked on the way.

    Raises:
        InputError: The file cannot be opened or unpacked, or a line is longer than `MAX_LINE`.
        RecordError: From `parse`, its message led by file and line number.
    """
    for number, line in enumerate(_raw_lines(path), 1):
        if not line.strip():
            continue
        try:
            yield parse(line.removeprefix(_BOM) if number == 1 else line)
        except RecordError as error:
            raise prefixed(error, f"{Path(path)}:{number}") from None


def _raw_lines(path: str | os.PathLike[str]) -> Iterator[bytes]:
    with opened(path) as raw, _unpacked(raw, packed=_is_gz(path)) as lines:
        number = 0
        while line := _next_line(lines, path):
            number += 1
            if len(line) > MAX_LINE:
                raise InputError(f"{Path(path)}:{number}: the line is longer than {MAX_LINE:,} bytes, split the file into lines")
            yield line


def _next_line(lines: IO[bytes], path: str | os.PathLike[str]) -> bytes:
    try:
        return lines.readline(MAX_LINE + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{Path(path)}: cannot be unpacked ({error}), is it whole and really gzip?") from None


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file for reading bytes.

    Raises:
        InputError: It does not exist, is a folder, or may not be read.
    """
    with ExitStack() as stack:
        try:
            raw = stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise InputError(f"{Path(path)}: cannot be read ({error.strerror}), check the path") from None
        yield raw


@contextmanager
def _unpacked(raw: IO[bytes], *, packed: bool) -> Iterator[IO[bytes]]:
    if not packed:
        yield raw
        return
    with gzip.GzipFile(fileobj=raw) as lines:
        yield cast("IO[bytes]", lines)


@contextmanager
def _packed(raw: IO[bytes], *, packed: bool) -> Iterator[IO[bytes]]:
    if not packed:
        yield raw
        return
    # No name and no time in the header: the same records give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out:
        yield cast("IO[bytes]", out)


def _is_gz(path: str | os.PathLike[str]) -> bool:
    return Path(path).suffix.lower() == ".gz"
