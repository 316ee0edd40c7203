"""The files of a run as a file system that knows no others, and that nothing can be written to.

DuckDB may open what it is allowed to, for writing as well: `WITH x AS (COPY … TO …) SELECT …` is a SELECT to it (DuckDB 2.0).
So it is not allowed to open a run's files, but only what this file system gives it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fsspec.spec import AbstractFileSystem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import NoReturn

PROTOCOL = "run"


class Reader:
    """A file that is closed when it is forgotten, for DuckDB does not close what it is done with."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.read = self._file.read
        self.seek = self._file.seek
        self.tell = self._file.tell
        self.close = self._file.close

    def __del__(self) -> None:
        self._file.close()


class RunFiles(AbstractFileSystem):  # type: ignore[misc]
    """Files by name, to be read."""

    protocol = PROTOCOL
    cachable = False

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(skip_instance_cache=True)
        self._files = dict(files)

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(path).removeprefix(f"{PROTOCOL}://")

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Return name, size and time of a file."""
        name = self._strip_protocol(path)
        found = self._file(name).stat()
        return {"name": name, "size": found.st_size, "type": "file", "mtime": found.st_mtime}

    def modified(self, path: str) -> datetime:
        """Return when a file was changed."""
        return datetime.fromtimestamp(self.info(path)["mtime"], tz=UTC)

    def exists(self, path: str, **_: Any) -> bool:
        """Whether there is such a file."""
        return self._strip_protocol(path) in self._files

    def glob(self, path: str, **_: Any) -> list[str]:
        """Return the file of that name, if there is one; no character stands for others."""
        name = self._strip_protocol(path)
        return [name] if name in self._files else []

    def open(self, path: str, mode: str = "rb", **_: Any) -> Reader:
        """Open a file for reading.

        Raises:
            OSError: There is no such file, or it is to be written.
        """
        if mode != "rb":
            self._refuse()
        return Reader(self._file(self._strip_protocol(path)))

    def _file(self, name: str) -> Path:
        if name not in self._files:
            raise FileNotFoundError(name)
        return self._files[name]

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise PermissionError("a query writes nothing")

    rm = rm_file = mv = mkdir = makedirs = touch = cp_file = rmdir = _refuse
