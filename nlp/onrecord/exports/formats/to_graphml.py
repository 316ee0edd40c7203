"""Two-mode network of actors and laws as GraphML, for NetworkX, Gephi and visone; the rule of the signs is beside it.

Nodes have `bipartite` (0 an actor, 1 a law), `name`, `label` and `ref`; a law that is only described ("the order") is a node of its
own for each story, and has `story`. By default an edge joins an actor and a law, with
`weight` (claims), `agreement` and `disagreement` (how many of each), `sign` (their difference by their sum, -1 to 1, 0
where there is neither), a count for each stance, `first` and `last` (dates), `articles` and mean `confidence`. With
`edges=claims` there is an edge for each claim. A claim without a date has its article's.

Settings: `edges`, pairs (default) or claims; `targets`, laws (default) or all; `claims`, counted (default) or all; `rule`, a
CSV file in place of the package's rule (see `onrecord.exports.agreement`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.exports.agreement import BESIDE, rule_of, write_beside
from onrecord.exports.graphml import write_graph
from onrecord.exports.network import Network, Tie
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from onrecord.exports.agreement import Rule
    from onrecord.exports.job import Job
    from onrecord.types import Claim, Record

SETTINGS = ("edges", "targets", "claims", "rule")
__all__ = ["BESIDE", "SETTINGS", "write"]


def write(records: Iterable[Record], job: Job) -> int:
    """Write a network and its rule; return the number of records that were read for it.

    Raises:
        InputError: No such setting or folder, or a rule that cannot be read.
    """
    edges = job.choice("edges", "pairs", "claims")
    everything = {name: job.choice(name, first, "all") == "all" for name, first in (("targets", "laws"), ("claims", "counted"))}
    rule, network, count = rule_of(job), Network(), 0
    with replacing(job.path) as temporary:
        for record in records:
            count += 1
            for claim in record.claims:
                if _wanted(claim, job, **everything):
                    network.add(_tie(record, claim, rule))
            _lose(job, record)
        job.lose("characters that XML cannot hold", write_graph(network.nodes, network.edges(pairs=edges == "pairs"), temporary))
    job.files.append(job.path)
    write_beside(rule, job)
    return count


def _wanted(claim: Claim, job: Job, *, targets: bool, claims: bool) -> bool:
    """Whether a claim is an edge; what is none is counted, by the first reason."""
    target = claim.target
    reasons = {
        "claims that are not counted": not (claims or claim.counted),
        "claims whose actor can't be told": claim.actor.name is None,
        "claims without target": target is None,
        "claims on targets that are no laws": not (targets or target is None or target.label == "LAW" or target.kind == "law"),
    }
    reason = next((what for what, holds in reasons.items() if holds), None)
    job.lose(reason or "", reason is not None)
    return reason is None


def _tie(record: Record, claim: Claim, rule: Rule) -> Tie:
    assert claim.target is not None
    return Tie(
        actor=claim.actor,
        target=claim.target,
        claim=claim,
        article=record.id,
        story=record.story or record.id,
        date=claim.statement_date or record.date,
        agreement=rule.agreement(claim),
    )


def _lose(job: Job, record: Record) -> None:
    job.lose("texts of articles")
    for part in ("entities", "quotes", "sentences"):
        job.lose(part, len(getattr(record, part)))
