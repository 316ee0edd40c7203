"""Claims of two annotators matched one to one, the same whichever of them comes first.

The rules are those of the scorer of systems (`onrecord.evaluate.claims`), so that an agreement can be laid beside the
figure of a system: sentence, stance and polarity are equal, and the actors share at least half their words with an
occurrence of one another in the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from onrecord.evaluate.claims import same_mention, same_target
from onrecord.evaluate.documents import Found
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from onrecord.evaluate.counts import Count
    from onrecord.evaluate.documents import Document
    from onrecord.types import Claim

    Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an annotator says once: claims of one sentence, actor mention, stance and polarity.

    They are several where the mention is a group's, or where one stance is taken on two targets.
    """

    claims: tuple[Claim, ...]
    unsure: bool
    """Whether none of them is sure."""

    @property
    def claim(self) -> Claim:
        """The first of the claims."""
        return self.claims[0]

    @property
    def names(self) -> list[tuple[str, ...]]:
        """The actors' normalised names, each by itself; none where they can't be told."""
        return [(name,) for claim in self.claims for name in normalised(claim.actor.name)]


Matched = tuple[Said, Said]


def said(doc: Document, stances: Collection[str], *, required: bool) -> list[Said]:
    """Return what the gold side of a document says, in the order of the claims' ids.

    Args:
        doc: An annotator's record as gold.
        stances: Stances that are looked at.
        required: Whether claims marked unsure are to be found like any other.
    """
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in doc.claims:
        if claim.stance in stances:
            groups[claim.sentence, claim.actor.text, claim.stance, claim.polarity].append(claim)
    return [Said(claims=tuple(group), unsure=not required and all(c.unsure for c in group)) for group in groups.values()]


def matched(doc: Document, a: Sequence[Said], b: Sequence[Said], *, polarity: bool = True, strict: bool = False) -> list[Matched]:
    """Return the pairs of a largest matching, of which as many as can be are sure on both sides, then alike in more.

    Args:
        doc: The text, a's record as gold.
        a: What one annotator says.
        b: What the other says.
        polarity: Whether polarities must be equal.
        strict: Whether every labelled field must be equal.
    """
    sides = _by_place(a), _by_place(b)
    out: list[Matched] = []
    for place, mine in sides[0].items():
        theirs = sides[1].get(place, [])

        def worth(i: int, j: int, mine: list[Said] = mine, theirs: list[Said] = theirs) -> tuple[int, ...] | None:
            x, y = mine[i], theirs[j]
            if (polarity and x.claim.polarity != y.claim.polarity) or not same_actor(doc, x.claim, y.claim):
                return None
            return None if strict and not all(fields(doc, x, y).values()) else _worth(x, y)

        out += [(mine[i], theirs[j]) for i, j in best_matching(len(mine), len(theirs), worth)]
    return out


def counts(a: Iterable[Said], b: Iterable[Said], pairs: Iterable[Matched]) -> Count:
    """Return how many claims both have, only b, only a.

    A claim that is unsure on either side is neither an agreement nor a disagreement: it and what it matches are left out.
    """
    both = list(pairs)
    mine, theirs = {id(x) for x, _ in both}, {id(y) for _, y in both}
    return (
        sum(not x.unsure and not y.unsure for x, y in both),
        sum(not y.unsure and id(y) not in theirs for y in b),
        sum(not x.unsure and id(x) not in mine for x in a),
    )


def fields(doc: Document, x: Said, y: Said) -> dict[str, bool]:
    """Return whether two claims agree, by field; only fields that both annotators label."""
    one, two = x.claim, y.claim
    agree = {
        "polarity": one.polarity == two.polarity,
        "stage": one.stage == two.stage,
        "actor_name": _same_all(x.names, y.names, any_same),
    }
    if "target" in doc.fields:
        agree["target"] = _same_all(x.claims, y.claims, lambda c, d: target_alike(doc, c, d))
    if "attribution" in doc.fields:
        agree["attribution"] = one.attribution == two.attribution
    if "jurisdiction" in doc.fields:
        agree["jurisdiction"] = one.jurisdiction == two.jurisdiction
    if "dates" in doc.fields:
        agree["statement_date"] = one.statement_date == two.statement_date
        agree["effective_date"] = one.effective_date == two.effective_date
    return agree


def same_actor(doc: Document, a: Claim, b: Claim) -> bool:
    """Whether the actors of two claims are one, by their words in the sentence."""
    return same_mention(doc, a, _placed(b)) or same_mention(doc, b, _placed(a))


def target_alike(doc: Document, a: Claim, b: Claim) -> bool:
    """Whether the targets of two claims are one, by words or by name, or there is none on either side."""
    return same_target(doc, a, _placed(b)) or same_target(doc, b, _placed(a))


def _placed(claim: Claim) -> Found:
    target = (claim.target.start, claim.target.end) if claim.target else None
    return Found(claim=claim, sentence=claim.sentence, actor=(claim.actor.start, claim.actor.end), target=target)


def _by_place(items: Iterable[Said]) -> dict[tuple[int, str], list[Said]]:
    """Claims by sentence and stance, without which they can't match: few at a time, so that every level has its weight."""
    out: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for item in items:
        out[item.claim.sentence, item.claim.stance].append(item)
    return out


def _worth(x: Said, y: Said) -> tuple[int, ...]:
    one, two = x.claim, y.claim
    return (
        int(not x.unsure and not y.unsure),
        int(not x.unsure or not y.unsure),
        int(one.polarity == two.polarity),
        int((one.actor.start, one.actor.end) == (two.actor.start, two.actor.end)),
        int(one.stage == two.stage),
    )


def _same_all(these: Sequence[Item], those: Sequence[Item], same: Callable[[Item, Item], bool]) -> bool:
    """Whether each item of either side is one of the other's."""
    forth = all(any(same(x, y) for y in those) for x in these)
    return forth and all(any(same(x, y) for x in these) for y in those)
