"""Drafts become the entities, quotes and claims of a record: names are looked up in the lexicon, ids given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from onrecord.components.references.nominals import parse_nominal
from onrecord.llm.names import Name, canonical, clean, is_name, organisation, territory, trimmed
from onrecord.types import Actor, ActorLabel, Claim, Entity, EntityLabel, Quote, Span, Target, Via

if TYPE_CHECKING:
    from onrecord.lexicon import Lexicon
    from onrecord.llm.drafts import ClaimDraft, Drafts, EntityDraft, Placed, QuoteDraft
    from onrecord.llm.ground import Offsets, Status

MOST_MEMBERS = 20
"""Members of a group that are kept."""
_LABELS: tuple[EntityLabel, ...] = ("COMPANY", "GOVERNMENT")


class _Mention(NamedTuple):
    """An entity before it has an id."""

    span: Offsets
    label: EntityLabel
    name: str
    ref: str | None
    status: Status = "exact"
    antecedent: Offsets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What goes into the record."""

    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    doubtful: Mapping[str, Status]
    """Fields whose words were found, but not letter by letter or not in one place only; such as `c1.actor`."""


def build(
    text: str, sentences: Sequence[Offsets], drafts: Drafts, *, lexicon: Lexicon, disable: frozenset[str] = frozenset()
) -> Parts:
    """Return the parts of an article's record. A claim's `confidence` is what the model states.

    Args:
        text: What was read.
        sentences: (start, end) of each sentence.
        drafts: What the model said, looked up in the text.
        lexicon: Names and ids.
        disable: Components to leave out, as in `onrecord.load`.
    """
    doubtful: dict[str, Status] = {}
    names = _names(text, drafts.entities, lexicon)
    claims = [] if "claims" in disable else list(_on_names(drafts.claims, names))
    corefs = [] if "references" in disable else list(_corefs(text, claims, names, lexicon))
    entities = _entities(text, sorted([*names, *corefs]), doubtful)
    quotes = () if "quotes" in disable else tuple(_quotes(text, drafts.quotes, lexicon, doubtful))
    joined = _Joined(text, sentences, {(e.start, e.end): e for e in entities}, quotes, lexicon, "dates" not in disable)
    return Parts(entities=entities, quotes=quotes, claims=tuple(_claims(claims, joined, doubtful)), doubtful=doubtful)


def _names(text: str, drafts: Iterable[EntityDraft], lexicon: Lexicon) -> list[_Mention]:
    """The name mentions in order, none overlapping: of two that do, the longer."""
    kept: list[_Mention] = []
    found = [(trimmed(text, d.at.span, d.item.label, lexicon), d) for d in drafts]
    for (start, end), draft in sorted(found, key=lambda pair: (pair[0][0] - pair[0][1], pair[0])):
        if start < end and not _over(kept, (start, end)):
            name = canonical(draft.item.name, text[start:end], draft.item.label, lexicon)
            insort(kept, _Mention((start, end), draft.item.label, name.name, name.ref, draft.at.status))
    return kept


def _on_names(drafts: Iterable[ClaimDraft], names: Sequence[_Mention]) -> Iterator[ClaimDraft]:
    """The claims, their actors without the article before or the possessive after a name that is an entity."""
    for draft in drafts:
        start, end = draft.actor.span
        over = _over(names, (start, end))
        named = len(over) == 1 and 0 <= over[0].span[0] - start <= len("the ") and 0 <= end - over[0].span[1] <= len("’s")
        yield replace(draft, actor=draft.actor._replace(span=over[0].span)) if named else draft


def _corefs(text: str, claims: Iterable[ClaimDraft], names: Sequence[_Mention], lexicon: Lexicon) -> Iterator[_Mention]:
    """Actors that are a pronoun or nominal and stand for one thing that the article names: mentions that refer back to it."""
    taken: set[Offsets] = set()
    for claim in claims:
        span, members = claim.actor.span, claim.item.actor_names
        named = span in taken or _over(names, span)
        if named or len(members) != 1 or parse_nominal(text[slice(*span)]) is None:
            continue
        meant = canonical(members[0], members[0], claim.item.actor_label, lexicon)
        if same := [m for m in names if m.label in _LABELS and _alike(meant, m)]:
            before = [m for m in same if m.span < span] or same[:1]
            taken.add(span)
            yield _Mention(span, before[-1].label, before[-1].name, before[-1].ref, claim.actor.status, before[-1].span)


def _over(names: Sequence[_Mention], span: Offsets) -> Sequence[_Mention]:
    """The mentions, in order and none overlapping another, that share a character with a span."""
    first = bisect_right(names, span[0], key=lambda m: m.span[1])
    return names[first : bisect_left(names, span[1], lo=first, key=lambda m: m.span[0])]


def _alike(name: Name, mention: _Mention) -> bool:
    return name.ref == mention.ref if name.ref or mention.ref else name.name.casefold() == mention.name.casefold()


def _entities(text: str, mentions: Sequence[_Mention], doubtful: dict[str, Status]) -> tuple[Entity, ...]:
    ids = {m.span: f"e{i}" for i, m in enumerate(mentions, 1)}
    out = []
    for m in mentions:
        surface = text[slice(*m.span)]
        via: Via = "coref" if m.antecedent else "name" if is_name(surface, m.name, m.label) else "alias"
        entity = Entity(
            id=ids[m.span], start=m.span[0], end=m.span[1], text=surface, label=m.label, name=m.name, ref=m.ref,
            via=via, antecedent=ids[m.antecedent] if m.antecedent else None,
        )  # fmt: skip
        out.append(entity)
        _doubt(doubtful, entity.id, m.status)
    return tuple(out)


