"""What a format is told when it writes: where, with which settings; and where it says what it could not hold."""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    from onrecord.types import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One export on its way."""

    path: Path
    """The file, or the folder, to write."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """The format's own settings, names checked."""
    lost: Counter[str] = field(default_factory=Counter)
    """What the format cannot hold, and how often."""
    files: list[Path] = field(default_factory=list)
    """What was written, in order; a folder stands for all that is in it."""

    def lose(self, what: str, times: int = 1) -> None:
        """Count something that the format cannot hold; nothing is counted where `times` is 0."""
        if times:
            self.lost[what] += times

    def lose_fields(self, record: Record, names: Mapping[str, str]) -> None:
        """Count the fields of a record that have a value and no place in the format.

        Args:
            record: The record.
            names: Each field, and what it is called in the count.
        """
        for name, called in names.items():
            if getattr(record, name):
                self.lose(called)

    def choice(self, name: str, *choices: str) -> str:
        """Return a setting with a closed set of values, the first of `choices` by default.

        Raises:
            InputError: It has another value.
        """
        value = self.settings.get(name, choices[0])
        if value not in choices:
            raise InputError(f"setting {name} is {value!r}, choose from {', '.join(choices)}")
        return value

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a new folder to fill; it takes the name of `path` once the block ends well, else it is removed.

        Raises:
            InputError: `path` is a file, or a folder with something in it, or its parent does not exist.
        """
        target = self.path
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise InputError(f"{target}: is there already, give a new or empty folder")
        if not target.parent.is_dir():
            raise InputError(f"{target}: there is no folder {target.parent}, make it first")
        temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
        temporary.mkdir()
        try:
            yield temporary
            if target.exists():
                target.rmdir()
            temporary.replace(target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        self.files.append(target)
