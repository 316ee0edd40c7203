"""What was asked and what it cost: a JSON line for each question, and the sum of a run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Literal

from onrecord.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.llm.settings import Price

Outcome = Literal["answered", "cached", "truncated", "malformed", "failed"]
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one question, None where the endpoint does not say."""

    input: int | None = None
    output: int | None = None
    cached_input: int | None = None
    """Those of `input` that the endpoint had in its own cache."""

    @property
    def total(self) -> int | None:
        """Input and output together, None where either is unknown."""
        return None if self.input is None or self.output is None else self.input + self.output

    def cost(self, price: Price | None) -> float | None:
        """Return what they cost, in the price's currency; None where tokens or price are unknown."""
        if price is None or self.input is None or self.output is None:
            return None
        kept = min(self.cached_input or 0, self.input)
        cheap = price.input if price.cached_input is None else price.cached_input
        return ((self.input - kept) * price.input + kept * cheap + self.output * price.output) / _MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question: a request that was sent, or an answer taken from the cache."""

    article: str
    """Id of the article."""
    key: str
    """Digest of what was asked, the name of the answer's file in the cache."""
    model: str
    endpoint: str
    outcome: Outcome
    reason: str | None = None
    """Why there is no answer."""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """The sum of a run."""

    requests: int = 0
    """Requests that were sent, failed ones included."""
    failed: int = 0
    """Those without a usable answer."""
    cached: int = 0
    """Answers taken from the cache: they cost nothing."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    """Of the requests whose cost is known."""
    unpriced: int = 0
    """Answers whose cost is unknown: the endpoint gave no tokens, or the settings no price."""
    currency: str = ""

    def __str__(self) -> str:
        asked = f"{self.requests:,} requests ({self.failed:,} failed), {self.cached:,} answers from the cache"
        tokens = f"{self.input_tokens:,} tokens in, {self.output_tokens:,} out"
        priced = self.requests - self.failed > self.unpriced or not self.requests
        cost = f"{self.cost:.4f} {self.currency}".rstrip() if priced else "cost unknown"
        return f"{asked}; {tokens}; {cost}" + (f" and {self.unpriced:,} of unknown cost" if priced and self.unpriced else "")


class Ledger:
    """Appends to a file of lines and keeps the sum. Safe to use from several threads; several runs may share a file."""

    def __init__(self, path: Path, price: Price | None) -> None:
        self.path = path
        self._price = price
        self._lock = Lock()
        self._spent = Spent(currency=price.currency if price else "")

    @property
    def spent(self) -> Spent:
        """The sum since the ledger was opened."""
        with self._lock:
            return self._spent

    def add(self, line: Line) -> None:
        """Write a line down.

        Raises:
            InputError: The file cannot be written.
        """
        cost = line.usage.cost(self._price) if line.outcome != "cached" else 0.0
        row = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **asdict(line)}
        row |= {"seconds": round(line.seconds, 3), "cost": cost, "currency": self._spent.currency or None}
        text = json.dumps(row, ensure_ascii=True) + "\n"
        with self._lock:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with self.path.open("a", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except OSError as error:
                raise InputError(f"{self.path}: cannot be written ({error.strerror}), set `ledger` in the settings") from None
            self._spent = _sum(self._spent, line, cost)


def _sum(spent: Spent, line: Line, cost: float | None) -> Spent:
    if line.outcome == "cached":
        return replace(spent, cached=spent.cached + 1)
    failed = line.outcome in ("malformed", "failed")
    return replace(
        spent,
        requests=spent.requests + 1,
        failed=spent.failed + failed,
        input_tokens=spent.input_tokens + (line.usage.input or 0),
        output_tokens=spent.output_tokens + (line.usage.output or 0),
        cost=spent.cost + (cost or 0.0),
        unpriced=spent.unpriced + (cost is None and line.outcome != "failed"),
    )
