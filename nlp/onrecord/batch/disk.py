"""What survives a power cut: bytes reach the disk before a name does, and the name before anything builds on it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from onrecord.records.files import replacing

if TYPE_CHECKING:
    from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until the bytes of a file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system has a call for it (Windows has none)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Wait until the names in a folder, and in the folders in it, are on the disk."""
    for path in folder.iterdir():
        if path.is_dir():
            sync_tree(path)
    sync_folder(folder)


def write_json(value: Any, path: Path) -> None:
    """Write a value as JSON for people; the file appears whole or not at all, and lasts."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, ensure_ascii=True, indent=2) + "\n", encoding="utf-8")
    sync_folder(path.parent)


def read_json(path: Path) -> Any:
    """Return the value that a file of JSON holds, None when there is no such file or it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; nothing happens when it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no second names."""
    with suppress(OSError):
        os.link(old, new)
        return
    shutil.copyfile(old, new)
    sync_file(new)


def fingerprint(path: Path) -> dict[str, Any]:
    """Return the size of a file in bytes and its SHA-256."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
