"""Which run it is: a new one, or one that was broken off and goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.batch.settings import Settings, check_same
from onrecord.batch.store import RETRIED

if TYPE_CHECKING:
    from onrecord.batch.home import Home
    from onrecord.batch.index import Index
    from onrecord.batch.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run, as far as what lies in its folder goes."""

    settings: Settings
    fresh: bool
    """Whether it begins anew, without the results that have their names."""
    retry: bool
    """Whether articles that failed in earlier runs are tried again."""
    goes_on: bool
    """Whether what lies in the folder of the unfinished run is its own."""

    @property
    def about(self) -> dict[str, Any]:
        """The run as JSON objects, to be found by one that goes on with it."""
        return {"settings": self.settings.as_dict(), "fresh": self.fresh, "retry": self.retry}

    def remember(self, home: Home, index: Index) -> None:
        """Take in what is done of this run, and of the results that have their names unless it begins anew."""
        for piece in home.pieces():
            if not self.fresh if piece.published else self.goes_on:
                failures = not self.retry or piece.name.endswith(RETRIED)
                index.add(home.store(piece).entries(piece.name), *home.records(piece), failures=failures)


def run_in(home: Home, settings: Settings, how: Options) -> Run:
    """Return the run that is asked for; nothing is changed.

    Raises:
        InputError: The folder holds results of other settings, or an unfinished run of them.
    """
    found = home.run
    if how.overwrite and not (found and found["fresh"] and found["settings"] == settings.as_dict()):
        found = None  # a run that was to begin anew goes on, any other one is given up
    fresh = how.overwrite or bool(found and found["fresh"])
    for earlier in (found, None if fresh else home.manifest):
        if earlier:
            check_same(earlier["settings"], settings, where=str(home.folder))
    retry = how.retry_failed or bool(found and found["retry"])
    return Run(settings=settings, fresh=fresh, retry=retry, goes_on=found is not None)
