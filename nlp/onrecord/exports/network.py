"""Claims as the ties of a two-mode network: who is tied to what, how often, with which sign, when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.events.keys import is_named

if TYPE_CHECKING:
    from onrecord.types import Actor, Claim, Target

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One claim."""

    actor: Actor
    target: Target
    claim: Claim
    article: str
    """Id of the article."""
    story: str
    """Id of its story, of the article where it has none: a target without a name is the same in it only."""
    date: str | None
    """When it was said, or else reported."""
    agreement: bool | None
    """Whether the actor agrees with the target, None for neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line between two nodes."""

    source: str
    target: str
    values: Mapping[str, Value]


class Network:
    """Nodes and ties. Actors and targets are apart, also where a name is both."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Value]] = {}
        """Id and values of each node, in the order of the claims."""
        self._ties: dict[tuple[str, str], list[Tie]] = defaultdict(list)

    def add(self, tie: Tie) -> None:
        """Add a tie, and its nodes where they are new."""
        ends = [self._node(tie.actor, 0), self._node(tie.target, 1, None if is_named(tie.target) else tie.story)]
        self._ties[ends[0], ends[1]].append(tie)

    def edges(self, *, pairs: bool) -> Iterator[Edge]:
        """Yield one edge for each pair of nodes, or for each claim."""
        for (source, target), ties in self._ties.items():
            if pairs:
                yield Edge(source=source, target=target, values=_together(ties))
            else:
                yield from (Edge(source=source, target=target, values=_alone(tie)) for tie in ties)

    def _node(self, end: Actor | Target, mode: int, story: str | None = None) -> str:
        """The id of a node: by the lexicon's id, else by the name, else by the words and the story that they stand in."""
        name = end.name or end.text
        key = f"{('actor', 'target')[mode]}:{end.ref or name}" + (f" ({story})" if story is not None else "")
        self.nodes.setdefault(key, {"bipartite": mode, "name": name, "label": end.label, "ref": end.ref, "story": story})
        return key


def _together(ties: list[Tie]) -> dict[str, Value]:
    agree = sum(tie.agreement is True for tie in ties)
    disagree = sum(tie.agreement is False for tie in ties)
    dates = sorted(tie.date for tie in ties if tie.date)
    sure = [tie.claim.confidence for tie in ties if tie.claim.confidence is not None]
    return {
        "weight": len(ties),
        "agreement": agree,
        "disagreement": disagree,
        "sign": (agree - disagree) / (agree + disagree) if agree or disagree else 0.0,
        **Counter(f"stance_{tie.claim.stance}" for tie in ties),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "articles": len({tie.article for tie in ties}),
        "confidence": sum(sure) / len(sure) if sure else None,
    }


def _alone(tie: Tie) -> dict[str, Value]:
    claim = tie.claim
    return {
        "weight": 1,
        "sign": {True: 1.0, False: -1.0, None: 0.0}[tie.agreement],
        "stance": claim.stance,
        "polarity": claim.polarity,
        "stage": claim.stage,
        "date": tie.date,
        "article": tie.article,
        "claim": claim.id,
        "evidence": claim.evidence.text,
        "confidence": claim.confidence,
    }
