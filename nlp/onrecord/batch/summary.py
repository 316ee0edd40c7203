"""What a run did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.batch.publish import total_of
from onrecord.types import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.batch.home import Home, Piece
    from onrecord.types import Failure, Stance

FIRST = 5
"""Failures that a summary shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did. `articles_in == records + failures`, always."""

    articles_in: int
    records: int
    failures: int
    claims: int
    """All claims, those that tables do not count included."""
    words: int
    """Words read, white space between them."""
    seconds: float
    """From the first article to the last, writing included."""
    truncated: int
    """Records of which only the beginning was read."""
    table: Mapping[str | None, Mapping[Stance, int]]
    """Counted claims of each actor by stance; the actor None stands for those who can't be told."""
    stances: tuple[Stance, ...] = STANCES
    """The stances that the annotator tells apart, in order."""
    first_failures: tuple[Failure, ...] = ()
    """The first few failures, all of which stand in failures.jsonl."""
    kept: int = 0
    """Articles that an earlier run, or an earlier try of this one, had done."""
    kept_words: int = 0
    """Words of them."""
    dropped: int = 0
    """Records of the earlier results whose articles are no longer in the input."""

    @property
    def words_per_second(self) -> float:
        """Words read in a second of this run, 0.0 when no time passed."""
        return (self.words - self.kept_words) / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Tally:
    """What cannot be told from the parts afterwards."""

    kept: int = 0
    kept_words: int = 0
    dropped: int = 0


def summary_of(home: Home, pieces: Sequence[Piece], tally: Tally, *, seconds: float) -> Summary:
    """Return the summary of a run, before its results get their names."""
    total = total_of(home, pieces)
    return Summary(
        articles_in=total.articles,
        records=total.records,
        failures=total.failures,
        claims=total.claims,
        words=total.words,
        truncated=total.truncated,
        seconds=seconds,
        table=_table(home, pieces),
        first_failures=tuple(_first_failures(home, pieces)) if total.failures else (),
        kept=tally.kept,
        kept_words=tally.kept_words,
        dropped=tally.dropped,
    )


def _table(home: Home, pieces: Sequence[Piece]) -> dict[str | None, Counter[Stance]]:
    found: dict[str | None, Counter[Stance]] = {}
    for piece in pieces:
        for (actor, stance), n in home.store(piece).table(piece.name).items():
            found.setdefault(actor, Counter())[stance] += n
    return found


def _first_failures(home: Home, pieces: Sequence[Piece]) -> Iterator[Failure]:
    left = FIRST
    for piece in pieces:
        if not home.store(piece).counts(piece.name).failures:
            continue
        for entry in home.store(piece).entries(piece.name):
            if entry.failure:
                yield entry.failure
                left -= 1
                if not left:
                    return
