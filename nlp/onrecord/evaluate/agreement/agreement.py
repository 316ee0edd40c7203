"""How far two annotators agree, field by field, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.evaluate.agreement.measures import measure
from onrecord.evaluate.agreement.pairing import join, make_pair
from onrecord.evaluate.agreement.rows import Row, make_row, specs
from onrecord.evaluate.options import Options, for_scheme
from onrecord.evaluate.statistics import bootstrap_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.types import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement of two annotators."""

    rows: tuple[Row, ...]
    documents: int
    """Documents: records of both, those of one cluster taken together."""
    records: int
    """Records that both have."""
    sentences: int
    """Sentences that both labelled."""
    only_a: tuple[str, ...]
    """Ids of records that only a has; they are not compared."""
    only_b: tuple[str, ...]
    """Ids of records that only b has."""
    options: Options

    def __getitem__(self, name: str) -> Row:
        """Return the row with an id such as `stance.kappa`, `stage.share` or `claims.optional`."""
        for row in self.rows:
            if row.id == name:
                return row
        raise KeyError(name)


def agree(a: Iterable[Record], b: Iterable[Record], options: Options | None = None) -> Agreement:
    """Return the agreement of two annotators on the records that both have, joined by id.

    Neither is gold: every value stays the same when they change places.

    Args:
        a: Records of one annotator, a person or a system.
        b: Records of the other, in any order.
        options: Stances, claims, unsure claims, bootstrap; all five stances where none are given. With unsure `optional` a
            claim that either side marks unsure is neither agreement nor disagreement, and a sentence with one is left out;
            the `required` rows leave nothing out. With claims `counted` both sides leave out what tables leave out.

    Raises:
        InputError: One annotator has an id twice, the two share no id, a text or its sentences differ, or the options
            have a threshold.
    """
    chosen = options or Options(scheme="five")
    if chosen.threshold is not None:
        raise InputError("an agreement has no threshold of confidence, leave it out or filter the records first")
    joined = join(a, b)
    chosen = for_scheme(chosen, [x for x, _ in joined.both], [y for _, y in joined.both])
    pairs = [make_pair(x, y, cluster=chosen.cluster, counted=chosen.claims == "counted") for x, y in joined.both]
    measured = [measure(pair, chosen) for pair in pairs]
    weights = _weights(pairs, chosen)
    return Agreement(
        rows=tuple(make_row(spec, measured, weights, chosen) for spec in specs(chosen)),
        documents=len({pair.cluster for pair in pairs}),
        records=len(pairs),
        sentences=sum(len(pair.ab.labelled) for pair in pairs),
        only_a=joined.only_a,
        only_b=joined.only_b,
        options=chosen,
    )


def _weights(pairs: Sequence[Pair], options: Options) -> Any:
    """How often the bootstrap draws each pair; None where there is nothing to draw from."""
    clusters = [pair.cluster for pair in pairs]
    if not options.bootstrap or len(set(clusters)) == 1:
        return None
    return bootstrap_weights(clusters, samples=options.bootstrap, seed=options.seed)
