"""Files and folders by path or URL, over fsspec."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from onrecord.articles.packed import unpacked
from onrecord.articles.sources import Source, failure, find_sources, without_suffix
from onrecord.records.files import replacing
from onrecord.types import Failure

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class FarSource(Source):
    """A file that any machine can open by its URL."""

    url: str

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader]:
        """Open the file for reading bytes, unpacked when its suffix says that it is packed."""
        import fsspec

        with fsspec.open(self.url, "rb").open() as raw, unpacked(raw, self.file.suffix.lower()) as stream:
            yield stream


def far_sources(given: str) -> Iterator[FarSource | Failure]:
    """Yield the files that an input stands for, in order: itself, or those of a folder, hidden ones left out.

    Args:
        given: A path, which every machine has to see, or a URL that fsspec knows, such as `s3://bucket/news`.
    """
    if "://" not in given:
        for source in find_sources(given, recursive=True):
            far = (
                source
                if isinstance(source, Failure)
                else FarSource(source.file, source.path, source.id, str(source.file.absolute()))
            )
            yield far
        return
    import fsspec

    name = PurePosixPath(given).name
    try:
        files, path = fsspec.core.url_to_fs(given)
        inside = sorted(files.find(path)) if files.isdir(path) else [path] if files.exists(path) else []
    except (ImportError, ValueError, OSError) as error:
        yield failure(
            name, given, f"{given}: cannot be listed ({error}), check the URL and the packages for it", error=type(error).__name__
        )
        return
    if not inside:
        yield failure(name, given, f"{given}: no such file or folder, check the URL")
    for file in inside:
        below = PurePosixPath(file).relative_to(path) if file != path else PurePosixPath(name)
        if not any(part.startswith(".") for part in below.parts):
            url = str(files.unstrip_protocol(file))
            yield FarSource(Path(file), url, str(below.with_name(without_suffix(below.name))), url)


class Folder:
    """A folder for results, by path or URL."""

    def __init__(self, where: str) -> None:
        import fsspec

        self.where = where
        self._files, self._root = fsspec.core.url_to_fs(where)
        self._local = "file" in (self._files.protocol if isinstance(self._files.protocol, tuple) else (self._files.protocol,))

    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder in it."""
        return bool(self._files.exists(self._path(name)))

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None when there is none."""
        try:
            return cast("bytes", self._files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, which appears whole or not at all: object stores see to that themselves.

        Raises:
            OSError: The disk is full or the folder may not be written to.
        """
        path = self._path(name)
        if not self._local:
            self._files.pipe_file(path, data)
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(data)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of it, none where there is no such folder."""
        try:
            found: list[Any] = self._files.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(PurePosixPath(path).name for path in found)

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all that is in it; nothing happens when it is not there."""
        if self.exists(name):
            self._files.rm(self._path(name), recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"
