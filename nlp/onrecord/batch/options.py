"""How a run goes about its work; none of it changes a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onrecord.errors import InputError

Layout = Literal["auto", "files", "shards"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run goes about its work."""

    workers: int = 0
    """Processes that annotate; 0 to annotate in this one."""
    batch_size: int = 8
    """Most articles given to a worker at once."""
    timeout: float | None = None
    """Seconds that an article may take before it is given up, None for any time; for workers only."""
    shard_size: int = 1_000
    """Most articles of a part: what a run that is killed has to do again, and of a shard."""
    layout: Layout = "auto"
    """`files`, `shards`, or `auto`: files up to 10,000 articles."""
    overwrite: bool = False
    """Whether to begin anew, whatever lies in the folder; earlier results stay until the new ones are complete."""
    retry_failed: bool = False
    """Whether articles that failed before are tried again."""
    drop: bool = False
    """Whether earlier results may lose the records of articles that are no longer in the input."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What decides a record beside the article and what the annotator says of itself, values as JSON knows them."""

    def __post_init__(self) -> None:
        """Check the values. Raises InputError."""
        least = {"workers": 0, "batch_size": 1, "shard_size": 1}
        for name, lowest in least.items():
            if getattr(self, name) < lowest:
                raise InputError(f"{name} is {getattr(self, name)}, give {lowest} or more")
        if self.timeout is not None and self.timeout <= 0:
            raise InputError(f"timeout is {self.timeout:g}, give more than 0 seconds, or None")
        if self.timeout is not None and not self.workers:
            raise InputError("timeout needs a worker: give workers=1 or more")
        if self.layout not in ("auto", "files", "shards"):
            raise InputError(f"layout is {self.layout!r}, give auto, files or shards")