def _quotes(text: str, drafts: Iterable[QuoteDraft], lexicon: Lexicon, doubtful: dict[str, Status]) -> Iterator[Quote]:
    """The quotes in order, each stretch of words once."""
    first = {tuple(p.span for p in d.pieces): d for d in reversed(list(drafts))}
    for number, (spans, draft) in enumerate(sorted(first.items(), key=lambda pair: pair[0]), 1):
        start, end = spans[0][0], spans[-1][1]
        body = organisation(draft.item.organization, lexicon)
        for i, piece in enumerate(draft.pieces):
            _doubt(doubtful, f"q{number}.spans[{i}]", piece.status)
        for key in ("cue", "speaker"):
            _doubt(doubtful, f"q{number}.{key}", getattr(draft, key) and getattr(draft, key).status)
        yield Quote(
            id=f"q{number}", start=start, end=end, text=text[start:end], spans=tuple(Span.of(text, *s) for s in spans),
            kind=draft.item.kind, cue=_span(text, draft.cue), speaker=_span(text, draft.speaker),
            speaker_name=clean(draft.item.speaker_name), organization=body,
        )  # fmt: skip


class _Joined(NamedTuple):
    """What claims are joined with."""

    text: str
    sentences: Sequence[Offsets]
    entities: Mapping[Offsets, Entity]
    quotes: Sequence[Quote]
    lexicon: Lexicon
    dates: bool

    def actors(self, draft: ClaimDraft) -> Iterator[Actor]:
        """One actor, or one a member of a group; without a name where none is given."""
        item, (start, end) = draft.item, draft.actor.span
        entity = self.entities.get((start, end))
        label: ActorLabel = entity.label if entity and entity.label in _LABELS and item.actor_label == "OTHER" else item.actor_label
        given = list(dict.fromkeys(name for one in item.actor_names if (name := clean(one))))[:MOST_MEMBERS]
        names = [canonical(name, name, label, self.lexicon) for name in given]
        if entity and len(names) < 2:
            names = [Name(entity.name, entity.ref)]
        for name, ref in dict.fromkeys(names) or [(None, None)]:
            yield Actor(
                start=start, end=end, text=self.text[start:end], name=name, label=label, ref=ref,
                entity=entity.id if entity and len(names) < 2 else None,
            )  # fmt: skip

    def target(self, draft: ClaimDraft) -> Target | None:
        """What the stance is about."""
        if draft.target is None:
            return None
        item, (start, end) = draft.item, draft.target.span
        surface = self.text[start:end]
        name = canonical(item.target_name, surface, item.target_label, self.lexicon)
        return Target(
            start=start, end=end, text=surface, name=name.name, label=item.target_label, ref=name.ref, kind=item.target_kind
        )

    def claim(self, draft: ClaimDraft, actor: Actor) -> Claim:
        """The claim of one actor."""
        item, cue = draft.item, draft.cue
        return Claim(
            id="", actor=actor, stance=item.stance, polarity=item.polarity, stage=item.stage, target=self.target(draft),
            jurisdiction=territory(item.jurisdiction, self.lexicon),
            statement_date=item.statement_date if self.dates else None,
            effective_date=item.effective_date if self.dates else None,
            date_source=item.date_source if self.dates and (item.statement_date or item.effective_date) else None,
            sentence=draft.sentence, evidence=Span.of(self.text, *self.sentences[draft.sentence]),
            quotes=tuple(q.id for q in self.quotes if cue and any(s.start <= cue.span[0] < s.end for s in q.spans)),
            attribution=item.attribution, confidence=item.confidence,
        )  # fmt: skip


def _claims(drafts: Iterable[ClaimDraft], joined: _Joined, doubtful: dict[str, Status]) -> Iterator[Claim]:
    """The claims in the order of sentence, actor and stance, each once."""
    first: dict[object, tuple[Claim, ClaimDraft]] = {}
    for draft in drafts:
        for actor in joined.actors(draft):
            claim = joined.claim(draft, actor)
            about = claim.target and (claim.target.start, claim.target.end)
            same = (claim.sentence, claim.stance, claim.polarity, actor.ref or actor.name or actor.start, about)
            first.setdefault(same, (claim, draft))
    found = sorted(first.values(), key=lambda pair: _order(pair[0]))
    for number, (claim, draft) in enumerate(found, 1):
        for key in ("actor", "target"):
            _doubt(doubtful, f"c{number}.{key}", getattr(draft, key) and getattr(draft, key).status)
        yield replace(claim, id=f"c{number}")


def _order(claim: Claim) -> tuple[int, int, str, str]:
    return claim.sentence, claim.actor.start, claim.stance, claim.actor.name or ""


def _span(text: str, at: Placed | None) -> Span | None:
    return Span.of(text, *at.span) if at else None


def _doubt(doubtful: dict[str, Status], where: str, status: Status | None) -> None:
    if status not in (None, "exact"):
        doubtful[where] = status
