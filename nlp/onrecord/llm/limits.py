"""Not faster than so much a minute."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MINUTE = 60.0


class Pace:
    """A bucket that holds a minute's worth and fills steadily. Safe to use from several threads."""

    def __init__(self, per_minute: float | None, *, clock: Callable[[], float] = monotonic) -> None:
        """Begin with a full bucket.

        Args:
            per_minute: Requests or tokens a minute; None for no limit.
            clock: Gives seconds that never run backwards.
        """
        self._most = per_minute
        self._clock = clock
        self._there = per_minute or 0.0
        self._since = clock()
        self._lock = Lock()

    def take(self, amount: float) -> float:
        """Take from the bucket and return how many seconds to wait before going on.

        More than the bucket holds may be taken: later takers wait until that is made good.
        """
        if self._most is None:
            return 0.0
        with self._lock:
            now = self._clock()
            rate = self._most / _MINUTE
            self._there = min(self._most, self._there + (now - self._since) * rate) - amount
            self._since = now
            return max(0.0, -self._there / rate)

    def give_back(self, amount: float) -> None:
        """Put back what was taken and not used; a negative amount takes what was used beyond it."""
        with self._lock:
            self._there += amount
