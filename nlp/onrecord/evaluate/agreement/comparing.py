"""What two annotators see differently, in short words: sentence by sentence for claims and names, and for quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.evaluate.agreement.claims import Said, fields, same_actor
from onrecord.evaluate.agreement.quotes import distinct_quotes, same_name_of_speaker
from onrecord.evaluate.agreement.stretches import Stretches
from onrecord.evaluate.entities import gold_mentions
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.quotes import Reported, same_speaker
from onrecord.evaluate.words import Words
from onrecord.records.places import overlap

if TYPE_CHECKING:
    from collections.abc import Hashable

    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.evaluate.documents import Document
    from onrecord.evaluate.entities import Mention
    from onrecord.types import Claim, Quote, Target

_NONE = "none"
_WORDS = {"statement_date": "statement date", "effective_date": "effective date"}
_PLAIN = ("polarity", "stage", "attribution", "jurisdiction", "statement_date", "effective_date")
"""Fields of a claim whose values can be shown as they are."""


def sentence_differences(pair: Pair) -> dict[int, list[str]]:
    """Return what differs in claims and names, by index of the labelled sentence; nothing for those where nothing does."""
    stretches = Stretches(pair.a)
    out: dict[int, list[str]] = defaultdict(list)
    if "claims" in pair.ab.fields:
        sides = [_by_sentence(doc) for doc in (pair.ab, pair.ba)]
        for i in pair.ab.labelled:
            out[i] += _claims(pair.ab, *(side.get(i, []) for side in sides))
    if "entities" in pair.ab.fields:
        names = [gold_mentions(doc) for doc in (pair.ab, pair.ba)]
        for i in sorted({stretches.home(mention[0]) for side in names for mention in side}):
            out[i] += _entities(*(sorted(m for m in side if stretches.home(m[0]) == i) for side in names))
    return {i: list(dict.fromkeys(words)) for i, words in sorted(out.items()) if words}


def quote_differences(pair: Pair) -> dict[tuple[int, int], list[str]]:
    """Return what differs in quotes, by first and last sentence of every run of sentences that quotes hold together.

    The list is empty for a run in which nothing differs.
    """
    if "quotes" not in pair.ab.fields:
        return {}
    words, stretches = Words(pair.a.text, joined=True), Stretches(pair.a)
    sides = [distinct_quotes(record, words) for record in (pair.a, pair.b)]
    out: dict[tuple[int, int], list[str]] = {}
    for first, last in _runs(stretches, [*pair.a.quotes, *pair.b.quotes]):
        mine, theirs = ([r for r in side if first <= stretches.home(r.quote.start) <= last] for side in sides)
        out[first, last] = list(dict.fromkeys(_quotes(pair, words, mine, theirs)))
    return out


def _by_sentence(doc: Document) -> dict[int, list[Said]]:
    """The gold side's claims; those of a group's members are one, those with two targets are two."""
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for c in doc.claims:
        target = (c.target.start, c.target.end) if c.target else None
        groups[c.sentence, c.actor.start, c.actor.end, c.stance, c.polarity, target].append(c)
    out: dict[int, list[Said]] = defaultdict(list)
    for group in groups.values():
        out[group[0].sentence].append(Said(claims=tuple(group), unsure=all(c.unsure for c in group)))
    return out


def _claims(doc: Document, a: Sequence[Said], b: Sequence[Said]) -> Iterator[str]:
    pairs, mine, theirs = _paired(doc, a, b, one_stance=True)
    more, mine, theirs = _paired(doc, mine, theirs, one_stance=False)
    for x, y in (*pairs, *more):
        yield from _one_claim(doc, x, y)
    for side, alone in (("a", mine), ("b", theirs)):
        for x in alone:
            yield f"{'unsure claim' if x.unsure else 'claim'} only in {side}"


def _paired(
    doc: Document, a: Sequence[Said], b: Sequence[Said], *, one_stance: bool
) -> tuple[list[tuple[Said, Said]], list[Said], list[Said]]:
    """Claims of one actor, and what is left of either side."""

    def worth(i: int, j: int) -> tuple[int, ...] | None:
        x, y = a[i], b[j]
        if not same_actor(doc, x.claim, y.claim) or (one_stance and x.claim.stance != y.claim.stance):
            return None
        agree = fields(doc, x, y)
        exact = (x.claim.actor.start, x.claim.actor.end) == (y.claim.actor.start, y.claim.actor.end)
        return int(agree["polarity"]), int(exact), int(agree.get("target", True)), int(agree["stage"])

    found = best_matching(len(a), len(b), worth)
    mine, theirs = {i for i, _ in found}, {j for _, j in found}
    return (
        [(a[i], b[j]) for i, j in found],
        [x for i, x in enumerate(a) if i not in mine],
        [y for j, y in enumerate(b) if j not in theirs],
    )


def _one_claim(doc: Document, x: Said, y: Said) -> Iterator[str]:
    one, two, agree = x.claim, y.claim, fields(doc, x, y)
    places = [doc.words.within((c.actor.start, c.actor.end)) for c in (one, two)]
    if one.stance != two.stance:
        yield f"stance: {one.stance} / {two.stance}"
    if places[0] != places[1]:
        yield "actor boundary"
    if not agree["actor_name"]:
        yield f"actor name: {_names(x)} / {_names(y)}"
    if not agree.get("target", True):
        yield f"target: {_target(one.target)} / {_target(two.target)}"
    elif "attribution" in doc.fields and one.target and two.target and one.target.kind != two.target.kind:
        yield f"target kind: {one.target.kind} / {two.target.kind}"
    for name in _PLAIN:
        if not agree.get(name, True):
            yield f"{_WORDS.get(name, name)}: {getattr(one, name) or _NONE} / {getattr(two, name) or _NONE}"
    if x.unsure != y.unsure:
        yield "unsure: yes / no" if x.unsure else "unsure: no / yes"


def _names(said: Said) -> str:
    return "; ".join(dict.fromkeys(c.actor.name for c in said.claims if c.actor.name)) or _NONE


def _target(target: Target | None) -> str:
    return target.text if target else _NONE


def _entities(a: Sequence[Mention], b: Sequence[Mention]) -> Iterator[str]:
    """Differences of the names that are not the same on both sides."""
    mine, theirs = [m for m in a if m not in b], [m for m in b if m not in a]

    def worth(i: int, j: int) -> tuple[int, int] | None:
        x, y = mine[i], theirs[j]
        return (int(x[:2] == y[:2]), int(x[2] == y[2])) if overlap(x[:2], y[:2]) else None

    pairs = best_matching(len(mine), len(theirs), worth)
    for i, j in pairs:
        if mine[i][:2] != theirs[j][:2]:
            yield "entity boundary"
        if mine[i][2] != theirs[j][2]:
            yield f"entity label: {mine[i][2]} / {theirs[j][2]}"
    if len(mine) > len(pairs):
        yield "entity only in a"
    if len(theirs) > len(pairs):
        yield "entity only in b"


def _runs(stretches: Stretches, quotes: Sequence[Quote]) -> list[tuple[int, int]]:
    """Runs of sentences, none sharing one with another, that hold all quotes."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(stretches.of_quote(quote) for quote in quotes):
        if out and first <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], last)
        else:
            out.append((first, last))
    return out


