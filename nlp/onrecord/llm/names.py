"""Names that a model gives, made fit for a record: on one line, bounded, and the lexicon's where it knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from onrecord.components.names.known import display, known, same_name, trim
from onrecord.components.targets import country_of
from onrecord.types import ENTITY_LABELS, ActorLabel, EntityLabel

if TYPE_CHECKING:
    from onrecord.lexicon import Lexicon
    from onrecord.llm.ground import Offsets

MOST_CHARS = 200
"""Characters of a name that are kept."""


class Name(NamedTuple):
    """A canonical name and its id in the lexicon."""

    name: str
    ref: str | None = None


def clean(name: str | None) -> str | None:
    """Return a name on one line, without characters that cannot be shown, cut at `MOST_CHARS`; None when nothing is left."""
    words = "".join(c for c in " ".join((name or "").split()) if c.isprintable())
    return words[:MOST_CHARS].strip() or None


def canonical(given: str | None, surface: str, label: ActorLabel, lexicon: Lexicon) -> Name:
    """Return what a thing is called: by the lexicon's entry for the model's name or for the words of the text, else as given.

    Args:
        given: The model's name for it.
        surface: Its words in the text.
        label: What kind of thing it is; OTHER is in no lexicon.
        lexicon: Names and ids.
    """
    words = clean(surface) or surface
    name = clean(given) or words
    if label not in ENTITY_LABELS:
        return Name(name)
    name = name[slice(*trimmed(name, (0, len(name)), label, lexicon))] or name
    entry = known(name, label, lexicon) or known(words, label, lexicon)
    return Name(entry.name, entry.id) if entry else Name(display(name, label))


def organisation(given: str | None, lexicon: Lexicon) -> str | None:
    """Return the canonical name of whom a speaker speaks for, None when there is none."""
    if not (name := clean(given)):
        return None
    found = known(name, "COMPANY", lexicon) or known(name, "GOVERNMENT", lexicon)
    return found.name if found else name


def is_name(surface: str, name: str, label: EntityLabel) -> bool:
    """Whether the words of the text are the canonical name itself, and no alias of it."""
    return same_name(display(surface, label), name)


def trimmed(text: str, span: Offsets, label: EntityLabel, lexicon: Lexicon) -> Offsets:
    """Return the span of a name without the punctuation, article and possessive around it, as in every record."""
    own = label == "COMPANY" and lexicon.ends_possessive(text[slice(*span)])
    return trim(text, *span, possessive=not own)


def territory(code: str | None, lexicon: Lexicon) -> str | None:
    """Return a jurisdiction as ISO 3166-1 alpha-2 or EU, also for codes such as UK; None for one that is no territory."""
    if code is None or code == "EU" or lexicon.entry(f"country:{code.lower()}"):
        return code
    return country_of(code, lexicon)
