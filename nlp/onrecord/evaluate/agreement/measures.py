"""Everything that is counted of one text in two annotations: marks that both have, and labels of units by both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.evaluate.agreement import claims as matching
from onrecord.evaluate.agreement.quotes import quote_counts
from onrecord.evaluate.claims import named_gold, positions
from onrecord.evaluate.entities import entity_counts, gold_mentions
from onrecord.evaluate.matching import best_matching
from onrecord.evaluate.names import any_same
from onrecord.evaluate.sentences import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.evaluate.agreement.claims import Matched
    from onrecord.evaluate.agreement.coefficients import Tally
    from onrecord.evaluate.agreement.pairing import Pair
    from onrecord.evaluate.claims import Meant
    from onrecord.evaluate.counts import Count
    from onrecord.evaluate.documents import Document
    from onrecord.evaluate.measures import Share
    from onrecord.evaluate.options import Options
    from onrecord.types import Claim

YES = "yes"
_NOMINAL = ("polarity", "stage", "attribution", "jurisdiction")
"""Fields of a claim with labels that can be tallied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The numbers of one pair. A measure that the two do not both label is absent."""

    counts: dict[str, Count] = field(default_factory=dict)
    """Marks that both have, only b, only a."""
    shares: dict[str, Share] = field(default_factory=dict)
    """Matched marks that are equal in a field, out of all."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    """Units by the labels of a and b."""


def measure(pair: Pair, options: Options) -> Measured:
    """Return all numbers of a pair."""
    doc, out = pair.ab, Measured()
    if "claims" in doc.fields:
        _add_sentences(pair, options, out)
        _add_claims(pair, options, out)
        if doc.whole:
            out.counts["positions"] = _positions(pair, options)
    if "entities" in doc.fields:
        _add_entities(pair, out)
    if "quotes" in doc.fields:
        counts, names = quote_counts(pair)
        out.counts.update(counts)
        out.shares["speaker_name"] = names
    return out


def _add_sentences(pair: Pair, options: Options, out: Measured) -> None:
    """Whether each sentence has a claim, and which counted stances, together and one by one.

    A label is made of its annotator's own claims alone, as kappa and alpha suppose. Where unsure claims need not be found, a
    sentence with one on either side is left out, whether the two agree on it or not; `required`, and the stances one by
    one, have every sentence.
    """
    for i in pair.ab.labelled:
        one, two = ([c for c in doc.claims if c.sentence == i] for doc in (pair.ab, pair.ba))
        _tally(out, "detection.required", _carries(one), _carries(two))
        sides = [_counted(claims, options) for claims in (one, two)]
        _tally(out, "stance.required", *(_label(side, options) for side in sides))
        for stance in options.stances:
            _tally(out, f"stance.{stance}", *(YES if stance in side else NONE for side in sides))
        if options.unsure == "optional" and any(c.unsure for c in (*one, *two)):
            continue
        _tally(out, "detection", _carries(one), _carries(two))
        _tally(out, "stance", *(_label(side, options) for side in sides))


def _carries(claims: Sequence[Claim]) -> str:
    return YES if claims else NONE


def _counted(claims: Iterable[Claim], options: Options) -> set[str]:
    return {c.stance for c in claims if c.counted and c.stance in options.stances}


def _label(stances: set[str], options: Options) -> str:
    """The stances of a sentence as one label."""
    return "+".join(s for s in options.stances if s in stances) or NONE


def _add_claims(pair: Pair, options: Options, out: Measured) -> None:
    doc = pair.ab
    for unsure in ("optional", "required"):
        a, b = (matching.said(side, options.stances, required=unsure == "required") for side in (pair.ab, pair.ba))
        pairs = matching.matched(doc, a, b)
        out.counts[f"claims.{unsure}"] = matching.counts(a, b, pairs)
        if unsure != options.unsure:
            continue
        for stance in options.stances:
            one, two = ([x for x in side if x.claim.stance == stance] for side in (a, b))
            out.counts[f"claims.{stance}"] = matching.counts(one, two, [p for p in pairs if p[0].claim.stance == stance])
        out.counts["claims.strict"] = matching.counts(a, b, matching.matched(doc, a, b, strict=True))
        alike = matching.matched(doc, a, b, polarity=False)
        _add_fields(doc, [(x, y) for x, y in alike if not x.unsure and not y.unsure], out)


def _add_fields(doc: Document, pairs: Iterable[Matched], out: Measured) -> None:
    """How far matched claims agree, by field."""
    for x, y in pairs:
        agree = matching.fields(doc, x, y)
        for name, right in agree.items():
            _share(out, name, right=right)
            if name in _NOMINAL:
                _tally(out, name, *(getattr(side.claim, name) or NONE for side in (x, y)))
        one, two = x.claim.target, y.claim.target
        if agree.get("target") and "attribution" in doc.fields and one and two:
            _share(out, "target_kind", right=one.kind == two.kind)
            _tally(out, "target_kind", one.kind, two.kind)


def _positions(pair: Pair, options: Options) -> Count:
    """Positions (actor and stance over an article) that both have, only b, only a."""
    a, b = (_held(doc, options) for doc in (pair.ab, pair.ba))

    def worth(i: int, j: int) -> tuple[int, int] | None:
        x, y = a[i], b[j]
        if x.claim.stance != y.claim.stance or not (not x.names or not y.names or any_same(x.names, y.names)):
            return None
        return int(not x.claim.unsure and not y.claim.unsure), int(not x.claim.unsure or not y.claim.unsure)

    pairs = best_matching(len(a), len(b), worth)
    mine, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        sum(not a[i].claim.unsure and not b[j].claim.unsure for i, j in pairs),
        sum(not y.claim.unsure and j not in theirs for j, y in enumerate(b)),
        sum(not x.claim.unsure and i not in mine for i, x in enumerate(a)),
    )


def _held(doc: Document, options: Options) -> list[Meant]:
    """The positions of the gold side; one whose holder can't be told is never sure."""
    found = positions(m for m in named_gold(doc) if m.claim.counted and m.claim.stance in options.stances)
    if options.unsure == "optional":
        return found
    return [replace(m, claim=replace(m.claim, unsure=not m.names)) for m in found]


def _add_entities(pair: Pair, out: Measured) -> None:
    for name, by_label in entity_counts(pair.ab).items():
        for label, counts in by_label.items():
            out.counts[f"{name}.{label}"] = counts
    for a, b in _words(pair):
        _tally(out, "words", a, b)


def _words(pair: Pair) -> Iterator[tuple[str, str]]:
    """The labels of each word of the labelled sentences: of the entities that it lies in."""
    words = pair.ab.words
    sides: list[dict[int, set[str]]] = [{}, {}]
    for side, doc in zip(sides, (pair.ab, pair.ba), strict=True):
        for start, end, label in gold_mentions(doc):
            for word in words.within((start, end)):
                side.setdefault(word, set()).add(label)
    for i in pair.ab.labelled:
        sentence = pair.a.sentences[i]
        for word in words.within((sentence.start, sentence.end)):
            a, b = ("+".join(sorted(side.get(word, ()))) or NONE for side in sides)
            yield a, b


def _tally(out: Measured, name: str, a: str, b: str) -> None:
    out.tallies.setdefault(name, Counter())[a, b] += 1


def _share(out: Measured, name: str, *, right: bool) -> None:
    equal, every = out.shares.get(name, (0, 0))
    out.shares[name] = equal + right, every + 1
