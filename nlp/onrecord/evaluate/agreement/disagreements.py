"""Where two annotators differ, one row a sentence and one row a run of quotes, with what each of them has there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from onrecord.evaluate.agreement.comparing import quote_differences, sentence_differences
from onrecord.evaluate.agreement.pairing import join, make_pair
from onrecord.evaluate.agreement.stretches import Stretches
from onrecord.records import to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.types import Record

Parts = dict[str, list[dict[str, Any]]]
"""Claims, entities and quotes as a record's JSON has them, offsets those of the record."""
Kind = Literal["sentence", "quote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One place where two annotators differ."""

    id: str
    """Id of the record."""
    kind: Kind
    """`sentence`: its claims and names differ. `quote`: quotes differ; the text is that of every sentence they reach into."""
    sentence: int
    """Index of the (first) sentence."""
    start: int
    end: int
    text: str
    previous: str | None
    """The sentence before, None at the beginning."""
    next: str | None
    """The sentence after, None at the end."""
    title: str | None
    what: tuple[str, ...]
    """What differs, in short words: a's value first."""
    a: Parts
    """What annotator a has: claims, entities and, for the eyes, quotes of a sentence; quotes only where those differ."""
    b: Parts
    """What annotator b has."""


def disagreements(a: Iterable[Record], b: Iterable[Record]) -> Iterator[Disagreement]:
    """Yield where two annotators differ, in the order of a's records, then of the text.

    All stances are looked at, counted or not, sure or not. Mentions that only refer back, canonical names and lexicon ids of
    entities are not compared.

    Raises:
        InputError: One annotator has an id twice, the two share no id, or a text or its sentences differ.
    """
    for one, two in join(a, b).both:
        yield from pair_disagreements(make_pair(one, two))


def pair_disagreements(pair: Pair, sides: Sequence[dict[str, Any]] | None = None) -> list[Disagreement]:
    """Return where the two records of a pair differ, in the order of the text.

    Args:
        pair: The two records.
        sides: Their JSON, from which the rows' parts are taken, if it is at hand.
    """
    stretches = Stretches(pair.a)
    sides = sides or [to_dict(record) for record in (pair.a, pair.b)]
    rows = [
        _row(pair, stretches, "sentence", (i, i), what, [_of_sentence(side, stretches, i) for side in sides])
        for i, what in sentence_differences(pair).items()
    ]
    rows += [
        _row(pair, stretches, "quote", run, what, [{"quotes": quotes_within(side, stretches, run)} for side in sides])
        for run, what in quote_differences(pair).items()
        if what
    ]
    return sorted(rows, key=lambda row: (row.sentence, row.kind != "sentence"))


def entities_at(side: dict[str, Any], stretches: Stretches, sentence: int) -> list[dict[str, Any]]:
    """Return the entities of a record's JSON that are at home in a sentence."""
    return [e for e in side["entities"] if stretches.home(e["start"]) == sentence]


def quotes_within(side: dict[str, Any], stretches: Stretches, run: tuple[int, int]) -> list[dict[str, Any]]:
    """Return the quotes of a record's JSON that begin in a run of sentences."""
    return [q for q in side["quotes"] if run[0] <= stretches.home(q["start"]) <= run[1]]


def claims_of(side: dict[str, Any], sentence: int) -> list[dict[str, Any]]:
    """Return the claims of a record's JSON that are of a sentence."""
    return [c for c in side["claims"] if c["sentence"] == sentence]


def _of_sentence(side: dict[str, Any], stretches: Stretches, sentence: int) -> Parts:
    return {
        "claims": claims_of(side, sentence),
        "entities": entities_at(side, stretches, sentence),
        "quotes": quotes_within(side, stretches, (sentence, sentence)),
    }


def _row(pair: Pair, stretches: Stretches, kind: Kind, run: tuple[int, int], what: list[str], sides: list[Parts]) -> Disagreement:
    first, last = run
    start, end = stretches.place(first, last)
    return Disagreement(
        id=pair.a.id,
        kind=kind,
        sentence=first,
        start=start,
        end=end,
        text=pair.a.text[start:end],
        previous=stretches.text(first - 1),
        next=stretches.text(last + 1),
        title=pair.a.title if pair.a.title is not None else pair.b.title,
        what=tuple(what),
        a=sides[0],
        b=sides[1],
    )
