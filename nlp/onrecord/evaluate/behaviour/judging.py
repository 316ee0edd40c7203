"""Whether a system does what an instance asks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.evaluate.behaviour.suite import UNTOLD, Expected, Instance, Phenomenon, Speaker, Test
from onrecord.evaluate.names import any_same, known_as, normalised
from onrecord.evaluate.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.types import Claim, Quote, Record

LEAST_IOU = 0.8
"""Word IoU from which a quote is the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An instance that a system got wrong."""

    id: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a system does on a phenomenon."""

    id: str
    test: Test
    title: str
    n: int
    """Instances judged: texts, or variants of a base."""
    passed: int
    misses: tuple[Miss, ...]
    texts: int = 0
    """Texts of the phenomenon, bases of variants among them."""
    missing: int = 0
    """Texts without a record."""

    @property
    def rate(self) -> float:
        """Share of instances passed."""
        return self.passed / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the rate (Wilson 1927)."""
        z, n, p = 1.959964, self.n, self.rate
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def check(suite: Iterable[Phenomenon], records: Iterable[Record]) -> list[Result]:
    """Return how the system that wrote the records does on each phenomenon; an instance without a record is failed.

    Raises:
        InputError: There are records, and none has the id of a text of the suite.
    """
    by_id, phenomena = {record.id: record for record in records}, list(suite)
    ids = [instance.id for phenomenon in phenomena for instance in phenomenon.instances]
    if by_id and ids and by_id.keys().isdisjoint(ids):
        raise InputError(f"no record has the id of a text of the suite, such as {ids[0]!r}: give records the ids of its texts")
    return [_result(phenomenon, by_id) for phenomenon in phenomena]


def _result(phenomenon: Phenomenon, records: Mapping[str, Record]) -> Result:
    bases = {instance.id: instance for instance in phenomenon.instances}
    judged = [i for i in phenomenon.instances if phenomenon.test == "minimum" or i.base]
    misses = []
    for instance in judged:
        base = bases.get(instance.base or "")
        why = next(_complaints(phenomenon.test, instance, base, records), None)
        if why:
            misses.append(Miss(id=instance.id, text=instance.text, why=why))
    return Result(
        id=phenomenon.id,
        test=phenomenon.test,
        title=phenomenon.title,
        n=len(judged),
        passed=len(judged) - len(misses),
        misses=tuple(misses),
        texts=len(bases),
        missing=len(bases.keys() - records.keys()),
    )


def _complaints(test: Test, instance: Instance, base: Instance | None, records: Mapping[str, Record]) -> Iterator[str]:
    for needed in (instance, base):
        if needed and needed.id not in records:
            yield f"no record {needed.id}"
            return
    record = records[instance.id]
    if test == "minimum" or base is None:
        yield from _wrong_claims(instance.claims, record.claims)
        yield from (f"speaker of {s.words!r}" for s in instance.speakers if not _spoken(s, record))
    elif test == "invariance":
        yield from _changed(instance, base, records[base.id], record)
    else:
        yield from _unmoved(instance, base, records[base.id], record)


def _wrong_claims(expected: Sequence[Expected], claims: Sequence[Claim]) -> Iterator[str]:
    """Claims that were not found, then claims that the text does not make."""
    for want in expected:
        if want.needed and not any(_is(want, claim) for claim in claims):
            yield f"not found: {_say(want)}"
    for claim in claims:
        if not any(_is(want, claim) for want in expected):
            yield f"not in the text: {_tell(claim)}"


def _changed(instance: Instance, base: Instance, before: Record, after: Record) -> Iterator[str]:
    """What differs between a text and its variant, names swapped."""
    if any(want.needed for want in base.claims) and not before.claims:
        yield "nothing found in the base"
    mine = [(_swapped(claim, instance.swap), claim) for claim in before.claims]
    theirs = [(_names(claim), claim) for claim in after.claims]
    for these, those, what in ((mine, theirs, "lost"), (theirs, mine, "new")):
        for names, claim in these:
            if not any(_same_claim(claim, other) and (names == others or any_same(names, others)) for others, other in those):
                yield f"{what}: {_tell(claim)}"


def _unmoved(instance: Instance, base: Instance, before: Record, after: Record) -> Iterator[str]:
    """Why a directional variant fails: its base fails, or its claim did not go where it should."""
    needed = [want for want in base.claims if want.needed]
    for want in needed:
        if not any(_is(want, claim) for claim in before.claims):
            yield f"not found in the base: {_say(want)}"
    kind, _, value = instance.change.partition("=")
    for want in (w for w in needed if w not in instance.claims):
        old = [c for c in before.claims if _is(want, c)]
        same = [c for c in after.claims if _is_actor(want.actor, c)]
        stances = [c for c in same if c.stance == want.stance]
        if not _moved(kind, value, want, same=same, stances=stances, old=old):
            yield f"{_say(want)} did not change as asked ({instance.change})"


def _moved(kind: str, value: str, want: Expected, *, same: list[Claim], stances: list[Claim], old: list[Claim]) -> bool:
    match kind:
        case "drop":
            return not any(c.counted for c in stances)
        case "negate":
            return bool(stances) and all(c.polarity != want.polarity for c in stances)
        case "stage":
            return any(c.stage == value and c.polarity == want.polarity for c in stances)
        case "stance":
            return any(c.stance == value for c in same)
    counted = [c.confidence for c in stances if c.counted]
    known = [c.confidence for c in old if c.confidence is not None]
    return not counted or (bool(known) and all(c is not None and c <= max(known) for c in counted))


def _is(want: Expected, claim: Claim) -> bool:
    right = (want.stance, want.polarity) == (claim.stance, claim.polarity) and want.stage in (None, claim.stage)
    return right and _is_actor(want.actor, claim)


def _is_actor(actor: str, claim: Claim) -> bool:
    return claim.actor.name is None if actor == UNTOLD else any_same(normalised(actor), _names(claim))


def _names(claim: Claim) -> tuple[str, ...]:
    return tuple(name for names in known_as(claim.actor.name, claim.actor.text) for name in names)


def _swapped(claim: Claim, swap: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names that a base's actor should have in the variant."""
    new = dict(swap)
    if not new:
        return _names(claim)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(old)}(?!\w)" for old in sorted(new, key=len, reverse=True)))
    name, text = (s and pattern.sub(lambda found: new[found[0]], s) for s in (claim.actor.name, claim.actor.text))
    return tuple(one for names in known_as(name, text) for one in names)


