"""Packed files, unpacked as they are read: gzip, zstd, bzip2, xz. A bomb ends with an error before it fills anything."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from bz2 import BZ2Decompressor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKED = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}
"""Suffixes of packed files, and what the packing is called."""
MAX_SWELLING = 200
"""Most that packed data may grow when unpacked; news does by 3 to 5 times, a table that repeats itself by 50."""
_HARMLESS = 16 * 1024 * 1024
"""Bytes that are unpacked in any case."""
_MEMORY = 128 * 1024 * 1024
"""Memory in bytes that unpacking xz may take; its strongest preset takes 65 MB. zstd has this limit by itself."""
_BLOCK = 1 << 16


@contextmanager
def unpacked(raw: BinaryIO, suffix: str) -> Iterator[io.BufferedReader]:
    """Unpack a file that is open for reading bytes.

    Args:
        raw: The file, at its beginning; it stays open.
        suffix: Its last suffix, in small letters; with one that is not in `PACKED`, the file is read as it is.

    Raises:
        InputError: While reading: the data is damaged or ends too soon, or it grows more than `MAX_SWELLING` times.
        OSError: While reading: the file cannot be read.
    """
    name = PACKED.get(suffix)
    if name is None:
        yield raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[arg-type]
        return
    stream: io.BufferedReader = io.BufferedReader(_Unpacked(raw, name))
    with stream:
        yield stream


class _Unpacked(io.RawIOBase):
    """The data of a packed file."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._name, self._size = packed, name, 0
        self._read = _READERS[name](packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        if self._size > _HARMLESS and self._size > MAX_SWELLING * self._packed.tell():
            raise InputError(
                f"{self._name} data that unpacks to more than {MAX_SWELLING} times its size, reading stops here: unpack it yourself"
            )
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            return self._read(size)
        except (EOFError, zlib.error, lzma.LZMAError) as error:
            raise InputError(f"damaged {self._name} data ({error}), fetch or pack it again") from error
        except OSError as error:
            if error.errno is not None:
                raise  # of the disk, not of the data
            raise InputError(f"damaged {self._name} data ({error}), fetch or pack it again") from error


def _gzip(raw: BinaryIO) -> Callable[[int], bytes]:
    return gzip.GzipFile(fileobj=raw).read1


def _zstd(raw: BinaryIO) -> Callable[[int], bytes]:
    import pyarrow as pa

    read: Callable[[int], bytes] = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd").read
    return read


def _bzip2(raw: BinaryIO) -> Callable[[int], bytes]:
    return _Streams(raw, BZ2Decompressor).read


def _xz(raw: BinaryIO) -> Callable[[int], bytes]:
    return _Streams(raw, lambda: lzma.LZMADecompressor(memlimit=_MEMORY)).read


class _Streams:
    """Packed streams one after another, with the limits that `BZ2File` and `LZMAFile` cannot be given."""

    def __init__(self, raw: BinaryIO, new: Callable[[], Any]) -> None:
        self._raw, self._new = raw, new
        self._unpacking = new()
        self._began = False

    def read(self, size: int) -> bytes:
        """Return some bytes, `size` at most; none at the end."""
        while True:
            if self._unpacking.eof:
                rest = self._unpacking.unused_data
                self._unpacking, self._began = self._new(), False
            else:
                rest = b""
            if not rest and self._unpacking.needs_input:
                rest = self._raw.read(_BLOCK)
                if not rest and self._began:
                    raise EOFError("it ends before its end is marked")
                if not rest:
                    return b""
            self._began = True
            if data := self._unpacking.decompress(rest, size):
                found: bytes = data
                return found


_READERS = {"gzip": _gzip, "zstd": _zstd, "bzip2": _bzip2, "xz": _xz}
