"""Spans become the record's entities and quotes, and what claims are joined with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.actors import Who, overlapping
from onrecord.components.claims import Context
from onrecord.components.mentions import Mention
from onrecord.components.names.known import without_verb
from onrecord.components.names.link import Named, link_names
from onrecord.components.people.affiliations import affiliations
from onrecord.components.people.firms import with_told_companies
from onrecord.components.people.persons import people_and_names
from onrecord.components.people.roster import Roster
from onrecord.components.quotes.find import find_quotes
from onrecord.components.quotes.speakers import pieces, resolve_speakers
from onrecord.components.references.article import ArticleView
from onrecord.components.references.nominals import nominal_mentions
from onrecord.components.references.resolve import Reference, resolve_references
from onrecord.types import Entity, Quote, Span

if TYPE_CHECKING:
    from onrecord.components.quotes.find import SpokenQuote
    from onrecord.lexicon import Lexicon

Offsets = tuple[int, int]
_JOINT = re.compile(r"(?:,?\s(?:and|or|&|[-–—]|of|for|in|at)|,)\Z")


@dataclass(frozen=True, slots=True)
class Joined:
    """What the components found in one article, except its claims."""

    entities: tuple[Entity, ...]
    candidates: tuple[Mention, ...]
    """Mentions that may be a claim's actor or target."""
    context: Context


def join(
    text: str,
    sentences: Sequence[Offsets],
    mentions: Sequence[Mention],
    *,
    lexicon: Lexicon,
    published: str | None,
    disable: frozenset[str] = frozenset(),
) -> Joined:
    """Name, attribute and refer back.

    Args:
        text: The article.
        sentences: (start, end) of each sentence.
        mentions: What the encoder found.
        lexicon: Names and ids.
        published: Publication date, YYYY-MM-DD.
        disable: Components to leave out.
    """
    mentions = sorted(with_told_companies(text, mentions))
    named = link_names(text, mentions, lexicon)
    people, named = people_and_names(text, mentions, named)
    names = [*people, *(Mention(n.start, n.end, n.tag, n.score) for n in named)]
    offices = affiliations(text, people, named, date=published, lexicon=lexicon)
    drafts = [] if "quotes" in disable else find_quotes(text, sentences, [*_parts(mentions), *names])
    roster = Roster.of(people, named, text=text, offices=offices, hidden=pieces(drafts), lexicon=lexicon)
    spoken = resolve_speakers(drafts, roster)
    offices = roster.affiliations(named) | offices
    quotes = tuple(_quote(text, q, i) for i, q in enumerate(spoken, 1))
    acting = _acting(text, mentions, named, people, nominal_mentions(text, sentences))
    references: Mapping[Mention, Reference] = {}
    if "references" not in disable:
        article = ArticleView(text, sentences, named)
        references = resolve_references(article, acting, lexicon=lexicon, quotes=quotes, people=offices)
    entities = _entities(text, named, references)
    who = Who(
        text=text,
        named=named,
        people=people,
        affiliations=offices,
        references=references,
        ids={(e.start, e.end): e.id for e in entities},
    )
    context = Context(
        who=who,
        sentences=sentences,
        quotes=quotes,
        anonymous=frozenset(q.id for q, s in zip(quotes, spoken, strict=True) if s.anonymous),
        published=published,
        lexicon=lexicon,
        dates="dates" not in disable,
    )
    return Joined(entities, (*names, *acting, *(m for m in mentions if m.label == "TARGET")), context)


def _parts(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.label in ("CONTENT", "CUE", "SPEAKER")]


def _acting(
    text: str, mentions: Sequence[Mention], named: Sequence[Named], people: Sequence[Mention], nominals: Sequence[Mention]
) -> list[Mention]:
    """Return the nominals, pronouns and groups that may act: the encoder's and the word lists', none that is a name."""
    taken = {(n.start, n.end) for n in named} | {(p.start, p.end) for p in people}
    found = {(m.start, m.end): m for m in [*nominals, *(m for m in mentions if m.label == "ACTOR")]}
    companies = [n for n in named if n.label == "COMPANY"]
    bare = {span: {span, without_verb(text, *span), _without_joint(text, *span)} for span in found}
    return sorted(m for span, m in found.items() if not bare[span] & taken and not _is_part(m, companies))


def _without_joint(text: str, start: int, end: int) -> Offsets:
    """Return the span without the "and", dash or "of" that its last words are: "Norvik and", "Norvik -", "Norvik of"."""
    joint = _JOINT.search(text, start, end)
    return start, joint.start() if joint else end


def _is_part(mention: Mention, companies: Sequence[Named]) -> bool:
    """Whether a mention is a piece of a company's name: the Rowe of "Sellers, Rowe and Co"."""
    return any(n.start <= mention.start and mention.end <= n.end for n in overlapping(companies, mention.start, mention.end))


def _entities(text: str, named: Sequence[Named], references: Mapping[Mention, Reference]) -> tuple[Entity, ...]:
    """Return names, and the nominals and pronouns that stand for exactly one of them, in order of their start."""
    spans = sorted([*((n.start, n.end, n, None) for n in named), *_corefs(named, references)], key=lambda x: x[:2])
    ids = {(start, end): f"e{i}" for i, (start, end, *_) in enumerate(spans, 1)}
    return tuple(
        Entity(
            id=ids[start, end],
            start=start,
            end=end,
            text=text[start:end],
            label=n.tag,
            name=n.name,
            ref=n.ref,
            via="coref" if antecedent else n.via,
            antecedent=ids[antecedent.start, antecedent.end] if antecedent else None,
        )
        for start, end, n, antecedent in spans
    )


def _corefs(named: Sequence[Named], references: Mapping[Mention, Reference]) -> Iterator[tuple[int, int, Named, Named]]:
    """Yield start, end, thing and antecedent of the mentions that stand for one named thing; a person is no thing."""
    starts = [n.start for n in named]
    mentioned: dict[str, list[Named]] = {}
    for n in named:
        mentioned.setdefault(n.key, []).append(n)
    for mention, reference in references.items():
        at = bisect_left(starts, mention.end)
        inside = at > 0 and mention.start < named[at - 1].end
        if reference.kind == "person" or len(reference.names) != 1 or inside:
            continue
        thing = reference.names[0]
        if same := mentioned.get(thing.key):
            yield mention.start, mention.end, thing, same[max(0, bisect_left(same, mention.start, key=lambda n: n.start) - 1)]


def _quote(text: str, quote: SpokenQuote, number: int) -> Quote:
    start, end = quote.spans[0][0], quote.spans[-1][1]
    return Quote(
        id=f"q{number}",
        start=start,
        end=end,
        text=text[start:end],
        spans=tuple(Span.of(text, *s) for s in quote.spans),
        kind=quote.kind,
        cue=Span.of(text, *quote.cue) if quote.cue else None,
        speaker=Span.of(text, *quote.speaker) if quote.speaker else None,
        speaker_name=quote.speaker_name,
        organization=quote.organization,
    )
