"""One run at a time writes to a folder.

Two things tell whether another run is at work. The system's own lock on the file, which ends with the process that took
it, however it ended; and what the owner wrote into the file: its host, the boot of that host, its process and when that
started, all of it by counts that do not depend on the clock. The second is for network drives on which the first does
not reach from host to host. A lock of this host whose process is gone, or is another one now, is stale and taken over.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from onrecord.errors import InputError

try:
    import fcntl
except ImportError:  # Windows: what the owner wrote has to do
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process that holds a lock."""

    host: str
    boot: str | None
    """Id of the host's present boot, None where the system gives none."""
    pid: int
    started: str | None
    """When the process started, in ticks since boot, None where the system does not say."""

    @classmethod
    def me(cls) -> Owner:
        """Return this process."""
        return cls(host=socket.gethostname(), boot=_boot(), pid=os.getpid(), started=_started(os.getpid()))

    @property
    def alive(self) -> bool:
        """Whether the process may still run; one of another host is taken to."""
        here = Owner.me()
        if self.boot and here.boot and self.boot == here.boot:
            return _runs(self.pid) and _started(self.pid) == self.started
        if self.host != here.host:
            return True
        return not (self.boot or here.boot) and _runs(self.pid)  # another boot of this host: nothing of it is left


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that the file `path` stands for; the file stays, empty.

    Raises:
        InputError: Another run holds it; the message says which.
    """
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            raise InputError(_refusal(path, _owner(file)))
        owner = _owner(file)
        if owner and owner.alive and owner != Owner.me():
            raise InputError(_refusal(path, owner))
        _write(file, json.dumps(asdict(Owner.me())))
        try:
            yield
        finally:
            _write(file, "")


def _take(file: IO[str]) -> bool:
    """Take the system's lock; False when another process has it. Where there is none to take, True."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a network drive without locks
        return True
    return True


def _owner(file: IO[str]) -> Owner | None:
    """Who wrote the file, None when nobody did or it is damaged."""
    file.seek(0)
    try:
        return Owner(**json.loads(file.read()))
    except (TypeError, ValueError):
        return None


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
    os.fsync(file.fileno())


def _refusal(path: Path, owner: Owner | None) -> str:
    folder = path.parent.parent
    if owner is None:
        return f"{folder}: another run writes here, wait until it is finished"
    who = f"process {owner.pid} on {owner.host}"
    if owner.host == Owner.me().host:
        return f"{folder}: another run writes here ({who}), wait until it is finished"
    return f"{folder}: another run writes here ({who}); wait until it is finished, or remove {path} if that host is gone"


def _boot() -> str | None:
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return None


def _started(pid: int) -> str | None:
    """When a process started, None where the system does not say, or where it has ended and only its parent does not know."""
    with suppress(OSError, IndexError):
        # The name in brackets may hold anything, blanks and brackets too.
        values = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return None if values[0] == "Z" else values[19]
    return None


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return True  # os.kill would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
