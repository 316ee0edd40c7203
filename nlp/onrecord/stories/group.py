"""Articles grouped into stories: signatures find what to compare, the shingles themselves decide."""

from __future__ import annotations

import tempfile
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Any, Literal

from onrecord.errors import InputError
from onrecord.stories.shingles import all_words, body_words, jaccard, shingles
from onrecord.stories.signatures import Signer, candidates

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from onrecord.stories.shingles import Hashes
    from onrecord.types import Record

Copies = Literal["near", "exact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """What counts as a copy."""

    copies: Copies = "near"
    """near: also with another headline, dateline or end; exact: the same words in the same order."""
    threshold: float = 0.5
    """Least Jaccard similarity of two bodies' runs of five words. At 0.5 a copy that lost up to half of its end still joins, and
    two articles that share boilerplate don't, unless it is twice as long as what each says of its own."""
    min_words: int = 30
    """Bodies with fewer words are copies only where all words agree, those of the headline too: teasers behind a paywall are
    alike without telling the same."""

    def __post_init__(self) -> None:
        if not 0.5 <= self.threshold <= 1:
            raise InputError(
                f"the threshold is {self.threshold}, give a Jaccard similarity from 0.5 to 1: below, pairs would be missed"
            )


def stories_of(records: Iterable[Record], how: Copying | None = None) -> dict[str, str]:
    """Return the story of each article: the id of the earliest article of its group, by date, then by id.

    Copies of copies are one group. The groups do not depend on the order of the records. Texts are not kept: an article
    takes about 1 kB of memory, and 8 bytes a word in a temporary file.

    Args:
        records: Annotated articles, read once.
        how: What counts as a copy; near copies by default.

    Raises:
        MissingExtraError: Near copies are asked for and datasketch is not installed.
        InputError: Two records have the same id.
    """
    how = how or Copying()
    with tempfile.TemporaryFile() as spill:
        grouping = _Grouping(how=how, spill=spill, signer=Signer() if how.copies == "near" else None)
        for record in records:
            grouping.add(record)
        return grouping.stories()


@dataclass(slots=True, kw_only=True)
class _Grouping:
    """What is known of the articles so far."""

    how: Copying
    spill: IO[bytes]
    """The shingles of one article of each text, one after another."""
    signer: Signer | None
    articles: dict[str, tuple[bool, str, str]] = field(default_factory=dict)
    """Of each id what the earliest has least of: without a date, date, id."""
    texts: defaultdict[bytes, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Ids of the articles of each text, by the digest of its words."""
    owners: list[str] = field(default_factory=list)
    """Of each signature one article's id."""
    signatures: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("q", [0]))
    """Where the shingles of each signature end in the spill, counted in shingles."""

    def add(self, record: Record) -> None:
        if record.id in self.articles:
            raise InputError(f"article {record.id!r} stands twice in the records, give each article once")
        self.articles[record.id] = (record.date is None, record.date or "", record.id)
        words = body_words(record)
        short = len(words) < self.how.min_words
        compared = all_words(record) if short else words
        if not compared:
            return  # an article without a word is nobody's copy
        same = self.texts[_digest(compared, short=short)]
        same.append(record.id)
        if self.signer and not short and len(same) == 1:
            found = shingles(words)
            self._keep(record.id, found, self.signer.sign(found))

    def stories(self) -> dict[str, str]:
        from scipy.cluster.hierarchy import DisjointSet

        groups = DisjointSet(self.articles)
        for same in self.texts.values():
            for other in same[1:]:
                groups.merge(same[0], other)
        self._join_near(groups)
        found = {}
        for group in groups.subsets():
            earliest = min(group, key=self.articles.__getitem__)
            found.update(dict.fromkeys(group, earliest))
        return {name: found[name] for name in self.articles}

    def _keep(self, name: str, found: Hashes, signature: NDArray[np.uint32]) -> None:
        self.owners.append(name)
        self.signatures += signature.tobytes()
        self.spill.write(found.tobytes())
        self.ends.append(self.ends[-1] + len(found))

    def _join_near(self, groups: Any) -> None:
        import numpy as np

        if not self.owners:
            return
        for bucket in candidates(np.frombuffer(self.signatures, np.uint32).reshape(len(self.owners), -1)):
            self._join_bucket(groups, bucket.tolist())

    def _join_bucket(self, groups: Any, bucket: list[int]) -> None:
        """Join all pairs of a bucket that are alike; a pair that is joined already is not compared."""
        for i, a in enumerate(bucket):
            rest = [b for b in bucket[i + 1 :] if not groups.connected(self.owners[a], self.owners[b])]
            first = self._shingles(a) if rest else None
            for b in rest:
                if first is not None and jaccard(first, self._shingles(b)) >= self.how.threshold:
                    groups.merge(self.owners[a], self.owners[b])

    def _shingles(self, row: int) -> Hashes:
        import numpy as np

        start, end = self.ends[row], self.ends[row + 1]
        self.spill.seek(start * 8)
        return np.frombuffer(self.spill.read((end - start) * 8), np.uint64)


def _digest(words: list[str], *, short: bool) -> bytes:
    line = f"{int(short)} {' '.join(words)}"
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest()