def _same_claim(a: Claim, b: Claim) -> bool:
    return (a.stance, a.polarity, a.counted) == (b.stance, b.polarity, b.counted)


def _spoken(want: Speaker, record: Record) -> bool:
    """Whether a quote with these words has this speaker, and speaks for this organisation."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in want.words.split()))
    words = Words(record.text, joined=True)
    for found in pattern.finditer(record.text):
        for quote in record.quotes:
            spans = [(quote.start, quote.end), *((p.start, p.end) for p in quote.spans)]
            if any(words.iou(found.span(), span) >= LEAST_IOU for span in spans) and _speaks(want, quote):
                return True
    return False


def _speaks(want: Speaker, quote: Quote) -> bool:
    if want.name is None:
        return quote.speaker is None
    said = quote.speaker.text if quote.speaker else ""
    right = any_same(normalised(want.name), normalised(quote.speaker_name)) or set(want.name.split()) <= set(
        re.findall(r"[\w'’-]+", said)
    )
    return right and (want.organization is None or any_same(normalised(want.organization), normalised(quote.organization)))


def _say(want: Expected) -> str:
    extra = [word for word in ("negated" if want.polarity == "negated" else None, want.stage) if word]
    return ", ".join((f"{want.actor}: {want.stance}", *extra))


def _tell(claim: Claim) -> str:
    extra = ["negated"] if claim.polarity == "negated" else []
    return ", ".join((f"{claim.actor.name or UNTOLD}: {claim.stance}", *extra, claim.stage))
