"""People: for which company, authority or country each person of an article speaks and acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.people.in_office import Office, offices_in
from onrecord.components.people.persons import bare_name
from onrecord.components.people.titles import TitleReader
from onrecord.lexicon import Entry, Lexicon
from onrecord.lexicon.words import fold, without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.types import ActorLabel


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What a person speaks for."""

    name: str
    """Canonical name of the organisation, or of the country for those who govern it."""
    ref: str | None
    """Its id in the lexicon."""
    label: ActorLabel
    country: str | None = None
    """ISO 3166-1 alpha-2 code of its country, or EU."""


def affiliations(
    text: str, mentions: Sequence[Mention], named: Sequence[Named], *, date: str | None = None, lexicon: Lexicon | None = None
) -> dict[str, Affiliation]:
    """Return what each person of the article speaks for, by every form of the person's name in it.

    Read from titles ("Norvik CEO Ana Vell", "German Chancellor …") and appositions ("Ana Vell, chief executive of
    Norvik"); known office holders come from a list and need no mention. A former office gives no affiliation.

    Args:
        text: The article.
        mentions: The encoder's mentions; PERSON ones are read.
        named: The article's names.
        date: Publication date, YYYY-MM-DD: only offices held then count. Without it, offices are taken as held.
        lexicon: Names and ids, the package's own by default.
    """
    words = lexicon or Lexicon.default()
    people = _by_person(text, (m for m in mentions if m.label == "PERSON"))
    held = _held(offices_in(text, date), people)
    offices = {name: _of_office(office, words) for name, office in held.items()}
    reader = TitleReader(text, named, words)
    found: dict[str, Affiliation] = {}
    for forms in people:
        known = next((offices[form] for form in forms if form in offices), None)
        read = (
            None
            if known and date
            else next((a for m in sorted(m for found_at in forms.values() for m in found_at) if (a := _read(reader, m))), None)
        )
        if best := read or known:
            found |= dict.fromkeys(forms, best)
    return offices | found


def _held(offices: dict[str, Office], people: Iterable[dict[str, list[Mention]]]) -> dict[str, Office]:
    """The offices without those of namesakes: where "Wendell Pruitt" speaks, "Pruitt" is no Scott Pruitt."""
    firsts: dict[str, set[str]] = {}
    for forms in people:
        first = next((fold(name.split()[0]) for form in forms if " " in (name := bare_name(form))), None)
        for form in forms:
            firsts.setdefault(form, set()).update({first} if first else ())
    return {name: o for name, o in offices.items() if not firsts.get(name) or fold(o.person.split()[0]) in firsts[name]}


def _read(reader: TitleReader, mention: Mention) -> Affiliation | None:
    hit = reader.read(mention.start, mention.end)
    if isinstance(hit, Entry):
        return Affiliation(hit.name, hit.id, "GOVERNMENT", hit.country)
    if hit is None:
        return None
    return Affiliation(hit.name, hit.ref, "GOVERNMENT" if hit.label == "PLACE" else hit.label, hit.country)


def _of_office(office: Office, lexicon: Lexicon) -> Affiliation:
    if office.organization:
        entry = next(iter(lexicon.lookup(office.organization, "GOVERNMENT")), None)
        return Affiliation(
            entry.name if entry else office.organization, entry.id if entry else None, "GOVERNMENT", office.country or None
        )
    ref = f"country:{office.country.lower()}"
    country = lexicon.entry(ref)
    return Affiliation(country.name if country else office.country, ref if country else None, "GOVERNMENT", office.country)


def _by_person(text: str, persons: Iterable[Mention]) -> list[dict[str, list[Mention]]]:
    """The forms of each person's name with their mentions: later mentions go by the last name."""
    forms: dict[str, list[Mention]] = {}
    for m in persons:
        forms.setdefault(without_possessive(text[m.start : m.end]).strip(), []).append(m)
    full: dict[str, list[str]] = {}
    for form in forms:
        if " " in form:
            full.setdefault(form.split()[-1], []).append(form)
    groups: dict[str, dict[str, list[Mention]]] = {}
    for form, found in forms.items():
        longer = [name for name in full.get((form.split() or [""])[-1], ()) if name != form and name.endswith(" " + form)]
        # Two persons of one surname: the bare surname stays its own person.
        home = max(longer, key=len) if longer and len({name.split()[0] for name in longer}) == 1 else form
        groups.setdefault(home, {})[form] = found
    return list(groups.values())