def _quotes(pair: Pair, words: Words, a: Sequence[Reported], b: Sequence[Reported]) -> Iterator[str]:
    def worth(i: int, j: int) -> tuple[int, int] | None:
        same = int(a[i].words == b[j].words), int(a[i].quote.kind == b[j].quote.kind)
        return same if a[i].words & b[j].words else None

    pairs = best_matching(len(a), len(b), worth)
    for i, j in pairs:
        if a[i].words != b[j].words:
            yield "quote boundary"
        yield from _one_quote(pair, words, a[i].quote, b[j].quote)
    if len(a) > len(pairs):
        yield "quote only in a"
    if len(b) > len(pairs):
        yield "quote only in b"


def _one_quote(pair: Pair, words: Words, x: Quote, y: Quote) -> Iterator[str]:
    """What differs in quotes of the same words, or nearly."""
    if x.kind != y.kind:
        yield f"quote kind: {x.kind} / {y.kind}"
    if not (same_speaker(pair.ab, words, x, y) or same_speaker(pair.ba, words, y, x)):
        yield f"speaker: {x.speaker.text if x.speaker else _NONE} / {y.speaker.text if y.speaker else _NONE}"
    if not same_name_of_speaker(x, y):
        names = [" of ".join(n for n in (q.speaker_name, q.organization) if n) or _NONE for q in (x, y)]
        yield f"speaker name: {names[0]} / {names[1]}"
