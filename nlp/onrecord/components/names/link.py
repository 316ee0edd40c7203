"""Names: which company, country, authority, place or law each name mention stands for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from onrecord.components.mentions import Mention
from onrecord.components.names.added import issuers, missed_names
from onrecord.components.names.article import Form, link_forms
from onrecord.components.names.companies import whole_companies
from onrecord.components.names.known import display, known, same_name, trim
from onrecord.components.names.laws import whole_laws
from onrecord.types import ENTITY_LABELS, ActorLabel, EntityLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.lexicon import Entry, Lexicon


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A name mention `text[start:end]` and what it names."""

    start: int
    end: int
    label: ActorLabel
    """OTHER is no mention's: only for a body that one of its people brings in."""
    name: str
    """Canonical name, no legal suffix: the lexicon's, else what the article mostly calls a company; of others the longest form."""
    ref: str | None = None
    """Id in the lexicon, None when the thing is not in it."""
    via: Literal["name", "alias"] = "name"
    """Whether the mention is the canonical name (legal suffixes aside) or another name for it."""
    score: float = 1.0
    """The encoder's probability for the span; lower for a mention that only the lexicon found."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the thing's country, or EU; None when not known."""
    kind: str | None = None
    """What the lexicon says the thing is: a company's sector, an authority's kind, country, capital."""

    @property
    def tag(self) -> EntityLabel:
        """The label of what the article does mention by name."""
        return cast("EntityLabel", self.label)

    @property
    def key(self) -> str:
        """What two mentions of one thing share."""
        return self.ref or self.name.casefold()


def link_names(text: str, mentions: Sequence[Mention], lexicon: Lexicon, *, add: bool = True) -> list[Named]:
    """Return the article's name mentions with canonical names and ids, in order, none overlapping.

    The encoder decides what is a name and of which kind; the lexicon says which thing it is. With `add`, names that
    the lexicon finds and the encoder missed come in when they are unambiguous, or when the encoder tagged the same
    words elsewhere in the article.

    Args:
        text: The article.
        mentions: The encoder's mentions; other labels than COMPANY, GOVERNMENT, LAW and PLACE are ignored.
        lexicon: Names and ids.
        add: Whether to add names that only the lexicon found.
    """
    kept = _mended(text, _without_overlaps(_trimmed(text, mentions, lexicon)))
    if add:
        people = [m for m in mentions if m.label == "PERSON"]
        kept = sorted([*kept, *missed_names(text, kept, people, lexicon)])
        kept = sorted([*kept, *issuers(text, kept, people)])
    surfaces = [(text[m.start : m.end], _label(m)) for m in kept]
    entries = {(surface, label): known(surface, label, lexicon) for surface, label in dict.fromkeys(surfaces)}
    forms = [Form.of(m, named[0], entries[named]) for m, named in zip(kept, surfaces, strict=True)]
    return [_named(form, entry, name) for form, entry, name in link_forms(text, forms)]


def _label(mention: Mention) -> EntityLabel:
    return cast("EntityLabel", mention.label)


def _trimmed(text: str, mentions: Iterable[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    for m in mentions:
        if m.label in ENTITY_LABELS:
            own = m.label == "COMPANY" and lexicon.ends_possessive(text[m.start : m.end])
            start, end = trim(text, m.start, m.end, possessive=not own)
            if start < end:
                yield Mention(start, end, m.label, m.score)


def _mended(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the borders of laws and companies mended."""
    laws = whole_laws(text, [m for m in mentions if m.label == "LAW"])
    companies = whole_companies(text, [m for m in mentions if m.label == "COMPANY"])
    return _without_overlaps([*laws, *companies, *(m for m in mentions if m.label not in ("LAW", "COMPANY"))])


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (-m.score, m.start - m.end, m.start)):
        at = bisect_left(kept, m)
        if not any(m.overlaps(k) for k in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, m)
    return kept


def _named(form: Form, entry: Entry | None, name: str) -> Named:
    m = form.mention
    return Named(
        start=m.start,
        end=m.end,
        label=_label(m),
        name=name,
        ref=entry.id if entry else None,
        via="name" if same_name(display(form.surface, _label(m)), name) else "alias",
        score=m.score,
        country=entry.country if entry else None,
        kind=entry.kind if entry else None,
    )
